"""What we published and what happened; else a look back, and not a record."""

from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Code,
    Column,
    Heading,
    Line,
    Link,
    Paragraph,
    Quoted,
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
from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import DASH, chance_text, counted
from forewarn.model.score import Item, Score, Total
from forewarn.model.words import amount_text, day_text, short_day, spaced

#: Items told one by one, the worst misses first.
MOST = 15
SCORES = (
    "The Brier score is the mean squared distance of chances from what came, 0 at "
    "best; the log score is the mean negative log of the chance of what came, 0 at "
    "best. "
    "Beside the Brier score stands what it would be if every chance were right."
)
NOT_A_RECORD = (
    "What was not published before it happened is no record, however well it fits: "
    "whoever wrote the numbers may have known."
)


def compose_record(findings: Findings) -> Section:
    """What was published and what came of it, or what would fill the section."""
    return Section(
        anchor="record",
        title="What we published and what happened",
        blocks=tuple(_blocks(findings)),
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    score = findings.score
    if score is None or not (score.items or score.open):
        line: Line = ("Forecasts (", Code(text="forewarn publish"), ") and outcomes (")
        line += (Code(text="forewarn resolve"), ") would fill this section.")
        yield Paragraph(line=line, role="lacking")
        return
    yield from _record(findings, score)
    yield from _retrodiction(findings, score)


def _record(findings: Findings, score: Score) -> Iterator[Block]:
    yield Heading(line=("The record",))
    if score.record is None:
        line = "Nothing that was published beforehand has come to its date yet."
        yield Paragraph(line=(line, *_open(score)))
        return
    yield Paragraph(line=(*_total(score, score.record), *_open(score)))
    yield Paragraph(line=(SCORES,), role="note")
    yield _items(findings, score, "record", "Published beforehand, worst miss first")


def _open(score: Score) -> Line:
    if not score.open:
        return ()
    number = len(score.open)
    noun = counted(number, "forecast is", "forecasts are")
    return (" ", _shown(score, number), f" more {noun} still open.")


def _retrodiction(findings: Findings, score: Score) -> Iterator[Block]:
    if score.retrodiction is None:
        return
    yield Heading(line=("A look back, not a record",))
    yield Paragraph(line=(NOT_A_RECORD, " ", *_written(findings)))
    yield Paragraph(line=_total(score, score.retrodiction))
    yield _items(findings, score, "retrodiction", "Looking back, worst miss first")


def _written(findings: Findings) -> Line:
    case = findings.case
    if case.written is None or case.written <= case.start:
        return ()
    start, written = day_text(case.start), day_text(case.written)
    return (
        Strong(text=f"The numbers of this argument were chosen on {written}."),
        f" Chances are those it gives as of {start}.",
    )


def _total(score: Score, total: Total) -> Line:
    trace = _trace(score)

    def shown(value: float) -> Shown:
        return Shown(value=value, text=amount_text(value), trace=trace)

    noun = counted(total.count, "answer", "answers")
    return (
        f"By {day_text(score.as_of)}, ",
        shown(total.count),
        f" {noun}: ",
        shown(total.true),
        " came true; the chances add up to ",
        shown(total.expected_true),
        ". Brier score ",
        shown(total.brier),
        ", and ",
        shown(total.expected.mean),
        " if every chance were right; log score ",
        shown(total.log),
        ".",
        *(_few(total)),
    )


def _few(total: Total) -> Line:
    few = " So few say little, and those that tell one story say less."
    return (few,) if total.count < 30 else ()


def _items(findings: Findings, score: Score, kind: str, caption: str) -> Table:
    items = [item for item in score.items if item.kind == kind and item.counted]
    rows = tuple(_item(findings, score, item) for item in items[:MOST])
    more = len(items) - len(rows)
    note = f"; {more} that miss less are left out" if more else ""
    return Table(
        caption=(f"{caption}{note}",),
        columns=(
            Column(title="Question"),
            Column(title="Date", holds="dates"),
            Column(title="Chance", holds="numbers"),
            Column(title="Came out"),
            Column(title="Brier", holds="numbers"),
            Column(title="Said by"),
        ),
        groups=(Rows(rows=rows),),
    )


def _item(findings: Findings, score: Score, item: Item) -> Row:
    trace = _trace(score)
    titles = titles_of(findings.case).questions
    head: Line = (Quoted(text=titles.get(item.question, spaced(item.question))),)
    if item.question in titles:
        target = f"#{anchor('question', item.question)}"
        head = (Link(text=titles[item.question], target=target),)
    chance = Shown(value=item.value, text=chance_text(item.value), trace=trace)
    brier = Shown(value=item.brier, text=amount_text(item.brier), trace=trace)
    said: Line = (Quoted(text=item.who),) if item.who else (DASH,)
    if item.published is not None:
        said += (f", {short_day(item.published)}",)
    return Row(
        head=head,
        cells=(
            (short_day(item.by),),
            (chance,),
            ("yes" if item.true else "no",),
            (brier,),
            said,
        ),
    )


def _shown(score: Score, number: int) -> Shown:
    return Shown(value=number, text=f"{number:,}", trace=_trace(score))


def _trace(score: Score) -> Trace:
    line = f"Scored on {day_text(score.as_of)}: what was resolved by then"
    return Trace(origin="run", line=(line, "; command: ", Code(text="forewarn score")))
