"""Claims about exact gradients."""

from collections import Counter
from dataclasses import replace
from functools import cache
from math import exp

import numpy as np
import pytest
from dice import seeded
from differences import groups_of, slope_by_differences
from random_costs import with_costs
from random_networks import a_network
from random_structure import with_doubts, with_structure
from structure import with_measure
from written import written

from forewarn.engine.asking import asks_of
from forewarn.engine.change import adopt
from forewarn.engine.exact.answers import carry_out
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import plan_exact
from forewarn.engine.gradients import passes
from forewarn.engine.gradients.exact import exact_gradients
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import draw_worlds
from forewarn.errors import NotComputable
from forewarn.model.estimate import Ask
from forewarn.model.units import date_after

#: What slopes may differ from finite differences by, of the answer's own size: these
#: are good to a few in 1e10 of it.
RELATIVE = 1e-6


def structured(seed):
    """A random network with all that acts, some measures adopted; pools and ladders."""
    dice = seeded(seed)
    case = with_structure(dice, a_network(dice, 3, 3))
    case = with_doubts(dice, with_costs(dice, case))
    chosen = dice.few([measure.name for measure in case.measures])
    days = {name: date_after(case.start, dice.roll(3) / 2) for name in chosen}
    return adopt(case, days)


def planned(case, asks, worlds=1):
    network = compile_network(case)
    numbers = draw_worlds(network, case, seed=1, worlds=worlds, replicates=1)
    return plan_exact(case, asks, numbers, Allowance())


def slopes_differ(case, asks):
    """By how much slopes differ from finite differences, of what they may."""
    return compared(case, asks)[0]


def compared(case, asks):
    """As ``slopes_differ``, with the numbers that move an answer at all."""
    plan = planned(case, asks)
    found, names = exact_gradients(plan, case), plan.network.numbers
    assert np.allclose(
        found.values, carry_out(plan).values, rtol=1e-9, atol=1e-300, equal_nan=True
    )
    worst, moving = 0.0, set()
    for column, name in enumerate(names):
        slope = slope_by_differences(
            lambda numbers: carry_out(replace(plan, numbers=numbers)).values,
            case,
            plan,
            column,
        )
        allowed = RELATIVE * np.maximum(np.abs(slope), 1e-3 * np.abs(found.values))
        apart = np.abs(found.slopes[:, :, column] - slope) / (allowed + 1e-300)
        worst = max(worst, float(np.nan_to_num(apart).max(initial=0.0)))
        if (np.abs(slope) > 1e-4 * np.abs(found.values)).any():
            moving.add(name)
    return worst, moving


def dated(case, *, given):
    asks = [ask for ask in asks_of(case) if ask.years is not None]
    return [a for a in asks if (case.question(a.question).kind == "given") is given]


@cache
def everything(seed):
    """Slopes of a network where everything acts, compared with finite differences."""
    case = structured(seed)
    return case, *compared(case, dated(case, given=False))


@pytest.mark.parametrize("seed", range(12))
def test_slopes_are_finite_differences_where_everything_acts(seed):
    assert everything(seed)[1] < 1


def test_so_are_those_of_chances_and_odds_of_schedules_and_triggers():
    """Each kind of number moves answers of some of the networks compared."""
    moving = Counter()
    for seed in range(12):
        case, _, names = everything(seed)
        acts = {"schedule": case.schedules, "trigger": case.triggers}
        for kind, parts in acts.items():
            for part in parts:
                chances = {part.chance.name} if part.chance else set()
                numbers = {number.name for number in part.numbers()}
                moving[kind, "chance"] += len(chances & names)
                moving[kind, "odds or shares"] += len((numbers - chances) & names)
    assert len(moving) == 4
    assert min(moving.values()) >= 3, moving


@pytest.mark.parametrize("seed", range(50, 56))
def test_slopes_of_windows_are_finite_differences(seed):
    case = a_network(seeded(seed), 3, 3)
    assert slopes_differ(case, dated(case, given=True)) < 1


@pytest.mark.parametrize("seed", range(60, 66))
def test_so_are_they_where_schedules_come_into_windows(seed):
    dice = seeded(seed)
    case = with_structure(dice, a_network(dice, 3, 3))
    assert slopes_differ(case, dated(case, given=True)) < 1


RACE = """
variables:
  front:
    title: Front
    states: {calm: At peace., one: First., two: Second.}
    start: calm
    transitions:
      calm -> one: 0.05 (0.02 to 0.1) per year
      calm -> two: 0.1 (0.05 to 0.2) per year
questions:
  first: {happens: front = one, by: [10 years]}
  left: {holds: front = calm, at: [10 years]}
"""


def test_a_race_has_the_slopes_of_its_closed_form():
    # P(one by T) = a / (a + b) (1 - exp(-(a + b) T)), by calculus.
    case = written(RACE)
    plan = planned(case, [Ask(question="first", years=10.0)], worlds=3)
    found = exact_gradients(plan, case)
    names = plan.network.numbers
    a, b = (plan.numbers[:, names.index(f"front: calm -> {s}")] for s in ("one", "two"))
    left = np.exp(-10 * (a + b))
    by_a = a * (b / (a + b) ** 2 * (1 - left) + a / (a + b) * 10 * left)
    by_b = b * (-a / (a + b) ** 2 * (1 - left) + a / (a + b) * 10 * left)
    slopes = found.slopes[:, 0]
    assert slopes[:, names.index("front: calm -> one")] == pytest.approx(by_a, rel=1e-9)
    assert slopes[:, names.index("front: calm -> two")] == pytest.approx(by_b, rel=1e-9)


def test_doubling_every_hazard_is_doubling_the_horizon():
    # So the slopes of all rates sum to T times the slope with T.
    case = written(RACE)
    plan = planned(case, [Ask(question="left", years=10.0)])
    found = exact_gradients(plan, case)
    rate = plan.numbers[
        0, [n.startswith("front: calm ->") for n in plan.network.numbers]
    ]
    total = float(rate.sum())
    assert found.slopes[0, 0].sum() == pytest.approx(-10 * total * exp(-10 * total))


def test_shares_of_a_start_gain_what_others_lose():
    case = structured(3)
    plan = planned(case, dated(case, given=False))
    found = exact_gradients(plan, case)
    for group in groups_of(case, plan.network.numbers):
        assert found.slopes[:, :, group].sum(axis=2) == pytest.approx(0, abs=1e-12)


def test_small_chains_over_very_many_steps_have_the_same_slopes():
    fast = RACE.replace(
        "calm -> two: 0.1 (0.05 to 0.2) per year",
        """calm -> two: 300 (100 to 900) per year
      two -> calm: 500 (100 to 2_000) per year""",
    )
    case = written(fast)
    assert slopes_differ(case, dated(case, given=False)) < 1


def test_steps_taken_again_between_checkpoints_change_no_bit(monkeypatch):
    case = structured(5)
    plan = planned(case, dated(case, given=False))
    kept = exact_gradients(plan, case)
    monkeypatch.setattr(passes, "KEPT", 0)
    again = exact_gradients(plan, case)
    assert (again.slopes == kept.slopes).all()


def test_threads_change_no_bit():
    case = structured(4)
    plan = planned(case, dated(case, given=False), worlds=9)
    one, two = (exact_gradients(plan, case, threads=n) for n in (1, 2))
    assert (one.slopes == two.slopes).all()


def test_a_lead_time_has_the_slope_of_the_day_on_which_it_ends():
    case = written(RACE)
    case = with_measure(case, "plan", ("front: calm -> one", "0.6"), ready="2 years")
    case = adopt(case, {"plan": case.start})
    assert slopes_differ(case, dated(case, given=False)) < 1
    found = exact_gradients(planned(case, [Ask(question="first", years=10.0)]), case)
    later = found.slopes[0, 0, compile_network(case).numbers.index("plan: ready")]
    assert later > 0


def test_more_of_a_measure_past_the_cap_does_nothing():
    case = written(RACE)
    case = with_measure(case, "plan", ("front: calm -> one", "0.1"))
    case = adopt(case, {"plan": case.start})
    plan = planned(case, [Ask(question="first", years=10.0)])
    place = plan.network.numbers.index("plan: 1")
    assert exact_gradients(plan, case).slopes[0, 0, place] == 0


def test_a_measure_in_place_from_the_start_may_have_windows():
    text = (
        RACE
        + """  next:
    happens: front = one
    given: front = two
    within: 1 year
    by: [10 years]
"""
    )
    case = written(
        text.replace(
            "calm -> two: 0.1 (0.05 to 0.2) per year",
            "calm -> two: 0.1 (0.05 to 0.2) per year\n      two -> one: 0.5 per year",
        )
    )
    case = with_measure(case, "plan", ("front: two -> one", "0.6"))
    case = adopt(case, {"plan": case.start})
    assert slopes_differ(case, dated(case, given=True)) < 1
    later = with_measure(case, "late", ("front: two -> one", "0.9"), ready="2 years")
    later = adopt(later, {"late": case.start})
    with pytest.raises(NotComputable, match="measures come into place"):
        exact_gradients(planned(later, dated(later, given=True)), later)


def test_a_settled_answer_has_no_slope():
    case = written(RACE.replace("calm -> one: 0.05 (0.02 to 0.1)", "calm -> one: 0"))
    found = exact_gradients(planned(case, [Ask(question="first", years=10.0)]), case)
    assert found.values[0, 0] == 0
    assert not found.slopes.any()
