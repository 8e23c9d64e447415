"""``forewarn show``: what a case says."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from forewarn.cli.case_record import case_record
from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import plain, print_json
from forewarn.cli.screen import open_console
from forewarn.cli.tables import print_case
from forewarn.workbench import OpenCase

EXAMPLES = (
    "forewarn show two-front",
    "forewarn show my-korea --as text",
    "forewarn show my-korea --svg map.svg",
)


def show(
    case: CaseArgument,
    *,
    layout: Annotated[
        Literal["table", "text"],
        typer.Option("--as", help="text: the model as prose, for reading aloud."),
    ] = "table",
    svg: Annotated[
        Path | None,
        typer.Option(
            "--svg",
            metavar="FILE",
            show_default=False,
            help="Draw the map of variables and influences into this file instead.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a case says: variables, influences, questions, evidence.

    The basis at the end is the share of the numbers that rest on data, on something
    published, on a count moved by judgement, on judgement, or on a definition.
    """
    opened = open_or_leave(case, as_json=as_json)
    if svg is not None:
        _drawn(opened, svg, as_json=as_json)
    elif as_json:
        print_json(case_record(opened.case))
    elif layout == "text":
        typer.echo(plain(opened.prose()))
    else:
        print_case(opened.case, open_console())


def _drawn(opened: OpenCase, svg: Path, *, as_json: bool) -> None:
    path = str(opened.save_map(svg))
    if as_json:
        print_json({"case": opened.case.name, "files": [path]})
    else:
        typer.echo(plain(path))
