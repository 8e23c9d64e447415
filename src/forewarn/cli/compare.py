"""``forewarn compare``: by how much answers differ between two cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from forewarn.cli.compare_record import Part, compare_record
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
from forewarn.errors import UsageError
from forewarn.workbench import Comparison, DifferenceRow, OpenCase

EXAMPLES = (
    "forewarn compare two-front --fix ukr_war=settled",
    "forewarn compare two-front --set 'taiwan: greyzone -> crisis' '0.5 per year'",
    "forewarn compare north-korea --adopt hot_line --question two_front --by '5 years'",
    "forewarn compare my-korea north-korea --precision draft --json",
)
#: Columns of the table, and those of what a change does alone.
COLUMNS = ("without", "with", "difference", "error", "method")
ALONE = ("difference", "error")
#: What the comparison calls all that was changed.
WHOLE = "whole"


def compare(  # noqa: PLR0913  # every option is one
    case: CaseArgument,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="OTHER",
            show_default=False,
            help="A second case; where there is none, the first as changed.",
        ),
    ] = None,
    *,
    question: Annotated[
        list[str] | None,
        typer.Option(
            "--question",
            metavar="QUESTION",
            show_default="all that both ask",
            help="Compare the answers to this question; repeatable.",
        ),
    ] = None,
    by: ByOption = None,
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
    """Show by how much each answer differs between two cases, or with a change.

    --fix, --set and --adopt change the second case; where only one is named, that one;
    with --as-of, from that day on.
    Futures of both share their luck, so the error is that of the difference itself and
    far smaller than that of either answer. It is exactly 0 where nothing leads from
    what differs to the question.
    """
    first = open_or_leave(case, as_json=as_json)
    first = first if as_of is None else first.as_of(as_of)
    second = first if other is None else open_or_leave(other, as_json=as_json)
    asked = _Asked(
        before=first,
        after=changed_case(second, fix, settings, adopt),
        second=second,
    )
    if other is None and not asked.after.changes:
        raise UsageError(
            "there is nothing to compare with: name a second case, or change this one "
            "with --fix, --set or --adopt"
        )
    effort = effort_of(
        seed=seed,
        precision=precision,
        worlds=worlds,
        futures=futures,
        method=method,
        central=central,
        threads=threads,
    )
    questions, left_out = _questions(asked, question or ())
    parts = tuple(_parts(asked))
    changes = {WHOLE: asked.after, **{p.name: _alone(asked, p) for p in parts}}
    with showing_progress() as progress:
        found = first.differences(
            *questions, changes=changes, by=by or (), effort=effort, progress=progress
        )
    if as_json:
        print_json(compare_record(first, asked.after, found, parts))
    else:
        _print(asked, found, left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The two cases."""

    before: OpenCase
    after: OpenCase
    #: The second before it was changed.
    second: OpenCase


def _questions(
    asked: _Asked, named: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is asked of both cases, and what one of them does not ask alike."""
    kinds = {q.name: q.kind for q in asked.after.case.questions}
    mine = asked.before.case.questions
    both = [q.name for q in mine if kinds.get(q.name) == q.kind and q.kind != "number"]
    if not both and not named:
        raise UsageError("the two cases have no question in common")
    names = [*(q.name for q in mine), *kinds]
    left_out = tuple(dict.fromkeys(name for name in names if name not in both))
    for name in named:
        if name in kinds and name in left_out:
            raise UsageError(f"{name!r} cannot be compared: {_why_not(asked, name)}")
    return (tuple(named), ()) if named else (tuple(both), left_out)


def _why_not(asked: _Asked, name: str) -> str:
    if not any(q.name == name for q in asked.before.case.questions):
        return "only the second case asks it"
    if asked.before.case.question(name).kind == "number":
        return "it asks about a number, which has no futures"
    return "the two cases ask it in different ways"


def _parts(asked: _Asked) -> Iterator[Part]:
    """Each change by itself, where there are several to one case."""
    changes = asked.after.changes
    parts = [Part(kind="fix", what=f"{v}={s}") for v, s in changes.fixed]
    parts += [Part(kind="set", what=f"{n} {t}") for n, t in changes.settings]
    parts += [Part(kind="adopt", what=f"{m}@{d}") for m, d in changes.adopted]
    if asked.second is asked.before and len(parts) > 1:
        yield from parts


def _alone(asked: _Asked, part: Part) -> OpenCase:
    """The case with one change only."""
    changes, case = asked.after.changes, asked.second
    match part.kind:
        case "fix":
            return case.changed(fix=dict([_split(part.what, "=")]))
        case "adopt":
            return case.changed(adopt=dict([_split(part.what, "@")]))
        case _:
            named = {f"{n} {t}": (n, t) for n, t in changes.settings}
            return case.changed(settings=dict([named[part.what]]))


def _split(text: str, at: str) -> tuple[str, str]:
    first, _, second = text.rpartition(at)
    return first, second


def _print(asked: _Asked, found: Comparison, left_out: Sequence[str]) -> None:
    console = open_console(piped_width=ANSWER_WIDTH)
    for line in change_lines(asked.after):
        console.print(Text(plain(line), "yellow"))
    rows = asked.before.difference_rows(found.of(WHOLE))
    console.print(_table(rows, COLUMNS))
    for part in _parts(asked):
        console.print(Text(plain(f"{part.what} alone"), "bold"))
        alone = _last(asked.before.difference_rows(found.of(part.name)))
        console.print(_table(alone, ALONE))
    notes = [*_notes(rows), *found.notes]
    if left_out:
        listed = _list(left_out)
        notes.append(f"not compared, about a number or not asked alike: {listed}")
    for note in notes:
        console.print(Text(f"note: {plain(note)}", "dim"), soft_wrap=True)


def _table(rows: Sequence[DifferenceRow], columns: Sequence[str]) -> Table:
    """Rows under the titles of their questions."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold")
    for name in columns:
        table.add_column(name, header_style="dim", overflow="fold")
    title = ""
    for row in rows:
        if row.title != title:
            title = row.title
            table.add_row(Text(plain(title), "bold" if columns == COLUMNS else ""))
        told = _cells(row)
        cells = (f"  {row.date}", *(told[name] for name in columns))
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _cells(row: DifferenceRow) -> Mapping[str, str]:
    texts = (row.before, row.after, row.difference, row.error, row.method)
    return dict(zip(COLUMNS, texts, strict=True))


def _last(rows: Sequence[DifferenceRow]) -> Sequence[DifferenceRow]:
    """The last date of each question that differs at all."""
    last = {row.title: row for row in rows if row.difference != "exactly 0"}
    return tuple(last.values())


def _notes(rows: Sequence[DifferenceRow]) -> Iterator[str]:
    """Notes on single differences, each once."""
    by_note: dict[str, list[DifferenceRow]] = {}
    for row in rows:
        if row.note:
            by_note.setdefault(row.note, []).append(row)
    for note, (first, *more) in by_note.items():
        others = f" and {len(more)} more" if more else ""
        yield f"{first.title}, {first.date}{others}: {note}"


def _list(names: Sequence[str]) -> str:
    more = len(names) - 5
    return ", ".join(names[:5]) + (f" and {more} more" if more > 0 else "")
