"""What we believe now: where each variable is, and which numbers moved most."""

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
    Table,
    Trace,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import (
    interval_shown,
    median_shown,
    unit_text,
    value_text,
)
from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import DASH, chance_text
from forewarn.model.believed import Believed, Moved, Shares, Whereabouts
from forewarn.model.numbers import Number
from forewarn.model.words import amount_text, day_text, short_day, spaced

#: Numbers told; every one is in ``forewarn numbers``.
MOST = 10
#: States rarer than this are left out of a line, and the line says so.
RARE = 0.01
WHERE = (
    "Where each variable is held to be, by the share of worlds that fit what is known. "
    "A variable of which every change would have been reported is in one state in all "
    "worlds; others are told by their last reports and by what moves them."
)
NUMBERS = (
    "Numbers that what happened moved most from where they were written, counted in "
    "standard deviations of the number as written. A large move says that the world "
    "was not as written; most rest on a handful of jumps."
)


def compose_beliefs(findings: Findings) -> Section:
    """What is believed, or what would fill the section."""
    return Section(
        anchor="beliefs", title="What we believe now", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    believed = findings.believed
    if believed is None:
        line = "A day after the start (--as-of) and reports would fill this section."
        yield Paragraph(line=(line,), role="lacking")
        return
    yield Paragraph(line=(WHERE,))
    yield _variables(findings, believed)
    moved = believed.moved[:MOST]
    if moved:
        yield Heading(line=("The numbers that moved most",))
        yield Paragraph(line=(NUMBERS,))
        yield _numbers(findings, believed, moved)


def _variables(findings: Findings, believed: Believed) -> Table:
    rows = [_variable(findings, believed, one) for one in believed.whereabouts]
    return Table(
        caption=(f"Where each variable is on {day_text(believed.as_of)}",),
        columns=(
            Column(title="Variable"),
            Column(title=f"As written, {short_day(findings.case.start)}"),
            Column(title=f"Now, {short_day(believed.as_of)}"),
        ),
        groups=(Rows(rows=tuple(rows)),),
    )


def _variable(findings: Findings, believed: Believed, one: Whereabouts) -> Row:
    title = titles_of(findings.case).variables[one.variable]
    link = Link(text=title, target=f"#{anchor('variable', one.variable)}")
    written = Trace(
        origin="run",
        line=(Code(text=one.variable), " at the start, each number at its median"),
    )
    return Row(
        head=(link,),
        cells=(_states(one.start, written), _states(one.now, _trace(believed, one))),
    )


def _trace(believed: Believed, one: Whereabouts) -> Trace:
    return Trace(origin="run", line=(Code(text=one.variable), _run(believed)))


def _run(believed: Believed) -> str:
    return (
        f" as of {day_text(believed.as_of)}: {believed.worlds:,} worlds that fit what "
        f"is known, worth {amount_text(believed.effective)}"
    )


def _states(shares: Shares, trace: Trace) -> Line:
    """States from the likeliest on, each with its share where there are several."""
    held = sorted((s for s in shares if s[1] > 0), key=lambda share: -share[1])
    if len(held) == 1:
        return (Quoted(text=spaced(held[0][0])),)
    line: Line = ()
    for state, share in held:
        if share >= RARE:
            shown = Shown(value=share, text=chance_text(share), trace=trace)
            line += (", " if line else "", Quoted(text=spaced(state)), " ", shown)
    rest = sum(share for _, share in held if share < RARE)
    if rest:
        shown = Shown(value=rest, text=chance_text(rest), trace=trace)
        line += (", others ", shown)
    return line


def _numbers(findings: Findings, believed: Believed, moved: tuple[Moved, ...]) -> Table:
    named = {number.name: number for number in findings.case.numbers()}
    rows = tuple(_number(findings, believed, one, named[one.number]) for one in moved)
    return Table(
        caption=("As written, and in the light of what happened",),
        columns=(
            Column(title="Number"),
            Column(title="As written", holds="numbers"),
            Column(title="80% interval", holds="numbers"),
            Column(title="Now", holds="numbers"),
            Column(title="80% interval", holds="numbers"),
            Column(title="Moved by", holds="numbers"),
            Column(title="Basis"),
        ),
        groups=(Rows(rows=rows),),
    )


def _number(findings: Findings, believed: Believed, one: Moved, number: Number) -> Row:
    trace = Trace(origin="run", line=(Code(text=one.number), _run(believed)))
    unit = unit_text(number.quantity)

    def shown(value: float, unit: str = "") -> Shown:
        text = value_text(number.quantity.dimension, value) + unit
        return Shown(value=value, text=text, trace=trace)

    low, middle, high = one.posterior
    by = Shown(value=one.by, text=f"{one.by:+.1f}", trace=trace)
    return Row(
        head=(Code(text=one.number),),
        cells=(
            (median_shown(findings.case, number),),
            interval_shown(findings.case, number),
            (shown(middle, unit),),
            (shown(low), " to ", shown(high, unit)),
            (by,),
            (number.basis or DASH,),
        ),
    )
