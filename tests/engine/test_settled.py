"""What one look at a case settles: never against what may come by hazard or leap."""

from math import isnan

import pytest
from strategies import structured_of
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.settled import Settler
from forewarn.errors import NotComputable

VOTES = written(
    """
variables:
  council:
    states: {split: Split, gone: Gone, back: Back}
    start: split
  rival:
    states: {calm: Calm, armed: Armed}
    start: calm
schedule:
  mandate:
    dates: [2002-04-30]
    jump: {council: split -> gone}
    chance: 20%
triggers:
  - after: council -> gone
    jump: {rival: calm -> armed}
    chance: 10%
questions:
  early: {happens: council = gone, by: [1 year]}
  late: {happens: council = gone, by: [5 years]}
  early_arms: {happens: rival = armed, by: [1 year]}
  late_arms: {happens: rival = armed, by: [5 years]}
  back: {holds: council = back, at: [5 years]}
  start: {happens: council = split, by: [1 year]}
  window: {happens: rival = armed, given: council -> gone, within: 1 year, by: [1 year]}
"""
)


def settled(case):
    settler = Settler(case, compile_network(case))
    return {ask.question: settler.settle(ask) for ask in asks_of(case, [])}


def test_what_waits_for_a_date_is_settled_before_it_and_open_after():
    found = settled(VOTES)
    assert found["early"].value == 0
    assert "nothing leads there" in found["early"].reason
    assert found["late"] is found["late_arms"] is None
    assert (
        found["early_arms"] is None
    )  # only joint states tell that nothing sets it off
    assert isnan(found["window"].value)


def test_what_nothing_leads_to_is_settled_and_what_holds_at_the_start_too():
    found = settled(VOTES)
    assert found["back"].value == 0
    assert found["start"].value == 1


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_settled_against_what_exact_answers_find(seed):
    case = structured_of(seed)
    settler = Settler(case, compile_network(case))
    few = Effort(worlds=8, futures_per_world=1, method="exact")
    for ask in asks_of(case, []):
        found = settler.settle(ask)
        if found is None:
            continue
        try:
            (exact,) = answer(case, [ask], few).estimates
        except NotComputable:
            continue
        both_unknown = isnan(exact.value) and isnan(found.value)
        assert both_unknown or exact.value == found.value
