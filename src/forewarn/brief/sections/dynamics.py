"""The dynamics: the counterfactuals that the argument names."""

from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Column,
    Line,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Table,
)
from forewarn.brief.findings import Findings
from forewarn.brief.phrases import Titles, titles_of
from forewarn.model.case import Dynamic
from forewarn.model.words import spaced


def compose_dynamics(findings: Findings) -> Section:
    """Each dynamic and the world without it."""
    return Section(anchor="dynamics", title="Dynamics", blocks=tuple(_blocks(findings)))


def _blocks(findings: Findings) -> Iterator[Block]:
    dynamics = findings.case.dynamics
    if not dynamics:
        yield Paragraph(
            line=("Dynamics named in the case would fill this section.",),
            role="lacking",
        )
        return
    yield Paragraph(
        line=("A dynamic is a part of the argument that it can be told without.",)
    )
    titles = titles_of(findings.case)
    yield Table(
        caption=("The dynamics, and the world without each",),
        columns=(Column(title="Dynamic"), Column(title="Without it")),
        groups=(Rows(rows=tuple(_row(d, titles) for d in dynamics)),),
    )


def _row(dynamic: Dynamic, titles: Titles) -> Row:
    line: Line = ()
    for place, (variable, state) in enumerate(dynamic.without):
        title = titles.variables.get(variable, variable)
        line += ("; ",) if place else ()
        line += (Quoted(text=title), " is held at ", Quoted(text=spaced(state)))
    head = Quoted(text=dynamic.title or spaced(dynamic.name))
    return Row(head=(head,), cells=(line,))
