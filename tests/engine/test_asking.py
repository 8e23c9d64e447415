"""Claims about asking: every question for every date, and times between."""

from dataclasses import replace
from datetime import date

import pytest
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.asking import TIMES, asks_between, asks_of, grown
from forewarn.engine.effort import Effort
from forewarn.errors import UsageError
from forewarn.model.case import Deadline
from forewarn.model.estimate import Answer, Ask
from forewarn.model.units import years_between

CASE = replace(
    written(
        """
variables:
  front:
    states: {calm: A, war: B}
    start: calm
    transitions:
      calm -> war: 0.05 to 0.2 per year
      war -> calm: 1 per year
questions:
  war: {happens: front = war, by: [1 year, 2002-01-01, 10 years], resolves: So said.}
  now: {holds: front = war, at: 5 years, resolves: So said.}
  wars: {count: front -> war, by: 10 years, resolves: So said.}
  high: {number: "front: calm -> war", above: 0.1 per year, resolves: So said.}
"""
    ),
    horizon=20.0,
)
DAY = years_between(CASE.start, date(2002, 1, 1))
EFFORTS = {
    method: Effort(method=method, worlds=64, futures_per_world=16)
    for method in ("exact", "simulated")
}


def deadline(text, years):
    return Deadline(text=text, years=years)


def test_every_question_is_asked_for_every_date_written():
    assert [(a.question, a.years) for a in asks_of(CASE)] == [
        ("war", 1.0),
        ("war", DAY),
        ("war", 10.0),
        ("now", 5.0),
        ("wars", 10.0),
        ("high", None),
    ]


def test_named_questions_are_asked_in_the_order_named_and_once():
    names = [a.question for a in asks_of(CASE, ["wars", "now", "wars"])]
    assert names == ["wars", "now"]


def test_other_dates_take_the_place_of_those_written():
    asks = asks_of(CASE, ["war", "high"], by=[deadline("2 years", 2.0)])
    assert [a.years for a in asks] == [2.0, None]


@pytest.mark.parametrize(
    ("name", "told"), [("wra", "did you mean 'war'"), ("x", "there are war, now")]
)
def test_a_question_that_is_not_asked_is_said_with_the_nearest(name, told):
    with pytest.raises(UsageError, match=told):
        asks_of(CASE, [name])


def test_a_case_that_asks_nothing_says_so():
    with pytest.raises(UsageError, match="the case asks none"):
        asks_of(replace(CASE, questions=()), ["war"])


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (Deadline(text="1999-12-31", day=date(1999, 12, 31)), "before the start"),
        (Deadline(text="2020-01-02", day=date(2020, 1, 2)), "past the horizon"),
        (deadline("21 years", 21.0), "past the horizon of the case, 2020-01-01"),
    ],
)
def test_dates_outside_the_case_are_refused(by, told):
    with pytest.raises(UsageError, match=told):
        asks_of(CASE, by=[by])


def test_the_last_day_of_the_case_can_be_asked_for():
    last = Deadline(text="2020-01-01", day=date(2020, 1, 1))
    assert asks_of(CASE, ["war"], by=[last])


def test_times_between_never_go_beyond_the_last_date_asked():
    between = asks_between(asks_of(CASE))
    assert {a.question for a in between} == {"war", "now", "wars"}
    assert len(between) == 3 * TIMES
    assert max(a.years for a in between if a.question == "now") < 5
    assert not set(between) & set(asks_of(CASE))


@pytest.mark.parametrize("effort", EFFORTS.values(), ids=EFFORTS)
def test_seeing_answers_grow_changes_no_bit_of_them(effort):
    asks = asks_of(CASE)
    both = grown(answer(CASE, (*asks, *asks_between(asks)), effort), asks)
    assert both.answer == answer(CASE, asks, effort)


@pytest.mark.parametrize("effort", EFFORTS.values(), ids=EFFORTS)
def test_a_curve_goes_through_the_answers_and_rises_to_the_last(effort):
    asks = asks_of(CASE)
    both = grown(answer(CASE, (*asks, *asks_between(asks)), effort), asks)
    curves = {curve.question: curve for curve in both.curves}
    assert set(curves) == {"war", "now", "wars"}
    for estimate in both.answer.estimates[:-1]:
        curve = curves[estimate.question]
        assert estimate.value == curve.value[curve.years.index(estimate.years)]
    war = curves["war"]
    assert list(war.years) == sorted(war.years)
    assert list(war.value) == sorted(war.value)
    assert (war.years[0], war.value[0], war.years[-1]) == (0.0, 0.0, 10.0)


def test_what_was_finished_of_a_stopped_run_is_drawn_as_far_as_it_came():
    asks = asks_of(CASE)
    whole = answer(CASE, (*asks, *asks_between(asks)), EFFORTS["exact"])
    part = Answer(estimates=whole.estimates[:3])
    assert [c.question for c in grown(part, asks).curves] == ["war"]


def test_nothing_is_drawn_of_a_window_that_never_opened():
    asks = (Ask(question="war", years=10.0),)
    found = answer(CASE, (*asks, *asks_between(asks)), EFFORTS["exact"])
    unknown = [replace(e, value=float("nan")) for e in found.estimates[1:4]]
    estimates = (found.estimates[0], *unknown, *found.estimates[4:])
    (curve,) = grown(Answer(estimates=estimates), asks).curves
    assert len(curve.years) == TIMES + 1 - 3
