"""One future as a dated story, on a screen."""

from rich.console import Console
from rich.text import Text

from forewarn.cli.printing import plain
from forewarn.workbench import Effort, OpenCase, Told

DAY_WIDTH = 10


def print_story(opened: OpenCase, told: Told, effort: Effort, console: Console) -> None:
    """Where everything starts, what happens on which day, and what it comes to."""
    story, start = told.story, opened.case.start.isoformat()
    head = (
        f"World {story.world:,}, future {story.future:,} of seed {effort.seed}: "
        f"{effort.worlds:,} worlds of {effort.futures_per_world:,} futures"
    )
    console.print(Text(head, "bold"))
    for place, line in enumerate(told.start):
        _print("" if place else start, line, console)
    for moment in told.moments:
        _print(moment.day.isoformat(), moment.words, console, style="")
    for place, judged in enumerate(told.outcomes):
        if not place:
            console.print(Text("What it answers", "bold"))
        day = "" if judged.day is None else judged.day.isoformat()
        _print(day, f"{judged.title}: {judged.words}", console, style="")


def _print(day: str, words: str, console: Console, style: str = "dim") -> None:
    text = Text(f"{day:{DAY_WIDTH}}  {plain(words)}", style)
    console.print(text, soft_wrap=True)
