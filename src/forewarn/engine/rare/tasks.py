"""Tasks: steered futures of one world after another, weighed and summed up."""

from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.bank import new_bank
from forewarn.engine.rare.follow import DEFENCE, begin, follow, weight_of
from forewarn.engine.rare.guide import fill_guide, new_guide
from forewarn.engine.rare.hand import LOOPS, new_hand
from forewarn.engine.rare.lump import Lump
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.simulate.course import Plot, fill_course, new_course
from forewarn.engine.simulate.future import Log, new_scene
from forewarn.engine.simulate.layout import Layout
from forewarn.engine.simulate.leap_future import Game
from forewarn.engine.simulate.leaping import Leaping, new_play
from forewarn.engine.simulate.notes import new_notes, read_rest
from forewarn.engine.simulate.stream import next_share, seed_stream
from forewarn.engine.simulate.tasks import FIRST, LAST, ROW, WORLD
from forewarn.engine.simulate.watch import Watch
from forewarn.engine.tables import Truths

#: Sums of a task: weights of futures that came true, their squares and the largest.
TOTAL, SQUARES, LARGEST = range(3)
#: A level that no value reaches.
NEVER: Final = 2.0


class Terms(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What all steered futures of one question have in common."""

    layout: Layout
    watch: Watch
    plot: Plot
    leaping: Leaping
    lump: Lump
    #: The most pulses that one instant may have.
    pulses: int


@kernel
def run_steered(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    terms: Terms,
    numbers: FloatArray,
    tasks: IntArray,
    seed: np.uint64,
    steered: bool,  # noqa: FBT001  # kernels take no keywords
    sums: FloatArray,
    loops: IntArray,
    seen: IntArray,
    stopped: Truths,
) -> int:
    """Run some tasks, and sum up what each finds.

    Args:
        terms: What all futures have in common.
        numbers: Value of every number in each world; shape (world, number).
        tasks: What to run; shape (task, 4), as for ``run_tasks``.
        seed: Seed of the streams.
        steered: Whether futures are steered.
        sums: To add to: of each ask, and last of all futures whatever they came to;
            shape (task, 3, ask + 1).
        loops: To add to: steps of the loop that futures took; shape (task,).
        seen: To fill with states as cells of time end; shape (future, cell, variable)
            or (0, 0, 0).
        stopped: Set from outside to stop; shape (1,).

    Returns:
        How many tasks were finished.
    """
    lump, watch = terms.lump, terms.watch
    scene, notes = new_scene(terms.layout), new_notes(watch, terms.pulses)
    play, room = new_play(terms.leaping), new_course(terms.plot)
    guide, hand = new_guide(lump), new_hand(lump)
    log = Log(np.empty(0), np.empty(0, np.uint32))
    nothing, asks = np.empty((0, 0), np.int64), notes.outcome.size
    for task in range(len(tasks)):
        course = fill_course(terms.plot, numbers[tasks[task, ROW]], room)
        if not course.world.sound:
            return task
        # Shares of one world stand together, and have one guide.
        new = task == 0 or tasks[task, ROW] != tasks[task - 1, ROW]
        if steered and new:
            fill_guide(lump, course, guide)
        game = Game(terms.layout, terms.leaping, watch, course, scene, play, notes)
        if task == 0:
            bank = new_bank(game, 1)
        for future in range(tasks[task, FIRST], tasks[task, LAST]):
            stream = seed_stream(seed, np.uint64(tasks[task, WORLD]), np.uint64(future))
            guided = steered
            if steered:
                share, stream = next_share(stream)
                guided = share >= DEFENCE
            stream = begin(game, hand, log, stream)
            looks = seen[future] if seen.shape[0] > 0 else nothing
            follow(
                game,
                lump,
                guide,
                hand,
                bank,
                log,
                looks,
                stream,
                stopped,
                guided,
                steered,
                NEVER,
            )
            if stopped[0]:
                return task
            read_rest(watch, notes)
            weight = weight_of(hand) if steered else 1.0
            loops[task] += hand.at[LOOPS]
            for ask in range(asks + 1):
                came = 1.0 if ask == asks else notes.outcome[ask]
                sums[task, TOTAL, ask] += came * weight
                sums[task, SQUARES, ask] += came * weight * weight
                sums[task, LARGEST, ask] = max(sums[task, LARGEST, ask], came * weight)
    return len(tasks)
