"""Chances: of what schedules and triggers may do, as tables over joint states."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import Acts, act
from forewarn.engine.kernel import kernel
from forewarn.engine.network import Network, multiply_out
from forewarn.engine.tables import Indices, Maps, Truths, build_maps, check_cells
from forewarn.engine.units import Entries, Pulse, build_acts, build_entries, new_unit
from forewarn.errors import NotComputable

FloatArray = npt.NDArray[np.float64]


class Chances(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Several chances as tables: a chance, its odds multiplied by influences.

    In a joint state, chance i is ``values[entry_ptr[i] + cell]``, with the cell of
    table i of ``maps`` and the values of :func:`fill_chances`.
    """

    #: How a joint state picks a cell of each table.
    maps: Maps
    #: First entry of each table; shape (chance + 1,).
    entry_ptr: Indices
    #: Chance and multipliers of its odds, of each entry.
    entries: Entries
    #: What adopted measures multiply these odds by.
    acts: Acts


def build_chances(
    network: Network, sources: Sequence[Pulse], *, floor: float
) -> Chances:
    """The tables of some chances.

    Args:
        network: The network whose states they depend on.
        sources: Number and multipliers of each chance, as if it were an event's rate.
        floor: Least product of all measures together.

    Raises:
        NotComputable: if a table would have over 2**20 cells.
    """
    units = [new_unit((source,), network.scope) for source in sources]
    for unit in units:
        check_cells(
            unit.grid,
            f"the chance of {unit.pulses[0].name!r}",
            "let fewer variables influence it",
        )
    return Chances(
        maps=build_maps([unit.grid for unit in units]),
        entry_ptr=np.cumsum([0, *(u.grid.cells for u in units)]).astype(np.uint32),
        entries=build_entries(units),
        acts=build_acts(units, floor),
    )


@kernel
def fill_chances(
    chances: Chances, numbers: FloatArray, in_place: Truths, values: FloatArray
) -> bool:
    r"""Fill in every chance in one world.

    .. math:: c = \frac{pM}{pM + 1 - p}

    with p as written and M the product of the multipliers, those of measures in place
    included: the odds of c are M times those of p.

    Args:
        chances: The chances.
        numbers: Value of every number in the world; shape (number,).
        in_place: Whether each adopted measure is in place; shape (measure,).
        values: To fill; shape (entry,).

    Returns:
        Whether every value is a chance. It is not where what is certain is multiplied
        by 0.
    """
    multiply_out(chances.entries, numbers, values)
    act(chances.acts, numbers, in_place, values)
    sound = True
    for entry in range(values.size):
        left = 1.0 - numbers[chances.entries.rate[entry]]
        values[entry] /= values[entry] + left
        sound &= 0.0 <= values[entry] <= 1.0
    return sound


def chances_at(
    chances: Chances, numbers: FloatArray, in_place: Truths | None = None
) -> FloatArray:
    """Every chance in one world: :func:`fill_chances`, checked.

    Args:
        chances: The chances.
        numbers: Value of every number in the world; shape (number,).
        in_place: Whether each adopted measure is in place, none if None; (measure,).

    Returns:
        Chances; shape (entry,).

    Raises:
        NotComputable: if one has no value: what is certain is multiplied by 0.
    """
    values = np.empty(chances.entries.rate.size)
    none = np.zeros(int(chances.acts.act_measure.max(initial=0)) + 1, dtype=np.bool_)
    placed = none if in_place is None else in_place
    if not fill_chances(chances, np.ascontiguousarray(numbers), placed, values):
        raise NotComputable(
            "the chance of a schedule or trigger is 100% and its odds are multiplied "
            "by 0 in some world; give one of them another number"
        )
    return values
