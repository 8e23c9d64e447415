"""Page one of a brief, on a screen."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from forewarn.cli.printing import plain

#: Columns that a line of prose takes at most.
PROSE_WIDTH = 88


def print_page(lines: Sequence[str], console: Console) -> None:
    """The lines of page one, broken between words, with an empty line after them."""
    width = min(PROSE_WIDTH, console.width)
    for line in lines:
        console.print(Text(plain(line)), width=width, overflow="fold")
    if lines:
        console.print()
