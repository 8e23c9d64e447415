r"""Mixtures: answers at dates, from the numbers a chain's steps left behind.

The chance of k steps in T years is Poisson with mean λT. What holds at T is the mixture
of :math:`d_k`; what adds up until T is the mixture of the running sums
:math:`D_k = (d_0 + … + d_{k-1})/λ`, since
:math:`\int_0^T p_t g\,dt = \frac{1}{\lambda} \sum_k P(N > k)\, d_k`.
"""

from math import floor, sqrt
from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray

#: Share of an answer that may hang on steps not taken.
PRECISION = 1e-11  # rounding moves 1,000 steps by 1e-13; below it nothing would stop
#: Smallest weight kept, beside the likeliest count's.
TINY = 1e-300  # an answer as small as numbers go keeps its digits


class Terms(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What the steps taken so far tell about an answer."""

    #: d, or its running sums, by step; those from 0 to ``last`` are known.
    values: FloatArray
    last: int
    #: What one more step adds if nothing changes: 0, or the latest d.
    slope: float
    #: Largest value any joint state has, and by how much the last step changed one.
    size: float
    change: float
    #: Whether ``values`` are running sums.
    summed: bool


@inlined
def term(terms: Terms, count: int) -> tuple[float, float]:
    """The value after some steps, and the most it may be out by.

    Steps not taken are filled in as if nothing changed from the last one on. A step
    moves no two vectors apart by more than the one before it did, so j steps change no
    value by more than j times the last change, nor to more than the largest value.
    """
    if count <= terms.last:
        return terms.values[count], 0.0
    ahead = count - terms.last
    error = min(terms.size, ahead * terms.change)
    value = terms.values[terms.last] + terms.slope * ahead
    return value, (ahead * error if terms.summed else error)


@kernel
def mix(terms: Terms, mean: float) -> tuple[float, float]:
    """The mixture at a Poisson mean above 0, and the most it may be out by."""
    mode = floor(mean)
    mixed, missing, total = 0.0, 0.0, 0.0
    weight, count = 1.0, mode
    while weight > TINY:
        value, error = term(terms, count)
        mixed += weight * value
        missing += weight * error
        total += weight
        count += 1
        weight *= mean / count
    weight, count = mode / mean, mode - 1
    while count >= 0 and weight > TINY:
        value, error = term(terms, count)
        mixed += weight * value
        missing += weight * error
        total += weight
        weight *= count / mean
        count -= 1
    return mixed / total, missing / total


def likely_steps(mean: float) -> int:
    """Steps after which an answer likely stands; even."""
    return 2 * (int(mean + 8 * sqrt(mean)) // 2) + 32


def settle(
    terms: Terms, fastest: float, years: FloatArray, answers: FloatArray, done: int
) -> int:
    """Fill in the answers, in order of dates, that stand by now.

    Args:
        terms: What the steps tell.
        fastest: Steps per year.
        years: Dates, rising; shape (date,).
        answers: To fill; shape (date,).
        done: How many dates stood before.

    Returns:
        How many dates stand now.
    """
    for date in range(done, years.size):
        mean = fastest * float(years[date])
        value, error = mix(terms, mean) if mean > 0 else (float(terms.values[0]), 0.0)
        if error > PRECISION * value:
            return date
        answers[date] = value / fastest if terms.summed else value
    return years.size


def chances_of(mean: float) -> tuple[FloatArray, FloatArray]:
    """Chances of exactly, and of more than, 0, 1, … steps; shape (count,) each.

    Counts past the last are less likely than ``TINY`` beside the likeliest, or than one
    in 1e18 and a third more than the mean.

    Args:
        mean: Expected count, above 0.
    """
    mode, last = floor(mean), int(mean + 9 * sqrt(mean)) + 40
    above = np.cumprod(mean / np.arange(mode + 1, last + 1))
    below = np.cumprod(np.arange(mode, 0, -1) / mean)[::-1]
    weights = np.concatenate((below, (1.0,), above))
    weights = weights[: np.flatnonzero(weights > TINY)[-1] + 1]
    weights /= weights.sum()
    return weights, np.append(np.cumsum(weights[:0:-1])[::-1], 0.0)


def chances_of_more(mean: float) -> FloatArray:
    """Chances of more than 0, 1, … steps at a Poisson mean; shape (count,)."""
    mode = floor(mean)
    last = int(mean + 14 * sqrt(mean)) + 100  # beyond it 1e-40 is left
    above = np.cumprod(mean / np.arange(mode + 1, last + 1))
    below = np.cumprod(np.arange(mode, 0, -1) / mean)[::-1]
    weights = np.concatenate((below, (1.0,), above))
    more = np.cumsum(weights[:0:-1])[::-1]
    return np.asarray(more / weights.sum())
