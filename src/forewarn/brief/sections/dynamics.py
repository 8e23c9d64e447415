"""The dynamics: the counterfactuals that the argument names, and what each does."""

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
from forewarn.brief.from_pairs import (
    after_shown,
    before_shown,
    difference_shown,
    error_shown,
)
from forewarn.brief.phrases import Titles, question_title, titles_of
from forewarn.model.case import Dynamic
from forewarn.model.comparison import Comparison, Difference
from forewarn.model.words import day_text, spaced

HOW_TO_READ = (
    "The headline answers with and without each dynamic, from futures that have all "
    "their luck in common but for what the dynamic brings about; so the error is that "
    "of the difference itself. Differences need not add up: one dynamic may "
    "stand in for another, or need it. They say what the model does without a dynamic, "
    "and not what caused what in the world."
)


def compose_dynamics(findings: Findings) -> Section:
    """Each dynamic, the world without it, and what the headline answers are there."""
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
    if findings.dynamics is None or not findings.dynamics.differences:
        line = "A run that answers would tell what each does to the headline answers."
        yield Paragraph(line=(line,), role="lacking")
        return
    yield Paragraph(line=(HOW_TO_READ,))
    yield _differences(findings, findings.dynamics)
    for note in findings.dynamics.notes:
        yield Paragraph(line=(f"{note[:1].upper()}{note[1:]}.",), role="note")


def _row(dynamic: Dynamic, titles: Titles) -> Row:
    line: Line = ()
    for place, (variable, state) in enumerate(dynamic.without):
        title = titles.variables.get(variable, variable)
        line += ("; ",) if place else ()
        line += (Quoted(text=title), " is held at ", Quoted(text=spaced(state)))
    return Row(head=(Quoted(text=_title(dynamic)),), cells=(line,))


def _differences(findings: Findings, found: Comparison) -> Table:
    day = day_text(findings.as_of)
    since = "from the start" if findings.as_of == findings.case.start else f"from {day}"
    asks = dict.fromkeys((one.question, one.years) for one in found.differences)
    groups = (
        [one for one in found.differences if (one.question, one.years) == ask]
        for ask in asks
    )
    return Table(
        caption=(f"Headline answers without each dynamic {since} on",),
        columns=(
            Column(title="Without"),
            Column(title="Answer then", holds="numbers"),
            Column(title="Difference", holds="numbers"),
            Column(title="Error", holds="numbers"),
        ),
        groups=tuple(_group(findings, found, group) for group in groups),
    )


def _group(
    findings: Findings, found: Comparison, differences: list[Difference]
) -> Rows:
    first, run = differences[0], _run(found)
    question = findings.case.question(first.question)
    with_all = Row(
        head=("none: the argument whole",), cells=((before_shown(first, run),), (), ())
    )
    named = {dynamic.name: _title(dynamic) for dynamic in findings.case.dynamics}
    rows = [
        Row(
            head=(Quoted(text=named[one.change]),) if one.change else ("all of them",),
            cells=(
                (after_shown(one, run),),
                (difference_shown(one, run),),
                error_shown(one, run),
            ),
        )
        for one in differences
    ]
    title: Line = (
        Quoted(text=question_title(question)),
        f", {'on' if question.kind == 'holds' else 'by'} {day_text(first.by)}",
    )
    return Rows(title=title, rows=(with_all, *rows))


def _run(found: Comparison) -> str:
    return (
        f"{found.worlds:,} worlds of {found.futures_per_world:,} pairs of coupled "
        f"futures, seed {found.seed}"
    )


def _title(dynamic: Dynamic) -> str:
    return dynamic.title or spaced(dynamic.name)
