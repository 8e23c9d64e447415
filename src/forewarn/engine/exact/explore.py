"""Exploring: the joint states that can be reached, and the jumps between them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.chain import OUTSIDE, Block, Chain, Tree, in_order
from forewarn.engine.exact.index import Index, add_all, find_or_add, new_index, room_in
from forewarn.engine.exact.limits import Allowance, check_room, check_states
from forewarn.engine.exact.walk import Codes, Walk
from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.tables import Indices

#: What a jump does: lead on; answer for good; end all hope of the answer; be counted.
MOVES, HITS, ENDS, COUNTS = 0, 1, 2, 3
#: Jumps there is room for at first.
JUMPS = 2**16
#: Joint states looked at between two looks at the limits.
CHUNK = 100_000  # measured: about 0.1 s, so that a wish to stop is soon heard
#: Bytes of a jump, of a rewarded jump and of a joint state, found and in order.
JUMP, REWARD, STATE = 14, 24, 80  # and the vectors that are stepped


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The joint states that can be reached from some, and their chain."""

    #: Code of each joint state, rising; shape (joint state,).
    codes: Codes
    chain: Chain
    #: Where jumps bring others along: the nodes in place of entries, and the signals
    #: that are true in each rewarded jump, as bits; shape (reward,).
    tree: Tree | None = None
    true: Codes | None = None
    #: What each set of schedules does; and when, in years, which set has its turns.
    blocks: tuple[Block, ...] = ()
    dates: tuple[tuple[float, int], ...] = ()


class Found(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Joint states and jumps in the order of finding, with room for more."""

    codes: Codes
    #: Jumps, and rewarded jumps, before each joint state; shape (joint state + 1,).
    row_ptr: Codes
    reward_ptr: Codes
    #: As in a chain.
    column: Indices
    entry: Indices
    reward_entry: Indices
    reward_code: Codes


class Room(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Room for one joint state, taken apart."""

    #: Stage of each part of the memory; shape (part,).
    stages: Codes
    #: Value of each variable in play; shape (variable,).
    values: Codes
    #: Cell of each signal table; shape (table,).
    cells: Codes
    #: Units that may fire; shape (unit,).
    active: Codes


def explore(walk: Walk, starts: Codes, allowance: Allowance) -> Space:
    """The joint states that can be reached, and the jumps between them.

    Args:
        walk: How to step.
        starts: Codes to start from; no two alike.
        allowance: What it may use.

    Raises:
        NotComputable: if there are more joint states than allowed, or they do not fit
            into memory.
    """
    limit = allowance.states
    found, room = _new_found(walk, starts, limit), new_room(walk)
    index, at, count = _index_of(walk, starts, limit), 0, starts.size
    while at < count:
        check_states(count, limit=limit, more=True)
        if count + walk.most_jumps > room_in(index):
            index = _index_of(walk, found.codes[:count], limit)
        found = _with_room(found, at, walk.most_jumps)
        check_room(count, _bytes(found, at, count))
        most = min(limit, room_in(index) - walk.most_jumps)
        at, count = spread(walk, index, found, room, at, count, at + CHUNK, most)
    check_states(count, limit=limit)
    codes, chain = in_order(
        _chain_of(found, count), found.codes[:count], allowance.threads
    )
    return Space(codes=codes, chain=chain)


def _index_of(walk: Walk, codes: Codes, limit: int) -> Index:
    index = new_index(walk.codes, 4 * codes.size, limit)
    add_all(index, codes)
    return index


def _new_found(walk: Walk, starts: Codes, limit: int) -> Found:
    states = min(walk.codes, limit + walk.most_jumps) + 1
    found = Found(
        codes=np.empty(states, np.int64),
        row_ptr=np.empty(states + 1, np.int64),
        reward_ptr=np.empty(states + 1, np.int64),
        column=np.empty(JUMPS, np.uint32),
        entry=np.empty(JUMPS, np.uint32),
        reward_entry=np.empty(JUMPS, np.uint32),
        reward_code=np.empty(JUMPS, np.int64),
    )
    found.codes[: starts.size] = starts
    found.row_ptr[0] = found.reward_ptr[0] = 0
    return found


def new_room(walk: Walk) -> Room:
    """Room for one joint state of a walk."""
    return Room(
        stages=np.empty(walk.part_stride.size, np.int64),
        values=np.empty(walk.digits.shape[0], np.int64),
        cells=np.empty(walk.table_first.size, np.int64),
        active=np.empty(walk.units.shape[0], np.int64),
    )


def _with_room(found: Found, at: int, jumps: int) -> Found:
    """The joint states found, with room for the jumps out of one more."""
    if found.row_ptr[at] + jumps > found.column.size:
        wider = jumps + found.column.size
        found = found._replace(
            column=np.resize(found.column, found.column.size + wider),
            entry=np.resize(found.entry, found.entry.size + wider),
        )
    if found.reward_ptr[at] + jumps > found.reward_entry.size:
        size = jumps + 2 * found.reward_entry.size
        found = found._replace(
            reward_entry=np.resize(found.reward_entry, size),
            reward_code=np.resize(found.reward_code, size),
        )
    return found


def _bytes(found: Found, at: int, count: int) -> float:
    jumps, rewards = int(found.row_ptr[at]), int(found.reward_ptr[at])
    return 1.0 * STATE * count + JUMP * jumps + REWARD * rewards


def _chain_of(found: Found, count: int) -> Chain:
    jumps, rewards = int(found.row_ptr[count]), int(found.reward_ptr[count])
    return Chain(
        row_ptr=found.row_ptr[: count + 1].astype(np.uint64),
        column=found.column[:jumps],
        entry=found.entry[:jumps],
        reward_ptr=found.reward_ptr[: count + 1].astype(np.uint64),
        reward_entry=found.reward_entry[:rewards],
        reward_code=found.reward_code[:rewards],
    )


@kernel
def spread(  # noqa: PLR0913, PLR0917  # all that must last from call to call
    walk: Walk,
    index: Index,
    found: Found,
    room: Room,
    at: int,
    count: int,
    last: int,
    most: int,
) -> tuple[int, int]:
    """Look at joint states and add what they lead to, while there is room.

    Args:
        walk: How to step.
        index: Numbers of the codes found.
        found: What was found; added to.
        room: Room for one joint state.
        at: First joint state to look at.
        count: How many were found.
        last: The one after the last to look at.
        most: How many may be found before a call must end.

    Returns:
        The next to look at, and how many are found.
    """
    # Tuples are taken apart before the loop: each use inside cost ten times the sum.
    codes, row_ptr, reward_ptr, column, entries, reward_entry, reward_code = found
    dense, keys, values = index
    units, moves, possible, watch_ptr = (
        walk.units,
        walk.moves,
        walk.possible,
        walk.watch_ptr,
    )
    jump, reward = row_ptr[at], reward_ptr[at]
    while (
        at < min(count, last)
        and count <= most
        and jump + walk.most_jumps <= column.size
        and reward + walk.most_jumps <= reward_entry.size
    ):
        code = codes[at]
        for slot in range(take_apart(walk, code, room)):
            unit = room.active[slot]
            entry = first_entry(walk.units, walk.reads, walk.offsets, room.values, unit)
            for pulse in range(units[unit, 3], units[unit, 4]):
                if possible[entry]:
                    kind, added = MOVES, 0
                    if watch_ptr[pulse] < watch_ptr[pulse + 1]:
                        kind, added = see(walk, room, pulse)
                    after = code + moves[pulse, 0] + added
                    if kind in (HITS, COUNTS):
                        reward_entry[reward] = entry
                        reward_code[reward] = after
                        reward += 1
                    if kind in (HITS, ENDS):
                        column[jump] = OUTSIDE
                        entries[jump] = entry
                        jump += 1
                    elif after != code:
                        number = find_or_add(dense, keys, values, after, count)
                        if number == count:
                            codes[count] = after
                            count += 1
                        column[jump] = number
                        entries[jump] = entry
                        jump += 1
                entry += 1
        at += 1
        row_ptr[at] = jump
        reward_ptr[at] = reward
    return at, count


@inlined
def take_apart(walk: Walk, code: int, room: Room) -> int:
    """Fill in what a code stands for; returns how many units may fire."""
    digits, exits, steps, strides = (
        walk.digits,
        walk.exits,
        walk.table_steps,
        walk.part_stride,
    )
    stages, values, cells, active = room
    rest, count = code, 0
    for part in range(strides.size):
        stages[part] = rest // strides[part]
        rest -= stages[part] * strides[part]
    cells[:] = 0
    for at in range(digits.shape[0]):
        values[at] = rest // digits[at, 0]
        rest -= values[at] * digits[at, 0]
        place = digits[at, 1] + values[at]
        for table in range(cells.size):
            cells[table] += steps[table, place]
        for unit in range(exits[place], exits[place + 1]):
            active[count] = unit
            count += 1
    for unit in range(exits[exits.size - 1], active.size):
        active[count] = unit
        count += 1
    return count


@inlined
def first_entry(
    units: Codes, reads: Codes, offsets: Codes, values: Codes, unit: int
) -> int:
    """Entry of a unit's first pulse, with the variables at some values."""
    cell = 0
    for read in range(units[unit, 0], units[unit, 1]):
        cell += offsets[reads[read, 1] + values[reads[read, 0]]]
    return int(units[unit, 2] + (units[unit, 4] - units[unit, 3]) * cell)


@inlined
def see(walk: Walk, room: Room, pulse: int) -> tuple[int, int]:
    """What a watched pulse does, and what memory adds to the code."""
    true = 0
    source, target = walk.moves[pulse, 1], walk.moves[pulse, 2]
    for at in range(walk.watch_ptr[pulse], walk.watch_ptr[pulse + 1]):
        table = walk.watches[at, 1]
        cell = walk.table_first[table] + room.cells[table]
        cell += walk.table_steps[table, target] - walk.table_steps[table, source]
        if walk.truth[cell]:
            true |= 1 << walk.watches[at, 0]
    return remember(walk, room.stages, true)


@inlined
def remember(walk: Walk, stages: Codes, true: int) -> tuple[int, int]:
    """What an instant does to memory.

    Args:
        walk: How to step.
        stages: Stage of each part before it; shape (part,).
        true: Signals that are true in it, as bits.

    Returns:
        Its kind, and what it adds to the code.
    """
    if true == 0:
        return MOVES, 0
    if walk.part_stride.size == 0:
        return COUNTS, 0
    added, complete = 0, walk.absorbing
    for part in range(walk.part_stride.size):
        turn, last = walk.part_ptr[part] + stages[part], walk.part_ptr[part + 1]
        waited = (true >> turn) & ((1 << (last - turn)) - 1)
        if waited > 1:
            return ENDS, 0
        added += waited * walk.part_stride[part]
        complete = complete and turn + waited == last
    return (HITS if complete else MOVES), added


@kernel
def remember_starts(walk: Walk, true: Codes, kinds: Codes, added: Codes) -> None:
    """What the start does to memory, for each of some starts; shape (start,) each."""
    stages = np.zeros(walk.part_stride.size, np.int64)
    for at in range(true.size):
        kinds[at], added[at] = remember(walk, stages, true[at])
