"""``forewarn score``: what was published, held against what happened."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import finite_or_null, plain, print_json
from forewarn.cli.progress import showing_progress
from forewarn.cli.run_options import (
    FuturesOption,
    PrecisionOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    effort_of,
)
from forewarn.cli.screen import open_console
from forewarn.errors import UsageError
from forewarn.model.standing import standing_of
from forewarn.workbench import Item, OpenCase, Score, Total

EXAMPLES = ("forewarn score my-case", "forewarn score my-case --as-of 2025-12-31")


def score(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    *,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            show_default="the last day anything was resolved",
            help="Score what was resolved by this day.",
        ),
    ] = None,
    precision: PrecisionOption = None,
    worlds: WorldsOption = None,
    futures: FuturesOption = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Score forecasts against what happened, the worst misses first.

    What was published before its outcome was known is a record. What the case says of
    the rest today is a retrodiction: it is told apart and never added to the record.
    """
    opened = open_or_leave(case, as_json=as_json)
    effort = effort_of(
        seed=seed,
        precision=precision,
        worlds=worlds,
        futures=futures,
        central=False,
        threads=threads,
    )
    with showing_progress() as progress:
        found = opened.score(as_of=_day(as_of), effort=effort, progress=progress)
    if as_json:
        print_json(_record(opened, found))
    else:
        _print(opened, found, open_console())


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--as-of takes a day such as 2025-12-31, not {text}"
        ) from None


def _print(opened: OpenCase, found: Score, console: Console) -> None:
    if not found.items:
        console.print("Nothing that can be scored has resolved.")
    else:
        console.print(_table(found))
    for name, total in (
        ("record", found.record),
        ("retrodiction", found.retrodiction),
        *((f"record of {plain(who)}", total) for who, total in found.people),
    ):
        if total is not None:
            console.print(Text(f"{name}: {_sentence(total)}"), soft_wrap=True)
    for note in _all_notes(opened, found):
        console.print(Text(f"note: {plain(note)}", "dim"), soft_wrap=True)


def _table(found: Score) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("question", "by", "said", "came", "Brier", "log", "kind", "who", ""):
        table.add_column(name, overflow="fold")
    for item in found.items:
        cells = (
            item.question,
            item.by.isoformat(),
            f"{item.value:.3g}",
            "yes" if item.true else "no",
            f"{item.brier:.2g}",
            f"{item.log:.2g}",
            item.kind,
            item.who if item.published is None else f"{item.who}, {item.published}",
            "; ".join(item.notes),
        )
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _sentence(total: Total) -> str:
    return (
        f"{total.count} resolved, Brier {total.brier:.2g} (were every chance right: "
        f"{total.expected.mean:.2g} ± {total.expected.deviation:.2g}), log "
        f"{total.log:.2g}; {total.true} came true, and {total.expected_true:.2g} were "
        f"to be expected, {total.low} to {total.high} in 80 of 100 cases"
    )


def _all_notes(opened: OpenCase, found: Score) -> list[str]:
    notes = list(found.notes)
    late = len(standing_of(opened.case).late)
    if late and any(item.kind == "retrodiction" for item in found.items):
        notes.append(
            f"{late} numbers of the case rest on facts from after its start, so its "
            "look back is not blind"
        )
    notes += [f"{one.question} by {one.by} is void" for one in found.void]
    if found.open:
        count = len(found.open)
        what = "question is" if count == 1 else "questions are"
        notes.append(f"{count} published {what} not resolved")
    return notes


def _record(opened: OpenCase, found: Score) -> dict[str, Any]:
    record = found.record
    return {
        "case": opened.case.name,
        "as_of": found.as_of.isoformat() if found.items or found.void else None,
        "items": [_item(item) for item in found.items],
        "brier": record.brier if record else None,
        "log": finite_or_null(record.log) if record else None,
        "count": record.count if record else 0,
        "record": _total(record),
        "retrodiction": _total(found.retrodiction),
        "people": [{"who": who, **(_total(one) or {})} for who, one in found.people],
        "void": [{"question": o.question, "by": o.by.isoformat()} for o in found.void],
        "open": [{"question": q, "by": by.isoformat()} for q, by in found.open],
        "notes": _all_notes(opened, found),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "question": item.question,
        "by": item.by.isoformat(),
        "value": item.value,
        "outcome": "yes" if item.true else "no",
        "brier": item.brier,
        "log": finite_or_null(item.log),
        "kind": item.kind,
        "who": item.who,
        "published": item.published.isoformat() if item.published else None,
        "resolved": item.resolved.isoformat(),
        "counted": item.counted,
        "notes": list(item.notes),
    }


def _total(total: Total | None) -> dict[str, Any] | None:
    if total is None:
        return None
    return {
        "count": total.count,
        "brier": total.brier,
        "log": finite_or_null(total.log),
        "expected_brier": total.expected.mean,
        "expected_brier_deviation": total.expected.deviation,
        "true": total.true,
        "expected_true": total.expected_true,
        "true_low": total.low,
        "true_high": total.high,
        "at_most": total.at_most,
        "at_least": total.at_least,
    }
