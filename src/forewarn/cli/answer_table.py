"""Answers as a table to read on a screen: a line an estimate, under its question."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from forewarn.cli.printing import plain
from forewarn.workbench import AnswerRow

WIDE = 110  # columns of a screen on which most estimates of the full table fit a line
FIRST = ("", "mean", "80% interval", "likelihood")
REST = ("central", "median", "outside", "error", "method")
GAP, MARGIN = 2, 2

Cells = tuple[str, ...]


def print_answer(rows: Sequence[AnswerRow], console: Console) -> None:
    """Every estimate under its question; what is no headline in grey on a screen.

    A narrow screen has two lines for each, a wide one columns for everything.
    """
    wide = console.width >= WIDE
    headings = (*FIRST, *REST) if wide else FIRST
    lines = [_cells(row, wide=wide) for row in rows]
    widths = fitted([headings, *lines], console.width - MARGIN)
    _print(_grid([headings], widths, "dim"), console)
    pairs = zip(rows, lines, strict=True)
    for title, group in groupby(pairs, key=lambda pair: pair[0].title):
        console.print(Text(plain(title), "bold"))
        for row, line in group:
            _print(_grid([line], widths, ""), console)
            if not wide:
                _print(Padding(Text(plain(_rest(row)), "dim"), (0, 0, 0, 2)), console)


def fitted(lines: Sequence[Cells], width: int) -> list[int]:
    """A width for each column, so that all fit a width if no word must be broken.

    >>> fitted([("a year", "3"), ("b", "some words here")], width=14)
    [5, 7]
    """
    columns = list(zip(*lines, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    least = [max(map(_longest_word, column)) for column in columns]
    while sum(widths) + GAP * (len(widths) - 1) > width and widths != least:
        spare = [wide - narrow for wide, narrow in zip(widths, least, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def _cells(row: AnswerRow, *, wide: bool) -> Cells:
    first = (row.date or "no date", row.mean, _short(row.interval), row.likelihood)
    return (*first, *_others(row)) if wide else first


def _others(row: AnswerRow) -> Cells:
    numbers = (row.central, row.median, row.outside)
    return (*map(_short, numbers), row.error, row.method)


def _rest(row: AnswerRow) -> str:
    named = zip(REST[:-1], _others(row), strict=False)
    return ", ".join((*(f"{name} {text}" for name, text in named), row.method))


def _short(text: str) -> str:
    # The mean says that "1 in N" is rounded; said in every cell it would fill the line.
    return text.replace("about ", "")


def _grid(lines: Sequence[Cells], widths: Sequence[int], style: str) -> Table:
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    for line in lines:
        grid.add_row(*_texts(line, style))
    return grid


def _texts(line: Cells, style: str) -> Iterator[Text]:
    for place, text in enumerate(line):
        bold = "bold" if place == FIRST.index("mean") else ""
        yield Text(plain(text), style or bold)


def _print(part: Table | Padding, console: Console) -> None:
    console.print(Padding(part, (0, 0, 0, MARGIN)))


def _longest_word(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)
