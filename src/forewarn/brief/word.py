"""The brief as a Word file, whose numbers are fields named after the record's ids."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from forewarn.brief.document import (
    Block,
    Brief,
    Heading,
    Headline,
    Headlines,
    Line,
    Listing,
    Paragraph,
    Picture,
    Pictures,
    Section,
    Table,
    Trace,
    anchors_in,
    plain_text,
)
from forewarn.brief.on_paper import png_on_paper
from forewarn.brief.theme import INK, RAISING, SOFT
from forewarn.brief.word_fields import Look, Writer, add_properties, element, field, run
from forewarn.brief.word_table import Cell, plain_table, side_by_side
from forewarn.brief.wording import shorten
from forewarn.model.words import day_text

#: The first hour that a file in an archive can have.
FIRST_HOUR = (1980, 1, 1, 0, 0, 0)
#: Width of the text, of a small picture, and of a picture of page one.
WHOLE, SMALL, HALF = Mm(174), Mm(54), Mm(110)
#: Higher pictures would not fit on a page with their titles.
TALLEST = Mm(215)
#: Small pictures that stand side by side.
ABREAST = 3
PLAIN, QUIET = Look(), Look(colour=SOFT.light[1:])
#: Letters of a title that fit into a foot.
FOOT_LETTERS = 90


def render_word(brief: Brief) -> bytes:
    """The brief as a Word file.

    Each number is a field that shows a property of the file, and the property has the
    id that the number has in the record.

    Args:
        brief: A composed brief.

    Returns:
        The file; no hour and no machine stands in it.
    """
    document = _new(brief)
    notes = brief.note_numbers()
    anchors = dict.fromkeys((*anchors_in(brief), *map(_note_anchor, notes.values())))
    places = {anchor: number for number, anchor in enumerate(anchors, start=1)}
    _Pages(Writer(document=document, notes=notes, places=places)).write(brief)
    add_properties(document, (brief.stamp, brief.front, brief.sections), notes)
    stream = io.BytesIO()
    document.save(stream)
    return _without_hours(stream.getvalue())


class _Pages:
    """A document that is written from the top."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._document = writer.document

    def write(self, brief: Brief) -> None:
        """Every part of the brief."""
        self._edges(brief)
        self._paragraph(brief.title, "Title")
        if brief.stamp:
            self._paragraph(brief.stamp, look=Look(colour=RAISING.light[1:]))
        self._section(brief.front, titled=False)
        for place, section in enumerate(brief.sections):
            self._section(section, titled=True, on_new_page=place == 0)
        self._notes()
        day = day_text(brief.as_of)
        self._paragraph(
            (f"Made by forewarn {brief.version}, as of {day}.",), look=QUIET
        )

    def _edges(self, brief: Brief) -> None:
        """Handling over every page; title and page number under it."""
        section = self._document.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        for one in self._writer.line(brief.handling, Look(bold=True)):
            head._p.append(one)  # noqa: SLF001  # the library has no fields
        head.alignment = 1
        title = shorten(plain_text(brief.title), FOOT_LETTERS)
        words = f"{title}, as of {day_text(brief.as_of)}, page "
        for one in (run(words, QUIET), *field("PAGE", "1", QUIET)):
            foot._p.append(one)  # noqa: SLF001  # as above

    def _section(
        self, section: Section, *, titled: bool, on_new_page: bool = False
    ) -> None:
        style = "Heading 1" if titled else "Normal"
        title: Line = (section.title,) if titled else ()
        self._paragraph(title, style, anchor=section.anchor)
        if on_new_page:
            self._document.paragraphs[-1].paragraph_format.page_break_before = True
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                look = PLAIN if block.role == "body" else QUIET
                self._paragraph(block.line, look=look)
            case Heading():
                style = f"Heading {block.level - 1}"
                self._paragraph(block.line, style, anchor=block.anchor)
            case Listing():
                for item in block.items:
                    self._paragraph(item, "List Bullet")
            case Table():
                self._table(block)
            case Headlines():
                self._append(
                    side_by_side(
                        [list(self._headline(h)) for h in block.items], line=True
                    )
                )
            case Picture():
                self._picture(block)
            case Pictures():
                self._pictures(block.items)

    def _paragraph(
        self, line: Line, style: str = "Normal", *, look: Look = PLAIN, anchor: str = ""
    ) -> BaseOxmlElement:
        made = self._document.add_paragraph(style=style)._p  # noqa: SLF001  # as above
        for one in (*self._writer.place(anchor), *self._writer.line(line, look)):
            made.append(one)
        return made

    def _headline(self, headline: Headline) -> Iterator[BaseOxmlElement]:
        large = Look(bold=True, size=44)
        for line, look in (
            (headline.title, Look(bold=True)),
            ((headline.figure,), large),
            *((line, PLAIN) for line in headline.lines),
        ):
            yield element("w:p", {}, self._writer.line(line, look))

    def _table(self, table: Table) -> None:
        self._paragraph(table.caption, "Caption")
        self._append(plain_table(table, self._cell))
        self._paragraph(())

    def _cell(self, cell: Cell) -> BaseOxmlElement:
        places = self._writer.place(cell.anchor)
        look = Look(bold=cell.bold, size=16)
        return element(
            "w:p", {}, (*cell.settings(), *places, *self._writer.line(cell.line, look))
        )

    def _append(self, made: BaseOxmlElement) -> None:
        body = self._document.element.body
        body.insert(len(body) - 1, made)  # what is last says how pages look

    def _picture(self, picture: Picture) -> None:
        width = WHOLE if picture.svg else HALF
        list(self._drawn(picture, width))
        if picture.table is not None:
            self._table(picture.table)

    def _pictures(self, pictures: Sequence[Picture]) -> None:
        for first in range(0, len(pictures), ABREAST):
            row = [list(self._drawn(p, SMALL)) for p in pictures[first:][:ABREAST]]
            self._append(side_by_side(row, of=ABREAST))
            self._paragraph(())

    def _drawn(self, picture: Picture, width: Mm) -> Iterator[BaseOxmlElement]:
        yield self._paragraph(picture.title, "Heading 3", anchor=picture.anchor)
        shape = self._document.add_picture(io.BytesIO(png_on_paper(picture)), width)
        if shape.height > TALLEST:
            shape.width = Mm(shape.width.mm * TALLEST.mm / shape.height.mm)
            shape.height = TALLEST
        yield self._document.paragraphs[-1]._p  # noqa: SLF001  # as above
        about = shape._inline.docPr  # noqa: SLF001  # the library sets no words
        about.set("descr", plain_text(picture.alternative))
        about.set("name", picture.anchor)
        if picture.caption:
            yield self._paragraph(picture.caption, "Caption")

    def _notes(self) -> None:
        self._paragraph(("Notes: where each number comes from",), "Heading 1")
        for trace, number in self._writer.notes.items():
            self._paragraph(
                (f"{number}. ", *_place(trace), *trace.line),
                "Note",
                anchor=_note_anchor(number),
            )


def _note_anchor(number: int) -> str:
    return f"note-{number}"


def _place(trace: Trace) -> Line:
    return (f"{trace.file}:{trace.row} ",) if trace.file else ()


def _new(brief: Brief) -> Document:
    """An empty document with our look."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(18)
    page.top_margin = page.bottom_margin = Mm(20)
    about = document.core_properties
    about.title, about.author = shorten(plain_text(brief.title), 250), "forewarn"
    about.last_modified_by, about.comments, about.revision = "forewarn", "", 1
    about.created = about.modified = datetime.combine(brief.as_of, time())
    sizes = {"Title": 24, "Heading 1": 16, "Heading 2": 12, "Heading 3": 10.5}
    for name, size in {"Normal": 10, "Caption": 8.5, **sizes}.items():
        _set_style(document.styles[name], size, bold=name.startswith("Heading"))
    note = document.styles.add_style("Note", 1)
    note.base_style = document.styles["Normal"]
    _set_style(note, 8, bold=False)
    return document


def _set_style(style: ParagraphStyle, size: float, *, bold: bool) -> None:
    # A theme's font would win over the one named here.
    for fonts in style.element.iter(qn("w:rFonts")):
        for name in [name for name in fonts.attrib if name.endswith("Theme")]:
            del fonts.attrib[name]
    style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(INK.light[1:])
    style.paragraph_format.space_after = Pt(0.4 * size)


def _without_hours(archive: bytes) -> bytes:
    """The same archive, whose files all have one hour."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, FIRST_HOUR),
                old.read(name),
                compress_type=zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()
