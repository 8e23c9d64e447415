r"""Mixtures: answers at dates, from the numbers a chain's steps left behind.

The chance of k steps in T years is Poisson with mean λT. What holds at T is the mixture
of :math:`d_k`; what adds up until T is the mixture of the running sums
:math:`D_k = (d_0 + … + d_{k-1})/λ`, since
:math:`\int_0^T p_t g\,dt = \frac{1}{\lambda} \sum_k P(N > k)\, d_k`.
"""

from math import floor, sqrt
from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray

#: Share of an answer that may hang on steps not taken.
PRECISION = 1e-11  # rounding moves 1,000 steps by 1e-13; below it nothing would stop
#: Steps between two looks at whether an answer stands.
LOOK = 32  # measured: a look costs about two steps
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


@kernel
def mix(terms: Terms, mean: float) -> tuple[float, float]:
    """The mixture at a Poisson mean, and the most it may be out by.

    Steps not taken are filled in as if nothing changed from the last one on. A step
    moves no two vectors apart by more than the one before it did, so j steps change no
    value by more than j times the last change, nor to more than the largest value.
    """
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
    weight, count = 1.0, mode
    while count > 0 and weight > TINY:
        weight *= count / mean
        count -= 1
        value, error = term(terms, count)
        mixed += weight * value
        missing += weight * error
        total += weight
    return mixed / total, missing / total


@kernel
def term(terms: Terms, count: int) -> tuple[float, float]:
    """The value after some steps, and the most it may be out by."""
    if count <= terms.last:
        return terms.values[count], 0.0
    ahead = count - terms.last
    error = min(terms.size, ahead * terms.change)
    value = terms.values[terms.last] + terms.slope * ahead
    return value, (ahead * error if terms.summed else error)


@kernel
def settle(  # noqa: PLR0913, PLR0917  # what a look needs to know
    terms: Terms,
    fastest: float,
    years: FloatArray,
    done: int,
    answers: FloatArray,
    early: bool,  # noqa: FBT001  # kernels take no keywords
) -> int:
    """Fill in the answers, in order of dates, that stand by now.

    Args:
        terms: What the steps tell.
        fastest: Steps per year.
        years: Dates, rising; shape (date,).
        done: How many dates stood before.
        answers: To fill; shape (date,).
        early: Whether to look at dates whose likely counts are not reached yet: they
            can stand only where the chain is at rest.

    Returns:
        How many dates stand now.
    """
    while done < years.size:
        mean = fastest * years[done]
        if terms.last < mean + 4 * sqrt(mean) and not early:
            return done
        value, error = mix(terms, mean)
        if error > PRECISION * value:
            return done
        answers[done] = value / fastest if terms.summed else value
        done += 1
    return done


@kernel
def beyond(mean: float, counts: int) -> FloatArray:
    """Chances of more than 0, 1, … steps at a Poisson mean; shape (count,)."""
    mode = floor(mean)
    weights = np.zeros(counts + 1)
    weights[mode] = 1.0
    for count in range(mode + 1, counts + 1):
        weights[count] = weights[count - 1] * mean / count
    for count in range(mode, 0, -1):
        weights[count - 1] = weights[count] * count / mean
    total = weights.sum()
    tail = 0.0
    for count in range(counts, 0, -1):
        tail += weights[count] / total
        weights[count] = tail
    return weights[1:]
