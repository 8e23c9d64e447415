"""Laws: what a written quantity means as a distribution."""

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.model.quantities import (
    Fixed,
    Interval,
    Law,
    Mixture,
    RateCount,
    Scale,
    ShareCount,
    Window,
)

FloatArray = npt.NDArray[np.float64]

#: Standard normal P90: written intervals are P10 to P90.
Z90 = 1.2815515655446004


def value_at(law: Law, z: npt.ArrayLike, pick: npt.ArrayLike = 0.5) -> FloatArray:
    r"""Values of a law at standard normal coordinates.

    .. math:: x = F^{-1}(\Phi(z))

    A mixture first picks the law whose share of (0, 1) holds ``pick``.

    Args:
        law: The law.
        z: Coordinates; any shape.
        pick: Uniform coordinates of mixtures, 0 to 1; shape as ``z`` or scalar.

    Returns:
        Values in the law's own unit; shape as ``z``.

    Source:
        Counts: Jeffreys' prior, Gamma(n + 1/2, T) and Beta(k + 1/2, n - k + 1/2).

    >>> value_at(Interval(scale="log", low=0.02, median=0.06, high=0.16), [-Z90, Z90])
    array([0.02, 0.16])
    """
    z = np.asarray(z, dtype=np.float64)
    match law:
        case Fixed():
            return np.full(z.shape, law.value)
        case Interval():
            return _interval_at(law, z)
        case RateCount():
            return _gamma_at(law.count + 0.5, z) / law.exposure
        case ShareCount():
            return _beta_at(law.count + 0.5, law.trials - law.count + 0.5, z)
        case Window():
            return -np.log1p(-value_at(law.chance, z)) / law.years
        case Mixture():
            edges = np.cumsum(law.weights)[:-1]
            picked = np.searchsorted(edges, np.broadcast_to(pick, z.shape), "right")
            return np.choose(picked, [value_at(part, z) for part in law.laws])


def quantile(law: Law, p: float) -> float:
    """The value a law stays under with a chance.

    Args:
        law: The law.
        p: Chance, strictly between 0 and 1.

    >>> round(quantile(RateCount(count=1, exposure=62.2), 0.5), 5)
    0.0190...
    """
    if not isinstance(law, Mixture):
        return float(value_at(law, special.ndtri(p)))
    # The mixture's quantile lies between those of its laws: halve until it is found.
    ends = [quantile(part, p) for part in law.laws]
    low, high = min(ends), max(ends)
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        below = sum(
            weight * below_chance(part, middle)
            for weight, part in zip(law.weights, law.laws, strict=True)
        )
        low, high = (middle, high) if below < p else (low, middle)
    return high


def below_chance(law: Law, value: float) -> float:
    r"""Chance that a law's value is at most some value: :math:`F(x)`.

    Args:
        law: The law.
        value: In the law's own unit.

    >>> below_chance(Interval(scale="log", low=0.02, median=0.06, high=0.16), 0.16)
    0.9
    """
    match law:
        case Fixed():
            return float(law.value <= value)
        case Interval():
            return _interval_below(law, value)
        case RateCount():
            exposed = max(value, 0.0) * law.exposure
            return float(special.gammainc(law.count + 0.5, exposed))
        case ShareCount():
            share = min(max(value, 0.0), 1.0)
            return float(
                special.betainc(law.count + 0.5, law.trials - law.count + 0.5, share)
            )
        case Window():
            return _window_below(law, value)
        case Mixture():
            parts = zip(law.weights, law.laws, strict=True)
            return sum(weight * below_chance(part, value) for weight, part in parts)


def is_uncertain(law: Law) -> bool:
    """Whether two worlds may differ in this number."""
    match law:
        case Fixed():
            return False
        case Window():
            return is_uncertain(law.chance)
        case _:
            return True


def can_be_positive(law: Law) -> bool:
    """Whether a number is above 0 in any world.

    >>> can_be_positive(Fixed(value=0.0))
    False
    >>> can_be_positive(RateCount(count=0, exposure=9.0))
    True
    """
    match law:
        case Fixed():
            return law.value > 0
        case Interval():
            return law.high > 0
        case Window():
            return can_be_positive(law.chance)
        case Mixture():
            parts = zip(law.weights, law.laws, strict=True)
            return any(weight > 0 and can_be_positive(part) for weight, part in parts)
        case _:
            return True


def to_scale(scale: Scale, value: npt.ArrayLike) -> FloatArray:
    """A value on its law's scale: itself, its log or its logit."""
    value = np.asarray(value, dtype=np.float64)
    match scale:
        case "linear":
            return value
        case "log":
            return np.asarray(np.log(value))
        case "logit":
            return np.asarray(special.logit(value))


def from_scale(scale: Scale, at: npt.ArrayLike) -> FloatArray:
    """The value at a place on its law's scale; undoes :func:`to_scale`."""
    at = np.asarray(at, dtype=np.float64)
    match scale:
        case "linear":
            return at
        case "log":
            return np.asarray(np.exp(at))
        case "logit":
            return np.asarray(special.expit(at))


def spreads(law: Interval) -> tuple[float, float, float]:
    """Median and the two standard deviations of an interval, on its scale."""
    low, median, high = (
        float(to_scale(law.scale, x)) for x in (law.low, law.median, law.high)
    )
    return median, (median - low) / Z90, (high - median) / Z90


def _interval_at(law: Interval, z: FloatArray) -> FloatArray:
    median, below, above = spreads(law)
    return from_scale(law.scale, median + z * np.where(z < 0, below, above))


def _interval_below(law: Interval, value: float) -> float:
    if law.scale != "linear" and value <= 0:
        return 0.0
    if law.scale == "logit" and value >= 1:
        return 1.0
    median, below, above = spreads(law)
    distance = float(to_scale(law.scale, value)) - median
    spread = below if distance < 0 else above
    if spread == 0:
        return float(distance >= 0)
    return float(special.ndtr(distance / spread))


def _window_below(law: Window, value: float) -> float:
    if value < 0:  # no rate is, and expm1 would overflow far below 0
        return 0.0
    return below_chance(law.chance, float(-np.expm1(-value * law.years)))


def _gamma_at(shape: float, z: FloatArray) -> FloatArray:
    # Each tail from its own side: 1 - Phi(z) keeps its digits where Phi(z) is near 1.
    lower = special.gammaincinv(shape, special.ndtr(np.minimum(z, 0)))
    upper = special.gammainccinv(shape, special.ndtr(-np.maximum(z, 0)))
    return np.asarray(np.where(z < 0, lower, upper))


def _beta_at(a: float, b: float, z: FloatArray) -> FloatArray:
    lower = special.betaincinv(a, b, special.ndtr(np.minimum(z, 0)))
    upper = special.betainccinv(a, b, special.ndtr(-np.maximum(z, 0)))
    return np.asarray(np.where(z < 0, lower, upper))
