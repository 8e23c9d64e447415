"""The brief as Markdown, with every text of the case escaped so that it stays text."""

import re
from collections.abc import Iterator, Mapping

from forewarn.brief.document import (
    Block,
    Brief,
    Code,
    Heading,
    Headlines,
    Line,
    Link,
    Listing,
    Paragraph,
    Picture,
    Pictures,
    Piece,
    Quoted,
    Shown,
    Strong,
    Table,
    Trace,
)
from forewarn.model.words import day_text

#: Letters that Markdown, or a page made from it, may take for marks.
_MARKS = re.compile(r"([\\`*_\[\]<>&|~$#^!{}@])")
#: What is made a link without being marked as one: schemes, and names of hosts.
_LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)([:.])")
#: What opens a list, or underlines a title, at the start of a line.
_OPENER = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[=+-]))(.)")

Notes = Mapping[Trace, int]


def render_markdown(brief: Brief) -> str:
    """The brief as Markdown; pictures as the words that stand for them.

    Args:
        brief: A composed brief.

    Returns:
        Markdown with a line end; the same bytes for the same brief.
    """
    return "\n\n".join(_parts(brief, brief.note_numbers())) + "\n"


def escape(text: str) -> str:
    r"""Text that Markdown shows as it is.

    >>> escape("*not bold*, <b>, www.example.org")
    '\\*not bold\\*, \\<b\\>, www\\.example.org'
    """
    text = _LINKS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))
    return _OPENER.sub(r"\1\\\2", text)


def _parts(brief: Brief, notes: Notes) -> Iterator[str]:
    if brief.handling:
        yield f"**{_line(brief.handling, notes)}**"
    yield f"# {_line(brief.title, notes)}"
    if brief.stamp:
        yield f"> {_line(brief.stamp, notes)}"
    for section in (brief.front, *brief.sections):
        yield f"## {section.title}"
        for block in section.blocks:
            yield from _block(block, notes)
    yield "## Notes: where each number comes from"
    yield "\n".join(
        f"[^{number}]: {_place(trace)}{_line(trace.line, notes)}"
        for trace, number in notes.items()
    )
    yield f"Made by forewarn {brief.version}, as of {day_text(brief.as_of)}."


def _place(trace: Trace) -> str:
    return f"{_code(f'{trace.file}:{trace.row}')} " if trace.file else ""


def _block(block: Block, notes: Notes) -> Iterator[str]:
    match block:
        case Paragraph():
            yield _line(block.line, notes)
        case Heading():
            yield f"{'#' * block.level} {_line(block.line, notes)}"
        case Listing():
            yield "\n".join(f"- {_line(item, notes)}" for item in block.items)
        case Table():
            yield from _table(block, notes)
        case Headlines():
            yield "\n".join(_headlines(block, notes))
        case Picture():
            yield from _picture(block, notes)
        case Pictures():
            for picture in block.items:
                yield from _picture(picture, notes)


def _headlines(block: Headlines, notes: Notes) -> Iterator[str]:
    for headline in block.items:
        rest = " ".join(_line(line, notes) for line in headline.lines)
        title = _line(headline.title, notes)
        yield f"- {title}: **{_line((headline.figure,), notes)}** {rest}"


def _picture(picture: Picture, notes: Notes) -> Iterator[str]:
    yield f"### {_line(picture.title, notes)}"
    # Markdown shows no picture: the words stand for it.
    yield _line(picture.alternative, notes)
    if picture.table is not None:
        yield from _table(picture.table, notes)


def _table(table: Table, notes: Notes) -> Iterator[str]:
    yield _line(table.caption, notes)
    rule = ["---:" if c.holds == "numbers" else ":---" for c in table.columns]
    lines = [_row([escape(column.title) for column in table.columns]), _row(rule)]
    for group in table.groups:
        if group.title:
            blank = [""] * (len(table.columns) - 1)
            lines.append(_row([f"**{_line(group.title, notes)}**", *blank]))
        for row in group.rows:
            cells = [_line(cell, notes) for cell in row.cells]
            lines.append(_row(["… " * row.depth + _line(row.head, notes), *cells]))
    yield "\n".join(lines)


def _row(cells: list[str]) -> str:
    # A bar inside code would end the cell; what is escaped already stays as it is.
    barred = [re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells]
    return f"| {' | '.join(barred)} |"


def _line(line: Line, notes: Notes) -> str:
    return "".join(_piece(piece, notes) for piece in line)


def _piece(piece: Piece, notes: Notes) -> str:
    match piece:
        case str():
            return piece
        case Quoted():
            return escape(piece.text)
        case Code():
            return _code(piece.text)
        case Strong():
            return f"**{piece.text}**"
        case Link():
            return _link(piece)
        case Shown():
            return f"{escape(piece.text)}[^{notes[piece.trace]}]"


def _link(link: Link) -> str:
    # Anchors differ between what shows Markdown; only the web can be linked to.
    if link.target.startswith("#"):
        return escape(link.text)
    target = re.sub(r"[<>\\\s|]", lambda m: f"%{ord(m[0]):02X}", link.target)
    return f"[{escape(link.text)}](<{target}>)"


def _code(text: str) -> str:
    # Within backticks nothing is a mark; the fence is longer than any run inside.
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
