"""What is asked: each question in plain words, with dates and outside view."""

from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Code,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quoted,
    Section,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.phrases import (
    deadline_words,
    question_title,
    question_words,
    titles_of,
)
from forewarn.model.case import Question


def compose_asked(findings: Findings) -> Section:
    """What is asked, or that nothing is."""
    return Section(
        anchor="asked", title="What is asked", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    titles = titles_of(findings.case)
    if not findings.case.questions:
        line = ("Questions in the case would fill this section.",)
        yield Paragraph(line=line, role="lacking")
    for question in findings.case.questions:
        yield Heading(
            line=(Quoted(text=question_title(question)),),
            anchor=anchor("question", question.name),
        )
        yield Paragraph(line=question_words(question, titles))
        yield Listing(items=tuple(_facts(findings, question)))


def _facts(findings: Findings, question: Question) -> Iterator[Line]:
    yield ("Named ", Code(text=question.name), " in the case")
    dates = deadline_words(question, findings.case, findings.as_of)
    if dates:
        yield (f"Asked {dates}",)
    if question.resolves:
        yield ("Resolves when: ", Quoted(text=question.resolves))
    if question.base_rate is not None:
        yield ("Outside view: ", Code(text=question.base_rate.text))
    tested = [c.name for c in findings.case.claims if question.name in c.tested_by]
    if tested:
        yield ("Tests ", Quoted(text=", ".join(tested)))
