"""World: the hazards of one world, as futures pick from them."""

from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import part
from forewarn.engine.network import Network, multiply_out, share_exits
from forewarn.engine.simulate.rates import SPAN
from forewarn.engine.tables import Indices
from forewarn.engine.units import Entries

FloatArray = npt.NDArray[np.float64]


class Recipe(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """How the numbers of a world become hazards."""

    entries: Entries
    unit_pulse_ptr: Indices
    unit_entry_ptr: Indices
    #: Whether some rates are shares of the other exits.
    odds: bool


class World(NamedTuple):
    """One world, as its futures see it."""

    #: Of each cell of each unit, the sum of its hazards from each pulse on, per year:
    #: first its rate, last the hazard of its last pulse; then a 0. Shape (entry + 1,).
    table: FloatArray
    #: Value of every number; shape (number,).
    numbers: FloatArray
    #: Whether hazards differ so much that each sum must be made anew.
    wide: bool
    #: Whether every hazard is a number, finite and at least 0.
    sound: bool


def recipe_of(network: Network) -> Recipe:
    """The recipe of a network."""
    return Recipe(
        entries=network.entries,
        unit_pulse_ptr=network.unit_pulse_ptr,
        unit_entry_ptr=network.unit_entry_ptr,
        odds=bool(network.pulse_odds.any()),
    )


@part
def fill_world(recipe: Recipe, numbers: FloatArray, table: FloatArray) -> World:
    """A world from its numbers; ``table`` is filled and becomes part of it."""
    multiply_out(recipe.entries, numbers, table[:-1])
    if recipe.odds:
        share_exits(
            recipe.entries,
            recipe.unit_pulse_ptr,
            recipe.unit_entry_ptr,
            numbers,
            table[:-1],
        )
    table[-1] = 0.0
    least, most, sound = extent_of(table[:-1])
    sum_tails(recipe, table)
    return World(table, numbers, most > SPAN * least, sound)


@part
def extent_of(hazards: FloatArray) -> tuple[float, float, bool]:
    """The least and the most above 0, and whether all are finite and at least 0."""
    least, most, sound = inf, 0.0, True
    for hazard in hazards:
        sound &= 0.0 <= hazard < inf
        if hazard > 0.0:
            least, most = min(least, hazard), max(most, hazard)
    return least, most, sound


@part
def sum_tails(recipe: Recipe, table: FloatArray) -> None:
    """Turn the hazards of each cell into sums from each pulse on."""
    one = np.uint64(1)
    for unit in range(np.uint64(recipe.unit_pulse_ptr.size) - one):
        width = recipe.unit_pulse_ptr[unit + one] - recipe.unit_pulse_ptr[unit]
        first, last = recipe.unit_entry_ptr[unit], recipe.unit_entry_ptr[unit + one]
        for after in range(one, np.uint64(last - first)):
            entry = last - one - after
            if (entry - first + one) % width:
                table[entry] += table[entry + one]
