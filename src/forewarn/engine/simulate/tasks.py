"""Tasks: runs of futures of one world, simulated and summed up one after another."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import kernel, part
from forewarn.engine.simulate.course import Plot, fill_course, new_course
from forewarn.engine.simulate.future import Log, new_scene, run_future
from forewarn.engine.simulate.layout import Layout
from forewarn.engine.simulate.leap_future import Game, run_leaping
from forewarn.engine.simulate.leaping import Leaping, most_pulses, new_play
from forewarn.engine.simulate.notes import Notes, new_notes
from forewarn.engine.simulate.stream import seed_stream
from forewarn.engine.simulate.watch import WINDOW, Watch
from forewarn.engine.simulate.world import Recipe, fill_world
from forewarn.engine.tables import Indices, Truths

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Columns of a task: world, place of its numbers, first future and the one after last.
WORLD: Final = 0
ROW: Final = 1
FIRST: Final = 2
LAST: Final = 3

_TOTAL: Final = np.uint64(0)
_OTHER: Final = np.uint64(1)


class Setting(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What all futures of a run have in common."""

    recipe: Recipe
    layout: Layout
    watch: Watch
    #: The seed, as 64 bits.
    seed: np.uint64


class Record(NamedTuple):
    """Room for the steps of tasks of one future each; none where they are not kept."""

    #: When, in years, and which step; shape (room,).
    times: FloatArray
    steps: Indices
    #: First step of each task, and the end of the last; shape (task + 1,) or (0,).
    ptr: IntArray


def no_record() -> Record:
    """A record of nothing."""
    return new_record(tasks=-1, room=0)


def new_record(*, tasks: int, room: int) -> Record:
    """A record with room for the steps of some tasks of one future each."""
    return Record(
        times=np.empty(room),
        steps=np.empty(room, dtype=np.uint32),
        ptr=np.zeros(tasks + 1, dtype=np.int64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """How the futures of a run are simulated."""

    setting: Setting
    #: Where schedules, triggers or measures act: how numbers become hazards, and what
    #: may leap.
    plot: Plot | None = None
    leaping: Leaping | None = None

    def run(
        self,
        numbers: FloatArray,
        tasks: IntArray,
        sums: FloatArray,
        record: Record,
        stopped: Truths,
    ) -> int:
        """Run some tasks: ``run_tasks``, or ``run_leaping_tasks``."""
        if self.plot is None or self.leaping is None:
            return run_tasks(self.setting, numbers, tasks, sums, record, stopped)
        return run_leaping_tasks(
            self.setting,
            self.plot,
            self.leaping,
            most_pulses(self.leaping),
            numbers,
            tasks,
            sums,
            record,
            stopped,
        )


@kernel
def run_tasks(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    setting: Setting,
    numbers: FloatArray,
    tasks: IntArray,
    sums: FloatArray,
    record: Record,
    stopped: Truths,
) -> int:
    """Run some tasks, and sum up what each finds.

    Args:
        setting: What all futures have in common.
        numbers: Value of every number in each world; shape (world, number).
        tasks: What to run; shape (task, 4).
        sums: To add to: of each ask, the outcomes and their squares, or where an ask
            has a window, the windows opened; shape (task, 2, ask).
        record: To fill with every step, where there is room for any.
        stopped: Set from outside to stop after the current future; shape (1,).

    Returns:
        How many tasks were finished: fewer than asked for if it was stopped, if a world
        has a hazard that is no number, or if the record is full.
    """
    layout, watch = setting.layout, setting.watch
    scene, notes = new_scene(layout), new_notes(watch, 1)
    log = Log(record.times, record.steps)
    table = np.empty(setting.recipe.entries.rate.size + 1)
    for task in range(len(tasks)):
        world = fill_world(setting.recipe, numbers[tasks[task, ROW]], table)
        if not world.sound:
            return task
        for future in range(tasks[task, FIRST], tasks[task, LAST]):
            stream = seed_stream(
                setting.seed, np.uint64(tasks[task, WORLD]), np.uint64(future)
            )
            count = run_future(layout, watch, world, scene, notes, log, stream, stopped)
            if stopped[0]:
                return task
            sum_up(watch, notes, sums[task])
            if record.ptr.size > 0:
                if count > log.times.size:
                    return task
                end = record.ptr[task] + count
                record.ptr[task + 1] = end
                log = Log(record.times[end:], record.steps[end:])
    return len(tasks)


@kernel
def run_leaping_tasks(  # noqa: PLR0913, PLR0917  # as run_tasks
    setting: Setting,
    plot: Plot,
    leaping: Leaping,
    pulses: int,
    numbers: FloatArray,
    tasks: IntArray,
    sums: FloatArray,
    record: Record,
    stopped: Truths,
) -> int:
    """Run some tasks of a case in which schedules, triggers or measures act.

    Args:
        setting: What all futures have in common.
        plot: How numbers become hazards and chances.
        leaping: What may leap.
        pulses: The most that one instant may have.
        numbers: As for ``run_tasks``, and so on.
        tasks: As there.
        sums: As there.
        record: As there.
        stopped: As there.

    Returns:
        As ``run_tasks``.
    """
    layout, watch = setting.layout, setting.watch
    scene, notes = new_scene(layout), new_notes(watch, pulses)
    play, room = new_play(leaping), new_course(plot)
    log = Log(record.times, record.steps)
    for task in range(len(tasks)):
        course = fill_course(plot, numbers[tasks[task, ROW]], room)
        if not course.world.sound:
            return task
        game = Game(layout, leaping, watch, course, scene, play, notes)
        for future in range(tasks[task, FIRST], tasks[task, LAST]):
            stream = seed_stream(
                setting.seed, np.uint64(tasks[task, WORLD]), np.uint64(future)
            )
            count = run_leaping(game, log, stream, stopped)
            if stopped[0]:
                return task
            sum_up(watch, notes, sums[task])
            if record.ptr.size > 0:
                if count > log.times.size:
                    return task
                end = record.ptr[task] + count
                record.ptr[task + 1] = end
                log = Log(record.times[end:], record.steps[end:])
    return len(tasks)


@part
def sum_up(watch: Watch, notes: Notes, sums: FloatArray) -> None:
    """Add what one future came to, and its squares or its windows."""
    for ask in range(np.uint64(notes.outcome.size)):
        outcome = notes.outcome[ask]
        sums[_TOTAL, ask] += outcome
        if watch.reading.kind[ask] == WINDOW:
            sums[_OTHER, ask] += notes.onset[ask]
        else:
            sums[_OTHER, ask] += outcome * outcome
