"""Summaries: one answer's worlds, as a mean, quantiles over worlds and an error."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.engine.mixing import Mixing, mixing_of_counts, mixing_of_means
from forewarn.engine.simulate.tally import Outcomes, Sums

FloatArray = npt.NDArray[np.float64]

#: Kinds whose outcome in one future is a number or years, not yes or no.
AMOUNTS = ("count", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What is said of one answer, over all worlds."""

    #: The predictive mean, and its standard error with its degrees of freedom.
    value: float
    error: float
    freedom: int
    #: P10, P50 and P90 over worlds.
    low: float
    median: float
    high: float
    #: Effective number of independent futures behind ``value``.
    ess: float


def summarise_worlds(values: FloatArray, weights: FloatArray, groups: int) -> Summary:
    r"""The summary of an answer that is known exactly in every world.

    .. math:: \hat v = \frac{\sum_w g_w v_w}{\sum_w g_w}

    Args:
        values: The answer in each world; shape (world,). NaN where its weight is 0.
        weights: Weight of each world in the mean; shape (world,).
        groups: Independent replicates that the worlds make up, in order.

    Returns:
        The summary; all NaN if no world has a weight.
    """
    known = weights > 0
    if not known.any():
        return _unknown()
    tops = np.where(known, values, 0.0) * weights
    low, median, high = np.quantile(values[known], [0.1, 0.5, 0.9])
    groups = groups if groups > 1 else len(values)
    sums = [part.reshape(groups, -1).sum(axis=1) for part in (tops, weights)]
    value, error = ratio_with_error(*sums)
    return Summary(
        value=value,
        error=error,
        freedom=max(groups - 1, 0),
        low=float(low),
        median=float(median),
        high=float(high),
        ess=float(np.square(weights.sum()) / np.square(weights).sum()),
    )


def summarise_outcomes(outcomes: Outcomes, *, uncertain: bool) -> Summary:
    r"""The summary of an answer that was simulated.

    The effective number of futures is that of independent ones with the same error,

    .. math:: n = s_{\text{futures}}^2 / s_{\hat v}^2.

    Args:
        outcomes: What the futures came to, by replicate and by world.
        uncertain: Whether worlds differ; where not, low and high are the value.

    Returns:
        The summary. An answer never seen, or always, has the error and the high (or
        low) of Jeffreys' law for that many trials. All NaN if no future was a trial.
    """
    sums = outcomes.replicates
    trials = int(sums.trials.sum())
    if trials == 0:
        return _unknown()
    value, error = ratio_with_error(sums.total, sums.trials.astype(np.float64))
    if outcomes.kind not in AMOUNTS and value in (0.0, 1.0):
        return _one_sided(value, trials, len(sums.total) - 1)
    square = float(sums.squares.sum() / trials)
    spread = square - value**2 if outcomes.kind in AMOUNTS else value * (1 - value)
    mixing = _mixing(outcomes) if uncertain else None
    low, median, high = (
        mixing.quantile(p) if mixing else value for p in (0.1, 0.5, 0.9)
    )
    return Summary(
        value=value,
        error=error,
        freedom=len(sums.total) - 1,
        low=low,
        median=median,
        high=high,
        ess=spread / error**2 if error > 0 else float(trials),
    )


def _one_sided(value: float, trials: int, freedom: int) -> Summary:
    error = sqrt(0.5 * (trials + 0.5) / ((trials + 1) ** 2 * (trials + 2)))
    far = float(special.betaincinv(0.5, trials + 0.5, 0.9))
    return Summary(
        value=value,
        error=error,
        freedom=freedom,
        low=0.0 if value == 0 else 1 - far,
        median=value,
        high=far if value == 0 else 1.0,
        ess=float(trials),
    )


def _mixing(outcomes: Outcomes) -> Mixing:
    worlds = outcomes.worlds
    if outcomes.kind in AMOUNTS:
        mean, error = _means(worlds)
        return mixing_of_means(mean, error, worlds.alike)
    pairs = np.stack([worlds.total, worlds.trials.astype(np.float64)])
    distinct, place = np.unique(pairs, axis=1, return_inverse=True)
    alike = np.bincount(place.reshape(-1), weights=worlds.alike)
    return mixing_of_counts(distinct[0], distinct[1], alike)


def _means(worlds: Sums) -> tuple[FloatArray, FloatArray]:
    """Mean of each world, and its standard error."""
    mean = worlds.total / worlds.futures
    spread = np.maximum(worlds.squares / worlds.futures - mean**2, 0.0)
    return mean, np.sqrt(spread / np.maximum(worlds.futures - 1, 1))


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
    value = float(tops.sum() / bottoms.sum())
    if np.ptp(tops) == 0 and np.ptp(bottoms) == 0:
        return value, 0.0
    count, rest = len(tops), bottoms.sum() - bottoms
    if count < 2 or not (rest > 0).all():
        return value, float("nan")
    without = (tops.sum() - tops) / rest
    spread = np.square(without - without.mean()).sum()
    return value, sqrt((count - 1) / count * float(spread))


def _unknown() -> Summary:
    nan = float("nan")
    return Summary(
        value=nan, error=nan, freedom=0, low=nan, median=nan, high=nan, ess=0.0
    )
