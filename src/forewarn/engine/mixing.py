"""What worlds differ by: the mixing distribution behind the noise of their futures."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from forewarn.errors import UsageError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]

#: Places on the grid; twice as many move no P10 or P90 by a hundredth.
GRID = 400
#: Widths of the bumps tried, widest first, on the scale of the grid.
WIDTHS = (1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.09, 0.06, 0.04, 0.03, 0.0)
#: Log-likelihood that smoothness may cost, times the log of the worlds: the best fit
#: follows noise by about this much (5 with 4,096 worlds drawn from smooth laws).
COST = 0.6
#: Gain in log-likelihood per world that another bump could still bring.
GAIN = 1e-6
#: Rounds; seen to need under 40 on counts of 4,096 worlds.
ROUNDS = 100
#: Rounds of plain re-weighing before the first Newton step.
WARM = 30
#: Weights under this share of the largest start at 0; they come back if they gain.
FAINT = 1e-6  # measured: a third of the time, and the same fits
#: Weights under this are rounding.
NEGLIGIBLE = 1e-12
#: Under this many expected hits in all its futures a world's count says nothing more.
UNSEEN = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixing:
    """A distribution over worlds, as atoms with weights."""

    #: Where worlds are, rising; shape (atom,).
    atoms: FloatArray
    #: Share of the worlds at each atom, summing to 1; shape (atom,).
    weights: FloatArray

    def mean(self) -> float:
        """Mean over worlds."""
        return float(self.atoms @ self.weights)

    def quantile(self, p: float) -> float:
        r"""The value that a share of the worlds stays under, between atoms by line.

        .. math:: F(\theta_j) = \sum_{i<j} \pi_i + \pi_j / 2

        Args:
            p: Share of the worlds, 0 to 1.

        >>> even = Mixing(atoms=np.array([0.1, 0.3]), weights=np.array([0.5, 0.5]))
        >>> even.quantile(0.5)
        0.2
        """
        middles = np.cumsum(self.weights) - self.weights / 2
        return float(np.interp(p, middles, self.atoms))


def mixing_of_counts(
    counts: npt.ArrayLike, trials: npt.ArrayLike, worlds: npt.ArrayLike
) -> Mixing:
    r"""Maximum-likelihood distribution of chances behind binomial counts.

    .. math:: \max_\pi \sum_i w_i \log \sum_j \pi_j\,
              \theta_j^{k_i} (1 - \theta_j)^{n_i - k_i}

    Args:
        counts: Hits of a world; shape (kind,), one row for each distinct pair.
        trials: Futures of a world; shape (kind,).
        worlds: How many worlds have that pair; shape (kind,).

    Returns:
        The distribution over [0, 1]; atoms at 0 or 1 only where counts ask for them.

    Raises:
        UsageError: if no world has a trial.

    Source:
        Lindsay (1983), existence; Wang (2007), the constrained Newton method.

    >>> same = mixing_of_counts([50], [100], [1000])
    >>> round(same.quantile(0.1), 2), round(same.quantile(0.9), 2)
    (0.50, 0.50)
    """
    k, n, w = _used(counts, trials, worlds)
    at: FloatArray = np.linspace(*_ends(k, n), GRID, dtype=np.float64)
    theta: FloatArray = special.expit(at)
    misses = special.xlog1py((n - k)[:, None], -theta)
    logs = np.asarray(special.xlogy(k[:, None], theta) + misses, dtype=np.float64)
    return _smoothest(at, logs, w, special.expit)


def mixing_of_means(
    means: npt.ArrayLike, errors: npt.ArrayLike, worlds: npt.ArrayLike
) -> Mixing:
    r"""Maximum-likelihood distribution of true means behind means with normal errors.

    .. math:: \max_\pi \sum_i w_i \log \sum_j \pi_j
              \exp\left(-\tfrac12 (x_i - \theta_j)^2 / s_i^2\right) / s_i

    Args:
        means: Mean of a world's futures; shape (kind,).
        errors: Standard error of each, at least 0; shape (kind,).
        worlds: How many worlds have that pair; shape (kind,).

    Returns:
        The distribution; where no mean has an error, the means themselves.

    Raises:
        UsageError: if there are no means.

    Source:
        Kiefer and Wolfowitz (1956); Wang (2007).

    >>> exact = mixing_of_means([1.0, 3.0], [0.0, 0.0], [1, 1])
    >>> exact.quantile(0.5)
    2.0
    """
    x, s, w = (np.asarray(part, dtype=float) for part in (means, errors, worlds))
    if x.size == 0 or w.sum() == 0:
        raise UsageError("no world has an answer to spread")
    spread = float(np.sqrt(np.cov(x, aweights=w))) if x.size > 1 else 0.0
    # An error this far under the spread blurs nothing, and divides by nearly nothing.
    if s.max() <= spread * 1e-3 or spread == 0:
        return _sample(x, w)
    x, s, w = _binned(x, s, w)
    at = np.linspace(x.min(), x.max(), GRID) / spread
    logs = -0.5 * ((x[:, None] - at * spread) / s[:, None]) ** 2
    return _smoothest(at, logs, w, lambda place: place * spread)


def _used(
    counts: npt.ArrayLike, trials: npt.ArrayLike, worlds: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    k, n, w = (np.asarray(part, dtype=float) for part in (counts, trials, worlds))
    keep = (n > 0) & (w > 0)
    if not keep.any():
        raise UsageError("no world has a trial to count from")
    return k[keep], n[keep], w[keep]


def _ends(k: FloatArray, n: FloatArray) -> tuple[float, float]:
    """Logits between which every world's chance may lie."""
    low = special.betaincinv(k + 0.5, n - k + 0.5, 1e-5)
    high = special.betainccinv(k + 0.5, n - k + 0.5, 1e-5)
    unseen = UNSEEN / n
    lowest = np.where(k == 0, unseen, np.maximum(low, unseen)).min()
    left = np.where(k == n, unseen, np.maximum(1 - high, unseen)).min()
    return float(special.logit(lowest)), float(-special.logit(left))


def _binned(
    x: FloatArray, s: FloatArray, w: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Worlds of nearly one mean as one row: bins far narrower than their errors."""
    edges = np.linspace(x.min(), x.max(), GRID + 1)
    place = np.clip(np.searchsorted(edges, x, "right") - 1, 0, GRID - 1)
    worlds = np.bincount(place, weights=w, minlength=GRID).astype(np.float64)
    kept = worlds > 0
    mean = np.bincount(place, weights=w * x, minlength=GRID)[kept] / worlds[kept]
    square = np.bincount(place, weights=w * s**2, minlength=GRID)[kept] / worlds[kept]
    # A world whose few futures all agree has an error of 0 only by chance.
    return mean, np.sqrt(np.maximum(square, np.average(s**2) / 100)), worlds[kept]


def _sample(x: FloatArray, w: FloatArray) -> Mixing:
    atoms, place = np.unique(x, return_inverse=True)
    weights = np.bincount(place, weights=w)
    return Mixing(atoms=atoms, weights=weights / weights.sum())


def _smoothest(
    at: FloatArray,
    logs: FloatArray,
    worlds: FloatArray,
    value: Callable[[FloatArray], FloatArray],
) -> Mixing:
    """The smoothest distribution that fits as well as the best of all."""
    likelihood = np.exp(logs - logs.max(axis=1, keepdims=True))
    best = _fitted(likelihood, np.eye(at.size), worlds)
    least = best[0] - COST * np.log(worlds.sum())
    widths = [width for width in WIDTHS if width > at[1] - at[0]]
    tried = {}

    def fits(width: float) -> bool:
        tried[width] = _fitted(likelihood, _bumps(at, width), worlds)
        return bool(tried[width][0] >= least)

    # The narrower the bumps, the better they fit: half of the widths need no look.
    place = bisect_left(widths, True, key=fits)  # noqa: FBT003  # what is looked for
    weights = tried[widths[place]][1] if place < len(widths) else best[1]
    return Mixing(atoms=value(at), weights=weights)


def _bumps(at: FloatArray, width: float) -> FloatArray:
    """Normal bumps half a width apart, as columns; each sums to 1 on the grid."""
    centres = np.arange(at[0], at[-1] + width / 2, width / 2)
    bumps = np.exp(-0.5 * ((at[:, None] - centres) / width) ** 2)
    return np.asarray(bumps / bumps.sum(axis=0))


def _fitted(
    likelihood: FloatArray, bumps: FloatArray, worlds: FloatArray
) -> tuple[float, FloatArray]:
    """Constrained Newton: add bumps where they would gain most, re-weigh, drop."""
    shares, table = worlds / worlds.sum(), likelihood @ bumps
    weights = _warmed(table, shares)
    chosen = np.flatnonzero(weights > FAINT * weights.max())
    weights = weights[chosen] / weights[chosen].sum()
    for _ in range(ROUNDS):
        gain = (shares / (table[:, chosen] @ weights)) @ table
        if gain.max() <= 1 + GAIN:
            break
        chosen, weights = _joined(chosen, weights, _peaks(gain))
        weights = _reweighed(table[:, chosen], weights, shares)
        keep = weights > NEGLIGIBLE
        chosen, weights = chosen[keep], weights[keep] / weights[keep].sum()
    return float(worlds @ np.log(table[:, chosen] @ weights)), bumps[
        :, chosen
    ] @ weights


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
