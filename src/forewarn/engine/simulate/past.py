"""Futures with a past: what is known to have come is played first, then all is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined, kernel, part
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.course import Plot, fill_course, new_course
from forewarn.engine.simulate.future import LOOK, Log, new_scene
from forewarn.engine.simulate.leap_future import (
    Game,
    come,
    end_instant,
    enter_phase,
    goes_on,
    leave_state,
    start_leaping,
    wait_on,
)
from forewarn.engine.simulate.leaping import (
    AWAKE,
    LIMIT,
    PHASE,
    STEPS,
    Leaping,
    most_pulses,
    new_play,
    skip_turns,
)
from forewarn.engine.simulate.notes import new_notes, read_rest
from forewarn.engine.simulate.steps import ends
from forewarn.engine.simulate.stream import Stream, next_wait, seed_stream
from forewarn.engine.simulate.tasks import (
    FIRST,
    LAST,
    ROW,
    WORLD,
    Record,
    Setting,
    sum_up,
)
from forewarn.engine.tables import Truths

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_ONE: Final = np.uint64(1)


class Past(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What came in each world before futures are free.

    Jumps and events of the world in row r are ``ptr[r]:ptr[r + 1]``.
    """

    ptr: IntArray
    #: When each came, in years, never falling in a world.
    years: FloatArray
    pulses: IntArray
    #: From when on futures are free, in years.
    begin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRunner:
    """How the futures of worlds that have a past are simulated."""

    setting: Setting
    plot: Plot
    leaping: Leaping
    past: Past

    def run(
        self,
        numbers: FloatArray,
        tasks: IntArray,
        sums: FloatArray,
        record: Record,
        stopped: Truths,
    ) -> int:
        """Run some tasks, as ``run_tasks_on``."""
        return run_tasks_on(
            self.setting,
            self.plot,
            self.leaping,
            self.past,
            max(most_pulses(self.leaping), most_at_once(self.past)),
            numbers,
            tasks,
            sums,
            record,
            stopped,
        )


def past_of(belief: Belief) -> Past:
    """What came in each world of a belief."""
    return Past(
        ptr=belief.ptr,
        years=belief.past_years,
        pulses=belief.past_pulses,
        begin=belief.years,
    )


def without_spent(leaping: Leaping, names: Sequence[str], belief: Belief) -> Leaping:
    """What may leap, without the dates of schedules that a report has spent.

    Args:
        leaping: What may leap in the network.
        names: Names of schedules, in order.
        belief: What is believed.
    """
    if not belief.spent:
        return leaping
    spent = {(name, round(years, 9)) for name, years in belief.spent}
    rows: list[list[int]] = []
    for date, (first, last) in enumerate(pairwise(leaping.turn_ptr.tolist())):
        at = round(float(leaping.date[date]), 9)
        turns = leaping.turn[first:last].tolist()
        rows.append([turn for turn in turns if (names[turn], at) not in spent])
    return leaping._replace(
        turn_ptr=ends([len(row) for row in rows]),
        turn=np.array([turn for row in rows for turn in row], dtype=np.uint32),
    )


def most_at_once(past: Past) -> int:
    """The most jumps and events that one instant of a past has."""
    if not past.years.size:
        return 0
    worlds = np.repeat(np.arange(past.ptr.size - 1), np.diff(past.ptr))
    new = np.diff(past.years, prepend=-np.inf) != 0
    new |= np.diff(worlds, prepend=-1) != 0
    firsts = np.flatnonzero(new)
    return int(np.diff(firsts, append=past.years.size).max())


@inlined
def run_on(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    game: Game, past: Past, row: int, log: Log, stream: Stream, stopped: Truths
) -> int:
    """Run one future from its past on until everything asked is settled.

    Args:
        game: What it is run by; outcomes and onsets are in its notes afterwards.
        past: What came before.
        row: The row of its world.
        log: Room for its jumps, after the steps to where it starts.
        stream: Its stream, from the beginning.
        stopped: Set from outside to leave it unfinished; shape (1,).

    Returns:
        How many steps there were: to where it starts, and jumps.
    """
    play, time, looked = game.play, past.begin, 0
    stream = start_leaping(game, log, stream)
    if _replay(game, past, row, log):
        while True:
            wait, stream = next_wait(stream)
            time, stream = wait_on(game, log, stream, time, wait)
            if time > play.clock[LIMIT]:
                break
            stream = leave_state(game, log, stream, time)
            if play.at[STEPS] >= looked + LOOK:
                looked = play.at[STEPS]
                if stopped[0]:
                    break
    read_rest(game.watch, game.notes)
    return int(play.at[STEPS])


@part
def _replay(game: Game, past: Past, row: int, log: Log) -> bool:
    """Play what came; whether anything asked is open after it."""
    at, last = past.ptr[row], past.ptr[row + 1]
    while at < last:
        time = past.years[at]
        _pass_phases(game, time)
        if not goes_on(game, time):
            return False
        while at < last and past.years[at] == time:
            come(game, np.uint64(past.pulses[at]))
            at += 1
        _let_sleep(game)  # what triggers brought along stands in the past itself
        end_instant(game, log, time)
    _pass_phases(game, past.begin)
    skip_turns(game.leaping, game.play, past.begin)
    return True


@inlined
def _pass_phases(game: Game, time: float) -> None:
    while game.course.start[np.uint64(game.play.at[PHASE]) + _ONE] <= time:
        enter_phase(game)


@inlined
def _let_sleep(game: Game) -> None:
    play = game.play
    for clause in range(np.uint64(play.clause.size)):
        play.clause[clause] = False
    for trigger in range(np.uint64(play.awake.size)):
        play.awake[trigger] = False
    play.at[AWAKE] = 0


@kernel
def run_tasks_on(  # noqa: PLR0913, PLR0917  # as run_tasks
    setting: Setting,
    plot: Plot,
    leaping: Leaping,
    past: Past,
    pulses: int,
    numbers: FloatArray,
    tasks: IntArray,
    sums: FloatArray,
    record: Record,
    stopped: Truths,
) -> int:
    """Run some tasks of worlds that have a past.

    Args:
        setting: What all futures have in common.
        plot: How numbers become hazards and chances.
        leaping: What may leap.
        past: What came before, world by world.
        pulses: The most that one instant may have.
        numbers: As for ``run_tasks``, and so on; worlds in the order of pasts.
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
            count = run_on(game, past, tasks[task, WORLD], log, stream, stopped)
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
