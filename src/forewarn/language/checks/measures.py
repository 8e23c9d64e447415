"""Checks of measures and losses: each acts on something that can come."""

from collections.abc import Iterator
from itertools import chain

from forewarn.errors import Problem
from forewarn.language.checks.reach import Reach
from forewarn.language.checks.truth import Instant, can_hold, judge
from forewarn.language.checks.wording import quoted
from forewarn.language.places import error, warning
from forewarn.model.case import Case
from forewarn.model.conditions import And
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.measures import Measure, MeasureEffect
from forewarn.model.quantities import Fixed


def check_measures(case: Case, reach: Reach) -> Iterator[Problem]:
    """Tell of measures and losses that change nothing, and of what cannot be summed."""
    moving = {move.name for move in chain(*reach.jumps.values())} | reach.events
    costly = {loss.name for loss in case.losses if loss.per_jump or loss.per_year}
    stocks = dict(case.stocks)
    for measure in case.measures:
        yield from _idle(measure)
        for effect in measure.effects:
            yield from _effect(measure, effect, moving | costly, reach)
        yield from _overdrawn(measure, stocks)
    yield from _currencies(case)
    for loss in case.losses:
        yield from _loss(loss, reach)


def _idle(measure: Measure) -> Iterator[Problem]:
    if not measure.effects:
        yield warning(
            "W317",
            measure.span,
            f'the measure "{measure.name}" has no effects, so it changes no answer',
            "Write under 'effects:' what it multiplies, where somebody claims that.",
        )


def _effect(
    measure: Measure, effect: MeasureEffect, acting: set[str], reach: Reach
) -> Iterator[Problem]:
    name = effect.times.name
    if acting.isdisjoint(effect.names):
        yield warning(
            "W317",
            effect.span,
            f'the effect "{name}" changes nothing: "{effect.target}" never comes',
            "Correct what it acts on, or remove it.",
        )
    if effect.when and not judge(effect.when, Instant(states=reach.states)).true:
        yield warning(
            "W307",
            effect.span,
            f'{quoted(effect.when)} never holds, so the effect "{name}" of '
            f'"{measure.name}" never acts',
            "Correct the condition, or remove the effect.",
        )
    if effect.times.quantity.law == Fixed(value=1.0):
        yield warning(
            "W309",
            effect.times.span,
            f'the effect "{name}" multiplies by exactly 1, which changes nothing',
            "Write the factor you mean, such as '0.6 (0.3 to 0.9)', or remove it.",
        )


def _overdrawn(measure: Measure, stocks: dict[str, float]) -> Iterator[Problem]:
    for stock, amount in measure.draws_on:
        if amount > stocks[stock]:
            yield warning(
                "W319",
                measure.span,
                f'the measure "{measure.name}" draws {amount:g} of "{stock}", and '
                f"there is {stocks[stock]:g}",
                "Nobody can adopt it: correct what it draws, or what there is.",
            )


def _currencies(case: Case) -> Iterator[Problem]:
    """Costs of several measures are added up, so they must be in one unit."""
    priced = [measure.cost for measure in case.measures if measure.cost]
    for cost in priced[1:]:
        if cost.quantity.unit != priced[0].quantity.unit:
            yield error(
                "E315",
                cost.span,
                f'"{cost.name}" is in {cost.quantity.unit!r}, and other costs are in '
                f"{priced[0].quantity.unit!r}",
                "Write all costs in one unit.",
            )


def _loss(loss: Loss, reach: Reach) -> Iterator[Problem]:
    terms = (*loss.per_jump, *loss.per_year)
    if not terms:
        yield warning(
            "W320",
            loss.span,
            f'the loss "{loss.name}" costs nothing: no jump and no state adds to it',
            "Write what adds to it under 'per_jump:' or 'per_year:'.",
        )
    for term in terms:
        if not _can_count(term, reach):
            yield warning(
                "W320",
                term.span,
                f'{quoted(term.on)} never adds to the loss "{loss.name}": it never '
                "comes about",
                "Correct the condition, or remove it.",
            )


def _can_count(term: LossTerm, reach: Reach) -> bool:
    whole = term.on if term.when is None else And(parts=(term.on, term.when))
    return can_hold(whole, reach)
