"""Claims of the argument, and what tests each."""

from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Code,
    Column,
    Line,
    Link,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Table,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import count
from forewarn.brief.from_run import latest, value_shown, when
from forewarn.brief.phrases import question_title
from forewarn.brief.wording import counted
from forewarn.model.case import Claim

COLUMNS = (
    Column(title="Claim"),
    Column(title="It says"),
    Column(title="Tested by"),
    Column(title="It fails if"),
)


def compose_claims(findings: Findings) -> Section:
    """Each claim with its tests, and how many have none."""
    return Section(
        anchor="claims",
        title="Claims and what tests them",
        blocks=tuple(_blocks(findings)),
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    claims = findings.case.claims
    if not claims:
        yield Paragraph(
            line=("Claims in the case would fill this section.",), role="lacking"
        )
        return
    untested = sum(not claim.tested_by for claim in claims)
    if untested:
        noun = counted(untested, "claim has", "claims have")
        yield Paragraph(line=(count(untested), f" {noun} nothing that tests them."))
    yield Table(
        caption=("Claims, and what would count against them",),
        columns=COLUMNS,
        groups=(Rows(rows=tuple(_row(findings, claim) for claim in claims)),),
    )


def _row(findings: Findings, claim: Claim) -> Row:
    fails: Line = (Quoted(text=claim.fails_if),) if claim.fails_if else ("not said",)
    if claim.waits_for:
        fails += (" It waits for: ", Quoted(text=claim.waits_for))
    return Row(
        head=(Quoted(text=claim.name),),
        cells=((Quoted(text=claim.says),), _tests(findings, claim), fails),
        anchor=anchor("claim", claim.name),
    )


def _tests(findings: Findings, claim: Claim) -> Line:
    if not claim.tested_by:
        return ("nothing yet",)
    line: Line = ()
    for place, name in enumerate(claim.tested_by):
        line += ("; ",) if place else ()
        line += _test(findings, name)
    return line


def _test(findings: Findings, name: str) -> Line:
    questions = {q.name: q for q in findings.case.questions}
    if name not in questions:
        return (Code(text=name),)
    title = question_title(questions[name])
    link: Line = (Link(text=title, target=f"#{anchor('question', name)}"),)
    estimate = latest(findings.answer, name) if findings.answer else None
    if estimate is None:
        return link
    date = f" {when(estimate)}" if estimate.by else ""
    return (*link, ": ", value_shown(estimate), date)
