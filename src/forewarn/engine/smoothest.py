"""The smoothest distribution on a grid that fits what was seen as well as the best."""

from bisect import bisect_left
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]
Bumps = sparse.csr_array[np.float64]

#: Widths of the bumps tried, widest first, as shares of the widest worth trying.
WIDTHS: Final = (1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.09, 0.06, 0.04, 0.03, 0.0)
#: How many widths from its middle a bump ends.
END: Final = 5.0
#: The widest: one on the scale of the grid, or this share of the grid if that is less.
WIDEST: Final = 0.15
#: Log-likelihood that smoothness may cost, times the log of the worlds: the best fit
#: follows noise by about this much (3 to 5 with 4,096 worlds drawn from smooth laws).
COST: Final = 0.35
#: Gain in log-likelihood per world that another bump could still bring.
GAIN: Final = 1e-6
#: Rounds; seen to need under 40 on counts of 4,096 worlds.
ROUNDS: Final = 100
#: Rounds of plain re-weighing before the first Newton step.
WARM: Final = 30
#: Weights under this share of the largest start at 0; they come back if they gain.
FAINT: Final = 1e-6  # measured: a third of the time, and the same fits
#: Weights under this are rounding.
NEGLIGIBLE: Final = 1e-12
#: Likelihoods under this are as good as 0, which could not be divided by.
LEAST: Final = 1e-200


def fit_smoothest(at: FloatArray, logs: FloatArray, worlds: FloatArray) -> FloatArray:
    r"""Weights on a grid: the smoothest mixture that fits as well as the best of all.

    .. math:: \max_\pi \sum_i w_i \log \sum_j \pi_j L_{ij}

    over mixtures of normal bumps, the widest whose fit falls behind the best by no more
    than the best follows noise.

    Args:
        at: The grid, evenly spaced, rising; shape (place,).
        logs: Log-likelihood of each row at each place; shape (row, place).
        worlds: How many worlds are like each row; shape (row,).

    Returns:
        Weights, summing to 1; shape (place,).

    Source:
        Lindsay (1983), existence; Wang (2007), the constrained Newton method.

    >>> at = np.linspace(-1, 1, 5)
    >>> int(fit_smoothest(at, -8 * at[np.newaxis] ** 2, np.array([9.0])).argmax())
    2
    """
    likelihood = np.maximum(np.exp(logs - logs.max(axis=1, keepdims=True)), LEAST)
    best = _fitted(likelihood, worlds)
    least = best[0] - COST * np.log(max(worlds.sum(), 1.0))
    widest = min(1.0, WIDEST * (at[-1] - at[0]))
    widths = [widest * part for part in WIDTHS if widest * part > at[1] - at[0]]
    tried = dict[float, FloatArray]()

    def fits(width: float) -> bool:
        bumps = _bumps(at, width)
        # Sparse: a product of whole matrices would wait for threads, and take longer.
        fit, weights = _fitted((bumps @ likelihood.T).T, worlds)
        tried[width] = np.asarray(weights @ bumps)
        return bool(fit >= least)

    # The narrower the bumps, the better they fit: half of the widths need no look.
    place = bisect_left(widths, True, key=fits)  # noqa: FBT003  # what is looked for
    return tried[widths[place]] if place < len(widths) else best[1]


def _bumps(at: FloatArray, width: float) -> Bumps:
    """Normal bumps half a width apart, as rows; each sums to 1 on the grid."""
    centres = np.arange(at[0], at[-1] + width / 2, width / 2)
    apart = np.abs(at - centres[:, None]) / width
    near, bumps = apart < END, np.zeros(apart.shape)
    bumps[near] = np.exp(-0.5 * apart[near] ** 2)
    return sparse.csr_array(bumps / bumps.sum(axis=1, keepdims=True))


def _fitted(table: FloatArray, worlds: FloatArray) -> tuple[float, FloatArray]:
    """Constrained Newton: add columns that would gain most, re-weigh, drop.

    Returns the log-likelihood and the weights of the columns.
    """
    shares, weights = worlds / worlds.sum(), np.zeros(table.shape[1])
    warmed = _warmed(table, shares)
    chosen = np.flatnonzero(warmed > FAINT * warmed.max())
    some = warmed[chosen] / warmed[chosen].sum()
    for _ in range(ROUNDS):
        gain = (shares / (table[:, chosen] @ some)) @ table
        if gain.max() <= 1 + GAIN:
            break
        chosen, some = _joined(chosen, some, _peaks(gain))
        some = _reweighed(table[:, chosen], some, shares)
        keep = some > NEGLIGIBLE
        chosen, some = chosen[keep], some[keep] / some[keep].sum()
    weights[chosen] = some
    return float(worlds @ np.log(table[:, chosen] @ some)), weights


def _warmed(table: FloatArray, shares: FloatArray) -> FloatArray:
    """A few rounds of expectation and maximisation: Newton needs a start that fits."""
    weights = np.full(table.shape[1], 1 / table.shape[1])
    for _ in range(WARM):
        weights = weights * ((shares / (table @ weights)) @ table)
    return weights


def _peaks(gain: FloatArray) -> IntArray:
    padded = np.concatenate(([-np.inf], gain, [-np.inf]))
    peak = (gain >= padded[:-2]) & (gain >= padded[2:]) & (gain > 1)
    return np.flatnonzero(peak)


def _joined(
    chosen: IntArray, weights: FloatArray, more: IntArray
) -> tuple[IntArray, FloatArray]:
    both = np.union1d(chosen, more)
    spread = np.zeros(both.size)
    spread[np.searchsorted(both, chosen)] = weights
    return both, spread


def _reweighed(
    table: FloatArray, weights: FloatArray, shares: FloatArray
) -> FloatArray:
    """One Newton step on the weights, kept at least 0 and shortened until it gains."""
    mixed = table @ weights
    # Given weights that sum to 1, |Sπ - 2|² is |(S - 2)π|²: no constraint is left.
    rows = (table / mixed[:, None] - 2) * np.sqrt(shares)[:, None]
    rows = np.vstack((rows, np.ones(weights.size)))
    target = np.append(np.zeros(shares.size), 1.0)
    better = optimize.nnls(rows, target, maxiter=30 * weights.size)[0]
    better = better / better.sum()
    now, part = float(shares @ np.log(mixed)), 1.0
    while part > 1e-10:
        tried = weights + part * (better - weights)
        if shares @ np.log(np.maximum(table @ tried, 1e-300)) > now:
            return np.asarray(tried)
        part /= 2
    return weights
