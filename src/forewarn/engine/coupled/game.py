"""Game: what a clocked future is run by, and what every moment of it does."""

from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.coupled.clocks import Clocks
from forewarn.engine.coupled.dial import Dial
from forewarn.engine.coupled.ground import Ground
from forewarn.engine.coupled.pinned import Pins
from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.future import next_limit, pass_dates
from forewarn.engine.simulate.leaping import (
    DATE,
    END,
    LIMIT,
    PHASE,
    PULSES,
    STEPS,
    Leaping,
    Play,
    forget_instant,
)
from forewarn.engine.simulate.notes import Notes, concerns, tell
from forewarn.engine.simulate.past import Past
from forewarn.engine.simulate.watch import Watch

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)


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
def shift_of(game: Game) -> np.uint64:
    """Where the hazards of the phase begin."""
    return np.uint64(game.play.at[PHASE]) * np.uint64(game.ground.stride)


@inlined
def goes_on(game: Game, time: float) -> bool:
    """Read what is due before a time; whether anything is left to see at it."""
    play = game.play
    if time > play.clock[LIMIT]:
        date = pass_dates(game.watch, game.notes, np.uint64(play.at[DATE]), time)
        play.at[DATE] = date
        play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
    return not time > play.clock[LIMIT]


@part
def end_instant(game: Game, time: float) -> None:
    """See an instant as it has ended, and forget it."""
    play, count = game.play, np.uint64(game.play.at[PULSES])
    if concerns(game.watch, game.notes, count):
        play.clock[END] = tell(game.watch, game.notes, count, time, play.clock[END])
        date = np.uint64(play.at[DATE])
        play.clock[LIMIT] = next_limit(game.watch, date, play.clock[END])
    play.at[STEPS] += play.at[PULSES]
    forget_instant(play)
