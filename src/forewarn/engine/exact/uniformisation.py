"""Uniformisation: a Markov chain over some years, as a Poisson mixture of its steps."""

from dataclasses import dataclass
from math import ceil, floor, isfinite, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy import sparse

from forewarn.errors import NotComputable, UsageError

FloatArray = npt.NDArray[np.float64]
Rates = sparse.csr_array[np.float64]

#: Poisson mass left out at either end: far below any tolerance that is asked for.
TAIL = 1e-14
#: What a step costs beside its multiplications, counted in them.
STEP = 5_000  # measured: 4 to 5 µs a step on small chains, 1 ns a multiplication
#: Multiplications one answer may take.
LIMIT = 20_000_000_000  # measured: 1 ns each on large chains, so about 20 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights of successive steps; those outside are left out."""

    #: Number of the step that the first weight belongs to.
    first: int
    #: Summing to 1; shape (step,).
    values: FloatArray


def poisson_weights(mean: float) -> Weights:
    r"""Chances of each count of a Poisson variable, tails left out.

    .. math:: w_{k+1} = w_k \frac{m}{k+1}, \quad w_{k-1} = w_k \frac{k}{m}

    from the mode outward, then scaled to sum to 1: nothing underflows at any mean.

    Args:
        mean: Expected count, at least 0.

    Returns:
        Weights of the counts kept; at most ``TAIL`` is left out on each side.

    Raises:
        UsageError: if ``mean`` is negative or not finite.
        NotComputable: if there are too many counts to keep.

    Source:
        Fox and Glynn (1988), outward from the mode; tails by Bernstein's inequality.

    >>> few = poisson_weights(2.0)
    >>> few.first, few.values[:3].round(6).tolist()
    (0, [0.135335, 0.270671, 0.270671])
    """
    _check_amount("a Poisson mean", mean)
    _check_work(mean, per_step=0)
    mode, (first, last) = floor(mean), _kept(mean)
    above = np.cumprod(mean / np.arange(mode + 1, last + 1))
    below = np.cumprod(np.arange(mode, first, -1) / mean)[::-1]
    scaled = np.concatenate((below, (1.0,), above))
    return Weights(first=first, values=scaled / scaled.sum())


def transient(
    generator: Rates, start: FloatArray, years: float, *, tolerance: float = 1e-12
) -> FloatArray:
    r"""Distribution over joint states after some years.

    .. math:: p_T = p_0 e^{QT} = \sum_k \mathrm{Poisson}(k; \lambda T)\, p_0 P^k,
              \quad P = I + Q/\lambda

    Args:
        generator: Rates from row to column, per year; shape (state, state). What is on
            the diagonal must be 0: how fast a state is left follows from its row.
        start: Mass at time 0, a distribution or part of one; shape (state,).
        years: Elapsed time, at least 0.
        tolerance: Share of the mass that may be misplaced by stopping early.

    Returns:
        Mass at ``years``; shape (state,), summing to what ``start`` sums to.

    Raises:
        UsageError: if shapes, rates, masses, years or tolerance do not fit.
        NotComputable: if it needs more than ``LIMIT`` multiplications.

    Source:
        Jensen (1953), uniformisation.

    >>> once = sparse.csr_array([[0.0, 0.5], [0.0, 0.0]])
    >>> transient(once, np.array([1.0, 0.0]), 2.0).round(6)
    array([0.367879, 0.632121])
    """
    _check_call(generator, start, years, tolerance)
    fastest = _fastest(generator)
    if fastest * years == 0:
        return start.astype(np.float64)
    _check_work(fastest * years, per_step=generator.nnz + start.size)
    weights = poisson_weights(fastest * years)
    return _mixture(_step(generator, fastest), start, weights, tolerance)


def time_in_states(
    generator: Rates, start: FloatArray, years: float, *, tolerance: float = 1e-12
) -> FloatArray:
    r"""Expected years spent in each joint state over some years.

    .. math:: \int_0^T p_t\,dt = \frac{1}{\lambda} \sum_k P(N_{\lambda T} > k)\, p_0 P^k

    Args:
        generator: Rates from row to column, per year; as for :func:`transient`.
        start: Mass at time 0, a distribution or part of one; shape (state,).
        years: Elapsed time, at least 0.
        tolerance: Share of the time that may be misplaced by stopping early.

    Returns:
        Years in each state; shape (state,), summing to ``years`` times the mass.

    Raises:
        UsageError: if shapes, rates, masses, years or tolerance do not fit.
        NotComputable: if it needs more than ``LIMIT`` multiplications.

    Source:
        Reibman and Trivedi (1989), cumulative measures by uniformisation.

    >>> once = sparse.csr_array([[0.0, 0.5], [0.0, 0.0]])
    >>> time_in_states(once, np.array([1.0, 0.0]), 2.0).round(6)
    array([1.264241, 0.735759])
    """
    _check_call(generator, start, years, tolerance)
    fastest = _fastest(generator)
    if fastest * years == 0:
        return start * years
    _check_work(fastest * years, per_step=generator.nnz + start.size)
    weights = _longer_than(poisson_weights(fastest * years))
    return years * _mixture(_step(generator, fastest), start, weights, tolerance)


def hitting(
    generator: Rates,
    start: FloatArray,
    target: npt.NDArray[np.bool_],
    years: float,
    *,
    tolerance: float = 1e-12,
) -> float:
    r"""Chance of ever having been in some states by some years.

    .. math:: P(\exists t \le T: x_t \in A) = \sum_{x \in A} p_T(x)

    for the chain that stays for good where it first enters the target A.

    Args:
        generator: Rates from row to column, per year; as for :func:`transient`.
        start: Mass at time 0, a distribution or part of one; shape (state,).
        target: Whether a state is in the target; shape (state,).
        years: Elapsed time, at least 0.
        tolerance: Share of the mass that may be misplaced by stopping early.

    Returns:
        The chance; mass that starts in the target counts.

    Raises:
        UsageError: if shapes, rates, masses, years or tolerance do not fit.
        NotComputable: if it needs more than ``LIMIT`` multiplications.

    Source:
        Jensen (1953), on the chain with the target made absorbing.

    >>> there_and_back = sparse.csr_array([[0.0, 0.5], [3.0, 0.0]])
    >>> mask = np.array([False, True])
    >>> round(hitting(there_and_back, np.array([1.0, 0.0]), mask, 2.0), 6)
    0.632121
    """
    if target.dtype != np.bool_ or target.shape != start.shape:
        raise UsageError("the target must say yes or no for each state")
    _check_call(generator, start, years, tolerance)
    stays = _without_leaving(generator, target)
    reached = transient(stays, start, years, tolerance=tolerance)[target].sum()
    return float(min(reached, start.sum()))  # rounding may add a last bit


def _kept(mean: float) -> tuple[int, int]:
    # Bernstein: P(N >= m + x) <= exp(-x²/(2m + 2x/3)), P(N <= m - x) <= exp(-x²/2m).
    depth = -log(TAIL)
    above = depth / 3 + sqrt(depth**2 / 9 + 2 * depth * mean)
    return max(0, floor(mean - sqrt(2 * depth * mean))), ceil(mean + above)


def _longer_than(counts: Weights) -> Weights:
    # P(N > k) is 1 before the first count kept; scaled, since 1/λ is years / sum.
    beyond = np.cumsum(counts.values[::-1])[::-1]
    tails = np.concatenate((np.ones(counts.first), beyond[1:]))
    return Weights(first=0, values=tails / tails.sum())


def _fastest(generator: Rates) -> float:
    return float(generator.sum(axis=1).max())


def _step(generator: Rates, fastest: float) -> Rates:
    # Every entry is at least 0, so no step subtracts and small chances keep digits.
    stay = np.maximum(1 - generator.sum(axis=1) / fastest, 0.0)
    chances = generator.copy()
    chances.data = chances.data / fastest  # not times 1/λ, which may overflow
    return sparse.csr_array(chances.T + sparse.diags_array(stay))


def _mixture(
    step: Rates, start: FloatArray, weights: Weights, tolerance: float
) -> FloatArray:
    # A step moves no two vectors apart (in total variation), so j steps change at most
    # j times what the last one did: that bounds what stopping early misplaces.
    ahead, total, rest = start.astype(np.float64), np.zeros(start.size), 1.0
    left = np.append(np.cumsum(weights.values[::-1])[::-1], 0.0)
    last, allowed = weights.first + weights.values.size, tolerance * start.sum()
    for k in range(last):
        now, at = ahead, k - weights.first
        if at >= 0:
            total += weights.values[at] * now
        ahead, rest = _times(step, now), float(left[max(at + 1, 0)])
        if np.abs(ahead - now).sum() * (last - k) * rest <= allowed:
            break
    return total + rest * ahead


def _times(step: Rates, mass: FloatArray) -> FloatArray:
    return np.asarray(step @ mass, dtype=np.float64)


def _without_leaving(generator: Rates, target: npt.NDArray[np.bool_]) -> Rates:
    return sparse.csr_array(sparse.diags_array((~target).astype(float)) @ generator)


def _check_call(
    generator: Rates, start: FloatArray, years: float, tolerance: float
) -> None:
    if start.ndim != 1 or start.size == 0 or generator.shape != (start.size,) * 2:
        raise UsageError(
            f"rates of shape {generator.shape} do not fit a start of shape "
            f"{start.shape}; give (state, state) and (state,)"
        )
    _check_amounts("a rate", generator.data)
    _check_amounts("a starting mass", start)
    _check_amount("the time in years", years)
    _check_amount("the tolerance", tolerance)
    if generator.diagonal().any():
        raise UsageError("a rate from a state to itself must be 0; leave it out")


def _check_amounts(what: str, values: FloatArray) -> None:
    if not (np.isfinite(values) & (values >= 0)).all():
        raise UsageError(f"{what} must be at least 0 and finite")


def _check_amount(what: str, value: float) -> None:
    if not (isfinite(value) and value >= 0):
        raise UsageError(f"{what} must be at least 0 and finite, not {value:g}")


def _check_work(mean: float, *, per_step: int) -> None:
    # The mean may be infinite: a fast rate times a long time.
    steps = _kept(mean)[1] if isfinite(mean) else mean
    if steps * (per_step + STEP) > LIMIT:
        raise NotComputable(
            f"{steps:,.0f} steps of about {per_step + STEP:,} multiplications are more "
            f"than the limit of {LIMIT:,}; ask for method='simulated', a nearer date, "
            "or fewer states"
        )
