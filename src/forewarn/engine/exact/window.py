"""Windows: ``given … within``, a chain up to the onset and one that starts there."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.ancestors import Part, find_part
from forewarn.engine.exact.codes import holds_in, values_of
from forewarn.engine.exact.explore import Space, explore
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.walk import Codes, Memory, Walk, build_walk
from forewarn.engine.network import FloatArray, Network
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

    @property
    def reachable(self) -> bool:
        """Whether the consequence can follow some onset, in some world."""
        at_once = (self.of_jump == AT_ONCE).any() or (self.of_start == AT_ONCE).any()
        return bool(at_once) or self.space.chain.reward_entry.size > 0


def open_window(
    network: Network,
    onset: Posed,
    numbers: FloatArray,
    allowance: Allowance,
) -> Window:
    """The chain that starts wherever an onset can be.

    Args:
        network: The network.
        onset: The chain up to the first onset; its second signal is the consequence.
        numbers: Numbers of every world to be solved; shape (world, number).
        allowance: What the chain may use.

    Raises:
        NotComputable: if there are more joint states, or they do not fit into memory.
    """
    consequence = onset.wording.conditions[CONSEQUENCE]
    part = find_part(network, [consequence], numbers)
    signals = compile_signals(network, [consequence])
    walk = build_walk(network, part, signals, Memory(parts=(1,)))
    starts = onset.starts.codes[onset.starts.hits]
    jumps = onset.space.chain.reward_code
    jump_done = _true_at_jumps(network, onset)
    start_done = holds_in(
        onset.walk, starts, int(onset.signals.state_table[CONSEQUENCE])
    )
    jump_codes = np.where(jump_done, AT_ONCE, _seen_from(onset, jumps, walk, part))
    start_codes = np.where(start_done, AT_ONCE, _seen_from(onset, starts, walk, part))
    codes = np.union1d(jump_codes, start_codes)
    space = explore(walk, codes[codes != AT_ONCE], allowance)
    return Window(
        space=space,
        of_jump=_rows(space, jump_codes),
        of_start=_rows(space, start_codes),
    )


def _true_at_jumps(network: Network, onset: Posed) -> Truths:
    """Whether the consequence is true in the instant of each onset; shape (reward,)."""
    signals, walk, chain = onset.signals, onset.walk, onset.space.chain
    pulses = network.entries.pulse[chain.reward_entry]
    true = holds_in(walk, chain.reward_code, int(signals.state_table[CONSEQUENCE]))
    for clause in np.flatnonzero(signals.clause_signal == CONSEQUENCE):
        first, last = signals.clause_pulse_ptr[clause : clause + 2]
        fired = np.isin(pulses, signals.clause_pulse[first:last])
        table = int(signals.clause_table[clause])
        true |= fired & holds_in(walk, chain.reward_code, table)
    return true


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
