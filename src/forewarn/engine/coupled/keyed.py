"""Keyed draws: a stream for each thing that chance decides, whatever else there is.

The stream of a transition, an event, a start, a schedule's date or a trigger hangs on
nothing but seed, world, future and the name of the thing. So two cases that differ in
one place have the same luck everywhere else.
"""

from collections.abc import Iterable
from hashlib import sha256
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined
from forewarn.engine.simulate.steps import Index

Words = npt.NDArray[np.uint64]

_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX1: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX2: Final = np.uint64(0x94D049BB133111EB)
_UNIT: Final = 2.0**-53


def keys_of(what: str, names: Iterable[str]) -> Words:
    """A key for each of some things, by its kind and its name; shape (name,)."""
    digests = [sha256(f"{what}:{name}".encode()).digest() for name in names]
    return np.array([int.from_bytes(d[:8], "little") for d in digests], np.uint64)


@inlined
def future_key(seed: np.uint64, world: np.uint64, future: np.uint64) -> np.uint64:
    """The key of one future, by SplitMix64 of (seed, world, future)."""
    key = mixed(seed + _GOLDEN)
    key = mixed((key ^ world) + _GOLDEN)
    return mixed((key ^ future) + _GOLDEN)


@inlined
def first_word(luck: np.uint64, key: np.uint64) -> np.uint64:
    """Where the stream of one thing begins, by the key of its future and its own."""
    return mixed((luck ^ key) + _GOLDEN)


@inlined
def share_at(word: np.uint64, place: np.uint64) -> float:
    """The draw at some place of a stream, counted from 0; from 0 up to, but not, 1.

    Source:
        Steele, Lea and Flood (2014), SplitMix64.
    """
    drawn = mixed(word + (place + np.uint64(1)) * _GOLDEN)
    return np.float64(np.int64(drawn >> np.uint64(11))) * _UNIT


@inlined
def next_share(words: Words, stream: Index) -> float:
    """The next draw of a stream, from 0 up to, but not, 1."""
    word = words[stream]
    words[stream] = word + _GOLDEN
    return share_at(word, np.uint64(0))


@inlined
def next_wait(words: Words, stream: Index) -> float:
    """The next draw of a stream, above 0, from the exponential law with mean 1."""
    # By inversion, so that each wait takes one word. Odd, so that none is 0.
    words[stream] += _GOLDEN
    odd = (mixed(words[stream]) >> np.uint64(11)) | np.uint64(1)
    return -log(np.float64(np.int64(odd)) * _UNIT)


@inlined
def mixed(key: np.uint64) -> np.uint64:
    """The bits of a word, well mixed."""
    key = (key ^ (key >> np.uint64(30))) * _MIX1
    key = (key ^ (key >> np.uint64(27))) * _MIX2
    return key ^ (key >> np.uint64(31))
