"""Walks: a question's part of a network and its memory, laid out to be explored.

A *code* numbers a joint state with its memory: mixed radix, variables in order, the
last fastest, memory slowest. The memory is a list of *parts*: a part waits for its
signals to come true in order, one instant each, and its stage counts those that did.
A signal that comes true before its turn ends the part's chance for good.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10, prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.ancestors import Part, ways_in
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.signals import NEVER, Signals
from forewarn.engine.tables import Maps, Truths
from forewarn.errors import NotComputable

Codes = npt.NDArray[np.int64]

#: Codes there may be.
CODES = 2**62  # a code and a step are added in 64 signed bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a question must remember along the way.

    The first signals of a walk are those that parts wait for, part by part.
    """

    #: How many signals each part waits for.
    parts: tuple[int, ...] = ()
    #: Whether the chain ends once every part is complete.
    absorbing: bool = True
    #: Whether pulses of the first signal are counted; then there are no parts.
    counting: bool = False

    @property
    def watched(self) -> int:
        """How many signals must be watched along the way."""
        return sum(self.parts) + self.counting


class Walk(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What is needed to step from one joint state to the next.

    A *place* is a state of a variable in play: variables in order, states rising.
    Indices are signed and of 64 bits, since the compiler turns sums of unlike integers
    into floating point.
    """

    #: Of each variable: the step of its value in a code, and its first place.
    digits: Codes
    #: How many values each variable has; shape (variable,).
    radix: Codes
    #: First exit unit of each place; events come after the last; shape (place + 1,).
    exits: Codes
    #: Of each unit: first read, last read, first entry, first pulse, last pulse.
    units: Codes
    #: Of each read: the variable in play, and where its offsets begin.
    reads: Codes
    #: What each value of a read variable adds to a unit's cell.
    offsets: Codes
    #: Of each pulse in play: what it adds to the code, its source and target place.
    moves: Codes
    #: Number in the network of each pulse in play; shape (pulse,).
    pulses: Codes
    #: Whether an entry's hazard is above 0 in some world; shape (entry,).
    possible: Truths
    #: What each place adds to the cell of each signal table; shape (table, place).
    table_steps: Codes
    #: First truth of each table, and the truths.
    table_first: Codes
    truth: Truths
    #: Watches of each pulse in play: ``watch_ptr[p]:watch_ptr[p + 1]``.
    watch_ptr: Codes
    #: Of each watch: the signal that comes true, and the table that must hold then.
    watches: Codes
    #: Signals that part p waits for, in order: ``part_ptr[p]`` to ``part_ptr[p + 1]``.
    part_ptr: Codes
    #: Step of each part's stage in a code; shape (part,).
    part_stride: Codes
    #: Signals that memory waits for or counts, as bits.
    watched: int
    #: Whether the chain ends once every part is complete.
    absorbing: bool
    #: How many codes there are, and the most jumps out of one.
    codes: int
    most_jumps: int


def build_walk(terrain: Terrain, part: Part, signals: Signals, memory: Memory) -> Walk:
    """The walk of a question over its part of a network.

    Where anything leaps, pulses are watched for every signal: an instant with several
    is told once, and what else was true in it must be known then.

    Raises:
        NotComputable: if there are more codes than a number can hold.
    """
    stages = [signals + 1 for signals in memory.parts]
    radix = [len(states) for states in part.alive]
    steps = _steps([*stages, *radix])
    places = Places(terrain.network, part, steps[len(stages) :])
    units = _Units(terrain, places)
    seen = signals.state_table.size if part.leaps else memory.watched
    watched = [
        list(_watches(terrain.network, signals, pulse, seen)) for pulse in units.pulses
    ]
    return Walk(
        digits=_signed(list(zip(places.strides, places.first, strict=False))).reshape(
            -1, 2
        ),
        radix=_signed(radix),
        exits=_ends([len(exits) for exits in places.exits()]),
        units=units.table(),
        reads=units.reads(),
        offsets=units.offsets(),
        moves=_signed([places.move(pulse) for pulse in units.pulses]).reshape(-1, 3),
        pulses=_signed(units.pulses),
        possible=part.possible,
        table_steps=table_steps(places, signals.maps),
        table_first=_signed(signals.truth_ptr[:-1]),
        truth=signals.truth,
        watch_ptr=_ends([len(watches) for watches in watched]),
        watches=_signed([w for watches in watched for w in watches]).reshape(-1, 2),
        part_ptr=_ends(memory.parts),
        part_stride=_signed(steps[: len(stages)]),
        watched=(1 << memory.watched) - 1,
        absorbing=memory.absorbing,
        codes=prod(stages) * prod(radix),
        most_jumps=units.most_jumps(),
    )


def _steps(radix: Sequence[int]) -> list[int]:
    steps = [1]
    for values in reversed(radix[1:]):
        steps.append(steps[-1] * values)
    if prod(radix) > CODES:
        # Of many variables there are more than a floating-point number can say.
        raise NotComputable(
            f"about 10^{sum(map(log10, radix)):.0f} combinations of states are over "
            f"the limit of {CODES:.1e} that can be numbered; ask for "
            "method='simulated'"
        )
    return steps[: len(radix)][::-1]


class Places:
    """The places of a part, and what is where."""

    def __init__(self, network: Network, part: Part, strides: Sequence[int]) -> None:
        self.network, self.part, self.strides = network, part, strides
        #: First place of each variable in play, and the end.
        self.first = _ends([len(states) for states in part.alive]).tolist()
        #: Place of each flat state of the network, -1 where there is none.
        self.place = np.full(int(network.state_ptr[-1]), -1, dtype=np.int64)
        for at, variable in enumerate(part.variables):
            flat = int(network.state_ptr[variable]) + _signed(part.alive[at])
            self.place[flat] = np.arange(self.first[at], self.first[at + 1])

    def exits(self) -> list[range]:
        """Units out of each place."""
        ends = self.network.state_unit_ptr.tolist()
        flats = np.flatnonzero(self.place >= 0)
        return [range(ends[flat], ends[flat + 1]) for flat in flats]

    def of(self, variable: int) -> list[int]:
        """Flat states of a variable that are places."""
        first, last = self.network.state_ptr[variable : variable + 2]
        return [flat for flat in range(first, last) if self.place[flat] >= 0]

    def move(self, pulse: int) -> tuple[int, int, int]:
        """What a pulse adds to the code, and its source and target place."""
        variable = int(self.network.pulse_variable[pulse])
        if variable < 0:
            return 0, 0, 0
        flat = int(self.network.state_ptr[variable])
        source = int(self.place[flat + self.network.pulse_source[pulse]])
        target = int(self.place[flat + self.network.pulse_target[pulse]])
        # A target that is never reached has no place, and its pulse is not possible.
        stride = self.strides[self.part.variables.index(variable)]
        return (target - source) * stride, source, target


class _Units:
    """The units of a part: exits of its places, then events."""

    def __init__(self, terrain: Terrain, places: Places) -> None:
        network = terrain.network
        self.network, self.places = network, places
        exits = [unit for units in places.exits() for unit in units]
        self.numbers = [*exits, *places.part.events]
        ends = network.unit_pulse_ptr.tolist()
        self.widths = [ends[unit + 1] - ends[unit] for unit in self.numbers]
        self.pulses = [
            pulse
            for unit in self.numbers
            for pulse in range(ends[unit], ends[unit + 1])
        ]
        self.pulses += sorted(_leaps(terrain.leaps, places) - {*self.pulses})
        self._reads = [self._reads_of(unit) for unit in self.numbers]

    def table(self) -> Codes:
        reads = _ends([len(reads) for reads in self._reads])
        pulses = _ends(self.widths)
        entries = _signed(self.network.unit_entry_ptr)[_signed(self.numbers)]
        return np.column_stack(
            (reads[:-1], reads[1:], entries, pulses[:-1], pulses[1:])
        )

    def reads(self) -> Codes:
        flat = [read for reads in self._reads for read in reads]
        ends = _ends([len(steps) for _, steps in flat])
        digits = [self.places.part.variables.index(variable) for variable, _ in flat]
        return np.column_stack((_signed(digits), ends[:-1]))

    def offsets(self) -> Codes:
        return _signed([o for reads in self._reads for _, os in reads for o in os])

    def most_jumps(self) -> int:
        """The most jumps out of one joint state."""
        exits, ends = self.places.exits(), self.places.first
        width = dict(zip(self.numbers, self.widths, strict=True))
        out = [sum(width[unit] for unit in units) for units in exits]
        most: list[int] = [max(out[a:b]) for a, b in pairwise(ends)]
        events = [width[unit] for unit in self.places.part.events]
        return int(sum(most) + sum(events))

    def _reads_of(self, unit: int) -> list[tuple[int, list[int]]]:
        return list(_reads(self.places, self.network.maps, unit))


def _leaps(leaps: Leaps, places: Places) -> set[int]:
    """Pulses of the ways in play between states that could be seen."""
    found = set()
    for way in ways_in(leaps, places.part):
        variable = int(leaps.way_variable[way])
        alive = places.part.alive[places.part.variables.index(variable)]
        row = leaps.way_pulse[leaps.way_ptr[way] : leaps.way_ptr[way + 1]].tolist()
        found |= {
            row[state]
            for state in alive
            if row[state] >= 0 and int(places.network.pulse_target[row[state]]) in alive
        }
    return found


def _reads(places: Places, maps: Maps, table: int) -> Iterator[tuple[int, list[int]]]:
    """Variables a table reads, and what each of their places adds."""
    first, last = maps.read_ptr[table : table + 2]
    for read in range(int(first), int(last)):
        variable = int(maps.read_variable[read])
        shift = int(maps.read_offset[read]) - int(places.network.state_ptr[variable])
        yield variable, [int(maps.offsets[shift + f]) for f in places.of(variable)]


def table_steps(places: Places, maps: Maps) -> Codes:
    """What each place adds to the cell of each table; shape (table, place).

    Tables that read variables out of play have cells that mean nothing.
    """
    steps = np.zeros((maps.cells.size, places.first[-1]), dtype=np.int64)
    for table in range(maps.cells.size):
        for variable, offsets in _reads(places, maps, table):
            steps[table, places.place[places.of(variable)]] = offsets
    return steps


def _watches(
    network: Network, signals: Signals, pulse: int, watched: int
) -> Iterator[tuple[int, int]]:
    # A state clause that held before has come true before: only a jump of a variable
    # that it reads can make it true.
    for signal, table in enumerate(signals.state_table[:watched].tolist()):
        first, last = signals.maps.read_ptr[table : table + 2]
        reads = signals.maps.read_variable[first:last]
        if table != NEVER and network.pulse_variable[pulse] in reads:
            yield signal, table
    first, last = signals.pulse_clause_ptr[pulse : pulse + 2]
    clauses = signals.pulse_clause[first:last]
    for clause in clauses[signals.clause_signal[clauses] < watched]:
        yield int(signals.clause_signal[clause]), int(signals.clause_table[clause])


def _signed(numbers: npt.ArrayLike) -> Codes:
    return np.asarray(numbers, dtype=np.int64)


def _ends(sizes: Sequence[int]) -> Codes:
    return np.cumsum([0, *sizes], dtype=np.int64)
