"""Pairs: the futures of all sides of a comparison, summed up as they come."""

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from os import cpu_count
from typing import Final

import numpy as np

from forewarn.engine.coupled.sides import Ready, Worlds, believed_sides, draw_sides
from forewarn.engine.coupled.tasks import (
    SUMS,
    IntArray,
    Seen,
    room_for,
    run_side,
    sum_pairs,
)
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.plan import Plan
from forewarn.engine.simulate.tasks import FIRST, LAST, ROW
from forewarn.engine.tables import Truths
from forewarn.errors import Interrupted, NotComputable

#: Called with the pairs of futures that are done, and all there will be.
Progress = Callable[[int, int], None]
#: Futures of each side that are run at once: what they come to is held.
HELD: Final = 8192  # of 60 asks, 16 MB a thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What is compared: sides, the first of which is the base of all others."""

    sides: tuple[Ready, ...]
    plan: Plan
    seed: int
    central: bool
    #: Worlds that have a past; None where all are drawn, and begin at the start.
    belief: Belief | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Sums of pairs, by replicate."""

    #: Futures of each replicate; shape (replicate,).
    futures: FloatArray
    #: Of each side with the first, itself included; shape (replicate, sum, ask) each.
    sums: tuple[FloatArray, ...]


def run_pairs(
    pairing: Pairing, *, threads: int | None = None, progress: Progress | None = None
) -> Paired:
    """Run the futures of all sides, and sum up how each differs from the first.

    The bits are the same for any number of threads.

    Args:
        pairing: What is compared.
        threads: How many threads share the work; one a processor by default.
        progress: Called as pairs are done.

    Raises:
        NotComputable: if a hazard or chance has no value in some world.
        Interrupted: if the user stops it; with the pairs done by then.
    """
    plan = pairing.plan
    sums = tuple(
        np.zeros((plan.replicates, SUMS, len(side.columns))) for side in pairing.sides
    )
    futures, done = np.zeros(plan.replicates), 0
    in_order = _in_order(pairing, threads or cpu_count() or 1)
    try:
        with closing(in_order):
            for tasks, parts in in_order:
                replicate = plan.replicate_of(tasks)
                first, last = plan.futures_of(tasks).T
                np.add.at(futures, replicate, last - first)
                for total, part in zip(sums, parts, strict=True):
                    np.add.at(total, replicate, part)  # one by one: the order is ours
                done += int((last - first).sum())
                if progress:
                    progress(done, plan.futures)
    except KeyboardInterrupt:
        message = f"stopped after {done:,} of {plan.futures:,} pairs of futures"
        raise Interrupted(message, Paired(futures=futures, sums=sums)) from None
    return Paired(futures=futures, sums=sums)


#: Numbers of tasks, and their sums by side.
_Part = tuple[IntArray, list[FloatArray]]


def _in_order(pairing: Pairing, threads: int) -> Generator[_Part, None, None]:
    """Sums of all tasks in their order, worked on by several threads."""
    stopped = np.zeros(1, dtype=np.bool_)
    pool = ThreadPoolExecutor(threads)
    chunks, waiting = _chunks(pairing), deque[Future[_Part]]()
    try:
        for tasks, worlds in chunks:
            waiting.append(pool.submit(_work, pairing, tasks, worlds, stopped))
            if len(waiting) > threads:  # one more than are worked on: none waits
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        stopped[0] = True
        pool.shutdown(cancel_futures=True)


def _chunks(pairing: Pairing) -> Generator[tuple[IntArray, Worlds], None, None]:
    """Numbers of tasks that are run at once, and their worlds on every side."""
    plan, task = pairing.plan, 0
    most = max(HELD // max(int(np.diff(plan.cuts).max()), 1), 1)
    worlds: Worlds | None = None
    while task < plan.tasks:
        world = task // plan.tasks_per_world
        if worlds is None or world == worlds.last:
            worlds = _worlds(pairing, world)
        end = min(task + most, worlds.last * plan.tasks_per_world)
        yield np.arange(task, end), worlds
        task = end


def _worlds(pairing: Pairing, world: int) -> Worlds:
    """Worlds that stand together with one, on every side."""
    compiled = [side.compiled for side in pairing.sides]
    if pairing.belief is not None:
        return believed_sides(compiled, pairing.belief, seed=pairing.seed)
    return draw_sides(
        compiled,
        pairing.plan,
        seed=pairing.seed,
        central=pairing.central,
        world=world,
    )


def _work(
    pairing: Pairing, numbers: IntArray, worlds: Worlds, stopped: Truths
) -> _Part:
    plan = pairing.plan
    parts = (plan.world_of(numbers), numbers * 0, *plan.futures_of(numbers).T)
    tasks = np.stack(parts, axis=1)
    ends = np.concatenate([[0], np.cumsum(tasks[:, LAST] - tasks[:, FIRST])])
    first: Seen | None = None
    sums: list[FloatArray] = []
    for side, values in zip(pairing.sides, worlds.numbers, strict=True):
        tasks[:, ROW] = np.minimum(tasks[:, 0] - worlds.first, len(values) - 1)
        came = room_for(int(ends[-1]), len(side.asked.asks))
        done = run_side(side.side, values, tasks, came, stopped)
        if done < len(tasks) and not stopped[0]:
            side.check_sound(values[tasks[done, ROW]])
            raise NotComputable("a hazard has no finite value in some world")
        first = first or came
        part = np.zeros((len(tasks), SUMS, len(side.columns)))
        sum_pairs(first, came, side.columns, ends, part)
        sums.append(part)
    return numbers, sums
