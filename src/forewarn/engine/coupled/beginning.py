"""Beginning: a clocked future until it is free: its start, and what came before."""

from math import inf
from typing import Final

import numpy as np

from forewarn.engine.coupled.clocks import (
    move_entries,
    reset_clocks,
    seat_clocks,
    set_rate,
)
from forewarn.engine.coupled.game import (
    Game,
    end_instant,
    goes_on,
    shift_of,
)
from forewarn.engine.coupled.keyed import first_word, share_at
from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.future import next_limit
from forewarn.engine.simulate.leaping import (
    DATE,
    END,
    LIMIT,
    PHASE,
    PULSES,
    move_state,
    reset_play,
    skip_turns,
)
from forewarn.engine.simulate.notes import (
    clear_notes,
    move_places,
    tell_all,
    tell_one,
    when_settled,
)
from forewarn.engine.simulate.steps import Index

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)


@part
def start_clocked(game: Game, luck: np.uint64) -> None:
    """Put every variable in its start state, and begin."""
    dial, ground, clocks, play = game.dial, game.ground, game.clocks, game.play
    reset_clocks(dial, clocks, luck)
    clear_notes(game.watch, game.notes)
    reset_play(game.leaping, play)
    while ground.start[np.uint64(play.at[PHASE]) + _ONE] <= 0.0:
        play.at[PHASE] += 1
    for choice in range(np.uint64(dial.choice_ptr.size) - _ONE):
        step = _pick_start(game, choice, luck)
        move_entries(dial, clocks, step)
        move_places(game.watch.sensors, game.notes, step)
        move_state(game.leaping, play, step)
    play.clock[END] = tell_all(game.watch, game.notes)
    play.clock[LIMIT] = next_limit(game.watch, _NONE, play.clock[END])


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


@part
def let_run(game: Game, time: float) -> None:
    """Let clocks run from some time on, but for those of what stands still."""
    dial, ground, clocks, play = game.dial, game.ground, game.clocks, game.play
    shift = shift_of(game)
    for variable in range(np.uint64(dial.state_ptr.size) - _ONE):
        if not game.pins.still[variable]:
            flat = np.uint64(dial.state_ptr[variable]) + np.uint64(play.state[variable])
            seat_clocks(dial, clocks, ground.hazards, shift, flat, time)
    first = np.uint64(dial.first_event)
    for clock in range(first, np.uint64(dial.seat.size)):
        if not game.pins.silent[clock - first]:
            clocks.seated[dial.seat[clock]] = clock
            hazard = ground.hazards[shift + np.uint64(clocks.entry[clock])]
            set_rate(dial, clocks, clock, hazard, time)


@part
def play_past(game: Game, row: int) -> bool:
    """Let what came come again, and hold what is held; whether anything is open."""
    past = game.past
    at, last = past.ptr[row], past.ptr[row + 1]
    while at < last:
        time = past.years[at]
        _pass_phases(game, time)
        if not goes_on(game, time):
            return False
        while at < last and past.years[at] == time:
            _come_again(game, np.uint64(past.pulses[at]))
            at += 1
        end_instant(game, time)
    _pass_phases(game, past.begin)
    if not goes_on(game, past.begin):
        return False
    skip_turns(game.leaping, game.play, past.begin)
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
    move_state(game.leaping, play, pulse)


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
        move_state(leaping, play, step)
    for monitor in range(np.uint64(game.notes.stage.size)):
        tell_one(game.watch, game.notes, monitor, _NONE, time)
    play.clock[END] = when_settled(game.watch, game.notes, inf)
    date = np.uint64(play.at[DATE])
    play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
