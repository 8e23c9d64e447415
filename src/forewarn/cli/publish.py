"""``forewarn publish``: today's answers, kept so that they can be scored."""

from datetime import date
from typing import Annotated

import typer

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import plain, print_json
from forewarn.cli.progress import showing_progress
from forewarn.cli.run_options import (
    ByOption,
    CentralOption,
    FuturesOption,
    MethodOption,
    PrecisionOption,
    SeedOption,
    ThreadsOption,
    WorldsOption,
    effort_of,
)
from forewarn.workbench import Issued, OpenCase

EXAMPLES = (
    "forewarn publish my-case",
    "forewarn publish my-case war --by 2030-01-01 --who ana",
)


def publish(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    questions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION",
            show_default=False,
            help="Names of questions; all where none is named.",
        ),
    ] = None,
    *,
    by: ByOption = None,
    who: Annotated[
        str, typer.Option("--who", metavar="NAME", help="Whose forecast it is.")
    ] = "forewarn",
    precision: PrecisionOption = None,
    worlds: WorldsOption = None,
    futures: FuturesOption = None,
    method: MethodOption = "auto",
    seed: SeedOption = 1,
    central: CentralOption = False,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add today's answers to the ledger of forecasts, so that they can be scored.

    A row says who said what on which day, from which files. Rows are only ever added.
    """
    opened = open_or_leave(case, as_json=as_json)
    effort = effort_of(
        seed=seed,
        precision=precision,
        worlds=worlds,
        futures=futures,
        method=method,
        central=central,
        threads=threads,
    )
    with showing_progress() as progress:
        issued = opened.publish(
            *(questions or ()),
            who=who,
            today=date.today(),  # noqa: DTZ011  # the day here, as a person dates it
            by=tuple(by or ()),
            effort=effort,
            progress=progress,
        )
    if as_json:
        print_json(_record(opened, issued))
    else:
        _print(issued)


def _print(issued: Issued) -> None:
    for one in issued.forecasts:
        chance = f"{one.value:.3g}"
        typer.echo(f"published: {plain(one.question)} by {one.by}: {chance}")
    for note in issued.notes:
        typer.echo(f"note: {plain(note)}")


def _record(opened: OpenCase, issued: Issued) -> dict[str, object]:
    return {
        "case": opened.case.name,
        "published": [
            {
                "published": one.published.isoformat(),
                "who": one.who,
                "question": one.question,
                "by": one.by.isoformat(),
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "digest": one.digest,
            }
            for one in issued.forecasts
        ],
        "notes": list(issued.notes),
    }
