"""Levers: the numbers that move an answer most, and whose they are."""

from collections.abc import Iterator
from math import isfinite

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
from forewarn.brief.from_case import number_trace
from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import DASH, chance_text
from forewarn.model.numbers import Number
from forewarn.model.sensitivity import Lever, Levers
from forewarn.model.units import date_after
from forewarn.model.words import amount_text, day_text

#: Numbers told.
MOST = 10
HOW_TO_READ = (
    "By how many percent the answer grows where a number grows by one percent, in all "
    "worlds; of a chance, where its odds do. The share is that of the answer's own "
    "doubt between worlds that comes from the number."
)


def lever_blocks(findings: Findings) -> Iterator[Block]:
    """The ten largest elasticities; nothing where none were told."""
    levers = findings.levers
    if levers is None or not levers.levers:
        return
    yield Heading(line=("The numbers that move the answer most",))
    yield Paragraph(line=_opening(findings, levers))
    yield _table(findings, levers)


def _opening(findings: Findings, levers: Levers) -> Line:
    title = titles_of(findings.case).questions[levers.question]
    day = day_text(date_after(findings.case.start, levers.years))
    line: Line = ("For ", Quoted(text=title), f", by {day}. ", HOW_TO_READ)
    if findings.believed is not None:
        start = day_text(findings.case.start)
        line += (f" They are told from {start} on, before any report is taken in.",)
    return line


def _table(findings: Findings, levers: Levers) -> Table:
    named = {number.name: number for number in findings.case.numbers()}
    rows = [
        _row(findings, levers, lever, named[lever.number])
        for lever in levers.levers[:MOST]
    ]
    return Table(
        caption=("The ten largest elasticities, and whose numbers they are",),
        columns=(
            Column(title="Number"),
            Column(title="Elasticity", holds="numbers"),
            Column(title="Error", holds="numbers"),
            Column(title="Share of doubt", holds="numbers"),
            Column(title="As written"),
            Column(title="Whose"),
        ),
        groups=(Rows(rows=tuple(rows)),),
    )


def _row(findings: Findings, levers: Levers, lever: Lever, number: Number) -> Row:
    trace = _trace(levers, lever)
    elasticity = Shown(
        value=lever.elasticity, text=f"{lever.elasticity:+.2f}", trace=trace
    )
    error: Line = ("none",)
    if lever.error > 0:
        text = amount_text(lever.error)
        error = (Shown(value=lever.error, text=text, trace=trace),)
    return Row(
        head=(Code(text=lever.number),),
        cells=(
            (elasticity,),
            error,
            _share(lever, trace),
            _written(findings, number),
            _whose(findings, number),
        ),
    )


def _trace(levers: Levers, lever: Lever) -> Trace:
    how = f"{levers.futures:,} futures" if levers.futures else "solved exactly"
    run = f": {levers.worlds:,} worlds, {how}; command: forewarn why"
    return Trace(origin="run", line=(Code(text=lever.number), run))


def _share(lever: Lever, trace: Trace) -> Line:
    if not isfinite(lever.share):
        return (DASH,)
    if lever.share < 0.01:
        return ("under 1%",)
    text = "all" if lever.share >= 1 else chance_text(lever.share)
    return (Shown(value=lever.share, text=text, trace=trace),)


def _written(findings: Findings, number: Number) -> Line:
    """The quantity as written, which leads to its line."""
    return (
        Code(text=number.quantity.text),
        " ",
        Shown(
            value=number.span.line,
            text=f"line {number.span.line}",
            trace=number_trace(findings.case, number),
        ),
    )


def _whose(findings: Findings, number: Number) -> Line:
    """By what right it stands there."""
    basis = number.basis or "not said"
    if number.citation is None:
        return (basis,)
    titles = {source.name: source.title for source in findings.case.sources}
    source = titles.get(number.citation.source, number.citation.source)
    return (f"{basis}: ", Quoted(text=source))
