"""What a YAML file says, node by node, each scalar as written and with its place."""

from dataclasses import dataclass
from typing import Literal

from forewarn.errors import Span

#: How a scalar was written: bare, in quotes, or as a block after ``|`` or ``>``.
Style = Literal["plain", "single", "double", "literal", "folded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A scalar; never turned into a number, a truth or a date here."""

    #: The characters, with quotes, escapes and folding undone.
    value: str
    style: Style
    #: The scalar with its quotes; a block from its ``|`` on.
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """Nothing where a value could stand, or a bare ``null`` or ``~``."""

    #: Right after the key's colon when nothing is written.
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key and its value."""

    key: Text
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Keys with values, in the order written; a repeated key is kept."""

    entries: tuple[Entry, ...]
    #: Written in braces.
    flow: bool
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """Values in the order written."""

    items: "tuple[Node, ...]"
    #: Written in brackets.
    flow: bool
    span: Span


Node = Text | Empty | Map | List
