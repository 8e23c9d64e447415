"""Tables of history: CSV files, each cell as text with its place, bad rows told."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from forewarn.errors import Problem, Span
from forewarn.language.names import nearest_hint, short
from forewarn.language.places import Places, error, warning
from forewarn.language.tree import Text

COVERAGE = "history/coverage.csv"
MOST_TOLD = 100  # bad rows of one file; nobody reads more

#: What the columns of a table may be; the last of each may be absent.
_LAYOUTS = (("date", "variable", "state", "source"), ("date", "event", "source"))
_OF_COVERAGE = (("from", "to", "name"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its cells by column, and the line it starts on."""

    cells: Mapping[str, Text]
    span: Span


@dataclass(slots=True, kw_only=True)
class Table:
    """The rows of one file, and what is wrong with it."""

    file: str
    columns: frozenset[str] = frozenset()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def bad_row(self, span: Span, message: str, hint: str) -> None:
        """Tell of a row that is left out; after a hundred, only that there are more."""
        if len(self.problems) < MOST_TOLD:
            said = f"{message}, so this row is left out"
            self.problems.append(warning("W604", span, said, hint))
        elif len(self.problems) == MOST_TOLD:
            said = f"more than {MOST_TOLD} rows are left out"
            self.problems.append(warning("W604", span, said, "Correct those before."))


def read_table(places: Places) -> Table:
    """The rows of a table of history; a broken one is told and left out.

    A cell is text, whatever it begins with: nothing in it is ever computed.
    """
    table = Table(file=places.file)
    lines = csv.reader(io.StringIO(places.text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        if _fits(table, header, places):
            table.columns = frozenset(header)
            for row in _rows(lines, table, header, places):
                table.rows.append(row)
    except csv.Error as cause:
        span = _line(places, lines.line_num)
        message = f"this is no CSV: {cause}"
        hint = "Close each quote, and double a quote inside one; nothing after is read."
        table.problems.append(error("E605", span, message, hint))
    return table


def _fits(table: Table, header: Sequence[str], places: Places) -> bool:
    """Whether a file has the columns of one layout; others are told and not read."""
    layouts = _OF_COVERAGE if table.file == COVERAGE else _LAYOUTS
    needed = [[name for name in each if name != "source"] for each in layouts]
    span = _line(places, 1)
    if not any(set(each) <= set(header) for each in needed):
        shown = " or ".join(",".join(each) for each in layouts)
        hint = f"Write a first line: {shown}"
        message = "the first line does not name the columns of a table of history"
        table.problems.append(error("E605", span, message, hint))
        return False
    known = {name for each in layouts for name in each}
    for name in header:
        if name not in known or header.count(name) > 1:
            message = f'the column "{short(name)}" is not read, or stands here twice'
            hint = nearest_hint(name, known) or f"Columns are: {', '.join(layouts[0])}."
            table.problems.append(warning("W604", span, message, hint))
    return True


def _rows(
    lines: Iterator[list[str]], table: Table, header: Sequence[str], places: Places
) -> Iterator[Row]:
    before = 1
    for cells in lines:
        first, before = before + 1, _line_number(lines)
        span = _line(places, first)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            message = f"{len(cells)} cells stand under {len(header)} columns"
            table.bad_row(span, message, "Put a cell with a comma in quotes.")
            continue
        texts = (_cell(cell, span, places) for cell in cells)
        yield Row(cells=dict(zip(header, texts, strict=True)), span=span)


def _line_number(lines: Iterator[list[str]]) -> int:
    return int(getattr(lines, "line_num", 0))


def _cell(cell: str, row: Span, places: Places) -> Text:
    """A cell's text; its place where it stands once in its line, else the line's."""
    value, line = cell.strip(), places.line(row.line)
    span = row
    if value and line.count(value) == 1:
        start = places.offset(row.line, 1) + line.index(value)
        span = places.span(start, start + len(value))
    return Text(value=value, style="plain", span=span)


def _line(places: Places, number: int) -> Span:
    last = min(max(number, 1), len(places.starts))
    start = places.offset(last, 1)
    return places.span(start, start + len(places.line(last)))
