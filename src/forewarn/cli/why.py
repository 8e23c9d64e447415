"""``forewarn why``: what an answer hangs on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isfinite
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from forewarn.cli.answer_record import changes_record
from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import finite_or_null, plain, print_json
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
    change_lines,
    changed_case,
    effort_of,
    refuse_not_yet,
)
from forewarn.cli.screen import open_console
from forewarn.model.units import date_after
from forewarn.workbench import Difference, Effort, OpenCase, Pull, Sensitivity

EXAMPLES = (
    "forewarn why two-front two_front",
    "forewarn why two-front two_front --by '5 years' --precision draft",
    "forewarn why north-korea two_front --json",
)
#: Numbers that a screen shows, and standard errors under which none is told from 0.
SHOWN, ERRORS = 15, 2.0
#: Worlds, and futures of each, that dynamics are told from at most.
DRAFT = (1024, 64)


def why(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", show_default=False, help="Its name."),
    ],
    *,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="DATE|DURATION",
            show_default="the last written",
            help="Ask for this date.",
        ),
    ] = None,
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
    """Show which numbers an answer hangs on, and what they rest on.

    An elasticity is by how many percent the answer grows where a number grows by one
    percent; of a chance or a share, where its odds do. The share is how much of the
    doubt of the answer comes from that number. Below stands the answer without each
    dynamic of the case.
    """
    opened = open_or_leave(case, as_json=as_json)
    refuse_not_yet(opened, as_of)
    opened = changed_case(opened, fix, settings, adopt)
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
        found = opened.sensitivity(question, by, effort=effort, progress=progress)
        without = opened.dynamics(
            question, by=[by] if by else (), effort=_few(effort), progress=progress
        )
    last = tuple(one for one in without.differences if one.years == found.years)
    if as_json:
        dynamics = [_dynamic_record(one) for one in last]
        print_json({**sensitivity_record(opened, found), "dynamics": dynamics})
    else:
        _print(opened, found, last, open_console())


def _few(effort: Effort) -> Effort:
    """What dynamics are told from: at most a draft, since errors are of differences."""
    return replace(
        effort,
        worlds=min(effort.worlds, DRAFT[0]),
        futures_per_world=min(effort.futures_per_world, DRAFT[1]),
    )


def _dynamic_record(one: Difference) -> dict[str, Any]:
    return {
        "question": one.question,
        "dynamic": one.change or None,
        "value": finite_or_null(one.difference),
        "error": finite_or_null(one.error),
        "without": finite_or_null(one.after),
    }


def sensitivity_record(opened: OpenCase, found: Sensitivity) -> dict[str, Any]:
    """What moves an answer; what is unknown is null."""
    return {
        "case": opened.case.name,
        **changes_record(opened),
        "question": found.question,
        "by": date_after(opened.case.start, found.years).isoformat(),
        "years": found.years,
        "value": finite_or_null(found.value),
        "error": finite_or_null(found.error),
        "method": found.method,
        "worlds": found.worlds,
        "futures": found.futures,
        "sensitivity": [_pull_record(pull) for pull in found.pulls],
        "untold": list(found.untold),
        "notes": list(found.notes),
    }


def _pull_record(pull: Pull) -> dict[str, Any]:
    number = pull.number
    return {
        "name": number.name,
        "elasticity": pull.elasticity,
        "error": finite_or_null(pull.error),
        "basis": number.basis,
        "share": finite_or_null(pull.share),
        "quantity": number.quantity.text,
        "source": number.citation.source if number.citation else None,
        "file": number.span.file,
        "line": number.span.line,
    }


def _print(
    opened: OpenCase,
    found: Sensitivity,
    without: Sequence[Difference],
    console: Console,
) -> None:
    for line in change_lines(opened):
        console.print(Text(plain(line), "yellow"))
    question = opened.case.question(found.question)
    day = date_after(opened.case.start, found.years)
    console.print(Text(plain(f"{question.title or question.name}, {day}"), "bold"))
    moving = [one for one in found.pulls if abs(one.elasticity) > ERRORS * one.error]
    for pull in moving[:SHOWN]:
        console.print(Text(plain(f"  {pull.number.name}")))
        told = Text(plain(", ".join(_facts(pull))), "dim")
        console.print(Padding(told, (0, 0, 0, 4), expand=False))
    if without:
        console.print(Text("without a dynamic", "bold"))
    for one, row in zip(without, opened.difference_rows(without), strict=True):
        answer = f"{row.after}, {row.difference} (error {row.error})"
        console.print(Text(plain(f"  {one.change or 'all of them'}: {answer}")))
    for note in (*_left(found, moving), *found.notes):
        console.print(Text(f"note: {plain(note)}", "dim"), soft_wrap=True)


def _facts(pull: Pull) -> Iterator[str]:
    number = pull.number
    error = f" ± {pull.error:.2f}" if pull.error > 0 else ""
    yield f"elasticity {pull.elasticity:+.2f}{error}"
    if isfinite(pull.share):
        yield f"{pull.share:.0%} of the doubt"
    yield f"{number.quantity.text} ({number.basis or 'not said'})"
    if number.span.file:
        yield f"{number.span.file}:{number.span.line}"


def _left(found: Sensitivity, moving: list[Pull]) -> Iterator[str]:
    if len(moving) > SHOWN:
        yield f"{len(moving) - SHOWN} more numbers move it less"
    if len(found.pulls) > len(moving):
        yield (
            f"{len(found.pulls) - len(moving)} numbers move it by less than two "
            "standard errors"
        )
