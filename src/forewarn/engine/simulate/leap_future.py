"""Leaping futures: sample paths in which jumps, dates and measures bring others along.

A future is as in ``future``, bit for bit, until something acts on it: a schedule, a
trigger, or a measure that changes a hazard. What is left of the wait for the next jump
then goes by at the new rate.
"""

from math import inf
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.course import Course
from forewarn.engine.simulate.future import (
    LOOK,
    Log,
    Scene,
    first_rates,
    next_limit,
    pass_dates,
    pick_again,
    pick_pulse,
    pick_start,
    reset_scene,
    take_step,
    write,
)
from forewarn.engine.simulate.layout import Layout
from forewarn.engine.simulate.leaping import (
    AWAKE,
    DATE,
    END,
    LIMIT,
    NOWHERE,
    PEAK,
    PHASE,
    PULSES,
    SPENT,
    STEPS,
    TOTAL,
    TURN,
    Leaping,
    Play,
    forget_instant,
    move_state,
    reset_play,
)
from forewarn.engine.simulate.notes import (
    Notes,
    clear_notes,
    concerns,
    move_places,
    read_rest,
    tell,
    tell_all,
)
from forewarn.engine.simulate.rates import FALL, add_up, change_rate, pick_slot
from forewarn.engine.simulate.steps import Index
from forewarn.engine.simulate.stream import Stream, next_share, next_wait
from forewarn.engine.simulate.watch import Watch
from forewarn.engine.tables import Truths

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_NOWHERE: Final = np.uint64(NOWHERE)


class Game(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Everything that a future is run by, but its stream."""

    layout: Layout
    leaping: Leaping
    watch: Watch
    course: Course
    #: Room for its state, for what its leaps depend on, and for what is seen.
    scene: Scene
    play: Play
    notes: Notes


@inlined
def run_leaping(game: Game, log: Log, stream: Stream, stopped: Truths) -> int:
    """Run one future until everything asked is settled, and read it off.

    Args:
        game: What it is run by; outcomes and onsets are in its notes afterwards.
        log: Room for its jumps, after the steps to where it starts.
        stream: Its stream, from the beginning.
        stopped: Set from outside to leave it unfinished; shape (1,).

    Returns:
        How many steps there were: to where it starts, and jumps.
    """
    play, time, looked = game.play, 0.0, 0
    stream = start_leaping(game, log, stream)
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


@inlined
def start_leaping(game: Game, log: Log, stream: Stream) -> Stream:
    """Put every variable in its start state, and begin."""
    layout, course, scene, play = game.layout, game.course, game.scene, game.play
    reset_scene(layout, scene)
    clear_notes(game.watch, game.notes)
    reset_play(game.leaping, play)
    while course.start[np.uint64(play.at[PHASE]) + _ONE] <= 0.0:
        play.at[PHASE] += 1
        _shift(scene, course.stride)
    for choice in range(np.uint64(layout.choice_ptr.size) - _ONE):
        step, stream = pick_start(layout, course.world.numbers, choice, stream)
        take_step(layout, course.world, scene, step)
        move_places(game.watch.sensors, game.notes, step)
        move_state(game.leaping, play, step)
        play.at[STEPS] = write(log, play.at[STEPS], step, 0.0)
    play.clock[TOTAL] = first_rates(layout, course.world, scene)
    play.clock[PEAK] = play.clock[TOTAL]
    play.clock[END] = tell_all(game.watch, game.notes)
    play.clock[LIMIT] = next_limit(game.watch, _NONE, play.clock[END])
    return stream


@inlined
def wait_on(
    game: Game, log: Log, stream: Stream, time: float, left: float
) -> tuple[float, Stream]:
    """Wait for the next jump, while hazards change and schedules have their turns.

    Args:
        game: What the future is run by.
        log: Room for its jumps.
        stream: Its stream.
        time: When the waiting begins, in years.
        left: How long the wait is, in units of its mean.

    Returns:
        When the jump comes, or a time past the limit, and the stream.
    """
    play = game.play
    then = time + left / play.clock[TOTAL]
    change = next_change(game)
    while change <= then:
        if not goes_on(game, change):
            return inf, stream
        before = play.clock[TOTAL]
        stream = make_change(game, log, stream, change)
        if play.clock[TOTAL] != before:
            if before > 0.0:
                left = (then - change) * before
            then = change + left / play.clock[TOTAL]
        change = next_change(game)
    return (then, stream) if goes_on(game, then) else (inf, stream)


@inlined
def goes_on(game: Game, time: float) -> bool:
    """Read what is due before a time; whether anything is left to see at it."""
    play = game.play
    if time > play.clock[LIMIT]:
        date = pass_dates(game.watch, game.notes, np.uint64(play.at[DATE]), time)
        play.at[DATE] = date
        play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
    return not time > play.clock[LIMIT]


@inlined
def next_change(game: Game) -> float:
    """When hazards change next, or something is scheduled; inf for never."""
    dates, turn = game.leaping.date, np.uint64(game.play.at[TURN])
    date = dates[turn] if turn < np.uint64(dates.size) else inf
    phase = np.uint64(game.play.at[PHASE])
    return min(date, float(game.course.start[phase + _ONE]))


@inlined
def leave_state(game: Game, log: Log, stream: Stream, time: float) -> Stream:
    """A jump or event comes, and what it brings along."""
    layout, scene, play = game.layout, game.scene, game.play
    share, stream = next_share(stream)
    slot, at, found = pick_slot(layout.level, scene.sums, share * play.clock[TOTAL])
    if not found:
        slot, at, play.clock[TOTAL] = pick_again(layout.level, scene.sums, share)
    come(game, pick_pulse(layout, game.course.world, scene, slot, at))
    if play.at[AWAKE] > 0:
        stream = settle(game, stream)
    end_instant(game, log, time)
    return stream


@part
def make_change(game: Game, log: Log, stream: Stream, time: float) -> Stream:
    """Enter the next phase, or let the schedules of a date have their turns."""
    play = game.play
    if game.course.start[np.uint64(play.at[PHASE]) + _ONE] <= time:
        enter_phase(game)
        return stream
    leaping, turn = game.leaping, np.uint64(play.at[TURN])
    play.at[TURN] += 1
    for row in range(leaping.turn_ptr[turn], leaping.turn_ptr[turn + _ONE]):
        stream = _take_turn(game, stream, np.uint64(leaping.turn[row]))
        stream = settle(game, stream)
    if play.at[PULSES] > 0:
        end_instant(game, log, time)
    return stream


@inlined
def enter_phase(game: Game) -> None:
    """Enter the next phase."""
    layout, scene, play = game.layout, game.scene, game.play
    play.at[PHASE] += 1
    _shift(scene, game.course.stride)
    for slot in range(np.uint64(scene.unit.size)):
        rate = game.course.world.table[scene.entry[scene.unit[slot]]]
        # Of rates that stay the same, the total stays the same to the last bit.
        play.clock[TOTAL] += change_rate(layout.level, scene.sums, slot, rate)
    play.clock[PEAK] = max(play.clock[PEAK], play.clock[TOTAL])


@inlined
def _shift(scene: Scene, stride: int) -> None:
    """Let every unit's entry stand in the table of the next phase."""
    for unit in range(np.uint64(scene.entry.size)):
        scene.entry[unit] += np.uint64(stride)


@inlined
def _take_turn(game: Game, stream: Stream, schedule: Index) -> Stream:
    leaping = game.leaping
    way = np.uint64(leaping.schedule_ptr[schedule])
    if leaping.draws[schedule]:
        way, stream = _draw(game, stream, schedule)
        pulse = _pulse_of(leaping, game.play, way)
        if pulse != _NOWHERE:
            come(game, pulse)
        return stream
    return _try(game, stream, way)


@inlined
def _draw(game: Game, stream: Stream, schedule: Index) -> tuple[np.uint64, Stream]:
    """The way to the state that is drawn."""
    leaping, numbers = game.leaping, game.course.world.numbers
    at, stream = next_share(stream)
    drawn = np.uint64(leaping.schedule_ptr[schedule])
    for way in range(drawn, leaping.schedule_ptr[schedule + _ONE]):
        share = numbers[leaping.way_number[way]]
        if share > 0.0:
            drawn = np.uint64(way)  # shares sum to 1 but for rounding
            if at < share:
                break
        at -= share
    return drawn, stream


@part
def settle(game: Game, stream: Stream) -> Stream:
    """Test triggers as long as one is awake, the first as declared each time."""
    leaping, play = game.leaping, game.play
    first = np.uint64(leaping.schedule_ptr[leaping.schedule_ptr.size - 1])
    while play.at[AWAKE] > 0:
        trigger = _NONE
        while not play.awake[trigger]:
            trigger += _ONE
        play.awake[trigger] = False
        play.at[AWAKE] -= 1
        holds = _any_holds(leaping, play, trigger)
        if holds and _pulse_of(leaping, play, first + trigger) != _NOWHERE:
            play.spent[trigger] = True
            play.at[SPENT] += 1
            stream = _try(game, stream, first + trigger)
    return stream


@inlined
def _any_holds(leaping: Leaping, play: Play, trigger: Index) -> bool:
    """Whether the condition of a clause holds that woke a trigger; all sleep then."""
    holds = False
    for clause in range(
        leaping.trigger_clause[trigger], leaping.trigger_clause[trigger + _ONE]
    ):
        if play.clause[clause]:
            play.clause[clause] = False
            holds |= leaping.truth[play.place[leaping.clause_table[clause]]]
    return holds


@inlined
def _try(game: Game, stream: Stream, way: Index) -> Stream:
    """Let a way come by its chance; nothing is drawn where that is certain."""
    leaping, course, play = game.leaping, game.course, game.play
    pulse = _pulse_of(leaping, play, way)
    if pulse == _NOWHERE:
        return stream
    place = np.uint64(play.place[leaping.way_table[way]])
    place += np.uint64(play.at[PHASE]) * np.uint64(course.chance_stride)
    chance, share = course.chances[place], 0.0
    if 0.0 < chance < 1.0:
        share, stream = next_share(stream)
    if share < chance:
        come(game, pulse)
    return stream


@inlined
def _pulse_of(leaping: Leaping, play: Play, way: Index) -> np.uint64:
    """The pulse of a way from the state there is, or ``NOWHERE``."""
    state = play.state[leaping.way_variable[way]]
    return np.uint64(leaping.way_pulse[leaping.way_ptr[way] + state])


@inlined
def come(game: Game, pulse: Index) -> None:
    """A jump or event comes, and wakes triggers."""
    leaping, play = game.leaping, game.play
    game.notes.pulses[play.at[PULSES]] = pulse
    play.at[PULSES] += 1
    play.clock[TOTAL] += take_step(game.layout, game.course.world, game.scene, pulse)
    move_places(game.watch.sensors, game.notes, pulse)
    move_state(leaping, play, pulse)
    for row in range(leaping.wake_ptr[pulse], leaping.wake_ptr[pulse + _ONE]):
        clause = leaping.wake[row]
        trigger = leaping.clause_trigger[clause]
        if not play.spent[trigger]:
            play.clause[clause] = True
            if not play.awake[trigger]:
                play.awake[trigger] = True
                play.at[AWAKE] += 1


@inlined
def end_instant(game: Game, log: Log, time: float) -> None:
    """See an instant as it has ended, and forget it."""
    play, level, sums = game.play, game.layout.level, game.scene.sums
    total = play.clock[TOTAL]
    if game.course.world.wide or total < FALL * play.clock[PEAK]:
        total = add_up(level, sums)
        play.clock[TOTAL] = play.clock[PEAK] = total
    play.clock[PEAK] = max(play.clock[PEAK], total)
    count = np.uint64(play.at[PULSES])
    if concerns(game.watch, game.notes, count):
        play.clock[END] = tell(game.watch, game.notes, count, time, play.clock[END])
        date = np.uint64(play.at[DATE])
        play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
    for at in range(count):
        pulse = np.uint64(game.notes.pulses[at])
        play.at[STEPS] = write(log, play.at[STEPS], pulse, time)
    forget_instant(play)
