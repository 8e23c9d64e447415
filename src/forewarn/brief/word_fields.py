"""What a Word file is made of: runs, fields, links and bookmarks, as elements."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from forewarn.brief.document import (
    Code,
    Line,
    Link,
    Piece,
    Shown,
    Strong,
    Trace,
    shown_in,
)
from forewarn.brief.json_text import shown_id

#: A space at which no line breaks.
NARROW = "\u202f"
#: Letters that a name of a bookmark may have.
MOST_LETTERS = 40
_PROPERTY = '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>'  # noqa: E501
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http:'
    '//schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http'
    '://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">%s</Properties>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run of text looks, where it differs from its paragraph."""

    bold: bool = False
    mono: bool = False
    raised: bool = False
    underlined: bool = False
    #: Colour as six hexadecimal digits; empty for that of the paragraph.
    colour: str = ""
    #: Half points; 0 for the size of the paragraph.
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Writes lines of the brief as runs and fields."""

    document: Document
    notes: Mapping[Trace, int]
    #: Number of the bookmark of each place that links lead to.
    places: Mapping[str, int]

    def line(self, line: Line, look: Look) -> Iterator[BaseOxmlElement]:
        """A line, piece by piece."""
        last = {p.trace: at for at, p in enumerate(line) if isinstance(p, Shown)}
        for at, piece in enumerate(line):
            yield from self._piece(piece, look)
            # Numbers of one note carry its mark once, at the last of them.
            if isinstance(piece, Shown) and last[piece.trace] == at:
                yield self._to_note(self.notes[piece.trace], look)

    def place(self, anchor: str) -> Iterator[BaseOxmlElement]:
        """A bookmark that links lead to; nothing where there is no place."""
        if anchor not in self.places:
            return
        number = str(self.places[anchor])
        name = bookmark_name(anchor, self.places)
        yield element("w:bookmarkStart", {"w:id": number, "w:name": name})
        yield element("w:bookmarkEnd", {"w:id": number})

    def _piece(self, piece: Piece, look: Look) -> Iterator[BaseOxmlElement]:
        match piece:
            case Shown():
                code = f"DOCPROPERTY {shown_id(piece, self.notes)}"
                yield from field(code, piece.text, look)
            case Link():
                yield self._link(piece, look)
            case Strong():
                yield run(piece.text, replace(look, bold=True))
            case Code():
                yield run(piece.text, replace(look, mono=True))
            case str():
                yield run(piece, look)
            case _:
                yield run(piece.text, look)

    def _to_note(self, number: int, look: Look) -> BaseOxmlElement:
        # A space keeps the mark from being read, or copied, as digits of the number.
        text = f"{NARROW}{number}"
        return self._inside(f"note-{number}", text, replace(look, raised=True))

    def _link(self, link: Link, look: Look) -> BaseOxmlElement:
        if link.target.startswith("#"):
            return self._inside(link.target[1:], link.text, look)
        relation = self.document.part.relate_to(
            link.target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        made = element("w:hyperlink", {"r:id": relation})
        made.append(run(link.text, replace(look, underlined=True)))
        return made

    def _inside(self, anchor: str, text: str, look: Look) -> BaseOxmlElement:
        name = bookmark_name(anchor, self.places)
        made = element("w:hyperlink", {"w:anchor": name})
        made.append(run(text, look))
        return made


def element(
    tag: str,
    attributes: Mapping[str, str] = {},
    inside: Iterable[BaseOxmlElement] = (),
) -> BaseOxmlElement:
    """An element of a Word file."""
    made = OxmlElement(tag, {qn(name): value for name, value in attributes.items()})
    for one in inside:
        made.append(one)
    return made


def run(text: str, look: Look) -> BaseOxmlElement:
    """A run of text, shown as it is."""
    made = element("w:t", {"xml:space": "preserve"})
    made.text = text
    return element("w:r", {}, [*_properties(look), made])


def field(code: str, text: str, look: Look) -> Iterator[BaseOxmlElement]:
    """A field: what it asks for, and what it shows until it is asked again."""
    asks = element("w:instrText", {"xml:space": "preserve"})
    asks.text = f" {code} "
    yield _mark("begin", look)
    yield element("w:r", {}, [*_properties(look), asks])
    yield _mark("separate", look)
    yield run(text, look)
    yield _mark("end", look)


def bookmark_name(anchor: str, places: Mapping[str, int]) -> str:
    """The name of a bookmark: letters and digits, and not too many of them."""
    letters = "".join(one if one.isalnum() else "_" for one in anchor)
    number = f"_{places[anchor]}" if len(letters) > MOST_LETTERS else ""
    return letters[: MOST_LETTERS - len(number)] + number


def add_properties(
    document: Document, parts: object, notes: Mapping[Trace, int]
) -> None:
    """Put every shown number into the file's properties, which the fields ask for."""
    named = {shown_id(shown, notes): shown.text for shown in shown_in(parts)}
    listed = "".join(
        _PROPERTY % (number, name, escape(text))
        for number, (name, text) in enumerate(named.items(), start=2)
    )
    part = Part(
        PackURI("/docProps/custom.xml"),
        CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
        (_PROPERTIES % listed).encode(),
        document.part.package,
    )
    document.part.package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _mark(kind: str, look: Look) -> BaseOxmlElement:
    made = element("w:fldChar", {"w:fldCharType": kind})
    return element("w:r", {}, [*_properties(look), made])


def _properties(look: Look) -> Iterator[BaseOxmlElement]:
    inside = list(_looks(look))
    if inside:
        yield element("w:rPr", {}, inside)


def _looks(look: Look) -> Iterator[BaseOxmlElement]:
    # The format asks for this order.
    if look.mono:
        yield element("w:rFonts", {"w:ascii": "Consolas", "w:hAnsi": "Consolas"})
    if look.bold:
        yield element("w:b")
    if look.colour:
        yield element("w:color", {"w:val": look.colour})
    if look.size:
        yield element("w:sz", {"w:val": str(look.size)})
    if look.underlined:
        yield element("w:u", {"w:val": "single"})
    if look.raised:
        yield element("w:vertAlign", {"w:val": "superscript"})
