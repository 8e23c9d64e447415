"""Simulate: the futures of a run, on all processors, summed up as they come."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from os import cpu_count
from time import perf_counter
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network, fill_hazards
from forewarn.engine.simulate.asked import collect_asked
from forewarn.engine.simulate.course import plot_of
from forewarn.engine.simulate.gather import Gather
from forewarn.engine.simulate.layout import build_layout
from forewarn.engine.simulate.leaping import build_leaping
from forewarn.engine.simulate.past import PastRunner, past_of, without_spent
from forewarn.engine.simulate.run import Drawn, Run, draw_around
from forewarn.engine.simulate.tally import Tally
from forewarn.engine.simulate.tasks import ROW, Runner, Setting, no_record
from forewarn.engine.simulate.watch import Watch, build_watch
from forewarn.engine.simulate.world import recipe_of
from forewarn.engine.worlds import central_numbers
from forewarn.errors import Interrupted, NotComputable
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
#: Called with the futures that are done, and all there will be.
Progress = Callable[[int, int], None]

#: Seconds that tasks are handed out for at once: progress and stopping wait as long.
PATIENCE: Final = 0.1  # handing out takes about 0.2 ms
#: Tasks that are handed out at once at most: their sums are held.
AT_ONCE: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    """Tasks that are handed out at once, with the numbers of their worlds."""

    #: As ``run_tasks`` takes them; shape (task, 4).
    tasks: IntArray
    drawn: Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """Sums of the tasks of a chunk, and how long they took."""

    sums: FloatArray
    seconds: float


def simulate(
    run: Run,
    asks: Sequence[Ask],
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Tally:
    """Run the futures of a run and sum up what is asked of them.

    The same run gives the same bits for any number of threads.

    Args:
        run: Which futures.
        asks: What is asked of them.
        threads: How many threads share the work; one a processor by default.
        progress: Called as futures are done.

    Returns:
        What they came to, in the order asked.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if a condition ties too many variables together, a hazard has no
            finite value or a variable cannot start anywhere in some world.
        Interrupted: if the user stops it; with the tally of the futures done.

    Source:
        Gillespie (1977), the direct method; Gibson and Bruck (2000), a list of what
        each jump changes.
    """
    asked = collect_asked(run.case.questions, asks)
    runner = runner_of(run, build_watch(run.network, asked))
    gather = Gather(run.plan, asked.kinds)
    places = [asked.asks.index(ask) for ask in asks]
    in_order = _work_in_order(run, runner, threads or cpu_count() or 1)
    try:
        with closing(in_order):
            for sums in in_order:
                gather.add(sums)
                if progress:
                    progress(gather.futures, run.plan.futures)
    except KeyboardInterrupt:
        message = f"stopped after {gather.futures:,} of {run.plan.futures:,} futures"
        raise Interrupted(message, gather.tally(asks, places, run.seed)) from None
    return gather.tally(asks, places, run.seed)


def runner_of(run: Run, watch: Watch) -> Runner | PastRunner:
    """How the futures of a run are simulated.

    Args:
        run: The run.
        watch: What its futures are watched for.

    Raises:
        NotComputable: if a chance depends on too many variables, or triggers go round
            in a circle.
    """
    case, network = run.case, run.network
    typical = central_numbers(network, case)
    bare = compile_network(replace(case, adopted=())) if case.adopted else network
    recipe = recipe_of(network)
    setting = Setting(
        recipe=recipe,
        layout=build_layout(network, typical, bare=bare),
        watch=watch,
        seed=np.uint64(run.seed % 2**64),
    )
    acting = case.schedules or case.triggers or case.adopted
    if run.belief is None and not acting:
        return Runner(setting=setting)
    leaps = compile_leaps(network, case)
    if run.belief is not None:
        names = sorted(schedule.name for schedule in case.schedules)
        leaping = build_leaping(network, leaps)
        return PastRunner(
            setting=setting,
            plot=plot_of(network, recipe, leaps.chances),
            leaping=without_spent(leaping, names, run.belief),
            past=past_of(run.belief),
        )
    return Runner(
        setting=setting,
        plot=plot_of(network, recipe, leaps.chances),
        leaping=build_leaping(network, leaps),
    )


def check_sound(run: Run, numbers: FloatArray) -> None:
    """Refuse a world in which a hazard or a chance has no value.

    Args:
        run: The run.
        numbers: Value of every number in the world; shape (number,).

    Raises:
        NotComputable: if one has none; it names it.
    """
    leaps = compile_leaps(run.network, run.case)
    for in_place in find_phases(run.network.adopted, numbers).in_place:
        fill_hazards(run.network, numbers, in_place)
        chances_at(leaps.chances, numbers, in_place)


def _work_in_order(
    run: Run, runner: Runner | PastRunner, threads: int
) -> Generator[FloatArray, None, None]:
    """Sums of all tasks in their order, worked on by several threads."""
    stopped = np.zeros(1, dtype=np.bool_)
    pool = ThreadPoolExecutor(threads)
    chunks, waiting = _Chunks(run), deque[Future[_Done]]()
    try:
        while chunks.left or waiting:
            # One more than are worked on, so that none waits for the next.
            if chunks.left and len(waiting) <= threads:
                waiting.append(pool.submit(_work, run, runner, chunks.cut(), stopped))
                continue
            done = waiting.popleft().result()
            chunks.learn(done)
            yield done.sums
    finally:
        stopped[0] = True
        pool.shutdown(cancel_futures=True)


class _Chunks:
    """What is left of a run, cut into chunks that take about as long as wanted."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._next = 0
        self._size = 1
        self._drawn = draw_around(run, 0)

    @property
    def left(self) -> bool:
        return self._next < self._run.plan.tasks

    def cut(self) -> _Chunk:
        plan = self._run.plan
        world = self._next // plan.tasks_per_world
        if world == self._drawn.last:
            self._drawn = draw_around(self._run, world)
        end = min(self._next + self._size, self._drawn.last * plan.tasks_per_world)
        tasks = np.arange(self._next, end)
        self._next = end
        worlds = plan.world_of(tasks)
        rows = self._drawn.row_of(worlds)
        parts = (worlds, rows, *plan.futures_of(tasks).T)
        return _Chunk(tasks=np.stack(parts, axis=1), drawn=self._drawn)

    def learn(self, done: _Done) -> None:
        wanted = len(done.sums) * PATIENCE / max(done.seconds, 1e-6)
        self._size = int(min(max(wanted, 1), 8 * self._size, AT_ONCE))


def _work(
    run: Run, runner: Runner | PastRunner, chunk: _Chunk, stopped: npt.NDArray[np.bool_]
) -> _Done:
    started = perf_counter()
    asks = runner.setting.watch.reading.kind.size
    sums = np.zeros((len(chunk.tasks), 2, asks))
    numbers, tasks = chunk.drawn.numbers, chunk.tasks
    done = runner.run(numbers, tasks, sums, no_record(), stopped)
    if done < len(tasks) and not stopped[0]:
        check_sound(run, numbers[tasks[done, ROW]])
        raise NotComputable("a hazard has no finite value in some world")
    return _Done(sums=sums, seconds=perf_counter() - started)
