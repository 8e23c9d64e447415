"""The argument: every variable by group, its changes, and what moves them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forewarn.brief.document import (
    Block,
    Column,
    Heading,
    Line,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Table,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import interval_shown, median_shown
from forewarn.brief.map_picture import influence_table, map_picture
from forewarn.brief.phrases import Titles, condition_words, titles_of
from forewarn.brief.wording import counted
from forewarn.influences import Link, links_on
from forewarn.laws import quantile
from forewarn.model.case import Case, Event, Number, Transition, Variable
from forewarn.model.words import rate_words, spaced

COLUMNS = (
    Column(title="Change, and what moves it"),
    Column(title="Median", holds="numbers"),
    Column(title="80% interval", holds="numbers"),
    Column(title="In words"),
    Column(title="Basis"),
)
HOW_TO_READ = (
    "Each change has a rate: how often it is to be expected in a year while its "
    "variable stays where the change begins. Under it stand its influences, each of "
    "which multiplies the rate while it holds."
)


def compose_argument(findings: Findings) -> Section:
    """The argument, group by group."""
    return Section(
        anchor="argument", title="The argument", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    case = findings.case
    yield Paragraph(line=(HOW_TO_READ,))
    table = influence_table(case)
    if findings.answer is not None:  # without answers the map stands on page one
        yield replace(map_picture(case), table=table)
    elif table is not None:
        yield table
    titles = titles_of(case)
    for group, variables in _grouped(case).items():
        yield Heading(line=(Quoted(text=_group_title(group)),))
        for variable in variables:
            yield from _variable(case, variable, titles)
    if case.events:
        yield Heading(line=("Events",))
        yield _table(case, ("Events",), case.events, titles)


def _grouped(case: Case) -> dict[str, list[Variable]]:
    groups: dict[str, list[Variable]] = {}
    for variable in case.variables:
        groups.setdefault(variable.group, []).append(variable)
    return groups


def _group_title(group: str) -> str:
    words = spaced(group)
    return words[:1].upper() + words[1:] if words else "Variables"


def _variable(case: Case, variable: Variable, titles: Titles) -> Iterator[Block]:
    title = Quoted(text=titles.variables[variable.name])
    yield Heading(line=(title,), level=4, anchor=anchor("variable", variable.name))
    yield Paragraph(line=(*_states(variable), *_start(case, variable)))
    if variable.transitions:
        yield _table(case, (title,), variable.transitions, titles)
    else:
        yield Paragraph(line=(_moved_otherwise(case, variable),), role="note")


def _moved_otherwise(case: Case, variable: Variable) -> str:
    """What moves a variable that has no rates."""
    drawn = {one.draw.variable for one in case.schedules if one.draw}
    dated = {one.leap.variable for one in case.schedules if one.leap}
    sudden = {one.leap.variable for one in case.triggers}
    if variable.name in drawn | dated:
        return "It changes on known dates only."
    if variable.name in sudden:
        return "It changes only in the same instant as something else."
    return "It cannot change."


def _states(variable: Variable) -> Line:
    between = " < " if variable.scaled else ", "
    names = Quoted(text=between.join(spaced(name) for name in variable.state_names))
    kind = ", lowest first" if variable.scaled else ""
    noun = counted(len(variable.states), "State")
    return (f"{noun}{kind}: ", names, ". ")


def _start(case: Case, variable: Variable) -> Line:
    shares = [(state, number) for state, number in variable.start]
    if len(shares) == 1:
        return ("At the start: ", Quoted(text=spaced(shares[0][0])), ".")
    line: Line = ("At the start: ",)
    for place, (state, number) in enumerate(shares):
        gap = ", " if place else ""
        line += (gap, Quoted(text=spaced(state)), " ", median_shown(case, number))
    return (*line, ".")


def _table(
    case: Case,
    caption: Line,
    targets: Sequence[Transition | Event],
    titles: Titles,
) -> Table:
    rows: list[Row] = []
    for target in targets:
        rows.append(_rate_row(case, target, titles))
        rows += [_link_row(case, link, titles) for link in links_on(target)]
    return Table(
        caption=("Changes of ", *caption) if caption != ("Events",) else caption,
        columns=COLUMNS,
        groups=(Rows(rows=tuple(rows)),),
    )


def _rate_row(case: Case, target: Transition | Event, titles: Titles) -> Row:
    if isinstance(target, Event):
        head: Line = (Quoted(text=titles.events[target.name]),)
    else:
        source, end = spaced(target.source), spaced(target.target)
        head = (Quoted(text=source), " → ", Quoted(text=end))
    rate = target.rate
    words = ""
    if rate.quantity.dimension == "rate":
        words = rate_words(quantile(rate.quantity.law, 0.5))
    return Row(head=head, cells=_cells(case, rate, words))


def _link_row(case: Case, link: Link, titles: Titles) -> Row:
    words = "no change"
    if link.median != 1:
        words = "raises" if link.raises else "lowers"
    return Row(
        head=_while(link, titles), cells=_cells(case, link.times, words), depth=1
    )


def _while(link: Link, titles: Titles) -> Line:
    if not link.is_pool:
        return ("while ", *condition_words(link.conditions[0], titles))
    line: Line = ("for each that holds: ",)
    for place, condition in enumerate(link.conditions):
        line += ("; ",) if place else ()
        line += condition_words(condition, titles)
    return line


def _cells(case: Case, number: Number, words: str) -> tuple[Line, ...]:
    basis = number.basis or "none stated"
    return (
        (median_shown(case, number),),
        interval_shown(case, number),
        (words,),
        (basis,),
    )
