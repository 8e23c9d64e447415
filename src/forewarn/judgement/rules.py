"""Scoring rules: how far a chance lay from what happened, and what to expect of it."""

from collections.abc import Sequence
from math import fsum, inf, log, sqrt

import numpy as np
import numpy.typing as npt

from forewarn.model.score import Expected

FloatArray = npt.NDArray[np.float64]


def brier_score(chance: float, *, true: bool) -> float:
    r"""The squared distance of a chance from what happened.

    .. math:: (p - o)^2

    Args:
        chance: Chance that was given, from 0 to 1.
        true: Whether it came true.

    Returns:
        From 0, the best, to 1.

    Raises:
        ValueError: if the chance is none.

    Source:
        Brier (1950), for one class of two.

    >>> round(brier_score(0.25, true=True), 4)
    0.5625
    """
    return (_checked(chance) - true) ** 2


def log_score(chance: float, *, true: bool) -> float:
    r"""Minus the natural logarithm of the chance given to what happened.

    .. math:: -\ln(o p + (1 - o)(1 - p))

    Args:
        chance: Chance that was given, from 0 to 1.
        true: Whether it came true.

    Returns:
        From 0, the best, to infinity, where what was called impossible happened.

    Raises:
        ValueError: if the chance is none.

    Source:
        Good (1952).

    >>> round(log_score(0.25, true=True), 4)
    1.3863
    """
    given = _checked(chance) if true else 1.0 - _checked(chance)
    return -log(given) if given > 0.0 else inf


def crps_of_count(law: Sequence[float], count: int) -> float:
    r"""The squared distance of a law of a count from the count that came, over all.

    .. math:: \sum_{k \ge 0} (F(k) - [k \ge y])^2

    Args:
        law: Chance of each count from 0 on, summing to 1; any larger has none.
        count: The count that came, at least 0.

    Returns:
        From 0, the best, upwards, in units of the count; of a law of 0 and 1 alone
        and one of these as the count, the Brier score of the chance of 1.

    Raises:
        ValueError: if the law is none, or the count is below 0.

    Source:
        Epstein (1969), the ranked probability score; Gneiting and Raftery (2007).

    >>> round(crps_of_count([0.5, 0.25, 0.25], 1), 4)
    0.3125
    """
    if abs(fsum(law) - 1.0) > 1e-6 or min(law) < 0.0:  # sums of many chances round
        raise ValueError("chances of counts are at least 0 and sum to 1")
    if count < 0:
        raise ValueError(f"{count} is no count")
    below = np.minimum(np.cumsum(law), 1.0)
    below = np.append(below, np.ones(max(count - len(law), 0)))
    reached = np.arange(below.size) >= count
    return float(((below - reached) ** 2).sum())


def number_true(chances: Sequence[float]) -> FloatArray:
    r"""Distribution of how many of some independent questions come true.

    Args:
        chances: Chance of each, from 0 to 1; shape (question,).

    Returns:
        Chance of each number from none to all; shape (question + 1,), summing to 1.

    Raises:
        ValueError: if a chance is none.

    Source:
        The Poisson binomial law, by convolution.

    >>> number_true([0.5, 0.5]).tolist()
    [0.25, 0.5, 0.25]
    """
    law = np.ones(1)
    for chance in map(_checked, chances):
        law = np.append(law * (1.0 - chance), 0.0) + np.append(0.0, law * chance)
    return law


def expected_brier(chances: Sequence[float]) -> Expected:
    r"""The mean Brier score to be expected where every chance is right.

    .. math:: \bar{p(1-p)}, \quad \sqrt{\sum p(1-p)(1-2p)^2} / n

    Args:
        chances: Chance of each question, from 0 to 1; shape (question,), not empty.

    Returns:
        Its mean and its standard deviation, questions being independent.

    Raises:
        ValueError: if a chance is none, or there are none.

    Source:
        Spiegelhalter (1986), the statistic Z of the Brier score.

    >>> expected_brier([0.5, 0.5])
    Expected(mean=0.25, deviation=0.0)
    """
    if not chances:
        raise ValueError("a mean needs at least one question")
    spread = [_checked(p) * (1.0 - p) for p in chances]
    variance = fsum(
        s * (1.0 - 2.0 * p) ** 2 for s, p in zip(spread, chances, strict=True)
    )
    return Expected(
        mean=fsum(spread) / len(chances), deviation=sqrt(variance) / len(chances)
    )


def _checked(chance: float) -> float:
    if not 0.0 <= chance <= 1.0:
        raise ValueError(f"{chance} is no chance from 0 to 1")
    return chance
