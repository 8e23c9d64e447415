"""Key estimates: every question and date, three numbers and two doubts."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from forewarn.brief.document import (
    Block,
    Column,
    Line,
    Listing,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Table,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_run import (
    AMOUNTS,
    central_shown,
    differs_by_world,
    error_shown,
    interval_shown,
    is_settled,
    likelihood_word,
    median_shown,
    note_of,
    value_shown,
)
from forewarn.brief.outside import outside_shown, years_ahead
from forewarn.brief.phrases import question_title
from forewarn.brief.then import then_of
from forewarn.brief.wording import DASH
from forewarn.model.case import Question
from forewarn.model.estimate import Answer, Estimate
from forewarn.model.words import day_text, listed, short_day
from forewarn.model.yardstick import Yardstick

THREE_NUMBERS = (
    "Three numbers are given, never one. The mean is the forecast: the average over "
    "everything the argument is unsure of. The median is what the middle world says; "
    "central sets every number of the argument to its median. For what is rare, the "
    "mean mostly lies above both."
)
TWO_DOUBTS = (
    "Two doubts are given, never mixed. The 80% interval is doubt about the world and "
    "shrinks only with knowledge; the error is that of the computing and shrinks with "
    "more of it. The outside view is what a base rate alone would say."
)
ONE_WORLD = (
    "No number of this run is in doubt, so there is one world: mean, median and "
    "central answer are the same, and no interval stands beside them. The error is "
    "that of the computing; the outside view is what a base rate alone would say."
)
NONE: Line = (DASH,)
COLUMNS = (
    Column(title="Date", holds="dates"),
    Column(title="Likelihood"),
    Column(title="Mean", holds="numbers"),
    Column(title="80% interval", holds="numbers"),
    Column(title="At the start", holds="numbers"),
    Column(title="Outside view", holds="numbers"),
    Column(title="Median", holds="numbers"),
    Column(title="Central", holds="numbers"),
    Column(title="Error", holds="numbers"),
)


def compose_estimates(findings: Findings) -> Section:
    """Key estimates, or what would fill them."""
    return Section(
        anchor="estimates", title="Key estimates", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    if findings.answer is None or not findings.answer.estimates:
        yield Paragraph(
            line=("A run that answers the questions would fill this section.",),
            role="lacking",
        )
        return
    if any(differs_by_world(estimate) for estimate in findings.answer.estimates):
        yield Paragraph(line=(THREE_NUMBERS,))
        yield Paragraph(line=(TWO_DOUBTS,))
    else:
        yield Paragraph(line=(ONE_WORLD,))
    if findings.then is not None:
        yield Paragraph(line=(_at_the_start(findings),))
    yield _table(findings, findings.answer)
    notes = tuple(_notes(findings, findings.answer))
    if notes:
        yield Listing(items=notes)
    yield Paragraph(line=(_words(findings.case.yardstick),), role="note")


def _at_the_start(findings: Findings) -> str:
    return (
        f"The likelihood, the mean and what follows stand as of "
        f"{day_text(findings.as_of)}: what was known by then is taken in. At the start "
        f"is the mean as of {day_text(findings.case.start)}, before any report."
    )


def _table(findings: Findings, answer: Answer) -> Table:
    groups = []
    for question in findings.case.questions:
        mine = [e for e in answer.estimates if e.question == question.name]
        rows = tuple(_row(findings, question, estimate) for estimate in mine)
        if rows:
            title: Line = (Quoted(text=question_title(question)),)
            groups.append(Rows(title=title, rows=rows))
    table = Table(
        caption=("Answers to every question, for every date asked",),
        columns=COLUMNS,
        groups=tuple(groups),
    )
    return _without_empty_columns(table)


def _without_empty_columns(table: Table) -> Table:
    """The table without columns that say nothing in any row."""
    rows = [row.cells for group in table.groups for row in group.rows]
    kept = [
        place
        for place, cells in enumerate(zip(*rows, strict=True))
        if any(cell != NONE for cell in cells)
    ]
    groups = tuple(
        replace(
            group,
            rows=tuple(
                replace(row, cells=tuple(row.cells[place] for place in kept))
                for row in group.rows
            ),
        )
        for group in table.groups
    )
    columns = (table.columns[0], *(table.columns[place + 1] for place in kept))
    return replace(table, columns=columns, groups=groups)


def _is_past(findings: Findings, estimate: Estimate) -> bool:
    """Whether each world has its yes or no, so that how they differ says no more."""
    if findings.then is None or estimate.by is None:
        return False
    open_ended = AMOUNTS | {"given"}
    return estimate.by <= findings.as_of and estimate.kind not in open_ended


def _row(findings: Findings, question: Question, estimate: Estimate) -> Row:
    outside = outside_shown(question, years_ahead(estimate, findings.case))
    word = likelihood_word(estimate, findings.case.yardstick)
    settled, before = is_settled(estimate), then_of(findings, estimate)
    past = _is_past(findings, estimate)
    differs = differs_by_world(estimate) and not settled and not past
    return Row(
        head=(short_day(estimate.by) if estimate.by else "no date",),
        cells=(
            (word,) if word else NONE,
            (value_shown(estimate),),
            interval_shown(estimate) if differs else NONE,
            NONE if before is None else (value_shown(before),),
            NONE if outside is None or settled or past else (outside,),
            (median_shown(estimate),) if differs else NONE,
            (central_shown(estimate),) if differs else NONE,
            NONE if settled else (error_shown(estimate),),
        ),
    )


def _notes(findings: Findings, answer: Answer) -> Iterator[Line]:
    titles = {q.name: question_title(q) for q in findings.case.questions}
    for estimate in answer.estimates:
        note = note_of(estimate)
        if note and estimate.question in titles:
            date = f", {short_day(estimate.by)}" if estimate.by else ""
            title = Quoted(text=titles[estimate.question])
            yield (title, f"{date}: ", Quoted(text=note))


def _words(yardstick: Yardstick) -> str:
    bands, gaps = yardstick.bands, ""
    told = "; ".join(f"{b.word} {100 * b.low:g} to {100 * b.high:g}%" for b in bands)
    ends = [f"under {100 * bands[0].low:g}%"] if bands[0].low > 0 else []
    ends += [f"over {100 * bands[-1].high:g}%"] if bands[-1].high < 1 else []
    if ends:
        gaps = f" There is none {listed(ends, 'or')}; the number speaks there."
    if any(one.high < other.low for one, other in pairwise(bands)):
        gaps += " A chance in a gap stands between two."
    if any(one.high == other.low for one, other in pairwise(bands)):
        gaps += " A chance where two bands meet takes the upper."
    return f"Likelihood words: {told} ({yardstick.source}).{gaps}"
