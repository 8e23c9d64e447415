"""From what is known to answers: reports settle, silence tells, later does not."""

from dataclasses import replace
from datetime import date
from math import exp

import numpy as np
import pytest
from written import HEAD

from forewarn.engine.asking import asks_of
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.posterior.answering import answer_believed
from forewarn.engine.posterior.believe import believe
from forewarn.language.load import read_case

MODEL = """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.5 per year}
  y:
    states: {down: D, up: U}
    start: down
    transitions: {down -> up: {rate: 0.2 per year, times: {x = b: 3}}}
questions:
  x_first: {happens: x = b, by: [1 year, 4 years]}
  y_up: {happens: y = up, by: [4 years]}
  both: {order: [x -> b, y -> up], by: [4 years]}
fully_reported: {until: 2001-12-31, variables: [x]}
"""
JUMP = """
reports:
  - {date: 2001-01-01, known: 2001-02-01, jump: {x: a -> b}, what: It came.}
"""
DAY = date(2001, 12, 31)
SIZE = Effort(worlds=800, futures_per_world=32)


def case_of(text):
    reading = read_case({"model.yaml": HEAD + text})
    assert reading.case, [problem.message for problem in reading.problems]
    return reading.case


def answers(case, day=DAY, **changes):
    belief = believe(case, day, worlds=SIZE.worlds, **changes)
    found = answer_believed(case, belief, asks_of(case), SIZE)
    return {(e.question, round(e.years)): e for e in found.estimates}, belief


def test_a_reported_jump_settles_what_asks_for_it():
    found, belief = answers(case_of(MODEL + JUMP))
    late = found["x_first", 4]
    assert (late.value, late.error, late.low, late.high) == (1, 0, 1, 1)
    assert "settled by what is known by 2001-12-31" in late.note
    assert late.as_of == DAY
    assert any("1 reports" in note for note in belief.notes)


def test_silence_of_what_is_fully_reported_tells_too():
    """x stayed for two years; then 0.5 a year for two more: 1 - e^-1."""
    found, _ = answers(case_of(MODEL))
    assert found["x_first", 1].value == 0
    assert found["x_first", 4].value == pytest.approx(1 - exp(-1), abs=0.02)


def test_what_is_not_reported_is_as_likely_as_the_model_has_it():
    """y from x in a for 1 year and in b for 3: 1 - e^-(0.2 + 1.8)."""
    found, belief = answers(case_of(MODEL + JUMP))
    value = 1 - exp(-(0.2 * 1.0 + 0.6 * (4 - 366 / 365.25)))
    error = 4 * (0.25 / belief.worlds) ** 0.5
    assert found["y_up", 4].value == pytest.approx(value, abs=error)


def test_a_report_that_was_not_known_yet_changes_no_bit():
    case = case_of(MODEL + JUMP)
    day = date(2001, 1, 15)
    without = replace(case, evidence=replace(case.evidence, reports=()))
    one, other = (answers(each, day)[0] for each in (case, without))
    assert one == {
        key: replace(estimate, digest=one[key].digest)
        for key, estimate in other.items()
    }


def test_the_same_report_twice_counts_once_and_order_changes_no_bit():
    case = case_of(MODEL + JUMP)
    twice = replace(
        case, evidence=replace(case.evidence, reports=case.evidence.reports * 2)
    )
    assert answers(case)[0] == answers(twice)[0]


RAIDS = """
variables:
  x: {states: {a: A, b: B}, start: a, transitions: {a -> b: 0.5 per year}}
events:
  raid: {rate: 2 per year}
questions:
  raids: {count: raid, by: [4 years]}
"""


def mean_of(text, day=DAY):
    found, belief = answers(case_of(RAIDS + text), day)
    return found["raids", 4].value, 4 * (8 / belief.worlds) ** 0.5


def test_events_that_nobody_reports_have_come_too():
    """2 a year over 4 years."""
    value, width = mean_of("")
    assert value == pytest.approx(8, abs=width)


def test_events_that_were_counted_have_come_as_often_as_counted():
    """9 in the first year, and 2 a year over the other 3."""
    value, width = mean_of(
        "reports:\n  - {from: 2000-01-02, to: 2000-12-31, count: {raid: 9}}\n"
    )
    assert value == pytest.approx(9 + 2 * (4 - 365 / 365.25), abs=width)


def test_silence_of_events_that_are_reported_is_that_none_came():
    """2 a year over the last 2."""
    value, width = mean_of("fully_reported: {until: 2001-12-31, variables: [raid]}\n")
    assert value == pytest.approx(2 * (4 - 730 / 365.25), abs=width)


ALONE = """
variables:
  y:
    states: {down: D, up: U}
    start: down
    transitions: {down -> up: 0.4 per year}
  z:
    states: {dark: D, lit: L}
    start: dark
    transitions: {dark -> lit: 1 per year, lit -> dark: 1 per year}
questions:
  y_up: {happens: y = up, by: [2 years, 6 years]}
  z_soon: {given: y = up, happens: z = lit, within: 1 year, by: [6 years]}
events: {flash: {title: F, rate: 0.5 per year}}
fully_reported: {until: 2003-12-31, variables: [flash]}
"""


def test_a_world_in_which_the_past_settles_an_answer_has_a_chance_of_0_or_1():
    """Hidden, y went up in most worlds; in the others it does at one known rate."""
    found, _ = answers(case_of(ALONE), date(2003, 12, 31))
    past, later = found["y_up", 2], found["y_up", 6]
    assert past.value == pytest.approx(1 - exp(-0.8), abs=0.05)
    assert (past.low, past.median, past.high) == (0, 1, 1)
    # A fifth is still down after 4 years: P10 is their chance in the 2 that are left.
    assert later.low == pytest.approx(1 - exp(-0.4 * 2), abs=0.05)
    assert (later.median, later.high) == (1, 1)


def test_a_window_that_closed_in_the_past_is_settled_world_by_world():
    found, _ = answers(case_of(ALONE), date(2003, 12, 31))
    soon = found["z_soon", 6]
    assert (soon.low, soon.high) == (0, 1)
    assert 0 < soon.value < 1


def test_a_count_over_a_stretch_that_is_watched_is_settled():
    text = ALONE.replace(
        "z_soon: {given", "n: {count: flash, by: [2 years]}\n  z_soon: {given"
    )
    found, _ = answers(case_of(text), date(2003, 12, 31))
    count = found["n", 2]
    assert (count.value, count.low, count.high, count.error) == (0, 0, 0, 0)
    assert count.note == "settled by what is known by 2003-12-31"


def notes_of(belief):
    found = answer_believed(case_of(ALONE), belief, asks_of(case_of(ALONE)), SIZE)
    return [
        note
        for note in found.notes
        if "R-hat of the answers" in note or "answers:" in note
    ]


def test_how_chains_agree_on_answers_is_told():
    """Independent worlds agree; where one chain's worlds are others', it is said."""
    belief = believe(case_of(ALONE), date(2003, 12, 31), worlds=SIZE.worlds)
    (told,) = notes_of(belief)
    assert float(told.split("at most ")[1].split(",")[0]) < 1.02
    up = compile_network(case_of(ALONE)).pulse_number["y: down -> up"]
    pasts = np.split(belief.past_pulses, belief.ptr[1:-1])
    order = np.argsort([up in past for past in pasts], kind="stable")
    assert any("do not agree yet" in note for note in notes_of(taken(belief, order)))


def taken(belief, worlds):
    """A belief's worlds in another order."""
    pasts = [slice(belief.ptr[w], belief.ptr[w + 1]) for w in worlds]
    return replace(
        belief,
        numbers=belief.numbers[worlds],
        starts=belief.starts[worlds],
        ptr=np.concatenate([[0], np.cumsum([p.stop - p.start for p in pasts])]),
        past_years=np.concatenate([belief.past_years[p] for p in pasts]),
        past_pulses=np.concatenate([belief.past_pulses[p] for p in pasts]),
    )
