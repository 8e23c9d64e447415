"""An index: the number of each code found, by its place or by a search."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.walk import Codes
from forewarn.engine.kernel import inlined, kernel

Numbers = npt.NDArray[np.int32]

#: Codes up to which each has a place in one array, and none needs a search.
DENSE = 2**26  # measured: a fifth faster than searching; 256 MB while exploring
#: How many times more codes than numbers there may be for that to pay.
SPARSE = 16  # measured: emptying the array takes 0.1 ns a code, a search 20 ns
#: Where a code has no number yet.
EMPTY = -1


class Index(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Number of each code found."""

    #: Number of each code, or ``EMPTY``; shape (code,), or (0,) where there is a table.
    dense: Numbers
    #: Codes in a hash table, and their numbers; a power of two of slots, or none.
    keys: Codes
    values: Numbers


def new_index(codes: int, room: int, most: int) -> Index:
    """An empty index.

    Args:
        codes: How many codes there are.
        room: How many shall find a place, where not all codes do.
        most: How many there will be at most.
    """
    none, no_key = np.empty(0, np.int32), np.empty(0, np.int64)
    if codes <= min(DENSE, SPARSE * most):
        return Index(np.full(codes, EMPTY, np.int32), no_key, none)
    slots = 1 << max(16, (2 * room).bit_length())
    return Index(none, np.full(slots, EMPTY, np.int64), np.empty(slots, np.int32))


def room_in(index: Index) -> int:
    """How many codes an index has room for."""
    # A table over half full would search too long; one array holds every code.
    return index.keys.size // 2 if index.keys.size else DENSE


@inlined
def slot_of(keys: Codes, code: int) -> int:
    """Slot of a code in a hash table, or the free one where it would go."""
    mask = keys.size - 1
    mixed = np.uint64(code) * np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio
    slot = np.int64(mixed >> np.uint64(24)) & mask
    while keys[slot] != EMPTY and keys[slot] != code:
        slot = (slot + 1) & mask
    return int(slot)


@inlined
def find_or_add(
    dense: Numbers, keys: Codes, values: Numbers, code: int, number: int
) -> int:
    """Number of a code; it gets this one if it has none."""
    # The index in its parts: taking a tuple apart here doubled the time of exploring.
    if dense.size:
        if dense[code] == EMPTY:
            dense[code] = number
        return int(dense[code])
    slot = slot_of(keys, code)
    if keys[slot] == EMPTY:
        keys[slot] = code
        values[slot] = number
    return int(values[slot])


@kernel
def add_all(index: Index, codes: Codes) -> None:
    """Number some new codes by their places."""
    for number in range(codes.size):
        find_or_add(index.dense, index.keys, index.values, codes[number], number)
