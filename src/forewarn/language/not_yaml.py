"""Text that is not YAML: where a person should look, and what to write instead."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from forewarn.errors import Problem
from forewarn.language.places import Places, error

# A text that goes on after a quote or bracket that it opens with, or after a bar.
_GOES_ON = re.compile(
    r"""(?:"[^"]*"|'[^']*'|\[[^\]]*\]|\{[^}]*\})\s*[^\s,#].*|[|>]\s*\w.*"""
)
_KEY_AND_REST = re.compile(r"(\s*(?:- )?[^\s:#'\"{\[][^:]*:\s+)(\S.*)")
_KEY = re.compile(r"\s*(?:- )?[^\s#'\"{\[][^:]*:(?P<value>\s+[^\s#].*)?")
_CODE = re.compile(r"\\U([0-9a-fA-F]{8})")
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7})(?:\s|$)")
_IN_QUOTES = "put text that has : # , [ or { in it in quotes, or after a bar |"
LAST = 0x10FFFF  # of Unicode
_BELOW_THE_BAR = "write it on the lines below, indented; or put it in quotes"
_LONGEST_SHOWN = 200  # characters of a hint or of the parser's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stumble:
    """Where the parser stumbled, and what it says of it."""

    places: Places
    said: str
    #: Number of the character it stopped at.
    seen: int
    #: Number of the first character of what it was reading, where it says so.
    opened: int | None
    context: str

    @property
    def number(self) -> int:
        """Number of the line it stopped at."""
        return self.places.line_column(self.seen)[0]

    @property
    def line(self) -> str:
        """The line it stopped at."""
        return self.places.line(self.number)

    def at(self, index: int, message: str, hint: str) -> Problem:
        """The problem at one character."""
        span = self.places.span(index, index + 1)
        return error("E102", span, f"this is not YAML: {message}", hint)

    def on_line(self, number: int, message: str, hint: str) -> Problem:
        """The problem at the text of a line."""
        line = self.places.line(number)
        first = self.places.offset(number, 1 + _indent(line))
        span = self.places.span(first, first + len(line.strip()))
        return error("E102", span, f"this is not YAML: {message}", hint)


def not_yaml(cause: Exception, places: Places) -> Problem:
    """What the parser stumbled on, said of the place where the slip is.

    Args:
        cause: What the parser raised.
        places: The text it read.
    """
    if isinstance(cause, ReaderError):
        return _unseen(cause, places)
    if not isinstance(cause, YAMLError):
        return _no_character(places)
    stumble = _stumble(cause, places)
    found = (rule(stumble) for rule in _RULES)
    return next(filter(None, found), _other(stumble))


def _stumble(cause: YAMLError, places: Places) -> _Stumble:
    if not isinstance(cause, MarkedYAMLError):
        said = "it cannot be read"
        return _Stumble(places=places, said=said, seen=0, opened=None, context="")
    opens, context = cause.context_mark, str(cause.context or "")
    sees = cause.problem_mark or opens
    return _Stumble(
        places=places,
        said=str(cause.problem or context)[:_LONGEST_SHOWN],
        seen=int(sees.index) if sees else 0,
        opened=int(opens.index) if opens else None,
        context=context,
    )


def _unseen(cause: ReaderError, places: Places) -> Problem:
    at = places.span(int(cause.position), int(cause.position) + 1)
    message = f"this is not YAML: character U+{int(cause.character):04X} is not allowed"
    return error("E102", at, message, "remove the character; it cannot be seen")


def _no_character(places: Places) -> Problem:
    """The parser asks Python for a character past the last, and does not say where."""
    codes = (each for each in _CODE.finditer(places.text) if int(each[1], 16) > LAST)
    found = next(codes, None)
    start, end = found.span() if found else (0, 1)
    message = "this is not YAML: no character has this code"
    return error(
        "E102", places.span(start, end), message, "write another, or remove it"
    )


def _tab(at: _Stumble) -> Problem | None:
    if at.places.text[at.seen : at.seen + 1] != "\t":
        return None
    span = at.places.span(at.seen, at.seen + 1)
    hint = at.places.corrected(span, "")
    return error("E104", span, "a tab stands where only spaces may", hint)


def _no_space(at: _Stumble) -> Problem | None:
    """A line that starts with what only looks like a space, pasted from a page."""
    for number in (at.number, *islice(_lines_above(at), 1)):
        line = at.places.line(number)
        lead = line[: _indent(line)].lstrip(" \t")
        if lead:
            message = "the line starts with a character that only looks like a space"
            return at.on_line(number, message, "start it with plain spaces")
    return None


def _unclosed(at: _Stumble) -> Problem | None:
    """The file ended first; a person looks for where it opened, not ended."""
    if "stream" not in at.said:
        return None
    return at.at(
        at.seen if at.opened is None else at.opened,
        "the quote or bracket that opens here is not closed",
        "close the quote or the bracket that opens here",
    )


def _conflict(at: _Stumble) -> Problem | None:
    first = at.number if at.opened is None else at.places.line_column(at.opened)[0]
    for number in (first, at.number):
        if _CONFLICT.match(at.places.line(number)):
            message = "this is the mark of a merge that was not finished"
            hint = "keep one of the two versions, and remove the lines of the marks"
            return at.on_line(number, message, hint)
    return None


def _no_colon(at: _Stumble) -> Problem | None:
    """A key without its colon; the parser sees that only at the next key."""
    number: int | None = None
    if "could not find expected ':'" in at.said and at.opened is not None:
        number = at.places.line_column(at.opened)[0]
    elif _is_first_colon(at):
        number = _first_after_key(at)
    if number is None:
        return None
    hint = _with_colon(at.places.line(number))
    return at.on_line(number, "there is no colon and space after the key", hint)


def _is_first_colon(at: _Stumble) -> bool:
    """Whether the parser stopped at a colon that is the first one of its line."""
    column = at.places.line_column(at.seen)[1]
    refused = "mapping values are not allowed" in at.said
    return refused and ":" not in at.line[: column - 1]


def _first_after_key(at: _Stumble) -> int | None:
    """The line after the last key above, where that key has no value beside it."""
    first = at.number
    for number in _lines_above(at):
        key = _KEY.fullmatch(at.places.line(number))
        if key is not None:
            return first if first < at.number and not key["value"] else None
        first = number
    return first if first < at.number else None


def _lines_above(at: _Stumble) -> Iterator[int]:
    """Numbers of the lines above that say anything, nearest first."""
    for number in range(at.number - 1, 0, -1):
        line = at.places.line(number).strip()
        if line and not line.startswith("#"):
            yield number


def _with_colon(line: str) -> str:
    """The line as it was meant, where that can be told."""
    text = line.strip()[:_LONGEST_SHOWN]
    key, mark, rest = re.split(r"([:=\s])", f"{text} ", maxsplit=1)
    if not mark.strip() and not rest.strip():
        return f"write: {text}:"
    if "->" in text or not re.fullmatch(r"[\w.-]+", key):
        return "write a colon and a space after the key"
    return f"write: {key}: {rest.strip(':= ')}"


def _deeper(at: _Stumble) -> Problem | None:
    """A key on a line that reads as more of the text above it."""
    if not _is_first_colon(at):
        return None
    above = next(_lines_above(at), None)
    if above is None:
        return None
    column = at.places.line_column(at.seen)[1]
    if " " in at.line[: column - 1].strip():
        message = f"this goes on from line {above}, and has a colon"
        return at.on_line(at.number, message, _IN_QUOTES)
    message = f"this is indented deeper than line {above}, and reads as part of it"
    return at.on_line(at.number, message, _indent_as(at, above))


def _indented(at: _Stumble) -> Problem | None:
    if "<block mapping start>" not in at.said:
        return None
    above = next(_lines_above(at), None)
    if above is None:
        return None
    message = f"this is indented by {_indent(at.line)}, which fits no line above"
    return at.on_line(at.number, message, _indent_as(at, above))


def _indent_as(at: _Stumble, above: int) -> str:
    spaces = _indent(at.places.line(above))
    return f"indent it as line {above} is, by {spaces} spaces, if it belongs beside it"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _mixed(at: _Stumble) -> Problem | None:
    kinds = {"found '-'": "a list item stands among keys"}
    kinds["found '?'"] = "a key stands among list items"
    for mark, message in kinds.items():
        if at.said.endswith(mark):
            hint = "start each of these lines with a dash, or none of them"
            return at.on_line(at.number, message, hint)
    return None


def _brackets(at: _Stumble) -> Problem | None:
    """A bracket that is left open, or a comma that is missing inside."""
    found = re.match(r"expected ',' or '(.)', but got (.*)", at.said)
    if found is None or at.opened is None:
        return None
    crossed = found[2] in ("'}'", "']'")
    if not crossed and at.places.line_column(at.opened)[0] == at.number:
        message = "a comma is missing here, or the text has a colon"
        return at.at(at.seen, message, "put commas between, and such text in quotes")
    where = "" if crossed else f", or a comma is missing before line {at.number}"
    message = f"the bracket that opens here is not closed{where}"
    return at.at(at.opened, message, f"close it with {found[1]}")


def _closes_nothing(at: _Stumble) -> Problem | None:
    if not at.said.endswith(("found ']'", "found '}'")):
        return None
    message = "this bracket closes nothing"
    return at.at(at.seen, message, "remove it, or put the text in quotes")


def _escape(at: _Stumble) -> Problem | None:
    if "double-quoted" not in at.context:
        return None
    message = "a backslash in double quotes starts a code, and this is none"
    return at.at(at.seen, message, r"write \\ for a backslash, or use single quotes")


def _other(at: _Stumble) -> Problem:
    """What quotes around the text mend, as most of the rest."""
    character = at.places.text[at.seen : at.seen + 1]
    if "<block end>" in at.said:
        message = "the text goes on after its closing quote or bracket"
    elif "mapping values are not allowed" in at.said:
        message = "the text has a colon, so that YAML takes it for a key"
    elif "cannot start" in at.said or "not allowed here" in at.said:
        message = f"the text cannot start with {character}"
    elif "block scalar" in at.context:
        return at.at(at.seen, "text stands beside the bar", _BELOW_THE_BAR)
    else:
        message = at.said
    return at.at(at.seen, message, _quoted_line(at.line))


def _quoted_line(line: str) -> str:
    """The line with its value in quotes, which is what most such lines lack."""
    found = _KEY_AND_REST.fullmatch(line[:500])
    opens = found[2][0] if found else ""
    if not found or (opens in "'\"|>{[" and not _GOES_ON.fullmatch(found[2])):
        return _IN_QUOTES
    safe = found[2].replace("\\", "\\\\").replace('"', '\\"')
    return f'write: {found[1].strip()} "{safe}"'


_RULES: tuple[Callable[[_Stumble], Problem | None], ...] = (
    _tab,
    _no_space,
    _unclosed,
    _conflict,
    _no_colon,
    _deeper,
    _indented,
    _mixed,
    _brackets,
    _closes_nothing,
    _escape,
)
