"""Provocations, a row an event: the layouts of the CSIS database and its copies."""

from collections import Counter
from dataclasses import replace
from typing import Final

from forewarn.evidence.readers.missile_tests import series_of
from forewarn.evidence.rows import Days, Row, Sheet, days_of, end_of_month
from forewarn.model.series import Series

#: The column that tells the kind of an event, in each layout.
_KINDS: Final = ("type", "category")
_MISSILE: Final = "missile"


def fits(sheet: Sheet) -> bool:
    """Whether a table has one of these layouts."""
    columns = set(sheet.columns)
    return {"date", "event"} <= columns and not columns.isdisjoint(_KINDS)


def days(row: Row) -> Days | None:
    """When a row was; None where it does not tell."""
    return days_of(row["date"])


def read(sheet: Sheet) -> Series | None:
    """Missile events by day; None where there is none. Other kinds are passed over.

    All rows tell how long was watched.
    """
    kind = next(name for name in _KINDS if name in sheet.columns)
    missiles, others, watched = Counter[Days](), 0, []
    for line, row in sheet.rows:
        when = days(row)
        if when is None:
            sheet.leave_out(line, f'"{row["date"]}" is no date', "Write 2024-06-19.")
            continue
        watched.append(when)
        if row[kind].casefold().startswith(_MISSILE):
            missiles[when] += 1
        else:
            others += 1
    found = series_of(missiles, sheet, ())
    if found is None:
        return None
    until = end_of_month(max(last for _, last in watched))
    return replace(
        found,
        since=min(first for first, _ in watched),
        until=until,
        notes=(
            f"a row is one event; {others} rows of other kinds are passed over",
            f"taken as watched until {until}",
        ),
    )
