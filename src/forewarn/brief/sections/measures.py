"""What to prepare now: each measure alone, and what it would change."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from forewarn.brief.document import (
    Block,
    Column,
    Heading,
    Line,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Strong,
    Table,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import count, interval_shown, median_shown, tally
from forewarn.brief.from_pairs import (
    APART,
    difference_shown,
    error_shown,
    is_exactly_none,
    is_told_apart,
)
from forewarn.brief.phrases import question_title
from forewarn.brief.wording import DASH, counted
from forewarn.model.case import Case
from forewarn.model.comparison import Difference
from forewarn.model.measures import Measure
from forewarn.model.tried import TriedAll
from forewarn.model.words import day_text, spaced

NO_ADVICE = (
    "This is not a recommendation: it says what the model does with each measure "
    "alone, not what it is worth, nor what it does elsewhere, nor how measures add up."
)
HOW_TO_READ = (
    "Futures with and without a measure have all their luck in common but for what it "
    f"changes. A table has the measures whose change is over {APART:g} errors for one "
    "of the days; of those that change nothing, about one in twenty is so by chance."
)


def compose_measures(findings: Findings) -> Section:
    """Measures with what they would change, or what would fill the section."""
    return Section(
        anchor="measures", title="What to prepare now", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    case = findings.case
    if not case.measures:
        line = "Measures in the case (measures.yaml) would fill this section."
        yield Paragraph(line=(line,), role="lacking")
        return
    yield Paragraph(line=(Strong(text=NO_ADVICE), " ", *_standing(case)))
    tried = findings.measures
    if tried is None or not any(one.differences for one in tried.tried):
        line = "A run that answers would tell what each changes."
        yield Paragraph(line=(line,), role="lacking")
    else:
        yield Paragraph(line=(HOW_TO_READ,))
        for question, years in _asks(tried):
            yield from _question(findings, tried, question, years)
    yield _costs(case)


def _standing(case: Case) -> Line:
    """How many effects are judgement."""
    bases = [effect.times.basis for m in case.measures for effect in m.effects]
    judged = sum(basis in {"judgement", None} for basis in bases)
    how_many: Line = (
        ("All ", *tally(len(bases), "effect"))
        if judged == len(bases)
        else (count(judged), " of ", *tally(len(bases), "effect"))
    )
    return (*how_many, f" {counted(judged, 'is', 'are')} judgement.")


def _asks(tried: TriedAll) -> list[tuple[str, float]]:
    return list(
        dict.fromkeys((d.question, d.years) for t in tried.tried for d in t.differences)
    )


def _question(
    findings: Findings, tried: TriedAll, name: str, years: float
) -> Iterator[Block]:
    case = findings.case
    question = case.question(name)
    yield Heading(
        line=(Quoted(text=question_title(question)),), anchor=anchor("measures", name)
    )
    found = {
        measure.name: _of(tried, measure, name, years) for measure in case.measures
    }
    found = {one: by_day for one, by_day in found.items() if by_day}
    told = [n for n, by_day in found.items() if any(map(is_told_apart, by_day))]
    none = [n for n, by_day in found.items() if all(map(is_exactly_none, by_day))]
    if told:
        told.sort(key=lambda one: found[one][0].difference)
        yield _table(findings, tried, {one: found[one] for one in told})
    unclear = len(found) - len(told) - len(none)
    line: Line = (
        *(() if told else ("No measure is told from none. ",)),
        "Of the others, " if told else "Of them, ",
        count(unclear),
        f" {counted(unclear, 'changes', 'change')} it by less than futures tell; from ",
        count(len(none)),
        " nothing in the model leads to it.",
    )
    yield Paragraph(line=line, role="note")


def _of(tried: TriedAll, measure: Measure, name: str, years: float) -> list[Difference]:
    """What a measure changes of one answer, by day of adoption."""
    return [
        one
        for day in tried.days
        for one in tried.of(measure.name, day)
        if (one.question, one.years) == (name, years)
    ]


def _table(
    findings: Findings, tried: TriedAll, found: dict[str, list[Difference]]
) -> Table:
    titles = {measure.name: measure.title for measure in findings.case.measures}
    first = next(iter(found.values()))[0]
    columns = [Column(title="Measure")]
    for day in tried.days:
        columns.append(Column(title=_adopted(findings, day), holds="numbers"))
        columns.append(Column(title="Error", holds="numbers"))
    return Table(
        caption=(f"Change by {day_text(first.by)}, each measure alone",),
        columns=tuple(columns),
        groups=(
            Rows(
                rows=tuple(
                    _row(tried, titles[name] or spaced(name), by_day)
                    for name, by_day in found.items()
                )
            ),
        ),
    )


def _adopted(findings: Findings, day: date) -> str:
    now = day == findings.as_of
    return "Adopted now" if now else f"Adopted on {day_text(day)}"


def _row(tried: TriedAll, title: str, by_day: Sequence[Difference]) -> Row:
    cells: list[Line] = []
    for one in by_day:
        run = _run(tried, one.change)
        cells += [(difference_shown(one, run),), error_shown(one, run)]
    return Row(head=(Quoted(text=title),), cells=tuple(cells))


def _run(tried: TriedAll, change: str) -> str:
    return (
        f"adopting {change.replace('@', ' on ')}; {tried.worlds:,} worlds of "
        f"{tried.futures_per_world:,} pairs of coupled futures, seed {tried.seed}"
    )


def _costs(case: Case) -> Table:
    return Table(
        caption=("What each costs, when it is ready, and what else it does",),
        columns=(
            Column(title="Measure"),
            Column(title="Cost, median"),
            Column(title="80% interval"),
            Column(title="Ready after"),
            Column(title="Side effects"),
        ),
        groups=(Rows(rows=tuple(_cost(case, measure) for measure in case.measures)),),
    )


def _cost(case: Case, measure: Measure) -> Row:
    cost = measure.cost
    side = measure.side_effect
    return Row(
        head=(Quoted(text=measure.title or spaced(measure.name)),),
        cells=(
            (median_shown(case, cost),) if cost else ("unpriced",),
            interval_shown(case, cost) if cost else (DASH,),
            _ready(case, measure),
            (Quoted(text=side),) if side else (DASH,),
        ),
    )


def _ready(case: Case, measure: Measure) -> Line:
    if measure.ready_by is not None:
        return (f"on {day_text(measure.ready_by)}",)
    if measure.ready is None:
        return ("at once",)
    shown = median_shown(case, measure.ready)
    return (replace(shown, text="1 year" if shown.text == "1 years" else shown.text),)
