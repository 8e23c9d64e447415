"""Watch: what is asked, as monitors that are told of the jumps that concern them."""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.leaps import WINDOW_SLACK
from forewarn.engine.network import Network
from forewarn.engine.signals import Signals, compile_signals
from forewarn.engine.simulate.asked import Asked, conditions_of
from forewarn.engine.simulate.steps import (
    IntArray,
    Rows,
    cells_at,
    ends,
    find_steps,
    first_states,
    indices,
    joined,
    shifts_of,
)
from forewarn.engine.tables import Indices, Truths

FloatArray = npt.NDArray[np.float64]

#: Kinds of monitors: first occurrences in order; an event in a window after an onset;
#: a count of pulses; years in a state; a state that is only read on its dates.
STAGES: Final = 0
WINDOW: Final = 1
TALLY: Final = 2
CLOCK: Final = 3
STATE: Final = 4
#: The kind of an ask that others make up.
ALL: Final = 5

KINDS: Final[Mapping[str, int]] = {
    "happens": STAGES,
    "order": STAGES,
    "given": WINDOW,
    "count": TALLY,
    "time": CLOCK,
    "holds": STATE,
    "happened": ALL,
}


class Sensors(NamedTuple):  # tuples, since kernels take tuples of arrays whole
    """Conditions as truths, whose places move with the state."""

    #: Whether a table's condition holds in a cell, table by table; shape (truth,).
    truth: Truths
    #: Place of each table's truth when every variable is in its first possible start
    #: state; shape (table,).
    place_at_start: Indices
    #: Tables whose place a step moves, and by how much: ``see_ptr[s]:see_ptr[s + 1]``;
    #: shape (sight, 2).
    see_ptr: Indices
    see: Rows
    #: Table of each signal's state clause; shape (signal,).
    state_table: Indices
    #: Signal and table of the clauses that watch a pulse:
    #: ``clause_ptr[p]:clause_ptr[p + 1]``.
    clause_ptr: Indices
    clause: Rows


class Monitors(NamedTuple):
    """What is kept up to date as a future goes on."""

    #: Kind of each monitor.
    kind: Indices
    #: First signal of each monitor; shape (monitor + 1,).
    signal_ptr: Indices
    #: Until when each may still change, in years; -inf where its dates say.
    until: FloatArray
    #: Length of each monitor's window, in years.
    within: FloatArray
    #: Monitors to tell of a pulse: ``alarm_ptr[p]:alarm_ptr[p + 1]``.
    alarm_ptr: Indices
    alarm: Indices


class Reading(NamedTuple):
    """What is read off the monitors, and when."""

    #: Kind, monitor and date of each ask; shape (ask,).
    kind: Indices
    monitor: Indices
    years: FloatArray
    #: Asks that make up an ask: ``part_ptr[a]:part_ptr[a + 1]``.
    part_ptr: Indices
    part: Indices
    #: Dates on which states, counts and clocks are read, rising; shape (date,).
    date: FloatArray
    #: Asks read on a date: ``due_ptr[d]:due_ptr[d + 1]``.
    due_ptr: Indices
    due: Indices


class Watch(NamedTuple):
    """All that a future is watched for."""

    sensors: Sensors
    monitors: Monitors
    reading: Reading


def build_watch(network: Network, asked: Asked, *, until: float = 0.0) -> Watch:
    """The watch for what is asked of a network.

    Args:
        network: The network.
        asked: What is asked.
        until: Date until which futures go on in any case, in years.

    Raises:
        NotComputable: if a condition ties too many variables together.
    """
    conditions = [conditions_of(question) for question in asked.questions]
    signals = compile_signals(network, [c for parts in conditions for c in parts])
    signal_ptr = ends([len(parts) for parts in conditions])
    sights = _sights(network, signals)
    return Watch(
        sensors=_sensors(network, signals, sights),
        monitors=_monitors(asked, signal_ptr, _alarms(network, signals, sights)),
        reading=_reading(asked, until),
    )


def _sights(network: Network, signals: Signals) -> list[IntArray]:
    shifts = shifts_of(signals.maps, len(network.variables))
    return [shifts(step) for step in find_steps(network)]


def _sensors(network: Network, signals: Signals, sights: Sequence[IntArray]) -> Sensors:
    places = signals.truth_ptr[:-1] + cells_at(signals.maps, first_states(network))
    watching = signals.pulse_clause
    clauses = np.stack([signals.clause_signal, signals.clause_table], axis=1)
    return Sensors(
        truth=signals.truth,
        place_at_start=places.astype(np.uint32),
        see_ptr=ends([len(rows) for rows in sights]),
        see=joined(sights, 2),
        state_table=signals.state_table.astype(np.uint32),
        clause_ptr=signals.pulse_clause_ptr.astype(np.uint32),
        clause=clauses[watching].astype(np.uint32),
    )


def _alarms(
    network: Network, signals: Signals, sights: Sequence[IntArray]
) -> list[set[int]]:
    """Signals that each pulse may make true or false."""
    of_table: dict[int, list[int]] = {}
    for signal, table in enumerate(signals.state_table.tolist()):
        of_table.setdefault(table, []).append(signal)
    alarms = [
        {signal for table in rows[:, 0].tolist() for signal in of_table.get(table, ())}
        for rows in sights[: len(network.pulses)]
    ]
    for pulse, alarm in enumerate(alarms):
        first, last = signals.pulse_clause_ptr[pulse : pulse + 2]
        alarm.update(signals.clause_signal[signals.pulse_clause[first:last]].tolist())
    return alarms


def _monitors(
    asked: Asked, signal_ptr: Indices, alarms: Sequence[set[int]]
) -> Monitors:
    kinds = [KINDS[question.kind] for question in asked.questions]
    owner = np.repeat(np.arange(len(kinds)), np.diff(signal_ptr)).tolist()
    told = [
        sorted({owner[s] for s in signals if kinds[owner[s]] != STATE})
        for signals in alarms
    ]
    return Monitors(
        kind=indices(kinds),
        signal_ptr=signal_ptr,
        until=np.array(
            [
                asked.last(question) if kind in (STAGES, WINDOW) else -inf
                for question, kind in zip(asked.questions, kinds, strict=True)
            ]
        ),
        within=np.array([q.within or 0.0 for q in asked.questions]) + WINDOW_SLACK,
        alarm_ptr=ends([len(monitors) for monitors in told]),
        alarm=indices([monitor for monitors in told for monitor in monitors]),
    )


def _reading(asked: Asked, until: float) -> Reading:
    kinds = [KINDS[kind] for kind in asked.kinds]
    number = {question.name: i for i, question in enumerate(asked.questions)}
    years = [ask.years or 0.0 for ask in asked.asks]
    on_dates = [i for i, kind in enumerate(kinds) if kind in (TALLY, CLOCK, STATE)]
    dates = sorted({until, *(years[i] for i in on_dates)})
    due = [[i for i in on_dates if years[i] == date] for date in dates]
    return Reading(
        kind=indices(kinds),
        monitor=indices([number.get(ask.question, 0) for ask in asked.asks]),
        years=np.array(years),
        part_ptr=ends([len(parts) for parts in asked.parts]),
        part=indices([part for parts in asked.parts for part in parts]),
        date=np.array(dates),
        due_ptr=ends([len(asks) for asks in due]),
        due=indices([ask for asks in due for ask in asks]),
    )
