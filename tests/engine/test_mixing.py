"""Mixing distributions: worlds' quantiles found behind the noise of their futures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from forewarn.engine.mixing import Mixing, mixing_of_counts, mixing_of_means
from forewarn.errors import UsageError

WORLDS = 4096
SHARES = (0.1, 0.5, 0.9)
Z90 = stats.norm.ppf(0.9)


def counted(chances, futures, seed):
    hits = np.random.default_rng(seed).binomial(futures, chances)
    counts, worlds = np.unique(hits, return_counts=True)
    return mixing_of_counts(counts, np.full(counts.size, futures), worlds)


def even_normal(worlds):
    """Evenly spread standard normal values: a sample with exact quantiles."""
    return stats.norm.ppf((np.arange(worlds) + 0.5) / worlds)


@pytest.mark.parametrize(
    ("median", "spread", "width"),
    [
        (0.3, 0.5, 0.05),
        (0.05, 0.8, 0.1),
        (0.9, 1.0, 0.1),
        (0.005, 1.0, 0.25),  # one hit a world: quantiles are told within a quarter
        (0.5, 0.05, 0.1),
    ],
)
def test_quantiles_of_worlds_are_found_behind_noise(median, spread, width):
    places = special.logit(median) + spread * even_normal(WORLDS)
    found = counted(special.expit(places), 256, seed=1)
    wanted = special.logit(median) + spread * np.array([-Z90, 0, Z90])
    got = special.logit([found.quantile(share) for share in SHARES])
    assert np.abs(got - wanted).max() < width + spread * 0.1


def test_spread_of_worlds_is_not_the_spread_of_their_counts():
    """Counts of 256 futures at 3 % spread from 1.6 % to 4.3 % with no doubt at all."""
    found = counted(np.full(WORLDS, 0.03), 256, seed=1)
    assert found.quantile(0.9) - found.quantile(0.1) < 0.009
    assert 0.025 < found.quantile(0.1) < 0.03 < found.quantile(0.9) < 0.035


def test_two_classes_of_worlds_stay_two():
    chances = np.where(np.arange(WORLDS) % 5 == 0, 0.6, 0.02)
    found = counted(chances, 256, seed=1)
    assert 0.01 < found.quantile(0.4) < 0.03
    assert 0.55 < found.quantile(0.9) < 0.65


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=8)
)
def test_mean_over_worlds_is_that_of_the_counts(rows):
    """Smoothing moves it by less than the noise of the counts themselves."""
    counts, worlds = np.array(rows).T
    found = mixing_of_counts(counts, np.full(counts.size, 50), worlds)
    mean = counts @ worlds / worlds.sum() / 50
    assert found.weights.sum() == pytest.approx(1)
    noise = np.sqrt((mean * (1 - mean) + 0.02) / 50 / worlds.sum())
    assert abs(found.mean() - mean) < noise


@pytest.mark.parametrize("spread", [0.05, 0.5])
def test_quantiles_of_means_are_found_behind_noise(spread):
    rng = np.random.default_rng(1)
    true = np.exp(1 + spread * even_normal(WORLDS))
    errors = np.sqrt(true / 256)
    found = mixing_of_means(rng.normal(true, errors), errors, np.ones(WORLDS))
    wanted = np.exp(1 + spread * np.array([-Z90, 0, Z90]))
    got = np.array([found.quantile(share) for share in SHARES])
    assert np.abs(np.log(got / wanted)).max() < 0.1 * spread + 0.01


def test_means_without_error_are_their_own_distribution():
    found = mixing_of_means(np.arange(101.0), np.zeros(101), np.ones(101))
    assert found.quantile(0.1) == pytest.approx(9.6)


def test_one_world_is_one_place():
    found = mixing_of_means([2.0], [0.3], [1])
    assert [found.quantile(share) for share in SHARES] == [2.0, 2.0, 2.0]


def test_no_trials_are_refused():
    with pytest.raises(UsageError):
        mixing_of_counts([0], [0], [10])
    with pytest.raises(UsageError):
        mixing_of_means([], [], [])


def test_quantile_lies_between_atoms():
    pair = Mixing(atoms=np.array([1.0, 2.0]), weights=np.array([0.5, 0.5]))
    assert [pair.quantile(p) for p in (0.0, 0.5, 1.0)] == [1.0, 1.5, 2.0]
