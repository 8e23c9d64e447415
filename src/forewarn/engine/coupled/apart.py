r"""Apart: how far two answers lie from each other, from futures that were run in pairs.

The error is that of the difference itself, by the jackknife over replicates of pairs;
where pairs mostly come to the same, it is far smaller than that of either answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np

from forewarn.engine.coupled.tasks import (
    AFTER,
    AFTER_OPEN,
    AFTER_SQUARE,
    BEFORE,
    BEFORE_OPEN,
    BEFORE_SQUARE,
    DIFFER,
    SQUARE,
)
from forewarn.engine.network import FloatArray
from forewarn.model.case import QuestionKind
from forewarn.model.estimate import Method

#: Values and weights, world by world.
Pair = tuple[FloatArray, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Two answers, and how far they lie from each other."""

    before: float
    after: float
    difference: float
    #: Standard error of the difference, and its degrees of freedom.
    error: float
    freedom: int
    correlation: float
    #: Variance of the difference over futures.
    variance: float
    method: Method
    note: str = ""


def unmoved(value: float, reason: str) -> Apart:
    """An answer that a change cannot move, and why."""
    return Apart(
        before=value,
        after=value,
        difference=0.0,
        error=0.0,
        freedom=0,
        correlation=nan,
        variance=0.0,
        method="exact",
        note=reason,
    )


def tell_solved(before: Pair, after: Pair, groups: int) -> Apart:
    """How far two answers lie from each other that are exact in every world.

    Args:
        before: Values and weights of the first in each world; shape (world,) each, or
            (1,) where worlds are alike. NaN where a weight is 0.
        after: Those of the second, in the same worlds.
        groups: Independent replicates that the worlds make up, in order.
    """
    worlds = max(before[0].size, after[0].size)
    groups = groups if worlds > 1 else 1
    values = [np.zeros(worlds) + np.nan_to_num(each[0]) for each in (before, after)]
    weights = [np.zeros(worlds) + each[1] for each in (before, after)]
    tops = [_grouped(v * w, groups) for v, w in zip(values, weights, strict=True)]
    bottoms = [_grouped(w, groups) for w in weights]
    first, second = (
        float(top.sum() / bottom.sum()) if bottom.sum() > 0 else nan
        for top, bottom in zip(tops, bottoms, strict=True)
    )
    apart = values[1] - values[0]
    error = _jackknife(tops, bottoms)[1] if worlds > 1 and apart.any() else 0.0
    spread = min(float(each.std()) for each in values)
    return Apart(
        before=first,
        after=second,
        difference=second - first,
        error=error,
        freedom=groups - 1,
        correlation=float(np.corrcoef(values[0], values[1])[0, 1])
        if spread > 0
        else nan,
        variance=float(apart.var()),
        method="exact",
    )


def _grouped(values: FloatArray, groups: int) -> FloatArray:
    return np.asarray(values.reshape(groups, -1).sum(axis=1))


def tell_apart(sums: FloatArray, futures: FloatArray, kind: QuestionKind) -> Apart:
    r"""How far two answers lie from each other.

    .. math:: \hat\Delta = \frac{\sum a_i}{\sum n_i} - \frac{\sum b_i}{\sum m_i},
              \qquad
              s^2 = \frac{r-1}{r} \sum_i (\hat\Delta_{-i} - \bar\Delta)^2

    Args:
        sums: Of each replicate, as in ``tasks``; shape (replicate, sum).
        futures: Futures of each replicate; shape (replicate,).
        kind: Kind of the question.

    Returns:
        The answers and their difference. Where no pair of futures differed, one in as
        many as Jeffreys' law allows might have: that is the error, for outcomes of 0 or
        1; of years or counts, the same in units of one year or one pulse.

    Source:
        Quenouille (1956), Tukey (1958), for the jackknife.
    """
    sums = sums[futures > 0]
    total, pairs = sums.sum(axis=0), float(futures.sum())
    given = kind == "given"
    bottoms = (
        (sums[:, BEFORE_OPEN], sums[:, AFTER_OPEN])
        if given
        else (futures[futures > 0],) * 2
    )
    tops = sums[:, BEFORE], sums[:, AFTER]
    before, after = (
        float(top.sum() / bottom.sum()) if bottom.sum() > 0 else nan
        for top, bottom in zip(tops, bottoms, strict=True)
    )
    if total[DIFFER] == 0:
        return _alike(before, float(bottoms[0].sum()), len(sums))
    difference, error = _jackknife(tops, bottoms)
    trials = min(float(bottom.sum()) for bottom in bottoms)
    if error == 0:  # all pairs differed alike, which is no proof that all would
        error = _unseen(trials)
    mean = (total[AFTER] - total[BEFORE]) / pairs
    return Apart(
        before=before,
        after=after,
        difference=difference,
        error=error,
        freedom=max(len(sums) - 1, 0),
        correlation=_correlation(total, pairs),
        variance=float(total[SQUARE] / pairs - mean**2),
        method="simulated",
    )


def _alike(value: float, trials: float, replicates: int) -> Apart:
    """No pair of futures differed, in what they came to or in what opened."""
    if trials == 0:
        return Apart(
            before=nan,
            after=nan,
            difference=nan,
            error=nan,
            freedom=0,
            correlation=nan,
            variance=0.0,
            method="simulated",
            note="its onset was never seen, so there is nothing to say",
        )
    return Apart(
        before=value,
        after=value,
        difference=0.0,
        error=_unseen(trials),
        freedom=max(replicates - 1, 1),
        correlation=nan,
        variance=0.0,
        method="simulated",
        note=f"no difference seen in {trials:,.0f} pairs of futures, which is no proof",
    )


def _unseen(trials: float) -> float:
    """Error of a share of which nothing was seen, by Jeffreys' law."""
    return sqrt(0.5 * (trials + 0.5) / ((trials + 1) ** 2 * (trials + 2)))


def _jackknife(
    tops: Sequence[FloatArray], bottoms: Sequence[FloatArray]
) -> tuple[float, float]:
    """A difference of two ratios of sums, the second less the first, and its error."""
    ratios = []
    for top, bottom in zip(tops, bottoms, strict=True):
        whole = np.append(bottom.sum() - bottom, bottom.sum())
        rest = np.append(top.sum() - top, top.sum())
        ratios.append(
            np.divide(rest, whole, out=np.full(whole.size, nan), where=whole > 0)
        )
    apart = ratios[1] - ratios[0]
    without, count = apart[:-1], len(tops[0])
    if count < 2:
        return float(apart[-1]), nan
    spread = float(np.square(without - without.mean()).sum())
    return float(apart[-1]), sqrt((count - 1) / count * spread)


def _correlation(total: FloatArray, pairs: float) -> float:
    """Correlation of what the futures of a pair come to."""
    means = total[BEFORE] / pairs, total[AFTER] / pairs
    spreads = (
        total[BEFORE_SQUARE] / pairs - means[0] ** 2,
        total[AFTER_SQUARE] / pairs - means[1] ** 2,
    )
    both = (total[BEFORE_SQUARE] + total[AFTER_SQUARE] - total[SQUARE]) / (2 * pairs)
    if min(spreads) <= 0:
        return nan
    return float((both - means[0] * means[1]) / sqrt(spreads[0] * spreads[1]))
