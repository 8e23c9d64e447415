"""Dial: a network arranged for clocks, one for each transition and each event.

A clock is wound for a wait in units of its mean; it runs at the hazard there is, stands
still while its variable is elsewhere, and keeps what is left. Only the clocks of states
that variables are in can run, so these share *seats*: one for each exit of a variable
and one for each event.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from forewarn.engine.coupled.keyed import Words, keys_of
from forewarn.engine.network import Network
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
    start_states,
)
from forewarn.engine.tables import Indices
from forewarn.model.case import Case


class Dial(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What clocks need of a network, besides the hazards of its world.

    Clocks are numbered as the pulses that have hazards: transitions, then events.
    """

    #: Seat of each clock, and how many seats there are.
    seat: Indices
    seats: int
    #: Entry of each clock's hazard when every variable is in its first possible start
    #: state; shape (clock,).
    entry_at_start: Indices
    #: Clocks of the exits of each flat state: ``exit_ptr[f]:exit_ptr[f + 1]``; the last
    #: flat state has none.
    exit_ptr: Indices
    #: First flat state of each variable; shape (variable + 1,).
    state_ptr: Indices
    #: Flat state that each step leaves and enters, the last one for events; (step,).
    left: Indices
    entered: Indices
    #: Clocks whose entry a step moves, and by how much; shape (touch, 2).
    touch_ptr: Indices
    touch: Rows
    #: First clock of an event.
    first_event: int
    #: States of each variable that may start in several, and the numbers that are their
    #: shares. The steps to these states, in this order, are the last there are.
    choice_ptr: Indices
    choice_number: Indices
    #: Keys of what is drawn: clocks, starts, schedules, triggers.
    clock_key: Words
    choice_key: Words
    schedule_key: Words
    trigger_key: Words
    #: Day of each date on which something is scheduled, as a proleptic ordinal.
    date_day: Words


def build_dial(network: Network, case: Case) -> Dial:
    """The dial of a network.

    Args:
        network: The network.
        case: The case, for the names of schedules and triggers.
    """
    steps, clocks = find_steps(network), int(network.unit_pulse_ptr[-1])
    touches = _touches(network, steps)
    seat, seats = _seats(network, clocks)
    chosen = [v for v in range(len(network.variables)) if _starts(network, v)]
    choices = [_starts(network, variable) for variable in chosen]
    schedules = sorted(schedule.name for schedule in case.schedules)
    return Dial(
        seat=seat,
        seats=seats,
        entry_at_start=_entries_at(network, first_states(network)),
        exit_ptr=np.append(_exit_ptr(network), np.uint32(clocks)),
        state_ptr=network.state_ptr,
        left=_flat(network, steps, [step.source for step in steps]),
        entered=_flat(network, steps, [step.target for step in steps]),
        touch_ptr=ends([len(rows) for rows in touches]),
        touch=joined(touches, 2),
        first_event=int(_exit_ptr(network)[-1]),
        choice_ptr=ends([len(numbers) for numbers in choices]),
        choice_number=np.array([n for ns in choices for n in ns], dtype=np.uint32),
        clock_key=keys_of("pulse", network.pulses[:clocks]),
        choice_key=keys_of("start", [network.variables[v] for v in chosen]),
        schedule_key=keys_of("schedule", schedules),
        trigger_key=keys_of("trigger", _trigger_names(case)),
        date_day=_days(case),
    )


def _exit_ptr(network: Network) -> Indices:
    return network.unit_pulse_ptr[network.state_unit_ptr]


def _seats(network: Network, clocks: int) -> tuple[Indices, int]:
    """Seat of each clock: exits of a variable take the same ones in each state."""
    seat, seats, first = np.zeros(clocks, np.uint32), 0, _exit_ptr(network)
    for variable in range(len(network.variables)):
        flats = range(*network.state_ptr[variable : variable + 2].tolist())
        for flat in flats:
            exits = np.arange(first[flat], first[flat + 1])
            seat[exits] = seats + np.arange(exits.size)
        seats += max(int(first[flat + 1] - first[flat]) for flat in flats)
    events = np.arange(first[-1], clocks)
    seat[events] = seats + np.arange(events.size)
    return seat, seats + events.size


def _touches(network: Network, steps: Sequence[Step]) -> list[IntArray]:
    """Rows of clock and change of its entry, of each step."""
    width = np.diff(network.unit_pulse_ptr).astype(np.int64)
    shifts = shifts_of(network.maps, len(network.variables))
    rows: list[IntArray] = []
    for step in steps:
        unit, by = shifts(step).T
        many = width[unit]
        first = np.repeat(network.unit_pulse_ptr[unit].astype(np.int64), many)
        inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        rows.append(np.stack([first + inside, np.repeat(by * many, many)], axis=1))
    return rows


def _entries_at(network: Network, states: Sequence[int]) -> Indices:
    width = np.diff(network.unit_pulse_ptr).astype(np.int64)
    first = network.unit_entry_ptr[:-1] + cells_at(network.maps, states) * width
    inside = np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)
    return np.asarray(np.repeat(first, width) + inside).astype(np.uint32)


def _flat(network: Network, steps: Sequence[Step], states: Sequence[int]) -> Indices:
    none = int(network.state_ptr[-1])
    flat = [
        none if step.variable < 0 else int(network.state_ptr[step.variable]) + state
        for step, state in zip(steps, states, strict=True)
    ]
    return np.array(flat, dtype=np.uint32)


def _starts(network: Network, variable: int) -> list[int]:
    """Numbers that are shares of a variable's start; none where it has no choice."""
    states = start_states(network, variable)
    first = int(network.state_ptr[variable])
    if len(states) < 2:
        return []
    return [int(network.start_number[first + state]) for state in states]


def _trigger_names(case: Case) -> Iterator[str]:
    """Names of triggers, in declared order; of those alike, each its own."""
    seen: dict[str, int] = {}
    for trigger in case.triggers:
        name = trigger.chance.name
        seen[name] = seen.get(name, 0) + 1
        yield f"{name} {seen[name]}"


def _days(case: Case) -> Words:
    days = {day for schedule in case.schedules for day in schedule.dates}
    to_come = sorted(day.toordinal() for day in days if day > case.start)
    return np.array(to_come, dtype=np.uint64)
