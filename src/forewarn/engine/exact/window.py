"""Windows: ``given … within``, a chain up to the onset and one that starts there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.ancestors import Part, find_part
from forewarn.engine.exact.branching import find_space
from forewarn.engine.exact.chain import Chain
from forewarn.engine.exact.codes import holds_in, values_of
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.exact.walk import Codes, Memory, Walk, build_walk
from forewarn.engine.network import Network
from forewarn.engine.signals import compile_signals
from forewarn.engine.tables import Truths

#: The signals of an onset's chain: the onset, and the consequence.
ONSET, CONSEQUENCE = 0, 1
#: Row of an onset at which the consequence comes at once.
AT_ONCE = -1

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What may follow an onset."""

    space: Space
    #: Row in the space of each rewarded jump of the onset's chain, or ``AT_ONCE``;
    #: shape (reward,).
    of_jump: Rows
    #: The same of each start that is an onset; shape (hit,).
    of_start: Rows
    #: The same of each rewarded jump of each set of schedules; shape (reward,) each.
    of_dates: tuple[Rows, ...]

    @property
    def reachable(self) -> bool:
        """Whether the consequence can follow some onset, in some world."""
        rows = (self.of_jump, self.of_start, *self.of_dates)
        chains = (self.space.chain, *(block.chain for block in self.space.blocks))
        at_once = any((each == AT_ONCE).any() for each in rows)
        return at_once or any(chain.reward_entry.size for chain in chains)


def open_window(terrain: Terrain, onset: Posed, allowance: Allowance) -> Window:
    """The chain that starts wherever an onset can be.

    Args:
        terrain: The network, in the worlds to be solved.
        onset: The chain up to the first onset; its second signal is the consequence.
        allowance: What the chain may use.

    Raises:
        NotComputable: if there are more joint states, or they do not fit into memory.
    """
    network = terrain.network
    consequence = onset.wording.conditions[CONSEQUENCE]
    part = find_part(terrain, [consequence])
    signals = compile_signals(network, [consequence])
    walk = build_walk(terrain, part, signals, Memory(parts=(1,)))
    starts = onset.starts.codes[onset.starts.hits]
    start_done = _holds(onset, starts)
    start_codes = np.where(start_done, AT_ONCE, _seen_from(onset, starts, walk, part))
    jump_codes = [
        np.where(
            _true_at_jumps(network, onset, chain, true),
            AT_ONCE,
            _seen_from(onset, chain.reward_code, walk, part),
        )
        for chain, true in _rewarded(onset.space)
    ]
    codes = np.unique(np.concatenate([start_codes, *jump_codes]))
    space = find_space(terrain, part, walk, codes[codes != AT_ONCE], allowance)
    return Window(
        space=space,
        of_jump=_rows(space, jump_codes[0]),
        of_start=_rows(space, start_codes),
        of_dates=tuple(_rows(space, codes) for codes in jump_codes[1:]),
    )


def _rewarded(space: Space) -> list[tuple[Chain, Codes | None]]:
    """Chains with the signals that are true in their rewarded jumps, where noted."""
    blocks = [(block.chain, block.true) for block in space.blocks]
    return [(space.chain, space.true), *blocks]


def _holds(onset: Posed, codes: Codes) -> Truths:
    """Whether the state that the consequence may be holds; shape (code,)."""
    return holds_in(onset.walk, codes, int(onset.signals.state_table[CONSEQUENCE]))


def _true_at_jumps(
    network: Network, onset: Posed, chain: Chain, true: Codes | None
) -> Truths:
    """Whether the consequence is true in the instant of each onset; shape (reward,)."""
    done = _holds(onset, chain.reward_code)
    if true is not None:
        return done | ((true >> CONSEQUENCE) & 1).astype(np.bool_)
    signals, pulses = onset.signals, network.entries.pulse[chain.reward_entry]
    for clause in np.flatnonzero(signals.clause_signal == CONSEQUENCE):
        first, last = signals.clause_pulse_ptr[clause : clause + 2]
        fired = np.isin(pulses, signals.clause_pulse[first:last])
        table = int(signals.clause_table[clause])
        done |= fired & holds_in(onset.walk, chain.reward_code, table)
    return done


def _seen_from(onset: Posed, codes: Codes, walk: Walk, part: Part) -> Codes:
    """Codes of the window's chain for codes of the onset's."""
    seen = np.zeros(codes.size, np.int64)
    for at, variable in enumerate(part.variables):
        there = onset.part.variables.index(variable)
        seen += walk.digits[at, 0] * values_of(onset.walk, codes, there)
    return seen


def _rows(space: Space, codes: Codes) -> Rows:
    rows = np.searchsorted(space.codes, codes)
    return np.where(codes == AT_ONCE, AT_ONCE, rows)
