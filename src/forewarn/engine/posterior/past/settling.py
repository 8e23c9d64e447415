"""Settling: which influences act where not every variable is known."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.network import Network
from forewarn.engine.statistics.ground import IntArray

#: Joint states of unknown variables that are gone through.
MOST: Final = 4096  # beyond it every unknown variable is taken to matter


class Combination(NamedTuple):
    """Which influences act on some pulses of one unit."""

    #: Its first entry, in the first cell of the unit in which the same act.
    entry: int
    #: Unknown variables that would have to be known; the entry means nothing then.
    lacking: tuple[str, ...]


class Settling:
    """Finds what acts on pulses, and remembers what was found.

    Args:
        network: The network.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._signs: dict[tuple[int, ...], int] = {}
        self._firsts: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}

    def reads(self, unit: int) -> IntArray:
        """Variables that a unit's table reads."""
        maps = self._network.maps
        first, last = (int(p) for p in maps.read_ptr[unit : unit + 2])
        return np.asarray(maps.read_variable[first:last], np.int64)

    def settle(
        self, unit: int, pulses: Sequence[int], states: Mapping[int, int]
    ) -> Combination:
        """What acts on some pulses of a unit.

        Args:
            unit: The unit.
            pulses: Its pulses, one or all.
            states: State of each variable that is known.
        """
        network, maps = self._network, self._network.maps
        cells, free = np.zeros(1, np.int64), list[int]()
        for at, variable in enumerate(self.reads(unit).tolist()):
            begin = int(maps.read_offset[int(maps.read_ptr[unit]) + at])
            offsets = np.asarray(maps.offsets, np.int64)[
                begin : begin + len(network.states[variable])
            ]
            if variable in states:
                cells += offsets[states[variable]]
            else:
                free.append(variable)
                cells = np.add.outer(cells, offsets)
            if cells.size > MOST:
                return Combination(-1, self._unknown(unit, states))
        kinds = np.vectorize(lambda cell: self._sign(unit, pulses, cell))(cells)
        lacking = tuple(
            network.variables[variable]
            for axis, variable in enumerate(free, start=1)
            if (kinds != kinds.take([0], axis=axis)).any()
        )
        entry = -1 if lacking else self._first(unit, pulses, int(cells.flat[0]))
        return Combination(entry, lacking)

    def _unknown(self, unit: int, states: Mapping[int, int]) -> tuple[str, ...]:
        unknown = [v for v in self.reads(unit).tolist() if v not in states]
        return tuple(self._network.variables[v] for v in unknown)

    def _entries(self, unit: int, pulses: Sequence[int], cell: int) -> list[int]:
        network = self._network
        first, last = (int(p) for p in network.unit_pulse_ptr[unit : unit + 2])
        base = int(network.unit_entry_ptr[unit]) + cell * (last - first)
        return [base + pulse - first for pulse in pulses]

    def _sign(self, unit: int, pulses: Sequence[int], cell: int) -> int:
        """A number that is the same where the same acts."""
        sign = self._acting(unit, pulses, cell)
        return self._signs.setdefault(sign, len(self._signs))

    def _acting(self, unit: int, pulses: Sequence[int], cell: int) -> tuple[int, ...]:
        entries, acting = self._network.entries, list[int]()
        for entry in self._entries(unit, pulses, cell):
            first, last = (int(p) for p in entries.factor_ptr[entry : entry + 2])
            acting += [-1, int(entries.rate[entry])]
            acting += entries.factor_number[first:last].tolist()
            acting += entries.factor_power[first:last].tolist()
        return tuple(acting)

    def _first(self, unit: int, pulses: Sequence[int], cell: int) -> int:
        key = (tuple(pulses), self._acting(unit, pulses, cell))
        entry = self._entries(unit, pulses, cell)[0]
        return self._firsts.setdefault(key, entry)
