"""Clocked future: one sample path, each thing in it by the luck that is its own.

What comes is as in ``engine.simulate``: hazards, schedules, triggers and measures act
alike, and the same monitors watch. Only what is drawn, and for what, differs.
"""

from math import inf
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.coupled.clocks import (
    Clocks,
    first_due,
    move_clocks,
    move_entries,
    reset_clocks,
    seat_clocks,
    set_rate,
    wind,
)
from forewarn.engine.coupled.dial import Dial
from forewarn.engine.coupled.ground import Ground
from forewarn.engine.coupled.keyed import first_word, next_share, share_at
from forewarn.engine.coupled.pinned import Pins
from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.future import LOOK, next_limit, pass_dates
from forewarn.engine.simulate.leaping import (
    AWAKE,
    DATE,
    END,
    LIMIT,
    NOWHERE,
    PHASE,
    PULSES,
    SPENT,
    STEPS,
    TURN,
    Leaping,
    Play,
)
from forewarn.engine.simulate.notes import (
    Notes,
    _settled,
    _tell,
    clear_notes,
    move_places,
    read_rest,
    tell,
    tell_all,
)
from forewarn.engine.simulate.past import Past
from forewarn.engine.simulate.steps import Index
from forewarn.engine.simulate.watch import Watch
from forewarn.engine.tables import Truths

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_NOWHERE: Final = np.uint64(NOWHERE)


class Game(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Everything that a future is run by, but its luck."""

    dial: Dial
    leaping: Leaping
    watch: Watch
    ground: Ground
    #: What came before futures are free, and what is held from then on.
    past: Past
    pins: Pins
    #: Room for its clocks, for what its leaps depend on, and for what is seen.
    clocks: Clocks
    play: Play
    notes: Notes


@inlined
def run_clocked(game: Game, row: int, luck: np.uint64, stopped: Truths) -> None:
    """Run one future until everything asked is settled, and read it off.

    Args:
        game: What it is run by; outcomes and onsets are in its notes afterwards.
        row: Where its world's past stands, if there is one.
        luck: The key of the future.
        stopped: Set from outside to leave it unfinished; shape (1,).
    """
    play, looked = game.play, 0
    _start(game, luck)
    free = True
    if game.past.begin >= 0.0:
        free = _replay(game, row)
    if free:
        _let_run(game, max(game.past.begin, 0.0))
    while free:
        seat, time = first_due(game.clocks)
        change = _next_change(game)
        if not _goes_on(game, min(change, time)):
            break
        if change <= time:
            _change(game, change)
        else:
            _ring(game, seat, time)
        if play.at[STEPS] >= looked + LOOK:
            looked = play.at[STEPS]
            if stopped[0]:
                break
    read_rest(game.watch, game.notes)


@part
def _start(game: Game, luck: np.uint64) -> None:
    """Put every variable in its start state, and begin."""
    dial, ground, clocks, play = game.dial, game.ground, game.clocks, game.play
    reset_clocks(dial, clocks, luck)
    clear_notes(game.watch, game.notes)
    _reset(game.leaping, play)
    while ground.start[np.uint64(play.at[PHASE]) + _ONE] <= 0.0:
        play.at[PHASE] += 1
    for choice in range(np.uint64(dial.choice_ptr.size) - _ONE):
        step = _pick_start(game, choice, luck)
        move_entries(dial, clocks, step)
        move_places(game.watch.sensors, game.notes, step)
        _move(game.leaping, play, step)
    play.clock[END] = tell_all(game.watch, game.notes)
    play.clock[LIMIT] = next_limit(game.watch, _NONE, play.clock[END])


@part
def _let_run(game: Game, time: float) -> None:
    """Let clocks run from some time on, but for those of variables that are held."""
    dial, ground, clocks, play = game.dial, game.ground, game.clocks, game.play
    shift = _shift(game)
    for variable in range(np.uint64(dial.state_ptr.size) - _ONE):
        if not game.pins.held[variable]:
            flat = np.uint64(dial.state_ptr[variable]) + np.uint64(play.state[variable])
            seat_clocks(dial, clocks, ground.hazards, shift, flat, time)
    for clock in range(np.uint64(dial.first_event), np.uint64(dial.seat.size)):
        clocks.seated[dial.seat[clock]] = clock
        hazard = ground.hazards[shift + np.uint64(clocks.entry[clock])]
        set_rate(dial, clocks, clock, hazard, time)


@part
def _replay(game: Game, row: int) -> bool:
    """Let what came come again, and hold what is held; whether anything is open."""
    past = game.past
    at, last = past.ptr[row], past.ptr[row + 1]
    while at < last:
        time = past.years[at]
        _pass_phases(game, time)
        if not _goes_on(game, time):
            return False
        while at < last and past.years[at] == time:
            _come_again(game, np.uint64(past.pulses[at]))
            at += 1
        _end_instant(game, time)
    _pass_phases(game, past.begin)
    if not _goes_on(game, past.begin):
        return False
    dates, play = game.leaping.date, game.play
    while (
        np.uint64(play.at[TURN]) < np.uint64(dates.size)
        and dates[np.uint64(play.at[TURN])] <= past.begin
    ):
        play.at[TURN] += 1
    if game.pins.variable.size > 0:
        _hold(game, past.begin)
    return True


@inlined
def _pass_phases(game: Game, time: float) -> None:
    while game.ground.start[np.uint64(game.play.at[PHASE]) + _ONE] <= time:
        game.play.at[PHASE] += 1


@inlined
def _come_again(game: Game, pulse: Index) -> None:
    """A jump or event of the past; what it brought along stands there, too."""
    play = game.play
    game.notes.pulses[play.at[PULSES]] = pulse
    play.at[PULSES] += 1
    move_entries(game.dial, game.clocks, pulse)
    move_places(game.watch.sensors, game.notes, pulse)
    _move(game.leaping, play, pulse)


@inlined
def _hold(game: Game, time: float) -> None:
    """Move variables to where they are held: no jump, but what it makes true counts."""
    dial, pins, play = game.dial, game.pins, game.play
    placements = np.uint64(dial.left.size - dial.choice_number.size)
    for pin in range(np.uint64(pins.variable.size)):
        first = placements + np.uint64(dial.choice_ptr[pins.choice[pin]])
        back = first + np.uint64(play.state[pins.variable[pin]])
        for row in range(dial.touch_ptr[back], dial.touch_ptr[back + _ONE]):
            game.clocks.entry[dial.touch[row, _NONE]] -= dial.touch[row, _ONE]
        sensors, leaping = game.watch.sensors, game.leaping
        for row in range(sensors.see_ptr[back], sensors.see_ptr[back + _ONE]):
            game.notes.place[sensors.see[row, _NONE]] -= sensors.see[row, _ONE]
        for row in range(leaping.see_ptr[back], leaping.see_ptr[back + _ONE]):
            play.place[leaping.see[row, _NONE]] -= leaping.see[row, _ONE]
        step = first + np.uint64(pins.state[pin])
        move_entries(dial, game.clocks, step)
        move_places(sensors, game.notes, step)
        _move(leaping, play, step)
    for monitor in range(np.uint64(game.notes.stage.size)):
        _tell(game.watch, game.notes, monitor, _NONE, time)
    play.clock[END] = _settled(game.watch, game.notes, inf)
    date = np.uint64(play.at[DATE])
    play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])


@inlined
def _reset(leaping: Leaping, play: Play) -> None:
    for variable in range(np.uint64(play.state.size)):
        play.state[variable] = leaping.state_at_start[variable]
    for table in range(np.uint64(play.place.size)):
        play.place[table] = leaping.place_at_start[table]
    for column in range(np.uint64(play.at.size)):
        play.at[column] = 0


@inlined
def _pick_start(game: Game, choice: Index, luck: np.uint64) -> Index:
    """The step to where a variable starts that may start in several states."""
    dial, numbers = game.dial, game.ground.numbers
    at = share_at(first_word(luck, dial.choice_key[choice]), _NONE)
    first_step = dial.left.size - dial.choice_number.size
    likely = np.uint64(dial.choice_ptr[choice])  # shares sum to 1 but for rounding
    for state in range(likely, dial.choice_ptr[choice + _ONE]):
        share = numbers[dial.choice_number[state]]
        if share > 0.0:
            likely = np.uint64(state)
            if at < share:
                break
        at -= share
    return np.uint64(first_step) + likely


@inlined
def _shift(game: Game) -> np.uint64:
    """Where the hazards of the phase begin."""
    return np.uint64(game.play.at[PHASE]) * np.uint64(game.ground.stride)


@inlined
def _goes_on(game: Game, time: float) -> bool:
    """Read what is due before a time; whether anything is left to see at it."""
    play = game.play
    if time > play.clock[LIMIT]:
        date = pass_dates(game.watch, game.notes, np.uint64(play.at[DATE]), time)
        play.at[DATE] = date
        play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
    return not time > play.clock[LIMIT]


@inlined
def _next_change(game: Game) -> float:
    """When hazards change next, or something is scheduled; inf for never."""
    dates, turn = game.leaping.date, np.uint64(game.play.at[TURN])
    date = dates[turn] if turn < np.uint64(dates.size) else inf
    phase = np.uint64(game.play.at[PHASE])
    return min(date, float(game.ground.start[phase + _ONE]))


@inlined
def _ring(game: Game, seat: Index, time: float) -> None:
    """A clock rings: its jump or event comes, and what that brings along."""
    dial, clocks, play = game.dial, game.clocks, game.play
    clock = np.uint64(clocks.seated[seat])
    wind(dial, clocks, clock)
    _come(game, clock, time)
    if clock >= np.uint64(dial.first_event):  # it runs on; others wait to come back
        hazard = game.ground.hazards[_shift(game) + np.uint64(clocks.entry[clock])]
        set_rate(dial, clocks, clock, hazard, time)
    if play.at[AWAKE] > 0:
        _settle(game, time)
    _end_instant(game, time)


@part
def _change(game: Game, time: float) -> None:
    """Enter the next phase, or let the schedules of a date have their turns."""
    play = game.play
    if game.ground.start[np.uint64(play.at[PHASE]) + _ONE] <= time:
        _enter(game, time)
        return
    leaping, turn = game.leaping, np.uint64(play.at[TURN])
    play.at[TURN] += 1
    for row in range(leaping.turn_ptr[turn], leaping.turn_ptr[turn + _ONE]):
        schedule = np.uint64(leaping.turn[row])
        _take_turn(game, schedule, game.dial.date_day[turn], time)
        _settle(game, time)
    if play.at[PULSES] > 0:
        _end_instant(game, time)


@inlined
def _enter(game: Game, time: float) -> None:
    """Enter the next phase."""
    dial, clocks = game.dial, game.clocks
    game.play.at[PHASE] += 1
    shift = _shift(game)
    for seat in range(np.uint64(clocks.seated.size)):
        clock = np.uint64(clocks.seated[seat])
        if clock != _NOWHERE:
            hazard = game.ground.hazards[shift + np.uint64(clocks.entry[clock])]
            set_rate(dial, clocks, clock, hazard, time)


@inlined
def _take_turn(game: Game, schedule: Index, day: np.uint64, time: float) -> None:
    leaping = game.leaping
    word = first_word(game.clocks.luck[0], game.dial.schedule_key[schedule])
    share, way = share_at(word, day), np.uint64(leaping.schedule_ptr[schedule])
    if not leaping.draws[schedule]:
        _try(game, way, share, time)
        return
    pulse = _pulse_of(leaping, game.play, _draw(game, schedule, share))
    if pulse != _NOWHERE:
        _come(game, pulse, time)


@inlined
def _draw(game: Game, schedule: Index, at: float) -> np.uint64:
    """The way to the state that is drawn."""
    leaping, numbers = game.leaping, game.ground.numbers
    drawn = np.uint64(leaping.schedule_ptr[schedule])
    for way in range(drawn, leaping.schedule_ptr[schedule + _ONE]):
        share = numbers[leaping.way_number[way]]
        if share > 0.0:
            drawn = np.uint64(way)  # shares sum to 1 but for rounding
            if at < share:
                break
        at -= share
    return drawn


@part
def _settle(game: Game, time: float) -> None:
    """Test triggers as long as one is awake, the first as declared each time."""
    leaping, play, clocks = game.leaping, game.play, game.clocks
    first = np.uint64(leaping.schedule_ptr[leaping.schedule_ptr.size - 1])
    streams = np.uint64(clocks.entry.size)
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
            share = next_share(clocks.words, streams + trigger)
            _try(game, first + trigger, share, time)


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
def _try(game: Game, way: Index, share: float, time: float) -> None:
    """Let a way come by its chance."""
    leaping, play = game.leaping, game.play
    pulse = _pulse_of(leaping, play, way)
    if pulse == _NOWHERE:
        return
    place = np.uint64(play.place[leaping.way_table[way]])
    place += np.uint64(play.at[PHASE]) * np.uint64(game.ground.chance_stride)
    if share < game.ground.chances[place]:
        _come(game, pulse, time)


@inlined
def _pulse_of(leaping: Leaping, play: Play, way: Index) -> np.uint64:
    """The pulse of a way from the state there is, or ``NOWHERE``."""
    state = play.state[leaping.way_variable[way]]
    return np.uint64(leaping.way_pulse[leaping.way_ptr[way] + state])


@part
def _come(game: Game, pulse: Index, time: float) -> None:
    """A jump or event comes, and wakes triggers."""
    leaping, play = game.leaping, game.play
    game.notes.pulses[play.at[PULSES]] = pulse
    play.at[PULSES] += 1
    shift = _shift(game)
    move_clocks(game.dial, game.clocks, game.ground.hazards, shift, pulse, time)
    move_places(game.watch.sensors, game.notes, pulse)
    _move(leaping, play, pulse)
    for row in range(leaping.wake_ptr[pulse], leaping.wake_ptr[pulse + _ONE]):
        clause = leaping.wake[row]
        trigger = leaping.clause_trigger[clause]
        if not play.spent[trigger]:
            play.clause[clause] = True
            if not play.awake[trigger]:
                play.awake[trigger] = True
                play.at[AWAKE] += 1


@inlined
def _move(leaping: Leaping, play: Play, step: Index) -> None:
    """Follow a step of the state."""
    play.state[leaping.step_variable[step]] = leaping.step_target[step]
    for row in range(leaping.see_ptr[step], leaping.see_ptr[step + _ONE]):
        play.place[leaping.see[row, _NONE]] += leaping.see[row, _ONE]


@part
def _end_instant(game: Game, time: float) -> None:
    """See an instant as it has ended, and forget it."""
    play, count = game.play, np.uint64(game.play.at[PULSES])
    if _concerns(game, count):
        play.clock[END] = tell(game.watch, game.notes, count, time, play.clock[END])
        date = np.uint64(play.at[DATE])
        play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
    play.at[STEPS] += play.at[PULSES]
    play.at[PULSES] = 0
    if play.at[SPENT] > 0:
        play.at[SPENT] = 0
        for trigger in range(np.uint64(play.spent.size)):
            play.spent[trigger] = False


@inlined
def _concerns(game: Game, count: Index) -> bool:
    """Whether an instant concerns any monitor."""
    alarms = game.watch.monitors.alarm_ptr
    for at in range(count):
        pulse = np.uint64(game.notes.pulses[at])
        if alarms[pulse] != alarms[pulse + _ONE]:
            return True
    return False
