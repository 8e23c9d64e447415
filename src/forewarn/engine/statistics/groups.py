"""Groups: sums of futures by replicate, and how far apart these lie."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def sums_by(parts: FloatArray, groups: npt.NDArray[np.int64]) -> FloatArray:
    """Sums of each column over the futures of each group.

    Args:
        parts: What each future adds; shape (future, column).
        groups: Group of each future; shape (future,).

    Returns:
        Shape (group, column), for the groups that have futures.

    >>> sums_by(np.array([[1.0], [2.0], [4.0]]), np.array([0, 0, 5])).tolist()
    [[3.0], [4.0]]
    """
    names, places = np.unique(groups, return_inverse=True)
    sums = np.zeros((names.size, parts.shape[1]))
    np.add.at(sums, places, parts)
    return sums


def spread_of(sums: FloatArray) -> FloatArray:
    r"""Standard error of the sum of all groups, from how far they lie apart.

    .. math:: s = \sqrt{\frac{g}{g-1} \sum_i (x_i - \bar x)^2}

    Args:
        sums: Sum of each of g independent groups; shape (group, column).

    Returns:
        Shape (column,); 0 for a single group.

    >>> spread_of(np.array([[1.0], [3.0]])).tolist()
    [2.0]
    """
    count = len(sums)
    apart = sums - sums.mean(axis=0)
    return np.asarray(np.sqrt((apart**2).sum(axis=0) * count / max(count - 1, 1)))
