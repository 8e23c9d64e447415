"""Claims about solving: the fast solver is the plain one, at any size and speed."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_chains import hitting_task, ruled_chain, task_of
from scipy import sparse, stats

from forewarn.engine.exact import limits
from forewarn.engine.exact import solve as solving
from forewarn.engine.exact.solve import solve, solve_all
from forewarn.engine.exact.squaring import SMALL, square, square_all
from forewarn.engine.exact.uniformisation import hitting, time_in_states, transient
from forewarn.errors import NotComputable

SEEDS = st.integers(0, 2**32 - 1)
SPANS = st.floats(0, 20)


def some_chain(seed, states=6):
    rng = np.random.default_rng(seed)
    rates = rng.exponential(1.0, (states, states)) * (
        rng.random((states, states)) < 0.5
    )
    np.fill_diagonal(rates, 0.0)
    return sparse.csr_array(rates), rng.dirichlet(np.ones(states)), rng.random(states)


@given(SEEDS, SPANS)
def test_worth_at_a_time_is_the_plain_one(seed, years):
    generator, start, worth = some_chain(seed)
    expected = transient(generator, start, years) @ worth
    value = solve(task_of(generator, start, worth, years))[0]
    assert value == pytest.approx(expected, rel=1e-10)


@given(SEEDS, SPANS)
def test_worth_over_a_time_is_the_plain_one(seed, years):
    generator, start, worth = some_chain(seed)
    expected = time_in_states(generator, start, years) @ worth
    value = solve(task_of(generator, start, worth, years, summed=True))[0]
    assert value == pytest.approx(expected, rel=1e-10, abs=1e-300)


@given(SEEDS, SPANS)
def test_ever_having_been_there_is_the_plain_one(seed, years):
    generator, start, _ = some_chain(seed)
    target = np.arange(6) == 5
    start = np.where(target, 0.0, start)
    expected = hitting(generator, start, target, years)
    value = solve(hitting_task(generator, start, target, years))[0]
    assert value == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(SEEDS, SPANS)
def test_every_start_at_once_is_each_alone(seed, years):
    generator, _, worth = some_chain(seed)
    together = solve_all(task_of(generator, worth, worth, years), years)
    for state in range(6):
        start = np.arange(6) == state
        alone = solve(task_of(generator, start, worth, years, summed=True))[0]
        assert together[state] == pytest.approx(alone, rel=1e-10, abs=1e-300)


@given(SEEDS, st.floats(0.01, 50), st.booleans())
def test_squaring_is_stepping(seed, years, summed):
    generator, start, worth = some_chain(seed)
    task = task_of(generator, start, worth, years, summed=summed)
    assert square(task) == pytest.approx(solve(task), rel=1e-10)


@given(SEEDS, st.lists(SPANS, min_size=1, max_size=5, unique=True))
def test_dates_together_are_dates_alone(seed, dates):
    generator, start, worth = some_chain(seed)
    together = solve(task_of(generator, start, worth, sorted(dates)))
    for value, years in zip(together, sorted(dates), strict=True):
        alone = solve(task_of(generator, start, worth, years))[0]
        assert value == pytest.approx(alone, rel=1e-10)


def grid(side):
    """A walk on a square grid, its rates uneven."""

    def rules(at):
        x, y = at
        for dx, dy, rate in ((1, 0, 1.0), (-1, 0, 0.7), (0, 1, 1.3), (0, -1, 0.4)):
            if 0 <= x + dx < side and 0 <= y + dy < side:
                yield rate + 0.01 * ((x * y) % 7), (x + dx, y + dy)

    return ruled_chain((0, 0), rules)


def test_threads_change_no_bit_of_a_shared_chain(monkeypatch):
    monkeypatch.setattr(solving, "SHARED", 0)
    chain = grid(60)
    worth = chain.worth(lambda at: at[0] + at[1] > 30)
    task = task_of(chain.generator, chain.start, worth, [1.0, 10.0])
    one, two, three = (solve(task, threads=threads) for threads in (1, 2, 3))
    assert (one == two).all()
    assert (one == three).all()


def test_a_chance_of_1e_minus_40_keeps_its_digits():
    # A pure birth chain counts like Poisson: at least 30 jumps, with 0.02 expected.
    births = sparse.csr_array(np.diag(np.full(30, 0.2), 1))
    target = np.arange(31) == 30
    value = solve(hitting_task(births, np.arange(31) == 0, target, 0.1))[0]
    assert value == pytest.approx(stats.poisson.sf(29, 0.02), rel=1e-10)
    assert 0 < value < 1e-80


def test_staying_long_in_a_state_that_is_left_fast_is_not_taken_for_never():
    once = sparse.csr_array([[0, 5.0], [0, 0]])
    value = solve(task_of(once, [1, 0], [1, 0], 100.0))[0]
    assert value == pytest.approx(exp(-500), rel=1e-9)


STIFF = sparse.csr_array([[0, 1e-12, 0, 0], [0] * 4, [0, 0, 0, 1e6], [2e-9, 0, 1e6, 0]])


@pytest.mark.parametrize("years", [1 / 365.25, 1.0, 1000.0])
def test_a_thousand_years_of_a_million_jumps_each_keep_rare_ones(years):
    # Half the time at 1e6 per year either way, then 2e-9, then 1e-12 per year.
    a, b = 1e-9, 1e-12
    expected = a * b * years**2 / 2  # to first order in both
    target = np.arange(4) == 1
    value = solve(hitting_task(STIFF, np.arange(4) == 2, target, years))[0]
    assert value == pytest.approx(expected, rel=1e-5)


def test_squaring_keeps_mass():
    after = square_all(task_of(STIFF, np.ones(4), np.ones(4), 1000.0), 1000.0)
    assert after == pytest.approx(np.ones(4), abs=1e-14)


def test_too_much_work_is_refused_with_the_way_out(monkeypatch):
    monkeypatch.setattr(limits, "WORK", 10_000)
    chain = grid(30)
    assert len(chain.states) > SMALL
    task = task_of(chain.generator, chain.start, chain.worth(lambda at: at[0]), 50.0)
    with pytest.raises(NotComputable, match=r"900 joint states .*method='simulated'"):
        solve(task)
    with pytest.raises(NotComputable, match="steps"):
        solve_all(task, 50.0)


def test_a_hopeless_answer_is_refused_at_once():
    chain = grid(30)
    task = task_of(chain.generator, chain.start, chain.worth(lambda at: at[0]), 1e9)
    with pytest.raises(NotComputable, match="limit"):
        solve(task._replace(hazards=task.hazards * 1e6))


def test_a_chain_at_rest_needs_no_more_steps():
    chain = grid(30)
    task = task_of(
        chain.generator, chain.start, chain.worth(lambda at: at[0] > 15), 5e3
    )
    late = solve(task._replace(years=np.array([5e3, 1e4])))
    assert late[0] == pytest.approx(late[1], rel=1e-9)


def test_nothing_to_jump_is_nothing_that_changes():
    still = sparse.csr_array((2, 2))
    assert solve(task_of(still, [0.5, 0.5], [1, 3], [0.0, 7.0])).tolist() == [2.0, 2.0]
    summed = task_of(still, [0.5, 0.5], [1, 3], [0.0, 7.0], summed=True)
    assert solve(summed).tolist() == [0.0, 14.0]
    assert solve_all(summed, 7.0).tolist() == [7.0, 21.0]


def test_half_lives_halve():
    once = sparse.csr_array([[0, log(2)], [0, 0]])
    dates = np.arange(0.0, 12.0)
    left = solve(task_of(once, [1, 0], [1, 0], dates))
    assert left == pytest.approx(0.5**dates, rel=1e-11)
    years = solve(task_of(once, [1, 0], [1, 0], dates, summed=True))
    assert years == pytest.approx((1 - 0.5**dates) / log(2), rel=1e-11)
