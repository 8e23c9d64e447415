"""Unfolding: every way that the instants out of a joint state may go.

An instant ends in several ways, each with a chance that hangs on the world. A *node* is
such a chance, still symbolic: the hazard of an entry, or 1, times a factor for each
thing that came or did not come. This does what ``engine.instants`` says in plain words.
"""

from typing import NamedTuple

from forewarn.engine.exact.chain import OUTSIDE, Tree
from forewarn.engine.exact.explore import (
    COUNTS,
    ENDS,
    HITS,
    Room,
    first_entry,
    remember,
    take_apart,
)
from forewarn.engine.exact.frames import (
    AWAKE,
    CODE,
    COUNT,
    NODE,
    NODED,
    SPENT,
    TURN,
    Frames,
    Nodes,
    any_holds,
    begin,
    cell_of,
    come,
    copy,
    draw,
    pulse_of,
    try_way,
)
from forewarn.engine.exact.index import Index, find_or_add
from forewarn.engine.exact.leaping import Leaping
from forewarn.engine.exact.walk import Codes, Walk
from forewarn.engine.kernel import inlined, kernel, part
from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Indices


class Found(NamedTuple):
    """Joint states and jumps in the order of finding, with room for more.

    A row is what one kind of instant does to one joint state: jumps and events come
    first, then each set of schedules.
    """

    codes: Codes
    #: Jumps, and rewarded jumps, before each row; shape (row + 1,).
    row_ptr: Codes
    reward_ptr: Codes
    #: As in a chain, with nodes in place of entries.
    column: Indices
    node: Indices
    reward_node: Indices
    reward_code: Codes
    #: Signals that are true in the instant of each rewarded jump, as bits.
    reward_true: Codes


#: What is counted while exploring: joint states looked at and found, jumps, rewarded
#: jumps; nodes come last.
AT, FOUND, JUMPED, REWARDED = range(4)


@kernel
def fill_nodes(
    tree: Tree,
    hazards: FloatArray,
    chances: FloatArray,
    numbers: FloatArray,
    values: FloatArray,
) -> None:
    """Fill in the value of every node in one world.

    Args:
        tree: The nodes.
        hazards: Hazard of each entry, per year; shape (entry,).
        chances: Every chance; shape (chance entry,).
        numbers: Every number; shape (number,).
        values: To fill; shape (entry + 1 + node,).
    """
    for entry in range(hazards.size):
        values[entry] = hazards[entry]
    values[hazards.size] = 1.0
    for node in range(tree.parent.size):
        factor = tree.factor[node]
        if factor >= 2 * chances.size:
            value = numbers[factor - 2 * chances.size]
        elif factor % 2:
            value = 1.0 - chances[factor // 2]
        else:
            value = chances[factor // 2]
        values[hazards.size + 1 + node] = values[tree.parent[node]] * value


@kernel
def unfold(  # noqa: PLR0913, PLR0917  # all that must last from call to call
    walk: Walk,
    leaping: Leaping,
    index: Index,
    nodes: Nodes,
    found: Found,
    room: Room,
    frames: Frames,
    tally: Codes,
    last: int,
) -> bool:
    """Look at joint states and add what they lead to, while there is room.

    Args:
        walk: How to step.
        leaping: What may leap.
        index: Numbers of the codes found.
        nodes: Nodes found.
        found: Joint states and jumps found; added to, as all others.
        room: Room for one joint state.
        frames: Room for the branches of an instant.
        tally: What is counted.
        last: The joint state after the last to look at.

    Returns:
        Whether there was no room for all that one joint state leads to.
    """
    while tally[AT] < min(tally[FOUND], last):
        jumped, rewarded = tally[JUMPED], tally[REWARDED]
        if not _unfold_one(walk, leaping, index, nodes, found, room, frames, tally):
            tally[JUMPED], tally[REWARDED] = jumped, rewarded
            return True
        tally[AT] += 1
    return False


@part
def _unfold_one(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    index: Index,
    nodes: Nodes,
    found: Found,
    room: Room,
    frames: Frames,
    tally: Codes,
) -> bool:
    """Look at one joint state; false if there is no room."""
    code, sets = found.codes[tally[AT]], leaping.set_ptr.size - 1
    row, none = tally[AT] * (sets + 1), leaping.set_ptr[0]
    for slot in range(take_apart(walk, code, room)):
        unit = room.active[slot]
        entry = first_entry(walk.units, walk.reads, walk.offsets, room.values, unit)
        for pulse in range(walk.units[unit, 3], walk.units[unit, 4]):
            if walk.possible[entry]:
                begin(frames, room, code, entry)
                come(walk, leaping, frames, 0, pulse)
                if not _follow(
                    walk, leaping, index, nodes, found, room, frames, tally, none
                ):
                    return False
            entry += 1
    found.row_ptr[row + 1] = tally[JUMPED]
    found.reward_ptr[row + 1] = tally[REWARDED]
    for turns in range(sets):
        begin(frames, room, code, walk.possible.size)
        frames.at[0, TURN] = leaping.set_ptr[turns]
        last = leaping.set_ptr[turns + 1]
        if not _follow(walk, leaping, index, nodes, found, room, frames, tally, last):
            return False
        found.row_ptr[row + turns + 2] = tally[JUMPED]
        found.reward_ptr[row + turns + 2] = tally[REWARDED]
    return True


@part
def _follow(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    index: Index,
    nodes: Nodes,
    found: Found,
    room: Room,
    frames: Frames,
    tally: Codes,
    last: int,
) -> bool:
    """Follow an instant along all its branches; false if there is no room.

    Args:
        walk: As for ``unfold``, like all but the last.
        leaping: As there.
        index: As there.
        nodes: As there.
        found: As there.
        room: As there.
        frames: As there, with the instant begun in the first.
        tally: As there.
        last: The turn after the last one; 0 where nothing is scheduled.
    """
    depth = 1
    while depth > 0:
        # One thing that is tried makes at most a node for each way.
        if tally[NODED] + leaping.ways.shape[0] + 2 > nodes.tree.parent.size:
            return False
        if frames.at[0, AWAKE]:
            depth = _test_trigger(walk, leaping, nodes, frames, tally, depth)
        elif frames.at[0, TURN] < last:
            depth = _take_turn(walk, leaping, nodes, frames, tally, depth)
        else:
            if not _finish(walk, index, found, room, frames, tally, last):
                return False
            depth -= 1
            copy(frames, depth, 0)
    return True


@inlined
def _test_trigger(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    nodes: Nodes,
    frames: Frames,
    tally: Codes,
    depth: int,
) -> int:
    """Test the first trigger that is awake; returns how many branches there are."""
    trigger = 0
    while frames.at[0, AWAKE] & leaping.trigger_clauses[trigger] == 0:
        trigger += 1
    clauses = leaping.trigger_clauses[trigger]
    woken = frames.at[0, AWAKE] & clauses
    frames.at[0, AWAKE] &= ~clauses
    way = leaping.trigger_way[trigger]
    if pulse_of(leaping, frames, way) < 0:
        return depth
    if not any_holds(walk, leaping, frames, woken):
        return depth
    frames.at[0, SPENT] |= clauses
    return try_way(walk, leaping, nodes, frames, tally, depth, way)


@inlined
def _take_turn(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    nodes: Nodes,
    frames: Frames,
    tally: Codes,
    depth: int,
) -> int:
    """Take the next turn of a schedule; returns how many branches there are."""
    turn = frames.at[0, TURN]
    frames.at[0, TURN] += 1
    first, last = leaping.turns[turn, 0], leaping.turns[turn, 1]
    if leaping.turns[turn, 2] == 0:
        if pulse_of(leaping, frames, first) < 0:
            return depth
        return try_way(walk, leaping, nodes, frames, tally, depth, first)
    here = -1  # the state that is drawn in the branch that is followed
    for way in range(first, last):
        if leaping.drawn[way]:
            if here >= 0:
                copy(frames, 0, depth)
                draw(walk, leaping, nodes, frames, tally, depth, way)
                depth += 1
            else:
                here = way
    draw(walk, leaping, nodes, frames, tally, 0, here)
    return depth


@inlined
def _finish(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    index: Index,
    found: Found,
    room: Room,
    frames: Frames,
    tally: Codes,
    last: int,
) -> bool:
    """Note where a branch ends; false if there is no room."""
    true, counted = _see(walk, frames)
    kind, added = remember(walk, room.stages, true & walk.watched)
    rewards = 1 if kind == HITS else 0
    if kind == COUNTS:
        rewards = counted
    if (
        tally[REWARDED] + rewards > found.reward_node.size
        or tally[JUMPED] == found.column.size
        or tally[FOUND] == found.codes.size
    ):
        return False
    code, node = frames.at[0, CODE] + added, frames.at[0, NODE]
    for reward in range(tally[REWARDED], tally[REWARDED] + rewards):
        found.reward_node[reward] = node
        found.reward_code[reward] = code
        found.reward_true[reward] = true
    tally[REWARDED] += rewards
    outside = kind in (HITS, ENDS)
    # What is scheduled leads on to where it stays, too, so that nothing is subtracted.
    if outside or last > 0 or code != found.codes[tally[AT]]:
        column = OUTSIDE if outside else _number(index, found, tally, code)
        found.column[tally[JUMPED]] = column
        found.node[tally[JUMPED]] = node
        tally[JUMPED] += 1
    return True


@inlined
def _number(index: Index, found: Found, tally: Codes, code: int) -> int:
    """Number of a joint state, which may be new."""
    dense, keys, values = index
    number = find_or_add(dense, keys, values, code, tally[FOUND])
    if number == tally[FOUND]:
        found.codes[number] = code
        tally[FOUND] += 1
    return number


@inlined
def _see(walk: Walk, frames: Frames) -> tuple[int, int]:
    """Signals true in the instant, as bits, and pulses for which the first is."""
    true, counted = 0, 0
    for at in range(frames.at[0, COUNT]):
        pulse, mine = frames.pulses[0, at], 0
        for watch in range(walk.watch_ptr[pulse], walk.watch_ptr[pulse + 1]):
            table = walk.watches[watch, 1]
            cell = walk.table_first[table]
            cell += cell_of(walk, walk.table_steps, frames, table)
            if walk.truth[cell]:
                mine |= 1 << walk.watches[watch, 0]
        true |= mine
        counted += mine & 1
    return true, counted
