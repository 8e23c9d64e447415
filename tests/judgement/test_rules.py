"""Scoring rules: best at the truth, as others compute them, and what to expect."""

from math import inf, isclose, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from forewarn.judgement.rules import (
    brier_score,
    crps_of_count,
    expected_brier,
    log_score,
    number_true,
)

chances = st.floats(0.0, 1.0)
inner = st.floats(0.001, 0.999)


@given(truth=inner, said=inner)
def test_a_proper_score_is_best_at_the_truth(truth, said):
    for rule in (brier_score, log_score):
        honest, other = (
            truth * rule(p, true=True) + (1 - truth) * rule(p, true=False)
            for p in (truth, said)
        )
        assert honest <= other + 1e-12


@given(chance=inner)
def test_yes_and_no_are_mirror_images(chance):
    for rule in (brier_score, log_score):
        one, other = rule(chance, true=True), rule(1.0 - chance, true=False)
        assert isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def test_what_was_called_impossible_and_happened_is_infinitely_bad():
    assert log_score(0.0, true=True) == log_score(1.0, true=False) == inf
    assert log_score(1.0, true=True) == 0.0


def test_the_constructed_example_has_its_known_brier_score():
    """Ten forecasts each at .1, .3, .7, .9 with 1, 4, 6, 10 that come true.

    Source: references/method/scoring.json, exact_example: 0.15.
    """
    scores = [
        brier_score(p, true=i < hits)
        for p, hits in ((0.1, 1), (0.3, 4), (0.7, 6), (0.9, 10))
        for i in range(10)
    ]
    assert isclose(np.mean(scores), 0.15, abs_tol=1e-12)


@given(st.lists(chances, max_size=12))
def test_the_number_true_has_a_distribution(said):
    law = number_true(said)
    assert isclose(law.sum(), 1.0, abs_tol=1e-12)
    assert isclose(law @ np.arange(law.size), sum(said), abs_tol=1e-9)


@given(n=st.integers(1, 40), p=inner)
def test_equal_chances_make_it_binomial(n, p):
    assert np.allclose(number_true([p] * n), stats.binom.pmf(range(n + 1), n, p))


@given(st.lists(inner, min_size=1, max_size=9))
def test_the_expected_score_is_that_over_all_outcomes(said):
    mean = square = 0.0
    for outcome in np.ndindex(*(2,) * len(said)):
        chance = np.prod(
            [p if o else 1 - p for p, o in zip(said, outcome, strict=True)]
        )
        score = np.mean(
            [brier_score(p, true=bool(o)) for p, o in zip(said, outcome, strict=True)]
        )
        mean, square = mean + chance * score, square + chance * score**2
    told = expected_brier(said)
    assert isclose(told.mean, mean, abs_tol=1e-9)
    assert isclose(told.deviation**2, square - mean**2, abs_tol=1e-9)


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_what_is_no_chance_is_refused(bad):
    for rule in (brier_score, log_score):
        with pytest.raises(ValueError, match="no chance"):
            rule(bad, true=True)
    with pytest.raises(ValueError, match="no chance"):
        number_true([bad])


def test_a_mean_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        expected_brier([])


def test_the_log_score_is_natural():
    assert log_score(0.5, true=True) == log(2)


def laws(most=6):
    weights = st.lists(st.integers(0, 9), min_size=1, max_size=most).filter(any)
    return weights.map(lambda some: [w / sum(some) for w in some])


@given(law=laws(), count=st.integers(0, 9))
def test_crps_is_the_expected_distance_less_half_the_spread(law, count):
    """The kernel form, E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007)."""
    counts = np.arange(len(law))
    distance = np.dot(law, np.abs(counts - count))
    apart = np.abs(counts[:, None] - counts[None, :])
    spread = np.dot(law, apart @ np.array(law))
    assert isclose(crps_of_count(law, count), distance - spread / 2, abs_tol=1e-9)


@given(truth=laws(), said=laws())
def test_crps_is_best_at_the_truth(truth, said):
    def expected(law):
        return sum(p * crps_of_count(law, count) for count, p in enumerate(truth))

    assert expected(truth) <= expected(said) + 1e-9


@given(chance=chances, true=st.booleans())
def test_crps_of_yes_or_no_is_the_brier_score(chance, true):
    crps = crps_of_count([1.0 - chance, chance], int(true))
    assert isclose(crps, brier_score(chance, true=true), abs_tol=1e-12)


def test_crps_of_a_certain_count_is_the_distance():
    """Source: references/method/scoring.json, views_evaluation, crps_point: 3."""
    assert crps_of_count([0.0] * 8 + [1.0], 5) == 3.0
    assert crps_of_count([1.0], 5) == 5.0


@pytest.mark.parametrize(("law", "count"), [([0.5], 0), ([1.5, -0.5], 0), ([1.0], -1)])
def test_what_is_no_law_or_no_count_has_no_crps(law, count):
    with pytest.raises(ValueError, match=r"sum to 1|no count"):
        crps_of_count(law, count)
