"""The unforeseen: what is smaller than the chance of something on no list says so."""

from math import expm1

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.effort import Effort
from forewarn.engine.unforeseen import BELOW, chance_unforeseen
from forewarn.laws import quantile

TEXT = """
variables:
  x:
    states: {{calm: Calm, war: War}}
    start: calm
    transitions: {{calm -> war: {rate} per year}}
unforeseen: {unforeseen}
questions:
  war: {{happens: x = war, by: [1 year, 10 years]}}
  years: {{time: x = war, by: 1 year}}
"""
FEW = Effort(worlds=4, futures_per_world=4)


def case(*, rate="0.001", unforeseen="0.5% within 1 year"):
    return written(TEXT.format(rate=rate, unforeseen=unforeseen))


def test_an_exact_rate_has_its_closed_form():
    for years in (0.1, 1.0, 10.0):
        assert chance_unforeseen(case(), years) == pytest.approx(1 - 0.995**years)


def test_a_doubtful_rate_is_taken_at_its_mean_chance():
    """Of a lognormal rate, 20,000 points by the middle of equal shares; to 1 %."""
    doubtful = case(unforeseen="0.001 to 0.01 per year")
    law = doubtful.unforeseen.quantity.law
    points = [quantile(law, (i + 0.5) / 20_000) for i in range(20_000)]
    mean = sum(-expm1(-rate * 10) for rate in points) / len(points)
    assert chance_unforeseen(doubtful, 10.0) == pytest.approx(mean, rel=0.01)


@given(st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_more_time_never_lowers_it(one, other):
    early, late = sorted((one, other))
    assert chance_unforeseen(case(), early) <= chance_unforeseen(case(), late) < 1


@pytest.mark.parametrize("method", ["exact", "simulated"])
def test_what_is_smaller_says_so_and_what_is_not_does_not(method):
    effort = Effort(worlds=4, futures_per_world=4, method=method)
    for rate, below in (("0.001", True), ("0.01", False)):
        asked = case(rate=rate)
        found = answer(asked, asks_of(asked), effort if below else FEW).estimates
        for estimate in found:
            said = BELOW in estimate.note
            assert said == (below and estimate.kind == "happens"), estimate


def test_what_can_never_come_is_settled_and_still_below():
    asked = case(rate="0")
    (first, *_) = answer(asked, asks_of(asked), FEW).estimates
    assert first.value == 0
    assert BELOW in first.note
