"""Future: one sample path through time in one world, by the direct method."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined, part
from forewarn.engine.simulate.layout import Layout
from forewarn.engine.simulate.notes import (
    Notes,
    clear_notes,
    move_places,
    read_off,
    read_rest,
    tell,
    tell_all,
)
from forewarn.engine.simulate.rates import (
    FALL,
    add_up,
    change_rate,
    last_slot,
    pick_slot,
)
from forewarn.engine.simulate.steps import Index
from forewarn.engine.simulate.stream import Stream, next_share, next_wait
from forewarn.engine.simulate.watch import Watch
from forewarn.engine.simulate.world import World
from forewarn.engine.tables import Indices, Truths

FloatArray = npt.NDArray[np.float64]

#: Steps between two looks at whether to stop; a future may take hours.
LOOK: Final = 65_536

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
_TWO: Final = np.uint64(2)


class Scene(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """The state of one future, as hazards depend on it."""

    #: Where each unit's rate stands in the world's table; shape (unit + 1,).
    entry: Indices
    #: Unit of each slot; shape (slot,).
    unit: Indices
    #: Rates of slots, per year, and sums of them; by ``Layout.level``.
    sums: FloatArray


class Log(NamedTuple):
    """Room for the steps of a future; those past the room are only counted."""

    #: When, in years, and which step; shape (room,).
    times: FloatArray
    steps: Indices


@part
def new_scene(layout: Layout) -> Scene:
    """Room for the state of one future after another."""
    return Scene(
        np.empty(layout.entry_at_start.size, np.uint32),
        np.empty(layout.unit_at_start.size, np.uint32),
        np.zeros(layout.level[-1]),
    )


@inlined
def run_future(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    layout: Layout,
    watch: Watch,
    world: World,
    scene: Scene,
    notes: Notes,
    log: Log,
    stream: Stream,
    stopped: Truths,
) -> int:
    """Run one future until everything asked is settled, and read it off.

    Args:
        layout: The network.
        watch: What is asked.
        world: The world it runs in.
        scene: Room for its state.
        notes: Room for what is seen; outcomes and onsets are there afterwards.
        log: Room for its jumps, after the steps to where it starts.
        stream: Its stream, from the beginning.
        stopped: Set from outside to leave it unfinished; shape (1,).

    Returns:
        How many steps there were: to where it starts, and jumps.
    """
    stream, count = _start(layout, watch, world, scene, notes, log, stream)
    total = first_rates(layout, world, scene)
    date: Index = _NONE
    time, peak, end = 0.0, total, tell_all(watch, notes)
    limit = next_limit(watch, date, end)
    while True:
        wait, stream = next_wait(stream)
        time += wait / total
        if time > limit:
            date = pass_dates(watch, notes, date, time)
            limit = next_limit(watch, date, end)
            if time > limit:
                break
        share, stream = next_share(stream)
        slot, at, found = pick_slot(layout.level, scene.sums, share * total)
        if not found:
            slot, at, total = pick_again(layout.level, scene.sums, share)
        step = pick_pulse(layout, world, scene, slot, at)
        total += take_step(layout, world, scene, step)
        if world.wide or total < FALL * peak:
            total = peak = add_up(layout.level, scene.sums)
        peak = max(peak, total)
        move_places(watch.sensors, notes, step)
        if watch.monitors.alarm_ptr[step] != watch.monitors.alarm_ptr[step + _ONE]:
            notes.pulses[_NONE] = step
            end = tell(watch, notes, _ONE, time, end)
            limit = next_limit(watch, date, end)
        count = write(log, count, step, time)
        if count % LOOK == 0 and stopped[0]:
            break
    read_rest(watch, notes)
    return count


@inlined
def _start(  # noqa: PLR0913, PLR0917  # as run_future
    layout: Layout,
    watch: Watch,
    world: World,
    scene: Scene,
    notes: Notes,
    log: Log,
    stream: Stream,
) -> tuple[Stream, int]:
    """Put every variable in its start state."""
    reset_scene(layout, scene)
    clear_notes(watch, notes)
    count = 0
    for choice in range(np.uint64(layout.choice_ptr.size) - _ONE):
        step, stream = pick_start(layout, world.numbers, choice, stream)
        take_step(layout, world, scene, step)
        move_places(watch.sensors, notes, step)
        count = write(log, count, step, 0.0)
    return stream, count


@inlined
def reset_scene(layout: Layout, scene: Scene) -> None:
    """Put every variable in its first possible start state."""
    for unit in range(np.uint64(scene.entry.size)):
        scene.entry[unit] = layout.entry_at_start[unit]
    for slot in range(np.uint64(scene.unit.size)):
        scene.unit[slot] = layout.unit_at_start[slot]


@inlined
def pick_start(
    layout: Layout, numbers: FloatArray, choice: Index, stream: Stream
) -> tuple[Index, Stream]:
    """The step to where a variable starts that may start in several states."""
    at, stream = next_share(stream)
    first_step = layout.move_ptr.size - 1 - layout.choice_number.size
    first = np.uint64(layout.choice_ptr[choice])
    likely: Index = first  # shares sum to 1 but for rounding
    for state in range(first, layout.choice_ptr[choice + _ONE]):
        share = numbers[layout.choice_number[state]]
        if share > 0.0:
            likely = state
            if at < share:
                break
        at -= share
    return np.uint64(first_step) + likely, stream


@inlined
def first_rates(layout: Layout, world: World, scene: Scene) -> float:
    """Fill in the rates of a scene; returns their total."""
    for slot in range(np.uint64(scene.unit.size)):
        scene.sums[slot] = world.table[scene.entry[scene.unit[slot]]]
    return add_up(layout.level, scene.sums)


@inlined
def pick_again(
    level: Indices, sums: FloatArray, share: float
) -> tuple[Index, float, float]:
    """The slot that holds a place that rounding left past the last rate.

    Rates are summed anew, or it is the last there is.
    """
    total = add_up(level, sums)
    slot, at, found = pick_slot(level, sums, share * total)
    if not found:
        return last_slot(level, sums), 0.0, total
    return slot, at, total


@inlined
def pick_pulse(
    layout: Layout, world: World, scene: Scene, slot: Index, at: float
) -> Index:
    """The pulse of a slot that holds a place in its rate."""
    unit = scene.unit[slot]
    entry, pulse = np.uint64(scene.entry[unit]), np.uint64(layout.unit_pulse[unit])
    last = pulse + layout.unit_more[unit]
    while pulse < last and at < world.table[entry + _ONE]:
        entry += _ONE
        pulse += _ONE
    return pulse


@inlined
def take_step(layout: Layout, world: World, scene: Scene, step: Index) -> float:
    """Change the state; returns what that adds to the total rate."""
    change = 0.0
    for row in range(layout.move_ptr[step], layout.move_ptr[step + _ONE]):
        slot, unit = np.uint64(layout.move[row, _NONE]), layout.move[row, _ONE]
        scene.unit[slot] = unit
        rate = world.table[scene.entry[unit]]
        change += change_rate(layout.level, scene.sums, slot, rate)
    for row in range(layout.touch_ptr[step], layout.touch_ptr[step + _ONE]):
        unit, slot = layout.touch[row, _NONE], np.uint64(layout.touch[row, _ONE])
        entry = scene.entry[unit] + layout.touch[row, _TWO]
        scene.entry[unit] = entry
        # Chosen without a branch, which could seldom be foretold.
        before, after = scene.sums[slot], world.table[np.uint32(entry)]
        rate = after if scene.unit[slot] == unit else before
        change += change_rate(layout.level, scene.sums, slot, rate)
    return change


@inlined
def pass_dates(watch: Watch, notes: Notes, date: Index, time: float) -> Index:
    """Read what is due on all dates before a time; returns the next date."""
    dates = watch.reading.date
    while date < np.uint64(dates.size) and dates[date] < time:
        read_off(watch, notes, date)
        date += _ONE
    return date


@inlined
def next_limit(watch: Watch, date: Index, end: float) -> float:
    """Until when a future goes on before anything is read or it ends."""
    dates = watch.reading.date
    return dates[date] if date < np.uint64(dates.size) else end


@inlined
def write(log: Log, count: int, step: Index, time: float) -> int:
    """Write a step down where there is room; returns how many there were."""
    if count < log.times.size:
        log.times[count], log.steps[count] = time, step
    return count + 1
