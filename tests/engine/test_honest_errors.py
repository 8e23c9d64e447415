"""Error bars are honest: value ± t·error at 80 % covers 80 % of the time.

Over 400 seeds, a chance of 80 % is seen within 2 % of it about two times in three, and
within 6 % all but three times in a thousand. What should be covered is the exact mean
over 8,192 worlds, whose own error is a tenth of that of the largest run here.
"""

from functools import cache

import numpy as np
import pytest
from doubtful import DOUBTFUL
from scipy import stats
from written import written

from forewarn.engine.asking import asks_of
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.summary import summarise_outcomes, summarise_worlds
from forewarn.engine.worlds import central_numbers, draw_worlds

SEEDS = 400
MANY = 8192
ASKS = asks_of(DOUBTFUL)
NETWORK = compile_network(DOUBTFUL)
LOW, HIGH = 0.74, 0.86


def solved(numbers):
    answers = exact_answers(DOUBTFUL, ASKS, numbers, allowance=Allowance(threads=2))
    return answers.values, answers.weights


@cache
def truth():
    """The predictive mean of each ask."""
    values, weights = solved(drawn(seed=10**6, worlds=MANY, replicates=1))
    return (values * weights).sum(axis=0) / weights.sum(axis=0)


def drawn(**how):
    return draw_worlds(NETWORK, DOUBTFUL, **how)


def simulated(seed, worlds, futures, *, central=False):
    run = new_run(
        DOUBTFUL,
        NETWORK,
        seed=seed,
        worlds=worlds,
        futures_per_world=futures,
        central=central,
    )
    found = simulate(run, ASKS, threads=1).outcomes
    # What worlds differ by costs time, and its errors are not asked for.
    return [summarise_outcomes(outcomes, uncertain=False) for outcomes in found]


def covered(summaries, expected):
    """How often the expected value lies within 80 % error bars, ask by ask."""
    value, error, freedom = np.moveaxis(
        [[(s.value, s.error, s.freedom) for s in each] for each in summaries], 2, 0
    )
    within = stats.t.ppf(0.9, freedom) * error
    return (np.abs(value - expected) <= within).mean(axis=0)


@pytest.mark.parametrize(
    ("worlds", "futures"),
    [(1, 2048), (24, 64), (64, 32), (512, 8)],
    ids=["like-worlds", "few-worlds", "a-world-a-replicate", "replicates-of-eight"],
)
def test_errors_of_simulated_answers_are_honest(worlds, futures):
    central = worlds == 1
    expected = (
        solved(central_numbers(NETWORK, DOUBTFUL)[None])[0] if central else truth()
    )
    runs = [simulated(seed, worlds, futures, central=central) for seed in range(SEEDS)]
    shares = covered(runs, expected)
    assert ((shares > LOW) & (shares < HIGH)).all(), shares


def test_errors_of_exact_answers_in_few_worlds_are_honest():
    """All seeds are drawn first and solved at once, which is quicker."""
    worlds = 24
    numbers = [
        drawn(seed=seed, worlds=worlds, replicates=worlds) for seed in range(SEEDS)
    ]
    solutions = solved(np.concatenate(numbers))
    values, weights = (part.reshape(SEEDS, worlds, -1) for part in solutions)
    runs = [
        [summarise_worlds(v[:, a], w[:, a], worlds) for a in range(len(ASKS))]
        for v, w in zip(values, weights, strict=True)
    ]
    shares = covered(runs, truth())
    assert ((shares > LOW) & (shares < HIGH)).all(), shares


CLOCKS = written(
    """
variables:
  x: {states: {a: A, b: B}, start: a, transitions: {a -> b: 0.1 to 0.8 per year}}
  y: {states: {a: A, b: B}, start: a, transitions: {a -> b: 0.5 (0.2 to 2) per year}}
"""
)


def clocks(seed, worlds, replicates):
    """Chances that x rings by a year, that both do, and y if x: by closed forms."""
    network = compile_network(CLOCKS)
    numbers = draw_worlds(
        network, CLOCKS, seed=seed, worlds=worlds, replicates=replicates
    )
    rates = [numbers[:, network.numbers.index(f"{v}: a -> b")] for v in ("x", "y")]
    x, y = (-np.expm1(-rate) for rate in rates)
    certain = np.ones(worlds)
    return [(x, certain), (x * y, certain), (y, x)]


@pytest.mark.parametrize("worlds", [64, 512, 4096])
def test_errors_of_exact_answers_in_many_worlds_are_honest(worlds):
    expected = [(v * w).sum() / w.sum() for v, w in clocks(10**6, 2**18, 1)]
    runs = [
        [summarise_worlds(v, w, 64) for v, w in clocks(seed, worlds, 64)]
        for seed in range(SEEDS)
    ]
    shares = covered(runs, expected)
    assert ((shares > LOW) & (shares < HIGH)).all(), shares
