"""Compose the brief: page one, the annex in order, a note for every shown number."""

from collections.abc import Callable

from forewarn.brief.document import (
    Brief,
    Code,
    Line,
    Quoted,
    Section,
    Strong,
    shown_in,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_case import count
from forewarn.brief.phrases import titles_of
from forewarn.brief.sections.argument import compose_argument
from forewarn.brief.sections.asked import compose_asked
from forewarn.brief.sections.beliefs import compose_beliefs
from forewarn.brief.sections.claims import compose_claims
from forewarn.brief.sections.costs import compose_costs
from forewarn.brief.sections.doubts import compose_doubts
from forewarn.brief.sections.dynamics import compose_dynamics
from forewarn.brief.sections.estimates import compose_estimates
from forewarn.brief.sections.front import compose_front
from forewarn.brief.sections.grounds import compose_grounds
from forewarn.brief.sections.growth import compose_growth
from forewarn.brief.sections.measures import compose_measures
from forewarn.brief.sections.own_words import compose_own_words
from forewarn.brief.sections.paths import compose_paths
from forewarn.brief.sections.record import compose_record
from forewarn.brief.sections.settled import compose_settled
from forewarn.brief.wording import counted
from forewarn.model.case import Case
from forewarn.model.standing import standing_of
from forewarn.model.words import day_text, spaced

#: The annex, in reading order: a new section is a file, and a line here.
SECTIONS: tuple[Callable[[Findings], Section], ...] = (
    compose_own_words,
    compose_estimates,
    compose_growth,
    compose_settled,
    compose_beliefs,
    compose_dynamics,
    compose_paths,
    compose_costs,
    compose_measures,
    compose_doubts,
    compose_record,
    compose_claims,
    compose_asked,
    compose_argument,
    compose_grounds,
)


def compose(findings: Findings) -> Brief:
    """The brief of some findings, for every format to render.

    Args:
        findings: A case, and what one run answered where there was one.

    Returns:
        The brief; the same for the same findings.
    """
    case = findings.case
    stamp = _stamp(findings)
    front = compose_front(findings)
    sections = tuple(section(findings) for section in SECTIONS)
    traces = (shown.trace for shown in shown_in((stamp, front, sections)))
    return Brief(
        title=(Quoted(text=case.title),),
        handling=(Quoted(text=case.handling),) if case.handling else (),
        stamp=stamp,
        front=front,
        sections=sections,
        notes=tuple(dict.fromkeys(traces)),
        estimates=findings.answer.estimates if findings.answer else (),
        curves=findings.curves,
        as_of=findings.as_of,
        seed=findings.seed,
        method=findings.method,
        version=findings.version,
        digest=findings.digest,
        command=findings.command,
    )


def _stamp(findings: Findings) -> Line:
    """What a draft must admit, and how the case differs from the one in the files."""
    lines = (_draft(findings.case), _changed(findings))
    first, second = lines
    return (*first, " ", *second) if all(lines) else first or second


def _draft(case: Case) -> Line:
    if case.status != "draft":
        return ()
    standing = standing_of(case)
    bare, whole = standing.by_basis[None], len(standing.numbers)
    noun, verb = counted(whole, "number"), counted(bare, "has", "have")
    if not bare:
        believed = standing.by_basis["judgement"]
        rest = counted(believed, "rests", "rest")
        told: Line = (" Of ", count(whole), f" {noun}, ", count(believed))
        return (Strong(text="Draft."), *told, f" {rest} on judgement.")
    return (
        Strong(text="Draft."),
        " ",
        count(bare),
        " of ",
        count(whole),
        f" {noun} {verb} no stated basis.",
    )


def _changed(findings: Findings) -> Line:
    if not findings.changes:
        return ()
    titles = titles_of(findings.case).variables
    parts: list[Line] = [
        (Quoted(text=titles[variable]), " is held at ", Quoted(text=spaced(state)))
        for variable, state in findings.changes.fixed
    ]
    parts += [
        (Code(text=name), " is ", Code(text=text))
        for name, text in findings.changes.settings
    ]
    measures = {one.name: one.title for one in findings.case.measures}
    parts += [
        (Quoted(text=measures[name]), f" is adopted on {day_text(day)}")
        for name, day in findings.changes.adopted
    ]
    line: Line = (Strong(text="Not the case as written."),)
    for place, part in enumerate(parts):
        line += ("; " if place else " ", *part)
    return (*line, ".")
