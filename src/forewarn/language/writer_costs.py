"""Losses and measures as we write them: what it would cost, and what could be done."""

from collections.abc import Iterable

from forewarn.language.writer_numbers import (
    Section,
    decimal,
    filled,
    number_map,
    short,
    titled,
)
from forewarn.language.writer_yaml import Figure, Inline, Prose, Tree
from forewarn.model.case import Basis, Number
from forewarn.model.conditions import text_of
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.measures import Measure, MeasureEffect


def loss_map(loss: Loss, basis: Basis | None) -> Section:
    """A loss under its name."""
    unit: Section = {"unit": loss.unit}
    terms = {
        "per_jump": _terms(loss.per_jump, basis),
        "per_year": _terms(loss.per_year, basis),
    }
    return titled(loss.title, loss.name) | unit | filled({**terms})


def _terms(terms: Iterable[LossTerm], basis: Basis | None) -> Section:
    return {text_of(term.on): short(_term(term, basis), "size") for term in terms}


def _term(term: LossTerm, basis: Basis | None) -> Section:
    varies = term.varies if term.varies != "world" else ""
    when = text_of(term.when) if term.when else ""
    return number_map(term.size, "size", basis) | filled(
        {"when": when, "varies": varies}
    )


def unforeseen_tree(rate: Number | None, basis: Basis | None) -> Tree:
    """The rate of the unforeseen; nothing where none is written."""
    return short(number_map(rate, "rate", basis), "rate") if rate else ""


def stocks_map(stocks: Iterable[tuple[str, float]]) -> Section:
    """What measures draw on."""
    return {name: Figure(text=decimal(amount)) for name, amount in stocks}


def measure_map(measure: Measure, basis: Basis | None) -> Section:
    """A measure under its name."""
    return titled(measure.title, measure.name) | filled(
        {
            "actor": Prose(text=measure.actor),
            "cost": _cost(measure, basis),
            "ready": _ready(measure, basis),
            "effects": [_effect(effect, basis) for effect in measure.effects],
            "draws_on": Inline(of={**_amounts(measure.draws_on)}),
            "side_effect": Prose(text=measure.side_effect),
        }
    )


def _cost(measure: Measure, basis: Basis | None) -> Tree:
    if measure.cost is None:
        return "unpriced"
    return short(number_map(measure.cost, "amount", basis), "amount")


def _ready(measure: Measure, basis: Basis | None) -> Tree:
    if measure.ready is not None:
        return short(number_map(measure.ready, "duration", basis), "duration")
    return f"by {measure.ready_by.isoformat()}" if measure.ready_by else ""


def _effect(effect: MeasureEffect, basis: Basis | None) -> Section:
    said: Section = {effect.kind: effect.target}
    when = filled({"when": text_of(effect.when) if effect.when else ""})
    return said | when | number_map(effect.times, "times", basis)


def _amounts(drawn: Iterable[tuple[str, float]]) -> dict[str, Figure]:
    return {name: Figure(text=decimal(amount)) for name, amount in drawn}
