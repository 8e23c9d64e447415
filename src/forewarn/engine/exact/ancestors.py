"""Ancestors: the part of a network that the answer to one question depends on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.tables import Maps, Truths
from forewarn.model.conditions import Condition, Pulse, leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The variables and events in play, and the states that could ever be seen."""

    #: Numbers of variables, rising.
    variables: tuple[int, ...]
    #: Units of the events that are watched, rising.
    events: tuple[int, ...]
    #: States each variable in play may start in, in some world, rising; one tuple each.
    starts: tuple[tuple[int, ...], ...]
    #: States each could reach by itself, likewise.
    alive: tuple[tuple[int, ...], ...]
    #: Whether an entry's hazard is above 0 in some world; shape (entry,).
    possible: Truths
    #: Schedules and triggers that move variables in play, rising.
    schedules: tuple[int, ...]
    triggers: tuple[int, ...]

    @property
    def leaps(self) -> bool:
        """Whether anything moves but by hazards."""
        return bool(self.schedules or self.triggers)


def find_part(terrain: Terrain, conditions: Iterable[Condition]) -> Part:
    """The part of a network that some conditions depend on.

    Args:
        terrain: The network, in some worlds.
        conditions: What is watched.

    Returns:
        The variables read or watched and all that influence them, transitively. Events
        influence nothing, so they are in play only where they are watched, or where
        triggers that move a variable in play come after them.
    """
    network = terrain.network
    found = _Closure(terrain)
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, Pulse):
                found.see(network.pulse_number[leaf.event])
            else:
                found.waiting.append(network.scope.number[leaf.variable])
    found.close()
    possible = terrain.possible(network.entries)
    pulses = possible_pulses(terrain, possible)
    variables = tuple(sorted(found.variables))
    starts = tuple(_starts(terrain, variable) for variable in variables)
    return Part(
        variables=variables,
        events=tuple(sorted(found.events)),
        starts=starts,
        alive=tuple(
            _alive(network, variable, states, pulses)
            for variable, states in zip(variables, starts, strict=True)
        ),
        possible=possible,
        schedules=tuple(sorted(found.schedules)),
        triggers=tuple(sorted(found.triggers)),
    )


def possible_pulses(terrain: Terrain, possible: Truths) -> Truths:
    """Which pulses have a hazard in some world, or may come by a leap; shape (pulse,).

    Args:
        terrain: The network, in some worlds.
        possible: Whether an entry's hazard is above 0 in some world; shape (entry,).
    """
    network, leaps = terrain.network, terrain.leaps
    pulses = np.zeros(len(network.pulses), dtype=np.bool_)
    pulses[network.entries.pulse[possible]] = True
    for way in _possible_ways(terrain):
        row = leaps.way_pulse[leaps.way_ptr[way] : leaps.way_ptr[way + 1]]
        pulses[row[row >= 0]] = True
    return pulses


def ways_of(leaps: Leaps, schedule: int) -> range:
    """The ways of a schedule."""
    return range(*leaps.schedule_ptr[schedule : schedule + 2].tolist())


def ways_in(leaps: Leaps, part: Part) -> list[int]:
    """The ways of schedules and triggers in play, rising."""
    first = int(leaps.schedule_ptr[-1])
    drawn = [way for schedule in part.schedules for way in ways_of(leaps, schedule)]
    return drawn + [first + trigger for trigger in part.triggers]


def _possible_ways(terrain: Terrain) -> Iterator[int]:
    """Ways that have a chance in some world and in some state."""
    leaps = terrain.leaps
    first = int(leaps.schedule_ptr[-1])
    ways = [w for s in terrain.schedules for w in ways_of(leaps, s)]
    chances = terrain.possible(leaps.chances.entries)
    for way in [*ways, *range(first, leaps.way_variable.size)]:
        chance, number = int(leaps.way_chance[way]), int(leaps.way_number[way])
        if chance < 0:
            if (terrain.numbers[:, number] > 0).any():
                yield way
        elif chances[slice(*leaps.chances.entry_ptr[chance : chance + 2])].any():
            yield way


class _Closure:
    """All that some variables depend on, found step by step."""

    def __init__(self, terrain: Terrain) -> None:
        self._terrain = terrain
        self.variables, self.events = set[int](), set[int]()
        self.schedules, self.triggers = set[int](), set[int]()
        #: Variables that are to be looked at.
        self.waiting: list[int] = []

    def close(self) -> None:
        """Look at variables until none is new."""
        network = self._terrain.network
        while self.waiting:
            variable = self.waiting.pop()
            if variable not in self.variables:
                self.variables.add(variable)
                for unit in _units(network, variable):
                    self.waiting.extend(_reads(network.maps, unit))
                for way in np.flatnonzero(
                    self._terrain.leaps.way_variable == variable
                ).tolist():
                    self._follow(way)

    def see(self, pulse: int) -> None:
        """A pulse is watched."""
        network = self._terrain.network
        variable, unit = int(network.pulse_variable[pulse]), network.pulse_unit[pulse]
        if variable >= 0:
            self.waiting.append(variable)
        elif int(unit) not in self.events:
            self.events.add(int(unit))
            self.waiting.extend(_reads(network.maps, int(unit)))

    def _follow(self, way: int) -> None:
        leaps = self._terrain.leaps
        owner = int(np.searchsorted(leaps.schedule_ptr, way, side="right")) - 1
        if way >= int(leaps.schedule_ptr[-1]):
            self._wait_for(way - int(leaps.schedule_ptr[-1]))
        elif owner in self._terrain.schedules:
            self.schedules.add(owner)
        else:
            return
        if leaps.way_chance[way] >= 0:
            chance = int(leaps.way_chance[way])
            self.waiting.extend(_reads(leaps.chances.maps, chance))

    def _wait_for(self, trigger: int) -> None:
        self.triggers.add(trigger)
        after = self._terrain.leaps.after
        for clause in range(*after.clause_ptr[trigger : trigger + 2].tolist()):
            self.waiting.extend(_reads(after.maps, int(after.clause_table[clause])))
            first, last = after.clause_pulse_ptr[clause : clause + 2]
            for pulse in after.clause_pulse[first:last].tolist():
                self.see(pulse)


def _starts(terrain: Terrain, variable: int) -> tuple[int, ...]:
    network, numbers = terrain.network, terrain.numbers
    first, last = network.state_ptr[variable : variable + 2]
    shares = network.start_number[first:last]
    return tuple(
        state
        for state, number in enumerate(shares)
        if number >= 0 and (numbers[:, number] > 0).any()
    )


def _units(network: Network, variable: int) -> range:
    first, last = network.state_ptr[variable : variable + 2]
    return range(int(network.state_unit_ptr[first]), int(network.state_unit_ptr[last]))


def _reads(maps: Maps, table: int) -> list[int]:
    """Variables that a table reads."""
    first, last = maps.read_ptr[table : table + 2]
    return [int(variable) for variable in maps.read_variable[first:last]]


def _alive(
    network: Network, variable: int, starts: tuple[int, ...], pulses: Truths
) -> tuple[int, ...]:
    mine = pulses & (network.pulse_variable == variable)
    moves = np.column_stack((network.pulse_source, network.pulse_target))[mine]
    seen, waiting = set[int](), [*starts]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(_targets(moves, state))
    return tuple(sorted(seen))


def _targets(moves: npt.NDArray[np.int32], state: int) -> Sequence[int]:
    return [int(target) for source, target in moves if source == state]
