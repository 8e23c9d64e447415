"""Tasks: runs of futures of one world, simulated and summed up one after another."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import kernel
from forewarn.engine.simulate.future import Log, new_scene, run_future
from forewarn.engine.simulate.layout import Layout
from forewarn.engine.simulate.notes import Notes, new_notes
from forewarn.engine.simulate.stream import seed_stream
from forewarn.engine.simulate.watch import WINDOW, Watch
from forewarn.engine.simulate.world import Recipe, fill_world

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


@kernel
def run_tasks(
    setting: Setting,
    numbers: FloatArray,
    tasks: IntArray,
    sums: FloatArray,
    stopped: npt.NDArray[np.bool_],
) -> int:
    """Run some tasks, and sum up what each finds.

    Args:
        setting: What all futures have in common.
        numbers: Value of every number in each world; shape (world, number).
        tasks: What to run; shape (task, 4).
        sums: To fill: of each ask, the sums of the outcomes and of their squares, or
            where an ask has a window, of the windows opened; shape (task, 2, ask).
        stopped: Set from outside to stop after the current future; shape (1,).

    Returns:
        How many tasks were finished; fewer than asked for if it was stopped, or if a
        world has a hazard that is no number.
    """
    layout, watch = setting.layout, setting.watch
    scene, notes = new_scene(layout), new_notes(watch)
    log = Log(np.empty(0), np.empty(0, np.uint32))
    table = np.empty(setting.recipe.entries.rate.size + 1)
    for task in range(len(tasks)):
        world = fill_world(setting.recipe, numbers[tasks[task, ROW]], table)
        if not world.sound:
            return task
        for future in range(tasks[task, FIRST], tasks[task, LAST]):
            if stopped[0]:
                return task
            stream = seed_stream(
                setting.seed, np.uint64(tasks[task, WORLD]), np.uint64(future)
            )
            run_future(layout, watch, world, scene, notes, log, stream)
            _sum_up(watch, notes, sums[task])
    return len(tasks)


@kernel
def _sum_up(watch: Watch, notes: Notes, sums: FloatArray) -> None:
    for ask in range(np.uint64(notes.outcome.size)):
        outcome = notes.outcome[ask]
        sums[_TOTAL, ask] += outcome
        if watch.reading.kind[ask] == WINDOW:
            sums[_OTHER, ask] += notes.onset[ask]
        else:
            sums[_OTHER, ask] += outcome * outcome
