"""Sensitivity: how much each number of a case moves the answer to a question."""

from dataclasses import dataclass
from typing import Literal

from forewarn.model.numbers import Number

#: How slopes were had: worked out, or told by recorded futures.
SlopeMethod = Literal["exact", "score"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """How much one number moves an answer."""

    number: Number
    #: Percent by which the answer grows where a rate, a multiplier or a duration grows
    #: by one percent; of a chance or a share, where its odds do.
    elasticity: float
    #: Standard error of that, from all sampling.
    error: float
    #: Share of the answer's own doubt, between worlds, that comes from this number; NaN
    #: where worlds do not differ. Where numbers err together, it may be below 0.
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How much each number moves the answer to one question for one date."""

    question: str
    #: Years after the start of the date asked.
    years: float
    #: The answer, and its standard error.
    value: float
    error: float
    method: SlopeMethod
    #: Worlds, and futures in all; 0 futures where slopes are exact.
    worlds: int
    futures: int
    #: Numbers that move the answer, those that move it most first.
    pulls: tuple[Pull, ...]
    #: Names of numbers that could, of which too little was seen to say how much.
    untold: tuple[str, ...]
    #: What a reader must know: how slopes were had, and what is missing.
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """How much one number moves an answer, the number by its name."""

    number: str
    #: As of ``Pull``.
    elasticity: float
    error: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """The numbers that move an answer most, as kept and told in a brief."""

    question: str
    years: float
    value: float
    error: float
    method: SlopeMethod
    worlds: int
    futures: int
    #: Those that move it most first.
    levers: tuple[Lever, ...]
    notes: tuple[str, ...] = ()
