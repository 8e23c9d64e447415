"""What losses come to, as a table to read on a screen."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from forewarn.cli.printing import plain
from forewarn.model.case import Case
from forewarn.model.estimate import Cost
from forewarn.model.words import amount_text, spaced

COLUMNS = ("mean", "80% of futures", "worst 5%", "error")


def print_losses(case: Case, costs: Sequence[Cost], console: Console) -> None:
    """What each loss comes to by the last date asked."""
    last = max(cost.years for cost in costs)
    shown = [cost for cost in costs if cost.years == last]
    console.print(Text(f"Losses by {shown[0].by}", "bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True)
    table.add_column("  ", overflow="fold")
    for name in COLUMNS:
        table.add_column(name, style="", header_style="dim", overflow="fold")
    named = {loss.name: loss for loss in case.losses}
    for cost in shown:
        loss = named[cost.loss]
        title = loss.title or spaced(loss.name)
        unit = f", {loss.unit}" if loss.unit else ""
        interval = f"{amount_text(cost.low)} to {amount_text(cost.high)}"
        cells = (
            f"  {title}{unit}",
            amount_text(cost.mean),
            interval,
            amount_text(cost.worst5),
            amount_text(cost.error),
        )
        table.add_row(*(Text(plain(cell)) for cell in cells))
    console.print(table)
    told = f"losses: {shown[0].futures:,} futures; tails are over worlds and futures"
    solved = [named[cost.loss] for cost in shown if cost.method == "exact"]
    if solved:
        titles = ", ".join(loss.title or spaced(loss.name) for loss in solved)
        told += f"; means solved exactly: {titles}"
    console.print(Text(f"note: {plain(told)}", "dim"), soft_wrap=True)
