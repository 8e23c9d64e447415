"""Room: what is kept as recorded futures are gone through, and where it is noted."""

from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.network import FloatArray
from forewarn.engine.statistics.ground import Ground, IntArray
from forewarn.engine.tables import Indices, Truths

#: Columns of ``Room.at``: rows of each kind; the next of the record; the phase and the
#: next date; triggers that are awake; keys so far; whether the record is another.
RISKED, JUMPED, TRIED, PICKED, RECORD, PHASE, TURN, AWAKE, KEYS, APART = range(10)
COLUMNS: Final = 10


class Told(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Futures as they were recorded, and what their worlds are."""

    seed: np.uint64
    #: World of each future, its number there, and its row of what follows; (future, 3).
    futures: IntArray
    #: When each phase begins, at last inf; shape (row, phase + 1).
    begins: FloatArray
    #: Every chance in every phase; shape (row, phase * chance entry).
    chances: FloatArray
    #: Value of every number; shape (row, number).
    numbers: FloatArray
    #: As in ``Recorded``.
    starts: IntArray
    ptr: IntArray
    years: FloatArray
    pulses: IntArray
    #: Until when statistics are kept, in years.
    until: float


class Rows(NamedTuple):
    """Room for what futures did; a key is ``phase * entries + entry``."""

    #: First entry of each cell that a future was in, and for how many years.
    risk_key: Indices
    risk_years: FloatArray
    #: Entry of each jump or event that a hazard brought.
    jump_key: Indices
    #: Chance entry of each trial of a schedule or trigger, and whether it came.
    trial_key: Indices
    trial_came: Truths
    #: Number that is the share of each start, and of each state that was drawn.
    pick: Indices
    #: Rows of each kind before each future; shape (future + 1, 4).
    ptr: IntArray


class Room(NamedTuple):
    """Room for one future."""

    state: IntArray
    #: Cell of each unit, and since when it is in it; below 0 if it cannot fire.
    cell: IntArray
    since: FloatArray
    #: Years in each cell so far, by key, below 0 for none; and the keys.
    spent: FloatArray
    keys: IntArray
    #: Whether each clause is awake, and each trigger; and whether its chance was drawn.
    clause: Truths
    awake: Truths
    done: Truths
    at: IntArray


def new_room(ground: Ground, phases: int) -> Room:
    """Room for one future after another."""
    units = ground.unit_pulse.size
    triggers = ground.way_variable.size - int(ground.schedule_ptr[-1])
    keys = phases * int(ground.units.first[-1])
    return Room(
        state=np.zeros(ground.state_ptr.size - 1, np.int64),
        cell=np.zeros(units, np.int64),
        since=np.zeros(units),
        spent=np.full(keys, -1.0),
        keys=np.zeros(keys, np.int64),
        clause=np.zeros(ground.clause_trigger.size, np.bool_),
        awake=np.zeros(triggers, np.bool_),
        done=np.zeros(triggers, np.bool_),
        at=np.zeros(COLUMNS, np.int64),
    )
