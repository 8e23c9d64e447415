"""What settled since the start: questions that what happened has answered."""

from collections.abc import Iterator, Sequence

from forewarn.brief.document import (
    Block,
    Column,
    Line,
    Link,
    Paragraph,
    Row,
    Rows,
    Section,
    Shown,
    Strong,
    Table,
    Trace,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_run import (
    AMOUNTS,
    error_shown,
    value_shown,
)
from forewarn.brief.moves import move_blocks
from forewarn.brief.phrases import question_title
from forewarn.brief.then import Pair, settled_since
from forewarn.brief.wording import counted
from forewarn.model.estimate import Estimate
from forewarn.model.words import amount_text, day_text, short_day


def compose_settled(findings: Findings) -> Section:
    """What settled, or what would fill the section."""
    return Section(
        anchor="settled",
        title=f"What settled since {day_text(findings.case.start)}",
        blocks=tuple(_blocks(findings)),
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    if findings.answer is None or findings.then is None:
        line = "A day after the start (--as-of) and reports would fill this section."
        yield Paragraph(line=(line,), role="lacking")
        return
    pairs = settled_since(findings)
    if not pairs:
        yield Paragraph(line=("No question that was open at the start is settled.",))
    else:
        yield Paragraph(line=_look_back(findings))
        yield Paragraph(line=_sum(findings, pairs))
        yield _table(findings, pairs)
    yield from move_blocks(findings)


def _look_back(findings: Findings) -> Line:
    """What a reader must not take this for."""
    case = findings.case
    line: Line = (Strong(text="A look back, not a record."),)
    if case.written is not None and case.written > case.start:
        line += (
            " The numbers of this argument were chosen on ",
            f"{day_text(case.written)}, by people who knew what had happened; what ",
            "they say of the start was said after it.",
        )
    past = " What was published before it happened stands under "
    to = Link(text="what we published and what happened", target="#record")
    return (*line, past, to, ".")


def _sum(findings: Findings, pairs: Sequence[Pair]) -> Line:
    chances = [(now, then) for now, then in pairs if now.kind not in AMOUNTS]
    true = sum(now.value == 1 for now, _ in chances)
    expected = sum(then.value for _, then in chances)
    trace = Trace(
        origin="run",
        line=(_counting(findings),),
    )

    def shown(value: float) -> Shown:
        return Shown(value=value, text=amount_text(value), trace=trace)

    noun = counted(len(chances), "answer is", "answers are")
    return (
        shown(len(chances)),
        f" {noun} settled, counting a question once for each date: ",
        shown(true),
        " came true, where the chances at the start add up to ",
        shown(expected),
        ". They are not independent: many tell one story.",
    )


def _counting(findings: Findings) -> str:
    return (
        "Counted among what is settled; the number expected is the sum of the chances "
        f"as of {day_text(findings.case.start)}, seed {findings.seed}"
    )


def _table(findings: Findings, pairs: Sequence[Pair]) -> Table:
    rows = tuple(_row(findings, now, then) for now, then in pairs)
    return Table(
        caption=("What is settled, and how it stood at the start",),
        columns=(
            Column(title="Question"),
            Column(title="Date", holds="dates"),
            Column(title="Came out"),
            Column(title="At the start", holds="numbers"),
            Column(title="Error", holds="numbers"),
        ),
        groups=(Rows(rows=rows),),
    )


def _row(findings: Findings, now: Estimate, then: Estimate) -> Row:
    title = question_title(findings.case.question(now.question))
    link = Link(text=title, target=f"#{anchor('question', now.question)}")
    return Row(
        head=(link,),
        cells=(
            (short_day(now.by) if now.by else "no date",),
            ("yes" if now.value == 1 else "no",),
            (value_shown(then),),
            (error_shown(then),),
        ),
    )
