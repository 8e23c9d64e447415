"""Claims about summaries: a mean, its error and what worlds differ by, from sums."""

from math import isnan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from forewarn.engine.simulate.tally import Outcomes, Sums
from forewarn.engine.summary import (
    ratio_with_error,
    summarise_outcomes,
    summarise_worlds,
)
from forewarn.model.estimate import Ask

YEARS = 2.0


def sums_of(total, trials, squares=None, futures=None):
    total, trials = np.asarray(total, dtype=float), np.asarray(trials)
    return Sums(
        futures=trials if futures is None else np.full(len(trials), futures),
        trials=trials,
        total=total,
        squares=total if squares is None else np.asarray(squares, dtype=float),
        alike=np.ones(len(trials), dtype=np.int64),
    )


def outcomes_of(kind, total, trials, squares=None, worlds=None):
    sums = sums_of(total, trials, squares)
    return Outcomes(
        ask=Ask(question="q", years=YEARS),
        kind=kind,
        replicates=sums,
        worlds=sums if worlds is None else worlds,
    )


def of_futures(kind, amounts):
    """A summary of amounts; shape (world, future), each world a replicate."""
    amounts = np.asarray(amounts, dtype=float)
    trials = np.full(len(amounts), amounts.shape[1])
    squares = np.square(amounts).sum(axis=1)
    outcomes = outcomes_of(kind, amounts.sum(axis=1), trials, squares)
    return summarise_outcomes(outcomes, uncertain=True)


# Ratios and their errors.


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20))
def test_for_equal_bottoms_the_error_is_that_of_a_mean(tops):
    value, error = ratio_with_error(np.array(tops), np.ones(len(tops)))
    assert value == pytest.approx(np.mean(tops), abs=1e-9)
    expected = np.std(tops, ddof=1) / sqrt(len(tops))
    assert error == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.integers(0, 9))
def test_groups_without_anything_say_nothing(empty):
    tops, bottoms = np.array([1.0, 4.0, 2.0]), np.array([2.0, 5.0, 3.0])
    more = np.zeros(empty)
    padded = ratio_with_error(np.append(tops, more), np.append(bottoms, more))
    assert padded == ratio_with_error(tops, bottoms)


def test_one_group_cannot_tell_its_error():
    assert isnan(ratio_with_error(np.array([3.0]), np.array([4.0]))[1])
    assert isnan(ratio_with_error(np.array([3.0, 0.0]), np.array([4.0, 0.0]))[1])


# Exact answers in many worlds.


def test_worlds_weigh_in_the_mean_and_in_the_quantiles():
    values = np.array([0.1, 0.2, 0.9, np.nan])
    weights = np.array([1.0, 8.0, 1.0, 0.0])
    summary = summarise_worlds(values, weights, 4)
    assert summary.value == pytest.approx(0.26)
    assert summary.median == pytest.approx(0.2)
    assert summary.freedom == 2
    assert summary.ess == pytest.approx(100 / 66)


def test_an_onset_that_no_world_has_is_told_by_nothing():
    summary = summarise_worlds(np.full(4, np.nan), np.zeros(4), 2)
    assert isnan(summary.value)
    assert isnan(summary.error)
    assert summary.freedom == 0


def test_one_world_cannot_tell_how_far_worlds_differ():
    summary = summarise_worlds(np.array([0.3]), np.ones(1), 1)
    assert (summary.value, summary.low, summary.high) == (0.3, 0.3, 0.3)
    assert isnan(summary.error)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60))
def test_quantiles_of_worlds_lie_in_order_among_them(values):
    summary = summarise_worlds(np.array(values), np.ones(len(values)), len(values))
    assert min(values) <= summary.low <= summary.median <= summary.high <= max(values)


def test_worlds_that_all_agree_have_no_error():
    summary = summarise_worlds(np.full(8, 0.1), np.ones(8), 4)
    assert summary.error == 0
    assert summary.freedom == 3


# Simulated answers.


@pytest.mark.parametrize("kind", ["happens", "holds", "order", "happened", "given"])
@pytest.mark.parametrize("seen", [0, 1])
def test_what_was_never_or_always_seen_has_an_error_still(kind, seen):
    trials = np.full(64, 100)
    summary = summarise_outcomes(
        outcomes_of(kind, seen * trials, trials), uncertain=True
    )
    assert summary.value == summary.median == seen
    # Jeffreys' law of no hit in 6,400: its standard deviation and its P90.
    assert summary.error == pytest.approx(1.105e-4, rel=1e-3)
    far = special.betaincinv(0.5, 6400.5, 0.9)
    assert summary.high - summary.low == pytest.approx(far)
    assert 0 <= summary.low <= summary.value <= summary.high <= 1


def test_an_amount_that_was_always_the_same_has_an_error_still():
    never = of_futures("count", np.zeros((64, 100)))
    once = of_futures("count", np.ones((64, 100)))
    always = of_futures("time", np.full((64, 100), YEARS))
    assert (never.low, never.median, never.value) == (0, 0, 0)
    assert 0 < never.high < 3e-4
    assert once.low < 1 < once.high
    assert always.high == always.value == YEARS
    assert 0 < YEARS - always.low < 6e-4
    assert never.error == once.error == always.error / YEARS > 0


@pytest.mark.parametrize("years", [0.1, 1 / 3, 90 / 365.25])
def test_rounding_is_not_taken_for_noise(years):
    """The same years in every future, added up in another order in each world."""
    rng = np.random.default_rng(1)
    parts = rng.dirichlet(np.ones(5), (64, 100)) * years
    amounts = np.add.reduce(parts, axis=2)
    assert np.ptp(amounts) > 0
    squares, total = np.square(amounts).sum(axis=1), amounts.sum(axis=1)
    outcomes = outcomes_of("time", total, np.full(64, 100), squares)
    assert summarise_outcomes(outcomes, uncertain=True).error > 1e-6


@pytest.mark.parametrize(
    ("kind", "total"), [("happens", 0), ("happens", 30), ("count", 250)]
)
def test_where_worlds_do_not_differ_nothing_lies_beside_the_value(kind, total):
    outcomes = outcomes_of(kind, [total, total + 1], [100, 100], [total, total + 3])
    summary = summarise_outcomes(outcomes, uncertain=False)
    assert summary.low == summary.median == summary.high == summary.value


def test_one_future_is_no_measure_of_error():
    assert isnan(of_futures("count", [[3.0, 5.0]]).error)
    assert of_futures("count", [[3.0]]).error > 0  # as of what was always the same


def test_a_window_that_never_opened_leaves_nothing_to_say():
    none = np.zeros(64, dtype=np.int64)
    summary = summarise_outcomes(outcomes_of("given", none, none), uncertain=True)
    assert isnan(summary.value)
    assert summary.ess == 0


def test_few_windows_have_few_degrees_of_freedom():
    trials = np.zeros(64, dtype=np.int64)
    trials[[3, 17, 40]] = [2, 5, 1]
    summary = summarise_outcomes(
        outcomes_of("given", np.minimum(trials, 2), trials), uncertain=True
    )
    assert summary.value == pytest.approx(5 / 8)
    assert summary.error > 0
    assert summary.freedom == 2


def test_a_run_stopped_in_its_first_world_tells_no_quantiles():
    none = sums_of([], np.zeros(0, dtype=np.int64))
    for kind in ("happens", "count", "given"):
        outcomes = outcomes_of(kind, [3, 0], [10, 0], [3, 0], worlds=none)
        summary = summarise_outcomes(outcomes, uncertain=True)
        assert summary.value == 0.3
        assert isnan(summary.low)
        assert isnan(summary.high)


def test_worlds_where_the_window_opens_oftener_weigh_more():
    """As in exact answers: what is believed of the worlds once the onset has come."""
    rng = np.random.default_rng(1)
    often = rng.random(4096) < 0.5
    trials = rng.binomial(256, np.where(often, 0.9, 0.1))
    hits = rng.binomial(trials, np.where(often, 0.2, 0.6))
    outcomes = outcomes_of("given", hits, trials)
    summary = summarise_outcomes(outcomes, uncertain=True)
    # Nine in ten of the windows open where the chance is 0.2.
    assert summary.median == pytest.approx(0.2, abs=0.02)
    assert summary.value == pytest.approx(0.24, abs=0.01)


def test_effective_futures_are_those_of_independent_ones():
    rng = np.random.default_rng(1)
    alike = of_futures("happens", rng.random((64, 400)) < 0.3)
    apart = of_futures("happens", rng.random((64, 400)) < rng.beta(2, 4, 64)[:, None])
    assert alike.ess == pytest.approx(25_600, rel=0.5)
    assert apart.ess < 1000


@settings(max_examples=15)
@given(st.integers(0, 99))
def test_a_summary_lies_in_order(seed):
    rng = np.random.default_rng(seed)
    rates = rng.gamma(rng.choice([0.2, 2.0]), 1, 64)[:, None]
    for kind, amounts in (
        ("count", rng.poisson(rates, (64, 20))),
        ("time", YEARS * (rng.random((64, 20)) < np.minimum(rates, 1))),
        ("happens", rng.random((64, 20)) < np.minimum(rates, 1)),
    ):
        summary = of_futures(kind, amounts)
        assert 0 <= summary.low <= summary.median <= summary.high
        assert summary.error > 0
        assert summary.high <= {"count": np.inf, "time": YEARS, "happens": 1}[kind]
