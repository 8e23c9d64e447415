"""Consoles for tables and problems: colour on a terminal, and wide where piped."""

import os
import sys

from rich.console import Console

PIPED_WIDTH = 100  # no window to ask; tables of a case need more than 80
ANSWER_WIDTH = 120  # and those of answers more still


class PipedConsole(Console):
    """A console that leaves a reader who has gone to the door, which ends quietly."""

    def on_broken_pipe(self) -> None:
        """Say so, rather than end the program here."""
        raise BrokenPipeError


def open_console(*, stderr: bool = False, piped_width: int = PIPED_WIDTH) -> Console:
    """A console that takes text as it is, without markup."""
    stream = sys.stderr if stderr else sys.stdout
    piped = not (stream and stream.isatty()) and "COLUMNS" not in os.environ
    return PipedConsole(
        stderr=stderr,
        markup=False,
        highlight=False,
        emoji=False,
        width=piped_width if piped else None,
    )
