"""Instants: all that happens at one moment, in plain words; kernels must do the same.

An instant begins with a jump or an event, or with what is scheduled for a date. Each
jump or event wakes the triggers that come after it. As long as one is awake, the first
in declared order is tested, in the state that the last one left: where its state
condition holds and its variable is in a source, its chance is drawn and, if it comes,
it jumps and wakes others. A trigger whose chance was drawn is done for this instant;
one that was tested in vain may be woken again by a later jump. Schedules of one date
take turns by name, each after the triggers of the one before. Questions read the state
at the end of the instant, and see every jump in it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.signals import table_holds
from forewarn.engine.tables import cell_of

FloatArray = npt.NDArray[np.float64]
#: Picks one of some possibilities by their chances, which sum to 1: its place.
Pick = Callable[[Sequence[float]], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """What leaps depend on in one world, at one time."""

    network: Network
    leaps: Leaps
    #: Value of every number; shape (number,).
    numbers: FloatArray
    #: Every chance, as ``chances_at`` has them; shape (entry,).
    chances: FloatArray


@dataclass(slots=True, kw_only=True)
class Instant:
    """What has happened in an instant so far."""

    odds: Odds
    #: State of every variable; shape (variable,).
    states: list[int]
    #: Pulses in their order.
    pulses: list[int] = field(default_factory=list)
    #: Clauses that woke each trigger that is awake.
    awake: dict[int, list[int]] = field(default_factory=dict)
    #: Triggers whose chance was drawn.
    done: set[int] = field(default_factory=set)


def after_pulse(odds: Odds, states: Sequence[int], pulse: int, pick: Pick) -> Instant:
    """The instant that begins with a jump or an event.

    Args:
        odds: What leaps depend on.
        states: State of every variable before it; shape (variable,).
        pulse: The jump or event.
        pick: Says which of some possibilities comes about.
    """
    instant = Instant(odds=odds, states=list(states))
    _come(instant, pulse)
    _settle(instant, pick)
    return instant


def on_date(odds: Odds, states: Sequence[int], date: int, pick: Pick) -> Instant:
    """The instant of what is scheduled for a date.

    Args:
        odds: What leaps depend on.
        states: State of every variable before it; shape (variable,).
        date: Number of the date.
        pick: Says which of some possibilities comes about.
    """
    leaps, instant = odds.leaps, Instant(odds=odds, states=list(states))
    for schedule in leaps.turn[leaps.turn_ptr[date] : leaps.turn_ptr[date + 1]]:
        first, last = (int(w) for w in leaps.schedule_ptr[schedule : schedule + 2])
        if leaps.draws[schedule]:
            shares = odds.numbers[leaps.way_number[first:last]].tolist()
            _come(instant, _pulse_of(instant, first + pick(shares)))
        else:
            _try(instant, first, pick)
        _settle(instant, pick)
    return instant


def branches(begin: Callable[[Pick], Instant]) -> Iterator[tuple[float, Instant]]:
    """Every way an instant can go that has a chance, with the chance of it.

    Args:
        begin: The instant, for some way of picking.

    Yields:
        Chances above 0, which sum to 1, and what happened.
    """
    scripts: list[tuple[int, ...]] = [()]
    while scripts:
        script = scripts.pop()
        chance, at = 1.0, 0

        def pick(shares: Sequence[float]) -> int:
            nonlocal chance, at, script
            if at == len(script):
                possible = [place for place, share in enumerate(shares) if share > 0]
                scripts.extend((*script, place) for place in possible[1:])
                script = (*script, possible[0])
            place = script[at]
            at += 1
            chance *= shares[place]
            return place

        instant = begin(pick)
        yield chance, instant


def _come(instant: Instant, pulse: int) -> None:
    """A jump or event comes, and wakes triggers; nothing for -1."""
    if pulse < 0:
        return
    network, after = instant.odds.network, instant.odds.leaps.after
    variable = int(network.pulse_variable[pulse])
    if variable >= 0:
        instant.states[variable] = int(network.pulse_target[pulse])
    instant.pulses.append(pulse)
    first, last = after.pulse_clause_ptr[pulse : pulse + 2]
    for clause in after.pulse_clause[first:last].tolist():
        trigger = int(after.clause_signal[clause])
        if trigger not in instant.done:
            instant.awake.setdefault(trigger, []).append(clause)


def _settle(instant: Instant, pick: Pick) -> None:
    leaps = instant.odds.leaps
    first = int(leaps.schedule_ptr[-1])
    while instant.awake:
        trigger = min(instant.awake)
        clauses = instant.awake.pop(trigger)
        tables = [int(leaps.after.clause_table[clause]) for clause in clauses]
        if any(table_holds(leaps.after, table, instant.states) for table in tables):
            if _pulse_of(instant, first + trigger) >= 0:
                instant.done.add(trigger)
            _try(instant, first + trigger, pick)


def _try(instant: Instant, way: int, pick: Pick) -> None:
    """Draw the chance of a way, if it leads from the state there is."""
    pulse = _pulse_of(instant, way)
    if pulse < 0:
        return
    leaps, chances = instant.odds.leaps, instant.odds.leaps.chances
    table = int(leaps.way_chance[way])
    cell = cell_of(chances.maps, table, instant.states)
    chance = float(instant.odds.chances[int(chances.entry_ptr[table]) + cell])
    if pick((chance, 1.0 - chance)) == 0:
        _come(instant, pulse)


def _pulse_of(instant: Instant, way: int) -> int:
    leaps = instant.odds.leaps
    state = instant.states[int(leaps.way_variable[way])]
    return int(leaps.way_pulse[int(leaps.way_ptr[way]) + state])
