"""The ledger's files: forecasts and outcomes, row by row; what is broken is told."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Final, TypeVar

from forewarn.errors import Problem, Span
from forewarn.language.building.dates import parse_day
from forewarn.language.ledger_checks import check_ledger
from forewarn.language.names import short
from forewarn.language.places import Places, build_places, warning
from forewarn.language.tree import Text
from forewarn.model.case import Case
from forewarn.model.ledger import (
    FORECAST_COLUMNS,
    MARK,
    OUTCOME_COLUMNS,
    VERDICTS,
    WORDING,
    Forecast,
    Hand,
    Ledger,
    Outcome,
    mark_of,
)

FORECASTS: Final = "forecasts.csv"
OUTCOMES: Final = "outcomes.csv"
#: Bytes of one file that are read: more than a hundred thousand rows.
MAX_BYTES: Final = 32 * 1024**2

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One line: its cells by column, and whose they are."""

    cells: Mapping[str, str]
    hand: Hand
    span: Span


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """One file of the ledger as it is read."""

    places: Places
    columns: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def bad(self, span: Span, message: str, hint: str) -> None:
        """Tell of a row that is left out."""
        said = f"{message}, so this row is left out"
        self.problems.append(warning("W701", span, said, hint))

    def line(self, number: int) -> Span:
        """The place of a whole line."""
        start = self.places.offset(number, 1)
        return self.places.span(start, start + len(self.places.line(number)))


def read_ledger(folder: Path, case: Case) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger of a case folder, and what is wrong with its rows.

    Args:
        folder: The case folder.
        case: The case in it.

    Returns:
        All rows that can be read; a broken one is told, and the rest is kept.
    """
    problems: list[Problem] = []
    forecasts = _read(folder / FORECASTS, FORECAST_COLUMNS, _forecast, problems)
    outcomes = _read(folder / OUTCOMES, OUTCOME_COLUMNS, _outcome, problems)
    ledger = Ledger(forecasts=tuple(forecasts), outcomes=tuple(outcomes))
    return ledger, (*problems, *check_ledger(ledger, case))


def _read(
    path: Path,
    columns: tuple[str, ...],
    make: Callable[[_Sheet, _Row], Made | None],
    problems: list[Problem],
) -> list[Made]:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return []
    if size > MAX_BYTES:
        text, said = "", f"the file is larger than {MAX_BYTES // 1024**2} MB"
    else:
        text, said = path.read_bytes().decode("utf-8-sig", "replace"), ""
    sheet = _Sheet(places=build_places(text, file=path.name), columns=columns)
    if said:
        problems.append(warning("W701", sheet.line(1), said, "Keep older rows apart."))
    made = [make(sheet, row) for row in _rows(sheet)]
    problems += sheet.problems
    return [one for one in made if one is not None]


def _rows(sheet: _Sheet) -> Iterator[_Row]:
    header: Sequence[str] = ()
    for number in range(1, len(sheet.places.starts) + 1):
        cells = _cells(sheet, number)
        if cells is None or not any(cells):
            continue
        if not header:
            header = cells
            missing = [name for name in sheet.columns if name not in header]
            if missing:
                shown = ",".join(sheet.columns)
                message = f"the first line does not name the column {missing[0]}"
                hint = f"Write a first line: {shown}"
                sheet.problems.append(
                    warning("W701", sheet.line(number), message, hint)
                )
                return
            continue
        if tuple(cells) == tuple(header):
            continue  # two files joined line by line keep both first lines
        row = _row(sheet, number, header, cells)
        if row is not None:
            yield row


def _cells(sheet: _Sheet, number: int) -> list[str] | None:
    """Cells of one line; a quote left open spoils that line alone."""
    try:
        found = next(csv.reader([sheet.places.line(number)], strict=True), [])
    except csv.Error as cause:
        hint = "Close each quote, and double a quote inside one."
        sheet.bad(sheet.line(number), f"this is no row of CSV: {cause}", hint)
        return None
    return [cell.strip() for cell in found]


def _row(
    sheet: _Sheet, number: int, header: Sequence[str], cells: Sequence[str]
) -> _Row | None:
    span = sheet.line(number)
    short_of_own = len(cells) == len(sheet.columns) < len(header)
    if len(cells) != len(header) and not short_of_own:
        message = f"{len(cells)} cells stand under {len(header)} columns"
        sheet.bad(span, message, "Put a cell with a comma in quotes.")
        return None
    named = dict(zip(header, cells, strict=False))
    return _Row(cells=named, hand=_hand(header, cells, named), span=span)


def _hand(
    header: Sequence[str], cells: Sequence[str], named: Mapping[str, str]
) -> Hand:
    mark = named.get(MARK, "")
    if not mark:
        return "person"
    told = [cell for name, cell in zip(header, cells, strict=True) if name != MARK]
    return "own" if mark_of(told) == mark else "edited"


def _forecast(sheet: _Sheet, row: _Row) -> Forecast | None:
    published, by = _day(sheet, row, "published"), _day(sheet, row, "by")
    value = _chance(sheet, row, "value")
    if published is None or by is None or value is None:
        return None
    low, high = (
        _chance(sheet, row, name) if row.cells[name] else None
        for name in ("low", "high")
    )
    return Forecast(
        published=published,
        who=row.cells["who"],
        question=row.cells["question"],
        by=by,
        value=value,
        low=low,
        high=high,
        digest=row.cells["digest"],
        wording=row.cells.get(WORDING, ""),
        hand=row.hand,
        span=row.span,
    )


def _outcome(sheet: _Sheet, row: _Row) -> Outcome | None:
    by, resolved = _day(sheet, row, "by"), _day(sheet, row, "resolved")
    said = row.cells["outcome"].casefold()
    verdict = next((one for one in VERDICTS if one == said), None)
    if verdict is None:
        message = f'"{short(row.cells["outcome"])}" is no outcome'
        sheet.bad(row.span, message, "Write yes, no or void.")
    if by is None or resolved is None or verdict is None:
        return None
    return Outcome(
        question=row.cells["question"],
        by=by,
        verdict=verdict,
        resolved=resolved,
        source=row.cells["source"],
        hand=row.hand,
        span=row.span,
    )


def _day(sheet: _Sheet, row: _Row, column: str) -> date | None:
    day = parse_day(Text(value=row.cells[column], style="plain", span=row.span))
    if isinstance(day, Problem):
        sheet.bad(row.span, day.message, day.hint)
        return None
    return day


def _chance(sheet: _Sheet, row: _Row, column: str) -> float | None:
    try:
        value = float(row.cells[column])
    except ValueError:
        value = -1.0
    if isfinite(value) and 0.0 <= value <= 1.0:
        return value
    message = f'"{short(row.cells[column])}" is no chance from 0 to 1'
    sheet.bad(row.span, message, "Write such as 0.06.")
    return None
