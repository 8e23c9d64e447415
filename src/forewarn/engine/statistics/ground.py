"""Ground: a network with its leaps, as recorded futures are gone through on it."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.tables import Maps, Truths

IntArray = npt.NDArray[np.int64]


class Tables(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Several tables: where the entry of one stands follows from the states."""

    read_ptr: IntArray
    read_variable: IntArray
    read_offset: IntArray
    offsets: IntArray
    #: Where the entries of each table begin; shape (table + 1,).
    first: IntArray


class Cells(NamedTuple):
    """Where the cell of each entry begins, and how wide it is; shape (entry,) each."""

    first: IntArray
    width: IntArray


class Ground(NamedTuple):
    """All that a recorded future is gone through on."""

    #: Hazards: a table for each unit, an entry for each cell and pulse.
    units: Tables
    #: First pulse of each unit, its variable and the state it is out of; (unit,).
    unit_pulse: IntArray
    unit_width: IntArray
    unit_variable: IntArray
    unit_source: IntArray
    #: Units out of each flat state; shape (flat state + 1,).
    state_unit: IntArray
    state_ptr: IntArray
    #: Units whose cell each variable moves, and where in their offsets it does.
    child_ptr: IntArray
    child_unit: IntArray
    child_offset: IntArray
    #: Variable, target and unit of each pulse; shape (pulse,).
    pulse_variable: IntArray
    pulse_target: IntArray
    pulse_unit: IntArray
    #: Share of each flat state at the start, and variables that may start in several.
    start_number: IntArray
    choices: IntArray
    #: Chances, and the conditions of what wakes triggers.
    chances: Tables
    conditions: Tables
    truth: Truths
    #: Clauses that each pulse wakes, their triggers, and their conditions.
    wake_ptr: IntArray
    wake: IntArray
    clause_trigger: IntArray
    clause_table: IntArray
    #: Ways, as in ``Leaps``.
    way_variable: IntArray
    way_ptr: IntArray
    way_pulse: IntArray
    way_chance: IntArray
    way_number: IntArray
    schedule_ptr: IntArray
    draws: Truths
    date: FloatArray
    turn_ptr: IntArray
    turn: IntArray


def ground_of(network: Network, leaps: Leaps) -> Ground:
    """The ground of a network with its schedules and triggers."""
    after = leaps.after
    shares = np.split(network.start_number, network.state_ptr[1:-1])
    return Ground(
        units=_tables(network.maps, network.unit_entry_ptr),
        unit_pulse=_whole(network.unit_pulse_ptr[:-1]),
        unit_width=np.diff(_whole(network.unit_pulse_ptr)),
        unit_variable=_whole(network.unit_variable),
        unit_source=_whole(network.unit_source),
        state_unit=_whole(network.state_unit_ptr),
        state_ptr=_whole(network.state_ptr),
        child_ptr=_whole(network.child_ptr),
        child_unit=_whole(network.child_unit),
        child_offset=_whole(network.child_offset),
        pulse_variable=_whole(network.pulse_variable),
        pulse_target=_whole(network.pulse_target),
        pulse_unit=_whole(network.pulse_unit),
        start_number=_whole(network.start_number),
        choices=np.flatnonzero([(share >= 0).sum() > 1 for share in shares]),
        chances=_tables(leaps.chances.maps, leaps.chances.entry_ptr),
        conditions=_tables(after.maps, after.truth_ptr),
        truth=after.truth,
        wake_ptr=_whole(after.pulse_clause_ptr),
        wake=_whole(after.pulse_clause),
        clause_trigger=_whole(after.clause_signal),
        clause_table=_whole(after.clause_table),
        way_variable=_whole(leaps.way_variable),
        way_ptr=_whole(leaps.way_ptr),
        way_pulse=_whole(leaps.way_pulse),
        way_chance=_whole(leaps.way_chance),
        way_number=_whole(leaps.way_number),
        schedule_ptr=_whole(leaps.schedule_ptr),
        draws=leaps.draws,
        date=leaps.date,
        turn_ptr=_whole(leaps.turn_ptr),
        turn=_whole(leaps.turn),
    )


def cells_of(network: Network) -> Cells:
    """Where the cell of each entry of a network begins, and how wide it is."""
    ends = _whole(network.unit_entry_ptr)
    sizes: IntArray = np.asarray(np.diff(ends), np.int64)
    widths: IntArray = np.asarray(np.diff(_whole(network.unit_pulse_ptr)), np.int64)
    width, first = np.repeat(widths, sizes), np.repeat(ends[:-1], sizes)
    entry = np.arange(width.size, dtype=np.int64)
    return Cells(entry - (entry - first) % width, width)


def _tables(maps: Maps, first: npt.ArrayLike) -> Tables:
    return Tables(
        read_ptr=_whole(maps.read_ptr),
        read_variable=_whole(maps.read_variable),
        read_offset=_whole(maps.read_offset),
        offsets=_whole(maps.offsets),
        first=_whole(first),
    )


def _whole(numbers: npt.ArrayLike) -> IntArray:
    return np.asarray(numbers, dtype=np.int64)
