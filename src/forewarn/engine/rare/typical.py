"""Typical hazards: means over what a lump leaves out, as futures mostly have it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import FloatArray, Network
from forewarn.engine.tables import Maps, Truths

IntArray = npt.NDArray[np.int64]


class Means(NamedTuple):
    """Means over entries of a table of hazards."""

    #: Entries of each mean: ``ptr[m]:ptr[m + 1]``; whether each is its cell's last.
    ptr: IntArray
    entry: IntArray
    last: Truths
    #: Share of each entry in each part of the time; shape (part, entry of a mean).
    share: FloatArray


class TypicalHazards:
    """Typical hazards: means over entries that differ by what is left out."""

    def __init__(
        self,
        network: Network,
        typical: IntArray,
        variables: Sequence[int],
        states: IntArray,
    ) -> None:
        """Of a lump's variables, in its joint states; shape (state, variable)."""
        self._net = network
        self._typical = typical
        self._states = states
        self._inside = variables
        self._means: list[tuple[IntArray, FloatArray, bool]] = []
        self._outside: dict[int, tuple[IntArray, FloatArray]] = {}
        self._cells: dict[int, IntArray] = {}

    def of(self, rows: IntArray, pulses: IntArray) -> IntArray:
        """Number of the typical hazard of some pulses in some joint states."""
        net, numbers = self._net, np.empty(len(rows), dtype=np.int64)
        for pulse in np.unique(pulses).tolist():
            unit = int(net.pulse_unit[pulse])
            if unit not in self._cells:
                self._cells[unit] = cells_in(net.maps, unit, self._states, self._inside)
            among = np.flatnonzero(pulses == pulse)
            cells, cell = np.unique(self._cells[unit][rows[among]], return_inverse=True)
            numbers[among] = len(self._means) + cell
            self._means += [self._mean(unit, pulse, each) for each in cells.tolist()]
        return numbers

    def laid_out(self) -> Means:
        """The means, end to end."""
        sizes = [len(entries) for entries, _, _ in self._means]
        none, nothing = np.empty(0, np.int64), np.empty((len(self._typical), 0))
        shares = np.concatenate([nothing, *(m[1] for m in self._means)], axis=1)
        last = np.array([m[2] for m in self._means], dtype=np.bool_)
        return Means(
            ptr=np.cumsum([0, *sizes], dtype=np.int64),
            entry=np.concatenate([none, *(m[0] for m in self._means)]),
            last=np.repeat(last, sizes),
            share=np.ascontiguousarray(shares),
        )

    def _mean(
        self, unit: int, pulse: int, cell: int
    ) -> tuple[IntArray, FloatArray, bool]:
        net = self._net
        first, last = (int(p) for p in net.unit_pulse_ptr[unit : unit + 2])
        cells, shares = self._left_out(unit)
        entry = int(net.unit_entry_ptr[unit]) + (cells + cell) * (last - first)
        return entry + (pulse - first), shares, pulse == last - 1

    def _left_out(self, unit: int) -> tuple[IntArray, FloatArray]:
        """What variables outside add to a cell, and how often; (part, cell)."""
        if unit not in self._outside:
            typical = self._typical
            outside = set(range(typical.shape[-1])) - set(self._inside)
            flat = typical.reshape(-1, typical.shape[-1])
            cells = cells_in(self._net.maps, unit, flat, outside)
            kinds, kind = np.unique(cells, return_inverse=True)
            kind = kind.reshape(typical.shape[:2])
            counts = [np.bincount(row, minlength=len(kinds)) for row in kind]
            self._outside[unit] = kinds, np.array(counts) / typical.shape[1]
        return self._outside[unit]


def cells_in(
    maps: Maps,
    table: int,
    states: IntArray,
    variables: Collection[int],
) -> IntArray:
    """What some variables add to the cell of a table, in some joint states.

    Args:
        maps: The tables' maps.
        table: Which of them.
        states: State of every variable; shape (row, variable).
        variables: The variables that are added up.
    """
    cells = np.zeros(len(states), dtype=np.int64)
    for read in range(int(maps.read_ptr[table]), int(maps.read_ptr[table + 1])):
        variable = int(maps.read_variable[read])
        if variable in variables:
            cells += maps.offsets[int(maps.read_offset[read]) + states[:, variable]]
    return cells
