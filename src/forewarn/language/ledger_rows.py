"""Rows for the ledger, added at its end: whole lines, one writer after another."""

import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from forewarn.errors import NotWritten
from forewarn.model.ledger import (
    FORECAST_COLUMNS,
    MARK,
    OUTCOME_COLUMNS,
    WORDING,
    Forecast,
    Outcome,
    forecast_cells,
    outcome_cells,
)

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@")
#: The byte that writers lock where the system locks bytes.
_LOCKED: Final = 2**31 - 2


def add_forecasts(path: Path, forecasts: Iterable[Forecast]) -> None:
    """Add forecasts at the end of a file, made where it is missing.

    Args:
        path: The file.
        forecasts: What to add.

    Raises:
        NotWritten: where it cannot be written; what is there is left as it is.
    """
    rows = [forecast_cells(replace(one, who=_inert(one.who))) for one in forecasts]
    _append(path, (*FORECAST_COLUMNS, WORDING, MARK), rows)


def add_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Add outcomes at the end of a file, made where it is missing.

    Args:
        path: The file.
        outcomes: What to add.

    Raises:
        NotWritten: where it cannot be written; what is there is left as it is.
    """
    rows = [outcome_cells(replace(one, source=_inert(one.source))) for one in outcomes]
    _append(path, (*OUTCOME_COLUMNS, MARK), rows)


def _inert(text: str) -> str:
    """A text in one line that no spreadsheet takes for a formula."""
    spelt = " ".join(text.split())
    return f"'{spelt}" if spelt.startswith(_FORMULA) else spelt


def _append(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    try:
        with path.open("ab") as file, _alone(file.fileno()):
            there = path.read_bytes()
            file.write(_added(path, there, columns, rows))
            file.flush()
            os.fsync(file.fileno())
    except OSError as cause:
        reason = cause.strerror or str(cause)
        raise NotWritten(f"{path} cannot be written: {reason}") from cause


def _added(
    path: Path, there: bytes, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> bytes:
    """What to write after what is there: under its first line, or with one."""
    if not there.strip():
        return _lines([columns, *rows])
    header = _header(there)
    # A person's file may lack our own columns; it must have those that all have.
    missing = [name for name in columns if name not in {*header, WORDING, MARK}]
    if missing:
        raise NotWritten(
            f"{path} cannot be added to: its first line does not name the column "
            f"{missing[0]}"
        )
    named = (dict(zip(columns, row, strict=True)) for row in rows)
    cells = [[row.get(name, "") for name in header] for row in named]
    return (b"" if there.endswith(b"\n") else b"\n") + _lines(cells)


def _header(there: bytes) -> list[str]:
    first = there.lstrip().split(b"\n", 1)[0].decode("utf-8-sig", "replace")
    return [name.strip() for name in next(csv.reader([first]), [])]


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


@contextmanager
def _alone(file: int) -> Iterator[None]:
    """Whoever else writes waits; the system lets go where a process is killed."""
    if sys.platform == "win32":
        # Far behind any row, so that what is there can be read meanwhile.
        os.lseek(file, _LOCKED, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_LOCK, 1)
        try:
            yield
        finally:
            os.lseek(file, _LOCKED, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
