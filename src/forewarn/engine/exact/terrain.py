"""Terrain: what chains are laid out on: a network with its leaps, in some worlds."""

from dataclasses import dataclass
from math import inf

import numpy as np

from forewarn.engine.leaps import Leaps, compile_leaps
from forewarn.engine.network import FloatArray, Network, compile_network, multiply_out
from forewarn.engine.tables import Truths
from forewarn.engine.units import Entries
from forewarn.model.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Terrain:
    """A network with its leaps, the worlds to be solved, and until when."""

    network: Network
    leaps: Leaps
    #: Numbers of every world to be solved; shape (world, number).
    numbers: FloatArray
    #: Years after the start that anything is asked about.
    until: float

    @property
    def schedules(self) -> frozenset[int]:
        """Schedules that have their turn before that."""
        leaps = self.leaps
        dates = int(np.searchsorted(leaps.date, self.until))
        return frozenset(leaps.turn[: int(leaps.turn_ptr[dates])].tolist())

    def possible(self, entries: Entries) -> Truths:
        """Which entries are above 0 in some world; shape (entry,)."""
        some: FloatArray = np.asarray((self.numbers > 0).any(axis=0), dtype=np.float64)
        values = np.empty(entries.rate.size)
        # A product of zeros and ones; a share of exits is possible like a rate.
        multiply_out(entries, some, values)
        return values > 0

    def uncertain(self, entries: Entries) -> Truths:
        """Which entries, as chances, are below 1 in some world; shape (entry,)."""
        # Odds that are multiplied stay finite where they were.
        return np.asarray((self.numbers[:, entries.rate] < 1).any(axis=0))


def terrain_of(
    case: Case,
    numbers: FloatArray,
    *,
    until: float = inf,
    network: Network | None = None,
) -> Terrain:
    """The terrain of a case.

    Args:
        case: The case.
        numbers: Numbers of every world to be solved; shape (world, number).
        until: Years after the start that anything is asked about.
        network: Its network, where there is one already.

    Raises:
        UsageError: if two different numbers have one name.
        NotComputable: if a table would be too large, or triggers go in a circle.
    """
    network = network or compile_network(case)
    return Terrain(
        network=network,
        leaps=compile_leaps(network, case),
        numbers=numbers,
        until=until,
    )
