"""A bar on the terminal while work is done, and nothing where there is none."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from forewarn.cli.printing import plain
from forewarn.cli.screen import open_console
from forewarn.workbench import Progress as Report


@contextmanager
def showing_progress() -> Iterator[Report | None]:
    """A bar on standard error; None where that is no terminal."""
    console = open_console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with _bar(console) as bar:
        yield _Shown(bar).report


class _Shown:
    """One line of a bar, which says what is being done now."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("reading the case", total=None)
        self._doing = ""

    def report(self, doing: str, done: int, total: int) -> None:
        """Show how far one kind of work is; a new one starts from nothing."""
        if doing != self._doing:
            self._doing = doing
            self._bar.reset(self._task, total=total or None, description=plain(doing))
        self._bar.update(self._task, completed=done, total=total or None)


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
