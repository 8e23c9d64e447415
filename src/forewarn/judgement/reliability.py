"""Reliability: how often what was given a chance came true, and what to expect."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from forewarn.judgement.rules import number_true
from forewarn.model.backtest import Bin, Decomposition

FloatArray = npt.NDArray[np.float64]
#: Shares of the consistency band of a bin.
BAND = (0.05, 0.95)


def reliability(
    chances: Sequence[float], true: Sequence[bool], *, bins: int = 10
) -> tuple[Bin, ...]:
    r"""How often forecasts came true, in bins of about as many forecasts each.

    Args:
        chances: Chance that was given, from 0 to 1; shape (forecast,).
        true: Whether it came true; shape (forecast,).
        bins: At most how many bins; forecasts of one chance share one.

    Returns:
        Bins with rising chances, each with its consistency band: where the share would
        lie in nine of ten cases if every chance of the bin were right.

    Raises:
        ValueError: if the lengths differ.

    Source:
        Broecker and Smith (2007), consistency bars; exact here, by the Poisson binomial
        law.

    >>> one, other = reliability([0.1] * 10 + [0.7] * 10, [False] * 13 + [True] * 7)
    >>> one.observed, other.observed, round(other.low, 1), round(other.high, 1)
    (0.0, 0.7, 0.5, 0.9)
    """
    if len(chances) != len(true):
        raise ValueError(f"{len(chances)} chances and {len(true)} outcomes")
    given, came = np.array(chances, dtype=float), np.array(true, dtype=float)
    number = _binned(given, bins)
    return tuple(
        _bin(given[number == one], came[number == one]) for one in np.unique(number)
    )


def decompose(
    chances: Sequence[float], true: Sequence[bool], *, bins: int = 10
) -> Decomposition:
    r"""Take a Brier score apart: reliability, resolution, uncertainty.

    .. math:: \bar{(p-o)^2} = \sum_b w_b (\bar p_b - \bar o_b)^2
        - \sum_b w_b (\bar o_b - \bar o)^2 + \bar o (1 - \bar o) + W

    Args:
        chances: Chance that was given, from 0 to 1; shape (forecast,), not empty.
        true: Whether it came true; shape (forecast,).
        bins: As :func:`reliability` has them.

    Returns:
        The parts, with the Brier score that they make up.

    Raises:
        ValueError: if the lengths differ, or there are no forecasts.

    Source:
        Murphy (1973); the terms within bins by Stephenson, Coelho and Jolliffe (2008).

    >>> parts = decompose([0.2, 0.8], [False, True])
    >>> round(parts.reliability, 3), round(parts.resolution, 3), parts.uncertainty
    (0.04, 0.25, 0.25)
    """
    if not len(chances) == len(true) > 0:
        raise ValueError(f"{len(chances)} chances and {len(true)} outcomes")
    given, came = np.array(chances, dtype=float), np.array(true, dtype=float)
    number, rate = _binned(given, bins), came.mean()
    parts = np.zeros(3)
    for one in np.unique(number):
        p, o = given[number == one], came[number == one]
        weight, mean, share = len(p) / len(given), p.mean(), o.mean()
        spread = ((p - mean) ** 2).mean() - 2 * ((p - mean) * (o - share)).mean()
        parts += weight * np.array([(mean - share) ** 2, (share - rate) ** 2, spread])
    return Decomposition(
        brier=float(((given - came) ** 2).mean()),
        reliability=float(parts[0]),
        resolution=float(parts[1]),
        uncertainty=float(rate * (1 - rate)),
        within=float(parts[2]),
    )


def _binned(chances: FloatArray, bins: int) -> npt.NDArray[np.int64]:
    """Number of the bin of each forecast; those of one chance share a bin."""
    values = np.unique(chances)
    if len(values) <= bins:
        return np.searchsorted(values, chances).astype(np.int64)
    ranks = np.searchsorted(np.sort(chances), chances)  # of equals the first
    return (ranks * bins // len(chances)).astype(np.int64)


def _bin(chances: FloatArray, came: FloatArray) -> Bin:
    law = number_true(chances.tolist()).cumsum()
    low, high = (int((law < share).sum()) / len(chances) for share in BAND)
    return Bin(
        count=len(chances),
        forecast=float(chances.mean()),
        observed=float(came.mean()),
        low=low,
        high=high,
    )
