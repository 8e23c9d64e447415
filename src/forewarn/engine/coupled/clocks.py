"""Clocks: one for each transition and event of a future, each with its own stream."""

from math import inf
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.coupled.dial import Dial
from forewarn.engine.coupled.keyed import Words, first_word, next_wait
from forewarn.engine.kernel import inlined, part
from forewarn.engine.network import FloatArray
from forewarn.engine.simulate.leaping import NOWHERE
from forewarn.engine.simulate.steps import Index
from forewarn.engine.tables import Indices

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_NOWHERE: Final = np.uint64(NOWHERE)


class Clocks(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Room for the clocks of one future after another."""

    #: Entry of each clock's hazard; shape (clock,).
    entry: Indices
    #: Hazard that each runs at, per year, 0 while it stands still; and since when.
    rate: FloatArray
    since: FloatArray
    #: What was left of its wait then, in units of its mean; below 0 before the first.
    left: FloatArray
    #: Streams of clocks, then of triggers.
    words: Words
    #: When the clock in each seat rings, in years; inf for never. Shape (seat,).
    due: FloatArray
    #: The clock in each seat, or ``NOWHERE``.
    seated: Indices
    #: The key of the future; shape (1,).
    luck: Words


@part
def new_clocks(dial: Dial) -> Clocks:
    """Room for the clocks of a dial."""
    clocks = dial.seat.size
    return Clocks(
        np.empty(clocks, np.uint32),
        np.empty(clocks),
        np.empty(clocks),
        np.empty(clocks),
        np.empty(clocks + dial.trigger_key.size, np.uint64),
        np.empty(dial.seats),
        np.empty(dial.seats, np.uint32),
        np.empty(1, np.uint64),
    )


@inlined
def reset_clocks(dial: Dial, clocks: Clocks, luck: np.uint64) -> None:
    """Forget the last future; entries are where every variable's first state is."""
    clocks.luck[0] = luck
    for clock in range(np.uint64(clocks.entry.size)):
        clocks.entry[clock] = dial.entry_at_start[clock]
        clocks.rate[clock] = 0.0
        clocks.left[clock] = -1.0
    for trigger in range(np.uint64(dial.trigger_key.size)):
        word = first_word(luck, dial.trigger_key[trigger])
        clocks.words[np.uint64(clocks.entry.size) + trigger] = word
    for seat in range(np.uint64(clocks.due.size)):
        clocks.due[seat] = inf
        clocks.seated[seat] = _NOWHERE


@inlined
def first_due(clocks: Clocks) -> tuple[Index, float]:
    """The seat that rings first, and when."""
    first: Index = _NONE
    time = inf
    for seat in range(np.uint64(clocks.due.size)):
        if clocks.due[seat] < time:
            first, time = seat, clocks.due[seat]
    return first, time


@inlined
def set_rate(
    dial: Dial, clocks: Clocks, clock: Index, hazard: float, time: float
) -> None:
    """Let a clock run at another hazard from now on; at 0 it stands still.

    Source:
        Anderson (2007), the modified next reaction method: each transition jumps when
        its hazard has added up to the waits of a Poisson process of rate 1.
    """
    rate = clocks.rate[clock]
    if hazard == rate:
        return
    if rate > 0.0:
        left = clocks.left[clock] - rate * (time - clocks.since[clock])
        clocks.left[clock] = max(left, 0.0)
    elif clocks.left[clock] < 0.0:
        clocks.words[clock] = first_word(clocks.luck[0], dial.clock_key[clock])
        clocks.left[clock] = next_wait(clocks.words, clock)
    clocks.rate[clock], clocks.since[clock] = hazard, time
    wait = clocks.left[clock] / hazard if hazard > 0.0 else inf
    clocks.due[dial.seat[clock]] = time + wait


@inlined
def wind(dial: Dial, clocks: Clocks, clock: Index) -> None:
    """A clock rings: it stands still, with its next wait before it."""
    clocks.left[clock] = next_wait(clocks.words, clock)
    clocks.rate[clock] = 0.0
    clocks.due[dial.seat[clock]] = inf


@inlined
def move_clocks(  # noqa: PLR0913, PLR0917  # a step, and what clocks run by
    dial: Dial,
    clocks: Clocks,
    hazards: FloatArray,
    shift: Index,
    step: Index,
    now: float,
) -> None:
    """Follow a step: exits left stand still, others run at the hazards there now are.

    Args:
        dial: The network.
        clocks: Its clocks.
        hazards: Hazards of the world.
        shift: Where those of the phase begin.
        step: The step.
        now: When, in years.
    """
    left, entered = np.uint64(dial.left[step]), np.uint64(dial.entered[step])
    for clock in range(dial.exit_ptr[left], dial.exit_ptr[left + _ONE]):
        set_rate(dial, clocks, np.uint64(clock), 0.0, now)
        clocks.seated[dial.seat[clock]] = _NOWHERE
    for row in range(dial.touch_ptr[step], dial.touch_ptr[step + _ONE]):
        clock = dial.touch[row, _NONE]
        clocks.entry[clock] += dial.touch[row, _ONE]
        if clocks.seated[dial.seat[clock]] == clock:
            hazard = hazards[shift + np.uint64(clocks.entry[clock])]
            set_rate(dial, clocks, np.uint64(clock), hazard, now)
    seat_clocks(dial, clocks, hazards, shift, entered, now)


@inlined
def move_entries(dial: Dial, clocks: Clocks, step: Index) -> None:
    """Follow a step while no clock runs."""
    for row in range(dial.touch_ptr[step], dial.touch_ptr[step + _ONE]):
        clocks.entry[dial.touch[row, _NONE]] += dial.touch[row, _ONE]


@inlined
def seat_clocks(  # noqa: PLR0913, PLR0917  # as move_clocks
    dial: Dial,
    clocks: Clocks,
    hazards: FloatArray,
    shift: Index,
    flat: Index,
    now: float,
) -> None:
    """Let the clocks of a flat state's exits run."""
    for clock in range(dial.exit_ptr[flat], dial.exit_ptr[flat + _ONE]):
        clocks.seated[dial.seat[clock]] = clock
        hazard = hazards[shift + np.uint64(clocks.entry[clock])]
        set_rate(dial, clocks, np.uint64(clock), hazard, now)
