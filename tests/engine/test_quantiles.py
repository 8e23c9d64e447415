"""Low, median and high: found behind the noise of futures, as exact worlds have them.

Twelve random networks of two to four variables in 1,024 worlds of 128 futures. The unit
is the width from the exact P10 to P90 or, where that is less, the width that the noise
of its futures alone would give a world; quantiles must lie within a quarter of it, and
most within a tenth.
"""

from functools import cache
from math import sqrt

import numpy as np
import pytest
from doubtful import DOUBTFUL
from strategies import network_of

from forewarn.engine.asking import asks_of
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.summary import summarise_outcomes, summarise_worlds
from forewarn.engine.worlds import draw_worlds

WORLDS, FUTURES = 1024, 128
FARTHEST, USUAL = 0.25, 0.1
Z90 = 1.2816


@cache
def pairs():
    """Summaries of exact and of simulated answers, and the unit they differ in."""
    return [pair for seed in range(12) for pair in pairs_of(seed)]


def pairs_of(seed):
    case = network_of(seed, most_variables=2 + seed % 3, most_states=3)
    asks = [ask for ask in asks_of(case) if ask.years is not None]
    network = compile_network(case)
    run = new_run(case, network, seed=1, worlds=WORLDS, futures_per_world=FUTURES)
    groups = run.plan.replicates
    numbers = draw_worlds(network, case, seed=1, worlds=WORLDS, replicates=groups)
    exact = exact_answers(case, asks, numbers, allowance=Allowance(threads=2))
    columns = zip(exact.values.T, exact.weights.T, strict=True)
    found = simulate(run, asks).outcomes
    for (values, weights), outcomes in zip(columns, found, strict=True):
        if weights.any():
            known = summarise_worlds(values, weights, groups)
            told = summarise_outcomes(outcomes, uncertain=True)
            unit = max(known.high - known.low, noise_of(outcomes))
            yield outcomes.ask, known, told, unit


def noise_of(outcomes):
    """From P10 to P90 of a world's mean by the noise of its futures alone."""
    worlds = outcomes.worlds
    mean = worlds.total / np.maximum(worlds.trials, 1)
    trials = max(worlds.trials.sum(), 1)
    # As if half a future more had come to something else, where none did.
    spread = (worlds.squares - mean * worlds.total).sum() + 0.5
    return 2 * Z90 * sqrt(spread / trials) / sqrt(trials / WORLDS)


@pytest.mark.parametrize("name", ["low", "median", "high"])
def test_quantiles_over_worlds_are_those_of_exact_answers(name):
    apart = [
        (abs(getattr(told, name) - getattr(known, name)) / unit, ask)
        for ask, known, told, unit in pairs()
        if told.value == told.value  # windows that never opened say nothing
    ]
    assert max(apart, key=lambda pair: pair[0])[0] < FARTHEST
    assert np.quantile([distance for distance, _ in apart], 0.9) < USUAL


@pytest.mark.parametrize("name", ["broken", "raids", "tense", "follows"])
def test_quantiles_over_worlds_do_not_shrink_with_computing(name):
    """Sixteen times the futures: less noise, the same doubt to within a fifth."""
    asks = [ask for ask in asks_of(DOUBTFUL) if ask.question == name]
    network = compile_network(DOUBTFUL)
    widths = []
    for futures in (32, 512):
        run = new_run(
            DOUBTFUL, network, seed=1, worlds=WORLDS, futures_per_world=futures
        )
        (outcomes,) = simulate(run, asks).outcomes
        summary = summarise_outcomes(outcomes, uncertain=True)
        widths.append(summary.high - summary.low)
    assert widths[1] == pytest.approx(widths[0], rel=0.2)
