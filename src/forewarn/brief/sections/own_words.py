"""The analyst's own words, with numbers filled in, and their confidence."""

from collections.abc import Iterator

from forewarn.brief.document import Block, Code, Line, Listing, Paragraph, Section
from forewarn.brief.findings import Findings
from forewarn.brief.own_words import blocks_of
from forewarn.model.own_words import FILE

CONFIDENCE = (
    "Likelihood is computed; confidence is for the analyst to state, in a sentence of "
    "its own, against these criteria:"
)
CRITERIA: tuple[Line, ...] = (
    ("How good the sources are, and how near they were to what they tell.",),
    ("How many there are that do not rest on each other, and whether they agree.",),
    ("How much of the argument is data, and how much is judgement.",),
    ("What had to be assumed, and what an opponent may have made us see.",),
    ("What is not known, and whether it could still turn the answer.",),
)


def compose_own_words(findings: Findings) -> Section:
    """What the analyst says, or where they would say it."""
    return Section(
        anchor="own-words", title="In the analyst's words", blocks=(*_blocks(findings),)
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    if findings.words is None:
        line: Line = ("The analyst's own sentences, in ", Code(text=FILE))
        yield Paragraph(line=(*line, ", would fill this section."), role="lacking")
    else:
        yield from blocks_of(findings.words, findings.case, findings.answer)
    yield Paragraph(line=(CONFIDENCE,), role="note")
    yield Listing(items=CRITERIA)
