"""Walks: recorded futures gone through again, noting what each did and could have.

A record says which jumps came; its random stream, drawn again in the same order, says
which chances were tried and missed. Where both do not tell the same, a walk stops.
"""

from math import inf

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.simulate.stream import Stream, next_share, next_wait, seed_stream
from forewarn.engine.statistics.ground import Ground, IntArray, Tables
from forewarn.engine.statistics.room import (
    APART,
    AWAKE,
    JUMPED,
    KEYS,
    PHASE,
    PICKED,
    RECORD,
    RISKED,
    TRIED,
    TURN,
    Room,
    Rows,
    Told,
)


@kernel
def walk_futures(ground: Ground, told: Told, room: Room, rows: Rows) -> int:
    """Go through futures again and note what each did.

    Args:
        ground: The network.
        told: The futures.
        room: Room for one of them.
        rows: To fill.

    Returns:
        How many futures were gone through: fewer than there are if the rows are full,
        or with ``room.at[APART]`` set if a record tells another future than its stream.
    """
    room.at[APART] = 0
    for future in range(len(told.futures)):
        for kind in range(4):
            room.at[kind] = rows.ptr[future, kind]
        room.at[RECORD] = told.ptr[future]
        _walk(ground, told, room, rows, future)
        if room.at[APART] > 0 or not _fits(rows, room):
            return future
        for kind in range(4):
            rows.ptr[future + 1, kind] = room.at[kind]
    return len(told.futures)


@inlined
def _fits(rows: Rows, room: Room) -> bool:
    return bool(
        room.at[RISKED] <= rows.risk_key.size
        and room.at[JUMPED] <= rows.jump_key.size
        and room.at[TRIED] <= rows.trial_key.size
        and room.at[PICKED] <= rows.pick.size
    )


@kernel
def _walk(ground: Ground, told: Told, room: Room, rows: Rows, future: int) -> None:
    """Go through one future."""
    row, last = told.futures[future, 2], told.ptr[future + 1]
    stream = seed_stream(
        told.seed,
        np.uint64(told.futures[future, 0]),
        np.uint64(told.futures[future, 1]),
    )
    stream = _start(ground, told, room, rows, future, stream)
    _, stream = next_wait(stream)
    while room.at[APART] == 0:
        jump = told.years[room.at[RECORD]] if room.at[RECORD] < last else inf
        begin = told.begins[row, room.at[PHASE] + 1]
        turn = room.at[TURN]
        date = ground.date[turn] if turn < ground.date.size else inf
        if min(date, begin, jump) > told.until:
            break
        if begin <= min(date, jump):
            _flush(ground, room, begin)
            room.at[PHASE] += 1
        elif date <= jump:
            stream = _keep_date(ground, told, room, rows, future, stream)
        else:
            _, stream = next_share(stream)
            pulse = told.pulses[room.at[RECORD]]
            _note_jump(ground, room, rows, pulse)
            _come(ground, told, room, pulse, jump, last)
            if room.at[AWAKE] > 0:
                stream = _settle(ground, told, room, rows, future, jump, stream)
                _end_instant(room)
            _, stream = next_wait(stream)
    _flush(ground, room, told.until)
    _note_risks(room, rows)


@kernel
def _keep_date(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    ground: Ground, told: Told, room: Room, rows: Rows, future: int, stream: Stream
) -> Stream:
    """Let the schedules of the next date have their turns."""
    turn = room.at[TURN]
    date = ground.date[turn]
    room.at[TURN] += 1
    for place in range(ground.turn_ptr[turn], ground.turn_ptr[turn + 1]):
        schedule = ground.turn[place]
        way = ground.schedule_ptr[schedule]
        if ground.draws[schedule]:
            stream = _draw(ground, told, room, rows, future, schedule, date, stream)
        else:
            stream = _try(ground, told, room, rows, future, way, date, stream)
        stream = _settle(ground, told, room, rows, future, date, stream)
    _end_instant(room)
    return stream


@inlined
def _draw(  # noqa: PLR0913, PLR0917  # as _keep_date
    ground: Ground,
    told: Told,
    room: Room,
    rows: Rows,
    future: int,
    schedule: int,
    time: float,
    stream: Stream,
) -> Stream:
    """Draw the state that a schedule leads to."""
    row = told.futures[future, 2]
    at, stream = next_share(stream)
    drawn = ground.schedule_ptr[schedule]
    for way in range(drawn, ground.schedule_ptr[schedule + 1]):
        share = told.numbers[row, ground.way_number[way]]
        if share > 0.0:
            drawn = way  # shares sum to 1 but for rounding
            if at < share:
                break
        at -= share
    _note_pick(room, rows, ground.way_number[drawn])
    pulse = _pulse_of(ground, room, drawn)
    if pulse >= 0:
        _come(ground, told, room, pulse, time, told.ptr[future + 1])
    return stream


@kernel
def _settle(  # noqa: PLR0913, PLR0917  # as _keep_date
    ground: Ground,
    told: Told,
    room: Room,
    rows: Rows,
    future: int,
    time: float,
    stream: Stream,
) -> Stream:
    """Test triggers as long as one is awake, the first as declared each time."""
    first = ground.schedule_ptr[ground.schedule_ptr.size - 1]
    while room.at[AWAKE] > 0:
        trigger = 0
        while not room.awake[trigger]:
            trigger += 1
        room.awake[trigger] = False
        room.at[AWAKE] -= 1
        holds = False
        for clause in range(ground.clause_trigger.size):
            if ground.clause_trigger[clause] == trigger and room.clause[clause]:
                room.clause[clause] = False
                table = ground.clause_table[clause]
                cell = cell_in(ground.conditions, room.state, table)
                holds |= ground.truth[ground.conditions.first[table] + cell]
        if holds and _pulse_of(ground, room, first + trigger) >= 0:
            room.done[trigger] = True
            stream = _try(
                ground, told, room, rows, future, first + trigger, time, stream
            )
    return stream


@inlined
def _try(  # noqa: PLR0913, PLR0917  # as _keep_date
    ground: Ground,
    told: Told,
    room: Room,
    rows: Rows,
    future: int,
    way: int,
    time: float,
    stream: Stream,
) -> Stream:
    """Draw the chance of a way, if it leads from the state there is."""
    pulse = _pulse_of(ground, room, way)
    if pulse < 0:
        return stream
    table, entries = ground.way_chance[way], ground.chances.first
    key = room.at[PHASE] * entries[entries.size - 1] + entries[table]
    key += cell_in(ground.chances, room.state, table)
    chance, share = told.chances[told.futures[future, 2], key], 0.0
    if 0.0 < chance < 1.0:
        share, stream = next_share(stream)
    came = share < chance
    if room.at[TRIED] < rows.trial_key.size:
        rows.trial_key[room.at[TRIED]] = key
        rows.trial_came[room.at[TRIED]] = came
    room.at[TRIED] += 1
    if came:
        _come(ground, told, room, pulse, time, told.ptr[future + 1])
    return stream


@inlined
def _pulse_of(ground: Ground, room: Room, way: int) -> int:
    """The pulse of a way from the state there is, below 0 for none."""
    state = room.state[ground.way_variable[way]]
    return int(ground.way_pulse[ground.way_ptr[way] + state])


@inlined
def _end_instant(room: Room) -> None:
    for trigger in range(room.done.size):
        room.done[trigger] = False


@inlined
def _note_pick(room: Room, rows: Rows, number: int) -> None:
    if room.at[PICKED] < rows.pick.size:
        rows.pick[room.at[PICKED]] = number
    room.at[PICKED] += 1


@inlined
def _note_jump(ground: Ground, room: Room, rows: Rows, pulse: int) -> None:
    """Note the entry of a jump or event that a hazard brings."""
    unit, entries = ground.pulse_unit[pulse], ground.units.first
    if unit < 0 or room.since[unit] < 0.0:  # no hazard brings it from this state
        room.at[APART] = 1
        return
    key = room.at[PHASE] * entries[entries.size - 1] + entries[unit]
    key += room.cell[unit] * ground.unit_width[unit] + pulse - ground.unit_pulse[unit]
    if room.at[JUMPED] < rows.jump_key.size:
        rows.jump_key[room.at[JUMPED]] = key
    room.at[JUMPED] += 1


@inlined
def _note_risks(room: Room, rows: Rows) -> None:
    """Note the years in each cell, and forget them."""
    for at in range(room.at[KEYS]):
        key = room.keys[at]
        if room.at[RISKED] < rows.risk_key.size:
            rows.risk_key[room.at[RISKED]] = key
            rows.risk_years[room.at[RISKED]] = room.spent[key]
        room.at[RISKED] += 1
        room.spent[key] = -1.0
    room.at[KEYS] = 0


@inlined
def _start(  # noqa: PLR0913, PLR0917  # as _keep_date
    ground: Ground, told: Told, room: Room, rows: Rows, future: int, stream: Stream
) -> Stream:
    """Put every variable in its start state."""
    row = told.futures[future, 2]
    for variable in range(room.state.size):
        room.state[variable] = told.starts[future, variable]
    for variable in ground.choices:
        _, stream = next_share(stream)
        flat = ground.state_ptr[variable] + room.state[variable]
        _note_pick(room, rows, ground.start_number[flat])
    for unit in range(room.cell.size):
        room.cell[unit] = cell_in(ground.units, room.state, unit)
        variable = ground.unit_variable[unit]
        on = variable < 0 or room.state[variable] == ground.unit_source[unit]
        room.since[unit] = 0.0 if on else -1.0
    room.at[TURN] = room.at[PHASE] = 0
    while told.begins[row, room.at[PHASE] + 1] <= 0.0:
        room.at[PHASE] += 1
    return stream


@inlined
def cell_in(tables: Tables, state: IntArray, table: int) -> int:
    """The cell of a table in a joint state."""
    cell = 0
    for read in range(tables.read_ptr[table], tables.read_ptr[table + 1]):
        cell += tables.offsets[
            tables.read_offset[read] + state[tables.read_variable[read]]
        ]
    return cell


@inlined
def _come(  # noqa: PLR0913, PLR0917  # as _keep_date
    ground: Ground, told: Told, room: Room, pulse: int, time: float, last: int
) -> None:
    """A jump or event comes, which must be the next of the record."""
    at = room.at[RECORD]
    if at >= last or told.pulses[at] != pulse or told.years[at] != time:
        room.at[APART] = 1
        return
    room.at[RECORD] += 1
    variable = ground.pulse_variable[pulse]
    if variable >= 0:
        _move(ground, room, variable, ground.pulse_target[pulse], time)
    for place in range(ground.wake_ptr[pulse], ground.wake_ptr[pulse + 1]):
        clause = ground.wake[place]
        trigger = ground.clause_trigger[clause]
        if not room.done[trigger]:
            room.clause[clause] = True
            if not room.awake[trigger]:
                room.awake[trigger] = True
                room.at[AWAKE] += 1


@inlined
def _move(ground: Ground, room: Room, variable: int, target: int, time: float) -> None:
    """Move a variable, and every unit that it concerns to its new cell."""
    source, first = room.state[variable], ground.state_ptr[variable]
    room.state[variable] = target
    for unit in range(
        ground.state_unit[first + source], ground.state_unit[first + source + 1]
    ):
        _leave(ground, room, unit, time)
        room.since[unit] = -1.0
    for child in range(ground.child_ptr[variable], ground.child_ptr[variable + 1]):
        unit, offset = ground.child_unit[child], ground.child_offset[child]
        offsets = ground.units.offsets
        step = offsets[offset + target] - offsets[offset + source]
        if step != 0:
            _leave(ground, room, unit, time)
            room.cell[unit] += step
    for unit in range(
        ground.state_unit[first + target], ground.state_unit[first + target + 1]
    ):
        room.since[unit] = time


@inlined
def _leave(ground: Ground, room: Room, unit: int, time: float) -> None:
    """Add the time that a unit that may fire was in its cell."""
    if room.since[unit] >= 0.0:
        entries = ground.units.first
        key = room.at[PHASE] * entries[entries.size - 1] + entries[unit]
        key += room.cell[unit] * ground.unit_width[unit]
        if room.spent[key] < 0.0:
            room.spent[key] = 0.0
            room.keys[room.at[KEYS]] = key
            room.at[KEYS] += 1
        room.spent[key] += time - room.since[unit]
        room.since[unit] = time


@inlined
def _flush(ground: Ground, room: Room, time: float) -> None:
    for unit in range(room.cell.size):
        _leave(ground, room, unit, time)
