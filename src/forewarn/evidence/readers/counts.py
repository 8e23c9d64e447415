"""Counts by date: ``date,count``, where a row is a day, or a month if all are."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from forewarn.evidence.readers.missile_tests import series_of
from forewarn.evidence.rows import Days, Row, Sheet, days_of, end_of_month
from forewarn.model.series import Count, Series

#: A whole number, as spreadsheets write it too.
_WHOLE: Final = re.compile(r"([0-9]{1,9})(?:\.0*)?")


def fits(sheet: Sheet) -> bool:
    """Whether a table has this layout."""
    return {"date", "count"} <= set(sheet.columns)


def days(row: Row) -> Days | None:
    """When a row was; None where it does not tell."""
    return days_of(row["date"])


def read(sheet: Sheet) -> Series | None:
    """Counts by day, or by month; None where no row can be read.

    With exactly one row a month, all on the 1st, a row is that month. A row of none is
    observed like any other. Rows that are broken do not turn months into days.
    """
    rows = [_row(line, row, sheet) for line, row in sheet.rows]
    dated = [when for when, _ in rows if when is not None]
    found = [
        (*when, number)
        for when, number in rows
        if when is not None and number is not None
    ]
    if found and _are_months(dated, undated=sheet.lost + len(rows) - len(dated)):
        return _months(found, sheet)
    numbers = Counter[Days]()
    for first, last, number in found:
        numbers[first, last] += number
    return series_of(numbers, sheet, ("a row is a day",))


def _row(line: int, row: Row, sheet: Sheet) -> tuple[Days | None, int | None]:
    """When and how often, each None where it cannot be read, which is told."""
    when, number = days(row), _number(row["count"])
    if when is None:
        sheet.leave_out(line, f'"{row["date"]}" is no date', "Write 2024-06-19.")
    elif number is None:
        message = f'"{row["count"]}" is no count'
        sheet.leave_out(line, message, "Write a whole number, 0 or more.")
    return when, number


def _are_months(dated: Sequence[Days], *, undated: int) -> bool:
    """Whether there is one row a month, on its 1st; broken rows may be some."""
    if len(dated) < 2 or any(first != last or first.day != 1 for first, last in dated):
        return False
    months = {12 * first.year + first.month for first, _ in dated}
    missing = max(months) - min(months) + 1 - len(months)
    return len(months) == len(dated) and missing <= undated


def _months(found: list[tuple[date, date, int]], sheet: Sheet) -> Series:
    counts = []
    for first, _, number in sorted(found):
        last = end_of_month(first)
        counts.append(Count(first=first, last=last, number=number, known=last))
    return Series(
        counts=tuple(counts),
        since=counts[0].first,
        until=counts[-1].last,
        monthly=True,
        notes=("a row is a month, since there is one on each first of a month",),
        problems=tuple(sheet.problems),
    )


def _number(text: str) -> int | None:
    whole = _WHOLE.fullmatch(text)
    return int(whole[1]) if whole else None
