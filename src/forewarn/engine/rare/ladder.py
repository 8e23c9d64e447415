"""Ladders: lumps that grow by the variables that matter most, and which of them pays.

Lumps are tried out on a few futures, all numbers at their medians: what a lump costs is
the steps that its futures take, and the solving of it, for one and the same error.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Final

import numpy as np

from forewarn.engine.network import FloatArray, Network, fill_hazards
from forewarn.engine.rare.lump import (
    CODES,
    Lump,
    codes_of,
    memories_of,
)
from forewarn.engine.rare.steering import Steering
from forewarn.engine.rare.tasks import SQUARES, TOTAL, run_steered
from forewarn.engine.rare.typical import cells_in

#: Variables a lump may have beyond those that the question watches.
MORE: Final = 5
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
#: Least log ratio of hazards that makes a variable matter.
MATTERS: Final = 0.05
#: Log ratio that stands for any larger one, and for a hazard that may be 0.
LARGE: Final = 5.0
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
    #: Futures it was tried out on.
    futures: int
    #: Steps that the loop took in a future, and those that solving would make.
    steps: float
    solving: float

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
    best: Tried | None = None
    spent = 0.0
    for rung in ladder(steering):
        lump = steering.lump(rung)
        solving = solving_of(steering, lump)
        if best and HOPED * solving / futures > best.cost(futures):
            break
        tried = try_out(steering, rung, lump, solving, seed)
        spent += BUILDING + solving + tried.futures * tried.steps
        if best is None or tried.cost(futures) < best.cost(futures):
            best = tried
        # The next one takes no less than the last.
        if 2.0 * spent > best.leeway(worlds, futures):
            break
    return best if best and isfinite(best.noise) else None


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
        steps=float(loops[0]) / futures,
        solving=solving,
    )


def _hits(sums: FloatArray) -> float:
    """Effective number of hits so far."""
    squares = float(sums[0, SQUARES, 0])
    return float(sums[0, TOTAL, 0]) ** 2 / squares if squares > 0.0 else 0.0


def ladder(steering: Steering) -> Iterator[tuple[int, ...]]:
    """Lumps of more and more variables; each adds the one that matters most."""
    network, chosen = steering.ground.network, list(steering.core)
    memories = _memories(steering)
    hazards = fill_hazards(network, steering.ground.central)
    yield tuple(chosen)
    for _ in range(MORE):
        scores = _scores(steering, chosen, hazards)
        fitting = {
            variable: score
            for variable, score in scores.items()
            if codes_of(network, [*chosen, variable], memories) <= CODES
        }
        if not fitting:
            return
        chosen.append(max(sorted(fitting), key=lambda v: fitting[v]))
        yield tuple(chosen)


def _memories(steering: Steering) -> int:
    conditions = len(steering.setting.signals.state_table)
    return memories_of(steering.question.kind, conditions)


def _scores(
    steering: Steering, chosen: Sequence[int], hazards: FloatArray
) -> dict[int, float]:
    """How much each variable outside moves the hazards of those inside."""
    network, scores = steering.ground.network, dict[int, float]()
    usual = _usual(steering)
    for unit in range(network.unit_pulse_ptr.size - 1):
        if int(network.unit_variable[unit]) not in chosen:
            continue
        first, last = network.maps.read_ptr[unit : unit + 2]
        for variable in set(network.maps.read_variable[first:last].tolist()):
            if variable not in chosen:
                moved = _moved(network, hazards, usual, unit, variable)
                scores[variable] = scores.get(variable, 0.0) + moved
    for variable in _wakers(steering, chosen):
        scores[variable] = scores.get(variable, 0.0) + LARGE
    return {v: score for v, score in scores.items() if score > MATTERS}


def _usual(steering: Steering) -> list[int]:
    typical = steering.setting.typical
    flat = typical.reshape(-1, typical.shape[-1])
    return [int(np.bincount(column).argmax()) for column in flat.T]


def _moved(
    network: Network, hazards: FloatArray, usual: list[int], unit: int, variable: int
) -> float:
    """Largest log ratio of a unit's hazards as one variable changes."""
    states = np.tile(
        np.array(usual, dtype=np.int64), (int(network.state_counts[variable]), 1)
    )
    states[:, variable] = np.arange(len(states))
    cells = cells_in(network.maps, unit, states, range(states.shape[1]))
    first, last = (int(p) for p in network.unit_pulse_ptr[unit : unit + 2])
    width, start = last - first, int(network.unit_entry_ptr[unit])
    largest = 0.0
    for place in range(width):
        rates = hazards[start + cells * width + place]
        if rates.max() > 0.0:
            least = max(float(rates.min()), float(rates.max()) * np.exp(-LARGE))
            largest = max(largest, float(np.log(rates.max() / least)))
    return largest


def _wakers(steering: Steering, chosen: Sequence[int]) -> set[int]:
    """Variables outside whose jumps may bring about jumps inside."""
    leaps, network = steering.ground.leaps, steering.ground.network
    first = int(leaps.schedule_ptr[-1])
    found = set[int]()
    for pulse in range(len(network.pulses)):
        span = leaps.after.pulse_clause_ptr[pulse : pulse + 2]
        for clause in leaps.after.pulse_clause[span[0] : span[1]].tolist():
            way = first + int(leaps.after.clause_signal[clause])
            if int(leaps.way_variable[way]) in chosen:
                found.add(int(network.pulse_variable[pulse]))
    return found - set(chosen) - {-1}
