"""Implied rates beside counts, as a table to read on a screen and as a record."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from forewarn.cli.printing import plain
from forewarn.model.implied import Implied
from forewarn.model.words import amount_text

COLUMNS = ("number", "counted", "80% of the count", "the case implies", "")


def print_implied(found: Sequence[Implied], console: Console) -> None:
    """Each count with the average that the whole case implies."""
    if not found:
        console.print("No rate or chance of the case has a count.")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for one in found:
        unit = "of trials" if one.share else "per year"
        told = "never possible" if one.implied is None else _amount(one, one.implied)
        cells = (
            one.number.name,
            one.text,
            f"{_amount(one, one.low)} to {_amount(one, one.high)} {unit}",
            told,
            "outside" if one.outside else "",
        )
        table.add_row(*(Text(plain(cell)) for cell in cells))
    console.print(table)
    console.print(
        "Implied: how often it comes for each year, or trial, in which it could, over "
        "the horizon, with every influence in force.",
        style="dim",
    )


def implied_record(one: Implied) -> dict[str, Any]:
    """A count and what the case implies, as JSON has it."""
    return {
        "name": one.number.name,
        "count": one.text,
        "share": one.share,
        "centre": one.centre,
        "low": one.low,
        "high": one.high,
        "implied": one.implied,
        "came": one.came,
        "exposure": one.exposure,
        "outside": one.outside,
    }


def _amount(one: Implied, value: float) -> str:
    return f"{amount_text(100 * value)}%" if one.share else amount_text(value)
