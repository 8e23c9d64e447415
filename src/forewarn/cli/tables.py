"""What a case says, as tables to read on a screen."""

from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from forewarn.cli.case_record import (
    cost_text,
    indicator_text,
    influence_records,
    question_text,
    ready_text,
    reasons_text,
    start_text,
    transitions_of,
)
from forewarn.cli.printing import plain
from forewarn.influences import leaning_of
from forewarn.model.case import Case, Question, Variable
from forewarn.model.conditions import text_of
from forewarn.model.exits import dead_ends
from forewarn.model.standing import standing_of

Cells = Sequence[str]


def print_case(case: Case, console: Console) -> None:
    """The title, and a table of each kind of thing that the case has."""
    title = Text(f"{plain(case.title)}\n", "bold")
    console.print(title.append(_subtitle(case), "not bold"))
    for table in _tables(case):
        if table.row_count:
            console.print(table)
    for told in _facts(case):
        console.print(told, soft_wrap=True)


def _facts(case: Case) -> Iterator[str]:
    """What a reader should know before believing the case, a line each."""
    if reasons := reasons_text(case):
        yield reasons
    if late := len(standing_of(case).late):
        yield f"{late} rest on what was known only after the start"
    if leaning_of(case).told:
        leaning = leaning_of(case)
        yield (
            f"{leaning.worse} of {leaning.told} influences on a scale push towards its "
            "higher states, read as the worse ones"
        )
    if ends := [
        f"{variable.name} = {state.name}" for variable, state in dead_ends(case)
    ]:
        yield f"states that nothing leads out of: {', '.join(ends)}"


def _subtitle(case: Case) -> str:
    draft = ", draft" if case.status == "draft" else ""
    return f"from {case.start.isoformat()}, for {case.horizon_text}{draft}\n"


def _tables(case: Case) -> Iterator[Table]:
    yield _table("variable", ("", "group", "states", "start"), _variables(case))
    yield _table("transition", ("hazard", "basis"), _transitions(case))
    yield _table("influence on", ("while", "times", "basis"), _influences(case))
    yield _table("event", ("", "rate", "basis"), _events(case))
    yield _table("schedule", ("dates", "jump or draw", "chance"), _schedules(case))
    yield _table("trigger: after", ("jump", "chance"), _triggers(case))
    yield _table("common cause", ("", "share", "moves"), _causes(case))
    yield _table("variant", ("", "weight", "sets"), _variants(case))
    yield _table("loss", ("unit", "on", "size"), _losses(case))
    yield _table("indicator", ("", "kind", "of", "seen", "silent"), _indicators(case))
    yield _table("measure", ("", "cost", "ready", "acts on"), _measures(case))
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


def _schedules(case: Case) -> Iterator[Cells]:
    for one in case.schedules:
        moved = one.leap.text if one.leap else ""
        if one.draw:
            shares = (f"{s} {number.quantity.text}" for s, number in one.draw.shares)
            moved = f"{one.draw.variable}: {', '.join(shares)}"
        chance = one.chance.quantity.text if one.chance else ""
        yield one.name, one.dates_text, moved, chance


def _triggers(case: Case) -> Iterator[Cells]:
    for one in case.triggers:
        yield text_of(one.after), one.leap.text, one.chance.quantity.text


def _causes(case: Case) -> Iterator[Cells]:
    for one in case.common_causes:
        moves = [*(f"+ {n}" for n in one.raises), *(f"- {n}" for n in one.lowers)]
        yield one.name, one.title, one.share_text, "\n".join(moves)


def _variants(case: Case) -> Iterator[Cells]:
    for one in case.variants:
        sets = (f"{name}: {quantity.text}" for name, quantity in one.changes)
        yield one.name, one.title, one.weight_text, "\n".join(sets)


def _losses(case: Case) -> Iterator[Cells]:
    for one in case.losses:
        for term in one.per_jump:
            yield one.name, one.unit, text_of(term.on), term.size.quantity.text
        for term in one.per_year:
            size = f"{term.size.quantity.text} a year"
            yield one.name, one.unit, text_of(term.on), size


def _indicators(case: Case) -> Iterator[Cells]:
    for one in case.indicators:
        seen, silent = (n.quantity.text if n else "" for n in (one.seen, one.silent))
        kind = one.kind.replace("_", " ")
        yield one.name, one.title, kind, indicator_text(one), seen, silent


def _measures(case: Case) -> Iterator[Cells]:
    for one in case.measures:
        acts = (f"{each.target}: {each.times.quantity.text}" for each in one.effects)
        cost, ready = cost_text(one), ready_text(one)
        yield one.name, one.title, cost, ready, "\n".join(acts)


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
