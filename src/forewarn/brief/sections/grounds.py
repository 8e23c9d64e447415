"""Assumptions, definitions, sources, and how to have this brief again."""

from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from forewarn.brief.document import (
    Block,
    Code,
    Column,
    Heading,
    Line,
    Link,
    Listing,
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
from forewarn.brief.from_case import count
from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import DASH
from forewarn.model.case import Case, Source, Variable
from forewarn.model.words import amount_text, day_text, short_day, spaced

ASSUMPTIONS = (
    "Every variable is in exactly one of its states at a time.",
    "A rate stays the same until something that influences it changes.",
    "How long a state has lasted does not matter.",
    "Influences on one rate multiply each other.",
    "What the argument leaves out does not happen.",
    "Intervals are 80%: one time in ten the truth lies below, one in ten above.",
)
CORRELATION = Trace(
    origin="count", line=("Written in the case as ", Code(text="author_correlation"))
)


def compose_grounds(findings: Findings) -> Section:
    """What the brief stands on, and what makes it again."""
    return Section(
        anchor="grounds",
        title="Assumptions, definitions, sources",
        blocks=tuple(_blocks(findings)),
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    yield Heading(line=("Assumptions",))
    yield Listing(items=tuple(_assumptions(findings.case)))
    yield from _definitions(findings.case)
    yield from _sources(findings.case)
    yield from _computed(findings)
    yield from _again(findings)


def _assumptions(case: Case) -> Iterator[Line]:
    yield from ((text,) for text in ASSUMPTIONS)
    if case.author_correlation:
        shown = amount_text(case.author_correlation)
        correlation = Shown(
            value=case.author_correlation, text=shown, trace=CORRELATION
        )
        yield ("Judgements of one author err together, with correlation ", correlation)


def _definitions(case: Case) -> Iterator[Block]:
    yield Heading(line=("Definitions",))
    groups = tuple(_defined(case, variable) for variable in case.variables)
    groups = tuple(group for group in groups if group.rows)
    if not groups:
        line = ("Definitions of states in the case would stand here.",)
        yield Paragraph(line=line, role="lacking")
        return
    yield Table(
        caption=("What each state means",),
        columns=(Column(title="State"), Column(title="Definition")),
        groups=groups,
    )


def _defined(case: Case, variable: Variable) -> Rows:
    title = Quoted(text=titles_of(case).variables[variable.name])
    rows = tuple(
        Row(head=(Quoted(text=spaced(s.name)),), cells=((Quoted(text=s.definition),),))
        for s in variable.states
        if s.definition
    )
    return Rows(title=(title,), rows=rows)


def _sources(case: Case) -> Iterator[Block]:
    yield Heading(line=("Sources",))
    if not case.sources:
        line = ("Sources named in the case would stand here.",)
        yield Paragraph(line=line, role="lacking")
        return
    cited = Counter(n.citation.source for n in case.numbers() if n.citation)
    yield Table(
        caption=("Sources, and how many numbers cite each",),
        columns=(
            Column(title="Source"),
            Column(title="Publisher"),
            Column(title="Date", holds="dates"),
            Column(title="Numbers", holds="numbers"),
        ),
        groups=(Rows(rows=tuple(_source(s, cited[s.name]) for s in case.sources)),),
    )


def _source(source: Source, cited: int) -> Row:
    title = source.title or spaced(source.name)
    head: Line = (Quoted(text=title),)
    if _is_web(source.url):
        head = (Link(text=title, target=source.url),)
    elif source.url:
        head += (", ", Code(text=source.url))
    publisher: Line = (Quoted(text=source.publisher),) if source.publisher else (DASH,)
    published = short_day(source.published) if source.published else DASH
    return Row(head=head, cells=(publisher, (published,), (count(cited),)))


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _computed(findings: Findings) -> Iterator[Block]:
    """By which method each question was answered, and why."""
    if findings.answer is None or not findings.answer.notes:
        return
    titles = titles_of(findings.case).questions
    yield Heading(line=("How the answers were computed",))
    yield Listing(items=tuple(_note(n, titles) for n in findings.answer.notes))


def _note(note: str, titles: Mapping[str, str]) -> Line:
    """A note of the run; one on a question begins with its name."""
    name, colon, rest = note.partition(": ")
    if not colon or name not in titles:
        return (Quoted(text=note),)
    return (Quoted(text=titles[name]), ": ", Quoted(text=rest))


def _again(findings: Findings) -> Iterator[Block]:
    case = findings.case
    yield Heading(line=("How to have this brief again",))
    items: list[Line] = []
    if findings.command:
        items.append(("Command: ", Code(text=findings.command)))
    items += [
        ("Case: ", Code(text=findings.digest)),
        ("Version of forewarn: ", Code(text=findings.version)),
        (f"As of: {day_text(findings.as_of)}",),
    ]
    if findings.answer is not None:
        items.append((f"Seed: {findings.seed}; method asked for: {findings.method}",))
    if findings.words is not None:
        items.append(("The analyst's words: ", Code(text=findings.words.digest)))
    if case.written is not None:
        items.append((f"Numbers chosen: {day_text(case.written)}",))
    yield Listing(items=tuple(items))
