r"""Forks: instants that chances decide, tried several times, and one try taken.

Of M tries, each as it would come, one is taken by the guide's value of where it ends,

.. math:: P(j) = \frac{v_j}{\sum_i v_i}, \qquad
          \frac{1}{M} \sum_i v_i \Big/ v_j

is what it adds to the weight, which so stays exact. A future that comes as it would
takes the first try; the others tell what it weighs all the same. So a way with a small
chance is found about M times as often, without a change to how instants go.

Source:
    Rubin (1988), sampling and importance resampling; Andrieu and Roberts (2009).
"""

from math import ceil, inf, log
from typing import Final

import numpy as np

from forewarn.engine.kernel import part
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.bank import Bank, put_down, take_up
from forewarn.engine.rare.guide import Guide
from forewarn.engine.rare.hand import CELL, CODE, TIME, WEIGHT, Hand
from forewarn.engine.rare.lump import Lump
from forewarn.engine.simulate.future import Log
from forewarn.engine.simulate.leap_future import (
    Game,
    come,
    end_instant,
    make_change,
    settle,
)
from forewarn.engine.simulate.leaping import AWAKE
from forewarn.engine.simulate.stream import Stream, next_share
from forewarn.engine.simulate.watch import WINDOW
from forewarn.engine.tables import Integers

#: Least ratio that a jump is slowed down by: a path that a lump holds for hopeless
#: and that is not weighs no more than 1 / FLOOR for each jump.
FLOOR: Final = 0.05
#: Most tries of an instant, and ratio of mean squares of values from which it forks.
MOST_TRIES: Final = 64
WORTH: Final = 2.0
#: Instead of a value of 0, by which no try could be taken.
TINY: Final = 1e-300
#: Date of an instant that a jump or event begins.
NEVER_DUE: Final = -1.0


@part
def tries_of(lump: Lump, guide: Guide, row: int, jump: int) -> int:
    """How often to try what a jump brings: as often as it takes to find what counts."""
    first, last = lump.out_ptr[jump], lump.out_ptr[jump + 1]
    if last - first < 2:
        return 1
    return _tries(lump.out_code, lump.out_chance, first, last, guide.value[row])


@part
def _tries(
    codes: Integers, chances: FloatArray, first: int, last: int, values: FloatArray
) -> int:
    """How often to try what may lead to some codes: by the spread of their values."""
    mean, square = 0.0, 0.0
    for way in range(first, last):
        value = values[codes[way]]
        mean += chances[way] * value
        square += chances[way] * value * value
    if not square > WORTH * mean * mean:
        return 1
    return int(min(ceil(square / (mean * mean)), MOST_TRIES)) if mean > 0.0 else 1


@part
def fork_date(  # noqa: PLR0913, PLR0917  # as fork
    game: Game,
    lump: Lump,
    guide: Guide,
    hand: Hand,
    bank: Bank,
    log_: Log,
    stream: Stream,
    date: float,
    steered: bool,  # noqa: FBT001  # kernels take no keywords
) -> Stream:
    """Schedules of a date have their turns, and the best of some tries is taken."""
    row, codes = hand.at[CELL] + 1, lump.jump_ptr.size - 1
    block = lump.block[row] * codes + hand.at[CODE]
    first, last = lump.turn_ptr[block], lump.turn_ptr[block + 1]
    tries = _tries(lump.turn_code, lump.turn_chance, first, last, guide.value[row])
    if tries < 2:
        return make_change(game, log_, stream, date)
    return fork(
        game,
        lump,
        guide,
        hand,
        bank,
        log_,
        stream,
        np.uint64(0),
        date,
        row,
        tries,
        steered,
    )


@part
def fork(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    game: Game,
    lump: Lump,
    guide: Guide,
    hand: Hand,
    bank: Bank,
    log_: Log,
    stream: Stream,
    pulse: np.uint64,
    date: float,
    row: int,
    tries: int,
    steered: bool,  # noqa: FBT001  # kernels take no keywords
) -> Stream:
    """A jump or event comes, or a date, and the best of some tries is taken."""
    least = max(FLOOR * guide.value[row, hand.at[CODE]], TINY)
    put_down(game, hand, bank, 0)
    taken, value, total = stream, 0.0, 0.0
    for each in range(tries):
        begun = stream
        stream = _pass_instant(game, hand, log_, stream, pulse, date)
        worth = max(_value_here(game, lump, guide, row), least)
        total += worth
        share, stream = next_share(stream)
        if each == 0 or (steered and share * total < worth):
            taken, value = begun, worth
        take_up(game, hand, bank, 0)
    _pass_instant(game, hand, log_, taken, pulse, date)
    hand.clock[WEIGHT] += log(total / tries / value)
    return stream


@part
def _pass_instant(  # noqa: PLR0913, PLR0917  # as fork
    game: Game, hand: Hand, log_: Log, stream: Stream, pulse: np.uint64, date: float
) -> Stream:
    """The instant of a jump or event, or of a date."""
    if date >= 0.0:
        return make_change(game, log_, stream, date)
    come(game, pulse)
    if game.play.at[AWAKE] > 0:
        stream = settle(game, stream)
    end_instant(game, log_, hand.clock[TIME])
    return stream


@part
def _value_here(game: Game, lump: Lump, guide: Guide, row: int) -> float:
    """Value of where an instant ended; that of a broken order is overrated."""
    notes, place = game.notes, 0
    done = notes.second[0] if lump.kind == WINDOW else notes.first[0]
    if done < inf:
        return 1.0
    for variable in range(lump.variable.size):
        state = game.play.state[lump.variable[variable]]
        place += lump.stride[variable] * np.int64(state)
    memory = min(np.int64(notes.stage[0]), np.int64(lump.memories - 1))
    return float(guide.value[row, int(place * lump.memories + memory)])
