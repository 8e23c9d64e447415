"""What worlds differ by: the mixing distribution behind the noise of their futures."""

from dataclasses import dataclass
from math import inf, isfinite
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.engine.smoothest import fit_smoothest
from forewarn.errors import UsageError

FloatArray = npt.NDArray[np.float64]

#: Places on the grid; twice as many move no P10 or P90 by a hundredth.
GRID: Final = 400
#: Steps of a share, from none to all, and of the root of trials, that are kept apart
#: where there are more kinds of worlds than places.
FINE: Final = 41, 1.0  # 64 steps, under the noise of 256 trials
#: Under this many expected hits in all its futures a world's count says nothing more.
UNSEEN: Final = 1e-3
#: Chance that a world lies below, or above, what its own futures allow.
BEYOND: Final = 1e-5
#: Noise of futures under this share of what their law says is rounding.
ROUNDING: Final = 1e-12
#: Least noise at any mean, as a share of the noise over all worlds.
QUIET: Final = 0.1


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


def mixing_of_known(values: npt.ArrayLike, worlds: npt.ArrayLike) -> Mixing:
    """The distribution of what is known exactly in every world.

    Args:
        values: What is known; shape (world,).
        worlds: Weight of each, in all above 0; shape (world,).

    >>> mixing_of_known([3.0, 1.0, 3.0], [1, 1, 1]).atoms
    array([1., 3.])
    """
    atoms, place = np.unique(values, return_inverse=True)
    weights = np.bincount(place, weights=np.asarray(worlds, dtype=float))
    return Mixing(atoms=atoms, weights=weights / weights.sum())


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
        The distribution over [0, 1]: the smoothest that fits as well as the best.

    Raises:
        UsageError: if no world has a trial.

    Source:
        Lindsay (1983): it exists, and is unique in what it says of the counts.

    >>> same = mixing_of_counts([50], [100], [1000])
    >>> round(same.quantile(0.1), 2), round(same.quantile(0.9), 2)
    (0.50, 0.50)
    """
    k, n, w = _merged(*_used(counts, trials, worlds))
    at: FloatArray = np.linspace(*_logits(k, n), GRID, dtype=np.float64)
    theta: FloatArray = special.expit(at)
    misses = special.xlog1py((n - k)[:, None], -theta)
    logs = np.asarray(special.xlogy(k[:, None], theta) + misses, dtype=np.float64)
    return Mixing(atoms=theta, weights=fit_smoothest(at, logs, w))


def mixing_of_amounts(
    totals: npt.ArrayLike,
    squares: npt.ArrayLike,
    worlds: npt.ArrayLike,
    *,
    futures: int,
    most: float = inf,
) -> Mixing:
    r"""Maximum-likelihood distribution of means behind the totals of some futures.

    .. math:: \max_\pi \sum_i w_i \log \sum_j \frac{\pi_j}{\sqrt{\varphi_j}}
              \exp\left(-\frac{D(x_i, \theta_j)}{2 \varphi_j}\right)

    with D the deviance of a Poisson total or, where an amount has a most, of a binomial
    share of it; and :math:`\varphi_j = a + b\,\theta_j`, how many times the variance of
    that law a future has, fitted to the spread of the futures of each world.

    Args:
        totals: Sum of the futures' amounts, at least 0, of each world; shape (world,).
        squares: Sum of their squares; shape (world,).
        worlds: How many worlds are like it; shape (world,).
        futures: Futures of each world.
        most: The most that one future may come to.

    Returns:
        The distribution of the mean of a future; where futures have no noise, of the
        worlds' own means.

    Raises:
        UsageError: if there are no worlds.

    Source:
        Efron (1986), double exponential families; Kiefer and Wolfowitz (1956).

    >>> exact = mixing_of_amounts([2.0, 6.0], [2.0, 18.0], [1, 1], futures=2)
    >>> exact.quantile(0.5)
    2.0
    """
    unit = most if isfinite(most) else 1.0
    x, q, w = (np.asarray(part, dtype=float) for part in (totals, squares, worlds))
    if not w.sum() > 0:
        raise UsageError("no world has an amount to tell from")
    law = _Law(share=isfinite(most))
    x, q = law.within(x / unit, futures), q / unit**2
    noise = _noise_of(law, x, q, w, futures)
    if noise is None:
        return mixing_of_known(x / futures * unit, w)
    x, w = _binned(law, x, w, futures)
    at: FloatArray = np.linspace(*law.ends(x, futures, noise[0]), GRID, dtype=float)
    theta = law.mean_at(at)
    times = np.maximum(noise[1] + noise[2] * theta, QUIET * min(noise[0], 1.0))
    logs = -0.5 * (law.deviance(x, futures, theta) / times + np.log(times))
    return Mixing(atoms=theta * unit, weights=fit_smoothest(at, logs, w))


@dataclass(frozen=True, slots=True)
class _Law:
    """The law that totals are held against: Poisson, or a binomial share."""

    share: bool

    def within(self, x: FloatArray, futures: int) -> FloatArray:
        """Totals without what rounding put past the most there can be."""
        return np.clip(x, 0, futures if self.share else inf)

    def variance(self, mean: FloatArray) -> FloatArray:
        return mean * (1 - mean) if self.share else mean

    def mean_at(self, at: FloatArray) -> FloatArray:
        return np.asarray(special.expit(at) if self.share else np.exp(at))

    def even(self, mean: FloatArray) -> FloatArray:
        """A scale on which noise is the same everywhere."""
        return np.arcsin(np.sqrt(np.clip(mean, 0, 1))) if self.share else np.sqrt(mean)

    def ends(self, x: FloatArray, futures: int, times: float) -> tuple[float, float]:
        """Places on the grid's scale between which every world's mean may lie."""
        k, n = x / times, np.full(x.shape, futures / times)
        if self.share:
            return _logits(np.minimum(k, n), n)
        low = special.gammaincinv(k + 0.5, BEYOND) / n
        high = special.gammainccinv(k + 0.5, BEYOND) / n
        lowest = np.where(k == 0, UNSEEN / n, np.maximum(low, UNSEEN / n)).min()
        return float(np.log(lowest)), float(np.log(high.max()))

    def deviance(self, x: FloatArray, futures: int, theta: FloatArray) -> FloatArray:
        """Twice how far each mean falls behind the best in likelihood; (row, place)."""
        hits = special.kl_div(x[:, None], futures * theta)
        if not self.share:
            return np.asarray(2 * hits)
        misses = special.kl_div((futures - x)[:, None], futures * (1 - theta))
        return np.asarray(2 * (hits + misses))


def _noise_of(
    law: _Law, x: FloatArray, q: FloatArray, w: FloatArray, futures: int
) -> tuple[float, float, float] | None:
    """How many times their law's variance futures have: over all, and a line in θ."""
    if futures < 2:
        return 1.0, 1.0, 0.0  # nothing tells them from their law
    mean = x / futures
    spread = np.maximum(q - x * mean, 0.0) / (futures - 1)
    usual = law.variance(mean)
    if w @ spread <= ROUNDING * (w @ mean**2) or w @ usual <= 0:
        return None
    whole = float(w @ spread / (w @ usual))
    root = np.sqrt(w) / (usual + np.average(usual, weights=w))
    columns = np.stack([usual, usual * mean], axis=1) * root[:, None]
    slope = np.ptp(mean[usual > 0]) > 0
    fitted = np.linalg.lstsq(columns[:, : 1 + slope], spread * root, rcond=None)[0]
    return whole, float(fitted[0]), float(fitted[1]) if slope else 0.0


def _used(
    counts: npt.ArrayLike, trials: npt.ArrayLike, worlds: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, FloatArray]:
    k, n, w = (np.asarray(part, dtype=float) for part in (counts, trials, worlds))
    keep = (n > 0) & (w > 0)
    if not keep.any():
        raise UsageError("no world has a trial to count from")
    return k[keep], n[keep], w[keep]


def _merged(
    k: FloatArray, n: FloatArray, w: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Worlds of nearly one share, and nearly as many trials, as one row."""
    if k.size <= GRID:
        return k, n, w
    share = np.arcsin(np.sqrt((k + 0.375) / (n + 0.75)))  # noise is 1/2√n everywhere
    near = np.rint((FINE[0] * share, FINE[1] * np.sqrt(n)))
    _, place = np.unique(near, axis=1, return_inverse=True)
    place = place.reshape(-1)
    worlds = np.bincount(place, weights=w).astype(np.float64)
    k, n = (np.bincount(place, weights=w * part) / worlds for part in (k, n))
    return k, n, worlds


def _logits(k: FloatArray, n: FloatArray) -> tuple[float, float]:
    """Logits between which every world's chance may lie."""
    low = special.betaincinv(k + 0.5, n - k + 0.5, BEYOND)
    left = special.betaincinv(n - k + 0.5, k + 0.5, BEYOND)
    unseen = UNSEEN / n
    lowest = np.where(k == 0, unseen, np.maximum(low, unseen)).min()
    least_left = np.where(k == n, unseen, np.maximum(left, unseen)).min()
    return float(special.logit(lowest)), float(-special.logit(least_left))


def _binned(
    law: _Law, x: FloatArray, w: FloatArray, futures: int
) -> tuple[FloatArray, FloatArray]:
    """Worlds of nearly one total as one row."""
    distinct, place = np.unique(x, return_inverse=True)
    if distinct.size > GRID:
        even = law.even(x / futures)
        edges = np.linspace(even.min(), even.max(), GRID + 1)
        place = np.clip(np.searchsorted(edges, even, "right") - 1, 0, GRID - 1)
    worlds = np.bincount(place, weights=w).astype(np.float64)
    kept = worlds > 0
    return np.bincount(place, weights=w * x)[kept] / worlds[kept], worlds[kept]
