"""``forewarn answer``: what the case's questions come to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.text import Text

from forewarn.cli.answer_record import answer_record, story_record
from forewarn.cli.answer_table import print_answer
from forewarn.cli.losses_table import print_losses
from forewarn.cli.opening import open_or_leave
from forewarn.cli.options import CaseArgument, JsonOption
from forewarn.cli.past_states import past_record, print_past
from forewarn.cli.printing import plain, print_json
from forewarn.cli.progress import showing_progress
from forewarn.cli.records import complaint_record
from forewarn.cli.run_options import (
    AdoptOption,
    AsOfOption,
    ByOption,
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
)
from forewarn.cli.screen import ANSWER_WIDTH, open_console
from forewarn.cli.story_lines import print_story
from forewarn.errors import Interrupted, UsageError
from forewarn.model.estimate import Answer
from forewarn.workbench import AnswerRow, Effort, OpenCase

INTERRUPTED = 130
EXAMPLES = (
    "forewarn answer two-front",
    "forewarn answer two-front two_front provoke --precision fine",
    "forewarn answer two-front two_front --fix ukr_war=settled --by '5 years'",
    "forewarn answer two-front --set 'taiwan: greyzone -> crisis' '0.5 per year'",
    "forewarn answer two-front --replay 17:3",
    "forewarn answer two-front --as-of 2024-06-01",
    "forewarn answer two-front --as-of 2024-06-01 --smooth",
)


def answer(  # noqa: PLR0913  # every option is one
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
    precision: PrecisionOption = None,
    worlds: WorldsOption = None,
    futures: FuturesOption = None,
    method: MethodOption = "auto",
    seed: SeedOption = 1,
    central: CentralOption = False,
    fix: FixOption = None,
    settings: SetOption = None,
    replay: Annotated[
        str | None,
        typer.Option(
            "--replay",
            metavar="WORLD:FUTURE",
            show_default=False,
            help="Tell one future of the run as a dated story instead; both from 0.",
        ),
    ] = None,
    smooth: Annotated[
        bool,
        typer.Option(
            "--smooth",
            help="Tell where each variable was on past days instead; with --as-of.",
        ),
    ] = False,
    as_of: AsOfOption = None,
    adopt: AdoptOption = None,
    threads: ThreadsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer the questions of a case, for every date they ask for.

    The mean is the forecast. Central sets every number to its median; the median is
    that of the middle world. The interval is doubt about the world, the error that of
    the computing. The page on answers in the documentation says what each means.
    """
    opened = open_or_leave(case, as_json=as_json)
    opened = changed_case(opened, fix, settings, adopt)
    if as_of is not None:
        opened = opened.as_of(as_of)
    effort = effort_of(
        seed=seed,
        precision=precision,
        worlds=worlds,
        futures=futures,
        method=method,
        central=central,
        threads=threads,
    )
    asked = _Asked(
        opened=opened,
        questions=tuple(questions or ()),
        by=tuple(by or ()),
        effort=effort,
        as_json=as_json,
    )
    if smooth:
        _smooth(asked, replay)
    elif replay is None:
        _answer(asked)
    else:
        _replay(asked, _place(replay))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked, of which run, and how it is to be printed."""

    opened: OpenCase
    questions: tuple[str, ...]
    by: tuple[str, ...]
    effort: Effort
    as_json: bool


def _answer(asked: _Asked) -> None:
    opened = asked.opened
    try:
        with showing_progress() as progress:
            found = opened.answer(
                *asked.questions, by=asked.by, effort=asked.effort, progress=progress
            )
    except Interrupted as stop:
        _report_finished(asked, stop)
        raise typer.Exit(INTERRUPTED) from None
    if asked.as_json:
        print_json(answer_record(opened, found))
    else:
        _print(opened, found)


def _replay(asked: _Asked, place: tuple[int, int]) -> None:
    opened = asked.opened
    with showing_progress() as progress:
        told = opened.replay(
            place,
            *asked.questions,
            by=asked.by,
            effort=asked.effort,
            progress=progress,
        )
    if asked.as_json:
        print_json(story_record(opened, told))
    else:
        print_story(opened, told, asked.effort, open_console())


def _smooth(asked: _Asked, replay: str | None) -> None:
    if asked.questions or replay is not None:
        raise UsageError(
            "--smooth tells of every variable: leave out questions and --replay"
        )
    opened = asked.opened
    with showing_progress() as progress:
        found = opened.smooth(by=asked.by, effort=asked.effort, progress=progress)
    if asked.as_json:
        print_json(past_record(opened, found))
    else:
        print_past(opened, found, open_console())


def _place(text: str) -> tuple[int, int]:
    """A world and a future, as typed."""
    found = re.fullmatch(r"\s*(\d{1,18})\s*:\s*(\d{1,18})\s*", text)
    if found is None:
        raise UsageError(f"--replay takes WORLD:FUTURE, such as 17:3, and not {text}")
    return int(found[1]), int(found[2])


def _report_finished(asked: _Asked, stop: Interrupted) -> None:
    """What was finished before the user stopped the run."""
    found = stop.finished if isinstance(stop.finished, Answer) else Answer(estimates=())
    if asked.as_json:
        problems = [complaint_record(stop.message, INTERRUPTED)]
        print_json({"problems": problems, **answer_record(asked.opened, found)})
        return
    if found.estimates:
        _print(asked.opened, found)
    typer.echo(f"forewarn: {stop.message}", err=True)


def _print(opened: OpenCase, found: Answer) -> None:
    console, rows = open_console(piped_width=ANSWER_WIDTH), opened.rows(found)
    for line in change_lines(opened):
        console.print(Text(plain(line), "yellow"))
    if rows:
        print_answer(rows, console)
    else:
        console.print("The case asks no question.")
    if found.losses:
        print_losses(opened.case, found.losses, console)
    for note in (*_row_notes(rows), *found.notes):
        console.print(Text(f"note: {plain(note)}", "dim"), soft_wrap=True)


def _row_notes(rows: Sequence[AnswerRow]) -> Iterator[str]:
    """Notes on single estimates, each once."""
    by_note: dict[str, list[AnswerRow]] = {}
    for row in rows:
        if row.note:
            by_note.setdefault(row.note, []).append(row)
    for note, (first, *more) in by_note.items():
        date = f", {first.date}" if first.date else ""
        others = f" and {len(more)} more" if more else ""
        yield f"{first.title}{date}{others}: {note}"
