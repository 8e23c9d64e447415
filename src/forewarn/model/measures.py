"""Measures: something we could do, with its cost, lead time and effects."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forewarn.errors import NOWHERE, Span
from forewarn.model.conditions import Condition
from forewarn.model.numbers import Number

#: What a measure multiplies: a hazard, the odds of a schedule or trigger, a loss.
EffectKind = Literal["hazard", "odds", "loss"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEffect:
    """Multiplies some hazards, odds or losses while a measure is in place."""

    kind: EffectKind
    #: As written: ``v: a -> b``, or ``v -> b`` for every source; an event; the name of
    #: a schedule, of a trigger, of a transition that is a share of exits, or of a loss.
    target: str
    #: What that is, in order of names: rates of transitions and events, chances of
    #: schedules and triggers, shares of exits, each by its number's name; or the loss.
    names: tuple[str, ...]
    #: Named ``measure: N`` with the measure's name and the effect's place, from 1.
    times: Number
    #: Acts only while this holds; None for always.
    when: Condition | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something we could do."""

    name: str
    title: str
    #: In money or money a year, named ``measure: cost``; None where ``unpriced``.
    cost: Number | None
    #: Lead time from adoption, a duration named ``measure: ready``; or a day.
    ready: Number | None = None
    ready_by: date | None = None
    effects: tuple[MeasureEffect, ...] = ()
    #: Stock and how much of it the measure ties up.
    draws_on: tuple[tuple[str, float], ...] = ()
    #: Who would do it, and what else it does, in prose.
    actor: str = ""
    side_effect: str = ""
    span: Span = field(default=NOWHERE, compare=False)

    def numbers(self) -> Iterator[Number]:
        """Its cost, lead time and multipliers, in declared order."""
        yield from (each for each in (self.cost, self.ready) if each is not None)
        for effect in self.effects:
            yield effect.times
