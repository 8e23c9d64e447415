"""Lumps: a few variables around a question, with all others as they typically are.

A *code* numbers a joint state of the lump's variables together with what the question
remembers: ``state * memories + memory``. Nothing that a lump leaves out or gets wrong
can bias an answer: it only says where futures should be steered.
"""

from collections.abc import Sequence
from math import prod
from typing import Final, NamedTuple

from forewarn.engine.exact.chain import Ends
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.simulate.watch import KINDS, STAGES, WINDOW
from forewarn.engine.tables import Indices, Truths
from forewarn.model.case import QuestionKind

#: Codes that a lump may have: more cost more in each world than they guide.
CODES: Final = 1500  # solved in about 4 ms


class Lump(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """A lump: its codes, the jumps between them, and when schedules have turns."""

    #: What is remembered: ``STAGES``, ``WINDOW`` or ``STATE``; and in how many ways.
    kind: int
    memories: int
    #: Variables, and what a step of each adds to the number of the joint state.
    variable: IntArray
    stride: IntArray
    #: What each code is worth at the end; shape (code + 2,): then a hit, and an end.
    worth: FloatArray
    #: Jumps out of each code: ``jump_ptr[c]:jump_ptr[c + 1]``.
    jump_ptr: IntArray
    #: Pulse of each jump, its unit, its place in it, and whether that is the last.
    jump_pulse: IntArray
    jump_unit: IntArray
    jump_place: IntArray
    jump_last: Truths
    #: Typical hazard of each jump.
    jump_hazard: IntArray
    #: Codes each jump leads to, with chances: ``out_ptr[j]:out_ptr[j + 1]``; and those
    #: that each code leads to: ``way_ptr[c]:way_ptr[c + 1]``.
    out_ptr: IntArray
    way_ptr: Ends
    out_code: Indices
    out_chance: FloatArray
    #: Entries a typical hazard is the mean of: ``mean_ptr[h]:mean_ptr[h + 1]``.
    mean_ptr: IntArray
    mean_entry: IntArray
    mean_last: Truths
    #: Share of each entry in each part of the time; shape (part, entry of a mean).
    mean_share: FloatArray
    #: Cells of time, in years, and the part of the time and the block at the beginning
    #: of each, -1 for none; then the cells of a window after its onset.
    edge: FloatArray
    part: IntArray
    block: IntArray
    window: FloatArray
    #: Where each code leads in a block: ``turn_ptr[b * codes + c]`` on.
    turn_ptr: IntArray
    turn_code: IntArray
    turn_chance: FloatArray


def codes_of(network: Network, variables: Sequence[int], memories: int) -> int:
    """Codes that a lump of some variables would have."""
    return prod(int(network.state_counts[v]) for v in variables) * memories


def memories_of(kind: QuestionKind, conditions: int) -> int:
    """In how many ways a question of some kind remembers."""
    return {STAGES: conditions, WINDOW: 2}.get(KINDS[kind], 1)
