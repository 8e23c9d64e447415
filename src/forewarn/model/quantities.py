"""Quantities: a number or short phrase as written, and the law it stands for."""

from dataclasses import dataclass
from typing import Literal

#: What a quantity measures; inside, always years, per year, probabilities 0 to 1.
Dimension = Literal[
    "rate", "probability", "multiplier", "duration", "amount", "flow", "odds"
]
Scale = Literal["linear", "log", "logit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """An exact value."""

    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    r"""A two-piece normal law on a scale: its P10, P50 and P90 are as written.

    .. math:: g(x) = g(m) + z\,s_\pm, \quad s_- = (g(m)-g(p_{10}))/1.2816,
              \quad s_+ = (g(p_{90})-g(m))/1.2816

    with g the identity, log or logit. Without a centre in the text the median is the
    middle on the scale and both pieces are alike.
    """

    scale: Scale
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCount:
    """Events counted over an exposure: Gamma(count + 1/2, exposure), per year."""

    count: int
    #: Exposure, in years.
    exposure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCount:
    """Successes of trials: Beta(count + 1/2, trials - count + 1/2)."""

    count: int
    trials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A chance over a window turned into a rate: h = -ln(1 - p) / years."""

    chance: "Fixed | Interval"
    #: Length of the window, in years.
    years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Reference classes: each world picks one law by its weight."""

    #: Probability of each law, summing to 1.
    weights: tuple[float, ...]
    laws: tuple["Fixed | Interval | RateCount | ShareCount | Window", ...]


Law = Fixed | Interval | RateCount | ShareCount | Window | Mixture


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity as written, what it measures and the law it stands for."""

    #: Canonical text: reading it again gives this quantity.
    text: str
    dimension: Dimension
    law: Law
    #: Unit of an amount or flow, such as "people" or "USD"; empty otherwise.
    unit: str = ""
