"""Series from files: the layout is told by the columns, whatever the file is called."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from forewarn.errors import UsageError
from forewarn.evidence.readers import counts, missile_tests, months, provocations
from forewarn.evidence.rows import Days, Row, Sheet, read_sheet
from forewarn.model.series import Series

Fits = Callable[[Sheet], bool]
When = Callable[[Row], Days | None]
Read = Callable[[Sheet], Series | None]

READERS: Final[tuple[tuple[Fits, When, Read], ...]] = (
    (missile_tests.fits, missile_tests.days, missile_tests.read),
    (provocations.fits, provocations.days, provocations.read),
    (months.fits, months.days, months.read),
    (counts.fits, counts.days, counts.read),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of a known layout, read as a whole or as it was on a day."""

    #: All of it.
    whole: Series
    sheet: Sheet
    days: When
    read: Read

    def by(self, day: date) -> Series | None:
        """What the file said on a day: no row of later can be told from it.

        The layout too is found from rows up to then: whether they are months, and
        since when was watched. It is watched up to the day; of months, up to the last.
        None where there is no row yet.
        """
        dated = [(self.days(row), line, row) for line, row in self.sheet.rows]
        firsts = [when[0] for when, _, _ in dated if when and when[0] <= day]
        if not firsts:
            return None
        # A row without a date may be of any day; it tells only that it is broken.
        rows = [(ln, row) for when, ln, row in dated if not when or when[0] <= day]
        then = replace(self.sheet, rows=rows, problems=[])
        found = self.read(then) or Series(counts=(), since=min(firsts), until=day)
        known = found.known_by(day)
        return known if known.monthly else replace(known, until=day)


def read_source(path: Path) -> Source:
    """A file that says what was observed, day by day or month by month.

    Args:
        path: A CSV file of a known layout.

    Raises:
        UsageError: where it cannot be read, or has no layout that is known.
    """
    sheet = read_sheet(path)
    for fits, days, read in READERS:
        if fits(sheet):
            whole = read(sheet)
            if whole is None:
                raise UsageError(f"no row of {path} tells when anything was observed")
            return Source(whole=whole, sheet=sheet, days=days, read=read)
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
