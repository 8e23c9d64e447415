"""Course: the hazards and chances of one world, phase by phase, as futures use them."""

from math import inf
from typing import NamedTuple

import numpy as np

from forewarn.engine.acts import Acts, Adopted, act, ready_times
from forewarn.engine.chances import Chances, fill_chances
from forewarn.engine.kernel import part
from forewarn.engine.network import FloatArray, Network, multiply_out, share_exits
from forewarn.engine.simulate.rates import SPAN
from forewarn.engine.simulate.world import Recipe, World, extent_of, sum_tails
from forewarn.engine.tables import Truths


class Plot(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """How numbers become hazards and chances as measures come into place."""

    recipe: Recipe
    adopted: Adopted
    acts: Acts
    chances: Chances


class Course(NamedTuple):
    """One world, phase by phase.

    The tables of its world are laid end to end, one for each phase, ``stride`` apart;
    so are the chances.
    """

    world: World
    #: When each phase begins, in years: first -inf, then rising, at last inf.
    start: FloatArray
    stride: int
    #: Every chance of a leap; shape (phase * chance entry,).
    chances: FloatArray
    chance_stride: int


def plot_of(network: Network, recipe: Recipe, chances: Chances) -> Plot:
    """The plot of a network.

    Args:
        network: The network.
        recipe: How its numbers become hazards.
        chances: Chances of its leaps.
    """
    return Plot(recipe, network.adopted, network.acts, chances)


@part
def new_course(plot: Plot) -> Course:
    """Room for one world after another."""
    phases = plot.adopted.since.size + 1
    stride, chances = plot.recipe.entries.rate.size + 1, plot.chances.entries.rate.size
    unsound = phases < 0
    return Course(
        World(np.empty(phases * stride), np.empty(0), unsound, unsound),
        np.full(phases + 1, inf),
        stride,
        np.empty(phases * chances),
        chances,
    )


@part
def fill_course(plot: Plot, numbers: FloatArray, room: Course) -> Course:
    """A world from its numbers; the room is filled and becomes part of it."""
    times = ready_times(plot.adopted, numbers)
    phases = fill_starts(times, room.start)
    table, least, most, sound = room.world.table, inf, 0.0, True
    for phase in range(phases):
        in_place = times <= room.start[phase]
        hazards = table[phase * room.stride : (phase + 1) * room.stride - 1]
        fill_phase(plot, numbers, in_place, hazards)
        few, many, fine = extent_of(hazards)
        least, most, sound = min(least, few), max(most, many), sound and fine
        sum_tails(plot.recipe, hazards)
        table[(phase + 1) * room.stride - 1] = 0.0
        first = phase * room.chance_stride
        chances = room.chances[first : first + room.chance_stride]
        sound = fill_chances(plot.chances, numbers, in_place, chances) and sound
    world = World(table, numbers, most > SPAN * least, sound)
    return Course(world, room.start, room.stride, room.chances, room.chance_stride)


@part
def fill_starts(times: FloatArray, start: FloatArray) -> int:
    """Fill in when phases begin; returns how many there are."""
    start[0], phases = -inf, 1
    for _ in times:
        after = inf
        for time in times:
            if start[phases - 1] < time < after:
                after = time
        if after < inf:
            start[phases] = after
            phases += 1
    for phase in range(phases, start.size):
        start[phase] = inf
    return phases


@part
def fill_phase(
    plot: Plot, numbers: FloatArray, in_place: Truths, hazards: FloatArray
) -> None:
    """Fill in the hazards of a world while some measures are in place."""
    recipe = plot.recipe
    multiply_out(recipe.entries, numbers, hazards)
    act(plot.acts, numbers, in_place, hazards)
    if recipe.odds:
        share_exits(
            recipe.entries,
            recipe.unit_pulse_ptr,
            recipe.unit_entry_ptr,
            numbers,
            hazards,
        )
