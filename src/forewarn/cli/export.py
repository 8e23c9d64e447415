"""``forewarn export``: the run's futures as tables, for other programs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import plain, print_json
from forewarn.cli.progress import showing_progress
from forewarn.cli.run_options import (
    AdoptOption,
    AsOfOption,
    ByOption,
    CentralOption,
    FixOption,
    SeedOption,
    SetOption,
    changed_case,
    effort_of,
)
from forewarn.workbench import check_folder

EXAMPLES = (
    "forewarn export two-front --out futures",
    "forewarn export two-front --to parquet --out futures --worlds 4096",
)


def export(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    *,
    to: Annotated[
        Literal["csv", "parquet"],
        typer.Option("--to", help="Text any program reads, or smaller and typed."),
    ] = "csv",
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", show_default=False, help="Folder to write to."
        ),
    ],
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="W", help="How many worlds.")
    ] = 256,
    futures: Annotated[
        int,
        typer.Option(
            "--futures-per-world", metavar="F", help="How many futures of each."
        ),
    ] = 16,
    by: ByOption = None,
    seed: SeedOption = 1,
    central: CentralOption = False,
    fix: FixOption = None,
    settings: SetOption = None,
    as_of: AsOfOption = None,
    adopt: AdoptOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write simulated futures as tables: one row a jump, and one row a future.

    The futures are those that "forewarn answer" simulates with the same worlds, futures
    and seed. All files are replaced, or none is.
    """
    opened = changed_case(open_or_leave(case, as_json=as_json), fix, settings, adopt)
    if as_of is not None:
        opened = opened.as_of(as_of)
    effort = effort_of(seed=seed, worlds=worlds, futures=futures, central=central)
    check_folder(out)
    with showing_progress() as progress:
        written = opened.export(out, to, by=by or (), effort=effort, progress=progress)
    if as_json:
        print_json({"case": opened.case.name, "files": [str(path) for path in written]})
        return
    for path in written:
        typer.echo(plain(str(path)))
