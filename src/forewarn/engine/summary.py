"""Summaries: one answer's worlds, as a mean, quantiles over worlds and an error."""

from dataclasses import dataclass
from math import inf, isnan, nan, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.engine.mixing import (
    Mixing,
    mixing_of_amounts,
    mixing_of_counts,
    mixing_of_known,
)
from forewarn.engine.simulate.tally import Outcomes, Sums

FloatArray = npt.NDArray[np.float64]

#: Kinds whose outcome in one future is a number or years, not yes or no.
AMOUNTS: Final = ("count", "time")
#: Shares of the worlds under low, median and high.
SHARES: Final = (0.1, 0.5, 0.9)
#: Variance of amounts that is rounding, as a share of their square.
ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is said of one answer, over all worlds."""

    #: The predictive mean, and its standard error with its degrees of freedom; the
    #: error is NaN where nothing tells how far off the mean may be.
    value: float
    error: float
    freedom: int
    #: P10, P50 and P90 over worlds.
    low: float
    median: float
    high: float
    #: Effective number of independent futures behind ``value``.
    ess: float


def certain(value: float) -> Summary:
    """The summary of an answer that is the same in every world; NaN for no answer."""
    if isnan(value):
        return _unknown()
    return Summary(
        value=value,
        error=0.0,
        freedom=0,
        low=value,
        median=value,
        high=value,
        ess=1.0,
    )


def summarise_worlds(values: FloatArray, weights: FloatArray, groups: int) -> Summary:
    r"""The summary of an answer that is known exactly in every world.

    .. math:: \hat v = \frac{\sum_w g_w v_w}{\sum_w g_w}

    Args:
        values: The answer in each world; shape (world,). NaN where its weight is 0.
        weights: Weight of each world, in the mean and in the quantiles: of a ``given``
            the chance of its onset; shape (world,).
        groups: Independent replicates that the worlds make up, in order.

    Returns:
        The summary; all NaN if no world has a weight.
    """
    known = weights > 0
    if not known.any():
        return _unknown()
    tops = np.where(known, values, 0.0) * weights
    sums = [part.reshape(groups, -1).sum(axis=1) for part in (tops, weights)]
    value, error = ratio_with_error(*sums)
    low, median, high = _quantiles(mixing_of_known(values[known], weights[known]))
    return Summary(
        value=value,
        error=error,
        freedom=_freedom(sums[1]),
        low=low,
        median=median,
        high=high,
        ess=float(np.square(weights.sum()) / np.square(weights).sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """How many worlds have an answer that is settled in each: no, or yes."""

    no: int = 0
    yes: int = 0


NOTHING_SURE: Final = Sure()


def summarise_outcomes(
    outcomes: Outcomes, *, uncertain: bool, sure: Sure = NOTHING_SURE
) -> Summary:
    r"""The summary of an answer that was simulated.

    The effective number of futures is that of independent ones with the same error,

    .. math:: n = s_{\text{futures}}^2 / s_{\hat v}^2.

    Args:
        outcomes: What the futures came to, by replicate and by world.
        uncertain: Whether worlds differ; where not, low and high are the value.
        sure: Worlds in which the past settles the answer: there its chance is exactly
            0 or 1, and only that of the others is behind the noise of futures.

    Returns:
        The summary. Where all futures came to the same, one in as many as Jeffreys'
        law allows might not have: that is the error, and bounds low and high. All NaN
        if no future was a trial.
    """
    sums = outcomes.replicates
    trials = int(sums.trials.sum())
    if trials == 0:
        return _unknown()
    value, error = ratio_with_error(sums.total, sums.trials.astype(np.float64))
    if are_alike(outcomes):
        return _alike(outcomes, value, trials, uncertain=uncertain)
    quantiles = _over_worlds(outcomes, sure) if uncertain else (value,) * 3
    spread = float(sums.squares.sum()) / trials - value**2
    return Summary(
        value=value,
        error=error,
        freedom=_freedom(sums.trials),
        low=quantiles[0],
        median=quantiles[1],
        high=quantiles[2],
        ess=spread / error**2 if error > 0 else nan,
    )


def are_alike(outcomes: Outcomes) -> bool:
    """Whether all futures came to the same; also where none was a trial."""
    sums = outcomes.replicates
    square = float(sums.squares.sum()) * float(sums.trials.sum())
    return square - float(sums.total.sum()) ** 2 <= ROUNDING * square


def unproven(outcomes: Outcomes, value: float) -> str:
    """What must be said where all futures came to the same and nothing proves it."""
    trials = int(outcomes.replicates.trials.sum())
    if trials == 0:
        return "its onset was never seen, so there is nothing to say"
    yes_or_no = outcomes.kind not in AMOUNTS
    seen = "never seen" if value == 0 else "always seen" if yes_or_no else "all alike"
    return f"{seen} in {trials:,} futures, which is no proof"


def _alike(
    outcomes: Outcomes, value: float, trials: int, *, uncertain: bool
) -> Summary:
    """All futures came to the same: yes, no, or one amount."""
    most, unit = _most(outcomes)
    variance = 0.5 * (trials + 0.5) / ((trials + 1) ** 2 * (trials + 2))
    far = unit * float(special.betaincinv(0.5, trials + 0.5, SHARES[-1]))
    low, high = max(value - far, 0.0), min(value + far, most)
    return Summary(
        value=value,
        error=unit * sqrt(variance),
        freedom=max(_freedom(outcomes.replicates.trials), 1),
        low=low if uncertain else value,
        median=value,
        high=high if uncertain else value,
        ess=float(trials),
    )


def _most(outcomes: Outcomes) -> tuple[float, float]:
    """The most one future may come to, and by how much one that differs would."""
    match outcomes.kind:
        case "count":
            return inf, 1.0
        case "time":
            years = outcomes.ask.years or 0.0
            return years, years
        case _:
            return 1.0, 1.0


def _over_worlds(outcomes: Outcomes, sure: Sure) -> tuple[float, float, float]:
    """P10, P50 and P90 over worlds; NaN if none was finished."""
    worlds = outcomes.worlds
    if not worlds.trials.any():
        return nan, nan, nan
    if outcomes.kind in AMOUNTS:
        return _quantiles(
            mixing_of_amounts(
                worlds.total,
                worlds.squares,
                worlds.alike,
                futures=int(worlds.futures[0]),
                most=_most(outcomes)[0],
            )
        )
    return _quantiles_of_chances(worlds, sure)


def _quantiles_of_chances(worlds: Sums, sure: Sure) -> tuple[float, float, float]:
    pairs = np.stack([worlds.total, worlds.trials.astype(np.float64)])
    distinct, place = np.unique(pairs, axis=1, return_inverse=True)
    alike = np.bincount(place.reshape(-1), weights=worlds.alike)
    # Worlds weigh as the futures whose window opened, scaled to as many as tell apart.
    weights = alike * distinct[1]
    scale = weights.sum() / (weights @ distinct[1])
    futures = float(worlds.futures.max())
    apart = {0.0: float(sure.no) * futures, futures: float(sure.yes) * futures}
    for hits, weight in apart.items():
        weights[(distinct[0] == hits) & (distinct[1] == futures)] -= weight
    no, yes = (weight / (alike @ distinct[1]) for weight in apart.values())
    # What rounding leaves of a kind of worlds that are all sure is none.
    weights = np.where(weights < ROUNDING * futures, 0.0, weights * scale)
    if no + yes > 1 - ROUNDING or not weights.any():
        return _of_sure(no, yes, None)
    return _of_sure(no, yes, mixing_of_counts(distinct[0], distinct[1], weights))


def _of_sure(no: float, yes: float, rest: Mixing | None) -> tuple[float, float, float]:
    """Quantiles where some shares of worlds lie at exactly 0 and 1."""

    def quantile(p: float) -> float:
        if p <= no:
            return 0.0
        if rest is None or p >= 1 - yes:
            return 1.0
        return rest.quantile((p - no) / (1 - no - yes))

    low, median, high = map(quantile, SHARES)
    return low, median, high


def _quantiles(mixing: Mixing) -> tuple[float, float, float]:
    low, median, high = (mixing.quantile(share) for share in SHARES)
    return low, median, high


def _freedom(bottoms: npt.NDArray[np.generic]) -> int:
    """Degrees of freedom of an error over groups, of which some may have nothing."""
    return max(int(np.count_nonzero(bottoms)) - 1, 0)


def ratio_with_error(tops: FloatArray, bottoms: FloatArray) -> tuple[float, float]:
    r"""A ratio of sums, and its standard error by the jackknife over groups.

    .. math:: s^2 = \frac{n-1}{n} \sum_i (\hat v_{-i} - \bar v)^2

    Args:
        tops: Sum of each group above the line; shape (group,).
        bottoms: Sum of each group below it, in all above 0; shape (group,).

    Returns:
        The ratio and its error; the error is NaN for one group, or where one group
        alone has what is below the line.

    Source:
        Quenouille (1956), Tukey (1958). For equal bottoms this is the error of a mean.

    >>> ratio_with_error(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    (2.0, 1.0)
    """
    some = bottoms > 0
    tops, bottoms = tops[some], bottoms[some]
    value = float(tops.sum() / bottoms.sum())
    count = len(tops)
    if count < 2:
        return value, nan
    if np.ptp(tops) == 0 and np.ptp(bottoms) == 0:  # subtracting would round
        return value, 0.0
    without = (tops.sum() - tops) / (bottoms.sum() - bottoms)
    spread = np.square(without - without.mean()).sum()
    return value, sqrt((count - 1) / count * float(spread))


def _unknown() -> Summary:
    return Summary(
        value=nan, error=nan, freedom=0, low=nan, median=nan, high=nan, ess=0.0
    )
