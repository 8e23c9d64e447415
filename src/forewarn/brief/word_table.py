"""Tables of a Word file, made whole: the library takes hours for a long one."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from math import sqrt

from docx.oxml.xmlchemy import BaseOxmlElement

from forewarn.brief.document import Column, Line, Row, Table, plain_text
from forewarn.brief.theme import LINE, RULE, SOFT
from forewarn.brief.word_fields import element

#: Twentieths of a point that the text is wide.
WIDTH = 9865


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one cell, and how."""

    line: Line
    bold: bool = False
    right: bool = False
    anchor: str = ""
    depth: int = 0
    #: Columns it takes.
    across: int = 1

    def settings(self) -> Iterator[BaseOxmlElement]:
        """Settings of its paragraph."""
        inside = [element("w:spacing", {"w:before": "30", "w:after": "30"})]
        if self.depth:
            inside.append(element("w:ind", {"w:left": "200"}))
        if self.right:
            inside.append(element("w:jc", {"w:val": "right"}))
        yield element("w:pPr", {}, inside)


Paragraphs = Callable[[Cell], BaseOxmlElement]


def plain_table(table: Table, paragraph: Paragraphs) -> BaseOxmlElement:
    """A table of the brief.

    Args:
        table: The table.
        paragraph: What makes the paragraph of a cell.
    """
    widths = _widths(table)
    heads = [
        Cell(line=(column.title,), bold=True, right=_is_right(column))
        for column in table.columns
    ]
    made = _started(widths)
    made.append(_row(heads, widths, paragraph, is_head=True))
    for group in table.groups:
        if group.title:
            title = Cell(line=group.title, bold=True, across=len(widths))
            made.append(_row([title], [sum(widths)], paragraph))
        for row in group.rows:
            cells = _cells(row, table.columns, bold=not group.title)
            made.append(_row(cells, widths, paragraph))
    return made


def side_by_side(
    columns: Sequence[Sequence[BaseOxmlElement]], *, of: int = 0, line: bool = False
) -> BaseOxmlElement:
    """Columns of paragraphs.

    Args:
        columns: What stands in each.
        of: How many there would be room for, where that is more.
        line: Whether a line stands over each.
    """
    width = WIDTH // max(of, len(columns))
    made = _started([width] * len(columns))
    settings = [element("w:tcW", {"w:w": str(width), "w:type": "dxa"})]
    if line:
        top = {"w:val": "single", "w:sz": "16", "w:color": LINE.light[1:]}
        settings.append(element("w:tcBorders", {}, [element("w:top", top)]))
    cells = [
        element("w:tc", {}, [element("w:tcPr", {}, deepcopy(settings)), *paragraphs])
        for paragraphs in columns
    ]
    made.append(element("w:tr", {}, cells))
    return made


def _started(widths: Sequence[int]) -> BaseOxmlElement:
    settings = [
        element("w:tblW", {"w:w": str(sum(widths)), "w:type": "dxa"}),
        element("w:tblLayout", {"w:type": "fixed"}),
    ]
    columns = [element("w:gridCol", {"w:w": str(width)}) for width in widths]
    parts = [element("w:tblPr", {}, settings), element("w:tblGrid", {}, columns)]
    return element("w:tbl", {}, parts)


def _row(
    cells: Sequence[Cell],
    widths: Sequence[int],
    paragraph: Paragraphs,
    *,
    is_head: bool = False,
) -> BaseOxmlElement:
    settings = [element("w:cantSplit")]
    settings += [element("w:tblHeader")] if is_head else []
    made = element("w:tr", {}, [element("w:trPr", {}, settings)])
    for cell, width in zip(cells, widths, strict=True):
        made.append(
            element("w:tc", {}, [_cell_settings(cell, width, is_head), paragraph(cell)])
        )
    return made


def _cell_settings(cell: Cell, width: int, is_head: bool) -> BaseOxmlElement:  # noqa: FBT001  # of its row
    colour = (SOFT if is_head else RULE).light[1:]
    below = {"w:val": "single", "w:sz": "6" if is_head else "4", "w:color": colour}
    parts = [element("w:tcW", {"w:w": str(width), "w:type": "dxa"})]
    if cell.across > 1:
        parts.append(element("w:gridSpan", {"w:val": str(cell.across)}))
    parts.append(element("w:tcBorders", {}, [element("w:bottom", below)]))
    return element("w:tcPr", {}, parts)


def _cells(row: Row, columns: Sequence[Column], *, bold: bool) -> list[Cell]:
    head = Cell(
        line=row.head, bold=bold and not row.depth, anchor=row.anchor, depth=row.depth
    )
    rest = [
        Cell(line=line, right=_is_right(column))
        for line, column in zip(row.cells, columns[1:], strict=True)
    ]
    return [head, *rest]


def _is_right(column: Column) -> bool:
    return column.holds == "numbers"


def _widths(table: Table) -> list[int]:
    """Widths of the columns, by how much stands in them."""
    rows = [row for group in table.groups for row in group.rows]
    lines = [[row.head, *row.cells] for row in rows]
    shares = [
        max([4.0, sqrt(len(column.title)), *(_share(line[place]) for line in lines)])
        for place, column in enumerate(table.columns)
    ]
    return [int(WIDTH * share / sum(shares)) for share in shares]


def _share(line: Line) -> float:
    return min(30.0, sqrt(6 * len(plain_text(line))))
