"""What it would cost: what losses come to, how far they reach, what they rest on."""

from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Code,
    Column,
    Line,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Shown,
    Table,
    Trace,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import interval_shown, median_shown
from forewarn.brief.phrases import condition_words, titles_of
from forewarn.model.case import Case
from forewarn.model.estimate import Cost
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.words import amount_text, day_text, spaced

HOW_TO_READ = (
    "What a future costs from the start on, over all worlds and futures. Most futures "
    "of a rare war cost nothing, so the mean says little by itself: beside it stand "
    "the 80% interval of what one future costs, and the mean of the worst 5%."
)


def compose_costs(findings: Findings) -> Section:
    """What losses come to, or what would fill the section."""
    return Section(
        anchor="costs", title="What it would cost", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    case = findings.case
    if not case.losses:
        line = "Losses in the case (losses:) would fill this section."
        yield Paragraph(line=(line,), role="lacking")
        return
    if findings.costs:
        yield Paragraph(line=(HOW_TO_READ,))
        yield _amounts(findings)
    else:
        line = "A run would fill this section: what its futures cost."
        yield Paragraph(line=(line,), role="lacking")
    yield _sizes(case)


def _amounts(findings: Findings) -> Table:
    last = max(cost.years for cost in findings.costs)
    named = {loss.name: loss for loss in findings.case.losses}
    costs = [cost for cost in findings.costs if cost.years == last]
    return Table(
        caption=(f"Losses from the start to {day_text(costs[0].by)}",),
        columns=(
            Column(title="Loss"),
            Column(title="Mean", holds="numbers"),
            Column(title="80% of futures", holds="numbers"),
            Column(title="Worst 5%, mean", holds="numbers"),
            Column(title="Error", holds="numbers"),
        ),
        groups=(Rows(rows=tuple(_amount(findings, c, named[c.loss]) for c in costs)),),
    )


def _amount(findings: Findings, cost: Cost, loss: Loss) -> Row:
    def shown(value: float) -> Shown:
        trace = _trace(findings, cost)
        return Shown(value=value, text=amount_text(value), trace=trace)

    head: Line = (Quoted(text=_title(loss)),)
    if loss.unit:
        head += (", ", Quoted(text=loss.unit))
    return Row(
        head=head,
        cells=(
            (shown(cost.mean),),
            (shown(cost.low), " to ", shown(cost.high)),
            (shown(cost.worst5),),
            (shown(cost.error),),
        ),
    )


def _trace(findings: Findings, cost: Cost) -> Trace:
    rest = f" by {day_text(cost.by)}: {cost.futures:,} futures, seed {findings.seed}"
    rest += "; mean and error solved exactly" if cost.method == "exact" else ""
    return Trace(origin="run", line=(Code(text=cost.loss), rest))


def _sizes(case: Case) -> Table:
    """Every term: what costs, how much at the median and within 80 %, and by what."""
    return Table(
        caption=("What each rests on: sizes as the case has them",),
        columns=(
            Column(title="What costs"),
            Column(title="Median", holds="numbers"),
            Column(title="80% interval", holds="numbers"),
            Column(title="Drawn anew"),
        ),
        groups=tuple(
            Rows(title=(Quoted(text=_title(loss)),), rows=tuple(_terms(case, loss)))
            for loss in case.losses
        ),
    )


def _terms(case: Case, loss: Loss) -> Iterator[Row]:
    for terms, yearly in ((loss.per_jump, False), (loss.per_year, True)):
        yield from (_term(case, term, yearly=yearly) for term in terms)


def _term(case: Case, term: LossTerm, *, yearly: bool) -> Row:
    titles = titles_of(case)
    head: Line = condition_words(term.on, titles)
    if term.when is not None:
        head += (", while ", *condition_words(term.when, titles))
    anew = "at each jump" if term.varies == "event" and not yearly else "in each world"
    return Row(
        head=head,
        cells=(
            (median_shown(case, term.size),),
            interval_shown(case, term.size),
            (anew,),
        ),
    )


def _title(loss: Loss) -> str:
    return loss.title or spaced(loss.name)
