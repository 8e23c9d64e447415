"""Luck: draws inside kernels, each chain's from its own seed.

Numba keeps one generator (the Mersenne twister) for each thread. A kernel that seeds it
first and runs in one thread draws the same whatever other threads do.
"""

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray


@kernel
def seed_luck(seed: int) -> None:
    """Begin this thread's draws anew."""
    np.random.seed(seed)  # noqa: NPY002  # kernels know no other


@inlined
def draw_share() -> float:
    """A number from 0 up to, but not, 1."""
    return np.random.random()  # noqa: NPY002  # as above


@inlined
def draw_normal() -> float:
    """A standard normal number."""
    return np.random.standard_normal()  # noqa: NPY002  # as above


@inlined
def draw_count(mean: float) -> int:
    """How many came, of a mean that is small or large."""
    return np.random.poisson(mean)  # noqa: NPY002  # as above


@kernel
def draw_shares(count: int) -> FloatArray:
    """Some shares, rising."""
    shares = np.empty(count)
    for at in range(count):
        shares[at] = draw_share()
    return np.sort(shares)


@kernel
def draw_normals(count: int) -> FloatArray:
    """Some standard normal numbers."""
    drawn = np.empty(count)
    for at in range(count):
        drawn[at] = draw_normal()
    return drawn
