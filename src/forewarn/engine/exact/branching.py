"""Branching: joint states and jumps where one jump or date may bring others along."""

from dataclasses import replace

import numpy as np

from forewarn.engine.exact.ancestors import Part
from forewarn.engine.exact.chain import Block, Chain, Ends, Tree, in_order
from forewarn.engine.exact.explore import Space, explore, new_room
from forewarn.engine.exact.frames import NODED, Frames, Nodes
from forewarn.engine.exact.index import Index, add_all, new_index
from forewarn.engine.exact.leaping import (
    Leaping,
    build_leaping,
    dates_in,
    sets_in,
)
from forewarn.engine.exact.limits import Allowance, check_room, check_states
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.exact.unfold import (
    AT,
    FOUND,
    JUMPED,
    REWARDED,
    Found,
    unfold,
)
from forewarn.engine.exact.walk import Codes, Walk

#: Joint states, jumps and nodes there is room for at first.
STATES, JUMPS, NODES = 2**10, 2**14, 2**10
#: Joint states looked at between two looks at the limits.
CHUNK = 10_000  # measured: about 0.1 s, so that a wish to stop is soon heard
#: Bytes of a jump, of a rewarded jump and of a row, found and in order.
JUMP, REWARD, ROW = 24, 48, 32


def find_space(
    terrain: Terrain, part: Part, walk: Walk, starts: Codes, allowance: Allowance
) -> Space:
    """The joint states that can be reached, and all that leads from one to the next.

    Args:
        terrain: The network, in some worlds.
        part: The part of it in play.
        walk: How to step.
        starts: Codes to start from; no two alike.
        allowance: What it may use.

    Raises:
        NotComputable: if there are more joint states than allowed, they do not fit
            into memory, or too many triggers are in play.
    """
    if not part.leaps:
        return explore(walk, starts, allowance)
    space = explore_leaps(walk, build_leaping(terrain, part, walk), starts, allowance)
    sets = sets_in(terrain, part)
    dates = [(years, sets.index(turns)) for years, turns in dates_in(terrain, part)]
    return replace(space, dates=tuple(dates))


def explore_leaps(
    walk: Walk, leaping: Leaping, starts: Codes, allowance: Allowance
) -> Space:
    """The joint states that can be reached, by hazards and by leaps.

    Args:
        walk: How to step.
        leaping: What may leap.
        starts: Codes to start from; no two alike.
        allowance: What it may use.

    Raises:
        NotComputable: if there are more joint states than allowed, or they do not fit
            into memory.
    """
    limit, found = allowance.states, _new_found(starts, leaping.set_ptr.size)
    index, nodes = _index_of(walk, found, starts.size, limit), _new_nodes()
    frames, room = _new_frames(walk, leaping), new_room(walk)
    tally = np.array([0, starts.size, 0, 0, 0])
    while tally[AT] < tally[FOUND]:
        check_states(int(tally[FOUND]), limit=limit, more=True)
        check_room(int(tally[FOUND]), _bytes(tally, leaping.set_ptr.size))
        last = int(tally[AT]) + CHUNK
        if unfold(walk, leaping, index, nodes, found, room, frames, tally, last):
            found = _more_found(found)
            nodes = _more_nodes(nodes, leaping, int(tally[NODED]))
            index = _index_of(walk, found, int(tally[FOUND]), limit)
    check_states(int(tally[FOUND]), limit=limit)
    return _space(found, nodes, tally, leaping, allowance.threads)


def _new_found(starts: Codes, blocks: int) -> Found:
    states = STATES + starts.size
    found = Found(
        codes=np.empty(states, np.int64),
        row_ptr=np.zeros(states * blocks + 1, np.int64),
        reward_ptr=np.zeros(states * blocks + 1, np.int64),
        column=np.empty(JUMPS, np.uint32),
        node=np.empty(JUMPS, np.uint32),
        reward_node=np.empty(JUMPS, np.uint32),
        reward_code=np.empty(JUMPS, np.int64),
        reward_true=np.empty(JUMPS, np.int64),
    )
    found.codes[: starts.size] = starts
    return found


def _more_found(found: Found) -> Found:
    """What was found, with twice the room."""
    wider = {
        name: np.resize(array, 2 * array.size)
        for name, array in found._asdict().items()
    }
    return Found(**wider)


def _new_nodes() -> Nodes:
    none = np.empty(NODES, np.int64)
    return Nodes(Tree(none, none.copy()), _searched(NODES))


def _more_nodes(nodes: Nodes, leaping: Leaping, known: int) -> Nodes:
    """The nodes found, with twice the room."""
    tree = Tree(*(np.resize(array, 2 * array.size) for array in nodes.tree))
    index = _searched(tree.parent.size)
    add_all(index, tree.parent[:known] * leaping.factors + tree.factor[:known])
    return Nodes(tree, index)


def _searched(room: int) -> Index:
    return new_index(2**62, room, 0)


def _index_of(walk: Walk, found: Found, count: int, limit: int) -> Index:
    index = new_index(walk.codes, found.codes.size, limit)
    add_all(index, found.codes[:count])
    return index


def _new_frames(walk: Walk, leaping: Leaping) -> Frames:
    triggers, turns = leaping.trigger_way.size, leaping.turns
    options = int((turns[:, 1] - turns[:, 0]).sum())
    frames = options + triggers + 2
    return Frames(
        values=np.zeros((frames, walk.digits.shape[0]), np.int64),
        at=np.zeros((frames, 6), np.int64),
        pulses=np.zeros((frames, 1 + triggers + len(turns)), np.int64),
    )


def _bytes(tally: Codes, blocks: int) -> float:
    jumps, rewards = float(tally[JUMPED]), float(tally[REWARDED])
    return ROW * blocks * float(tally[FOUND]) + JUMP * jumps + REWARD * rewards


def _space(
    found: Found, nodes: Nodes, tally: Codes, leaping: Leaping, threads: int
) -> Space:
    count, states = leaping.set_ptr.size, int(tally[FOUND])
    order = np.argsort(found.codes[:states])
    first, *blocks = (
        _block(found, slice(block, states * count, count), order, threads)
        for block in range(count)
    )
    return Space(
        codes=found.codes[order],
        chain=first.chain,
        tree=Tree(*(array[: tally[NODED]] for array in nodes.tree)),
        true=first.true,
        blocks=tuple(blocks),
    )


def _block(found: Found, rows: slice, order: Codes, threads: int) -> Block:
    jumps, row_ptr = _rows_of(found.row_ptr, rows)
    rewards, reward_ptr = _rows_of(found.reward_ptr, rows)
    chain = Chain(
        row_ptr=row_ptr,
        column=found.column[jumps],
        entry=found.node[jumps],
        reward_ptr=reward_ptr,
        reward_entry=found.reward_node[rewards],
        reward_code=found.reward_code[rewards],
    )
    _, ordered = in_order(chain, found.codes[: order.size], threads)
    moved, _ = _rows_of(reward_ptr, order)
    return Block(ordered, found.reward_true[rewards][moved])


def _rows_of(ends: Codes | Ends, rows: slice | Codes) -> tuple[Codes, Ends]:
    """Places of what stands in some rows, and where these rows then begin."""
    ends = ends.astype(np.int64)
    first, sizes = ends[:-1][rows], np.diff(ends)[rows]
    begins = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    shift = np.repeat(first - begins[:-1], sizes)
    return shift + np.arange(begins[-1]), begins.astype(np.uint64)
