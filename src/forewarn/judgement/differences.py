"""Differences of scores: one forecaster less another, with an interval by blocks."""

from collections.abc import Sequence
from math import cbrt, ceil
from typing import Final

import numpy as np

from forewarn.model.backtest import Gap

#: Draws of the bootstrap: its interval then moves by a hundredth of its width.
DRAWS: Final = 10_000
#: The interval is 80 %, as intervals are throughout.
SHARES: Final = (0.1, 0.9)


def difference(
    scores: Sequence[float],
    others: Sequence[float],
    *,
    rng: np.random.Generator,
    block: int = 0,
) -> Gap:
    r"""Mean difference of two series of scores, with its 80 % interval.

    .. math:: \bar{d} \pm, \quad d_t = s_t - s'_t

    Args:
        scores: Score of each forecast in order of time; shape (forecast,), not empty.
        others: Those of another forecaster on the same questions; same shape.
        rng: Where draws come from.
        block: Forecasts in one block; the cube root of their number, rounded up and at
            least 2, if 0: neighbours in time err together.

    Returns:
        The mean, with P10 and P90 by the circular block bootstrap: basic intervals,
        mirrored about the mean.

    Raises:
        ValueError: if the lengths differ or are 0, or a score is no number.

    Source:
        Politis and Romano (1992), the circular block bootstrap.

    >>> told = difference([0.1] * 8, [0.2] * 8, rng=np.random.default_rng(1))
    >>> round(told.value, 3), round(told.low, 3), round(told.high, 3), told.block
    (-0.1, -0.1, -0.1, 2)
    """
    one, other = np.array(scores, dtype=float), np.array(others, dtype=float)
    finite = np.isfinite(one).all() and np.isfinite(other).all()
    if one.shape != other.shape or one.size == 0 or not finite:
        raise ValueError("two series of scores of one length are needed")
    apart = one - other
    count = apart.size
    length = min(block or usual_block(count), count)
    means = _block_means(apart, length, rng)
    value = float(apart.mean())
    above, below = (float(np.quantile(means, share)) for share in SHARES[::-1])
    return Gap(value=value, low=2 * value - above, high=2 * value - below, block=length)


def usual_block(count: int) -> int:
    """Forecasts in a block of a series: the cube root of all, and 2 at least.

    >>> usual_block(108)
    5
    """
    return max(ceil(cbrt(count)), 2)


def _block_means(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
    length: int,
    rng: np.random.Generator,
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Means of series made of blocks that are laid end to end; shape (draw,)."""
    count = values.size
    around = np.concatenate([values, values[: length - 1]])
    sums = np.concatenate([[0.0], around.cumsum()])
    blocks = sums[length:] - sums[:-length]  # the sum of the block from each place
    whole, rest = divmod(count, length)
    total = blocks[rng.integers(count, size=(DRAWS, whole))].sum(axis=1)
    if rest:
        parts = sums[rest : rest + count] - sums[:count]
        total = total + parts[rng.integers(count, size=DRAWS)]
    means: np.ndarray[tuple[int], np.dtype[np.float64]] = total / count
    return means
