"""Runs: the steered futures of one question in many worlds, on all processors."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Final

import numpy as np

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.network import FloatArray, fill_hazards
from forewarn.engine.rare.shift import Worlds, draw_shifted, find_shift
from forewarn.engine.rare.steering import Ground, Steering
from forewarn.engine.rare.tasks import LARGEST, SQUARES, TOTAL, Terms, run_steered
from forewarn.engine.rare.trial import Tried
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.simulate.plan import DRAWN, plan_run
from forewarn.engine.simulate.tasks import ROW
from forewarn.engine.worlds import coordinate_names, numbers_at
from forewarn.errors import NotComputable

#: Called with the futures that are done, and all there will be.
Progress = Callable[[int, int], None]

#: Worlds of each of the pilots that find the shift, and futures of each.
PILOT: Final = 512
PILOT_FUTURES: Final = 4
PILOTS: Final = 2
#: Seeds of pilots, beside that of the run; any that differ.
PILOT_SEED: Final = 7_919
#: Tasks that a thread takes at once.
AT_ONCE: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Steered:
    """What the steered futures of one question came to.

    Worlds stand replicate by replicate. Where worlds do not differ, each replicate is
    one world's share of the futures.
    """

    #: Weight of each world; shape (world,).
    weights: FloatArray
    #: Futures of each; and replicates that they make up.
    futures: IntArray
    replicates: int
    #: Of each ask, and last of all futures: sum of weights, of their squares, and the
    #: largest; shape (world, 3, ask + 1).
    sums: FloatArray

    def tops(self, ask: int) -> FloatArray:
        """Weighted sum of each replicate; shape (replicate,)."""
        weighted = self.weights * self.sums[:, TOTAL, ask]
        return np.asarray(weighted.reshape(self.replicates, -1).sum(axis=1))

    def bottoms(self) -> FloatArray:
        """Futures of each replicate; shape (replicate,)."""
        groups = self.futures.reshape(self.replicates, -1).sum(axis=1)
        return np.asarray(groups, dtype=np.float64)

    def hits(self, ask: int) -> float:
        r"""Effective number of hits, :math:`(\sum w)^2 / \sum w^2`."""
        total = float(self.weights @ self.sums[:, TOTAL, ask])
        squares = float(np.square(self.weights) @ self.sums[:, SQUARES, ask])
        return total**2 / squares if squares > 0.0 else 0.0

    def largest(self, ask: int) -> float:
        """Share of the answer that hangs on the future that weighs most."""
        total = float(self.weights @ self.sums[:, TOTAL, ask])
        most = float((self.weights * self.sums[:, LARGEST, ask]).max(initial=0.0))
        return most / total if total > 0.0 else 0.0


def seed_of(seed: int, purpose: str) -> np.uint64:
    """Seed of streams that no other purpose has."""
    key = sha256(f"rare:{purpose}:{seed}".encode()).digest()
    return np.uint64(int.from_bytes(key[:8], "little"))


def run_alike(  # noqa: PLR0913  # what is run, and how much of it
    steering: Steering,
    tried: Tried,
    numbers: FloatArray,
    *,
    futures: int,
    seed: int,
    threads: int,
) -> Steered:
    """Steered futures of one world.

    Args:
        steering: The question.
        tried: The lump that steers.
        numbers: Value of every number in the world; shape (number,).
        futures: Futures in all.
        seed: Which draw of them.
        threads: How many threads share the work; the bits are the same for any.
    """
    cuts = plan_run(1, futures, uncertain=False).cuts
    shares = np.array(list(pairwise(cuts.tolist())), dtype=np.int64)
    zeros = np.zeros((len(shares), 2), dtype=np.int64)
    sums = _run_tasks(
        steering.ground,
        steering.terms(tried.lump),
        numbers[np.newaxis],
        np.concatenate([zeros, shares], axis=1),
        seed_of(seed, f"one world of {steering.question.kind}"),
        threads,
    )
    return Steered(
        weights=np.ones(len(shares)),
        futures=shares[:, 1] - shares[:, 0],
        replicates=len(shares),
        sums=sums,
    )


def run_worlds(  # noqa: PLR0913  # what is run, and how much of it
    steering: Steering,
    tried: Tried,
    shift: FloatArray,
    *,
    worlds: int,
    futures: int,
    seed: int,
    threads: int,
    progress: Progress | None = None,
) -> Steered:
    """Steered futures of many worlds, half of them shifted.

    Args:
        steering: The question.
        tried: The lump that steers.
        shift: μ; shape (coordinate,).
        worlds: How many worlds.
        futures: Futures of each.
        seed: Which draw of worlds and futures.
        threads: How many threads share the work; the bits are the same for any.
        progress: Called as futures are done.
    """
    plan = plan_run(worlds, futures, uncertain=True)
    size = worlds // plan.replicates
    weights, parts = list[FloatArray](), list[FloatArray]()
    step = max(DRAWN // size, 1)
    for first in range(0, plan.replicates, step):
        count = min(step, plan.replicates - first)
        drawn = draw_shifted(
            coordinate_names(steering.ground.case),
            shift,
            seed=seed,
            size=size,
            replicates=count,
            first=first,
            of=plan.replicates,
        )
        parts.append(
            _of_worlds(
                steering,
                tried,
                drawn,
                first * size,
                futures,
                seed_of(seed, f"worlds of {steering.question.kind}"),
                threads,
            )
        )
        weights.append(drawn.weights)
        if progress:
            progress((first + count) * size * futures, worlds * futures)
    return Steered(
        weights=np.concatenate(weights),
        futures=np.full(worlds, futures, dtype=np.int64),
        replicates=plan.replicates,
        sums=np.concatenate(parts),
    )


def shift_for(
    steering: Steering, tried: Tried, *, seed: int, threads: int
) -> FloatArray:
    """Where worlds should be drawn, from two pilots: the second where the first says.

    Returns:
        μ; shape (coordinate,).
    """
    names = coordinate_names(steering.ground.case)
    shift = np.zeros(len(names))
    for pilot in range(PILOTS):
        drawn = draw_shifted(
            names,
            shift,
            seed=seed + PILOT_SEED,
            size=PILOT,
            replicates=1,
            first=pilot,
            of=PILOTS,
        )
        stream = seed_of(seed, f"pilot {pilot}")
        sums = _of_worlds(steering, tried, drawn, 0, PILOT_FUTURES, stream, threads)
        shift = find_shift(drawn, sums[:, TOTAL, 0])
    return shift


def _of_worlds(  # noqa: PLR0913, PLR0917  # what is run, and how much of it
    steering: Steering,
    tried: Tried,
    drawn: Worlds,
    first: int,
    futures: int,
    seed: np.uint64,
    threads: int,
) -> FloatArray:
    ground, worlds = steering.ground, len(drawn.weights)
    names = coordinate_names(ground.case)
    at = {name: drawn.coordinates[:, column] for column, name in enumerate(names)}
    numbers = numbers_at(ground.network, ground.case, at, worlds=worlds)
    rows = np.arange(worlds, dtype=np.int64)
    ends = np.tile(np.array([[0, futures]], dtype=np.int64), (worlds, 1))
    tasks = np.concatenate([np.stack([rows + first, rows], axis=1), ends], axis=1)
    return _run_tasks(ground, steering.terms(tried.lump), numbers, tasks, seed, threads)


def _run_tasks(  # noqa: PLR0913, PLR0917  # what threads share
    ground: Ground,
    terms: Terms,
    numbers: FloatArray,
    tasks: IntArray,
    seed: np.uint64,
    threads: int,
) -> FloatArray:
    """Sums of some tasks; shape (task, 3, ask + 1)."""
    asks, stopped = terms.watch.reading.kind.size, np.zeros(1, dtype=np.bool_)
    sums = np.zeros((len(tasks), 3, asks + 1))

    def work(rows: slice) -> None:
        chosen = tasks[rows]
        done = run_steered(
            terms,
            numbers,
            chosen,
            seed,
            True,  # noqa: FBT003  # kernels take no keywords
            sums[rows],
            np.zeros(len(chosen), dtype=np.int64),
            np.empty((0, 0, 0), dtype=np.int64),
            stopped,
        )
        if done < len(chosen) and not stopped[0]:
            check_sound(ground, numbers[chosen[done, ROW]])

    with ThreadPoolExecutor(threads) as pool:
        try:
            list(pool.map(work, _slices(len(tasks), threads)))
        except KeyboardInterrupt:
            stopped[0] = True
            raise
    return sums


def _slices(tasks: int, threads: int) -> Iterator[slice]:
    step = min(AT_ONCE, -(-tasks // threads))
    for first in range(0, tasks, step):
        yield slice(first, first + step)


def check_sound(ground: Ground, numbers: FloatArray) -> None:
    """Refuse a world in which a hazard or a chance has no value.

    Raises:
        NotComputable: always; it names what has none.
    """
    for in_place in find_phases(ground.network.adopted, numbers).in_place:
        fill_hazards(ground.network, numbers, in_place)
        chances_at(ground.leaps.chances, numbers, in_place)
    raise NotComputable("a hazard has no finite value in some world")
