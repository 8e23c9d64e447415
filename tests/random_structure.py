"""Random structure: schedules, triggers, shares of exits, causes, variants."""

from dataclasses import replace
from datetime import date, timedelta

from random_networks import (
    CHANCES,
    START,
    STARTS,
    a_pulse,
    effects,
    factor,
    mixed,
    number,
    quantity,
    rate,
    some_states,
    state_condition,
)

from forewarn.language.quantities import parse_quantity
from forewarn.model.case import Ladder, effect_numbers
from forewarn.model.conditions import And, Or, text_of
from forewarn.model.structure import (
    CommonCause,
    Draw,
    Leap,
    Schedule,
    Trigger,
    Variant,
)
from forewarn.model.units import date_after

MONTHS = {2: "February", 4: "April", 9: "September", 12: "December"}
EVERY = ((29, 2), (30, 4), (14, 9), (31, 12))
LISTED = (date(2023, 12, 31), date(2024, 6, 30), date(2024, 11, 5), date(2025, 3, 1))
WINDOWS = ("", "60 days", "2 weeks")
SHARES = ("3% of exits", "10% (2% to 20%) of exits", "1% to 5% of exits")
SIZES = ("300_000 (60_000 to 1_500_000)", "5", "normal -4 to 10", "10tn (5tn to 14tn)")
LEADS = ("1 year", "9 to 18 months", "200 (90 to 300) days")
COSTS = ("20m to 60m USD", "5m USD", "70% of (1bn USD) or 30% of (2bn USD)")


def with_structure(dice, case):
    """The case with what may come on dates, at once, together or otherwise."""
    case = replace(case, variables=tuple(with_exit(dice, v) for v in case.variables))
    case = replace(case, questions=tuple(under_all(case, q) for q in case.questions))
    case = replace(case, schedules=schedules(dice, case))
    return replace(case, triggers=triggers(dice, case))


def with_doubts(dice, case):
    """The case with common causes and variants of its numbers."""
    return replace(
        case, common_causes=causes(dice, case), variants=variants(dice, case)
    )


def last_day(case):
    return date_after(case.start, case.horizon)


def with_exit(dice, variable):
    """One exit as a share of the others, where a state has others."""
    shared = [
        place
        for place, one in enumerate(variable.transitions)
        if sum(each.source == one.source for each in variable.transitions) > 1
    ]
    if not shared or not dice.yes(3):
        return variable
    moves, place = list(variable.transitions), dice.pick(shared)
    share = number(moves[place].name, dice.pick(SHARES), "odds")
    moves[place] = replace(moves[place], rate=share)
    return replace(variable, transitions=tuple(moves))


def under_all(case, question):
    """A bound of a share of exits is under 1, since all exits leave none to share."""
    shares = {n.name for n in case.numbers() if n.quantity.dimension == "odds"}
    return replace(question, above=0.5) if question.number in shares else question


def schedules(dice, case):
    made = (schedule(dice, name, case) for name in dice.few(("vote", "élections-2")))
    return tuple(made)


def schedule(dice, name, case):
    variable = dice.pick(case.variables)
    text, dates = dice.pick((listed_dates, every_year))(dice, case)
    window = dice.pick(WINDOWS)
    years = parse_quantity(window, "duration").law.value if window else 0.0
    said = {"name": name, "title": name, "dates_text": text, "dates": dates}
    said |= {"window": years, "window_text": window}
    if dice.yes():
        return Schedule(**said, draw=a_draw(dice, name, variable))
    return Schedule(
        **said,
        leap=a_leap(dice, variable),
        chance=number(name, chance(dice), "probability"),
        effects=effects(dice, name, others(case, variable)),
    )


def listed_dates(dice, case):
    dates = sorted(dice.few(LISTED, 0, 4))
    del case
    return ", ".join(day.isoformat() for day in dates), tuple(dates)


def every_year(dice, case):
    day, month = dice.pick(EVERY)
    first, last = dice.pick(((2023, 2050), (2025, 2050), (2024, 2024), (2020, 2024)))
    text = f"every {day} {MONTHS[month]}"
    text += f" from {first}" if first != 2023 else ""
    text += f" to {last}" if last != 2050 else ""
    days = (
        START + timedelta(days=n) for n in range(1, (last_day(case) - START).days + 1)
    )
    return text, tuple(
        each
        for each in days
        if (each.day, each.month) == (day, month) and first <= each.year <= last
    )


def chance(dice):
    return mixed(dice, dice.pick(CHANCES), dice.pick(CHANCES))


def a_leap(dice, variable):
    target = dice.pick(variable.state_names)
    left = [name for name in variable.state_names if name != target]
    sources = some_states(dice, left)
    return Leap(variable=variable.name, sources=sources, target=target)


def a_draw(dice, name, variable):
    shares = dice.pick(STARTS)
    states = dice.few(variable.state_names, len(shares), len(shares))
    named = f"{name}: {variable.name}"
    return Draw(
        variable=variable.name,
        shares=tuple(
            (state, number(f"{named} = {state}", share, "probability"))
            for state, share in zip(states, shares, strict=True)
        ),
    )


def others(case, variable):
    return tuple(each for each in case.variables if each.name != variable.name)


def triggers(dice, case):
    """Each waits for an event, or for a variable before its own: so none goes round."""
    made, names = [], set()
    for _ in range(dice.roll(3)):
        place = 1 + dice.roll(len(case.variables) - 1)
        leap = a_leap(dice, case.variables[place])
        after = waited_for(dice, case.variables[:place], case)
        name = f"trigger: {text_of(after)}: {leap.text}"
        if name not in names:
            names.add(name)
            made.append(
                Trigger(
                    after=after,
                    leap=leap,
                    chance=number(name, chance(dice), "probability"),
                    effects=effects(dice, name, others(case, case.variables[place])),
                )
            )
    return tuple(made)


def waited_for(dice, variables, case):
    pulse = a_pulse(dice, variables, case.events)
    match dice.roll(3):
        case 0:
            return pulse
        case 1:
            return And(parts=(pulse, state_condition(dice, case.variables, 1)))
        case _:
            return Or(parts=(pulse, a_pulse(dice, variables, case.events)))


def causes(dice, case):
    """At most two of under half each, so that no number is shared past its doubt."""
    names = [each.name for each in case.numbers() if each.name not in rungs(case)]
    made = []
    for name in dice.few(("moscow-need", "disorder")):
        moved = dice.few(names, 0, 5)
        cut = dice.roll(len(moved) + 1)
        share = dice.pick(("30%", "45.5%", "0.5"))
        made.append(
            CommonCause(
                name=name,
                title=name,
                share=quantity(share, "probability").law.value,
                share_text=share,
                raises=moved[:cut],
                lowers=moved[cut:],
            )
        )
    return tuple(made)


def rungs(case):
    """Rungs share one draw, so naming two of them may say two things of it."""
    moves = [*(t for v in case.variables for t in v.transitions), *case.events]
    moves += [*case.schedules, *case.triggers]
    ladders = (e for each in moves for e in each.effects if isinstance(e, Ladder))
    return {each.name for ladder in ladders for each in effect_numbers((ladder,))}


def variants(dice, case):
    numbers = {each.name: each for each in case.numbers()}
    return tuple(
        Variant(
            name=name,
            title=name,
            weight=quantity(weight, "probability").law.value,
            weight_text=weight,
            changes=tuple(
                (each, otherwise(dice, each, numbers[each].quantity, case))
                for each in dice.few(list(numbers), 1, 3)
            ),
        )
        for name, weight in dice.few((("quiet", "30%"), ("second_try", "12.5%")))
    )


def otherwise(dice, name, old, case):
    """Another quantity of what a number measures."""
    unit = "" if name.endswith(": cost") else old.unit
    cost = dice.pick(COSTS)
    text = {
        "rate": rate,
        "multiplier": factor,
        "probability": chance,
        "odds": lambda dice: dice.pick(SHARES),
        "duration": lambda dice: dice.pick(LEADS),
        "amount": lambda dice: dice.pick(SIZES) if unit else cost,
        "flow": lambda dice: dice.pick(SIZES) if unit else "3bn USD per year",
    }[old.dimension](dice)
    return parse_quantity(text, old.dimension, start=case.start, unit=unit)
