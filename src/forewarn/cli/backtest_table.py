"""A back-test to read on a screen: the worst misses, reliability, and scores last."""

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from forewarn.cli.printing import plain
from forewarn.workbench import Backtest, BacktestScores, Hindcast, Marks, OpenCase

#: Forecasts that a screen shows.
SHOWN: Final = 12


def print_backtest(opened: OpenCase, found: Backtest, console: Console) -> None:
    """What would have been said, how it turned out, and what baselines said."""
    title = f"{opened.case.title}: {found.event}, {found.ahead} ahead"
    console.print(Text(plain(title), "bold"))
    console.print(_forecasts(found))
    if found.scores is not None:
        console.print(_reliability(found.scores))
        console.print(_scores(found.scores))
    for line in _notes(found):
        console.print(Text(f"note: {plain(line)}", "dim"), soft_wrap=True)


def _forecasts(found: Backtest) -> Table:
    table = _table("as of", "until", "chance of any", "mean count", "came")
    for one in _shown(found.forecasts):
        came = "not known" if one.outcome is None else str(one.outcome)
        days = one.as_of.isoformat(), one.until.isoformat()
        _add(table, (*days, f"{one.chance:.2f}", f"{one.law.mean:.2g}", came))
    return table


def _shown(forecasts: Sequence[Hindcast]) -> Sequence[Hindcast]:
    """All, or the worst misses where they are many, the worst first."""
    if len(forecasts) <= SHOWN:
        return forecasts
    scored = [one for one in forecasts if one.outcome is not None]
    return sorted(scored, key=_given_to_what_came)[:SHOWN]


def _given_to_what_came(one: Hindcast) -> float:
    return one.chance if one.outcome else 1.0 - one.chance


def _reliability(scores: BacktestScores) -> Table:
    table = _table("said", "forecasts", "came true", "if right: 90 %")
    for one in scores.bins:
        band = f"{one.low:.0%} to {one.high:.0%}"
        said, came = f"{one.forecast:.0%}", f"{one.observed:.0%}"
        _add(table, (said, str(one.count), came, band))
    return table


def _scores(scores: BacktestScores) -> Table:
    table = _table("", "Brier", "log", "CRPS", "case better by (Brier, 80 %)")
    _add(table, ("the case", *_marks(scores.marks), ""))
    for rival in scores.rivals:
        gap = rival.gaps["brier"]
        ahead = f"{-gap.value:+.3f} ({-gap.high:+.3f} to {-gap.low:+.3f})"
        _add(table, (rival.name.replace("_", " "), *_marks(rival.marks), ahead))
    return table


def _marks(marks: Marks) -> tuple[str, str, str]:
    return f"{marks.brier:.3f}", f"{marks.log:.3f}", f"{marks.crps:.3f}"


def _notes(found: Backtest) -> Iterable[str]:
    if found.scores is not None:
        count, true = found.scores.count, found.scores.true
        yield f"{count} forecasts are scored; in {true} of them anything came"
    if len(found.forecasts) > SHOWN:
        yield (
            f"{SHOWN} forecasts that missed most are shown; all {len(found.forecasts)} "
            "are in --json"
        )
    yield from found.notes
    for one in found.problems:
        yield f"{one.span.file}:{one.span.line} {one.code} {one.message}"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _add(table: Table, cells: Iterable[str]) -> None:
    table.add_row(*(Text(plain(cell)) for cell in cells))
