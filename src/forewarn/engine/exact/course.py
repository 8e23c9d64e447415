"""Courses: what the hazards of a chain are in one world, and when they change."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.unfold import fill_nodes
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network, fill_hazards


class Phase(NamedTuple):
    """A time in which the same measures are in place."""

    #: When it begins, in years; -inf for the first.
    start: float
    #: Every hazard, per year, and every chance of a leap; shape (entry,) each.
    hazards: FloatArray
    chances: FloatArray


class World(NamedTuple):
    """One world, and how many threads may work on it."""

    #: Every number; shape (number,).
    numbers: FloatArray
    #: In order of time.
    phases: tuple[Phase, ...]
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a chain's nodes come to in one world, as time goes on."""

    #: When each stretch begins, in years: first -inf, then rising; shape (stretch,).
    starts: tuple[float, ...]
    #: Value of every node in each; shape (node,).
    values: tuple[FloatArray, ...]
    #: When schedules have their turns, in years, and which set of them.
    dates: tuple[tuple[float, int], ...]

    @property
    def steady(self) -> bool:
        """Whether nothing changes, at any time."""
        return len(self.values) == 1 and not self.dates

    def values_at(self, years: float) -> FloatArray:
        """Values from some time on, until the next change."""
        stretch = np.searchsorted(self.starts, years, side="right")
        return self.values[int(stretch) - 1]

    def changes(self, first: float, last: float) -> Iterator[tuple[float, int]]:
        """Times after one and up to another at which anything changes, rising.

        Yields:
            The time, and the set that has its turns then, -1 for none.
        """
        starts = [(start, -1) for start in self.starts[1:]]
        for years, turns in sorted([*starts, *self.dates]):
            if first < years <= last:
                yield years, turns


def world_of(
    network: Network, leaps: Leaps, numbers: FloatArray, *, threads: int
) -> World:
    """One world of a network.

    Args:
        network: The network.
        leaps: Its schedules and triggers.
        numbers: Value of every number in the world; shape (number,).
        threads: How many threads may work on it.

    Raises:
        NotComputable: if a hazard or chance has no value.
    """
    phases = find_phases(network.adopted, numbers)
    return World(
        numbers,
        tuple(
            Phase(
                start,
                fill_hazards(network, numbers, in_place),
                chances_at(leaps.chances, numbers, in_place),
            )
            for start, in_place in zip(
                phases.start.tolist(), phases.in_place, strict=True
            )
        ),
        threads,
    )


def course_of(space: Space, world: World, until: float = inf) -> Course:
    """The course of a chain in one world.

    Measures that change no hazard of the chain change nothing, not even in the last
    bit: the time at which they come into place is then no change.

    Args:
        space: The chain.
        world: The world.
        until: Until when, in years.
    """
    first, *later = world.phases
    starts, values = [-inf], [_values(space, first, world.numbers)]
    used = _used(space) if later else np.empty(0, np.int64)
    for phase in later:
        now = _values(space, phase, world.numbers)
        if phase.start < until and (now[used] != values[-1][used]).any():
            starts.append(phase.start)
            values.append(now)
    return Course(
        starts=tuple(starts),
        values=tuple(values),
        dates=tuple(date for date in space.dates if date[0] < until),
    )


def _values(space: Space, phase: Phase, numbers: FloatArray) -> FloatArray:
    if space.tree is None:
        return phase.hazards
    values = np.empty(phase.hazards.size + 1 + space.tree.parent.size)
    fill_nodes(space.tree, phase.hazards, phase.chances, numbers, values)
    return values


def _used(space: Space) -> npt.NDArray[np.int64]:
    """Nodes that any jump of a chain has."""
    chains = (space.chain, *(block.chain for block in space.blocks))
    nodes = [nodes for chain in chains for nodes in (chain.entry, chain.reward_entry)]
    return np.unique(np.concatenate(nodes).astype(np.int64))
