"""The place of some characters inside a scalar, also inside its quotes."""

from dataclasses import replace

from forewarn.errors import Span
from forewarn.language.tree import Text

_QUOTES = {"plain": 0, "single": 1, "double": 1}


def span_inside(text: Text, offset: int, length: int) -> Span:
    """The place of ``length`` characters of a scalar's value, from ``offset`` on.

    The whole scalar where its value is not written character by character: a block,
    a text over several lines, or one with escapes.

    >>> from forewarn.errors import Span
    >>> at = Span(file="m.yaml", line=3, column=7, end_line=3, end_column=14)
    >>> text = Text(value="x = b", style="double", span=at)
    >>> span_inside(text, 4, 1).column
    12
    """
    quote, span = _QUOTES.get(text.style, 0), text.span
    written = span.end_column - span.column - 2 * quote
    if span.line != span.end_line or written != len(text.value):
        return span
    start = span.column + quote + min(offset, len(text.value))
    end = min(start + max(length, 1), span.column + quote + max(written, 1))
    return replace(span, column=start, end_column=max(end, start))
