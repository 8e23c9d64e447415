r"""Tails: how surprising counts were before they came, and which are too surprising.

.. math:: p = 2 \min(q, 1 - q), \qquad q = P(N < n) + \tfrac12 P(N = n)

under the prior predictive law: a Poisson or binomial law in each prior world.
"""

import numpy as np
from scipy import special

from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Truths


def poisson_tail(count: float, means: FloatArray) -> float:
    """Two-sided mid-p of a count.

    Args:
        count: How many came; a mean over hidden paths need not be whole.
        means: How many each prior world expects; shape (world,).

    >>> round(poisson_tail(0.0, np.array([3.0])), 3)
    0.05
    """
    n = round(count)
    below = special.pdtr(n - 1, means) if n > 0 else np.zeros_like(means)
    upto = special.pdtr(n, means)
    return _two_sided(float(below.mean()), float(upto.mean()))


def binomial_tail(count: float, trials: FloatArray, chances: FloatArray) -> float:
    """Two-sided mid-p of how many chances came.

    Args:
        count: How many came.
        trials: Trials of each kind; shape (kind,).
        chances: Chance of each kind in each prior world; shape (world, kind).

    >>> round(binomial_tail(0.0, np.array([1.0]), np.array([[0.5]])), 3)
    0.5
    """
    law = np.zeros((len(chances), int(np.round(trials).sum()) + 1))
    law[:, 0] = 1.0
    for kind, repeats in enumerate(np.round(trials).astype(int)):
        chance = chances[:, kind : kind + 1]
        for _ in range(repeats):
            law[:, 1:] = law[:, 1:] * (1 - chance) + law[:, :-1] * chance
            law[:, 0] *= 1 - chance[:, 0]
    mean = law.mean(axis=0)
    n = min(round(count), mean.size - 1)
    return _two_sided(float(mean[:n].sum()), float(mean[: n + 1].sum()))


def _two_sided(below: float, upto: float) -> float:
    middle = (below + upto) / 2
    return min(1.0, 2 * min(middle, 1 - middle))


def false_discoveries(tails: FloatArray, share: float) -> Truths:
    """Which tails are too small, with few false among these.

    Args:
        tails: Two-sided tails; shape (test,).
        share: Share of the flags that may be false, on average.

    Returns:
        Whether each is flagged; shape (test,).

    Source:
        Benjamini and Hochberg (1995), Controlling the false discovery rate.

    >>> false_discoveries(np.array([0.001, 0.5, 0.9]), 0.1).tolist()
    [True, False, False]
    """
    if not tails.size:
        return np.zeros(0, np.bool_)
    order = np.sort(tails)
    bounds = share * np.arange(1, tails.size + 1) / tails.size
    passed = order[order <= bounds]
    return np.asarray(tails <= (passed[-1] if passed.size else -1.0))
