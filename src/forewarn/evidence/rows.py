"""Rows of a CSV file of others: by column, broken ones told with their line."""

import csv
import io
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from forewarn.errors import Problem, Span, UsageError

#: Bytes of a file that are read; more is no table of dates.
MAX_BYTES: Final = 64 * 1024**2
#: Broken rows that are told; nobody reads more.
MOST_TOLD: Final = 100
#: Ways to write a day, as the known files do.
_DAYS: Final = ("%Y-%m-%d", "%d-%b-%y", "%m/%d/%Y")
#: Ways to write a month, of which the day is not known.
_MONTHS: Final = ("%Y-%m", "%b-%y", "%b %Y")


#: A row by column.
Row = Mapping[str, str]
#: The first and last day that a row may be of.
Days = tuple[date, date]


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A table as read: columns, rows with their lines, and what is wrong with it."""

    file: str
    #: Names in small letters, whatever the file has.
    columns: tuple[str, ...]
    rows: list[tuple[int, Row]]
    problems: list[Problem] = field(default_factory=list)
    #: Rows that were broken before anything could be read in them.
    lost: int = 0

    def leave_out(self, line: int, message: str, hint: str) -> None:
        """Tell of a row that is not taken, of a hundred at most."""
        if len(self.problems) > MOST_TOLD:
            return
        said = f"{message}, so this row is left out"
        if len(self.problems) == MOST_TOLD:
            said, hint = (
                f"more than {MOST_TOLD} rows are left out",
                "Correct those before.",
            )
        span = Span(file=self.file, line=line, column=1, end_line=line, end_column=1)
        self.problems.append(
            Problem(code="W801", severity="warning", span=span, message=said, hint=hint)
        )


def read_sheet(path: Path) -> Sheet:
    """The rows of a CSV file with a first line of column names.

    Raises:
        UsageError: where there is no such file, or it is no table.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageError(f"{path} is larger than {MAX_BYTES // 1024**2} MB")
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise UsageError(f"{path} cannot be read: {reason}") from None
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        header = tuple(name.strip().casefold() for name in next(lines, ()))
    except csv.Error as cause:
        raise UsageError(f"the first line of {path} is no CSV: {cause}") from None
    if len(set(header)) < len(header) or not all(header):
        raise UsageError(f"the first line of {path} does not name its columns")
    sheet = Sheet(file=path.name, columns=header, rows=[])
    try:
        sheet.rows.extend(_rows(lines, sheet))
    except csv.Error as cause:
        line, hint = int(lines.line_num), "Close each quote; nothing after is read."
        sheet.leave_out(line, f"this is no CSV: {cause}", hint)
    return sheet


def _rows(lines: Iterator[list[str]], sheet: Sheet) -> Iterator[tuple[int, Row]]:
    before = 1
    for cells in lines:
        line, before = before + 1, int(getattr(lines, "line_num", 0))
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(sheet.columns):
            message = f"{len(cells)} cells stand under {len(sheet.columns)} columns"
            sheet.leave_out(line, message, "Put a cell with a comma in quotes.")
            sheet.lost += 1
            continue
        yield (
            line,
            dict(zip(sheet.columns, (cell.strip() for cell in cells), strict=True)),
        )


@lru_cache(maxsize=2**16)  # a file is read anew for every day it is known by
def days_of(text: str) -> Days | None:
    """The first and last day that a text may stand for; None where it is no date.

    >>> days_of("1984-09")
    (datetime.date(1984, 9, 1), datetime.date(1984, 9, 30))
    """
    for form in _DAYS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007  # days alone
        except ValueError:
            continue
        return day, day
    for form in _MONTHS:
        try:
            first = datetime.strptime(text, form).date()  # noqa: DTZ007  # as above
        except ValueError:
            continue
        return first, end_of_month(first)
    return None


def end_of_month(day: date) -> date:
    """The last day of a day's month.

    >>> end_of_month(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])
