"""Baselines: four rules that look at the past alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.insight.baselines import BASELINES, baselines

pasts = st.lists(st.booleans(), max_size=40)


@given(pasts)
def test_every_rule_gives_a_chance_strictly_between_no_and_yes(past):
    told = baselines(past)
    assert tuple(told) == BASELINES
    assert all(0.0 < chance < 1.0 for chance in told.values())


def test_without_a_past_every_rule_says_one_half():
    assert set(baselines([]).values()) == {0.5}


@given(pasts)
def test_the_last_is_half_way_between_two(past):
    told = baselines(past)
    middle = (told["last_twelve"] + told["markov"]) / 2
    assert told["mean_of_two"] == pytest.approx(middle)


@given(pasts, pasts)
def test_only_the_last_twelve_count_for_the_second(past, before):
    if len(past) >= 12:
        told = (baselines(some)["last_twelve"] for some in (past, before + past))
        assert len(set(told)) == 1


def test_the_third_looks_at_periods_after_one_like_the_latest():
    past = [True, False, True, True, False, False, True]
    assert baselines(past)["markov"] == pytest.approx((1 + 0.5) / (3 + 1))
