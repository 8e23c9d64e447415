"""Notes: what the monitors of one future have seen, and what is read off them."""

from math import inf
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.steps import Index
from forewarn.engine.simulate.watch import (
    ALL,
    CLOCK,
    STAGES,
    STATE,
    TALLY,
    WINDOW,
    Reading,
    Sensors,
    Watch,
)
from forewarn.engine.tables import Indices

FloatArray = npt.NDArray[np.float64]

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)


class Notes(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What the monitors of one future have seen so far."""

    #: Place of each table's truth; shape (table,).
    place: Indices
    #: Stages passed; whether the window has opened; whether the clock runs; (monitor,).
    stage: Indices
    #: When the last stage was passed, the window opened, or the clock was set; years.
    first: FloatArray
    #: When the event came in the window, in years; inf until then.
    second: FloatArray
    #: Pulses counted, or years on the clock.
    amount: FloatArray
    #: Until when the monitor may still change what is read after the end; years.
    until: FloatArray
    #: What was read for each ask: 0 or 1, a count, or years; shape (ask,).
    outcome: FloatArray
    #: Whether an ask's window opened by its date, 1 where it has no window.
    onset: FloatArray
    #: Pulses of the instant that monitors are told of; as many as one may have.
    pulses: Indices


@part
def new_notes(watch: Watch, pulses: int) -> Notes:
    """Room for the notes on one future after another.

    Args:
        watch: What is asked.
        pulses: The most that one instant may have.
    """
    monitors, asks = watch.monitors.kind.size, watch.reading.kind.size
    return Notes(
        np.empty(watch.sensors.place_at_start.size, np.uint32),
        np.empty(monitors, np.uint32),
        np.empty(monitors),
        np.empty(monitors),
        np.empty(monitors),
        np.empty(monitors),
        np.empty(asks),
        np.ones(asks),
        np.empty(pulses, np.uint32),
    )


@inlined
def clear_notes(watch: Watch, notes: Notes) -> None:
    """Forget the last future; places are where every variable's first state is."""
    for table in range(np.uint64(notes.place.size)):
        notes.place[table] = watch.sensors.place_at_start[table]
    for monitor in range(np.uint64(notes.stage.size)):
        notes.stage[monitor] = 0
        notes.first[monitor] = inf
        notes.second[monitor] = inf
        notes.amount[monitor] = 0.0
        notes.until[monitor] = watch.monitors.until[monitor]


@inlined
def move_places(sensors: Sensors, notes: Notes, step: Index) -> None:
    """Follow a step of the state."""
    for row in range(sensors.see_ptr[step], sensors.see_ptr[step + _ONE]):
        notes.place[sensors.see[row, _NONE]] += sensors.see[row, _ONE]


@inlined
def tell_all(watch: Watch, notes: Notes) -> float:
    """Tell every monitor of the start; returns when all will be settled, in years."""
    for monitor in range(np.uint64(notes.stage.size)):
        tell_one(watch, notes, monitor, _NONE, 0.0)
    return when_settled(watch, notes, inf)


@inlined
def tell(watch: Watch, notes: Notes, count: Index, time: float, end: float) -> float:
    """Tell the monitors that an instant concerns of its pulses, once each.

    Args:
        watch: What is asked.
        notes: With the pulses of the instant, and the state at its end.
        count: How many pulses there are.
        time: When it is, in years.
        end: When all would have been settled.

    Returns:
        When all will be settled, in years.
    """
    monitors, stale = watch.monitors, False
    for at in range(count):
        pulse = np.uint64(notes.pulses[at])
        for row in range(monitors.alarm_ptr[pulse], monitors.alarm_ptr[pulse + _ONE]):
            monitor = np.uint64(monitors.alarm[row])
            if at > _NONE and _was_told(watch, notes, at, monitor):
                continue
            before = notes.until[monitor]
            tell_one(watch, notes, monitor, count, time)
            stale |= before >= end
            end = max(end, notes.until[monitor])
    return when_settled(watch, notes, end) if stale else end


@inlined
def concerns(watch: Watch, notes: Notes, count: Index) -> bool:
    """Whether an instant of so many pulses concerns any monitor."""
    alarms = watch.monitors.alarm_ptr
    for at in range(count):
        pulse = np.uint64(notes.pulses[at])
        if alarms[pulse] != alarms[pulse + _ONE]:
            return True
    return False


@inlined
def _was_told(watch: Watch, notes: Notes, at: Index, monitor: Index) -> bool:
    """Whether one of the pulses before a place concerns a monitor, too."""
    monitors = watch.monitors
    for earlier in range(at):
        pulse = np.uint64(notes.pulses[earlier])
        for row in range(monitors.alarm_ptr[pulse], monitors.alarm_ptr[pulse + _ONE]):
            if monitors.alarm[row] == monitor:
                return True
    return False


@inlined
def when_settled(watch: Watch, notes: Notes, end: float) -> float:
    """When all will be settled, in years: no later than it would have been."""
    # Most often another monitor still goes on until the end: then it stands.
    most = watch.reading.date[-1] if watch.reading.date.size else 0.0
    for monitor in range(np.uint64(notes.until.size)):
        most = max(most, notes.until[monitor])
        if most >= end:
            break
    return most


@inlined
def read_off(watch: Watch, notes: Notes, date: Index) -> None:
    """Read what is due on a date, as things stand."""
    reading = watch.reading
    for row in range(reading.due_ptr[date], reading.due_ptr[date + _ONE]):
        ask = reading.due[row]
        monitor, kind = np.uint64(reading.monitor[ask]), reading.kind[ask]
        outcome = notes.amount[monitor]
        if kind == STATE:
            signal = np.uint64(watch.monitors.signal_ptr[monitor])
            outcome = 1.0 if _holds(watch.sensors, notes, signal) else 0.0
        elif kind == CLOCK and notes.stage[monitor]:
            outcome += reading.date[date] - notes.first[monitor]
        notes.outcome[ask] = outcome


@inlined
def read_rest(watch: Watch, notes: Notes) -> None:
    """Read what only the whole of a future tells."""
    reading, within = watch.reading, watch.monitors.within
    for ask in range(np.uint64(reading.kind.size)):
        monitor, years = np.uint64(reading.monitor[ask]), reading.years[ask]
        kind, came = reading.kind[ask], notes.first[monitor] <= years
        if kind == STAGES:
            notes.outcome[ask] = came
        elif kind == WINDOW:
            closes = notes.first[monitor] + within[monitor]
            notes.onset[ask] = came
            notes.outcome[ask] = came and notes.second[monitor] <= closes
        elif kind == ALL:
            notes.outcome[ask] = _all_parts(reading, notes, ask)


@inlined
def _all_parts(reading: Reading, notes: Notes, ask: Index) -> bool:
    for row in range(reading.part_ptr[ask], reading.part_ptr[ask + _ONE]):
        if notes.outcome[reading.part[row]] == 0.0:
            return False
    return True


@inlined
def tell_one(
    watch: Watch, notes: Notes, monitor: Index, count: Index, time: float
) -> None:
    """Tell one monitor of an instant with so many pulses."""
    kind = watch.monitors.kind[monitor]
    signal = np.uint64(watch.monitors.signal_ptr[monitor])
    if kind == TALLY:
        notes.amount[monitor] += _count(watch.sensors, notes, signal, count)
    elif kind == CLOCK:
        _tell_clock(watch, notes, monitor, time)
    elif time > notes.until[monitor]:
        return
    elif kind == STAGES:
        _tell_stages(watch, notes, monitor, count, time)
    elif kind == WINDOW:
        _tell_window(watch, notes, monitor, count, time)


@inlined
def _tell_stages(
    watch: Watch, notes: Notes, monitor: Index, count: Index, time: float
) -> None:
    first = watch.monitors.signal_ptr[monitor] + np.uint64(notes.stage[monitor])
    last = np.uint64(watch.monitors.signal_ptr[monitor + _ONE])
    for signal in range(first + _ONE, last):
        if _is_true(watch.sensors, notes, signal, count):
            notes.until[monitor] = -inf  # a later one comes before it, or with it
            return
    if _is_true(watch.sensors, notes, first, count):
        notes.stage[monitor] += 1
        if first + _ONE == last:
            notes.first[monitor], notes.until[monitor] = time, -inf


@inlined
def _tell_window(
    watch: Watch, notes: Notes, monitor: Index, count: Index, time: float
) -> None:
    given = np.uint64(watch.monitors.signal_ptr[monitor])
    if not notes.stage[monitor] and _is_true(watch.sensors, notes, given, count):
        notes.stage[monitor], notes.first[monitor] = 1, time
        notes.until[monitor] = time + watch.monitors.within[monitor]
    if notes.stage[monitor] and _is_true(watch.sensors, notes, given + _ONE, count):
        notes.second[monitor], notes.until[monitor] = time, -inf


@inlined
def _tell_clock(watch: Watch, notes: Notes, monitor: Index, time: float) -> None:
    if notes.stage[monitor]:
        notes.amount[monitor] += time - notes.first[monitor]
    signal = np.uint64(watch.monitors.signal_ptr[monitor])
    notes.stage[monitor] = _holds(watch.sensors, notes, signal)
    notes.first[monitor] = time


@inlined
def _holds(sensors: Sensors, notes: Notes, signal: Index) -> bool:
    return bool(sensors.truth[notes.place[sensors.state_table[signal]]])


@inlined
def _is_true(sensors: Sensors, notes: Notes, signal: Index, count: Index) -> bool:
    """Whether a signal is true in an instant of so many pulses."""
    if _holds(sensors, notes, signal):
        return True
    for at in range(count):
        if _fires(sensors, notes, signal, np.uint64(notes.pulses[at])):
            return True
    return False


@inlined
def _count(sensors: Sensors, notes: Notes, signal: Index, count: Index) -> int:
    """How many pulses of an instant make a signal true."""
    fired = 0
    for at in range(count):
        fired += _fires(sensors, notes, signal, np.uint64(notes.pulses[at]))
    return fired


@inlined
def _fires(sensors: Sensors, notes: Notes, signal: Index, pulse: Index) -> bool:
    for row in range(sensors.clause_ptr[pulse], sensors.clause_ptr[pulse + _ONE]):
        place = notes.place[sensors.clause[row, _ONE]]
        if sensors.clause[row, _NONE] == signal and sensors.truth[place]:
            return True
    return False
