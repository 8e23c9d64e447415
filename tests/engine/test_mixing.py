"""Mixing distributions: worlds' quantiles found behind the noise of their futures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from forewarn.engine.mixing import (
    Mixing,
    mixing_of_amounts,
    mixing_of_counts,
    mixing_of_known,
)
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


def summed(amounts):
    """The distribution behind some futures' amounts; shape (world, future)."""
    return {
        "totals": amounts.sum(axis=1),
        "squares": np.square(amounts).sum(axis=1),
        "worlds": np.ones(len(amounts)),
        "futures": amounts.shape[1],
    }


def off(found, true, unit):
    """How far P10 and P90 are off, in some unit."""
    got = np.array([found.quantile(share) for share in (0.1, 0.9)])
    return np.abs(got - np.quantile(true, (0.1, 0.9))).max() / unit


@pytest.mark.parametrize("spread", [0.05, 0.5, 1.0])
@pytest.mark.parametrize("middle", [0.003, 0.1, 3.0, 200.0])
def test_quantiles_of_mean_counts_are_found_behind_noise(middle, spread):
    """Rare counts too, where most worlds count none."""
    rng = np.random.default_rng(1)
    true = middle * np.exp(spread * even_normal(WORLDS))
    found = mixing_of_amounts(**summed(rng.poisson(true[:, None], (WORLDS, 64))))
    noise = 2 * Z90 * np.sqrt(middle / 64)
    assert off(found, true, max(np.ptp(np.quantile(true, (0.1, 0.9))), noise)) < 0.12


@pytest.mark.parametrize("bunched", [1, 5])
def test_counts_that_come_in_bunches_are_not_taken_for_worlds_that_differ(bunched):
    rng = np.random.default_rng(1)
    counts = bunched * rng.poisson(0.5, (WORLDS, 64))
    found = mixing_of_amounts(**summed(counts))
    assert off(found, np.full(3, 0.5 * bunched), 2 * Z90 * counts.std() / 8) < 0.15


def test_noise_that_grows_with_the_mean_is_told_from_worlds_that_differ():
    """Half of the futures of a world have four times the rate."""
    rng = np.random.default_rng(1)
    true = np.exp(0.7 * even_normal(WORLDS))
    rates = true[:, None] * np.where(np.arange(64) % 2, 1.6, 0.4)
    found = mixing_of_amounts(**summed(rng.poisson(rates)))
    assert off(found, true, np.ptp(np.quantile(true, (0.1, 0.9)))) < 0.05


@pytest.mark.parametrize("middle", [0.001, 0.1, 0.7, 0.995])
def test_quantiles_of_mean_years_are_found_behind_noise(middle):
    """A share of two years, spent where one is for all of a future or none of it."""
    rng = np.random.default_rng(1)
    true = special.expit(special.logit(middle) + 0.6 * even_normal(WORLDS))
    years = 2.0 * (rng.random((WORLDS, 64)) < true[:, None])
    found = mixing_of_amounts(**summed(years), most=2.0)
    noise = 2 * Z90 * np.sqrt(middle * (1 - middle) / 64)
    unit = max(np.ptp(np.quantile(true, (0.1, 0.9))), noise)
    assert off(found, 2 * true, 2 * unit) < 0.12


def test_years_never_pass_the_most_there_can_be():
    rng = np.random.default_rng(1)
    years = 3.0 * np.minimum(rng.exponential(5, (256, 16)), 1)
    found = mixing_of_amounts(**summed(years), most=3.0)
    assert found.atoms.max() <= 3


def test_amounts_without_noise_are_their_own_distribution():
    found = mixing_of_amounts(**summed(np.repeat(np.arange(101.0)[:, None], 4, axis=1)))
    assert found.quantile(0.1) == pytest.approx(9.6)


@pytest.mark.parametrize("futures", [1, 2])
def test_few_futures_are_held_against_their_law(futures):
    rng = np.random.default_rng(1)
    true = 4 * np.exp(0.5 * even_normal(WORLDS))
    counts = rng.poisson(true[:, None], (WORLDS, futures))
    found = mixing_of_amounts(**summed(counts))
    assert off(found, true, np.ptp(np.quantile(true, (0.1, 0.9)))) < 0.12


def test_one_world_is_as_wide_as_its_futures_allow():
    found = mixing_of_amounts(**summed(np.array([[1.0, 3.0] * 32])))
    low, middle, high = (found.quantile(share) for share in SHARES)
    assert 1.5 < low <= middle <= high < 2.5


def test_what_is_known_is_its_own_distribution():
    found = mixing_of_known([3.0, 1.0, 3.0, 7.0], [1, 2, 1, 0])
    assert [found.quantile(share) for share in (0.0, 0.5, 1.0)] == [1.0, 2.0, 7.0]


@pytest.mark.parametrize("worlds", [2, 4096, 10**5])
def test_one_world_apart_from_all_others_is_not_lost(worlds):
    found = mixing_of_counts([0, 256], [256, 256], [worlds - 1, 1])
    assert np.isfinite(found.weights).all()
    assert found.quantile(1 - 1e-9 / worlds) > 0.9


def test_very_many_kinds_of_worlds_are_told_from_fewer_rows():
    """Windows open in some futures only, so both numbers differ by world."""
    rng = np.random.default_rng(1)
    chances = special.expit(-1 + 0.8 * even_normal(WORLDS))
    trials = rng.binomial(256, special.expit(even_normal(WORLDS)[::-1]))
    found = mixing_of_counts(rng.binomial(trials, chances), trials, np.ones(WORLDS))
    assert off(found, chances, np.ptp(np.quantile(chances, (0.1, 0.9)))) < 0.05


def test_no_trials_are_refused():
    with pytest.raises(UsageError):
        mixing_of_counts([0], [0], [10])
    with pytest.raises(UsageError):
        mixing_of_amounts([], [], [], futures=1)


def test_quantile_lies_between_atoms():
    pair = Mixing(atoms=np.array([1.0, 2.0]), weights=np.array([0.5, 0.5]))
    assert [pair.quantile(p) for p in (0.0, 0.5, 1.0)] == [1.0, 1.5, 2.0]
