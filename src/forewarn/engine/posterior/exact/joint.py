"""Joint states of a small network in one world, and all that leads from one to another.

Told plainly, instant by instant, with every jump and event of each: reports name them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.instants import Instant as Branch
from forewarn.engine.instants import Odds, Pick, after_pulse, branches, on_date
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network, fill_hazards
from forewarn.engine.tables import cell_of
from forewarn.errors import NotComputable

States = tuple[int, ...]

#: Joint states there may be.
LIMIT = 2_000  # measured: about a second a world for what leads from one to another


class Way(NamedTuple):
    """One way that an instant may go."""

    before: int
    after: int
    #: Per year, or the chance of it on a date.
    rate: float
    #: All that came in it.
    pulses: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A time in which the same measures are in place."""

    start: float
    odds: Odds
    hazards: FloatArray


class Joint:
    """The joint states of a network in one world.

    Args:
        network: The network.
        leaps: Its schedules and triggers.
        numbers: Value of every number in the world; shape (number,).

    Raises:
        NotComputable: if there are more joint states than allowed.
    """

    def __init__(self, network: Network, leaps: Leaps, numbers: FloatArray) -> None:
        self.network, self.leaps, self.numbers = network, leaps, numbers
        self.stages = tuple(_stages(network, leaps, numbers))
        self.chance_of: dict[States, float] = dict(self._starts())
        self.states: list[States] = list(self.chance_of)
        self.number = {states: i for i, states in enumerate(self.states)}
        for states in self.states:  # which grows as more are found
            for _, branch in self._onward(states):
                self._add(tuple(branch.states))

    @property
    def start(self) -> FloatArray:
        """Chance of each joint state at the start; shape (joint state,)."""
        return np.array([self.chance_of.get(states, 0.0) for states in self.states])

    def flowing(self, stage: Stage) -> list[Way]:
        """Every way that something comes by its hazard, per year."""
        return [
            Way(at, self.number[tuple(branch.states)], rate, tuple(branch.pulses))
            for at, states in enumerate(self.states)
            for rate, branch in _flow(stage, states)
        ]

    def dated(self, stage: Stage, date: int, schedule: int = -1) -> list[Way]:
        """Every way that a date may go.

        Args:
            stage: What is in place.
            date: Number of the date.
            schedule: The only one that has its turn; all if below 0.
        """
        odds = stage.odds
        if schedule >= 0:
            alone = self.leaps._replace(
                turn_ptr=np.array([0, 1], np.uint32),
                turn=np.array([schedule], np.uint32),
            )
            date = 0
            odds = Odds(
                network=odds.network,
                leaps=alone,
                numbers=odds.numbers,
                chances=odds.chances,
            )
        return [
            Way(at, self.number[tuple(branch.states)], chance, tuple(branch.pulses))
            for at, states in enumerate(self.states)
            for chance, branch in branches(partial(_date, odds, states, date))
        ]

    def stage_at(self, years: float) -> Stage:
        """What is in place from some time on."""
        return [each for each in self.stages if each.start <= years][-1]

    def _add(self, states: States) -> None:
        if states not in self.number:
            self.number[states] = len(self.states)
            self.states.append(states)
            if len(self.states) > LIMIT:
                raise NotComputable(
                    f"more than {LIMIT:,} joint states are too many to follow exactly "
                    "under evidence; ask for method='simulated'"
                )

    def _onward(self, states: States) -> Iterator[tuple[float, Branch]]:
        for stage in self.stages:
            yield from _flow(stage, states)
            for date in range(self.leaps.date.size):
                yield from branches(partial(_date, stage.odds, states, date))

    def _starts(self) -> Iterator[tuple[States, float]]:
        network = self.network
        places = []
        for variable, names in enumerate(network.states):
            first = int(network.state_ptr[variable])
            numbers = network.start_number[first : first + len(names)]
            shares = [float(self.numbers[n]) if n >= 0 else 0.0 for n in numbers]
            places.append([(s, share) for s, share in enumerate(shares) if share > 0])
        for chosen in product(*places):
            chance = float(np.prod([share for _, share in chosen]))
            yield tuple(state for state, _ in chosen), chance


def _stages(network: Network, leaps: Leaps, numbers: FloatArray) -> Iterator[Stage]:
    phases = find_phases(network.adopted, numbers)
    for start, in_place in zip(phases.start.tolist(), phases.in_place, strict=True):
        yield Stage(
            start=start,
            odds=Odds(
                network=network,
                leaps=leaps,
                numbers=numbers,
                chances=chances_at(leaps.chances, numbers, in_place),
            ),
            hazards=fill_hazards(network, numbers, in_place),
        )


def _flow(stage: Stage, states: States) -> Iterator[tuple[float, Branch]]:
    for pulse, hazard in _pulses(stage, states):
        begin: Callable[[Pick], Branch] = partial(
            after_pulse, stage.odds, states, pulse
        )
        for chance, branch in branches(begin):
            yield hazard * chance, branch


def _date(odds: Odds, states: States, date: int, pick: Pick) -> Branch:
    return on_date(odds, states, date, pick)


def _pulses(stage: Stage, states: States) -> Iterator[tuple[int, float]]:
    """What may come in a joint state, and its hazard."""
    network = stage.odds.network
    for unit, variable in enumerate(network.unit_variable.tolist()):
        if variable < 0 or states[variable] == network.unit_source[unit]:
            first, last = network.unit_pulse_ptr[unit : unit + 2].tolist()
            cell = cell_of(network.maps, unit, states)
            entry = int(network.unit_entry_ptr[unit]) + cell * (last - first)
            for pulse in range(first, last):
                hazard = float(stage.hazards[entry + pulse - first])
                if hazard > 0:
                    yield pulse, hazard
