"""Numbers: a law with its reasons, and what multiplies hazards by one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forewarn.errors import NOWHERE, Span
from forewarn.model.conditions import Condition
from forewarn.model.quantities import Fixed, Quantity

Basis = Literal["data", "published", "adjusted", "judgement", "definition"]
BASES: tuple[Basis, ...] = ("data", "published", "adjusted", "judgement", "definition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A source, and the place in it."""

    source: str
    #: Article, page, table; empty where none was given.
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of the model: its law and why we believe it."""

    #: As in design 6: ``v: a -> b``, ``v: a -> b | condition``, ``v: start = s``.
    name: str
    quantity: Quantity
    #: None where nobody said (a problem, or a stamp in a draft).
    basis: Basis | None
    #: The count behind a rate, where one was given beside it.
    count: Quantity | None = None
    citation: Citation | None = None
    because: str = ""
    #: When the fact behind the number was known.
    known: date | None = None
    span: Span = field(default=NOWHERE, compare=False)


#: The chance of what is certain.
WHOLE = Quantity(text="100%", dimension="probability", law=Fixed(value=1.0))


def certain(name: str, span: Span = NOWHERE) -> Number:
    """The number of a state written alone as the start: 1, by definition."""
    return Number(name=name, quantity=WHOLE, basis="definition", span=span)


def is_certain(number: Number) -> bool:
    """Whether nobody chose this number: the chance of a state written alone.

    >>> is_certain(certain("taiwan: start = calm"))
    True
    """
    return number == certain(number.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Influence:
    """Multiplies a hazard while a condition on other variables holds."""

    condition: Condition
    times: Number
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Influences of one variable's states that share one draw, so rungs keep order."""

    variable: str
    #: One per rung; each condition is ``variable = state``.
    rungs: tuple[Influence, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Multiplies a hazard once for each of some conditions that holds (``each``)."""

    of: tuple[Condition, ...]
    times: Number
    span: Span = field(default=NOWHERE, compare=False)


Effect = Influence | Ladder | Pool


def effect_numbers(effects: tuple[Effect, ...]) -> Iterator[Number]:
    """The multipliers of some effects, rung by rung."""
    for effect in effects:
        for _, times in effect_parts(effect):
            yield times


def effect_parts(effect: Effect) -> Iterator[tuple[tuple[Condition, ...], Number]]:
    """Each multiplier of an effect, and when it acts; a pool acts once for each."""
    match effect:
        case Ladder():
            for rung in effect.rungs:
                yield (rung.condition,), rung.times
        case Pool():
            yield effect.of, effect.times
        case Influence():
            yield (effect.condition,), effect.times
