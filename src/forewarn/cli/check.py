"""``forewarn check``: everything wrong with a case."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from forewarn.cli.case_record import reasons_text, standing_record
from forewarn.cli.implied_table import implied_record, print_implied
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.printing import plain, print_json, print_note
from forewarn.cli.problems import count_of, path_of, print_problems, problem_records
from forewarn.cli.progress import showing_progress
from forewarn.cli.screen import open_console
from forewarn.errors import Problem, Span, UsageError
from forewarn.model.implied import Implied
from forewarn.workbench import Reading, opened
from forewarn.workbench import check as check_case

EXAMPLES = (
    "forewarn check my-korea",
    "forewarn check model.yaml --json",
    "forewarn check my-korea --format github",
    "forewarn check my-korea --deep",
)


def check(
    case: CaseArgument,
    *,
    as_json: JsonOption = False,
    layout: Annotated[
        Literal["text", "github"],
        typer.Option("--format", help="github: annotations for GitHub Actions."),
    ] = "text",
    deep: Annotated[
        bool,
        typer.Option(
            "--deep", help="Put the rate that the whole case implies beside each count."
        ),
    ] = False,
) -> None:
    """Show everything wrong with a case, with its place and what to do.

    Errors stand in the way of computing; warnings do not. Each code has a section in
    the documentation, with a bad and a good example.
    """
    if deep and layout == "github":
        raise UsageError(
            "--deep puts rates beside counts, which are no annotations: leave out "
            "--format github, or --deep"
        )
    reading = check_case(case)
    for note in reading.notes:
        print_note(note)
    implied = _implied(reading) if deep else None
    if as_json:
        print_json(_record(reading, implied))
    elif layout == "github":
        typer.echo("\n".join(github_lines(reading)))
    else:
        told = () if reading.case is None else (reasons_text(reading.case),)
        print_problems(reading, open_console(), told=filter(None, told))
        if implied is not None:
            print_implied(implied, open_console())
    raise typer.Exit(int(any(p.severity == "error" for p in reading.problems)))


def _implied(reading: Reading) -> tuple[Implied, ...] | None:
    """The implied rate beside each count; None of a case with errors."""
    if reading.case is None:
        return None
    with showing_progress() as progress:
        return opened(reading).implied(progress=progress)


def _record(reading: Reading, implied: tuple[Implied, ...] | None) -> dict[str, Any]:
    whole: dict[str, Any] = {"case": reading.name}
    whole["problems"] = problem_records(reading)
    if reading.case is not None:
        whole |= standing_record(reading.case)
    if implied is not None:
        whole["deep"] = [implied_record(one) for one in implied]
    return whole


def github_lines(reading: Reading) -> Iterator[str]:
    """Problems as annotations that GitHub Actions shows beside the lines."""
    for problem in reading.problems:
        yield _annotation(problem, path_of(reading, problem.span.file))
    yield plain(f"{reading.name}: {count_of(reading.problems)}")


def _annotation(problem: Problem, path: str) -> str:
    span = problem.span
    # The case as a whole has no line to be shown beside.
    places = _places(span, _from_here(path)) if span.line else {}
    places["title"] = problem.code
    told = ",".join(f"{key}={_property(str(value))}" for key, value in places.items())
    message = "\n".join(filter(None, (problem.message, problem.hint)))
    return f"::{problem.severity} {told}::{_escaped(message)}"


def _places(span: Span, file: str) -> dict[str, str | int]:
    return {
        "file": file,
        "line": span.line,
        "endLine": span.end_line,
        "col": span.column,
        "endColumn": span.end_column,
    }


def _from_here(path: str) -> str:
    """The path from the folder we stand in, where it leads inside it."""
    whole = Path(path).absolute()
    here = Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()


def _escaped(text: str) -> str:
    """Text with the characters that would end an annotation escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
