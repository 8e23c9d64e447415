"""Implied rates: what comes of each count once everything else is in force."""

import pytest
from written import written

from forewarn.engine.effort import Effort
from forewarn.insight.implied import implied_rates

SIZE = Effort(worlds=512, futures_per_world=1)


def rates(text, effort=SIZE):
    found = implied_rates(written(text), effort)
    return {one.number.name: one for one in found}


PLAIN = """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions:
      a -> b: 4 in 10 years
      b -> a: 100 per year
"""


def test_without_influences_it_is_the_mean_of_the_count():
    """Gamma(4 1/2, 10): mean 0.45, its error with 512 worlds under 0.01."""
    (one,) = rates(PLAIN).values()
    assert one.text == "4 in 10 years"
    assert one.implied == pytest.approx(0.45, abs=0.04)
    assert not one.outside


def test_an_influence_that_always_holds_moves_it_outside():
    text = (
        PLAIN.replace(
            "a -> b: 4 in 10 years",
            "a -> b: {rate: 4 in 10 years, times: {y = up: 10}}",
        )
        + "  y: {states: {down: D, up: U}, start: up}\n"
    )
    (one,) = rates(text).values()
    assert one.implied == pytest.approx(4.5, rel=0.1)
    assert one.outside


def test_a_count_beside_a_rate_is_the_one_told():
    text = PLAIN.replace(
        "a -> b: 4 in 10 years",
        "a -> b: {rate: 3 per year, count: 4 in 10 years, basis: adjusted, because: B}",
    )
    (one,) = rates(text).values()
    assert one.implied == pytest.approx(3.0, rel=0.05)
    assert one.outside


def test_time_counts_only_where_it_could_come():
    text = PLAIN.replace("start: a", "start: b").replace("b -> a: 100 per year\n", "")
    (one,) = rates(text).values()
    assert one.implied is None
    assert not one.outside


def test_a_share_of_exits_is_a_share_of_the_jumps_out():
    text = """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions:
      a -> b: 5 per year
      a -> c: {rate: 30% of exits, count: 3 of 12}
      b -> a: 50 per year
      c -> a: 50 per year
"""
    (one,) = rates(text).values()
    assert one.share
    assert one.implied == pytest.approx(0.3, abs=0.01)


def test_a_chance_of_a_schedule_is_of_the_dates_it_could():
    text = """
variables:
  x: {states: {a: A, b: B}, start: a, transitions: {b -> a: 9 per year}}
schedule:
  vote: {dates: every 30 April, jump: {x: a -> b}, chance: 3 of 12}
"""
    (one,) = rates(text, Effort(worlds=64, futures_per_world=1)).values()
    assert one.share
    assert one.implied == pytest.approx(3.5 / 13, abs=0.06)


def test_a_case_without_counts_implies_nothing():
    assert rates(PLAIN.replace("4 in 10 years", "1 per year")) == {}
