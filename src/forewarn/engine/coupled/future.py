"""Clocked future: one sample path, each thing in it by the luck that is its own.

What comes is as in ``engine.simulate``: hazards, schedules, triggers and measures act
alike, and the same monitors watch. Only what is drawn, and for what, differs.
"""

from math import inf
from typing import Final

import numpy as np

from forewarn.engine.coupled.beginning import let_run, play_past, start_clocked
from forewarn.engine.coupled.clocks import first_due, move_clocks, set_rate, wind
from forewarn.engine.coupled.game import (
    Game,
    end_instant,
    goes_on,
    shift_of,
)
from forewarn.engine.coupled.keyed import first_word, next_share, share_at
from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.future import LOOK
from forewarn.engine.simulate.leaping import (
    AWAKE,
    NOWHERE,
    PHASE,
    PULSES,
    SPENT,
    STEPS,
    TURN,
    Leaping,
    Play,
    move_state,
)
from forewarn.engine.simulate.notes import move_places, read_rest
from forewarn.engine.simulate.steps import Index
from forewarn.engine.tables import Truths

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_NOWHERE: Final = np.uint64(NOWHERE)


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
    start_clocked(game, luck)
    free = True
    if game.past.begin >= 0.0:
        free = play_past(game, row)
    if free:
        let_run(game, max(game.past.begin, 0.0))
    while free:
        seat, time = first_due(game.clocks)
        change = _next_change(game)
        if not goes_on(game, min(change, time)):
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
        hazard = game.ground.hazards[shift_of(game) + np.uint64(clocks.entry[clock])]
        set_rate(dial, clocks, clock, hazard, time)
    if play.at[AWAKE] > 0:
        _settle(game, time)
    end_instant(game, time)


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
        end_instant(game, time)


@inlined
def _enter(game: Game, time: float) -> None:
    """Enter the next phase."""
    dial, clocks = game.dial, game.clocks
    game.play.at[PHASE] += 1
    shift = shift_of(game)
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
    shift = shift_of(game)
    move_clocks(game.dial, game.clocks, game.ground.hazards, shift, pulse, time)
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
