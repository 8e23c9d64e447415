"""The model read aloud leaves nothing out, and says it as a person would."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from random_networks import number
from strategies import cases

from forewarn.language.conditions import parse_condition
from forewarn.language.load import read_case
from forewarn.language.prose import WIDTH, prose_of
from forewarn.language.prose_numbers import spoken_rate
from forewarn.language.prose_words import said
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


MODEL = """
forewarn: 1
case:
  {title: Two fronts, start: 2023-09-14, horizon: 10 years, written: 2026-11-23,
   status: draft, handling: Public sources, author_correlation: 0.2, measure_cap: 30%}
basis: judgement
sources: {kremlin: {title: Text of the treaty, publisher: Kremlin, date: 2024-06-19}}
dynamics: {russia: {title: Russia's war, without: {war: settled}}}
variables:
  war:
    title: Russia's war
    group: europe
    states: {intense: "Ground combat: large.", settled: Both have signed}
    start: {intense: 85%, settled: {share: 15%, because: a rumour}}
    transitions: {intense -> settled: 0.1 per year}
  pact:
    scale: barter < treaty < troops
    states: [barter, treaty, troops]
    start: barter
    transitions:
      barter -> treaty:
        rate: 0.06 (0.02 to 0.16) per year
        count: 1 in 1961-07-06 to start
        because: raised for the summit
        times:
          war = intense:
            {times: 3 (1.5 to 6), basis: published, source: "kremlin, article 4",
             known: 2024-06-19}
      treaty -> troops:
        rate: every 3 to 10 years
        times:
          war: {intense: 8 (4 to 16), settled: 1}
events:
  test:
    title: Nuclear test
    rate: 5 in 10.9 years
    times:
      each: {of: [war != settled, not (pact >= treaty or war = settled)], times: 2}
questions:
  fronts:
    title: Both
    happens: "pact: barter -> treaty|troops and war = intense or test"
    by: [1 year, 2026-08-20]
    base_rate: 0 in 1953-07-27 to start
    resolves: Two governments say so
  later: {holds: pact > barter, at: [2026-08-20, 1 year from now]}
  many: {count: test, by: 10 years}
  after: {happens: test, given: pact -> troops, within: 90 days, by: 10 years}
  first: {order: [test, pact -> troops], by: 10 years}
  all: {happened: [fronts, first], by: 10 years}
  long: {time: pact <= treaty, by: 10 years}
  high: {number: test | each, above: 1}
claims:
  C1: {says: Treaties need wars, tested_by: [fronts, test | each], fails_if: none comes}
  C2: {says: War pays, waits_for: trade data}
"""


HEARD = """\
Two fronts
==========

This is a draft. The model starts at the end of 14 September 2023 and looks 10
years ahead. Its numbers were chosen on 23 November 2026. Public sources.
Numbers judged by one author err together, by 0.2 where 0 is not at all and 1 is
wholly. Measures may together take away at most 30% of how often one thing
comes.

A number with two more in brackets is as likely too high as too low, and in 80
of 100 worlds that we cannot tell from ours it lies between the two. A range
without a number before it means the same. In square brackets stands a rate as
the model writes it.

Where nothing else is said of a number, it is judged.


Russia's war (war)
------------------

Group: europe. It is in one of these states at a time:
- intense: Ground combat: large.
- settled: Both have signed.

At the start it is intense at 85% or settled at 15%. Of settled at the start:
Because: a rumour.

From intense to settled: about once in 10 years [0.1 per year].


pact
----

It is in one of these states at a time, lowest first:
- barter
- treaty
- troops

At the start it is barter, for certain.

From barter to treaty: about once in 17 years (somewhere between 6.3 and 50)
[0.06 (0.02 to 0.16) per year]. Counted and then moved by judgement. The count
behind it is 1 from 6 July 1961 to 14 September 2023. Because: raised for the
summit.
- 3 (1.5 to 6) times as likely while Russia's war is intense. Published. Source:
  Text of the treaty, article 4. Known since 19 June 2024, after the start.

From treaty to troops: once every 3 to 10 years.
- By Russia's war, where one doubt moves all of these together:
  - 8 (4 to 16) times as likely while Russia's war is intense.
  - 1 times as likely while Russia's war is settled.


Nuclear test (test)
-------------------

How often it occurs: counted as 5 in 10.9 years.
- 2 times as often for each of these that is so.
  - Russia's war is not settled
  - it is not so that (pact is treaty or higher or Russia's war is settled)


What the world would be without these
-------------------------------------

Without Russia's war (russia): Russia's war stays settled.


What is asked
-------------

Both (fronts): how likely is it that, within 1 year and by 20 August 2026, (pact
turns from barter to treaty or troops and Russia's war is intense) or Nuclear
test occurs? The outside view is 0 from 27 July 1953 to 14 September 2023. It
resolves when: Two governments say so.

later: how likely is it that, on 20 August 2026 and 1 year after the day of
asking, pact is higher than barter?

many: how often, on average, does this come about within 10 years: Nuclear test
occurs?

after: should it come about, within 10 years, that pact turns to troops, how
likely is it that, within 90 days of that, Nuclear test occurs?

first: how likely is it that, within 10 years, these first come about in this
very order: Nuclear test occurs then pact turns to troops?

all: how likely is it that all of these are so, within 10 years: Both and first?

long: for how many years, on average, is this so within 10 years: pact is treaty
or lower?

high: how likely is it that the number "test | each" is above 1?


What is claimed
---------------

C1: Treaties need wars. Tested by: Both and the number "test | each". It fails
if: none comes.

C2: War pays. Nothing tests it. It waits for: trade data.


Sources
-------

kremlin: Text of the treaty, Kremlin, 19 June 2024.


What the numbers rest on
------------------------

Of 10 numbers: 1 counted, 1 published, 1 counted and then moved by judgement and
7 judged.

Definitions apart, with a reason: 2. Without: 8.

Resting on what was known only after the start: 1.
"""


@pytest.fixture(scope="module")
def model():
    reading = read_case({"model.yaml": MODEL})
    assert not [each for each in reading.problems if each.severity == "error"]
    return reading.case


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("war = intense", "Russia's war is intense"),
        ("pact in barter|troops", "pact is barter or troops"),
        ("pact != treaty", "pact is not treaty"),
        ("pact >= treaty", "pact is treaty or higher"),
        ("pact < treaty", "pact is lower than treaty"),
        ("not war = intense", "it is not so that Russia's war is intense"),
        ("test and war = intense", "Nuclear test occurs and Russia's war is intense"),
        ("pact -> treaty|troops", "pact turns to treaty or troops"),
        ("pact: barter -> treaty", "pact turns from barter to treaty"),
        (
            "pact = treaty and (war = intense or pact = troops)",
            "pact is treaty and (Russia's war is intense or pact is troops)",
        ),
    ],
)
def test_a_condition_is_a_clause(model, text, heard):
    variables = {variable.name: variable for variable in model.variables}
    condition = parse_condition(text, variables=variables, events=["test"])
    assert said(condition, model) == heard


def test_a_whole_model_reads_like_this(model):
    assert prose_of(model) == HEARD
