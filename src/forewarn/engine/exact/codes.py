"""Codes: what holds in the joint states that codes number."""

import numpy as np

from forewarn.engine.exact.walk import Codes, Walk
from forewarn.engine.tables import Truths


def values_of(walk: Walk, codes: Codes, at: int) -> Codes:
    """Value of one variable in play; shape (code,)."""
    stride = walk.digits[at, 0]
    return np.asarray(codes // stride % walk.radix[at])


def stages_of(walk: Walk, codes: Codes, part: int) -> Codes:
    """Stage of one part of the memory; shape (code,)."""
    signals = walk.part_ptr[part + 1] - walk.part_ptr[part]
    return np.asarray(codes // walk.part_stride[part] % (signals + 1))


def holds_in(walk: Walk, codes: Codes, table: int) -> Truths:
    """In which joint states the condition of a signal table holds; shape (code,)."""
    cells = np.full(codes.size, walk.table_first[table])
    for at, (_, first) in enumerate(walk.digits):
        steps = walk.table_steps[table, first : first + walk.radix[at]]
        if steps.any():
            cells += steps[values_of(walk, codes, at)]
    return np.asarray(walk.truth[cells])
