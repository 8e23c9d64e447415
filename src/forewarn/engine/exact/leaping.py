"""Leaping: what schedules and triggers in play do, laid out to be explored."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.ancestors import Part, ways_in, ways_of
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.exact.walk import Codes, Places, Walk, table_steps
from forewarn.engine.tables import Truths
from forewarn.errors import NotComputable

#: Triggers, and clauses that they come after, that one question may depend on.
MOST = 62  # those awake at one moment are the bits of one number


class Leaping(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Ways, triggers and turns in play; of 64 bits, as a walk is.

    What a way does to the chance of a branch is a *factor*: ``2 e`` if chance e comes,
    ``2 e + 1`` if not, and after those of all chances one for each number that is the
    share of a state that is drawn.
    """

    #: Of each way: its variable in play, where its pulses begin, its chance's table or
    #: -1 for one that is drawn, and the factor of being drawn.
    ways: Codes
    #: Pulse in play from each value of a way's variable, -1 where it leads nowhere.
    way_pulse: Codes
    #: Whether a way is drawn with a chance in some world; shape (way,).
    drawn: Truths
    #: Way of each trigger, as declared; shape (trigger,).
    trigger_way: Codes
    #: Clauses that wake each trigger, as bits; shape (trigger,).
    trigger_clauses: Codes
    #: Clauses that each pulse wakes, as bits; shape (pulse,).
    wakes: Codes
    #: Variable in play that each pulse moves, and the value it gets; -1 for an event.
    pulse_to: Codes
    #: Table of each clause; shape (clause,).
    clause_table: Codes
    #: What each place adds to the cell of each of these tables; first truths; truths.
    after_steps: Codes
    after_first: Codes
    after_truth: Truths
    #: The same of the tables of chances, which have entries in place of truths.
    chance_steps: Codes
    chance_first: Codes
    #: Whether a chance is above 0 in some world, and below 1; shape (entry,).
    comes: Truths
    fails: Truths
    #: Turns of each set of schedules: ``set_ptr[s]:set_ptr[s + 1]``.
    set_ptr: Codes
    #: Of each turn: the first way, the one after the last, and whether one is drawn.
    turns: Codes
    #: How many factors there are.
    factors: int


def build_leaping(terrain: Terrain, part: Part, walk: Walk) -> Leaping:
    """The leaps of a question's part of a network.

    Raises:
        NotComputable: if too many triggers are in play.
    """
    leaps, network = terrain.leaps, terrain.network
    places = Places(network, part, walk.digits[:, 0].tolist())
    ways = ways_in(leaps, part)
    number = {pulse: place for place, pulse in enumerate(walk.pulses.tolist())}
    rows = [_row(terrain, part, number, way) for way in ways]
    clauses = [_clauses(terrain, trigger) for trigger in part.triggers]
    _check(len(part.triggers), sum(map(len, clauses)))
    flat = [clause for of_one in clauses for clause in of_one]
    first = len(ways) - len(part.triggers)
    shares = leaps.way_number[_signed(ways)]
    return Leaping(
        ways=_ways(terrain, part, ways, rows),
        way_pulse=_signed([pulse for row in rows for pulse in row]),
        drawn=np.any(terrain.numbers[:, np.maximum(shares, 0)] > 0, axis=0),
        trigger_way=_signed(range(first, len(ways))),
        trigger_clauses=_signed(_bits([len(of_one) for of_one in clauses])),
        wakes=_signed([_wakes(terrain, flat, pulse) for pulse in walk.pulses.tolist()]),
        pulse_to=_pulse_to(walk),
        clause_table=_signed(leaps.after.clause_table[_signed(flat)]),
        after_steps=table_steps(places, leaps.after.maps),
        after_first=_signed(leaps.after.truth_ptr[:-1]),
        after_truth=leaps.after.truth,
        chance_steps=table_steps(places, leaps.chances.maps),
        chance_first=_signed(leaps.chances.entry_ptr[:-1]),
        comes=terrain.possible(leaps.chances.entries),
        fails=terrain.uncertain(leaps.chances.entries),
        set_ptr=_ends([len(turns) for turns in sets_in(terrain, part)]),
        turns=_turns(terrain, part, ways),
        factors=2 * leaps.chances.entries.rate.size + len(network.numbers),
    )


def sets_in(terrain: Terrain, part: Part) -> tuple[tuple[int, ...], ...]:
    """Schedules in play that have their turns together, each set once, in order."""
    found = dict.fromkeys(turns for _, turns in dates_in(terrain, part))
    return tuple(found)


def dates_in(terrain: Terrain, part: Part) -> list[tuple[float, tuple[int, ...]]]:
    """When schedules in play have their turns, in years, and which."""
    leaps = terrain.leaps
    found = []
    for date, years in enumerate(leaps.date.tolist()):
        turn = leaps.turn[leaps.turn_ptr[date] : leaps.turn_ptr[date + 1]].tolist()
        turns = tuple(schedule for schedule in turn if schedule in part.schedules)
        if turns and years < terrain.until:
            found.append((years, turns))
    return found


def _row(terrain: Terrain, part: Part, number: dict[int, int], way: int) -> list[int]:
    """Pulse in play of a way from each value of its variable."""
    leaps = terrain.leaps
    alive = part.alive[part.variables.index(int(leaps.way_variable[way]))]
    first = int(leaps.way_ptr[way])
    pulses = [int(leaps.way_pulse[first + state]) for state in alive]
    return [number.get(pulse, -1) for pulse in pulses]


def _ways(
    terrain: Terrain, part: Part, ways: Sequence[int], rows: Sequence[Sequence[int]]
) -> Codes:
    leaps = terrain.leaps
    chances = 2 * leaps.chances.entries.rate.size
    table = [
        (
            part.variables.index(int(leaps.way_variable[way])),
            first,
            int(leaps.way_chance[way]),
            chances + int(leaps.way_number[way]),
        )
        for way, first in zip(ways, _ends([len(row) for row in rows]), strict=False)
    ]
    return _signed(table).reshape(-1, 4)


def _clauses(terrain: Terrain, trigger: int) -> range:
    return range(*terrain.leaps.after.clause_ptr[trigger : trigger + 2].tolist())


def _wakes(terrain: Terrain, clauses: Sequence[int], pulse: int) -> int:
    after = terrain.leaps.after
    first, last = after.pulse_clause_ptr[pulse : pulse + 2]
    woken = set(after.pulse_clause[first:last].tolist())
    return sum(1 << bit for bit, clause in enumerate(clauses) if clause in woken)


def _pulse_to(walk: Walk) -> Codes:
    target = walk.moves[:, 2]
    first = walk.digits[:, 1]
    at = np.searchsorted(first, target, side="right") - 1
    moved = walk.moves[:, 1] != target
    value = target - first[at] if first.size else target
    return np.where(moved[:, np.newaxis], np.column_stack((at, value)), -1)


def _turns(terrain: Terrain, part: Part, ways: Sequence[int]) -> Codes:
    place = {way: number for number, way in enumerate(ways)}
    turns = []
    for schedule in (s for turns in sets_in(terrain, part) for s in turns):
        own = ways_of(terrain.leaps, schedule)
        first = place[own.start]
        turns.append((first, first + len(own), int(terrain.leaps.draws[schedule])))
    return _signed(turns).reshape(-1, 3)


def _bits(sizes: Sequence[int]) -> list[int]:
    """Neighbouring bits, so many for each."""
    ends = _ends(sizes).tolist()
    return [(1 << b) - (1 << a) for a, b in pairwise(ends)]


def _check(triggers: int, clauses: int) -> None:
    if max(triggers, clauses) > MOST:
        raise NotComputable(
            f"the answer depends on {triggers} triggers, which come after {clauses} "
            f"jumps and events, more than {MOST}; ask for method='simulated'"
        )


def _signed(numbers: object) -> Codes:
    return np.asarray(numbers, dtype=np.int64)


def _ends(sizes: Sequence[int]) -> Codes:
    return np.cumsum([0, *sizes], dtype=np.int64)
