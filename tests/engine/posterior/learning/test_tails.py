"""Tails say how surprising counts were, and flags are rarely false."""

import numpy as np
import pytest
from scipy import stats

from forewarn.engine.posterior.learning.tails import (
    binomial_tail,
    false_discoveries,
    poisson_tail,
)


@pytest.mark.parametrize("count", [0, 1, 5, 30])
def test_the_tail_of_a_count_of_a_gamma_rate_is_negative_binomial(count):
    """A Gamma(3.5) rate over 2 years; 40,000 draws leave an error under 0.01."""
    rates = np.random.default_rng(1).gamma(3.5, 1 / 0.7, 40_000)
    law = stats.nbinom(3.5, 0.7 / (0.7 + 2))
    middle = law.cdf(count) - law.pmf(count) / 2
    expected = 2 * min(middle, 1 - middle)
    assert poisson_tail(count, 2 * rates) == pytest.approx(expected, abs=0.01)


def test_the_tail_of_chances_of_several_kinds_is_that_of_their_sum():
    """Two trials at 30% and one at 80%: 0, 1, 2 or 3 came."""
    chance = {0: 0.098, 1: 0.476, 2: 0.354, 3: 0.072}
    for count, here in chance.items():
        middle = sum(chance[n] for n in range(count)) + here / 2
        tail = binomial_tail(count, np.array([2.0, 1.0]), np.array([[0.3, 0.8]]))
        assert tail == pytest.approx(2 * min(middle, 1 - middle))


def test_flags_are_those_of_benjamini_and_hochberg():
    """By scipy's adjusted tails, which are at most the share where one is flagged."""
    rng = np.random.default_rng(2)
    for _ in range(200):
        tails = rng.beta(0.4, 2, rng.integers(1, 40))
        adjusted = stats.false_discovery_control(tails)
        assert np.array_equal(false_discoveries(tails, 0.1), adjusted <= 0.1)


def test_of_many_flags_one_in_ten_is_false_at_most():
    """80 true and 20 false numbers, 400 times: the mean false share within 4 errors."""
    rng = np.random.default_rng(3)
    shares = []
    for _ in range(400):
        tails = np.append(rng.random(80), rng.beta(0.05, 5, 20))
        flags = false_discoveries(tails, 0.1)
        shares.append(flags[:80].sum() / max(flags.sum(), 1))
    error = np.std(shares) / np.sqrt(len(shares))
    assert np.mean(shares) < 0.1 + 4 * error


def test_nothing_tested_is_nothing_flagged():
    assert false_discoveries(np.zeros(0), 0.1).size == 0
