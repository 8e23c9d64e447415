"""Claims of the argument, and what tests each."""

from collections.abc import Iterator
from dataclasses import replace

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
from forewarn.brief.from_run import AMOUNTS, is_settled, latest, value_shown, when
from forewarn.brief.phrases import question_title
from forewarn.brief.wording import counted
from forewarn.model.case import Claim

COLUMNS = (
    Column(title="Claim"),
    Column(title="It says"),
    Column(title="Tested by"),
    Column(title="So far"),
    Column(title="It fails if"),
)


VERDICT = (
    "So far says how many of a claim's tests what happened has settled for their last "
    "date. Whether a claim has failed is for people to say, by the words beside it."
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
    yield Paragraph(line=(VERDICT,), role="note")
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
        cells=(
            (Quoted(text=claim.says),),
            _tests(findings, claim),
            (_so_far(findings, claim),),
            fails,
        ),
        anchor=anchor("claim", claim.name),
    )


def _so_far(findings: Findings, claim: Claim) -> str:
    """How many of its tests are settled; whether it fails is for people to say."""
    asked = {question.name for question in findings.case.questions}
    tests = [name for name in claim.tested_by if name in asked]
    if not tests:
        return "not tested by a question"
    if findings.answer is None:
        return "not answered"
    found = [latest(findings.answer, name) for name in tests]
    settled = sum(one is not None and is_settled(one) for one in found)
    if settled == len(tests):
        return "settled"
    if settled:
        return f"{settled} of {len(tests)} tests settled"
    return "open"


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
    if is_settled(estimate) and estimate.kind not in AMOUNTS:
        came, date = ("it came", "") if estimate.value else ("it did not come", date)
        return (*link, ": ", replace(value_shown(estimate), text=came), date)
    return (*link, ": ", value_shown(estimate), date)
