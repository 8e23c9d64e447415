"""The model read aloud: all that it says, as plain text a person can check by ear."""

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from forewarn.language.prose_costs import (
    loss_lines,
    measure_lines,
    stock_line,
    unforeseen_line,
)
from forewarn.language.prose_evidence import (
    coverage_line,
    history_lines,
    indicator_lines,
    report_line,
)
from forewarn.language.prose_moves import Line, event_lines, transition_lines
from forewarn.language.prose_numbers import BASIS_WORDS, spoken_reasons
from forewarn.language.prose_questions import spoken_question
from forewarn.language.prose_structure import (
    cause_lines,
    schedule_lines,
    trigger_lines,
    variant_lines,
)
from forewarn.language.prose_words import called, plain, sentence, titles_of, with_name
from forewarn.model.case import (
    BASES,
    Basis,
    Case,
    Claim,
    Dynamic,
    Source,
    Variable,
)
from forewarn.model.numbers import is_certain
from forewarn.model.standing import Standing, standing_of
from forewarn.model.words import day_text, listed, spaced
from forewarn.model.yardstick import ICD_203

WIDTH = 80  # columns; what a terminal or a letter holds
_HOW_TO_HEAR = (
    "A number with two more in brackets is as likely too high as too low, and in 80 of "
    "100 worlds that we cannot tell from ours it lies between the two. A range without "
    "a number before it means the same. In square brackets stands a rate as the model "
    "writes it."
)


def prose_of(case: Case) -> str:
    """The whole model as prose, wrapped at 80 columns.

    Every state, number, reason, question and claim is said, so that an author who
    hears it can tell what is wrong or missing.
    """
    standing = standing_of(case)
    usual = _usual_basis(standing)
    parts = [
        _part(plain(case.title), _opening(case, usual), "="),
        *(_part(with_name(v), _variable(v, case, usual)) for v in case.variables),
        *(_part(with_name(e), event_lines(e, case, usual)) for e in case.events),
        *(_part(with_name(s), schedule_lines(s, case, usual)) for s in case.schedules),
        _part(
            "What may follow at once",
            chain(*(trigger_lines(each, case, usual) for each in case.triggers)),
        ),
        _part("What numbers share", chain(*map(cause_lines, case.common_causes))),
        _part("What may be otherwise", chain(*map(variant_lines, case.variants))),
        _part(
            "What the world would be without these",
            (_dynamic(each, case) for each in case.dynamics),
        ),
        *_costs(case, usual),
        *_evidence(case, usual),
        _part("What is asked", ((0, spoken_question(q, case)) for q in case.questions)),
        _part("What is claimed", (_claim(each, case) for each in case.claims)),
        _part("Sources", map(_source, case.sources)),
        _part("What the numbers rest on", _provenance(standing)),
    ]
    return "\n\n\n".join(part for part in parts if part) + "\n"


def _costs(case: Case, usual: Basis | None) -> Iterator[str]:
    """What it would cost, and what could be done."""
    losses = chain(*(loss_lines(each, case, usual) for each in case.losses))
    measures = chain(*(measure_lines(each, case, usual) for each in case.measures))
    stocks = map(stock_line, case.stocks)
    yield _part("What it would cost", losses)
    yield _part("What is on no list", unforeseen_line(case, usual))
    yield _part("What could be done", chain(stocks, measures))


def _evidence(case: Case, usual: Basis | None) -> Iterator[str]:
    """What can be seen, what was reported, and what was so before."""
    signs = chain(*(indicator_lines(each, case, usual) for each in case.indicators))
    covered = (coverage_line(each, case) for each in case.evidence.coverage)
    reports = (report_line(each, case) for each in case.evidence.reports)
    yield _part("What can be seen", signs)
    yield _part("What was reported", chain(covered, reports))
    yield _part("What was so before", history_lines(case))


def _part(heading: str, lines: Iterable[Line], underline: str = "-") -> str:
    """A heading with its text; empty where there is none."""
    wrapped = "\n".join(_wrapped(depth, text) for depth, text in lines)
    rule = underline * min(len(heading), WIDTH)
    top = "\n".join(textwrap.wrap(heading, WIDTH, break_on_hyphens=False))
    return f"{top}\n{rule}\n{wrapped}" if wrapped else ""


def _wrapped(depth: int, text: str) -> str:
    """A paragraph after an empty line, or a point behind a dash."""
    indent = "  " * depth
    wrapped = textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"{indent[2:]}- " if depth else "",
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped if depth else f"\n{wrapped}"


def _usual_basis(standing: Standing) -> Basis | None:
    """What most numbers rest on; it goes without saying of each."""
    if not standing.numbers:
        return None
    return max((*BASES, None), key=lambda basis: standing.by_basis[basis])


def _opening(case: Case, usual: Basis | None) -> Iterator[Line]:
    yield 0, " ".join(filter(None, _facts(case)))
    yield 0, _HOW_TO_HEAR
    if usual is not None:
        yield 0, f"Where nothing else is said of a number, it is {BASIS_WORDS[usual]}."


def _facts(case: Case) -> Iterator[str]:
    """What holds for the whole case."""
    if case.status == "draft":
        yield "This is a draft."
    yield (
        f"The model starts at the end of {day_text(case.start)} and looks "
        f"{_ahead(case.horizon_text)}."
    )
    if case.written:
        yield f"Its numbers were chosen on {day_text(case.written)}."
    yield sentence(case.handling)
    if case.yardstick != ICD_203:
        words = (
            f"{band.word} for {100 * band.low:g} to {100 * band.high:g}%"
            for band in case.yardstick.bands
        )
        yield f"Its likelihood words are {listed(words)}."
    if case.author_correlation:
        yield (
            "Numbers judged by one author err together, by "
            f"{case.author_correlation:g} where 0 is not at all and 1 is wholly."
        )
    if case.measure_cap != 0.5:
        yield (
            "Measures may together take away at most "
            f"{100 * case.measure_cap:g}% of how often one thing comes."
        )


def _ahead(horizon: str) -> str:
    """How far the model looks: a duration, or up to a day."""
    try:
        return f"up to {day_text(date.fromisoformat(horizon))}"
    except ValueError:
        return f"{horizon} ahead"


def _variable(variable: Variable, case: Case, usual: Basis | None) -> Iterator[Line]:
    group = f"Group: {plain(variable.group)}. " if variable.group else ""
    order = ", lowest first" if variable.scaled else ""
    yield 0, f"{group}It is in one of these states at a time{order}:"
    for state in variable.states:
        definition = sentence(state.definition)
        yield (
            1,
            f"{spaced(state.name)}: {definition}" if definition else spaced(state.name),
        )
    yield 0, _start(variable, case, usual)
    if not variable.transitions:
        yield 0, _unmoved(variable, case)
    for transition in variable.transitions:
        yield from transition_lines(transition, case, usual)


def _unmoved(variable: Variable, case: Case) -> str:
    """What is said of a variable without transitions."""
    moved = [each.leap or each.draw for each in case.schedules]
    moved += [trigger.leap for trigger in case.triggers]
    if any(each is not None and each.variable == variable.name for each in moved):
        return "It moves only on known dates, or at once when something else does."
    return "Nothing moves it."


def _start(variable: Variable, case: Case, usual: Basis | None) -> str:
    if len(variable.start) == 1 and is_certain(variable.start[0][1]):
        return f"At the start it is {spaced(variable.start[0][0])}, for certain."
    chances = listed(
        (
            f"{spaced(state)} at {share.quantity.text}"
            for state, share in variable.start
        ),
        "or",
    )
    reasons = "".join(
        f" Of {spaced(state)} at the start:{said}"
        for state, share in variable.start
        if (said := spoken_reasons(share, case, usual))
    )
    return f"At the start it is {chances}.{reasons}"


def _dynamic(dynamic: Dynamic, case: Case) -> Line:
    held = listed(
        (
            f"{called(case.variable(name).title, name)} stays {spaced(state)}"
            for name, state in dynamic.without
        ),
        "and",
    )
    return 0, f"Without {called(dynamic.title, dynamic.name)} ({dynamic.name}): {held}."


def _claim(claim: Claim, case: Case) -> Line:
    titles = titles_of((*case.losses, *case.questions))
    tests = [titles.get(name, f'the number "{name}"') for name in claim.tested_by]
    tested = f"Tested by: {listed(tests, 'and')}." if tests else "Nothing tests it."
    fails = f" It fails if: {sentence(claim.fails_if)}" if claim.fails_if else ""
    waits = f" It waits for: {sentence(claim.waits_for)}" if claim.waits_for else ""
    return 0, f"{claim.name}: {sentence(claim.says)} {tested}{fails}{waits}"


def _source(source: Source) -> Line:
    day = day_text(source.published) if source.published else ""
    parts = (called(source.title, source.name), source.publisher, day, source.url)
    return 0, f"{source.name}: {sentence(', '.join(filter(None, map(plain, parts))))}"


def _provenance(standing: Standing) -> Iterator[Line]:
    """How many numbers rest on what, how many have a reason, how many came late."""
    counts, whole = standing.by_basis, len(standing.numbers)
    if not whole:
        return
    parts = [f"{counts[b]} {BASIS_WORDS[b]}" for b in (*BASES, None) if counts[b]]
    noun = "number" if whole == 1 else "numbers"
    yield 0, f"Of {whole} {noun}: {listed(parts, 'and')}."
    if standing.believed:
        bare = len(standing.unreasoned)
        reasoned = len(standing.believed) - bare
        yield 0, f"Definitions apart, with a reason: {reasoned}. Without: {bare}."
    if standing.late:
        yield (
            0,
            f"Resting on what was known only after the start: {len(standing.late)}.",
        )
