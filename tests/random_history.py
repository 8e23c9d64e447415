"""Random history for a random network: what it may have done before its start."""

from dataclasses import replace
from datetime import timedelta

from forewarn.model.evidence import Coverage, HistoryRow

#: Days of history before the start.
DAYS = 900


def with_history(dice, case):
    """The case with rows of history, and stretches of some of its names."""
    rows = [row for v in case.variables for row in course(dice, case, v)]
    rows += [row for event in case.events for row in events(dice, case, event)]
    covered = [
        stretch
        for name in (*case.variables, *case.events)
        for stretch in stretches(dice, case, name.name)
    ]
    rows.sort(key=lambda r: (r.day, r.variable, r.state, r.event, r.source))
    covered.sort(key=lambda each: (each.names, each.since, each.until))
    evidence = replace(
        case.evidence, history=tuple(rows), history_coverage=tuple(covered)
    )
    return replace(case, evidence=evidence)


def before(case, days):
    return case.start - timedelta(days=days)


def course(dice, case, variable):
    """States that jumps of the model lead to, and now and then any other."""
    state, left = dice.pick(variable.state_names), DAYS
    while left > 0:
        yield HistoryRow(day=before(case, left), variable=variable.name, state=state)
        left -= 1 + dice.roll(400)
        ways = [t.target for t in variable.transitions if t.source == state]
        state = dice.pick(ways) if ways and dice.roll(5) else state
        state = state if dice.roll(8) else dice.pick(variable.state_names)


def events(dice, case, event):
    for _ in range(dice.roll(6)):
        day = before(case, dice.roll(DAYS))
        yield HistoryRow(day=day, event=event.name, source=dice.pick(("un", "us")))


def stretches(dice, case, name):
    """One, none or two stretches, which may overlap."""
    for _ in range(dice.roll(4) // 2 + 1 if dice.roll(5) else 0):
        since, until = sorted((dice.roll(DAYS), dice.roll(DAYS)), reverse=True)
        yield Coverage(
            since=before(case, since), until=before(case, until), names=(name,)
        )
