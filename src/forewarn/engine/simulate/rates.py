"""Rates: the hazards of one future's slots, their sums, and the pick among them."""

from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.layout import FAN
from forewarn.engine.simulate.steps import Index
from forewarn.engine.tables import Indices

FloatArray = npt.NDArray[np.float64]

#: The total is summed anew when it falls by this much: what rounding left of large
#: rates would else be large beside small ones.
FALL: Final = 1e-6
#: It is summed anew after each jump where hazards differ by more than this.
SPAN: Final = 1e8

_FAN: Final = np.uint64(FAN)
_SHIFT: Final = np.uint64(FAN.bit_length() - 1)
_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)


@inlined
def change_rate(level: Indices, sums: FloatArray, slot: Index, rate: float) -> float:
    """Give a slot a rate; returns what that adds to the total."""
    change = rate - float(sums[slot])
    sums[slot] = rate
    node = slot
    for above in range(_ONE, np.uint64(level.size) - _ONE):
        node >>= _SHIFT
        sums[level[above] + node] += change
    return change


@inlined
def add_up(level: Indices, sums: FloatArray) -> float:
    """Sum the rates anew, level by level; returns the total."""
    last = np.uint64(level.size) - np.uint64(2)
    for below in range(_NONE, last):
        for node in range(_NONE, (level[below + _ONE] - level[below]) >> _SHIFT):
            first = level[below] + (node << _SHIFT)
            sums[level[below + _ONE] + node] = _sum(sums, first, first + _FAN)
    return _sum(sums, level[last], level[last + _ONE])


@inlined
def pick_slot(level: Indices, sums: FloatArray, at: float) -> tuple[Index, float, bool]:
    """The slot that holds a place among the rates laid end to end.

    Returns:
        The slot, how far into its rate the place lies, and whether there is one:
        rounding can leave the place past the last rate.
    """
    above = np.uint64(level.size) - np.uint64(2)
    slot, at, found = _pick_node(sums, level[above], level[above + _ONE], at)
    while found and above > _NONE:
        above -= _ONE
        first = level[above] + ((slot - level[above + _ONE]) << _SHIFT)
        slot, at, found = _pick_node(sums, first, first + _FAN, at)
    return slot, at, found


@part
def last_slot(level: Indices, sums: FloatArray) -> Index:
    """The last slot whose rate is above 0, or the first of all."""
    slot = np.uint64(level[1]) - _ONE
    while slot > _NONE and sums[slot] <= 0.0:
        slot -= _ONE
    return slot


@inlined
def _sum(values: FloatArray, first: Index, last: Index) -> float:
    total = 0.0
    for at in range(first, last):
        total += values[at]
    return total


@inlined
def _pick_node(
    sums: FloatArray, first: Index, last: Index, at: float
) -> tuple[Index, float, bool]:
    node = np.uint64(first)
    while at >= sums[node]:
        at -= sums[node]
        node += _ONE
        if node == last:
            return node, at, False
    return node, at, True
