"""Hand: how far a future is that is steered, and how it is steered from there."""

from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import part
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.lump import Lump
from forewarn.engine.rare.typical import IntArray


class Hand(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Room for how a future is steered."""

    #: Time, log weight, and the rates that steering adds and changes in all.
    clock: FloatArray
    #: Cell of time, cell of the window, code, and steps.
    at: IntArray
    #: Hazard and factor of each jump out of the code.
    hazard: FloatArray
    factor: FloatArray


TIME, WEIGHT, EXTRA, CHANGE = range(4)
CELL, OPENED, CODE, LOOPS = range(4)


@part
def new_hand(lump: Lump) -> Hand:
    """Room for one future after another."""
    most = 1
    for code in range(lump.jump_ptr.size - 1):
        most = max(most, lump.jump_ptr[code + 1] - lump.jump_ptr[code])
    return Hand(np.zeros(4), np.zeros(4, np.int64), np.zeros(most), np.zeros(most))
