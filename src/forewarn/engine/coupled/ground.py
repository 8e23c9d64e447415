"""Ground: the hazards and chances of one world, phase by phase, that clocks run by."""

from typing import NamedTuple

import numpy as np

from forewarn.engine.acts import ready_times
from forewarn.engine.chances import fill_chances
from forewarn.engine.kernel import part
from forewarn.engine.network import FloatArray
from forewarn.engine.simulate.course import Plot, fill_phase, fill_starts


class Ground(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """One world; hazards and chances of its phases are laid end to end."""

    #: Value of every number; shape (number,).
    numbers: FloatArray
    #: When each phase begins, in years: first -inf, then rising, at last inf.
    start: FloatArray
    #: Expected jumps per year; shape (phase * stride,).
    hazards: FloatArray
    stride: int
    #: Every chance of a leap; shape (phase * chance_stride,).
    chances: FloatArray
    chance_stride: int


@part
def new_ground(plot: Plot) -> Ground:
    """Room for one world after another."""
    phases = plot.adopted.since.size + 1
    stride, chances = plot.recipe.entries.rate.size, plot.chances.entries.rate.size
    return Ground(
        np.empty(0),
        np.full(phases + 1, np.inf),
        np.empty(phases * stride),
        stride,
        np.empty(phases * chances),
        chances,
    )


@part
def fill_ground(plot: Plot, numbers: FloatArray, room: Ground) -> bool:
    """Fill in a world from its numbers; whether every hazard and chance is one."""
    times = ready_times(plot.adopted, numbers)
    sound = True
    for phase in range(fill_starts(times, room.start)):
        in_place = times <= room.start[phase]
        hazards = room.hazards[phase * room.stride : (phase + 1) * room.stride]
        fill_phase(plot, numbers, in_place, hazards)
        for hazard in hazards:
            sound &= 0.0 <= hazard < np.inf
        first = phase * room.chance_stride
        chances = room.chances[first : first + room.chance_stride]
        sound &= fill_chances(plot.chances, numbers, in_place, chances)
    return sound
