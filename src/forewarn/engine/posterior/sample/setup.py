"""Setup: all that chains of one case at one date are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from forewarn.engine.exact.limits import SHARE, free_memory
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.posterior.past.laid import lay_with_past
from forewarn.engine.posterior.sample.account import Account, new_account
from forewarn.engine.posterior.sample.chain import Blocks, Chain
from forewarn.engine.posterior.sample.coordinates import Coordinates, find_coordinates
from forewarn.engine.posterior.sample.facts import Found, find_facts
from forewarn.engine.posterior.sample.groups import (
    Groups,
    find_groups,
    new_told,
)
from forewarn.engine.posterior.sample.instant import new_play
from forewarn.engine.posterior.sample.lay import Lay
from forewarn.engine.posterior.sample.rows import Rows, new_rows
from forewarn.engine.posterior.sample.turns import (
    SHARED_OFTEN,
    WIDE_OFTEN,
    Shared,
    Turns,
)
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths
from forewarn.errors import NotComputable
from forewarn.model.case import Case

#: Joint states of one block.
CODES = 256  # above this one sweep takes over 0.1 s
#: Share of the groups that a factor moves, above which it is wide.
MOST_GROUPS = 0.5
#: Trajectories at once: what a chain is at, goes to and came from, in four chains.
COPIES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """All that chains are made of, and do not change."""

    network: Network
    case: Case
    coordinates: Coordinates
    turns: Turns
    blocks: Blocks
    found: Found
    before: Account

    def turns_of_one(self) -> Turns:
        """What moves the numbers of one chain: told of by its own trajectory."""
        names = len(self.coordinates.names)
        return self.turns._replace(told=new_told(self.turns.groups, names))

    def chain(self, room: int) -> Chain:
        """A chain that has not begun, with room for so many rows.

        Raises:
            NotComputable: if that takes more memory than there is.
        """
        lay = self.turns.lay
        entries, chances = lay.hazards.rate.size, lay.chances.rate.size
        numbers, ground = len(self.network.numbers), lay.ground
        return Chain(
            z=np.zeros(len(self.coordinates.names)),
            x=np.zeros(numbers),
            hazards=np.zeros(entries),
            chances=np.zeros(chances),
            room=np.zeros(entries),
            rows=grow(self.found.rows, room),
            grid=new_rows(len(self.network.variables), room),
            play=new_play(
                int(ground.clause_trigger.max(initial=-1)) + 1,
                ground.clause_trigger.size,
            ),
            account=new_account(entries, chances, numbers, ground.unit_width.size),
        )


def set_up(network: Network, leaps: Leaps, case: Case, as_of: date) -> Setup:
    """All that chains of a case at a date are made of.

    Args:
        network: The network of the case.
        leaps: Its schedules and triggers.
        case: The case.
        as_of: The day.

    Raises:
        NotComputable: if sampling cannot hold what is known, or variables that
            triggers tie together have too many joint states.
    """
    if any(day <= as_of for _, day in case.adopted):
        raise NotComputable(
            "a measure is adopted by the day of the evidence; adopt it after that day"
        )
    lay, before, _ = lay_with_past(network, leaps, case)
    coordinates = find_coordinates(network, case)
    found = find_facts(network, leaps, case, as_of)
    groups = find_groups(lay, coordinates)
    return Setup(
        network=network,
        case=case,
        coordinates=coordinates,
        turns=Turns(
            lay=lay,
            doubts=coordinates.doubts,
            groups=groups,
            shared=_shared(coordinates, groups),
            pick=_picks(coordinates, groups),
            told=new_told(groups, len(coordinates.names)),
        ),
        blocks=_blocks(network, leaps, lay, found),
        found=found,
        before=before,
    )


def grow(of: Rows, room: int) -> Rows:
    """The same trajectory with room for more rows.

    Raises:
        NotComputable: if that takes more memory than there is.
    """
    variables, count = of.state.shape[1], int(of.filled[0])
    free, needed = free_memory(), 8.0 * COPIES * room * (variables + 4)
    if free is not None and needed > SHARE * free:
        raise NotComputable(
            f"courses of events of over {room // 2:,} jumps and reports need about "
            f"{needed / 1e9:.1f} GB and {free / 1e9:.1f} GB are free; ask for an "
            "earlier day, or let jumps be rarer"
        )
    rows = new_rows(variables, room)
    rows.filled[0] = count
    for mine, theirs in zip(rows[1:], of[1:], strict=True):
        mine[:count] = theirs[:count]
    return rows


def _group_of(groups: Groups, count: int) -> IntArray:
    of = np.full(count, -1, np.int64)
    sizes = np.diff(groups.coordinate_ptr)
    of[groups.coordinate] = np.repeat(np.arange(sizes.size), sizes)
    return of


def _shared(coordinates: Coordinates, groups: Groups) -> Shared:
    place = {int(c): i for i, c in enumerate(coordinates.shared)}
    moves = _moves(coordinates, groups)
    wide = moves.mean(axis=1) > MOST_GROUPS
    # What is left to nothing cannot make up for a factor that moves.
    rows = [row for row in coordinates.centred if row[2] > 1e-6]
    whole = len(rows) == len(coordinates.centred)
    rows = rows if whole else []
    load = np.zeros((len(rows), len(place)))
    for at, (_, loads, _) in enumerate(rows):
        for factor, value in loads:
            load[at, place[factor]] = value
    return Shared(
        coordinate=coordinates.shared,
        own=np.array([own for own, _, _ in rows], np.int64),
        rest=np.array([rest for _, _, rest in rows], np.float64),
        load=load,
        moves=moves,
        often=np.where(wide, WIDE_OFTEN, SHARED_OFTEN),
    )


def _moves(coordinates: Coordinates, groups: Groups) -> Truths:
    """Whether each shared factor moves each group; shape (factor, group)."""
    moves = np.zeros((coordinates.shared.size, groups.number_ptr.size - 1), np.bool_)
    for group, (first, last) in enumerate(pairwise(groups.number_ptr.tolist())):
        numbers = groups.number[first:last].tolist()
        loads = {c for number in numbers for c in coordinates.loads(number)}
        moves[:, group] = [int(c) in loads for c in coordinates.shared]
    return moves


def _picks(coordinates: Coordinates, groups: Groups) -> IntArray:
    group, doubts = _group_of(groups, len(coordinates.names)), coordinates.doubts
    rows = {
        (int(pick), int(doubts.coordinate[last - 1]), int(group[pick]))
        for pick, last in zip(doubts.pick, doubts.load_ptr[1:], strict=True)
        if pick >= 0
    }
    return np.array(sorted(rows), np.int64).reshape(-1, 3)


def _blocks(network: Network, leaps: Leaps, lay: Lay, found: Found) -> Blocks:
    """Hidden variables in blocks that triggers tie together, by their first one."""
    hidden = found.hidden
    root = {variable: variable for variable in hidden}
    for one, other in _tied(network, leaps):
        if one in root and other in root:
            keep, drop = sorted((root[one], root[other]))
            root = {v: keep if r == drop else r for v, r in root.items()}
    members = [
        [v for v in hidden if root[v] == first] for first in sorted(set(root.values()))
    ]
    counts = network.state_counts.astype(np.int64)
    strides = [_strides([int(counts[v]) for v in block]) for block in members]
    for block, stride in zip(members, strides, strict=True):
        if stride and stride[0] * counts[block[0]] > CODES:
            names = ", ".join(network.variables[v] for v in block)
            raise NotComputable(
                f"triggers tie {names} together, which have more than {CODES} joint "
                "states; report all jumps of one of them, or break a trigger"
            )
    within = np.zeros((len(members), len(network.variables)), np.bool_)
    for row, block in enumerate(members):
        within[row, block] = True
    children = [_children(lay, set(block)) for block in members]
    return Blocks(
        variable_ptr=_ends(members),
        variable=_flat(members),
        states=_flat([[int(counts[v]) for v in block] for block in members]),
        stride=_flat(strides),
        within=within,
        child_ptr=_ends(children),
        child=_flat(children),
        minds=np.array(
            [_minds(lay, row, set(c)) for row, c in zip(within, children, strict=True)],
            np.bool_,
        ).reshape(within.shape),
        heeds=_masks(children, lay.ground.unit_width.size),
        edges=np.array(
            [
                [_has_edges(lay, found, block, c)]
                for block, c in zip(members, children, strict=True)
            ],
            np.bool_,
        ).reshape(-1, 1),
    )


def _masks(rows: Sequence[Sequence[int]], size: int) -> Truths:
    masks = np.zeros((len(rows), size), np.bool_)
    for mask, row in zip(masks, rows, strict=True):
        mask[list(row)] = True
    return masks


def _minds(lay: Lay, within: Truths, children: set[int]) -> Truths:
    """Variables that a block's hazards, or those that tell of it, hang on."""
    ground, minds = lay.ground, within.copy()
    wakes = np.diff(ground.wake_ptr) > 0
    moved = ground.pulse_variable[: wakes.size]
    if within[moved[wakes & (moved >= 0)]].any():
        minds[:] = True  # what its own jumps set off may read any
    minds[moved[wakes & (moved >= 0)]] = True
    for unit in range(ground.unit_width.size):
        mine = int(ground.unit_variable[unit])
        if unit in children or (mine >= 0 and within[mine]):
            begin, end = ground.units.read_ptr[unit : unit + 2]
            minds[ground.units.read_variable[begin:end]] = True
            if mine >= 0:
                minds[mine] = True
    return minds


def _has_edges(
    lay: Lay, found: Found, block: Sequence[int], children: Sequence[int]
) -> bool:
    told = set(found.facts.window.tolist())
    return bool(told & set(block)) or any(
        int(lay.ground.unit_variable[unit]) < 0 for unit in children
    )


def _tied(network: Network, leaps: Leaps) -> list[tuple[int, int]]:
    """Variables whose jumps a trigger may bring about together."""
    first, after = int(leaps.schedule_ptr[-1]), leaps.after
    ties = []
    for clause, trigger in enumerate(after.clause_signal.tolist()):
        effect = int(leaps.way_variable[first + trigger])
        begin, end = (int(p) for p in after.clause_pulse_ptr[clause : clause + 2])
        for pulse in after.clause_pulse[begin:end]:
            cause = int(network.pulse_variable[pulse])
            if cause >= 0:
                ties.append((cause, effect))
    return [*ties, *_dated(leaps)]


def _dated(leaps: Leaps) -> list[tuple[int, int]]:
    """Variables that one date may move: its triggers may tie them."""
    ties = []
    for begin, end in pairwise(leaps.turn_ptr.tolist()):
        ways = [int(leaps.schedule_ptr[s]) for s in leaps.turn[begin:end]]
        variables = [int(leaps.way_variable[way]) for way in ways]
        ties += list(pairwise(variables))
    return ties


def _children(lay: Lay, block: set[int]) -> list[int]:
    ground = lay.ground
    children = []
    for unit in range(ground.unit_width.size):
        begin, end = ground.units.read_ptr[unit : unit + 2]
        reads = set(ground.units.read_variable[begin:end].tolist())
        if reads & block and int(ground.unit_variable[unit]) not in block:
            children.append(unit)
    return children


def _strides(sizes: Sequence[int]) -> list[int]:
    strides = [1] * len(sizes)
    for at in range(len(sizes) - 2, -1, -1):
        strides[at] = strides[at + 1] * sizes[at + 1]
    return strides


def _ends(rows: Sequence[Sequence[int]]) -> IntArray:
    return np.asarray(np.cumsum([0, *(len(row) for row in rows)]), np.int64)


def _flat(rows: Sequence[Sequence[int]]) -> IntArray:
    return np.array([each for row in rows for each in row], np.int64)
