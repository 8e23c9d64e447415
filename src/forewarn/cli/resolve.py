"""``forewarn resolve``: how a question turned out, and where that can be read."""

from datetime import date
from typing import Annotated, Literal

import typer

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import plain, print_json
from forewarn.errors import UsageError

EXAMPLES = (
    "forewarn resolve my-case war no --by 2025-12-31 --source 'yearbook, page 3'",
    "forewarn resolve my-case treaty yes --source kremlin --resolved 2024-06-19",
)


def resolve(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="Name of the question.")
    ],
    outcome: Annotated[
        Literal["yes", "no", "void"],
        typer.Argument(
            metavar="OUTCOME", help="yes, no, or void where it cannot be said."
        ),
    ],
    *,
    source: Annotated[
        str, typer.Option("--source", metavar="TEXT", help="Where it can be read.")
    ],
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="DATE|DURATION",
            show_default="the question's, if it has one",
            help="Which of the question's dates.",
        ),
    ] = None,
    resolved: Annotated[
        str | None,
        typer.Option(
            "--resolved",
            metavar="DATE",
            show_default="today",
            help="The day it was known.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Add to the ledger how a question turned out, with the source that says so.

    Rows are only ever added: a later one of the same question and date takes its place.
    """
    opened = open_or_leave(case, as_json=as_json)
    found = opened.resolve(
        question, outcome, source=source, resolved=_day(resolved), by=by
    )
    if as_json:
        record = {
            "question": found.question,
            "by": found.by.isoformat(),
            "outcome": found.verdict,
            "resolved": found.resolved.isoformat(),
            "source": found.source,
        }
        print_json({"case": opened.case.name, "resolved": record})
    else:
        typer.echo(f"resolved: {plain(found.question)} by {found.by}: {found.verdict}")


def _day(text: str | None) -> date:
    today = date.today()  # noqa: DTZ011  # the day here, as a person dates it
    if text is None:
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--resolved takes a day such as 2024-06-19, not {text}"
        ) from None
    if day > today:
        raise UsageError(f"--resolved {day} is yet to come")
    return day
