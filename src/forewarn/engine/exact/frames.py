"""Frames: the branches of an instant, and what becomes of one as things come."""

from typing import NamedTuple

from forewarn.engine.exact.chain import Tree
from forewarn.engine.exact.explore import Room
from forewarn.engine.exact.index import Index, find_or_add
from forewarn.engine.exact.leaping import Leaping
from forewarn.engine.exact.walk import Codes, Walk
from forewarn.engine.kernel import inlined

#: Nodes made so far, among what is counted while exploring.
NODED = 4


class Nodes(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """A tree with room for more, and an index of its nodes."""

    tree: Tree
    known: Index


class Frames(NamedTuple):
    """Branches of an instant: the first is followed, the others are left for later."""

    #: Value of each variable; shape (frame, variable).
    values: Codes
    #: The columns below; shape (frame, 6).
    at: Codes
    #: Pulses so far; shape (frame, pulse).
    pulses: Codes


#: Columns of a frame: its code, clauses awake and clauses that are spent, its next
#: turn, its node, and how many pulses came.
CODE, AWAKE, SPENT, TURN, NODE, COUNT = range(6)


@inlined
def begin(frames: Frames, room: Room, code: int, node: int) -> None:
    """Begin an instant from the joint state that was taken apart."""
    for variable in range(room.values.size):
        frames.values[0, variable] = room.values[variable]
    for column in range(6):
        frames.at[0, column] = 0
    frames.at[0, CODE] = code
    frames.at[0, NODE] = node


@inlined
def come(walk: Walk, leaping: Leaping, frames: Frames, frame: int, pulse: int) -> None:
    """A jump or event comes, and wakes triggers; nothing for -1."""
    if pulse < 0:
        return
    frames.pulses[frame, frames.at[frame, COUNT]] = pulse
    frames.at[frame, COUNT] += 1
    frames.at[frame, CODE] += walk.moves[pulse, 0]
    variable = leaping.pulse_to[pulse, 0]
    if variable >= 0:
        frames.values[frame, variable] = leaping.pulse_to[pulse, 1]
    frames.at[frame, AWAKE] |= leaping.wakes[pulse] & ~frames.at[frame, SPENT]


@inlined
def draw(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    nodes: Nodes,
    frames: Frames,
    tally: Codes,
    frame: int,
    way: int,
) -> None:
    """Let a state be drawn."""
    pulse = pulse_of(leaping, frames, way)
    _make(walk, leaping, nodes, frames, tally, frame, leaping.ways[way, 3])
    come(walk, leaping, frames, frame, pulse)


@inlined
def try_way(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    nodes: Nodes,
    frames: Frames,
    tally: Codes,
    depth: int,
    way: int,
) -> int:
    """Let a way come and, in another branch, not come."""
    table = leaping.ways[way, 2]
    entry = leaping.chance_first[table]
    entry += cell_of(walk, leaping.chance_steps, frames, table)
    if leaping.comes[entry] and leaping.fails[entry]:
        copy(frames, 0, depth)
        _make(walk, leaping, nodes, frames, tally, depth, 2 * entry + 1)
        _make(walk, leaping, nodes, frames, tally, 0, 2 * entry)
        depth += 1
    if leaping.comes[entry]:
        come(walk, leaping, frames, 0, pulse_of(leaping, frames, way))
    return depth


@inlined
def _make(  # noqa: PLR0913, PLR0917  # as unfold
    walk: Walk,
    leaping: Leaping,
    nodes: Nodes,
    frames: Frames,
    tally: Codes,
    frame: int,
    factor: int,
) -> None:
    """Give a branch the node that has one more factor."""
    parent, new = frames.at[frame, NODE], tally[NODED]
    dense, keys, values = nodes.known
    number = find_or_add(dense, keys, values, parent * leaping.factors + factor, new)
    if number == new:
        nodes.tree.parent[new] = parent
        nodes.tree.factor[new] = factor
        tally[NODED] += 1
    frames.at[frame, NODE] = walk.possible.size + 1 + number


@inlined
def pulse_of(leaping: Leaping, frames: Frames, way: int) -> int:
    """The pulse of a way in the branch that is followed, -1 where it leads nowhere."""
    value = frames.values[0, leaping.ways[way, 0]]
    return int(leaping.way_pulse[leaping.ways[way, 1] + value])


@inlined
def cell_of(walk: Walk, steps: Codes, frames: Frames, table: int) -> int:
    """Cell of a table in the branch that is followed."""
    cell = 0
    for variable in range(walk.digits.shape[0]):
        cell += steps[table, walk.digits[variable, 1] + frames.values[0, variable]]
    return cell


@inlined
def any_holds(walk: Walk, leaping: Leaping, frames: Frames, woken: int) -> bool:
    """Whether the state condition of one of some clauses holds."""
    for clause in range(leaping.clause_table.size):
        if (woken >> clause) & 1:
            table = leaping.clause_table[clause]
            cell = leaping.after_first[table]
            cell += cell_of(walk, leaping.after_steps, frames, table)
            if leaping.after_truth[cell]:
                return True
    return False


@inlined
def copy(frames: Frames, source: int, target: int) -> None:
    """Put one branch in the place of another."""
    for variable in range(frames.values.shape[1]):
        frames.values[target, variable] = frames.values[source, variable]
    for column in range(frames.at.shape[1]):
        frames.at[target, column] = frames.at[source, column]
    for at in range(frames.pulses.shape[1]):
        frames.pulses[target, at] = frames.pulses[source, at]
