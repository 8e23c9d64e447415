"""``forewarn new``: a case of one's own to start from."""

from pathlib import Path
from typing import Annotated

import typer

from forewarn.cli.options import JsonOption
from forewarn.cli.printing import plain, print_json
from forewarn.workbench import new_case

EXAMPLES = (
    "forewarn new my-case",
    "forewarn new my-race --from two-way-race",
)


def new(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            show_default=False,
            help="Folder to make; it must not exist yet, or be empty.",
        ),
    ],
    *,
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="CASE",
            help="What to copy: a folder, a single model file or a bundled case. Only "
            "the case's own files are copied.",
        ),
    ] = "two-front",
    as_json: JsonOption = False,
) -> None:
    """Start a case of your own: a small one that runs, or a copy.

    Nothing that exists is overwritten.
    """
    written = new_case(folder, source=source)
    if as_json:
        print_json({"folder": str(folder), "files": [str(path) for path in written]})
        return
    for path in written:
        typer.echo(plain(str(path)))
    typer.echo(f"next: forewarn check {plain(str(folder))}")
