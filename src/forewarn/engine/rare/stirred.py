"""Stirred variables: those that decide what comes of an instant, and that it moves."""

from collections.abc import Iterable, Iterator, Sequence

from forewarn.engine.leaps import Leaps
from forewarn.engine.tables import Maps


def stirred_by(
    leaps: Leaps,
    *,
    pulses: Iterable[int] = (),
    schedules: Sequence[int] = (),
) -> set[int]:
    """Variables that triggers after some pulses, and some schedules, read or move.

    Joint states that agree on them go the same ways with the same chances.

    Args:
        leaps: Its schedules and triggers.
        pulses: Jumps and events that an instant may begin with.
        schedules: Schedules that it may begin with.

    Returns:
        Numbers of variables, those that the pulses themselves move left out.
    """
    stirred, seen, ways = set[int](), set[int](), set[int]()
    waiting = list(pulses)
    for schedule in schedules:
        first, last = leaps.schedule_ptr[schedule : schedule + 2]
        for way in range(int(first), int(last)):
            waiting += _add_way(leaps, way, ways, stirred)
    while waiting:
        pulse = waiting.pop()
        if pulse in seen:
            continue
        seen.add(pulse)
        for trigger, table in _woken(leaps, pulse):
            stirred |= set(_read(leaps.after.maps, table))
            waiting += _add_way(
                leaps, int(leaps.schedule_ptr[-1]) + trigger, ways, stirred
            )
    return stirred


def _add_way(leaps: Leaps, way: int, ways: set[int], stirred: set[int]) -> list[int]:
    """Add what a way reads and moves; the pulses it may make, where it is new."""
    if way in ways:
        return []
    ways.add(way)
    stirred.add(int(leaps.way_variable[way]))
    if leaps.way_chance[way] >= 0:
        stirred |= set(_read(leaps.chances.maps, int(leaps.way_chance[way])))
    made = leaps.way_pulse[int(leaps.way_ptr[way]) : int(leaps.way_ptr[way + 1])]
    return [pulse for pulse in made.tolist() if pulse >= 0]


def _woken(leaps: Leaps, pulse: int) -> Iterator[tuple[int, int]]:
    """Triggers that a pulse wakes, and the table that must hold for each."""
    first, last = leaps.after.pulse_clause_ptr[pulse : pulse + 2]
    for clause in leaps.after.pulse_clause[first:last].tolist():
        yield (
            int(leaps.after.clause_signal[clause]),
            int(leaps.after.clause_table[clause]),
        )


def _read(maps: Maps, table: int) -> list[int]:
    first, last = maps.read_ptr[table : table + 2]
    return [int(variable) for variable in maps.read_variable[first:last]]
