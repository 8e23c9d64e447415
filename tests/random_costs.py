"""Random losses and measures for a random network."""

from dataclasses import replace
from datetime import date

from random_networks import a_pulse, a_test, factor, rate, state_condition
from random_networks import number as plain_number
from random_structure import COSTS, LEADS, SIZES, last_day, waited_for

from forewarn.language.quantities import parse_quantity
from forewarn.model.case import Number
from forewarn.model.conditions import Jump, text_of
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.measures import Measure, MeasureEffect

UNITS = ("people", "USD", "ships of 10,000 t")
STOCKS = (("planning_staff", 2.0), ("interceptors", 0.5))


def with_costs(dice, case):
    """The case with losses, the unforeseen, and what could be done."""
    case = replace(case, losses=losses(dice, case), unforeseen=unforeseen(dice))
    case = replace(case, stocks=dice.few(STOCKS))
    return replace(case, measures=measures(dice, case))


def number(name, text, dimension, unit=""):
    quantity = parse_quantity(text, dimension, unit=unit)
    return Number(name=name, quantity=quantity, basis="judgement")


def unforeseen(dice):
    return plain_number("unforeseen", rate(dice)) if dice.yes() else None


def losses(dice, case):
    return tuple(
        Loss(
            name=name,
            title=name,
            unit=(unit := dice.pick(UNITS)),
            per_jump=terms(dice, name, unit, case, "amount"),
            per_year=terms(dice, name, unit, case, "flow"),
        )
        for name in dice.few(("deaths", "output"))
    )


def terms(dice, loss, unit, case, dimension):
    made = {}
    for _ in range(dice.roll(3)):
        on = (
            waited_for(dice, case.variables, case)
            if dimension == "amount"
            else state_condition(dice, case.variables, 1)
        )
        name = f"{loss}: {text_of(on)}"
        made[name] = LossTerm(
            on=on,
            size=number(name, dice.pick(SIZES), dimension, unit),
            when=dice.pick((None, a_test(dice, case.variables))),
            varies=dice.pick(("world", "event")),
        )
    return tuple(made.values())


def measures(dice, case):
    return tuple(measure(dice, name, case) for name in dice.few(("plan", "m-02")))


def measure(dice, name, case):
    by = dice.pick((None, case.start, min(date(2025, 1, 1), last_day(case))))
    return Measure(
        name=name,
        title=name,
        cost=cost(dice, f"{name}: cost"),
        ready=None if by else number(f"{name}: ready", dice.pick(LEADS), "duration"),
        ready_by=by,
        effects=tuple(
            effect(dice, f"{name}: {place}", case)
            for place in range(1, 1 + dice.roll(4))
        ),
        draws_on=tuple((stock, dice.pick((1.0, 0.25))) for stock, _ in case.stocks),
    )


def cost(dice, name):
    match dice.roll(3):
        case 0:
            return None
        case 1:
            return number(name, dice.pick(COSTS), "amount")
        case _:
            return number(name, "20m to 60m USD per year", "flow")


def effect(dice, name, case):
    kind, target, names = dice.pick((hazard, odds, loss))(dice, case)
    return MeasureEffect(
        kind=kind,
        target=target,
        names=names,
        times=plain_number(name, factor(dice), "multiplier"),
        when=dice.pick((None, a_test(dice, case.variables))),
    )


def hazard(dice, case):
    """A jump that has a rate, or an event; whatever there is, there is such a jump."""
    pulse = a_pulse(dice, case.variables, case.events)
    names = rated(pulse, case)
    if names:
        return "hazard", text_of(pulse), names
    moves = [each for v in case.variables for each in v.transitions]
    move = next(each for each in moves if each.rate.quantity.dimension == "rate")
    return "hazard", move.name, (move.name,)


def rated(pulse, case):
    if not isinstance(pulse, Jump):
        return (pulse.event,)
    moves = case.variable(pulse.variable).transitions
    return tuple(
        sorted(
            each.name
            for each in moves
            if each.rate.quantity.dimension == "rate"
            and each.target in pulse.targets
            and (not pulse.sources or each.source in pulse.sources)
        )
    )


def odds(dice, case):
    moves = [each for v in case.variables for each in v.transitions]
    names = [each.name for each in case.schedules if each.leap]
    names += [each.chance.name for each in case.triggers]
    names += [each.name for each in moves if each.rate.quantity.dimension == "odds"]
    if not names:
        return hazard(dice, case)
    name = dice.pick(names)
    return "odds", name, (name,)


def loss(dice, case):
    if not case.losses:
        return hazard(dice, case)
    name = dice.pick(case.losses).name
    return "loss", name, (name,)
