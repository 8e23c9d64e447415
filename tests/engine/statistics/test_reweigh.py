"""Claims about answers with nearby numbers, from futures played with others.

Statistical tests are of width 4 standard errors, with fixed seeds.
"""

from collections import Counter

import numpy as np
import pytest
from dice import seeded
from kept_futures import PULSE, kept_of
from random_networks import a_network
from random_structure import with_structure
from twins import allowed_misses
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


def errors_apart(kept, name, value, text):
    """How far reweighted answers lie from fresh ones, where enough hits are left."""
    moved = weigh(kept, with_number(kept, name, value))
    values, errors = fresh(kept.run.case, name, text)
    both = np.hypot(moved.errors, errors)
    sure = (moved.ess_share >= 0.1) & (both > 1e-9)
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
    kept = kept_of(written(PULSE), **SIZE)
    assert (errors_apart(kept, name, value, text) < ERRORS).all()


def nearby(number, factor):
    """A value with so many times the rate, the ratio or the odds, and how to say it."""
    median = quantile(number.quantity.law, 0.5)
    if number.quantity.dimension == "probability":
        odds = factor * median / (1 - median)
        share = round(odds / (1 + odds), 4)
        return share, f"{100 * share:.2f}%"
    value = float(f"{factor * median:.4g}")
    return value, f"{value:f}{UNITS[number.quantity.dimension]}"


UNITS = {"rate": " per year", "multiplier": ""}


def movable(kept):
    """Numbers that can be moved by themselves: shares of exits are said otherwise."""
    shared = {kept.network.numbers[each] for group in kept.shares for each in group}
    for number in kept.run.case.numbers():
        moves = number.name in kept.network.numbers and number.name not in shared
        median = quantile(number.quantity.law, 0.5)
        known = number.quantity.dimension in {*UNITS, "probability"}
        if moves and known and 0.001 < median < 1000:
            yield number


def test_so_they_are_where_schedules_and_triggers_act_wherever_ess_is_over_a_tenth():
    """Every number of random networks, one after the other, moved up or down."""
    apart, kinds = list[float](), Counter()
    for seed in range(300, 305):
        case = with_structure(seeded(seed), a_network(seeded(seed), 3, 3))
        kept = kept_of(case, **SIZE)
        for place, number in enumerate(movable(kept)):
            value, text = nearby(number, (0.6, 1.6)[place % 2])
            found = errors_apart(kept, number.name, value, text)
            apart += found.tolist()
            kinds[number.quantity.dimension] += len(found)
    assert min(kinds.values()) > 20
    misses = sum(each > ERRORS for each in apart)
    assert misses <= allowed_misses([63] * len(apart)), max(apart)


def test_the_share_that_is_left_is_that_of_futures_that_hit():
    kept = kept_of(written(PULSE), **SIZE)
    moved = weigh(kept, with_number(kept, "front: calm -> war", 1.0))
    place = [ask.question for ask in kept.asks].index("war")
    hit = moved.weights[kept.outcomes[:, place] == 1]
    left = hit.sum() ** 2 / np.square(hit).sum()
    everyone = moved.weights.sum() ** 2 / np.square(moved.weights).sum()
    assert moved.ess[place] == pytest.approx(left)
    # Of hits, or of all futures where those leave less.
    share = min(left / len(hit), everyone / len(moved.weights))
    assert moved.ess_share[place] == pytest.approx(share)


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
