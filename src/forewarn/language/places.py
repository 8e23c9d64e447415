"""Places in one file's text: from a character's number to line and column."""

import bisect
import re
from dataclasses import dataclass

from forewarn.errors import Problem, Span

_BREAK = re.compile(r"\r\n|\r|\n")  # what editors count as a line's end
_SHOWN = 200  # characters of a line in a hint; a longer one hides the point


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """A text and where its lines start."""

    file: str
    text: str
    #: Number of each line's first character, from 0.
    starts: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The place from character ``start`` up to and without ``end``."""
        line, column = self.line_column(start)
        end_line, end_column = self.line_column(max(start, end))
        return Span(
            file=self.file,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
        )

    def line_column(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character's number."""
        inside = min(max(index, 0), len(self.text))
        line = bisect.bisect_right(self.starts, inside)
        return line, inside - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The number of the character at a line and column, both from 1."""
        return self.starts[line - 1] + column - 1

    def line(self, number: int) -> str:
        """A line, from 1, without its end."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def slice(self, span: Span) -> str:
        """The characters a span covers."""
        start = self.offset(span.line, span.column)
        return self.text[start : self.offset(span.end_line, span.end_column)]

    def between(self, first: Span, last: Span) -> Span:
        """From the start of one span to the end of another."""
        return self.span(
            self.offset(first.line, first.column),
            self.offset(last.end_line, last.end_column),
        )

    def to_line_end(self, span: Span) -> Span:
        """A span with the rest of its last line."""
        end = self.offset(span.end_line, 1) + len(self.line(span.end_line))
        return self.span(self.offset(span.line, span.column), end)

    def corrected(self, span: Span, replacement: str) -> str:
        """The line of a span with the span replaced, as a hint shows it.

        >>> places = build_places("a: 010", file="model.yaml")
        >>> places.corrected(places.span(3, 6), "10")
        'write: a: 10'
        """
        before = self.line(span.line)[: span.column - 1]
        after = self.line(span.end_line)[span.end_column - 1 :]
        return "write: " + (before.strip() + " " + replacement + after).strip()[:_SHOWN]


def build_places(text: str, *, file: str) -> Places:
    """Find where each line starts."""
    starts = (0, *(found.end() for found in _BREAK.finditer(text)))
    return Places(file=file, text=text, starts=starts)


def error(code: str, span: Span, message: str, hint: str = "") -> Problem:
    """An error at a place."""
    return Problem(code=code, severity="error", span=span, message=message, hint=hint)


def warning(code: str, span: Span, message: str, hint: str = "") -> Problem:
    """A warning at a place."""
    return Problem(code=code, severity="warning", span=span, message=message, hint=hint)
