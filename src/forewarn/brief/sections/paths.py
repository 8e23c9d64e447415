"""How it could happen: the commonest orders of what leads there, and futures told."""

import shlex
from collections.abc import Iterator, Sequence

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
    Section,
    Shown,
    Table,
    Trace,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.phrases import Titles, jump_words, question_title, titles_of
from forewarn.brief.wording import chance_text, counted
from forewarn.model.conditions import Jump
from forewarn.model.paths import Example, Order, Paths, Step
from forewarn.model.story import Moment
from forewarn.model.units import date_after
from forewarn.model.words import day_text, short_day, spaced

HOW_TO_READ = (
    "For each headline question, the commonest orders of what led there in futures "
    "that get there: the last jump of all that the question reads and, as far back as "
    "is said, jumps that set up influences which were raising those rates at the time."
)
BACK = ("none of those behind", "one cause back", "two causes back")
ORDINALS = ("first", "second", "third", "fourth", "fifth")


def compose_paths(findings: Findings) -> Section:
    """Paths to the headline answers, or what would fill the section."""
    return Section(
        anchor="paths", title="How it could happen", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    if not findings.paths:
        line = "A run that answers a question by yes or no would fill this section."
        yield Paragraph(line=(line,), role="lacking")
        return
    yield Paragraph(line=(HOW_TO_READ,))
    for paths in findings.paths:
        yield from _question(findings, paths)


def _question(findings: Findings, paths: Paths) -> Iterator[Block]:
    question = findings.case.question(paths.question)
    titles = titles_of(findings.case)
    yield Heading(
        line=(Quoted(text=question_title(question)),),
        anchor=anchor("paths", question.name),
    )
    day = day_text(date_after(findings.case.start, paths.years))
    looked_at = (_number(findings, paths, paths.futures), " futures looked at, ")
    reached = _number(findings, paths, paths.reached)
    verb = counted(paths.reached, "gets", "get")
    line: Line = ("Of ", *looked_at, reached, f" {verb} there by {day}.")
    if not paths.told:
        yield Paragraph(line=(*line, " So no path can be told."))
        return
    line += (" The paths of ", _number(findings, paths, paths.told), " are told, ")
    yield Paragraph(line=(*line, f"{BACK[paths.depth]}."))
    yield _orders(findings, paths, titles)
    for example in paths.examples:
        yield from _example(findings, paths, example, titles)


def _orders(findings: Findings, paths: Paths, titles: Titles) -> Table:
    rows = [_order(findings, paths, one, titles) for one in paths.orders]
    if paths.other_orders:
        rest = 1 - sum(order.share for order in paths.orders)
        futures = paths.told - sum(order.futures for order in paths.orders)
        number = _number(findings, paths, paths.other_orders)
        head: Line = (number, f" other {counted(paths.other_orders, 'order')}")
        share = _share(findings, paths, rest)
        cells: tuple[Line, ...] = ((share,), (_number(findings, paths, futures),))
        rows.append(Row(head=head, cells=cells))
    return Table(
        caption=("The commonest orders of what led there",),
        columns=(
            Column(title="In this order"),
            Column(title="Share", holds="numbers"),
            Column(title="Futures", holds="numbers"),
        ),
        groups=(Rows(rows=tuple(rows)),),
    )


def _order(findings: Findings, paths: Paths, order: Order, titles: Titles) -> Row:
    head: Line = ("Nothing had to change",) if not order.steps else ()
    for place, step in enumerate(order.steps):
        head += ("; then ",) if place else ()
        head += _words(step, titles)
    share = _share(findings, paths, order.share)
    return Row(head=head, cells=((share,), (_number(findings, paths, order.futures),)))


def _example(
    findings: Findings, paths: Paths, example: Example, titles: Titles
) -> Iterator[Block]:
    place = f"{example.world}:{example.future}"
    day = day_text(date_after(findings.case.start, example.years))
    order = "another order"
    if example.order >= 0:
        order = f"the {ORDINALS[example.order]} of these orders"
    yield Heading(line=(f"A future of {order}: there on {day}",), level=4)
    moments: Sequence[Moment] = example.moments
    words = ("answer", findings.case.name, paths.question, "--replay", place)
    command = f"forewarn {shlex.join((*words, *findings.options))}"
    if moments:
        yield Table(
            caption=("What moved on the way, of all that has to do with it",),
            columns=(Column(title="Date", holds="dates"), Column(title="What happens")),
            groups=(Rows(rows=tuple(_moment(findings, m, titles) for m in moments)),),
        )
    yield Paragraph(line=("The whole of it: ", Code(text=command)), role="note")


def _moment(findings: Findings, moment: Moment, titles: Titles) -> Row:
    day = short_day(date_after(findings.case.start, moment.years))
    step = Step(
        name=moment.name,
        variable=moment.variable,
        source=moment.source,
        target=moment.target,
    )
    return Row(head=(day,), cells=(_words(step, titles),))


def _words(step: Step, titles: Titles) -> Line:
    if not step.variable:
        name = titles.events.get(step.name, spaced(step.name))
        return (Quoted(text=name), " occurs")
    jump = Jump(variable=step.variable, sources=(step.source,), targets=(step.target,))
    return jump_words(jump, titles)


def _number(findings: Findings, paths: Paths, number: int) -> Shown:
    return Shown(value=number, text=f"{number:,}", trace=_trace(findings, paths))


def _share(findings: Findings, paths: Paths, share: float) -> Shown:
    text = "all" if share == 1 else chance_text(share)
    return Shown(value=share, text=text, trace=_trace(findings, paths))


def _trace(findings: Findings, paths: Paths) -> Trace:
    day = day_text(date_after(findings.case.start, paths.years))
    rest = f" by {day}: counted among futures of the run, seed {findings.seed}"
    return Trace(origin="run", line=(Code(text=paths.question), rest))
