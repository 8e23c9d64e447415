"""Random streams: one of 64-bit words for each future, and draws from it."""

from math import exp, log
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined, part

FloatArray = npt.NDArray[np.float64]
#: State of a stream; a tuple, since kernels keep those in registers.
Stream = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

#: Where the tail of the exponential law begins, and the area of each of 256 layers.
TAIL: Final = 7.697117470131050
AREA: Final = 0.003949659822581557

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX2: Final = np.uint64(0x94D049BB133111EB)
_MANTISSA: Final = np.uint64(2**53 - 1)
_UNIT: Final = 2.0**-53


def _layers() -> tuple[FloatArray, FloatArray]:
    # Layer i lies left of edges[i] and above exp(-edges[i]); layer 0 holds the tail.
    edges = np.zeros(257)
    edges[0], edges[1] = AREA * exp(TAIL), TAIL
    for layer in range(2, 256):
        edges[layer] = -log(AREA / edges[layer - 1] + exp(-edges[layer - 1]))
    return edges, np.array([exp(-edge) for edge in edges])


_EDGES, _HEIGHTS = _layers()


@inlined
def seed_stream(seed: np.uint64, world: np.uint64, future: np.uint64) -> Stream:
    """The stream of one future, by SplitMix64 of (seed, world, future).

    Four outputs of SplitMix64 are never all 0, which xoshiro256+ could not leave.
    """
    key = _mixed(seed + _GOLDEN)
    key = _mixed((key ^ world) + _GOLDEN)
    key = _mixed((key ^ future) + _GOLDEN)
    return (
        _mixed(key + _GOLDEN),
        _mixed(key + np.uint64(2) * _GOLDEN),
        _mixed(key + np.uint64(3) * _GOLDEN),
        _mixed(key + np.uint64(4) * _GOLDEN),
    )


@inlined
def next_word(stream: Stream) -> tuple[np.uint64, Stream]:
    """The next 64 bits.

    Source:
        Blackman and Vigna (2021), xoshiro256+.
    """
    first, second, third, fourth = stream
    third ^= first
    fourth ^= second
    return first + stream[3], (
        first ^ fourth,
        second ^ third,
        third ^ (second << np.uint64(17)),
        (fourth << np.uint64(45)) | (fourth >> np.uint64(19)),
    )


@inlined
def next_share(stream: Stream) -> tuple[float, Stream]:
    """A number from 0 up to, but not, 1; a multiple of 2**-53."""
    word, stream = next_word(stream)
    return np.float64(np.int64(word >> np.uint64(11))) * _UNIT, stream


@inlined
def next_wait(stream: Stream) -> tuple[float, Stream]:
    """A draw above 0 from the exponential law with mean 1.

    Source:
        Marsaglia and Tsang (2000), the ziggurat method; the layer comes from bits that
        the place in it does not use (Doornik 2005).
    """
    word, stream = next_word(stream)
    layer = word >> np.uint64(56)
    wait = _place(word) * _EDGES[layer]
    if wait < _EDGES[layer + np.uint64(1)]:
        return wait, stream
    return _rare_wait(layer, wait, stream)


@part
def _rare_wait(layer: np.uint64, wait: float, stream: Stream) -> tuple[float, Stream]:
    # About one draw in 90: the tail, or the part of a layer that the curve cuts.
    beyond = 0.0
    while wait >= _EDGES[layer + np.uint64(1)]:
        if layer == 0:
            beyond += TAIL  # what is left of an exponential wait is one again
        else:
            share, stream = next_share(stream)
            low, high = _HEIGHTS[layer], _HEIGHTS[layer + np.uint64(1)]
            if low + (high - low) * share < exp(-wait):
                break
        word, stream = next_word(stream)
        layer = word >> np.uint64(56)
        wait = _place(word) * _EDGES[layer]
    return beyond + wait, stream


@inlined
def _place(word: np.uint64) -> float:
    # Odd, so that no wait is 0: a wait over a total of 0 is then never in time.
    odd = ((word >> np.uint64(3)) & _MANTISSA) | np.uint64(1)
    return np.float64(np.int64(odd)) * _UNIT


@inlined
def _mixed(key: np.uint64) -> np.uint64:
    key = (key ^ (key >> np.uint64(30))) * _MIX1
    key = (key ^ (key >> np.uint64(27))) * _MIX2
    return key ^ (key >> np.uint64(31))
