"""Trials: lumps tried out on a few futures, all numbers at their medians.

What a lump costs is the steps that its futures take, and the solving of it, for one and
the same error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, sqrt
from typing import Final

import numpy as np

from forewarn.engine.network import FloatArray, fill_hazards
from forewarn.engine.rare.ladder import ladder
from forewarn.engine.rare.lump import Lump
from forewarn.engine.rare.steering import Steering
from forewarn.engine.rare.tasks import SQUARES, TOTAL, run_steered

#: Futures that each lump is tried out on at a time, effective hits at which that is
#: enough, and the most there are.
TRIED: Final = 256
TOLD: Final = 64.0
MOST_TRIED: Final = 1024
#: Share that the search may take of what the answer takes, or would take to the
#: relative error that is wanted of any.
SEARCH: Final = 0.5
WANTED: Final = 0.05
#: Steps of futures that take as long as building a lump.
BUILDING: Final = 16_000.0  # measured: 2 ms
#: Operations of a solution that take as long as one step of a future.
OPERATIONS: Final = 100.0  # measured: 200 ns a step, 2 ns an operation
#: Least noise that a larger lump may be hoped to leave.
HOPED: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How a lump did in the try-out."""

    variables: tuple[int, ...]
    lump: Lump
    #: Variance of one future's weighted outcome, over the square of the mean; inf where
    #: none came true.
    noise: float
    #: Futures it was tried out on, and the chance they found.
    futures: int
    chance: float
    #: Steps that the loop took in a future, and those that solving would make.
    steps: float
    solving: float

    @property
    def bounds(self) -> tuple[float, float]:
        """Two errors below and above the chance found; 0 where none came true."""
        if not isfinite(self.noise):
            return 0.0, 0.0
        error = self.chance * sqrt(self.noise / self.futures)
        return self.chance - 2.0 * error, self.chance + 2.0 * error

    def leeway(self, worlds: int, futures: int) -> float:
        """Steps that looking for a better lump may take."""
        run = worlds * (futures * self.steps + self.solving)
        return SEARCH * max(run, self.cost(futures) / WANTED**2)

    def cost(self, futures: int) -> float:
        """Steps for a given error, if each world has so many futures."""
        work = self.steps + self.solving / futures
        return self.noise * work if isfinite(self.noise) else inf


def pick_lump(
    steering: Steering, *, worlds: int, futures: int, seed: np.uint64
) -> Tried | None:
    """The lump that costs least for a given error, of those that are worth a try.

    Args:
        steering: The question.
        worlds: Worlds there will be.
        futures: Futures of each.
        seed: Of the streams of the try-out.

    Returns:
        It; None if no future came true with any.
    """
    tried = list[Tried]()
    spent = 0.0
    for rung in ladder(steering):
        if rung.may_grow:
            continue
        lump = steering.lump(rung.variables)
        solving = solving_of(steering, lump)
        best = _best(tried, futures)
        if best and HOPED * solving / futures > best.cost(futures):
            break
        tried.append(try_out(steering, rung.variables, lump, solving, seed))
        spent += BUILDING + solving + tried[-1].futures * tried[-1].steps
        best = _best(tried, futures)
        # The next one takes no less than the last.
        if best and 2.0 * spent > best.leeway(worlds, futures):
            break
    return _best(tried, futures)


def _best(tried: Sequence[Tried], futures: int) -> Tried | None:
    """The lump that costs least, of those that did not miss what others found."""
    found = max((each.bounds[0] for each in tried), default=0.0)
    able = [e for e in tried if isfinite(e.noise) and e.bounds[1] >= found]
    return min(able, key=lambda each: each.cost(futures), default=None)


def solving_of(steering: Steering, lump: Lump) -> float:
    """Steps of futures that take as long as solving a lump in one world."""
    hazards = fill_hazards(steering.ground.network, steering.ground.central)
    means = np.zeros(lump.mean_ptr.size - 1)
    of = np.repeat(np.arange(means.size), np.diff(lump.mean_ptr))
    np.add.at(means, of, hazards[lump.mean_entry] * lump.mean_share[0])
    rates = np.append(0.0, np.cumsum(means[lump.jump_hazard]))[lump.jump_ptr]
    halves = np.diff(rates).max(initial=0.0) * np.diff(lump.edge) / 2.0
    terms = 2.0 * (halves + 6.0 * np.sqrt(halves) + 8.0).sum()
    return float(terms * (lump.out_code.size + lump.worth.size) / OPERATIONS)


def try_out(
    steering: Steering,
    variables: Sequence[int],
    lump: Lump,
    solving: float,
    seed: np.uint64,
) -> Tried:
    """Try out one lump."""
    sums = np.zeros((1, 3, steering.watch.reading.kind.size + 1))
    loops, futures = np.zeros(1, dtype=np.int64), 0
    while futures < MOST_TRIED and _hits(sums) < TOLD:
        run_steered(
            steering.terms(lump),
            steering.ground.central[np.newaxis],
            np.array([[0, 0, futures, futures + TRIED]], dtype=np.int64),
            seed,
            True,  # noqa: FBT003  # kernels take no keywords
            sums,
            loops,
            np.empty((0, 0, 0), dtype=np.int64),
            np.zeros(1, dtype=np.bool_),
        )
        futures += TRIED
    hits = _hits(sums)
    return Tried(
        variables=tuple(variables),
        lump=lump,
        noise=max(futures / hits - 1.0, 1e-3) if hits > 0.0 else inf,
        futures=futures,
        chance=float(sums[0, TOTAL, 0]) / futures,
        steps=float(loops[0]) / futures,
        solving=solving,
    )


def _hits(sums: FloatArray) -> float:
    """Effective number of hits so far."""
    squares = float(sums[0, SQUARES, 0])
    return float(sums[0, TOTAL, 0]) ** 2 / squares if squares > 0.0 else 0.0
