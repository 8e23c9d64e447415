"""What a case says, as tables to read on a screen."""

from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from forewarn.cli.case_record import (
    influence_records,
    question_text,
    reasons_text,
    start_text,
    transitions_of,
)
from forewarn.cli.printing import plain
from forewarn.model.case import Case, Question, Variable
from forewarn.model.standing import standing_of

Cells = Sequence[str]


def print_case(case: Case, console: Console) -> None:
    """The title, and a table of each kind of thing that the case has."""
    title = Text(f"{plain(case.title)}\n", "bold")
    console.print(title.append(_subtitle(case), "not bold"))
    for table in _tables(case):
        if table.row_count:
            console.print(table)
    if told := reasons_text(case):
        console.print(told, soft_wrap=True)


def _subtitle(case: Case) -> str:
    draft = ", draft" if case.status == "draft" else ""
    return f"from {case.start.isoformat()}, for {case.horizon_text}{draft}\n"


def _tables(case: Case) -> Iterator[Table]:
    yield _table("variable", ("", "group", "states", "start"), _variables(case))
    yield _table("transition", ("hazard", "basis"), _transitions(case))
    yield _table("influence on", ("while", "times", "basis"), _influences(case))
    yield _table("event", ("", "rate", "basis"), _events(case))
    yield _table("question", ("kind", "asks", "by"), _questions(case))
    yield _table("claim", ("says", "tested by"), _claims(case))
    yield _table("basis", ("numbers", "share"), _shares(case))


def _table(first: str, others: Cells, rows: Iterable[Cells]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    cells = tuple(rows)
    heading = f"{first} ({len(cells)})" if first != "basis" else first
    table.add_column(heading, style="bold", overflow="fold")
    for title in others:
        table.add_column(title, overflow="fold")
    for row in cells:
        table.add_row(*(Text(plain(cell)) for cell in row))
    return table


def _variables(case: Case) -> Iterator[Cells]:
    for one in case.variables:
        yield one.name, one.title, one.group, _states(one), start_text(one)


def _states(variable: Variable) -> str:
    return (" < " if variable.scaled else ", ").join(variable.state_names)


def _transitions(case: Case) -> Iterator[Cells]:
    for one in transitions_of(case):
        yield one.name, one.rate.quantity.text, one.rate.basis or "not said"


def _influences(case: Case) -> Iterator[Cells]:
    for one in influence_records(case):
        yield one["on"], one["condition"], one["times"], one["basis"] or "not said"


def _events(case: Case) -> Iterator[Cells]:
    for one in case.events:
        yield one.name, one.title, one.rate.quantity.text, one.rate.basis or "not said"


def _questions(case: Case) -> Iterator[Cells]:
    for one in case.questions:
        yield one.name, one.kind, question_text(one), _dates(one)


def _dates(question: Question) -> str:
    return ", ".join(deadline.text for deadline in question.by)


def _claims(case: Case) -> Iterator[Cells]:
    for one in case.claims:
        yield one.name, one.says, ", ".join(one.tested_by)


def _shares(case: Case) -> Iterator[Cells]:
    standing = standing_of(case)
    for basis, count in standing.by_basis.items():
        if count or (basis and standing.numbers):
            share = count / len(standing.numbers)
            yield basis or "not said", str(count), f"{share:.0%}"
