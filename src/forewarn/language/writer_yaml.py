"""YAML as we write it: prose as blocks, quotes only where YAML would change a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

WIDTH = 88  # columns up to which a short list or map stands in brackets on one line
LONGEST_KEY = 1000  # characters; YAML looks for a key's colon 1,024 far
_INDENT = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity, a duration or a date: bare though YAML may see a number in it."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Text that is read without the blanks around it: a block after ``|``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A short list or map of scalars, in brackets where it fits on one line."""

    of: "list[str | Figure] | dict[str, str | Figure]"


#: What is written. A plain string is a name or a condition, never a number.
Tree = str | Figure | Prose | Inline | list["Tree"] | dict[str, "Tree"]

#: Characters that stand as they are: what YAML calls printable, without the marks that
#: end a line to some programs, begin a file, or turn the direction of the text.
_RAW = (
    "\t -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff"
)
_NOT_RAW = re.compile(rf'[^{_RAW}]|["\\\t]')
#: Text without blanks around it; its first line tells the indent of a block.
_BLOCK = re.compile(rf"(?=\S)[{_RAW}\n]*(?<=\S)")
_BLANK_AT_END = re.compile(r"[^\S\n]$", re.MULTILINE)
_UNQUOTED = re.compile(r"[^\W\d].*|\(.*")
_FIGURE = re.compile(r"[-+.]?\w.*")
#: Octal numbers and bare exponents, which programs read in more ways than one.
_MISREAD = re.compile(r"[-+]?(?:0o?[0-9_]+|[0-9_.]+[eE][-+]?[0-9]+)")
#: Words that YAML 1.1 or 1.2 reads as a truth value, or as nothing.
_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def render_yaml(sections: Mapping[str, Tree]) -> str:
    """A file of some sections, an empty line between each two.

    >>> print(render_yaml({"title": "Bread: butter", "rate": Figure(text="3")}))
    title: "Bread: butter"
    <BLANKLINE>
    rate: 3
    <BLANKLINE>
    """
    blocks = ("\n".join(_entry(key, value, 0)) for key, value in sections.items())
    return "\n\n".join(blocks) + "\n"


def _entry(key: str, value: Tree, depth: int) -> Iterator[str]:
    """The lines of a key and its value."""
    pad, written = _INDENT * depth, _scalar(key)
    if len(written) > LONGEST_KEY:
        yield f"{pad}? {written}"
        written = ""
    head = f"{pad}{written}:"
    if isinstance(value, Inline):
        value = _unfolded(value, WIDTH - len(head) - 1)
    if isinstance(value, dict | list) and value:
        yield head
        yield from _lines(value, depth + 1)
    else:
        yield f"{head} {_written(value, depth)}"


def _lines(tree: dict[str, Tree] | list[Tree], depth: int) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _entry(key, value, depth)
        return
    for item in tree:
        yield from _item(item, depth)


def _item(item: Tree, depth: int) -> Iterator[str]:
    """The lines of a list's item; a map or list starts behind the dash."""
    dash = f"{_INDENT * depth}- "
    if isinstance(item, Inline):
        item = _unfolded(item, WIDTH - len(dash))
    if isinstance(item, dict | list) and item:
        first, *rest = _lines(item, depth + 1)
        yield dash + first.lstrip(" ")
        yield from rest
    else:
        yield dash + _written(item, depth)


def _unfolded(inline: Inline, room: int) -> Tree:
    """An inline in brackets where there is room, in lines where there is not."""
    if len(_flow(inline)) <= room:
        return inline
    if isinstance(inline.of, dict):
        return dict(inline.of)
    return list(inline.of)


def _flow(inline: Inline) -> str:
    if isinstance(inline.of, dict):
        pairs = inline.of.items()
        parts = (
            f"{_scalar(key, flow=True)}: {_in_flow(value)}" for key, value in pairs
        )
        return f"{{{', '.join(parts)}}}"
    return f"[{', '.join(map(_in_flow, inline.of))}]"


def _in_flow(value: str | Figure) -> str:
    return (
        _figure(value.text) if isinstance(value, Figure) else _scalar(value, flow=True)
    )


def _written(value: Tree, depth: int) -> str:
    """A value that begins on its key's line."""
    match value:
        case str():
            return _scalar(value)
        case Figure():
            return _figure(value.text)
        case Prose():
            return _prose(value.text, _INDENT * (depth + 1))
        case Inline():
            return _flow(value)
        case _:
            return "{}" if isinstance(value, dict) else "[]"


def _prose(text: str, pad: str) -> str:
    """A block where it says exactly the text; quotes where only they can."""
    if not _BLOCK.fullmatch(text) or _BLANK_AT_END.search(text):
        return _quoted(text)
    lines = (pad + line if line else "" for line in text.split("\n"))
    return "\n".join(("|", *lines))


def _scalar(text: str, *, flow: bool = False) -> str:
    return text if _is_bare(text, flow=flow) else _quoted(text)


def _is_bare(text: str, *, flow: bool) -> bool:
    """Whether every YAML program reads exactly this text without quotes."""
    if not (_UNQUOTED.fullmatch(text) and text.isprintable()):
        return False
    cut = (": ", " #", *(",[]{}:" if flow else ""))
    if any(sign in text for sign in cut) or text.endswith((" ", ":")):
        return False
    return text.lower() not in _WORDS


def _figure(text: str) -> str:
    bare = (
        _FIGURE.fullmatch(text) and text.isprintable() and not _MISREAD.fullmatch(text)
    )
    return text if bare else _quoted(text)


def _quoted(text: str) -> str:
    return f'"{_NOT_RAW.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _ESCAPES:
        return _ESCAPES[found[0]]
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}"
