"""Smoothing: what came later tells of what was before, as a closed form has it."""

from datetime import date
from math import exp

import pytest
from written import HEAD

from forewarn.engine.posterior.believe import believe
from forewarn.engine.posterior.smoothing import smooth_states
from forewarn.language.load import read_case
from forewarn.model.units import years_between
from forewarn.workbench import UsageError, opened

MODEL = """
variables:
  x:
    title: The hidden
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.5 per year}
  y:
    states: {down: D, up: U}
    start: down
    transitions: {down -> up: 0.2 per year}
questions:
  x_b: {happens: x = b, by: [4 years]}
fully_reported: {until: 2003-12-31, variables: [y]}
reports:
  - {date: 2003-12-31, state: {x: b}, what: It is so.}
  - {date: 2002-01-01, jump: {y: down -> up}, what: It rose.}
"""
START, DAY = date(2000, 1, 1), date(2003, 12, 31)
DAYS = [START, date(2001, 1, 1), date(2002, 1, 1), date(2003, 1, 1), DAY]


@pytest.fixture(scope="module")
def case():
    reading = read_case({"model.yaml": HEAD + MODEL})
    assert reading.case, [problem.message for problem in reading.problems]
    return opened(reading)


@pytest.fixture(scope="module")
def smoothed(case):
    belief = believe(case.case, DAY, worlds=2000)
    return smooth_states(case.case, belief, DAYS)


def test_a_state_seen_later_was_reached_before_as_the_rate_has_it(smoothed):
    """P(x(t) = b | x(T) = b) = (1 - e^-t/2) / (1 - e^-T/2)."""
    x = smoothed.trails[0]
    end = 1 - exp(-0.5 * years_between(START, DAY))
    for day, shares in zip(DAYS, x.shares, strict=True):
        wanted = (1 - exp(-0.5 * years_between(START, day))) / end
        # 4 standard errors of 1,000 independent worlds, of the 2,000 drawn.
        assert dict(shares)["b"] == pytest.approx(
            wanted, abs=4 * (wanted * (1 - wanted) / 1000) ** 0.5
        )


def test_what_is_reported_is_as_reported_from_its_day_on(smoothed):
    y = smoothed.trails[1]
    assert [dict(shares)["up"] for shares in y.shares] == [0, 0, 1, 1, 1]


def test_shares_of_a_day_sum_to_one(smoothed):
    for trail in smoothed.trails:
        for shares in trail.shares:
            assert sum(share for _, share in shares) == pytest.approx(1)


def test_smoothing_needs_a_day_and_days_before_it(case):
    with pytest.raises(UsageError, match="--as-of"):
        case.smooth()
    with pytest.raises(UsageError, match="2003-12-31"):
        case.as_of(DAY).smooth(by=["2004-06-01"])
    found = case.as_of("2001-06-30").smooth()
    assert found.days[0] == START
    assert found.days[-1] == date(2001, 6, 30)


def test_trails_in_words_leave_out_days_that_say_the_same(case, smoothed):
    _, y = case.trails(smoothed)
    assert [(str(day), words) for day, words in y.days] == [
        ("2000-01-01", "down"),
        ("2002-01-01", "up"),
    ]
