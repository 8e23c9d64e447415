"""Counts by date: ``date,count``, where a row is a day, or a month if all are."""

from collections import Counter
from datetime import date

from forewarn.evidence.readers.missile_tests import series_of
from forewarn.evidence.rows import Sheet, days_of, end_of_month
from forewarn.model.series import Count, Series


def fits(sheet: Sheet) -> bool:
    """Whether a table has this layout."""
    return {"date", "count"} <= set(sheet.columns)


def column(sheet: Sheet) -> str:  # noqa: ARG001  # as the other readers have it
    """The column that tells the day."""
    return "date"


def read(sheet: Sheet) -> Series | None:
    """Counts by day, or by month; None where no row can be read.

    With exactly one row a month, all on the 1st, a row is that month. A row of none is
    observed like any other.
    """
    found: list[tuple[date, date, int]] = []
    for line, row in sheet.rows:
        days, number = days_of(row["date"]), _number(row["count"])
        if days is None:
            sheet.leave_out(line, f'"{row["date"]}" is no date', "Write 2024-06-19.")
        elif number is None:
            message = f'"{row["count"]}" is no count'
            sheet.leave_out(line, message, "Write a whole number, 0 or more.")
        else:
            found.append((*days, number))
    if _are_months([first for first, last, _ in found if first == last], len(found)):
        return _months(found, sheet)
    numbers = Counter[tuple[date, date]]()
    for first, last, number in found:
        numbers[first, last] += number
    return series_of(numbers, sheet, ("a row is a day",))


def _are_months(days: list[date], rows: int) -> bool:
    months = {(day.year, day.month) for day in days}
    spanned = _span(days)
    return (
        rows > 1
        and len(days) == rows == len(months) == spanned
        and all(day.day == 1 for day in days)
    )


def _span(days: list[date]) -> int:
    if not days:
        return 0
    first, last = min(days), max(days)
    return 12 * (last.year - first.year) + last.month - first.month + 1


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
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
