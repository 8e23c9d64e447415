"""Missile tests, a row a missile: the layouts of the CNS database and its copies."""

from collections import Counter
from typing import Final

from forewarn.evidence.rows import Days, Row, Sheet, days_of, end_of_month
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


def days(row: Row) -> Days | None:
    """When a missile flew; None where its row does not tell."""
    return days_of(row[_column(row)])


def read(sheet: Sheet) -> Series | None:
    """Launches by day; None where no row can be read.

    A missile is known on the day it flew: the day of entry in one copy tells when a row
    was last revised, and not when it was known.
    """
    missiles = Counter[Days]()
    for line, row in sheet.rows:
        when = days(row)
        if when is None:
            message = f'"{row[_column(row)]}" is no date'
            sheet.leave_out(line, message, "Write 2024-06-19.")
        else:
            missiles[when] += 1
    return series_of(missiles, sheet, ("a row is one missile; a day may have several",))


def _column(row: Row) -> str:
    return next(day for names, day in _LAYOUTS if names <= set(row))


def series_of(
    numbers: Counter[Days], sheet: Sheet, notes: tuple[str, ...]
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
