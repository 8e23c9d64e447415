"""Amounts: how much many futures cost, kept so that means and tails can be read off."""

from math import fsum, log, sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import kernel

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Ratio of the ends of a bin: a quantile is told to half a per cent.
RATIO: Final = 1.005
#: Amounts below this, of either sign, share the bins next to 0.
LEAST: Final = 1e-6
#: Bins of each sign: up to 1e18 of whatever the unit is.
BINS: Final = 11_100
#: Share of futures that the mean of the worst is over.
WORST: Final = 0.05

_STEP: Final = log(RATIO)


class Amounts:
    """Amounts of several losses by several dates, one future after another.

    Memory does not grow with the number of futures: an amount falls into a bin of its
    size, and a bin keeps how many fell into it and their sum.
    """

    def __init__(self, *, kinds: int, replicates: int) -> None:
        #: How many amounts are in each bin, and their sum; shape (kind, bin).
        self.count = np.zeros((kinds, 2 * BINS + 1), dtype=np.int64)
        self.sum = np.zeros((kinds, 2 * BINS + 1))
        #: Sum of all amounts of each replicate; shape (replicate, kind).
        self.total = np.zeros((replicates, kinds))
        #: Futures of each replicate; shape (replicate,).
        self.each = np.zeros(replicates, dtype=np.int64)

    def add(self, amounts: FloatArray, replicates: IntArray) -> None:
        """Add some futures.

        Args:
            amounts: What each cost; shape (future, kind).
            replicates: Replicate that each is of; shape (future,).
        """
        _sort_in(amounts, self.count, self.sum)
        np.add.at(self.total, replicates, amounts)
        np.add.at(self.each, replicates, 1)

    def merge(self, others: "Amounts") -> None:
        """Add what others have, as if it had been added here after all else."""
        self.count += others.count
        self.sum += others.sum
        self.total += others.total
        self.each += others.each

    @property
    def futures(self) -> int:
        """How many were added."""
        return int(self.each.sum())

    def mean(self, kind: int) -> float:
        """The mean of one kind of amount."""
        return fsum(self.total[:, kind]) / self.futures

    def error(self, kind: int) -> float:
        """Standard error of that mean, by replicates; 0 of one replicate."""
        used = self.each > 0
        count = int(used.sum())
        if count < 2:
            return 0.0
        # Of replicates of unequal size what each adds to the mean is compared.
        share = self.each[used] / self.futures
        means = self.total[used, kind] / self.each[used]
        apart = means - self.mean(kind)
        return sqrt(fsum((share * apart) ** 2) * count / (count - 1))

    def quantile(self, kind: int, share: float) -> float:
        """The amount that a share of futures stays at or below, to half a per cent."""
        below = self.count[kind].cumsum()
        at = int(np.searchsorted(below, share * self.futures))
        at = min(at, below.size - 1)
        return float(self.sum[kind, at] / max(self.count[kind, at], 1))

    def worst(self, kind: int, share: float = WORST) -> float:
        """The mean of the largest share of amounts."""
        wanted = share * self.futures
        count, total = self.count[kind][::-1], self.sum[kind][::-1]
        above = count.cumsum()
        at = int(np.searchsorted(above, wanted))
        whole, taken = fsum(total[:at]), float(above[at - 1]) if at else 0.0
        rest = total[at] / max(count[at], 1)
        return float((whole + rest * (wanted - taken)) / wanted)


@kernel
def _sort_in(amounts: FloatArray, count: IntArray, total: FloatArray) -> None:
    """Put each amount into its bin: that of 0 in the middle, larger ones after."""
    for future in range(amounts.shape[0]):
        for kind in range(amounts.shape[1]):
            amount, at = amounts[future, kind], BINS
            if amount != 0.0:
                size = max(abs(amount), LEAST)
                steps = min(int(log(size / LEAST) / _STEP) + 1, BINS)
                at = BINS + steps if amount > 0.0 else BINS - steps
            count[kind, at] += 1
            total[kind, at] += amount
