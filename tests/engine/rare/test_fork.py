"""Claims about forks: what hangs on tiny chances is found, and weighed for it."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.rare.run import run_alike
from forewarn.engine.rare.steering import ground_of, steering_of
from forewarn.engine.rare.trial import pick_lump
from forewarn.model.estimate import Ask

ASK = Ask(question="lost", years=2.0)
FRONT = """
variables:
  alliance:
    states: {firm: A, shaken: B, gone: C}
    start: firm
    transitions:
      shaken -> gone: 0.02 per year
      shaken -> firm: 3 per year
events:
  raid: {rate: 0.5 per year}
"""
ASKED = """
questions:
  lost: {happens: alliance = gone, by: 2 years}
"""
TRIGGER = """
triggers:
  - after: raid
    jump: {alliance: firm -> shaken}
    chance: 0.2%
"""
VOTE = """
schedule:
  vote:
    dates: [2000-06-01, 2001-06-01]
    jump: {alliance: firm -> shaken}
    chance: 0.1%
"""
DRAW = """
schedule:
  poll:
    dates: [2000-06-01, 2001-06-01]
    draw: {alliance: {firm: 99.9%, shaken: 0.1%}}
"""
CASES = [FRONT + acts + ASKED for acts in (TRIGGER, VOTE, DRAW)]


@pytest.mark.parametrize("text", CASES)
def test_ways_of_tiny_chances_are_found_and_weighed(text):
    """Within four errors of exact answers, by as much as hundreds of hits."""
    effort = Effort(central=True, worlds=64, futures_per_world=1024, threads=1)
    exact, rare = (
        answer(written(text), [ASK], replace(effort, method=method)).estimates[0]
        for method in ("exact", "rare")
    )
    assert exact.value < 1e-4
    assert rare.method == "rare", rare.note
    assert abs(rare.value - exact.value) < 4 * rare.error
    assert rare.ess > 200


@pytest.mark.parametrize("text", CASES)
def test_weights_average_one_where_futures_fork(text):
    case = written(text)
    ground = ground_of(case, compile_network(case))
    steering = steering_of(ground, case.question("lost"), [ASK])
    lump = pick_lump(steering, worlds=1, futures=4096, seed=np.uint64(3))
    steered = run_alike(
        steering, lump, ground.central, futures=16_384, seed=3, threads=1
    )
    means = steered.tops(-1) / steered.bottoms()
    error = means.std(ddof=1) / sqrt(len(means))
    assert abs(means.mean() - 1) < 4 * error
    assert error < 0.1
