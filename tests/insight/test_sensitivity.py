"""Claims about sensitivity: which numbers an answer hangs on, and how much."""

from dataclasses import replace
from math import exp

import numpy as np
import pytest
from kept_futures import PULSE
from structure import with_measure
from written import written

from forewarn.engine.change import adopt
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import draw_worlds
from forewarn.errors import UsageError
from forewarn.insight.sensitivity import doubt_shares, find_sensitivity
from forewarn.model.estimate import Ask

FEW = Effort(worlds=256, futures_per_world=64)
RACE = """
variables:
  front:
    title: Front
    states: {calm: At peace., one: First., two: Second.}
    start: calm
    transitions:
      calm -> one: 1 per year
      calm -> two: 2 per year
  elsewhere:
    title: Elsewhere
    states: {quiet: Quiet., loud: Loud.}
    start: quiet
    transitions:
      quiet -> loud: 1 (0.5 to 2) per year
questions:
  first: {happens: front = one, by: [1 year]}
  rate: {number: "front: calm -> one", above: 0.5 per year}
"""


def elasticities(found):
    return {pull.number.name: pull.elasticity for pull in found.pulls}


def test_a_race_has_the_elasticities_of_its_closed_form():
    # P = a / (a + b) (1 - exp(-(a + b))): by calculus, at a = 1 and b = 2.
    found = find_sensitivity(written(RACE), Ask(question="first", years=1.0), FEW)
    left = exp(-3)
    wait = left / (1 - left)
    assert found.method == "exact"
    assert elasticities(found) == pytest.approx(
        {"front: calm -> one": 2 / 3 + wait, "front: calm -> two": -2 / 3 + 2 * wait}
    )


def test_a_number_that_cannot_reach_a_question_does_not_move_it():
    for method in ("exact", "simulated"):
        effort = replace(FEW, method=method)
        found = find_sensitivity(
            written(RACE), Ask(question="first", years=1.0), effort
        )
        names = {*elasticities(found), *found.untold}
        assert not any(name.startswith("elsewhere") for name in names)


@pytest.mark.parametrize("question", ["war", "left"])
def test_exact_and_recorded_slopes_agree(question):
    # Four standard errors of both, with fixed seeds.
    ask = Ask(question=question, years=2.0)
    exact, score = (
        find_sensitivity(written(PULSE), ask, replace(FEW, method=method))
        for method in ("exact", "simulated")
    )
    assert (exact.method, score.method) == ("exact", "score")
    errors = {pull.number.name: pull.error for pull in exact.pulls}
    for pull in score.pulls:
        name = pull.number.name
        both = np.hypot(pull.error, errors[name])
        assert abs(pull.elasticity - elasticities(exact)[name]) < 4 * both, name
    assert abs(exact.value - score.value) < 4 * np.hypot(exact.error, score.error)


def test_numbers_that_move_it_most_come_first():
    found = find_sensitivity(written(PULSE), Ask(question="war", years=2.0), FEW)
    sizes = [abs(pull.elasticity) for pull in found.pulls]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(pull.share for pull in found.pulls) == pytest.approx(1)


def test_where_worlds_do_not_differ_there_is_no_doubt_to_share():
    effort = replace(FEW, central=True)
    found = find_sensitivity(written(PULSE), Ask(question="war", years=2.0), effort)
    assert all(np.isnan(pull.share) for pull in found.pulls)


def test_shares_of_doubt_are_those_of_a_linear_answer():
    case = written(PULSE)
    network = compile_network(case)
    numbers = draw_worlds(network, case, seed=1, worlds=4096, replicates=64)
    names = network.numbers
    weights = np.zeros(len(names))
    rate = names.index("front: calm -> war")
    times = names.index("front: calm -> war | mood = bad")
    weights[rate], weights[times] = 1.0, -2.0
    shares = doubt_shares(case, network, numbers, weights)
    spread = np.log(numbers[:, [rate, times]]).var(axis=0) * (1.0, 4.0)
    assert shares[[rate, times]] == pytest.approx(spread / spread.sum(), abs=0.05)
    assert shares.sum() == pytest.approx(1)


def test_the_method_is_told_with_its_reason():
    ask = Ask(question="war", years=2.0)
    (note, *_) = find_sensitivity(
        written(PULSE), ask, replace(FEW, method="simulated")
    ).notes
    assert note == "slopes are told by 16,384 futures, as asked"


def test_a_window_that_measures_come_into_falls_back_on_futures():
    asked = "{happens: front = war, given: mood = bad, within: 1 year, by: [2 years]}"
    case = written(f"{PULSE}  next: {asked}\n")
    case = with_measure(case, "plan", ("front: calm -> war", "0.6"), ready="1 year")
    ask = Ask(question="next", years=2.0)
    assert find_sensitivity(case, ask, FEW).method == "exact"
    adopted = adopt(case, {"plan": case.start})
    found = find_sensitivity(adopted, ask, FEW)
    assert found.method == "score"
    assert "measures come into place" in found.notes[0]


def test_a_question_about_a_number_is_refused():
    with pytest.raises(UsageError, match="which no other moves"):
        find_sensitivity(written(RACE), Ask(question="rate", years=None), FEW)


def test_an_answer_of_0_is_moved_by_nothing():
    never = RACE.replace("calm -> one: 1 per year", "calm -> one: 0 per year")
    found = find_sensitivity(written(never), Ask(question="first", years=1.0), FEW)
    assert found.pulls == ()
    assert "the answer is 0" in found.notes[-1]
