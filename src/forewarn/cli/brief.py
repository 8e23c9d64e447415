"""``forewarn brief``: the whole brief of a case, on disk."""

from typing import Annotated

import typer

from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption, OutOption
from forewarn.cli.page import print_page
from forewarn.cli.printing import plain, print_json, print_note
from forewarn.cli.progress import showing_progress
from forewarn.cli.run_options import (
    AdoptOption,
    AsOfOption,
    CentralOption,
    FixOption,
    FuturesOption,
    MethodOption,
    PrecisionOption,
    SeedOption,
    SetOption,
    ThreadsOption,
    WorldsOption,
    changed_case,
    effort_of,
)
from forewarn.cli.screen import open_console
from forewarn.errors import UsageError
from forewarn.workbench import KEPT, Precision

QuickOption = Annotated[
    bool, typer.Option("--quick", help="Everything at draft precision.")
]
EXAMPLES = (
    "forewarn brief two-front --quick",
    "forewarn brief my-korea --out pages",
    "forewarn brief my-korea --as-of 2026-08-20",
    "forewarn brief two-front --precision draft --fix ukr_war=settled",
)


def brief(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    *,
    out: OutOption = None,
    quick: QuickOption = False,
    precision: PrecisionOption = None,
    worlds: WorldsOption = None,
    futures: FuturesOption = None,
    method: MethodOption = "auto",
    seed: SeedOption = 1,
    central: CentralOption = False,
    fix: FixOption = None,
    settings: SetOption = None,
    as_of: AsOfOption = None,
    adopt: AdoptOption = None,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the brief of a case, for the screen, for paper and as a record.

    It answers every question by the run that "forewarn answer" makes with the same
    options. brief.html opens in any browser and needs nothing beside it; brief.pdf,
    brief.docx and brief.md say the same, brief.json is the record. Each file is
    replaced whole or not at all.
    """
    opened = open_or_leave(case, as_json=as_json)
    opened = changed_case(opened, fix, settings, adopt)
    if as_of is not None:
        opened = opened.as_of(as_of)
    effort = effort_of(
        seed=seed,
        precision=_precision(precision, quick=quick),
        worlds=worlds,
        futures=futures,
        method=method,
        central=central,
        threads=threads,
    )
    folder = opened.place(out)
    kept = folder.absolute().parent / KEPT
    with showing_progress() as progress:
        pages = opened.brief(effort, keep=kept, progress=progress)
    written = pages.save(folder)
    for note in pages.notes:
        print_note(note)
    if as_json:
        files = [str(path) for path in written]
        notes = list(pages.notes)
        print_json({"case": opened.case.name, "files": files, "notes": notes})
        return
    print_page(pages.front, open_console())
    for path in written:
        typer.echo(plain(str(path)))


def _precision(precision: Precision | None, *, quick: bool) -> Precision | None:
    """The precision that the options ask for together.

    Raises:
        UsageError: where they ask for two.
    """
    if quick and precision not in (None, "draft"):
        raise UsageError(f"--quick and --precision {precision} are two; keep one")
    return "draft" if quick else precision
