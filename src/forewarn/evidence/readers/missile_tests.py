"""Missile tests, a row a missile: the layouts of the CNS database and its copies."""

from collections import Counter
from datetime import date
from typing import Final

from forewarn.evidence.rows import Sheet, days_of, end_of_month
from forewarn.model.series import Count, Series

#: Columns that tell each layout, and that of the day.
_LAYOUTS: Final = (
    ({"date", "missile_type", "outcome"}, "date"),
    ({"date", "missile_type", "test_outcome"}, "date"),
    ({"launch_time", "missile_type", "test_successful"}, "launch_time"),
)


def fits(sheet: Sheet) -> bool:
    """Whether a table has one of these layouts."""
    return any(columns <= set(sheet.columns) for columns, _ in _LAYOUTS)


def column(sheet: Sheet) -> str:
    """The column that tells the day."""
    return next(day for names, day in _LAYOUTS if names <= set(sheet.columns))


def read(sheet: Sheet) -> Series | None:
    """Launches by day; None where no row can be read.

    A missile is known on the day it flew: the day of entry in one copy tells when a row
    was last revised, and not when it was known.
    """
    day = column(sheet)
    missiles = Counter[tuple[date, date]]()
    for line, row in sheet.rows:
        days = days_of(row[day])
        if days is None:
            sheet.leave_out(line, f'"{row[day]}" is no date', "Write 2024-06-19.")
        else:
            missiles[days] += 1
    return series_of(missiles, sheet, ("a row is one missile; a day may have several",))


def series_of(
    numbers: Counter[tuple[date, date]], sheet: Sheet, notes: tuple[str, ...]
) -> Series | None:
    """Counts by day, watched to the end of the month of the last; None of no row."""
    if not numbers:
        return None
    counts = [
        Count(first=first, last=last, number=number, known=last)
        for (first, last), number in numbers.items()
    ]
    counts.sort(key=lambda one: (one.last, one.first))
    vague = sum(one.first < one.last for one in counts)
    until = end_of_month(counts[-1].last)
    said = (f"{vague} months without a day count at their end",) if vague else ()
    return Series(
        counts=tuple(counts),
        since=min(one.first for one in counts),
        until=until,
        notes=(*notes, *said, f"taken as watched until {until}"),
        problems=tuple(sheet.problems),
    )
