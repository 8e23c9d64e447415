"""Text that fits a box of the influence map, by the widths of its letters."""

from collections.abc import Iterator
from unicodedata import east_asian_width

#: Widths of 13 px Arial, in pixels, a little above the true ones.
NARROW, PLAIN, BROAD, FULL = 4.0, 7.2, 9.6, 13.0
_NARROW = frozenset(" .,:;'|!()[]fijlrtI-")
_BROAD = frozenset("mwMW%@&–—…")  # noqa: RUF001  # dashes as they are written


def fitted(text: str, *, width: float, lines: int) -> list[str]:
    """A text as a few lines, the last with an ellipsis where it does not all fit.

    Args:
        text: Words, white space single.
        width: Width of a line, in pixels.
        lines: The most lines.

    >>> fitted("Relationship of Russia and North Korea", width=158, lines=2)
    ['Relationship of Russia', 'and North Korea']
    """
    # Text that could not fit anyhow is not looked at.
    most = int(lines * width / NARROW) + 1
    broken = list(_broken(text[: most + 1], width))
    if len(broken) <= lines and len(text) <= most + 1:
        return broken
    *kept, last = broken[:lines]
    while last and width_of(f"{last}…") > width:
        last = last[:-1]
    return [*kept, f"{last.rstrip()}…"]


def width_of(text: str) -> float:
    """About how wide a text is in 13 px Arial, in pixels."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return NARROW
    if east_asian_width(letter) in "WF":
        return FULL
    return BROAD if letter.isupper() or letter in _BROAD else PLAIN


def _broken(text: str, width: float) -> Iterator[str]:
    """Lines of whole words; a word too wide for a line is cut."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _cut(word, width)
        yield from full
    if line:
        yield line


def _cut(word: str, width: float) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts
