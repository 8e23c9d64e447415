"""Claims about uniformisation: what a chain does over some years."""

from decimal import Decimal, localcontext
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import linalg, sparse, stats

from forewarn.engine.exact.uniformisation import (
    TAIL,
    hitting,
    poisson_weights,
    time_in_states,
    transient,
)
from forewarn.errors import NotComputable, UsageError

SEEDS = st.integers(0, 2**32 - 1)
SPANS = st.floats(0, 20)


def rates_of(dense):
    return sparse.csr_array(np.asarray(dense, dtype=np.float64))


def dense_generator(generator):
    dense = generator.toarray()
    return dense - np.diag(dense.sum(axis=1))


def some_chain(seed, states=6):
    rng = np.random.default_rng(seed)
    rates = rng.exponential(1.0, (states, states)) * (
        rng.random((states, states)) < 0.5
    )
    np.fill_diagonal(rates, 0.0)
    return rates_of(rates), rng.dirichlet(np.ones(states))


def first_only(states):
    return np.eye(states)[0]


@given(SEEDS, SPANS)
def test_a_chain_agrees_with_the_matrix_exponential(seed, years):
    generator, start = some_chain(seed)
    expected = start @ linalg.expm(dense_generator(generator) * years)
    assert np.abs(transient(generator, start, years) - expected).max() < 1e-10


@given(SEEDS, SPANS)
def test_time_in_states_agrees_with_the_matrix_exponential(seed, years):
    # Van Loan (1978): the integral is a corner of the exponential of a larger matrix.
    generator, start = some_chain(seed)
    size = start.size
    larger = np.zeros((2 * size, 2 * size))
    larger[:size, :size] = dense_generator(generator)
    larger[:size, size:] = np.eye(size)
    expected = start @ linalg.expm(larger * years)[:size, size:]
    assert np.abs(time_in_states(generator, start, years) - expected).max() < 1e-9


@given(SEEDS, SPANS, st.floats(0, 1))
def test_mass_is_kept_and_never_negative(seed, years, share):
    generator, start = some_chain(seed)
    after = transient(generator, share * start, years)
    assert after.min() >= 0
    assert after.sum() == pytest.approx(share, abs=1e-12)


@given(SEEDS, SPANS)
def test_times_in_states_sum_to_the_whole_time(seed, years):
    generator, start = some_chain(seed)
    assert time_in_states(generator, start, years).sum() == pytest.approx(years)


@given(SEEDS, SPANS)
def test_doubling_every_hazard_is_doubling_the_horizon(seed, years):
    generator, start = some_chain(seed)
    faster = transient(rates_of(generator.toarray() * 2), start, years)
    longer = transient(generator, start, 2 * years)
    assert np.abs(faster - longer).max() < 1e-12


@given(SEEDS, SPANS, SPANS)
def test_waiting_twice_is_waiting_once_for_both(seed, first, second):
    generator, start = some_chain(seed)
    twice = transient(generator, transient(generator, start, first), second)
    once = transient(generator, start, first + second)
    assert np.abs(twice - once).max() < 1e-11


@given(SEEDS, SPANS, SPANS)
def test_hitting_never_falls_with_the_horizon(seed, first, more):
    generator, start = some_chain(seed)
    target = np.arange(start.size) >= start.size - 2
    sooner = hitting(generator, start, target, first)
    later = hitting(generator, start, target, first + more)
    # Each answer may be out by its tolerance of 1e-12.
    assert later >= sooner - 2e-12


@given(SEEDS, SPANS)
def test_having_been_there_is_no_less_likely_than_being_there(seed, years):
    generator, start = some_chain(seed)
    target = np.arange(start.size) == 0
    being = transient(generator, start, years)[0]
    assert hitting(generator, start, target, years) >= being - 2e-12


@given(st.floats(0, 1e6))
def test_poisson_weights_leave_out_almost_nothing(mean):
    weights = poisson_weights(mean)
    last = weights.first + weights.values.size - 1
    assert stats.poisson.cdf(weights.first - 1, mean) <= TAIL
    assert stats.poisson.sf(last, mean) <= TAIL
    assert weights.values.sum() == pytest.approx(1, abs=1e-13)


def exact_poisson(mean, first, size):
    # Forty digits: at a mean of 10,000 scipy's own pmf is out by 3e-11 of itself.
    with localcontext(prec=40):
        chance = (-Decimal(mean)).exp() * Decimal(mean) ** first / factorial(first)
        for k in range(first + 1, first + size + 1):
            yield float(chance)
            chance *= Decimal(mean) / k


@pytest.mark.parametrize("mean", [0.01, 3.7, 250.0, 10_000.0])
def test_poisson_weights_are_right_to_twelve_digits(mean):
    weights = poisson_weights(mean)
    size = weights.values.size
    expected = np.array(list(exact_poisson(mean, weights.first, size)))
    assert np.abs(weights.values / expected - 1).max() < 1e-12
    assert weights.values @ (weights.first + np.arange(size)) == pytest.approx(mean)


@pytest.mark.parametrize("years", [0.5, 1.0, 10.0])
def test_a_race_is_won_in_proportion_to_the_hazards(years):
    # Two absorbing ends at rates 1 and 2: (1 - e^-3T)/3, and twice that.
    after = transient(rates_of([[0, 1, 2], [0, 0, 0], [0, 0, 0]]), first_only(3), years)
    won = -np.expm1(-3 * years) / 3
    assert np.abs(after - [np.exp(-3 * years), won, 2 * won]).max() < 1e-12


def test_a_birth_death_chain_reaches_its_product_form():
    # Detailed balance: each rung holds birth/death times the one below.
    birth, death, rungs = 0.3, 0.9, 8
    generator = rates_of(np.diag([birth] * (rungs - 1), 1) + np.diag([death] * 7, -1))
    expected = (birth / death) ** np.arange(rungs)
    after = transient(generator, first_only(rungs), 500.0)
    assert np.abs(after - expected / expected.sum()).max() < 1e-11


def test_a_pure_birth_chain_counts_like_poisson():
    generator = rates_of(np.diag([2.0] * 39, 1))
    after = transient(generator, first_only(40), 3.0)
    assert np.abs(after[:39] - stats.poisson.pmf(np.arange(39), 6.0)).max() < 1e-13


def test_ten_thousand_expected_steps_do_not_underflow():
    # A slow jump, e^-rT, beside a fast pair that has long been in balance, 9 to 10.
    slow_beside_fast = rates_of(
        [[0, 1e-4, 0, 0], [0] * 4, [0, 0, 0, 1e4], [0, 0, 9e3, 0]]
    )
    start = np.array([0.5, 0.0, 0.5, 0.0])
    after = transient(slow_beside_fast, start, 1.0, tolerance=0.0)
    fast = np.array([9.0, 10.0]) / 19 / 2
    expected = [0.5 * np.exp(-1e-4), -0.5 * np.expm1(-1e-4), *fast]
    assert np.abs(after - expected).max() < 1e-11


def test_stopping_early_misplaces_no_more_than_it_may():
    generator, start = some_chain(3)
    whole = transient(generator, start, 50.0, tolerance=0.0)
    rough = transient(generator, start, 50.0, tolerance=1e-3)
    assert 0 < np.abs(rough - whole).sum() <= 1e-3


def test_a_slow_hazard_is_not_taken_for_none():
    # One step changes 1e-9 of the mass, and a hundred thousand steps still matter.
    generator = rates_of([[0, 1e-6, 0, 0], [0] * 4, [0, 0, 0, 1e3], [0, 0, 1e3, 0]])
    chance = hitting(generator, first_only(4), np.arange(4) == 1, 100.0)
    assert chance == pytest.approx(-np.expm1(-1e-4), abs=1e-11)


# Mutual hazard network of three events. The model is that of Schill et al. (2020),
# Bioinformatics 36(1); the rows were computed with scipy.linalg.expm, to ten places.
# Event i comes at theta[i][i] times theta[i][j] for each event j that has come; states
# are bit masks, event 0 the lowest bit; events never revert.
THETA = ((0.5, 1.0, 2.0), (3.0, 0.2, 1.0), (0.5, 4.0, 0.1))
P_AT_TIME = {
    0.5: (
        0.670320046,
        0.1740243587,
        0.0653837888,
        0.0376771427,
        0.0303771025,
        0.0103410527,
        0.0078952007,
        0.0039813079,
    ),
    1.0: (
        0.4493289641,
        0.2423893755,
        0.0855186088,
        0.1141286846,
        0.0370336881,
        0.0274967177,
        0.0199674167,
        0.0241365447,
    ),
    2.0: (
        0.201896518,
        0.2354509168,
        0.0731952595,
        0.2657831142,
        0.0277946412,
        0.0492169943,
        0.0320220754,
        0.1146404807,
    ),
    5.0: (
        0.0183156389,
        0.0681952298,
        0.0144132847,
        0.3704115251,
        0.0039592217,
        0.0301108323,
        0.0131719955,
        0.481422272,
    ),
}


def hazard_network(theta):
    events = len(theta)
    rates = np.zeros((2**events, 2**events))
    for state in range(2**events):
        for i in range(events):
            if not state >> i & 1:
                came = [theta[i][j] for j in range(events) if state >> j & 1]
                rates[state, state | 1 << i] = theta[i][i] * np.prod(came)
    return rates_of(rates)


@pytest.mark.parametrize("years", P_AT_TIME)
def test_a_multiplicative_hazard_network_has_its_known_answer(years):
    after = transient(hazard_network(THETA), first_only(8), years)
    assert np.abs(after - P_AT_TIME[years]).max() < 1e-9


def test_with_no_time_or_no_hazard_nothing_happens():
    generator, start = some_chain(1)
    still = rates_of(np.zeros((6, 6)))
    assert (transient(generator, start, 0.0) == start).all()
    assert (transient(still, start, 9.0) == start).all()
    assert (time_in_states(still, start, 9.0) == 9 * start).all()


def test_starting_in_the_target_is_having_been_there():
    generator, start = some_chain(2)
    assert hitting(generator, start, start >= 0, 0.0) == pytest.approx(1)


@pytest.mark.parametrize("years", [1e9, 1e300])
def test_too_many_steps_are_refused_with_a_way_out(years):
    generator = rates_of([[0, 1e3], [1e10, 0]])
    with pytest.raises(NotComputable, match=r"steps .* limit .* method='simulated'"):
        transient(generator, first_only(2), years)


@pytest.mark.parametrize(
    ("rates", "start", "years", "message"),
    [
        ([[0, 1], [0, 0]], [1.0, 0.0], -1.0, "time in years"),
        ([[0, 1], [0, 0]], [1.0, 0.0], np.nan, "time in years"),
        ([[0, -1], [0, 0]], [1.0, 0.0], 1.0, "a rate must"),
        ([[0, np.inf], [0, 0]], [1.0, 0.0], 1.0, "a rate must"),
        ([[-1, 1], [0, 0]], [1.0, 0.0], 1.0, "a rate must"),
        ([[1, 1], [0, 0]], [1.0, 0.0], 1.0, "to itself"),
        ([[0, 1], [0, 0]], [1.0, -0.1], 1.0, "starting mass"),
        ([[0, 1], [0, 0]], [1.0], 1.0, "do not fit"),
    ],
)
def test_a_call_that_does_not_fit_is_refused(rates, start, years, message):
    with pytest.raises(UsageError, match=message):
        transient(rates_of(rates), np.array(start), years)


def test_a_target_must_say_yes_or_no_for_each_state():
    generator, start = some_chain(1)
    with pytest.raises(UsageError, match="yes or no"):
        hitting(generator, start, np.array([True]), 1.0)
