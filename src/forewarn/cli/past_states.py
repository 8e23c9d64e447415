"""Beliefs about past states: lines to read on a screen, and as JSON."""

from typing import Any

from rich.console import Console
from rich.text import Text

from forewarn.cli.printing import finite_or_null, plain
from forewarn.model.words import amount_text
from forewarn.workbench import OpenCase, Smoothed


def print_past(opened: OpenCase, smoothed: Smoothed, console: Console) -> None:
    """Where each variable was, from which day on."""
    for trail in opened.trails(smoothed):
        console.print(Text(plain(trail.title), "bold"))
        for day, words in trail.days:
            console.print(Text(f"  {day}  {plain(words)}"), soft_wrap=True)
    worth = amount_text(smoothed.effective)
    told = f"{smoothed.worlds:,} worlds that fit what is known by {smoothed.as_of}"
    for note in (f"{told}, worth {worth}", *smoothed.notes):
        console.print(Text(f"note: {plain(note)}", "dim"), soft_wrap=True)


def past_record(opened: OpenCase, smoothed: Smoothed) -> dict[str, Any]:
    """Shares of every state, variable by variable and day by day."""
    return {
        "case": opened.case.name,
        "as_of": smoothed.as_of.isoformat(),
        "worlds": smoothed.worlds,
        "effective": finite_or_null(smoothed.effective),
        "smoothed": [
            {"variable": trail.variable, "day": day.isoformat(), "shares": dict(shares)}
            for trail in smoothed.trails
            for day, shares in zip(smoothed.days, trail.shares, strict=True)
        ],
        "notes": list(smoothed.notes),
    }
