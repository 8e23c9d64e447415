"""The model read aloud leaves nothing out, and says it as a person would."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from random_networks import number
from strategies import cases

from forewarn.language.prose import WIDTH, prose_of
from forewarn.language.prose_numbers import spoken_rate
from forewarn.model.case import Ladder, Pool
from forewarn.model.conditions import Holds, Pulse, leaves

some = settings(max_examples=60)


def letters(text):
    """Only letters and digits, so that neither wrapping nor points matter."""
    return "".join(filter(str.isalnum, text))


def spelt(day):
    return f"{day.day} {day:%B} {day.year}"


def with_days(text):
    """A count's window as it is heard."""
    found = re.fullmatch(r"(.*)in (\d+-\d\d-\d\d) to (\d+-\d\d-\d\d)", text)
    if not found:
        return text
    opens, closes = (spelt(date.fromisoformat(day)) for day in found.groups()[1:])
    return f"{found[1]}from {opens} to {closes}"


def numbers_heard(case):
    """Every number; a state certain at the start is said to be so."""
    certain = {
        variable.start[0][1].name
        for variable in case.variables
        if len(variable.start) == 1 and variable.start[0][1].basis == "definition"
    }
    return [each for each in case.numbers() if each.name not in certain]


def texts_of_number(each):
    yield with_days(each.quantity.text)
    yield from (each.because, each.citation.place if each.citation else "")
    if each.count:
        yield with_days(each.count.text)
    if each.known:
        yield spelt(each.known)


def texts_of_question(question):
    yield from (question.title, question.name, question.resolves, question.within_text)
    if question.base_rate:
        yield with_days(question.base_rate.text)
    yield from map(text_of_deadline, question.by)


def text_of_deadline(deadline):
    if deadline.day:
        return spelt(deadline.day)
    return deadline.text.removesuffix(" from now")


def conditions_of(case):
    """Every condition of a case, wherever it stands."""
    moved = [*(jump for v in case.variables for jump in v.transitions), *case.events]
    moved += [*case.schedules, *case.triggers]
    for effect in (effect for each in moved for effect in each.effects):
        rungs = effect.rungs if isinstance(effect, Ladder) else (effect,)
        for rung in rungs:
            yield from rung.of if isinstance(rung, Pool) else (rung.condition,)
    for question in case.questions:
        yield from filter(None, (question.condition, question.given, *question.order))
    yield from (trigger.after for trigger in case.triggers)
    for loss in case.losses:
        for term in (*loss.per_jump, *loss.per_year):
            yield from filter(None, (term.on, term.when))
    for measure in case.measures:
        yield from filter(None, (effect.when for effect in measure.effects))
    yield from filter(None, (indicator.condition for indicator in case.indicators))


def clause_of(leaf, case):
    """The words that a test, jump or event begins or ends with."""
    if isinstance(leaf, Pulse):
        titles = {event.name: event.title or event.name for event in case.events}
        return f"{titles[leaf.event]} occurs"
    title = case.variable(leaf.variable).title or leaf.variable
    return f"{title} is" if isinstance(leaf, Holds) else f"{title} turns"


def texts_of(case):
    """Every text and number of a case, as it must be heard."""
    yield from (case.title, case.handling, spelt(case.start))
    yield spelt(case.written) if case.written else ""
    for variable in case.variables:
        yield from (variable.title, variable.name, variable.group)
        for state in variable.states:
            yield f"{state.name}: {state.definition}"
        yield f"is {variable.start[0][0]}"
    for event in case.events:
        yield from (event.title, event.name)
    for each in numbers_heard(case):
        yield from texts_of_number(each)
    for condition in conditions_of(case):
        yield from (clause_of(leaf, case) for leaf in leaves(condition))
    for question in case.questions:
        yield from texts_of_question(question)
    for claim in case.claims:
        yield from (claim.name, claim.says, claim.fails_if, claim.waits_for)
    for source in case.sources:
        yield from (source.name, source.title, source.publisher, source.url)
        yield spelt(source.published) if source.published else ""
    for dynamic in case.dynamics:
        yield from (dynamic.title, dynamic.name)
        yield from (f"stays {state}" for _, state in dynamic.without)
    yield from texts_of_structure(case)
    yield from texts_of_costs(case)
    yield from texts_of_evidence(case)


def texts_of_structure(case):
    for schedule in case.schedules:
        yield from (schedule.title, schedule.name, schedule.window_text)
        every = schedule.dates_text.startswith("every")
        yield from [schedule.dates_text] if every else map(spelt, schedule.dates)
        yield from leap_texts(schedule.leap, "may turn")
    for trigger in case.triggers:
        yield from leap_texts(trigger.leap, "may turn")
    for cause in case.common_causes:
        yield from (cause.title, cause.name, cause.share_text, cause.because)
        yield from (*cause.raises, *cause.lowers)
    for variant in case.variants:
        yield from (variant.title, variant.name, variant.weight_text, variant.because)
        for name, quantity in variant.changes:
            yield f"{name}: {quantity.text}"


def leap_texts(leap, verb):
    if leap is not None:
        yield f"{verb} from {leap.sources[0]}"
        yield f"to {leap.target}"


def texts_of_costs(case):
    for loss in case.losses:
        yield from (loss.title, loss.name, loss.unit)
    for measure in case.measures:
        yield from (measure.title, measure.name, measure.actor, measure.side_effect)
        yield spelt(measure.ready_by) if measure.ready_by else ""
        yield from (f"of {stock}" for stock, _ in measure.draws_on)


def texts_of_evidence(case):
    for indicator in case.indicators:
        yield from (indicator.title, indicator.name, indicator.group, indicator.how)
        yield from (indicator.ahead_text, indicator.window_text)
    for report in case.evidence.reports:
        yield from (spelt(report.first), spelt(report.last), spelt(report.known))
        yield from (report.what, report.reliability)
        yield report.citation.place if report.citation else ""
        yield from leap_texts(report.jump, "turned")
        yield f"was {report.state[1][0]}" if report.state else ""
        yield f"{report.count[1]} of" if report.count else ""
    for stretch in (*case.evidence.coverage, *case.evidence.history_coverage):
        yield spelt(stretch.until)
    for row in case.evidence.history:
        yield from (row.source, f"{row.state} from" if row.state else "")
        yield spelt(row.day)


@some
@given(cases())
def test_nothing_of_the_model_is_left_out(case):
    heard = letters(prose_of(case))
    missing = [text for text in texts_of(case) if letters(text) not in heard]
    assert not missing


@some
@given(cases())
def test_lines_are_short_and_hold_nothing_that_moves_a_terminal(case):
    for line in prose_of(case).split("\n"):
        assert len(line) <= WIDTH or " " not in line.strip("- ")
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", line)


@some
@given(cases())
def test_names_of_files_and_places_change_no_word(case):
    assert prose_of(replace(case, name="other", digest="sha256:0")) == prose_of(case)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("0.06 per year", "about once in 17 years"),
        ("0.02 to 0.1 per year", "once in 22 years (somewhere between 10 and 50)"),
        ("0.06 (0.02 to 0.16) per year", "between 6.3 and 50)"),
        ("1 per year", "about once a year"),
        ("2 per month", "about twice a month"),
        ("8 (4 to 16) per year", "about 8 times a year (somewhere between 4 and 16)"),
        ("3 (1 to 6) per day", "about 3 times a day (somewhere between 1 and 6)"),
        ("1e-12 per year", "about once in 1 trillion years"),
        ("1e-300 per year", "about once in 10 to the power 300 years"),
        ("0 per year", "never"),
        ("every 3 to 10 years", "once every 3 to 10 years"),
        ("1 in 62.2 years", "counted as 1 in 62.2 years"),
        ("5% to 20% within 5 years", "with a chance of 5% to 20% within 5 years"),
        ("5% of (2 in 9 years) or 95% of (3 per day)", "with 5%, 2 times in 9 years;"),
        (
            "5% of (2 in 9 years) or 95% of (3 per day)",
            "with 95%, about 3 times a day [",
        ),
        ("5% of (9% within 5 years) or 95% of (1 per day)", "a chance of 9% within 5"),
    ],
)
def test_a_rate_is_said_in_years_or_times(text, heard):
    assert heard in spoken_rate(number("x", text))
    assert text in spoken_rate(number("x", text))


def test_a_share_of_exits_says_from_where():
    share = number("x", "3% (0.5% to 11%) of exits", "odds")
    assert spoken_rate(share, "clash") == "in 3% (0.5% to 11%) of exits from clash"
