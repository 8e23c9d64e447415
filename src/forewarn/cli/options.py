"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

CaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        show_default=False,
        help="A folder, a single model file, or a bundled case such as two-front.",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document instead of a table.")
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        show_default=False,
        help="Folder to write to; otherwise out/ in the case folder, or here for a "
        "bundled case or a single file.",
    ),
]
