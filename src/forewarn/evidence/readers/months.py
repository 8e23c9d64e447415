"""Counts by month, of the CSIS database: provocations, and negotiations by row."""

from collections import Counter
from dataclasses import replace
from typing import Final

from forewarn.evidence.readers.missile_tests import series_of
from forewarn.evidence.rows import Days, Row, Sheet, days_of
from forewarn.model.series import Series

_ALL_KINDS: Final = (
    "a row is a month with its provocations of every kind; those that are not missile "
    "events count too"
)
_MEETING: Final = "a row is one negotiation, of which the month alone is known"
#: Columns that tell each layout, that of the count, and what a row is.
_LAYOUTS: Final = (
    ({"year", "month", "prov"}, "prov", _ALL_KINDS),
    ({"year", "month", "event type"}, "", _MEETING),
)


def fits(sheet: Sheet) -> bool:
    """Whether a table has one of these layouts."""
    return any(columns <= set(sheet.columns) for columns, _, _ in _LAYOUTS)


def days(row: Row) -> Days | None:
    """First and last day of a row's month; None where it does not tell."""
    return days_of(f"{row['month']} {row['year']}") or days_of(
        f"{row['year']}-{row['month']}"
    )


def read(sheet: Sheet) -> Series | None:
    """Counts by month, known at its end; None where no row can be read."""
    column, note = next(told for fit, *told in _LAYOUTS if fit <= set(sheet.columns))
    numbers = Counter[Days]()
    for line, row in sheet.rows:
        when = days(row)
        number = row[column] if column else "1"
        if when is None:
            message = f'"{row["month"]} {row["year"]}" is no month'
            sheet.leave_out(line, message, "Write such as Jun and 2024.")
        elif not (number.isascii() and number.isdigit() and len(number) < 10):
            message = f'"{number}" is no count'
            sheet.leave_out(line, message, "Write a whole number, 0 or more.")
        else:
            numbers[when] += int(number)
    found = series_of(numbers, sheet, (note,))
    # With a row for each month a row of none is one too; of meetings there is none.
    return replace(found, monthly=bool(column)) if found else None
