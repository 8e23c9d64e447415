"""Series from files: the layout is told by the columns, whatever the file is called."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from forewarn.errors import UsageError
from forewarn.evidence.readers import counts, missile_tests, provocations
from forewarn.evidence.rows import Sheet, read_sheet
from forewarn.model.series import Series

Fits = Callable[[Sheet], bool]
Read = Callable[[Sheet], Series | None]

READERS: Final[tuple[tuple[Fits, Read], ...]] = (
    (missile_tests.fits, missile_tests.read),
    (provocations.fits, provocations.read),
    (counts.fits, counts.read),
)


def read_series(path: Path) -> Series:
    """What a file says was observed, day by day or month by month.

    Args:
        path: A CSV file of a known layout.

    Raises:
        UsageError: where it cannot be read, or has no layout that is known.
    """
    sheet = read_sheet(path)
    for fits, read in READERS:
        if fits(sheet):
            series = read(sheet)
            if series is None:
                raise UsageError(f"no row of {path} tells when anything was observed")
            return series
    listed = ", ".join(sheet.columns[:8])
    raise UsageError(
        f"{path} has columns that are not known: {listed}; write two: date,count"
    )
