r"""Score-function gradients: how each number moves an answer, from recorded futures.

.. math:: \frac{\partial a}{\partial \theta}
          = E\left[(y - b)\, \frac{\partial \log L}{\partial \theta}\right]

for any b, since scores have a mean of 0; the b of each number is the one with the least
noise. Futures need not be played again, and what they did may jump.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.gradients.pull import origin_of
from forewarn.engine.network import FloatArray
from forewarn.engine.statistics.ground import cells_of
from forewarn.engine.statistics.groups import spread_of, sums_by
from forewarn.engine.statistics.likelihood import (
    count_events,
    odds_of,
    rows_of,
    score_futures,
)
from forewarn.engine.statistics.statistics import Statistics, worlds_in
from forewarn.engine.tables import Truths

#: Futures whose scores are held at once.
AT_ONCE: Final = 8_192  # 2 MB for each 32 numbers
#: Jumps and trials that a number must have had a part in; half as many futures, equal
#: in what they add, must make up the noise of its slope.
ENOUGH: Final = 100  # with fewer, errors are too small more often than normal ones


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGradient:
    """How each number moves one answer, all worlds together."""

    #: The answer, and its standard error.
    value: float
    error: float
    #: Slope with the log of each number, or the logit of a chance or a share; NaN where
    #: recorded futures cannot tell it. Shape (number,).
    slopes: FloatArray
    errors: FloatArray
    #: The slope over the answer, with the standard error of this ratio; (number,).
    elasticities: FloatArray
    elasticity_errors: FloatArray


def score_gradient(statistics: Statistics, ask: int) -> ScoreGradient:
    r"""How each number moves the answer to one ask.

    Args:
        statistics: What some futures did.
        ask: Which of the asks of these statistics.

    Returns:
        Slopes over all worlds, with standard errors from all sampling. Where too little
        that a number has a part in came or could come, there is none, since its error
        would be too small; nor is there for lead times of measures, since a jump on the
        very day on which one comes into place has no share in what futures tell.

    Source:
        Glynn (1990), likelihood ratio gradient estimation.
    """
    outcomes = statistics.outcomes[:, ask]
    opened = np.isfinite(outcomes)
    hits, weight = np.where(opened, outcomes, 0.0), opened.astype(np.float64)
    base, total = float(weight.sum()), float(hits.sum())
    if base == 0:
        return _nothing(len(statistics.network.numbers))
    value = total / base
    sums = _sums(statistics, hits, weight, hits - value * weight)
    by_group = sums.worth - sums.baseline * sums.scores
    slopes = by_group.sum(axis=0) / base
    # The value that is taken off is itself a little out, and moves all groups alike.
    noise = by_group - np.outer(sums.apart, sums.weighted / base)
    ratios = slopes * base / total if total else np.full(slopes.size, np.nan)
    told = _told(statistics, sums)
    return ScoreGradient(
        value=value,
        error=float(spread_of(sums.apart[:, np.newaxis])[0]) / base,
        slopes=np.where(told, slopes, np.nan),
        errors=np.where(
            told, spread_of(noise - np.outer(sums.weights, slopes)) / base, np.nan
        ),
        elasticities=np.where(told, ratios, np.nan),
        elasticity_errors=np.where(
            told,
            spread_of(noise - np.outer(sums.hits, ratios)) / (total or nan),
            np.nan,
        ),
    )


def _nothing(numbers: int) -> ScoreGradient:
    """What futures tell of which no window opened."""
    unknown = np.full(numbers, np.nan)
    return ScoreGradient(
        value=nan,
        error=nan,
        slopes=unknown,
        errors=unknown,
        elasticities=unknown,
        elasticity_errors=unknown,
    )


def _told(statistics: Statistics, sums: "_Sums") -> Truths:
    """Numbers that futures can tell about; shape (number,)."""
    told = (sums.met >= ENOUGH) & (sums.effective >= ENOUGH / 2)
    told &= sums.outcomes >= ENOUGH / 2
    lead = statistics.network.adopted.lead
    told[lead[lead >= 0]] = False
    return np.asarray(told)


def scores_of(statistics: Statistics) -> Iterator[tuple[slice, FloatArray]]:
    """Slopes of the log likelihood of each future, some futures at a time.

    Yields:
        Which futures, and their scores; shape (future, number).
    """
    return _Scorer(statistics, None).run()


class _Scorer:
    """Scores of futures, and the events that are expected in them, world by world."""

    def __init__(self, statistics: Statistics, weights: FloatArray | None) -> None:
        self._statistics, self._weights = statistics, weights
        network, leaps = statistics.network, statistics.leaps
        self._origin = origin_of(network, leaps, statistics.run.case)
        self._cells, self._rows = cells_of(network), rows_of(statistics)
        kinds = 0 if weights is None else len(weights)
        #: Events that each number has a part in, by kind of weight; (kind, number).
        self.events = np.zeros((kinds, len(network.numbers)))

    def run(self) -> Iterator[tuple[slice, FloatArray]]:
        """Futures and their scores, some at a time."""
        statistics = self._statistics
        network, leaps = statistics.network, statistics.leaps
        for row, futures in worlds_in(statistics):
            odds = odds_of(network, leaps, statistics.numbers[row])
            for first in range(futures.start, futures.stop, AT_ONCE):
                part = slice(first, min(first + AT_ONCE, futures.stop))
                scores = np.empty((part.stop - first, len(network.numbers)))
                of = (self._origin, self._cells, odds, self._rows, first)
                score_futures(*of, scores)
                for kind, found in enumerate(self.events):
                    if self._weights is not None:
                        count_events(*of, self._weights[kind, part], found)
                yield part, scores


class _Sums(NamedTuple):
    """Sums over futures; by group where they are of shape (group, …)."""

    #: Outcomes, windows opened, and outcomes less what windows promise; (group,).
    hits: FloatArray
    weights: FloatArray
    apart: FloatArray
    #: The last times scores, and scores; shape (group, number).
    worth: FloatArray
    scores: FloatArray
    #: Windows opened times scores; shape (number,).
    weighted: FloatArray
    #: What is best taken off each outcome; shape (number,).
    baseline: FloatArray
    #: How many equal jumps and trials should make up the noise of each slope, and how
    #: many equal futures do; shape (number,).
    met: FloatArray
    effective: FloatArray
    #: How many equal futures make up the noise of the answer itself.
    outcomes: float


def _sums(
    statistics: Statistics, hits: FloatArray, weight: FloatArray, apart: FloatArray
) -> _Sums:
    groups = statistics.replicates()
    _, places = np.unique(groups, return_inverse=True)
    count, numbers = int(places.max()) + 1, len(statistics.network.numbers)
    worth, scores = np.zeros((2, count, numbers))
    # Sums of squares of scores, these times outcomes, and squares and fourth powers of
    # their products.
    powers, weighted = np.zeros((4, numbers)), np.zeros(numbers)
    scorer = _Scorer(statistics, np.stack([apart**2, apart**4]))
    for futures, score in scorer.run():
        here, out = places[futures], apart[futures]
        for group in np.unique(here).tolist():
            rows = here == group
            worth[group] += out[rows] @ score[rows]
            scores[group] += score[rows].sum(axis=0)
        square = score * score
        powers[0] += square.sum(axis=0)
        powers[1] += out @ square
        powers[2] += out**2 @ square
        powers[3] += out**4 @ square**2
        weighted += weight[futures] @ score
    outcomes = sums_by(np.stack([hits, weight, apart], axis=1), groups)
    return _Sums(
        hits=outcomes[:, 0],
        weights=outcomes[:, 1],
        apart=outcomes[:, 2],
        worth=worth,
        scores=scores,
        weighted=weighted,
        baseline=powers[1] / np.where(powers[0] > 0, powers[0], 1.0),
        met=_effective(*scorer.events),
        effective=_effective(powers[2], powers[3]),
        outcomes=float(_effective((apart**2).sum(), (apart**4).sum())),
    )


def _effective(squares: npt.ArrayLike, fourths: npt.ArrayLike) -> FloatArray:
    """How many equal parts make up sums of squares, by those of fourth powers."""
    fourths = np.asarray(fourths)
    return np.square(squares) / np.where(fourths > 0, fourths, 1.0)
