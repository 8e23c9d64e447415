r"""Shifts: worlds drawn where what is asked comes about, and what they weigh.

Half of the worlds are drawn as always, from N(0, I), half from N(μ, I). A world weighs

.. math:: g = \frac{2}{1 + \exp(\mu^T z - \mu^T \mu / 2)}

so at most 2, and the mean of weight times answer is that over all worlds. μ is where
worlds lie, on average, in which what is asked comes about (the cross-entropy method).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from forewarn.engine.network import FloatArray
from forewarn.engine.worlds import draw_coordinates

#: Variance of a coordinate's mean, in how many of which it must lie from 0 to count.
NOISE: Final = 4.0
#: Most that worlds are shifted by, in standard deviations.
FARTHEST: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """Some worlds and what they weigh."""

    #: Standard normal coordinates, shifted or not; shape (world, name).
    coordinates: FloatArray
    #: Weight of each; shape (world,).
    weights: FloatArray


def draw_shifted(  # noqa: PLR0913  # which draw, how many, and from where on
    names: Sequence[str],
    shift: FloatArray,
    *,
    seed: int,
    size: int,
    replicates: int,
    first: int,
    of: int,
) -> Worlds:
    """Worlds of some replicates, half of each shifted.

    Args:
        names: Names of the coordinates.
        shift: μ; shape (name,).
        seed: Which draw.
        size: Worlds of each replicate.
        replicates: How many replicates.
        first: Number of the first.
        of: How many there are in all.

    Returns:
        Worlds; those of a replicate stand together. None is shifted where μ is 0 or
        they cannot be halved.
    """
    if size % 2 or not shift.any():
        plain = draw_coordinates(
            names,
            seed=seed,
            worlds=size * replicates,
            replicates=replicates,
            first=first,
        )
        return Worlds(coordinates=plain, weights=np.ones(len(plain)))
    halves = [
        draw_coordinates(
            names,
            seed=seed,
            worlds=size // 2 * replicates,
            replicates=replicates,
            first=start,
        ).reshape(replicates, size // 2, len(names))
        for start in (first, of + first)
    ]
    z = np.concatenate([halves[0], halves[1] + shift], axis=1)
    z = z.reshape(-1, len(names))
    return Worlds(coordinates=z, weights=weights_of(z, shift))


def weights_of(z: FloatArray, shift: FloatArray) -> FloatArray:
    """What worlds weigh; see the module.

    Args:
        z: Coordinates; shape (world, name).
        shift: μ; shape (name,).
    """
    with np.errstate(over="ignore"):  # past the largest number, a world weighs nothing
        ratio = np.exp(z @ shift - 0.5 * shift @ shift)
    return np.asarray(2.0 / (1.0 + ratio))


def find_shift(worlds: Worlds, answers: FloatArray) -> FloatArray:
    r"""μ, from the answers in some worlds.

    .. math:: \mu = \frac{\sum_w g_w Y_w z_w}{\sum_w g_w Y_w}

    each coordinate drawn to 0 by as much as noise alone would move it.

    Args:
        worlds: The worlds of a pilot.
        answers: What each came to; shape (world,).

    Returns:
        μ; shape (name,); 0 where nothing came about.

    Source:
        Rubinstein (1999), the cross-entropy method; James and Stein (1961).
    """
    weights = worlds.weights * answers
    total = float(weights.sum())
    if not total > 0.0:
        return np.zeros(worlds.coordinates.shape[1])
    mean = weights @ worlds.coordinates / total
    noise = NOISE * float(np.square(weights).sum()) / total**2
    with np.errstate(divide="ignore"):
        kept = np.maximum(1.0 - noise / np.square(mean), 0.0)
    shift = np.where(mean == 0.0, 0.0, kept * mean)
    length = float(np.sqrt(shift @ shift))
    return np.asarray(shift * min(1.0, FARTHEST / length) if length > 0 else shift)
