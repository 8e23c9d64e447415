"""The composed brief as plain frozen data, which every format renders."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from forewarn.model.estimate import Curve, Estimate

#: Letters that turn the direction of the text after them; shown, never obeyed.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    r"""Text with white space made single and characters that act unseen made visible.

    Args:
        text: Words of a case; anything.

    Returns:
        The same words; control, direction and surrogate characters as their number.

    >>> visible("a\u202eb\x00 \n c")
    'a[U+202E]b[U+0000] c'
    """
    return "".join(
        f"[U+{ord(letter):04X}]" if _acts_unseen(letter) else letter
        for letter in " ".join(text.split())
    )


def _acts_unseen(letter: str) -> bool:
    # Private use and unassigned (Co, Cn) draw something or nothing, and turn nothing;
    # the last two of the first plane may stand in no XML, and so in no Word file.
    kind = unicodedata.category(letter)
    return letter in TURNING or letter in "\ufffe\uffff" or kind in ("Cc", "Cs")


def anchor(kind: str, name: str) -> str:
    """Where a link to a thing of the case lands: letters, digits, hyphens.

    >>> anchor("claim", "C1_é")
    'claim-C1-5f--e9-'
    """
    return f"{kind}-" + "".join(
        letter if letter.isascii() and letter.isalnum() else f"-{ord(letter):x}-"
        for letter in name
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of the case: shown as text, whatever they hold."""

    KIND: ClassVar[str] = "quoted"
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", visible(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A name or an expression as the case writes it."""

    KIND: ClassVar[str] = "code"
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", visible(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Strong:
    """Words of ours that carry the weight of their sentence."""

    KIND: ClassVar[str] = "strong"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to another place: ``#section`` in this brief, or a web address."""

    KIND: ClassVar[str] = "link"
    text: str
    target: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", visible(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Where a shown number comes from: a line of the case, a run, or a count."""

    KIND: ClassVar[str] = "trace"
    origin: Literal["file", "run", "count"]
    #: What a reader needs to find it again; holds no shown numbers of its own.
    line: "Line"
    #: File of the case, empty unless ``origin`` is "file".
    file: str = ""
    #: Line in that file, from 1.
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A number as shown, with the value behind it and the way back."""

    KIND: ClassVar[str] = "shown"
    value: float
    text: str
    trace: Trace


Piece = str | Quoted | Code | Strong | Link | Shown
#: Words, and what stands among them, in reading order.
Line = tuple[Piece, ...]


def plain_text(line: Line) -> str:
    """The words of a line, and nothing of what they are.

    >>> plain_text(("It is ", Strong(text="so"), "."))
    'It is so.'
    """
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; ``lacking`` when it says what would fill its section."""

    KIND: ClassVar[str] = "paragraph"
    line: Line
    role: Literal["body", "lead", "note", "lacking"] = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section; level 3 or 4, never skipping one."""

    KIND: ClassVar[str] = "heading"
    line: Line
    level: Literal[3, 4] = 3
    #: Where a link can land; empty for nowhere.
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Items without an order."""

    KIND: ClassVar[str] = "listing"
    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    title: str
    #: Numbers stand on the right, words on the left; dates are not broken.
    holds: Literal["words", "numbers", "dates"] = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: what it is about, then one cell a column after the first."""

    head: Line
    cells: tuple[Line, ...]
    #: Where a link can land; empty for nowhere.
    anchor: str = ""
    #: 1 where it hangs under the row above.
    depth: Literal[0, 1] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows that belong together, under a title where it is not empty."""

    title: Line = ()
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; the first column heads the rows."""

    KIND: ClassVar[str] = "table"
    caption: Line
    columns: tuple[Column, ...]
    groups: tuple[Rows, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One headline answer on the first page."""

    title: Line
    figure: Shown
    #: Date, likelihood word and doubts, one short sentence each.
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headlines:
    """The headline answers, side by side."""

    KIND: ClassVar[str] = "headlines"
    items: tuple[Headline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: how to draw it, the same in words, and the numbers it draws."""

    KIND: ClassVar[str] = "picture"
    #: Unique in the brief; letters, digits, hyphens.
    anchor: str
    title: Line
    #: What a reader who does not see it must know.
    alternative: Line
    #: What stands under it for everyone; empty for nothing.
    caption: Line = ()
    #: A Vega-Lite specification; None where ``svg`` is drawn already.
    spec: Mapping[str, Any] | None = field(default=None, compare=False)
    svg: str = ""
    #: The same as a table; None where the alternative says it all.
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Small pictures of one make, side by side."""

    KIND: ClassVar[str] = "pictures"
    items: tuple[Picture, ...]


Block = Paragraph | Heading | Listing | Table | Headlines | Picture | Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the brief."""

    #: Where a link lands; letters, digits, hyphens.
    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The whole brief: page one, the annex, and a note for every shown number."""

    title: Line
    #: Handling banner; empty where the case has none.
    handling: Line
    #: What a draft must admit; empty for a final case.
    stamp: Line
    front: Section
    sections: tuple[Section, ...]
    #: Traces of all shown numbers, by first appearance; note n is ``notes[n - 1]``.
    notes: tuple[Trace, ...]
    estimates: tuple[Estimate, ...]
    curves: tuple[Curve, ...]
    as_of: date
    seed: int
    method: str
    version: str
    digest: str
    command: str

    def note_numbers(self) -> dict[Trace, int]:
        """Number of the note of each trace, from 1."""
        return {trace: number for number, trace in enumerate(self.notes, start=1)}


def anchors_in(part: object) -> Iterator[str]:
    """Every place in a part of a brief that a link can land at, in reading order."""
    if isinstance(part, tuple):
        for one in part:
            yield from anchors_in(one)
    elif is_dataclass(part):
        for each in fields(part):
            value = getattr(part, each.name)
            if each.name == "anchor" and value:
                yield value
            yield from anchors_in(value)


def shown_in(part: object) -> Iterator[Shown]:
    """Every shown number in a part of a brief, in reading order."""
    if isinstance(part, Shown):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from shown_in(one)
    elif is_dataclass(part):
        for each in fields(part):
            yield from shown_in(getattr(part, each.name))
