"""Layout: a network rearranged for jumps, each with a list of what it changes."""

from collections.abc import Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network, fill_hazards
from forewarn.engine.simulate.steps import (
    IntArray,
    Rows,
    Step,
    cells_at,
    ends,
    find_steps,
    first_states,
    joined,
    shifts_of,
)
from forewarn.engine.tables import Indices

FloatArray = npt.NDArray[np.float64]

#: Rates that are summed together; above these, sums of sums.
FAN: Final = 16


class Layout(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What a future needs of a network, besides the hazards of its world.

    A *slot* is the place of a variable's exits (or of an event) among the rates that
    are picked from; its *unit* changes with the variable's state. Slots of states
    without exits have the last unit, which has no pulses.
    """

    #: Where each unit's rate stands in a world's table when every variable is in its
    #: first possible start state; shape (unit + 1,).
    entry_at_start: Indices
    #: Unit of each slot at that moment; shape (slot,).
    unit_at_start: Indices
    #: First pulse of each unit, and its pulses less one; shape (unit + 1,).
    unit_pulse: Indices
    unit_more: Indices
    #: Where the sums of each level begin, rates first, and the end; (level + 1,).
    level: Indices
    #: Slots a step gives new units: ``move_ptr[step]:move_ptr[step + 1]``; (move, 2).
    move_ptr: Indices
    move: Rows
    #: Units whose entry a step moves, their slots, and by how much; (touch, 3).
    touch_ptr: Indices
    touch: Rows
    #: States of each variable that may start in several; shape (choice + 1,).
    choice_ptr: Indices
    #: Number that is the share of each such state; shape (start state,). The steps to
    #: these states, in this order, are the last there are.
    choice_number: Indices


def build_layout(
    network: Network, typical: FloatArray, *, bare: Network | None = None
) -> Layout:
    """The layout of a network.

    Args:
        network: The network.
        typical: Value of every number in a typical world: slots that jump often in it
            are looked at first; shape (number,).
        bare: The same network without what measures do, which says how often slots
            jump: so no measure moves a slot.
    """
    bare = bare or network
    slots = _slots(network, _paces(bare, fill_hazards(bare, typical)))
    slot_of = _slot_of_units(network, slots)
    steps, first = find_steps(network), first_states(network)
    moves = [_moves(network, slot_of, step) for step in steps]
    touches = _touches(network, slot_of, steps)
    choices = _choices(network)
    return Layout(
        entry_at_start=_entries_at(network, first),
        unit_at_start=_units_at(network, slots, first),
        unit_pulse=network.unit_pulse_ptr,
        unit_more=np.append(np.diff(network.unit_pulse_ptr) - 1, 0).astype(np.uint32),
        level=_levels(len(slots)),
        move_ptr=ends([len(rows) for rows in moves]),
        move=joined(moves, 2),
        touch_ptr=ends([len(rows) for rows in touches]),
        touch=joined(touches, 3),
        choice_ptr=ends([len(numbers) for numbers in choices]),
        choice_number=np.array([n for ns in choices for n in ns], dtype=np.uint32),
    )


def _slots(network: Network, paces: Sequence[float]) -> list[list[int]]:
    """The units that take turns in each slot; slots that jump often come first."""
    none = _unit_count(network)
    slots = [[unit] for unit in range(int(network.state_unit_ptr[-1]), none)]
    for variable, names in enumerate(network.states):
        exits = [_units(network, variable, state) for state in range(len(names))]
        slots.extend(
            [u[place] if place < len(u) else none for u in exits]
            for place in range(max(map(len, exits)))
        )
    pace = [*paces, 0.0]
    return sorted(slots, key=lambda units: -_round_pace([pace[u] for u in units]))


def _paces(network: Network, hazards: FloatArray) -> list[float]:
    """Mean hazard of each unit over its cells, per year."""
    if not hazards.size:
        return []
    sums = np.add.reduceat(hazards, network.unit_entry_ptr[:-1])
    return list((sums / network.maps.cells).tolist())


def _round_pace(paces: Sequence[float]) -> float:
    """Jumps per year of a slot that goes round its units, 1/pace years in each."""
    return len(paces) / sum(1 / pace if pace > 0 else inf for pace in paces)


def _moves(network: Network, slot_of: IntArray, step: Step) -> IntArray:
    """Rows of slot and new unit."""
    if step.variable < 0:
        return np.empty((0, 2), dtype=np.int64)
    left = _units(network, step.variable, step.source)
    entered = _units(network, step.variable, step.target)
    units = dict.fromkeys((int(slot_of[u]) for u in left), _unit_count(network))
    units.update((int(slot_of[u]), u) for u in entered)
    return np.array(sorted(units.items()), dtype=np.int64).reshape(-1, 2)


def _touches(
    network: Network, slot_of: IntArray, steps: Sequence[Step]
) -> list[IntArray]:
    """Rows of unit, slot and change of entry, of each step, by slot and unit."""
    width = np.diff(network.unit_pulse_ptr).astype(np.int64)
    shifts = shifts_of(network.maps, len(network.variables))
    rows: list[IntArray] = []
    for step in steps:
        unit, by = shifts(step).T
        row = np.stack([unit, slot_of[unit], by * width[unit]], axis=1)
        rows.append(row[np.argsort(slot_of[unit], kind="stable")])
    return rows


def _slot_of_units(network: Network, slots: Sequence[Sequence[int]]) -> IntArray:
    slot_of = np.zeros(_unit_count(network) + 1, dtype=np.int64)
    for slot, units in enumerate(slots):
        slot_of[list(units)] = slot
    return slot_of


def _entries_at(network: Network, states: Sequence[int]) -> Indices:
    width = np.diff(network.unit_pulse_ptr).astype(np.int64)
    entries = network.unit_entry_ptr.astype(np.int64)
    entries[:-1] += cells_at(network.maps, states) * width
    return entries.astype(np.uint32)  # the last unit's: the 0 that ends the table


def _units_at(
    network: Network, slots: Sequence[Sequence[int]], states: Sequence[int]
) -> Indices:
    taken = {u for v, state in enumerate(states) for u in _units(network, v, state)}
    taken.update(range(int(network.state_unit_ptr[-1]), _unit_count(network)))
    none = _unit_count(network)
    units = [next((u for u in slot if u in taken), none) for slot in slots]
    return np.array(units, dtype=np.uint32)


def _levels(slots: int) -> Indices:
    sizes = [_padded(slots)]
    while sizes[-1] > FAN:
        sizes.append(_padded(sizes[-1] // FAN))
    return ends(sizes)


def _padded(count: int) -> int:
    return -(-max(count, 1) // FAN) * FAN


def _choices(network: Network) -> list[list[int]]:
    """Numbers that are the start shares of each variable with several."""
    shares = [
        [int(n) for n in numbers if n >= 0]
        for numbers in np.split(network.start_number, network.state_ptr[1:-1])
    ]
    return [numbers for numbers in shares if len(numbers) > 1]


def _units(network: Network, variable: int, state: int) -> range:
    flat = int(network.state_ptr[variable]) + state
    return range(*network.state_unit_ptr[flat : flat + 2].tolist())


def _unit_count(network: Network) -> int:
    return network.unit_pulse_ptr.size - 1
