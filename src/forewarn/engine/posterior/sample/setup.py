"""Setup: all that chains of one case at one date are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.posterior.sample.account import Account, new_account
from forewarn.engine.posterior.sample.chain import Blocks, Chain
from forewarn.engine.posterior.sample.coordinates import Coordinates, find_coordinates
from forewarn.engine.posterior.sample.facts import Found, find_facts
from forewarn.engine.posterior.sample.groups import Groups, find_groups
from forewarn.engine.posterior.sample.instant import new_play
from forewarn.engine.posterior.sample.lay import Lay, counted_in, lay_of
from forewarn.engine.posterior.sample.rows import Rows, new_rows
from forewarn.engine.posterior.sample.turns import Shared, Turns
from forewarn.engine.statistics.ground import IntArray
from forewarn.errors import NotComputable
from forewarn.model.case import Case

#: Joint states of one block.
CODES = 256  # above this one sweep takes over 0.1 s


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

    def chain(self) -> Chain:
        """Room for a chain that has not begun."""
        lay = self.turns.lay
        entries, chances = lay.hazards.rate.size, lay.chances.rate.size
        numbers, ground = len(self.network.numbers), lay.ground
        rows = new_rows(len(self.network.variables))
        _copy(rows, self.found.rows)
        return Chain(
            z=np.zeros(len(self.coordinates.names)),
            x=np.zeros(numbers),
            hazards=np.zeros(entries),
            chances=np.zeros(chances),
            room=np.zeros(entries),
            rows=rows,
            grid=new_rows(len(self.network.variables)),
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
    lay = lay_of(network, leaps, counted_in(case))
    coordinates = find_coordinates(network, case)
    found = find_facts(network, leaps, case, as_of)
    groups = find_groups(lay, coordinates)
    entries, chances = lay.hazards.rate.size, lay.chances.rate.size
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
            met=np.zeros(groups.term_ptr.size - 1, np.bool_),
        ),
        blocks=_blocks(network, leaps, lay, found.hidden),
        found=found,
        before=new_account(
            entries, chances, len(network.numbers), lay.ground.unit_width.size
        ),
    )


def _copy(to: Rows, of: Rows) -> None:
    for mine, theirs in zip(to, of, strict=True):
        mine[...] = theirs


def _group_of(groups: Groups, count: int) -> IntArray:
    of = np.full(count, -1, np.int64)
    sizes = np.diff(groups.coordinate_ptr)
    of[groups.coordinate] = np.repeat(np.arange(sizes.size), sizes)
    return of


def _shared(coordinates: Coordinates, groups: Groups) -> Shared:
    group = _group_of(groups, len(coordinates.names))
    place = {int(c): i for i, c in enumerate(coordinates.shared)}
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
        group=np.array([group[own] for own, _, _ in rows], np.int64),
        rest=np.array([rest for _, _, rest in rows], np.float64),
        load=load,
    )


def _picks(coordinates: Coordinates, groups: Groups) -> IntArray:
    group, doubts = _group_of(groups, len(coordinates.names)), coordinates.doubts
    rows = {
        (int(pick), int(doubts.coordinate[last - 1]), int(group[pick]))
        for pick, last in zip(doubts.pick, doubts.load_ptr[1:], strict=True)
        if pick >= 0
    }
    return np.array(sorted(rows), np.int64).reshape(-1, 3)


def _blocks(network: Network, leaps: Leaps, lay: Lay, hidden: Sequence[int]) -> Blocks:
    """Hidden variables in blocks that triggers tie together, by their first one."""
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
