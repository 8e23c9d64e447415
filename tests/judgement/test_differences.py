"""Differences of scores: intervals that cover, also where neighbours err together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.insight.baselines import baselines
from forewarn.judgement.differences import difference

scores = st.lists(st.floats(0.0, 1.0), min_size=2, max_size=40)


def told(one, other, seed=1):
    return difference(one, other, rng=np.random.default_rng(seed))


@given(scores)
def test_the_same_scores_differ_by_nothing(one):
    found = told(one, one)
    assert found.value == found.low == found.high == 0.0


@given(scores, st.randoms())
def test_exchanging_the_two_turns_the_sign(one, random):
    other = random.sample(one, len(one))
    there, back = told(one, other), told(other, one)
    assert there.value == pytest.approx(-back.value, abs=1e-12)
    assert there.low <= there.value + 1e-12
    assert there.high >= there.value - 1e-12


def test_intervals_cover_the_difference_of_simulated_forecasts():
    """300 series of 108 months whose errors last: 80 % intervals cover 66 to 86 %.

    Blocks of the cube root are a little short for such series, so they cover a little
    less than they say.
    """
    rng = np.random.default_rng(11)
    covered = []
    for _ in range(300):
        noise, apart = rng.normal(size=120), np.zeros(120)
        for month in range(1, 120):
            apart[month] = 0.3 * apart[month - 1] + noise[month]
        found = difference(0.1 + apart[12:], np.zeros(108), rng=rng)
        covered.append(found.low <= 0.1 <= found.high)
    assert 0.66 < np.mean(covered) < 0.86


def simulated(rng):
    """Brier scores of 108 months: of who knows a hidden switch's law, and of rules."""
    seen, running, believed = [], rng.random() < 0.5, 0.5
    scores = {"ours": [], "constant": [], "markov": []}
    for month in range(144):
        chance = 0.05 + 0.75 * believed
        came = bool(rng.random() < (0.8 if running else 0.05))
        if month >= 36:
            told = {"ours": chance, **baselines(seen)}
            for name, each in scores.items():
                each.append((told[name] - came) ** 2)
        seen.append(came)
        share = 0.8 if came else 0.2
        rest = 0.05 if came else 0.95
        believed *= share / (believed * share + (1 - believed) * rest)
        believed = 0.9 * believed + 0.1 * (1 - believed)
        running = running == (rng.random() < 0.9)
    return scores


def test_intervals_cover_what_forecasts_of_a_hidden_switch_are_ahead_by():
    """250 records: 80 % intervals cover 66 to 86 %, four standard errors about 76 %.

    They cover a little less than they say, as above; what they must cover is the mean
    over all records.
    """
    rng = np.random.default_rng(3)
    records = [simulated(rng) for _ in range(250)]
    for rival in ("constant", "markov"):
        pairs = [(record["ours"], record[rival]) for record in records]
        true = np.mean([np.mean(ours) - np.mean(theirs) for ours, theirs in pairs])
        found = [difference(*pair, rng=rng) for pair in pairs]
        covered = np.mean([one.low <= true <= one.high for one in found])
        assert true < 0.0
        assert 0.66 < covered < 0.86


@pytest.mark.parametrize(
    ("one", "other"), [([], []), ([0.1], [0.1, 0.2]), ([float("inf")], [0.1])]
)
def test_what_has_no_mean_difference_is_refused(one, other):
    with pytest.raises(ValueError, match="of one length"):
        told(one, other)
