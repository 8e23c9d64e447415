"""Claims about ladders: what opens a way of its own is never left out."""

from dataclasses import replace

import numpy as np
import pytest
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.rare.ladder import ladder
from forewarn.engine.rare.steering import ground_of, steering_of
from forewarn.engine.rare.trial import pick_lump
from forewarn.model.estimate import Ask

ASK = Ask(question="lost", years=1.0)
ALLIANCE = """
variables:
  alliance:
    states: {firm: A, gone: B}
    start: firm
    transitions:
      firm -> gone: {rate: 1e-5 per year%s}
  orders:
    states: {quiet: A, given: B}
    start: quiet
    transitions:
      quiet -> given: 0.001 per year
      given -> quiet: 2 per year
%s
questions:
  lost: {happens: alliance = gone, by: 1 year}
"""
TRIGGER = """
triggers:
  - after: "orders: quiet -> given"
    jump: {alliance: firm -> gone}
    chance: 30%
"""
#: Each brings the alliance down a way that its own hazard does not know of.
BY_TRIGGER = ALLIANCE % ("", TRIGGER)
BY_HAZARD = ALLIANCE % (", times: {orders = given: 100_000}", "")
HARMLESS = ALLIANCE % (", times: {orders = given: 20}", "")


def steering(text):
    case = written(text)
    ground = ground_of(case, compile_network(case))
    return steering_of(ground, case.question("lost"), [ASK])


@pytest.mark.parametrize("text", [BY_TRIGGER, BY_HAZARD])
def test_what_opens_a_way_of_its_own_is_in_every_lump_that_is_tried(text):
    rungs = list(ladder(steering(text)))
    assert [rung.may_grow for rung in rungs] == [True, False]
    tried = pick_lump(steering(text), worlds=1, futures=64, seed=np.uint64(1))
    assert len(tried.variables) == 2


def test_what_only_helps_along_may_be_left_out():
    assert not any(rung.may_grow for rung in ladder(steering(HARMLESS)))


@pytest.mark.parametrize("text", [BY_TRIGGER, BY_HAZARD, HARMLESS])
def test_answers_know_of_such_ways(text):
    case = written(text)
    effort = Effort(central=True, worlds=64, futures_per_world=1024, threads=1)
    exact, rare = (
        answer(case, [ASK], replace(effort, method=method)).estimates[0]
        for method in ("exact", "rare")
    )
    assert rare.method == "rare", rare.note
    assert abs(rare.value - exact.value) < 4 * rare.error
