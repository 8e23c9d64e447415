"""Plan: how many worlds and futures, and which of them make up a replicate."""

from dataclasses import dataclass, field
from itertools import pairwise
from math import isqrt, log
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from forewarn.errors import UsageError

IntArray = npt.NDArray[np.int64]

#: Futures that are summed up before they are added to others.
BLOCK: Final = 1024
#: Replicates there should be, and the fewest that are taken before worlds stand alone.
REPLICATES: Final = 64
FEWEST: Final = 32
#: Worlds a replicate should have at most: its numbers are drawn and held together.
LARGEST: Final = 1024
#: Worlds whose numbers are drawn and held at once.
DRAWN: Final = 512  # so many are drawn while others run; 150 numbers each: 0.6 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the futures of a run are divided.

    Futures are numbered within their world. A *task* is up to ``BLOCK`` futures of one
    world, all of one replicate; tasks are numbered world by world.
    """

    worlds: int
    futures_per_world: int
    replicates: int
    #: What replicates share out: worlds, each with all of its futures; or the futures
    #: of every world.
    shared: Literal["worlds", "futures"]
    #: First future of each task of a world, and the end of the last; shape (task + 1,).
    cuts: IntArray = field(repr=False, compare=False)

    @property
    def futures(self) -> int:
        """Futures in all."""
        return self.worlds * self.futures_per_world

    @property
    def tasks(self) -> int:
        """Tasks in all."""
        return self.worlds * self.tasks_per_world

    @property
    def tasks_per_world(self) -> int:
        """Tasks of each world."""
        return len(self.cuts) - 1

    def world_of(self, tasks: IntArray) -> IntArray:
        """World of some tasks."""
        return tasks // self.tasks_per_world

    def futures_of(self, tasks: IntArray) -> IntArray:
        """First future of some tasks, and the one after the last; shape (task, 2)."""
        within = tasks % self.tasks_per_world
        return np.stack([self.cuts[within], self.cuts[within + 1]], axis=1)

    def replicate_of(self, tasks: IntArray) -> IntArray:
        """Replicate of some tasks."""
        if self.shared == "worlds":
            return self.world_of(tasks) // (self.worlds // self.replicates)
        ends = _edges(self.futures_per_world, self.replicates)[1:]
        first = self.cuts[tasks % self.tasks_per_world]
        return np.searchsorted(ends, first, side="right").astype(np.int64)


def plan_run(worlds: int, futures_per_world: int, *, uncertain: bool) -> Plan:
    """The plan for some worlds and futures.

    Worlds make up 64 replicates where they can, or a number near it that divides them,
    and more where replicates would be very large; under 64 worlds, each is one. Where
    worlds do not differ, or there is one, 64 equal shares of the futures do.

    Args:
        worlds: How many worlds, at least 1.
        futures_per_world: How many futures of each, at least 1.
        uncertain: Whether worlds differ.

    Raises:
        UsageError: if there are no worlds or no futures.

    >>> plan_run(4096, 256, uncertain=True).replicates
    64
    >>> plan_run(1, 1000, uncertain=True).shared
    'futures'
    """
    if worlds < 1 or futures_per_world < 1:
        raise UsageError(
            f"{worlds} worlds of {futures_per_world} futures are nothing to simulate; "
            "ask for at least one of each"
        )
    # Measured: with shares of the futures of 16 worlds, whose error leaves out that
    # other worlds differ, 3 to 36 % of the intervals that should be 80 % held the mean.
    by_worlds = uncertain and worlds > 1
    replicates = _near(worlds) if by_worlds else min(REPLICATES, futures_per_world)
    edges = _edges(futures_per_world, 1 if by_worlds else replicates)
    starts = [np.arange(a, b, BLOCK) for a, b in pairwise(edges.tolist())]
    return Plan(
        worlds=worlds,
        futures_per_world=futures_per_world,
        replicates=replicates,
        shared="worlds" if by_worlds else "futures",
        cuts=np.concatenate([*starts, edges[-1:]]),
    )


def _edges(futures: int, shares: int) -> IntArray:
    return np.arange(shares + 1, dtype=np.int64) * futures // shares


def _near(worlds: int) -> int:
    """The divisor nearest to the replicates there should be, as ratios go."""
    wanted = max(REPLICATES, worlds / LARGEST)
    fewest = min(FEWEST, worlds)
    small = [n for n in range(1, isqrt(worlds) + 1) if worlds % n == 0]
    divisors = {*small, *(worlds // n for n in small)}
    enough = sorted(n for n in divisors if n >= fewest)
    return min(enough, key=lambda n: abs(log(n / wanted)))
