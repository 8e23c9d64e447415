"""Moves: the reports that moved the headline answers most, before and after."""

from collections.abc import Iterator
from math import hypot

from forewarn.brief.document import (
    Block,
    Code,
    Column,
    Heading,
    Line,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Shown,
    Table,
    Trace,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import place_trace
from forewarn.brief.from_run import value_shown
from forewarn.brief.phrases import jump_words, question_title, titles_of
from forewarn.brief.wording import points_text, shorten
from forewarn.model.conditions import Jump
from forewarn.model.estimate import Estimate
from forewarn.model.evidence import Report
from forewarn.model.moves import Move, Moves
from forewarn.model.words import amount_text, listed, short_day, spaced

#: Letters of what a report says that a table has room for.
LETTERS = 160


def move_blocks(findings: Findings) -> Iterator[Block]:
    """How reports moved the headline answers; nothing where none did."""
    moves = findings.moves
    if moves is None or not moves.moves:
        return
    yield Heading(line=("How reports moved the headline answers",))
    yield Paragraph(line=(_opening(moves),))
    yield _table(findings, moves)


def _opening(moves: Moves) -> str:
    line = (
        "Each answer the day before a report was known and on the day, each from a "
        f"posterior of its own: {moves.worlds:,} worlds of {moves.futures:,} futures. "
        "Errors are large. Reports of one day are not told apart, and what moved "
        "answers slowly, by nothing happening, stands in no row. A move of under two "
        "errors may be none."
    )
    if moves.days > len(moves.moves):
        line += (
            f" Of {moves.days} days on which a report said something new of a variable "
            f"these {len(moves.moves)} were chosen by how differently futures from the "
            "start end in which the variable stood as reported; another day may have "
            "moved them more."
        )
    return line


def _table(findings: Findings, moves: Moves) -> Table:
    groups = [_group(findings, move) for move in moves.moves]
    return Table(
        caption=("The reports, the largest move first",),
        columns=(
            Column(title="Answer"),
            Column(title="Just before", holds="numbers"),
            Column(title="Just after", holds="numbers"),
            Column(title="Moved by", holds="numbers"),
            Column(title="Error", holds="numbers"),
        ),
        groups=tuple(group for group in groups if group.rows),
    )


def _group(findings: Findings, move: Move) -> Rows:
    """A day, what became known, and a row for each answer that was open before."""
    pairs = zip(move.before, move.after, strict=True)
    rows = tuple(_row(findings, a, b) for a, b in pairs if a.value not in (0, 1))
    line: Line = (short_day(move.day), ": ")
    for at, place in enumerate(move.reports):
        line += ("; " if at else "", *_report(findings, place))
    return Rows(title=line, rows=rows)


def _report(findings: Findings, place: int) -> Line:
    report = findings.case.evidence.reports[place]
    said = _said(findings, report)
    if report.what:
        said += (". ", Quoted(text=shorten(" ".join(report.what.split()), LETTERS)))
    where: Line = (Code(text=f"{report.span.file}:{report.span.line}"),)
    trace = place_trace(report.span, where)
    line = Shown(value=report.span.line, text=f"line {report.span.line}", trace=trace)
    return (*said, " (", line, ")")


def _said(findings: Findings, report: Report) -> Line:
    titles = titles_of(findings.case)
    if report.jump is not None:
        leap = report.jump
        jump = Jump(
            variable=leap.variable, sources=leap.sources, targets=(leap.target,)
        )
        return jump_words(jump, titles)
    variable, states = report.state or ("", ())
    named = listed([spaced(state) for state in states], "or")
    return (Quoted(text=titles.variables.get(variable, variable)), f": {named}")


def _row(findings: Findings, before: Estimate, after: Estimate) -> Row:
    title = question_title(findings.case.question(before.question))
    trace = Trace(
        origin="run",
        line=(
            Code(text=before.question),
            f" from {before.as_of} to {after.as_of}: {before.worlds:,} worlds each",
        ),
    )
    by, error = after.value - before.value, hypot(before.error, after.error)
    sign = "+" if by > 0 else "−" if by < 0 else ""  # noqa: RUF001  # the sign itself
    text = f"{sign}{amount_text(abs(100 * by))} points" if by else "none"
    return Row(
        head=(Quoted(text=title),),
        cells=(
            (value_shown(before),),
            (value_shown(after),),
            (Shown(value=by, text=text, trace=trace),),
            (Shown(value=error, text=points_text(error), trace=trace),),
        ),
    )
