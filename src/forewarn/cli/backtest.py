"""``forewarn backtest``: what the case would have forecast, held against what came."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from forewarn.cli.backtest_record import backtest_record
from forewarn.cli.backtest_table import print_backtest
from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption, OutOption
from forewarn.cli.printing import print_json, print_note
from forewarn.cli.progress import showing_progress
from forewarn.cli.records import complaint_record
from forewarn.cli.run_options import SeedOption, ThreadsOption
from forewarn.cli.screen import open_console
from forewarn.errors import Interrupted
from forewarn.workbench import KEPT, OpenCase, check_folder

INTERRUPTED = 130
EXAMPLES = (
    "forewarn backtest security-council-vetoes --from 2012-01 --to 2012-12",
    "forewarn backtest my-case --evidence tests.csv --from 2015-01 --to 2023-12",
    "forewarn backtest my-case --evidence tests.csv --from 2015-01 --to 2023-12 --json",
)


def backtest(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    *,
    first: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="DATE|MONTH",
            show_default=False,
            help="The first day a forecast stands at; of a month such as 2015-01 the "
            "day before it, so that this is the first month that is forecast.",
        ),
    ],
    last: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="DATE|MONTH",
            show_default=False,
            help="The last one, likewise.",
        ),
    ],
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence",
            metavar="FILE",
            show_default="the one in the case's folder data",
            help="What came, day by day or month by month: a CSV file of date,count or "
            "of a layout that is known.",
        ),
    ] = None,
    every: Annotated[
        str,
        typer.Option(
            "--every",
            metavar="STEP",
            help="How far apart forecasts are: days, weeks, months or years.",
        ),
    ] = "1 month",
    ahead: Annotated[
        str,
        typer.Option(
            "--ahead", metavar="STEP", help="How far ahead each looks, likewise."
        ),
    ] = "1 month",
    event: Annotated[
        str,
        typer.Option(
            "--event",
            metavar="NAME",
            show_default="the only one of the case",
            help="The event that the file tells of.",
        ),
    ] = "",
    counting: Annotated[
        Literal["days", "all"],
        typer.Option(
            "--counting",
            help="What counts: each day with something as one, or all that came. In "
            "months all counts.",
        ),
    ] = "days",
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="W", help="Worlds of each forecast.")
    ] = 512,
    futures: Annotated[
        int,
        typer.Option(
            "--futures-per-world", metavar="F", help="Futures of each of its worlds."
        ),
    ] = 64,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    svg: Annotated[
        Path | None,
        typer.Option(
            "--svg",
            metavar="FILE",
            show_default=False,
            help="Draw chances, what came and reliability into this file too.",
        ),
    ] = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forecast an event through the past, each day from what was known by then.

    Chances and counts are scored against what came, and against four baselines that
    look at the past alone. Forecasts are kept beside the folder of results, so that a
    run that was stopped goes on where it was.
    """
    opened = open_or_leave(case, as_json=as_json)
    if svg is not None:
        check_folder(svg.parent)
    try:
        with showing_progress() as progress:
            found = opened.backtest(
                evidence,
                first=first,
                last=last,
                every=every,
                ahead=ahead,
                event=event,
                counting=counting,
                seed=seed,
                worlds=worlds,
                futures_per_world=futures,
                threads=threads,
                keep=_kept(opened, out),
                progress=progress,
            )
    except Interrupted as stop:
        _report_finished(opened, stop, as_json=as_json)
        raise typer.Exit(INTERRUPTED) from None
    if svg is not None:
        print_note(f"drawn: {opened.save_backtest(svg, found)}")
    if as_json:
        print_json(backtest_record(opened, found))
    else:
        print_backtest(opened, found, open_console())


def _report_finished(opened: OpenCase, stop: Interrupted, *, as_json: bool) -> None:
    """What was forecast before the user stopped the run."""
    found = stop.finished
    if as_json:
        problems = [complaint_record(stop.message, INTERRUPTED)]
        print_json(backtest_record(opened, found) | {"problems": problems})
        return
    if found.forecasts:
        print_backtest(opened, found, open_console())
    typer.echo(f"forewarn: {stop.message}", err=True)


def _kept(opened: OpenCase, out: Path | None) -> Path:
    """Where forecasts are kept: beside the folder of results."""
    return opened.place(out).absolute().parent / KEPT / "backtest"
