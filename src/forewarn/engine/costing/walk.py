"""Walk: what recorded futures cost by some dates, jump by jump and year by year."""

from math import cos, log, pi, sqrt
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import Adopted, ready_times
from forewarn.engine.kernel import inlined, kernel, part
from forewarn.engine.losses import Losses, fill_factors
from forewarn.engine.simulate.course import fill_starts
from forewarn.engine.simulate.stream import Stream, next_share, seed_stream
from forewarn.engine.sizes import size_at
from forewarn.engine.tables import Integers, Maps, Truths

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Sizes are drawn from streams of their own: futures stay what they are.
APART: Final = np.uint64(0xA5A5F00DCAFE1234)


class Bill(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What is charged, to whom, and when it is read off."""

    losses: Losses
    adopted: Adopted
    #: Variable that each pulse moves, -1 for none, and to which state; shape (pulse,).
    pulse_variable: npt.NDArray[np.int32]
    pulse_target: npt.NDArray[np.int32]
    #: Whether what is charged by the year depends on a variable; shape (variable,).
    yearly_reads: Truths
    #: Whether a pulse is charged for itself; shape (pulse,).
    charged: Truths
    #: Dates, in years, rising; shape (date,).
    dates: FloatArray
    seed: np.uint64


class Room(NamedTuple):
    """Room for one future after another."""

    #: State of each variable; shape (variable,).
    state: IntArray
    #: What each loss has come to; shape (loss,).
    total: FloatArray
    #: What each yearly term adds a year, and what it would in its cell; shape (term,).
    rate: FloatArray
    #: What measures multiply each entry by, phase by phase; shape (phase, entry).
    factors: FloatArray
    #: When phases begin, in years; shape (phase + 1,), the last inf.
    starts: FloatArray


@kernel
def walk_futures(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    bill: Bill,
    numbers: FloatArray,
    rows: IntArray,
    worlds: IntArray,
    futures: IntArray,
    states: IntArray,
    ptr: IntArray,
    years: FloatArray,
    pulses: IntArray,
    out: FloatArray,
) -> None:
    """Add up what futures cost.

    Args:
        bill: What is charged.
        numbers: Value of every number in some worlds; shape (row, number).
        rows: Row of the numbers of each future; shape (future,).
        worlds: World of each future; shape (future,).
        futures: Number of each in its world; shape (future,).
        states: State every variable starts in; shape (future, variable).
        ptr: First jump of each future, and the end of the last; shape (future + 1,).
        years: When each jump comes; shape (jump,).
        pulses: Which pulse it is; shape (jump,).
        out: To fill; shape (future, date, loss).
    """
    measures = bill.adopted.since.size
    room = Room(
        np.empty(states.shape[1], np.int64),
        np.empty(out.shape[2]),
        np.empty(bill.losses.loss.size),
        np.empty((measures + 1, bill.losses.entry_ptr[-1])),
        np.empty(measures + 2),
    )
    row = np.int64(-1)
    for future in range(rows.size):
        if rows[future] != row:
            row = rows[future]
            _fill_phases(bill, numbers[row], room)
        stream = seed_stream(
            bill.seed ^ APART, np.uint64(worlds[future]), np.uint64(futures[future])
        )
        for variable in range(room.state.size):
            room.state[variable] = states[future, variable]
        first, last = ptr[future], ptr[future + 1]
        _walk(
            bill,
            numbers[row],
            room,
            years[first:last],
            pulses[first:last],
            stream,
            out[future],
        )


@part
def _fill_phases(bill: Bill, numbers: FloatArray, room: Room) -> None:
    times = ready_times(bill.adopted, numbers)
    in_place = np.empty(times.size, np.bool_)
    for phase in range(fill_starts(times, room.starts)):
        # Loops, since arrays compared or copied whole take seconds to compile.
        for measure in range(times.size):
            in_place[measure] = times[measure] <= room.starts[phase]
        fill_factors(bill.losses, numbers, in_place, room.factors[phase])


@inlined
def _walk(  # noqa: PLR0913, PLR0917  # as walk_futures
    bill: Bill,
    numbers: FloatArray,
    room: Room,
    years: FloatArray,
    pulses: IntArray,
    stream: Stream,
    out: FloatArray,
) -> None:
    for loss in range(room.total.size):
        room.total[loss] = 0.0
    time, date, phase = 0.0, 0, 0
    while room.starts[phase + 1] <= 0.0:
        phase += 1
    _find_rates(bill, numbers, room, phase)
    at = 0
    while date < bill.dates.size:
        coming = years[at] if at < years.size else np.inf
        # Dates end before what comes later; a measure in place acts at once.
        while date < bill.dates.size and bill.dates[date] < coming:
            time, phase = _go_on(bill, numbers, room, time, phase, bill.dates[date])
            for loss in range(room.total.size):
                out[date, loss] = room.total[loss]
            date += 1
        if date == bill.dates.size:
            return
        first = at
        at, changed, charged = _look(bill, years, pulses, first)
        if changed or charged:
            time, phase = _go_on(bill, numbers, room, time, phase, coming)
        _move(bill, room, pulses, first, at)
        for jump in range(first, at):
            stream = _charge(bill, numbers, room, phase, pulses[jump], stream)
        if changed:
            _find_rates(bill, numbers, room, phase)


@inlined
def _look(
    bill: Bill, years: FloatArray, pulses: IntArray, first: int
) -> tuple[int, bool, bool]:
    """Where an instant's jumps end; whether yearly charges may change; is it charged.

    Where neither, no time need pass: most jumps cost nothing.
    """
    at, changed, charged = first, False, False
    while at < years.size and years[at] == years[first]:
        variable = bill.pulse_variable[pulses[at]]
        changed = changed or (variable >= 0 and bill.yearly_reads[variable])
        charged = charged or bill.charged[pulses[at]]
        at += 1
    return at, changed, charged


@inlined
def _move(bill: Bill, room: Room, pulses: IntArray, first: int, last: int) -> None:
    for jump in range(first, last):
        variable = bill.pulse_variable[pulses[jump]]
        if variable >= 0:
            room.state[variable] = bill.pulse_target[pulses[jump]]


@inlined
def _go_on(  # noqa: PLR0913, PLR0917  # as walk_futures
    bill: Bill,
    numbers: FloatArray,
    room: Room,
    time: float,
    phase: int,
    until: float,
) -> tuple[float, int]:
    """Let time pass up to a moment, through the phases that begin by then."""
    while room.starts[phase + 1] <= until:
        _pass_time(bill, room, room.starts[phase + 1] - time)
        time = room.starts[phase + 1]
        phase += 1
        _find_rates(bill, numbers, room, phase)
    _pass_time(bill, room, until - time)
    return until, phase


@inlined
def _pass_time(bill: Bill, room: Room, years: float) -> None:
    for term in range(room.rate.size):
        if room.rate[term] != 0.0:
            room.total[bill.losses.loss[term]] += room.rate[term] * years


@part
def _find_rates(bill: Bill, numbers: FloatArray, room: Room, phase: int) -> None:
    losses = bill.losses
    for term in range(room.rate.size):
        room.rate[term] = 0.0
        if losses.yearly[term] and _holds(
            losses.signals.maps,
            losses.signals.truth_ptr,
            losses.signals.truth,
            losses.signals.state_table[term],
            room.state,
        ):
            factor = _factor(losses, room, phase, term)
            room.rate[term] = numbers[losses.number[term]] * factor


@part
def _charge(  # noqa: PLR0913, PLR0917  # as walk_futures
    bill: Bill,
    numbers: FloatArray,
    room: Room,
    phase: int,
    pulse: int,
    stream: Stream,
) -> Stream:
    """Add what one jump or event costs, each term once."""
    losses, charged = bill.losses, np.int64(-1)
    signals = losses.signals
    for at in range(
        signals.pulse_clause_ptr[pulse], signals.pulse_clause_ptr[pulse + 1]
    ):
        clause = signals.pulse_clause[at]
        term = np.int64(signals.clause_signal[clause])
        if term == charged or losses.yearly[term]:
            continue
        table = signals.clause_table[clause]
        if _holds(signals.maps, signals.truth_ptr, signals.truth, table, room.state):
            charged = term
            size = numbers[losses.number[term]]
            if losses.by_event[term]:
                pick, stream = next_share(stream)
                z, stream = _normal(stream)
                size = size_at(losses.sizes, int(term), pick, z)
            room.total[losses.loss[term]] += size * _factor(losses, room, phase, term)
    return stream


@inlined
def _normal(stream: Stream) -> tuple[float, Stream]:
    """A standard normal draw, by Box and Muller's first."""
    radius, stream = next_share(stream)
    angle, stream = next_share(stream)
    return sqrt(-2.0 * log(1.0 - radius)) * cos(2.0 * pi * angle), stream


@inlined
def _holds(
    maps: Maps,
    truth_ptr: Integers,
    truth: Truths,
    table: int | np.integer[Any],
    state: IntArray,
) -> bool:
    return bool(truth[truth_ptr[table] + _cell(maps, table, state)])


@inlined
def _factor(losses: Losses, room: Room, phase: int, term: int | np.int64) -> float:
    cell = losses.entry_ptr[term] + _cell(losses.maps, term, room.state)
    return float(room.factors[phase, cell])


@inlined
def _cell(maps: Maps, table: int | np.integer[Any], state: IntArray) -> np.int64:
    cell = np.int64(0)
    for read in range(maps.read_ptr[table], maps.read_ptr[table + 1]):
        cell += np.int64(
            maps.offsets[maps.read_offset[read] + state[maps.read_variable[read]]]
        )
    return cell
