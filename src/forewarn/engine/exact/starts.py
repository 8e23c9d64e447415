"""Starts: the joint states a chain may begin in, with their chances still symbolic."""

from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.ancestors import Part
from forewarn.engine.exact.codes import holds_in
from forewarn.engine.exact.explore import ENDS, HITS, MOVES, remember_starts
from forewarn.engine.exact.limits import check_states
from forewarn.engine.exact.walk import Codes, Walk
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.signals import Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """Where a chain may begin."""

    #: Code of each start, memory included; shape (start,).
    codes: Codes
    #: Numbers whose product is a start's chance; shape (start, uncertain variable).
    shares: npt.NDArray[np.int64]
    #: Whether a start answers the question at once; shape (start,).
    hits: npt.NDArray[np.bool_]
    #: Whether no start was past all hope, and so left out.
    complete: bool

    def masses(self, numbers: FloatArray) -> FloatArray:
        """Chance of each start in one world; shape (start,)."""
        return np.asarray(numbers[self.shares].prod(axis=1))


def find_starts(
    network: Network,
    part: Part,
    walk: Walk,
    signals: Signals,
    *,
    limit: int,
) -> Starts:
    """Every start that has a chance in some world, except those past all hope.

    Args:
        network: The network.
        part: The part of it in play.
        walk: How to step.
        signals: The question's signals; those of state may be true at the start.
        limit: The most starts there may be.

    Raises:
        NotComputable: if there are more.
    """
    counts = [len(states) for states in part.starts]
    check_states(prod(counts), limit=limit)
    picks = np.indices(counts).reshape(len(counts), prod(counts))
    codes = np.zeros(picks.shape[1], np.int64)
    shares = []
    for at, (variable, states) in enumerate(
        zip(part.variables, part.starts, strict=True)
    ):
        values = np.searchsorted(part.alive[at], states)
        codes += walk.digits[at, 0] * values[picks[at]]
        if len(states) > 1:
            flat = int(network.state_ptr[variable]) + np.array(states)
            shares.append(network.start_number[flat][picks[at]])
    kinds, added = _seen(walk, signals, codes)
    kept = kinds != ENDS
    return Starts(
        codes=(codes + added)[kept],
        shares=np.array(shares, np.int64).reshape(len(shares), codes.size).T[kept],
        hits=(kinds == HITS)[kept],
        complete=bool(kept.all()),
    )


def _seen(walk: Walk, signals: Signals, codes: Codes) -> tuple[Codes, Codes]:
    kinds, added = np.full(codes.size, MOVES), np.zeros(codes.size, np.int64)
    if walk.part_stride.size:
        true = np.zeros(codes.size, np.int64)
        for signal in range(int(walk.part_ptr[-1])):
            holds = holds_in(walk, codes, int(signals.state_table[signal]))
            true |= holds.astype(np.int64) << signal
        remember_starts(walk, true, kinds, added)
    return kinds, added
