"""Tasks: futures of one world after another, and how those of two cases differ."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.coupled.clocks import new_clocks
from forewarn.engine.coupled.dial import Dial
from forewarn.engine.coupled.future import run_clocked
from forewarn.engine.coupled.game import Game
from forewarn.engine.coupled.ground import Ground, fill_ground, new_ground
from forewarn.engine.coupled.keyed import future_key
from forewarn.engine.coupled.pinned import Pins
from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.simulate.course import Plot
from forewarn.engine.simulate.leaping import Leaping, new_play
from forewarn.engine.simulate.notes import new_notes
from forewarn.engine.simulate.past import Past
from forewarn.engine.simulate.tasks import FIRST, LAST, ROW, WORLD
from forewarn.engine.simulate.watch import Watch
from forewarn.engine.tables import Truths

IntArray = npt.NDArray[np.int64]

#: Sums over the futures of a task: what the first and the second case came to, windows
#: opened in each, squares of each, squares of the difference, and how many differ.
BEFORE, AFTER, BEFORE_OPEN, AFTER_OPEN = range(4)
BEFORE_SQUARE, AFTER_SQUARE, SQUARE, DIFFER = range(4, 8)
SUMS: Final = 8


class Side(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """One of the cases that are compared, as its futures are run."""

    plot: Plot
    dial: Dial
    leaping: Leaping
    watch: Watch
    #: What came in each world before futures are free, which begins before 0 where
    #: nothing did; and what is held from then on.
    past: Past
    pins: Pins
    #: The seed, as 64 bits; and the most pulses that one instant may have.
    seed: np.uint64
    pulses: int


class Seen(NamedTuple):
    """What futures came to, one after another; shape (future, ask) each."""

    outcome: FloatArray
    #: Whether an ask's window opened by its date, 1 where it has no window.
    onset: FloatArray


def room_for(futures: int, asks: int) -> Seen:
    """Room for what some futures come to."""
    return Seen(np.empty((futures, asks)), np.empty((futures, asks)))


@kernel
def run_side(
    side: Side, numbers: FloatArray, tasks: IntArray, seen: Seen, stopped: Truths
) -> int:
    """Run the futures of some tasks, and keep what each comes to.

    Args:
        side: The case.
        numbers: Value of every number in each world; shape (world, number).
        tasks: What to run, as in ``engine.simulate``; shape (task, 4).
        seen: To fill, future by future in the order of tasks.
        stopped: Set from outside to stop after the current future; shape (1,).

    Returns:
        How many tasks were finished: fewer than asked for if it was stopped, or if a
        world has a hazard or a chance that is no number.
    """
    clocks, play = new_clocks(side.dial), new_play(side.leaping)
    notes, room = new_notes(side.watch, side.pulses), new_ground(side.plot)
    row = 0
    for task in range(len(tasks)):
        values = numbers[tasks[task, ROW]]
        if not fill_ground(side.plot, values, room):
            return task
        ground = Ground(
            values,
            room.start,
            room.hazards,
            room.stride,
            room.chances,
            room.chance_stride,
        )
        game = Game(
            side.dial,
            side.leaping,
            side.watch,
            ground,
            side.past,
            side.pins,
            clocks,
            play,
            notes,
        )
        world = np.uint64(tasks[task, WORLD])
        for future in range(tasks[task, FIRST], tasks[task, LAST]):
            luck = future_key(side.seed, world, np.uint64(future))
            run_clocked(game, tasks[task, WORLD], luck, stopped)
            if stopped[0]:
                return task
            for ask in range(notes.outcome.size):
                seen.outcome[row, ask] = notes.outcome[ask]
                seen.onset[row, ask] = notes.onset[ask]
            row += 1
    return len(tasks)


@kernel
def sum_pairs(
    before: Seen, after: Seen, columns: IntArray, ends: IntArray, sums: FloatArray
) -> None:
    """Sum up how the futures of two cases differ, task by task.

    Args:
        before: What those of the first case came to.
        after: What those of the second came to, in the same order.
        columns: Where each ask stands in the first case and in the second; (ask, 2).
        ends: First future of each task, and the end of the last; shape (task + 1,).
        sums: To add to; shape (task, sum, ask).
    """
    for task in range(ends.size - 1):
        for row in range(ends[task], ends[task + 1]):
            for ask in range(len(columns)):
                first = before.outcome[row, columns[ask, 0]]
                second = after.outcome[row, columns[ask, 1]]
                opened = before.onset[row, columns[ask, 0]]
                reopened = after.onset[row, columns[ask, 1]]
                apart = second - first
                sums[task, BEFORE, ask] += first
                sums[task, AFTER, ask] += second
                sums[task, BEFORE_OPEN, ask] += opened
                sums[task, AFTER_OPEN, ask] += reopened
                sums[task, BEFORE_SQUARE, ask] += first * first
                sums[task, AFTER_SQUARE, ask] += second * second
                sums[task, SQUARE, ask] += apart * apart
                sums[task, DIFFER, ask] += apart != 0.0 or opened != reopened
