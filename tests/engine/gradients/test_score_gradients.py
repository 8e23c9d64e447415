"""Claims about score-function gradients: slopes that recorded futures tell.

Statistical tests have fixed seeds and are of width 4 standard errors, with the misses
that Student's t allows in 99 of 100 suites.
"""

import numpy as np
import pytest
from dice import seeded
from kept_futures import PULSE, kept_of
from random_costs import with_costs
from random_networks import a_network
from random_structure import with_structure
from structure import with_measure
from twins import allowed_misses
from written import written

from forewarn.engine.change import adopt
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import plan_exact
from forewarn.engine.gradients.exact import exact_gradients
from forewarn.engine.gradients.score import score_gradient, scores_of
from forewarn.model.units import date_after

SIZE = {"worlds": 64, "futures": 150}


def exact_slopes(kept):
    """Exact slopes of every ask over the worlds that futures were kept of."""
    case = kept.run.case
    plan = plan_exact(case, kept.asks, kept.numbers, Allowance())
    found = exact_gradients(plan, case)
    weights = found.weights[:, :, np.newaxis]
    values, slopes = np.nan_to_num(found.values), np.nan_to_num(found.slopes)
    opened = np.maximum(found.weights.sum(axis=0), 1e-300)
    mean = (values * found.weights).sum(axis=0) / opened
    moved = weights * slopes + (values - mean)[:, :, np.newaxis] * found.weight_slopes
    return moved.sum(axis=0) / opened[:, np.newaxis]


def apart_of(case):
    """How many errors slopes lie from the exact ones, and the degrees of freedom."""
    kept = kept_of(case, **SIZE, given=False)
    exact = exact_slopes(kept)
    for ask in range(len(kept.asks)):
        found = score_gradient(kept, ask)
        told = found.errors > 1e-9
        apart = (found.slopes - exact[ask])[told] / found.errors[told]
        yield from ((each, kept.run.plan.replicates - 1) for each in apart)


def check_scores(cases):
    apart, freedom = np.array([each for case in cases for each in apart_of(case)]).T
    assert (np.abs(apart) > 4).sum() <= allowed_misses(freedom)
    # Slopes of one answer hang together, so their spread is looked at, not tested.
    assert 0.6 < apart.std() < 1.3
    assert len(apart) > 100


def test_scores_are_the_exact_slopes_on_random_networks():
    check_scores(a_network(seeded(seed), 3, 3) for seed in range(100, 116))


def structured(seed):
    """A random network with all that acts, and some measures adopted."""
    dice = seeded(seed)
    case = with_structure(dice, a_network(dice, 3, 3))
    case = with_costs(dice, case)
    chosen = dice.few([measure.name for measure in case.measures])
    days = {name: date_after(case.start, dice.roll(3) / 2) for name in chosen}
    return adopt(case, days)


def test_so_they_are_where_schedules_triggers_and_measures_act():
    check_scores(structured(seed) for seed in range(200, 216))


@pytest.mark.parametrize("seed", range(4))
def test_scores_have_a_mean_of_0(seed):
    kept = kept_of(a_network(seeded(seed), 3, 3), **SIZE)
    scores = np.concatenate([score for _, score in scores_of(kept)])
    errors = scores.std(axis=0) / len(scores) ** 0.5
    apart = np.abs(scores.mean(axis=0)) / np.where(errors > 0, errors, 1.0)
    assert (apart[(scores != 0).sum(axis=0) > 1000] < 4.5).all()


def test_a_slope_of_what_futures_hardly_met_is_not_told():
    rare = PULSE.replace("0.5 (0.2 to 1) per year", "1e-6 per year")
    found = score_gradient(kept_of(written(rare), **SIZE), 1)
    names = kept_of(written(rare), worlds=1, futures=1).network.numbers
    place = names.index("front: calm -> war")
    assert np.isnan(found.slopes[place])
    assert np.isnan(found.errors[place])


def test_a_lead_time_is_not_told_by_futures():
    case = written(PULSE)
    case = with_measure(case, "plan", ("front: calm -> war", "0.6"), ready="1 year")
    case = adopt(case, {"plan": case.start})
    kept = kept_of(case, **SIZE)
    found = score_gradient(kept, 0)
    assert np.isnan(found.slopes[kept.network.numbers.index("plan: ready")])
    assert np.isfinite(found.slopes[kept.network.numbers.index("plan: 1")])


def test_more_worlds_make_smaller_errors():
    few, many = (
        score_gradient(kept_of(written(PULSE), worlds=n, futures=25), 0)
        for n in (64, 1024)
    )
    place = kept_of(written(PULSE), worlds=1, futures=1).network.numbers.index(
        "front: calm -> war"
    )
    assert many.errors[place] < 0.5 * few.errors[place]


def test_a_chance_has_the_slope_of_its_logit():
    text = """
variables:
  front:
    title: Front
    states: {calm: At peace., war: At war.}
    start: calm
schedule:
  vote:
    dates: [2000-07-01]
    jump: {front: calm -> war}
    chance: 30%
questions:
  war: {happens: front = war, by: [2 years]}
"""
    kept = kept_of(written(text), worlds=4, futures=1000)
    found = score_gradient(kept, 0)
    (place,) = np.flatnonzero(np.isfinite(found.slopes))
    assert kept.network.numbers[place] == "vote"
    share = kept.outcomes.mean()
    assert found.slopes[place] == pytest.approx(share * (1 - share), rel=0.05)
