"""Random indicators, reports and history for a random network."""

from dataclasses import replace
from datetime import timedelta

from random_networks import number, rate, some_states, state_condition
from random_structure import a_leap, last_day, waited_for

from forewarn.language.quantities import parse_quantity
from forewarn.model.evidence import (
    Coverage,
    Evidence,
    HistoryRow,
    Indicator,
    Report,
)

SEEN = ("12 (4 to 30)", "5", "2 to 9")
SILENT = ("0.5", "0.9 (0.5 to 0.95)")
AHEAD = ("30 to 120 days", "4 months", "1 to 2 years")
RELIABLE = ("A1", "B2", "F6", "F")
SOURCES = ("un", "un, page 3", '=HYPERLINK("x")', "", "two, words", "+1, -1, @a")


def with_evidence(dice, case):
    """The case with what can be seen, what was, and what was so before."""
    case = replace(case, indicators=indicators(dice, case))
    rows = tuple(sorted(history(dice, case), key=by_day))
    return replace(
        case,
        evidence=Evidence(
            reports=tuple(report(dice, case) for _ in range(dice.roll(5))),
            coverage=tuple(coverage(dice, case) for _ in range(dice.roll(3))),
            history=rows,
            history_coverage=tuple(
                sorted(stretches(dice, case), key=lambda e: (e.names, e.since, e.until))
            ),
        ),
    )


def by_day(row):
    return row.day, row.variable, row.state, row.event, row.source


def indicators(dice, case):
    names = dice.few(("ferries", "ships-2", "tempo"))
    return tuple(dice.pick((sign, counter))(dice, name, case) for name in names)


def sign(dice, name, case):
    shows, window, ahead = (
        dice.yes(),
        dice.pick(("90 days", "1 week")),
        dice.pick(AHEAD),
    )
    law = parse_quantity(ahead, "duration").law
    ends = (law.low, law.high) if "to" in ahead else (0.0, law.value)
    return Indicator(
        name=name,
        title=name,
        kind="shows" if shows else "warns_of",
        condition=state_condition(dice, case.variables, 1)
        if shows
        else waited_for(dice, case.variables, case),
        ahead=None if shows else ends,
        ahead_text="" if shows else ahead,
        seen=number(f"{name}: seen", dice.pick(SEEN), "multiplier"),
        silent=number(f"{name}: silent", dice.pick(SILENT), "multiplier"),
        window=parse_quantity(window, "duration").law.value,
        window_text=window,
    )


def counter(dice, name, case):
    variable = dice.pick(case.variables)
    return Indicator(
        name=name,
        title=name,
        kind="counts",
        counted=variable.name,
        rates=tuple(
            (state, number(f"{name}: {variable.name} = {state}", rate(dice)))
            for state in variable.state_names
        ),
        overdispersed=dice.pick((1.0, 3.0, 1.25)),
    )


def a_day(dice, case, least=0):
    return case.start + timedelta(days=least + dice.pick((0, 40, 400, 5)))


def report(dice, case):
    """Of states and jumps each may be wrong: facts might contradict each other."""
    first = a_day(dice, case)
    last = first + timedelta(days=dice.pick((0, 0, 30)))
    kind = dice.pick((jumped, was, came, seen, counted, unseen))
    said = {"reliability": dice.pick(RELIABLE), **kind(dice, case)}
    known = dice.pick((last, first, last + timedelta(days=1000)))
    return Report(first=first, last=last, known=known, **said)


def jumped(dice, case):
    return {"jump": a_leap(dice, dice.pick(case.variables))}


def was(dice, case):
    variable = dice.pick(case.variables)
    return {"state": (variable.name, some_states(dice, variable.state_names))}


def came(dice, case):
    if not case.events:
        return was(dice, case)
    return {"event": dice.pick(case.events).name, "reliability": dice.pick(("", "C3"))}


def seen(dice, case):
    names = [each.name for each in case.indicators if each.kind != "counts"]
    return {"sighting": dice.pick(names)} if names else was(dice, case)


def counted(dice, case):
    names = [each.name for each in case.indicators if each.kind == "counts"]
    names += [event.name for event in case.events]
    return {"count": (dice.pick(names), dice.roll(40))} if names else was(dice, case)


def unseen(dice, case):
    names = [each.name for each in case.indicators]
    return {"sensor_off": dice.few(names, 1)} if names else was(dice, case)


def names_of(case):
    return [each.name for each in (*case.variables, *case.events)]


def coverage(dice, case):
    until = min(a_day(dice, case), last_day(case))
    names = dice.few(names_of(case), 1)
    return Coverage(since=case.start, until=until, names=names)


def history(dice, case):
    for _ in range(dice.roll(4)):
        day = a_day(dice, case, -2000)
        source = dice.pick(SOURCES)
        if case.events and dice.yes():
            yield HistoryRow(day=day, event=dice.pick(case.events).name, source=source)
            continue
        variable = dice.pick(case.variables)
        state = dice.pick(variable.state_names)
        yield HistoryRow(day=day, variable=variable.name, state=state, source=source)


def stretches(dice, case):
    for name in dice.few(names_of(case)):
        day = a_day(dice, case, -2000)
        yield Coverage(since=day, until=day + timedelta(days=365), names=(name,))
