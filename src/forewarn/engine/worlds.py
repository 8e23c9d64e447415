"""Worlds: standard normal coordinates of each number, a Latin hypercube by name."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.errors import UsageError

FloatArray = npt.NDArray[np.float64]


def draw_coordinates(
    names: Sequence[str], *, seed: int, worlds: int, replicates: int
) -> FloatArray:
    r"""Coordinates of some numbers in some worlds, each number stratified by itself.

    .. math:: z_i = \Phi^{-1}\left(\frac{\pi(i) + u_i}{n}\right)

    with a random permutation π and uniform u drawn, for each replicate of n worlds and
    each name, from a stream that only (seed, replicate, name) determines. Adding or
    reordering names changes no other column, bit for bit.

    Args:
        names: Names of the numbers; no two alike.
        seed: Which draw; any integer.
        worlds: How many worlds; a multiple of ``replicates``.
        replicates: How many independent hypercubes the worlds make up.

    Returns:
        Standard normal coordinates, shape (world, name); the worlds of a replicate
        stand together, replicates in order.

    Raises:
        UsageError: if a name comes twice or the worlds do not divide evenly.

    Source:
        McKay, Beckman and Conover (1979), Latin hypercube sampling.

    >>> z = draw_coordinates(["a", "b"], seed=1, worlds=4, replicates=1)
    >>> (z < 0).sum(axis=0)
    array([2, 2])
    """
    _check_draw(names, worlds, replicates)
    shares = np.empty((worlds, len(names)))
    size = worlds // replicates
    for replicate in range(replicates):
        rows = slice(replicate * size, (replicate + 1) * size)
        for column, name in enumerate(names):
            shares[rows, column] = _draw_strata(_rng(seed, replicate, name), size)
    return np.asarray(special.ndtri(shares))


def _rng(seed: int, replicate: int, name: str) -> np.random.Generator:
    # Integers never hold a colon, so no two triples make one text.
    key = sha256(f"worlds:{seed}:{replicate}:{name}".encode()).digest()
    return np.random.Generator(np.random.Philox(key=int.from_bytes(key[:16], "big")))


def _draw_strata(rng: np.random.Generator, size: int) -> FloatArray:
    shares = (rng.permutation(size) + rng.random(size)) / size
    # Exactly 0 or 1, about once in 1e16 draws, would be an infinite coordinate.
    return np.clip(shares, 2.0**-53, 1 - 2.0**-53)


def _check_draw(names: Sequence[str], worlds: int, replicates: int) -> None:
    if len(set(names)) < len(names):
        raise UsageError("a name comes twice; each number has one coordinate")
    if replicates < 1 or worlds < 1 or worlds % replicates:
        raise UsageError(
            f"{worlds} worlds do not make up {replicates} equal replicates; "
            f"ask for a multiple of {max(replicates, 1)} worlds"
        )
