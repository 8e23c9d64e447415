"""Losses: what a jump or a year in a state costs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from forewarn.errors import NOWHERE, Span
from forewarn.model.conditions import Condition
from forewarn.model.numbers import Number

#: Whether a size is one draw for a whole world, or a new draw at every jump.
Varies = Literal["world", "event"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LossTerm:
    """What one kind of jump costs each time, or a condition for each year it holds."""

    #: A jump or event (``per_jump``), or a condition on states (``per_year``).
    on: Condition
    #: Amount per jump or per year, named ``loss: CONDITION`` after the loss's name.
    size: Number
    #: Counts only where this holds in the state after the jump; None for always.
    when: Condition | None = None
    varies: Varies = "world"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Deaths, dollars: what jumps and states cost, in one unit."""

    name: str
    title: str
    unit: str
    per_jump: tuple[LossTerm, ...] = ()
    per_year: tuple[LossTerm, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)

    def numbers(self) -> Iterator[Number]:
        """Its sizes, in declared order."""
        for term in (*self.per_jump, *self.per_year):
            yield term.size
