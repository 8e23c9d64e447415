"""Claims about answers with nearby numbers, from futures played with others.

Statistical tests are of width 4 standard errors, with fixed seeds.
"""

import numpy as np
import pytest
from dice import seeded
from kept_futures import PULSE, kept_of
from random_networks import a_network
from random_structure import with_structure
from written import written

from forewarn.engine.change import set_number
from forewarn.engine.statistics.reweigh import reweigh, weigh, with_number
from forewarn.errors import NotComputable, UsageError
from forewarn.language.quantities import parse_quantity
from forewarn.laws import quantile

ERRORS = 4.0
SIZE = {"worlds": 64, "futures": 100}


def test_the_same_numbers_weigh_nothing():
    kept = kept_of(written(PULSE), **SIZE)
    same = reweigh(kept, kept.numbers)
    assert (same.weights == 1).all()
    assert same.ess_share == pytest.approx(1)
    assert same.values == pytest.approx(np.nanmean(kept.outcomes, axis=0))


def fresh(case, name, text, seed=7):
    """Answers of fresh futures with one number set, and their errors."""
    dimension = next(n.quantity.dimension for n in case.numbers() if n.name == name)
    there = set_number(case, name, parse_quantity(text, dimension))
    kept = kept_of(there, **SIZE, seed=seed)
    found = weigh(kept, kept.numbers)
    return found.values, found.errors


def errors_apart(case, name, value, text):
    """How far reweighted answers lie from fresh ones, where enough hits are left."""
    kept = kept_of(case, **SIZE)
    moved = weigh(kept, with_number(kept, name, value))
    values, errors = fresh(case, name, text)
    both = np.hypot(moved.errors, errors)
    sure = (moved.ess_share >= 0.1) & (moved.ess >= 50) & (both > 1e-9)
    return (np.abs(moved.values - values) / np.where(both > 1e-9, both, 1.0))[sure]


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("front: calm -> war", 0.8, "0.8 per year"),
        ("front: calm -> war", 0.2, "0.2 per year"),
        ("front: war -> calm", 3.0, "3 per year"),
        ("mood: good -> bad", 1.5, "1.5 per year"),
        ("front: calm -> war | mood = bad", 1.0, "1"),
        ("front: start = war", 0.7, "70%"),
    ],
)
def test_reweighted_answers_are_those_of_fresh_futures(name, value, text):
    assert (errors_apart(written(PULSE), name, value, text) < ERRORS).all()


@pytest.mark.parametrize("seed", range(8))
def test_so_they_are_on_random_networks(seed):
    case = a_network(seeded(seed), 3, 3)
    rates = [n for n in case.numbers() if n.quantity.dimension == "rate"]
    for rate in rates[:2]:
        value = float(f"{1.5 * quantile(rate.quantity.law, 0.5):.4g}")
        apart = errors_apart(case, rate.name, value, f"{value} per year")
        assert (apart < ERRORS).all(), rate.name


def numbers_of(kept):
    named = {number.name: number for number in kept.run.case.numbers()}
    return [named[name] for name in kept.network.numbers]


@pytest.mark.parametrize("seed", range(4))
def test_weights_average_1(seed):
    kept = kept_of(with_structure(seeded(seed), a_network(seeded(seed), 3, 3)), **SIZE)
    moved = kept.numbers * np.exp(0.2 * np.sin(np.arange(kept.numbers.shape[1])))
    chances = [
        n.quantity.dimension in {"probability", "odds"} for n in numbers_of(kept)
    ]
    moved[:, chances] = kept.numbers[:, chances] ** 1.1
    for group in kept.shares:
        moved[:, group] /= moved[:, group].sum(axis=1, keepdims=True)
    weights = weigh(kept, moved).weights
    assert abs(weights.mean() - 1) < ERRORS * weights.std() / len(weights) ** 0.5


def test_a_nearer_number_leaves_more_of_the_futures():
    case = written(PULSE)
    kept = kept_of(case, **SIZE)
    shares = [
        weigh(kept, with_number(kept, "front: calm -> war", value)).ess_share[0]
        for value in (0.55, 1.0, 3.0, 9.0)
    ]
    assert shares == sorted(shares, reverse=True)


def test_a_number_too_far_away_is_refused_with_the_way_out():
    case = written(PULSE)
    kept = kept_of(case, **SIZE)
    with pytest.raises(NotComputable, match="answer with fresh futures"):
        reweigh(kept, with_number(kept, "front: war -> calm", 200.0))


def test_what_could_not_happen_is_never_weighed():
    case = written(PULSE.replace("good -> bad: 0.7 (0.3 to 1.5)", "good -> bad: 0"))
    kept = kept_of(case, **SIZE)
    with pytest.raises(NotComputable, match="could not before"):
        weigh(kept, with_number(kept, "mood: good -> bad", 1.0))


def test_a_number_that_does_not_exist_is_named():
    case = written(PULSE)
    with pytest.raises(UsageError, match="no number 'front'"):
        with_number(kept_of(case, **SIZE), "front", 1.0)


def test_a_state_that_could_not_be_drawn_is_never_weighed():
    poll = """
schedule:
  poll:
    dates: [2001-01-01]
    draw: {mood: {good: 100%, bad: 0%}}
"""
    kept = kept_of(written(PULSE + poll), **SIZE)
    with pytest.raises(NotComputable, match="could not before"):
        weigh(kept, with_number(kept, "poll: mood = bad", 0.1))
    gone = weigh(kept, with_number(kept, "poll: mood = good", 1.0))
    assert gone.weights == pytest.approx(1)
