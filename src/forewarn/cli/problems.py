"""Problems on the screen: by file, each with its line and a caret under the place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from forewarn.cli.printing import plain
from forewarn.cli.records import problem_record
from forewarn.errors import Problem, Span
from forewarn.workbench import Reading

_BREAK = re.compile(r"\r\n|\r|\n")  # what editors count as a line's end
_BEFORE = 60  # columns kept before the place when its line is too long to show
_SHOWN = 100  # columns of a line that are shown
_STYLE = {"error": "bold red", "warning": "bold yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The part of a line around a place, and the carets under it."""

    line: str
    carets: str


def path_of(reading: Reading, file: str) -> str:
    """A file of a case as the user would write its path from here."""
    return str(reading.home / file)


def print_problems(
    reading: Reading, console: Console, *, told: Iterable[str] = ()
) -> None:
    """Every problem of a case, grouped by file, what else is told, and how many."""
    problems = reading.problems
    for file, group in groupby(problems, key=lambda problem: problem.span.file):
        members = tuple(group)
        path = plain(path_of(reading, file))
        console.print(Text.assemble((path, "bold"), ": ", count_of(members), "\n"))
        lines = _BREAK.split(reading.texts.get(file, ""))
        for problem in members:
            console.print(_shown(problem, path, lines), soft_wrap=True)
    for line in (*told, count_of(problems)):
        console.print(line, soft_wrap=True)


def count_of(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are.

    >>> count_of(())
    'no problems'
    """
    errors = sum(problem.severity == "error" for problem in problems)
    counts = ((errors, "error"), (len(problems) - errors, "warning"))
    words = [f"{n} {word}{'s' * (n != 1)}" for n, word in counts if n]
    return ", ".join(words) or "no problems"


def problem_records(reading: Reading) -> list[dict[str, str | int]]:
    """Every problem of a case as JSON has it."""
    return [problem_record(p, path_of(reading, p.span.file)) for p in reading.problems]


def _shown(problem: Problem, path: str, lines: Sequence[str]) -> Text:
    style = _STYLE[problem.severity]
    place = f":{problem.span.line}:{problem.span.column}" if problem.span.line else ""
    text = Text.assemble(
        f"  {path}{place}: ",
        (f"{problem.severity} {problem.code}", style),
        f": {plain(problem.message)}\n",
    )
    for line in _excerpt_lines(problem.span, lines):
        text.append_text(line)
    if problem.hint:
        text.append(f"    hint: {plain(problem.hint)}\n", "cyan")
    return text


def _excerpt_lines(span: Span, lines: Sequence[str]) -> Iterator[Text]:
    if not 1 <= span.line <= len(lines) or not any(lines):
        return
    found = excerpt(lines[span.line - 1], span)
    number = str(span.line)
    yield Text.assemble((f"    {number} | ", "dim"), f"{found.line}\n")
    yield Text.assemble(
        (f"    {' ' * len(number)} | ", "dim"), (f"{found.carets}\n", "bold")
    )


def excerpt(line: str, span: Span) -> Excerpt:
    """The line of a span with carets under the span, as wide as it is on the screen.

    >>> place = Span(file="", line=1, column=4, end_line=1, end_column=7)
    >>> excerpt("a: ful", place)
    Excerpt(line='a: ful', carets='   ^^^')
    """
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = min(max(end, start + 1), max(len(line), start + 1))
    cut = start - _BEFORE if len(line) > _SHOWN and start > _BEFORE else 0
    before = _flat(line[cut:start])
    place = _flat(line[start : min(end, cut + _SHOWN)])
    carets = " " * cell_len(before) + "^" * max(cell_len(place), 1)
    return Excerpt(line=_flat(line[cut : cut + _SHOWN]), carets=carets)


def _flat(text: str) -> str:
    """Text without tabs or steering characters, one column for each."""
    return plain(text).replace("\t", " ")
