"""Leaps: jumps that schedules and triggers make, as arrays that both twins use.

A *way* is a jump of one variable to one state, from any of some. Each state that a
schedule may draw is a way, and so is the leap of a schedule and of a trigger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import find_acts
from forewarn.engine.chances import Chances, build_chances
from forewarn.engine.network import Network
from forewarn.engine.signals import NEVER, Signals, compile_signals
from forewarn.engine.tables import Indices, SignedIndices, Truths
from forewarn.engine.units import Pulse, find_factors
from forewarn.errors import NotComputable, UsageError
from forewarn.model.case import Case, Effect, Number
from forewarn.model.conditions import text_of
from forewarn.model.structure import Leap, Schedule, Trigger
from forewarn.model.units import years_between

FloatArray = npt.NDArray[np.float64]

#: Years from the end of a day to what is scheduled for the start of the next: far less
#: than any hazard could tell, and more than rounding of times in a thousand years.
JUST_AFTER: Final = 2.0**-40
#: What a window is longer by, so that it holds what is scheduled a whole number of days
#: after a scheduled onset, whatever rounding does.
WINDOW_SLACK: Final = 2.0**-41


class Leaps(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What schedules and triggers do.

    Ways stand schedule by schedule, in order of names; then those of triggers, one
    each, in declared order. The pulse of way w from state s of its variable is
    ``way_pulse[way_ptr[w] + s]``, -1 where it does not lead from there.
    """

    #: Chances of the leaps of schedules, then of triggers.
    chances: Chances
    #: Variable of each way; shape (way,).
    way_variable: Indices
    #: First pulse of each way; shape (way + 1,).
    way_ptr: Indices
    way_pulse: SignedIndices
    #: Chance of each way, -1 for a state that is drawn; shape (way,).
    way_chance: SignedIndices
    #: Number that is the share of a state that is drawn, else -1; shape (way,).
    way_number: SignedIndices
    #: Ways of each schedule: one for a leap, all of which make up 1 for a draw; shape
    #: (schedule + 1,). The last is the way of the first trigger.
    schedule_ptr: Indices
    #: Whether a schedule draws a state; shape (schedule,).
    draws: Truths
    #: When something is scheduled, as ``scheduled_at`` has it, rising; shape (date,).
    date: FloatArray
    #: Schedules of each date, by name: ``turn_ptr[d]:turn_ptr[d + 1]``.
    turn_ptr: Indices
    turn: Indices
    #: What each trigger comes after: signal t is trigger t's.
    after: Signals


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    #: Variable, states it leads from, and the state it leads to.
    variable: str
    sources: tuple[str, ...]
    target: str
    #: The chance of it, or the share of it among the states that are drawn.
    number: Number
    drawn: bool
    effects: tuple[Effect, ...] = ()


def compile_leaps(network: Network, case: Case) -> Leaps:
    """The leaps of a case.

    Args:
        network: The network of the case.
        case: The case.

    Raises:
        NotComputable: if triggers go round in a circle, or one depends on too many
            variables.
        UsageError: if a trigger comes after what is no jump or event.
    """
    schedules = sorted(case.schedules, key=lambda schedule: schedule.name)
    ways = [list(_ways_of(network, schedule)) for schedule in schedules]
    flat = [way for of_one in ways for way in of_one]
    flat += [_way(t.leap, t.chance, t.effects) for t in case.triggers]
    after = compile_signals(network, [trigger.after for trigger in case.triggers])
    pulses = [_pulses(network, way) for way in flat]
    _check_triggers(case.triggers, after, pulses[len(flat) - len(case.triggers) :])
    number = {name: i for i, name in enumerate(network.numbers)}
    dates, turns = _turns(case.start, schedules)
    return Leaps(
        chances=_chances(network, case, [way for way in flat if not way.drawn]),
        way_variable=_indices([network.scope.number[way.variable] for way in flat]),
        way_ptr=_ends([len(row) for row in pulses]),
        way_pulse=_signed([pulse for row in pulses for pulse in row]),
        way_chance=_signed(_numbered([not way.drawn for way in flat])),
        way_number=_signed([number[w.number.name] if w.drawn else -1 for w in flat]),
        schedule_ptr=_ends([len(of_one) for of_one in ways]),
        draws=np.array([s.draw is not None for s in schedules], dtype=np.bool_),
        date=np.array(dates, dtype=np.float64),
        turn_ptr=_ends([len(of_one) for of_one in turns]),
        turn=_indices([schedule for of_one in turns for schedule in of_one]),
        after=after,
    )


def scheduled_at(start: date, day: date) -> float:
    """When what is scheduled for a day comes, in years after the start of a case.

    It comes as the day begins: ``JUST_AFTER`` the end of the day before, so that what
    is asked by the day before does not see it.

    Args:
        start: The case's start; time 0 is the end of it.
        day: The day.

    >>> scheduled_at(date(2023, 9, 14), date(2023, 9, 15)) == JUST_AFTER
    True
    """
    return years_between(start, day - timedelta(days=1)) + JUST_AFTER


def _turns(
    start: date, schedules: Sequence[Schedule]
) -> tuple[list[float], list[list[int]]]:
    """Times at which something is scheduled, and which schedules, by name."""
    days = sorted({day for schedule in schedules for day in schedule.dates})
    to_come = [day for day in days if day > start]  # the others are past
    turns = [[i for i, s in enumerate(schedules) if day in s.dates] for day in to_come]
    return [scheduled_at(start, day) for day in to_come], turns


def _ways_of(network: Network, schedule: Schedule) -> Iterator[_Way]:
    if schedule.leap is not None and schedule.chance is not None:
        yield _way(schedule.leap, schedule.chance, schedule.effects)
    if schedule.draw is not None:
        variable = schedule.draw.variable
        states = network.states[network.scope.number[variable]]
        shares = dict(schedule.draw.shares)
        for state in sorted(shares):
            yield _Way(
                variable=variable,
                sources=tuple(name for name in states if name != state),
                target=state,
                number=shares[state],
                drawn=True,
            )


def _way(leap: Leap, chance: Number, effects: tuple[Effect, ...]) -> _Way:
    return _Way(
        variable=leap.variable,
        sources=tuple(name for name in leap.sources if name != leap.target),
        target=leap.target,
        number=chance,
        drawn=False,
        effects=effects,
    )


def _pulses(network: Network, way: _Way) -> list[int]:
    """The pulse from each state of a way's variable, -1 where it leads nowhere."""
    number = network.leap_number
    variable = network.scope.number[way.variable]
    return [
        number[way.variable, name, way.target] if name in way.sources else -1
        for name in network.states[variable]
    ]


def _chances(network: Network, case: Case, ways: Sequence[_Way]) -> Chances:
    number = {name: i for i, name in enumerate(network.numbers)}
    acts = find_acts(case, number)
    sources = [
        Pulse(
            name=way.number.name,
            variable=-1,
            source=-1,
            target=-1,
            rate=number[way.number.name],
            odds=False,
            factors=find_factors(way.effects, number),
            acts=acts.get(way.number.name, ()),
        )
        for way in ways
    ]
    return build_chances(network, sources, floor=network.acts.floor)


def _check_triggers(
    triggers: Sequence[Trigger], after: Signals, pulses: Sequence[Sequence[int]]
) -> None:
    for trigger, table in zip(triggers, after.state_table.tolist(), strict=True):
        if table != NEVER:
            raise UsageError(
                f"a trigger comes after {text_of(trigger.after)!r}, which holds for a "
                "time; let it come after a jump or an event"
            )
    wakes = [_woken(after, row) for row in pulses]
    for first, trigger in enumerate(triggers):
        if first in _led_to(wakes, first):
            raise NotComputable(
                f"the trigger {trigger.chance.name!r} can bring itself about again in "
                "the same instant; break the circle of triggers"
            )


def _led_to(wakes: Sequence[set[int]], first: int) -> set[int]:
    """Triggers that one wakes, or those do."""
    seen, waiting = set[int](), [*wakes[first]]
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            waiting.extend(wakes[number])
    return seen


def _woken(after: Signals, pulses: Sequence[int]) -> set[int]:
    """Triggers that come after some pulses."""
    clauses = (
        after.pulse_clause[after.pulse_clause_ptr[p] : after.pulse_clause_ptr[p + 1]]
        for p in pulses
        if p >= 0
    )
    return {int(after.clause_signal[clause]) for row in clauses for clause in row}


def _numbered(chosen: Sequence[bool]) -> list[int]:
    """Numbers from 0 for what is chosen, -1 for the rest."""
    numbers = count()
    return [next(numbers) if each else -1 for each in chosen]


def _ends(sizes: Sequence[int]) -> Indices:
    return np.cumsum([0, *sizes]).astype(np.uint32)


def _indices(numbers: Sequence[int]) -> Indices:
    return np.array(numbers, dtype=np.uint32)


def _signed(numbers: Sequence[int]) -> SignedIndices:
    return np.array(numbers, dtype=np.int32)
