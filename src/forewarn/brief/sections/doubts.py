"""Where we may be wrong: what numbers rest on, how they lean, what is missing."""

from collections import Counter
from collections.abc import Iterator

from forewarn.brief.document import (
    Block,
    Code,
    Column,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quoted,
    Row,
    Rows,
    Section,
    Shown,
    Table,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import (
    TALLY,
    count,
    interval_shown,
    median_shown,
    place_trace,
)
from forewarn.brief.levers import lever_blocks
from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import chance_text, counted
from forewarn.errors import Problem
from forewarn.influences import leaning_of
from forewarn.model.case import BASES, Case
from forewarn.model.exits import dead_ends
from forewarn.model.standing import Standing, standing_of
from forewarn.model.words import called, spaced

#: Problems told one by one; the rest are counted.
MOST_TOLD = 20


def compose_doubts(findings: Findings) -> Section:
    """What the argument rests on and where it may be wrong."""
    return Section(
        anchor="doubts", title="Where we may be wrong", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    case, standing = findings.case, standing_of(findings.case)
    yield from _bases(standing)
    told = (_hindsight(standing), _unreasoned(standing), _tilt(case))
    yield Listing(items=told)
    yield from lever_blocks(findings)
    yield from _variants(case)
    yield from _unforeseen(case)
    yield from _dead_ends(case)
    yield from _problems(findings.problems)


def _bases(standing: Standing) -> Iterator[Block]:
    held, total = standing.by_basis, len(standing.numbers)
    if not total:
        return
    rows = tuple(
        Row(
            head=(basis or "none stated",),
            cells=((count(held[basis]),), (_share(held[basis], total),)),
        )
        for basis in (*BASES, None)
        if held[basis]
    )
    yield Table(
        caption=("What the numbers rest on",),
        columns=(
            Column(title="Basis"),
            Column(title="Numbers", holds="numbers"),
            Column(title="Share", holds="numbers"),
        ),
        groups=(Rows(rows=rows),),
    )


def _share(part: int, whole: int) -> Shown:
    share = part / whole
    text = {0: "none", whole: "all"}.get(part) or chance_text(share)
    return Shown(value=share, text=text, trace=TALLY)


def _hindsight(standing: Standing) -> Line:
    late = len(standing.late)
    verb = counted(late, "number rests", "numbers rest")
    return (count(late), f" {verb} on what was known only after the start.")


def _unreasoned(standing: Standing) -> Line:
    bare, whole = len(standing.unreasoned), len(standing.believed)
    return (
        count(bare),
        " of ",
        count(whole),
        f" {counted(whole, 'number')}, definitions apart, come without a reason.",
    )


def _tilt(case: Case) -> Line:
    """Which way the influences push, where a scale says which way is worse."""
    leaning = leaning_of(case)
    if not leaning.told:
        return ("No influence acts on a scale, so which way they lean is not told.",)
    return (
        count(leaning.worse),
        " of ",
        count(leaning.told),
        " influences on a scale (",
        _share(leaning.worse, leaning.told),
        ") push towards its higher states, read as the worse ones.",
    )


def _variants(case: Case) -> Iterator[Block]:
    """The structures that may be right instead, and how far each is believed."""
    if not case.variants:
        return
    yield Heading(line=("Other structures",))
    yield Paragraph(line=("In so many worlds the argument is another, as named:",))
    yield Listing(
        items=tuple(
            (
                Quoted(text=called(variant.title, variant.name)),
                ": ",
                Shown(
                    value=variant.weight,
                    text=chance_text(variant.weight),
                    trace=place_trace(variant.span, (Code(text=variant.name),)),
                ),
            )
            for variant in case.variants
        )
    )


def _unforeseen(case: Case) -> Iterator[Block]:
    """What no list of ours foresaw, by the author's own word."""
    yield Heading(line=("What no list foresaw",))
    if case.unforeseen is None:
        line = ("A rate under unforeseen: in the case would say how often.",)
        yield Paragraph(line=line, role="lacking")
        return
    rate = (median_shown(case, case.unforeseen), ", 80% interval ")
    interval = interval_shown(case, case.unforeseen)
    opening = "Something on no list of this argument brings a headline event about at "
    yield Paragraph(line=(opening, *rate, *interval, "; no answer has that in it."))


def _dead_ends(case: Case) -> Iterator[Block]:
    titles = titles_of(case).variables
    ends = [
        (Quoted(text=titles[variable.name]), ": ", Quoted(text=spaced(state.name)))
        for variable, state in dead_ends(case)
    ]
    if ends:
        yield Heading(line=("States without a way out",))
        yield Paragraph(line=("Once reached, the argument never leaves them.",))
        yield Listing(items=tuple(ends))


def _problems(problems: tuple[Problem, ...]) -> Iterator[Block]:
    yield Heading(line=("What checking the case found",))
    if not problems:
        yield Paragraph(line=("Nothing.",))
        return
    yield Listing(items=tuple(_problem(one) for one in problems[:MOST_TOLD]))
    rest = Counter(problem.code for problem in problems[MOST_TOLD:])
    if rest:
        line: Line = ("And ", count(rest.total()), " more: ")
        for place, (code, number) in enumerate(sorted(rest.items())):
            line += (", " if place else "", f"{code} ", count(number))
        yield Paragraph(line=(*line, "."))


def _problem(problem: Problem) -> Line:
    line: Line = (f"{problem.code}: ", Quoted(text=problem.message))
    if problem.span.file:
        line += (", ", Code(text=f"{problem.span.file}:{problem.span.line}"))
    return line
