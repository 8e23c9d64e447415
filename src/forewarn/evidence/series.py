"""Series from files: the layout is told by the columns, whatever the file is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from forewarn.errors import UsageError
from forewarn.evidence.readers import counts, missile_tests, provocations
from forewarn.evidence.rows import Sheet, days_of, read_sheet
from forewarn.model.series import Series

Fits = Callable[[Sheet], bool]
Column = Callable[[Sheet], str]
Read = Callable[[Sheet], Series | None]

READERS: Final[tuple[tuple[Fits, Column, Read], ...]] = (
    (missile_tests.fits, missile_tests.column, missile_tests.read),
    (provocations.fits, provocations.column, provocations.read),
    (counts.fits, counts.column, counts.read),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of a known layout, read as a whole or as it was on a day."""

    #: All of it.
    whole: Series
    sheet: Sheet
    column: str
    read: Read

    def by(self, day: date) -> Series | None:
        """What the file said on a day: no row of later can be told from it.

        The layout too is found from rows up to then: whether they are months, and
        since when was watched. It is watched up to the day; of months, up to the last.
        None where there is no row yet.
        """
        rows = [(line, row) for line, row in self.sheet.rows if self._is_by(row, day)]
        firsts = [
            days[0]
            for _, row in rows
            if (days := days_of(row[self.column])) is not None
        ]
        if not firsts:
            return None
        then = replace(self.sheet, rows=rows, problems=[])
        found = self.read(then) or Series(counts=(), since=min(firsts), until=day)
        known = found.known_by(day)
        return known if known.monthly else replace(known, until=day)

    def _is_by(self, row: Mapping[str, str], day: date) -> bool:
        days = days_of(row[self.column])
        return days is not None and days[0] <= day


def read_source(path: Path) -> Source:
    """A file that says what was observed, day by day or month by month.

    Args:
        path: A CSV file of a known layout.

    Raises:
        UsageError: where it cannot be read, or has no layout that is known.
    """
    sheet = read_sheet(path)
    for fits, column, read in READERS:
        if fits(sheet):
            whole = read(sheet)
            if whole is None:
                raise UsageError(f"no row of {path} tells when anything was observed")
            return Source(whole=whole, sheet=sheet, column=column(sheet), read=read)
    listed = ", ".join(sheet.columns[:8])
    raise UsageError(
        f"{path} has columns that are not known: {listed}; write two: date,count"
    )


def read_series(path: Path) -> Series:
    """What a file says was observed, day by day or month by month.

    Args:
        path: A CSV file of a known layout.

    Raises:
        UsageError: where it cannot be read, or has no layout that is known.
    """
    return read_source(path).whole
