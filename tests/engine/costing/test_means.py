"""Exact means of losses: closed forms, and what futures of random cases cost."""

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from scipy import stats
from strategies import structured_of
from structure import with_loss, with_measure
from twins import allowed_misses
from written import written

from forewarn.engine.change import adopt
from forewarn.engine.costing.costs import costs_of, price
from forewarn.engine.costing.means import solve_means
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.sizes import mean_size
from forewarn.model.estimate import Ask

ONCE = written(
    """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.2 per year}
  y:
    states: {down: L, up: H}
    start: {down: 70%, up: 30%}
"""
)
SPREAD = "100 (20 to 500)"
FEW = Effort(worlds=256, futures_per_world=4)


def test_a_jump_costs_its_size_times_its_chance():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": ("100", "y = up")})
    mean = solve_means(case, [5.0], FEW)["deaths", 5.0]
    assert mean.value == pytest.approx(30 * (1 - exp(-1)), rel=1e-9)
    assert mean.error == 0


def test_a_year_in_a_state_costs_its_share():
    case = with_loss(ONCE, "money", per_year={"x = b": "10"})
    mean = solve_means(case, [5.0], FEW)["money", 5.0]
    assert mean.value == pytest.approx(10 * (5 - (1 - exp(-1)) / 0.2), rel=1e-9)


def test_a_size_drawn_anew_counts_with_its_mean():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": SPREAD}, varies="event")
    size = mean_size(case.losses[0].per_jump[0].size.quantity.law)
    mean = solve_means(case, [5.0], FEW)["deaths", 5.0]
    assert mean.value == pytest.approx(size * (1 - exp(-1)), rel=1e-9)


def test_a_size_of_the_world_is_as_far_off_as_the_worlds_are():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": SPREAD})
    size = mean_size(case.losses[0].per_jump[0].size.quantity.law)
    mean = solve_means(case, [5.0], FEW)["deaths", 5.0]
    assert 0 < mean.error < 0.1 * mean.value
    assert abs(mean.value - size * (1 - exp(-1))) < 4 * mean.error


def test_what_measures_make_cheaper_is_left_to_futures():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": "100"})
    case = with_measure(case, "plan", ("deaths", "0.6"), ready="1 year")
    assert solve_means(case, [5.0], FEW)
    assert not solve_means(adopt(case, {"plan": case.start}), [5.0], FEW)


def test_a_price_says_how_its_mean_was_had():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": "100"})
    asks = [Ask(question="any", years=5.0)]
    (exact,) = price(case, asks, FEW)
    (simulated,) = price(case, asks, replace(FEW, method="simulated"))
    assert (exact.method, simulated.method) == ("exact", "simulated")
    assert exact.mean == pytest.approx(100 * (1 - exp(-1)), rel=1e-9)
    assert (exact.low, exact.worst5) == (simulated.low, simulated.worst5)


@pytest.fixture(scope="module")
def twins():
    """How many errors futures lie from exact means, case by case."""
    apart = []
    for seed in range(60):
        case = structured_of(seed)
        dates = [1.0, 2.5]
        means = solve_means(case, dates, Effort(worlds=64, futures_per_world=256))
        if not means:
            continue
        run = new_run(
            case, compile_network(case), seed=1, worlds=64, futures_per_world=256
        )
        for cost in costs_of(run, dates):
            mean = means.get((cost.loss, cost.years))
            if mean is not None and cost.error > 0:
                apart.append((cost.mean - mean.value) / cost.error)
            elif mean is not None:
                assert cost.mean == pytest.approx(mean.value, rel=1e-9)
    return apart


def test_futures_cost_what_is_solved_exactly(twins):
    missed = [one for one in twins if abs(one) > 4]
    assert len(twins) > 20
    assert len(missed) <= allowed_misses([63] * len(twins)), missed


def test_differences_are_no_larger_than_errors_say(twins):
    """Worlds are the same for both: differences may be smaller, never larger."""
    assert np.mean(np.square(twins)) < stats.chi2(len(twins)).ppf(0.999) / len(twins)
