"""Reliability: what a Brier score is made of, and how far luck moves a share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.judgement.reliability import decompose, reliability

pairs = st.lists(
    st.tuples(st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=60
).map(lambda rows: tuple(zip(*rows, strict=True)))


@given(pairs, st.integers(1, 12))
def test_the_parts_make_up_the_score(rows, bins):
    parts = decompose(*rows, bins=bins)
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert total == pytest.approx(parts.brier, abs=1e-9)


def test_the_constructed_example_comes_apart_as_known():
    """Ten forecasts each at .1 .3 .7 .9, of which 1 4 6 10 came true.

    Source: references/method/scoring.json, exact_example.
    """
    chances = np.repeat([0.1, 0.3, 0.7, 0.9], 10)
    true = [i < hits for hits in (1, 4, 6, 10) for i in range(10)]
    parts = decompose(chances, true)
    assert parts.brier == pytest.approx(0.15)
    assert parts.reliability == pytest.approx(0.0075)
    assert parts.resolution == pytest.approx(0.106875)
    assert parts.uncertainty == pytest.approx(0.249375)
    assert parts.within == pytest.approx(0.0, abs=1e-12)


def test_a_published_table_of_machine_forecasts_comes_apart_as_computed():
    """127 forecasts in seven bins.

    Source: references/method/scoring.json, field_example: brier 0.125329, reliability
    0.053185, resolution 0.019741, uncertainty 0.091884.
    """
    table = (
        *((0.061, 33, 0), (0.145, 25, 0), (0.262, 12, 0), (0.358, 19, 7)),
        *((0.449, 16, 4), (0.532, 17, 1), (0.61, 5, 1)),
    )
    chances = np.concatenate([np.full(n, p) for p, n, _ in table])
    true = [i < hits for _, n, hits in table for i in range(n)]
    parts = decompose(chances, true)
    assert parts.reliability == pytest.approx(0.05318548738451037, abs=1e-9)
    assert parts.resolution == pytest.approx(0.019740647530830668, abs=1e-12)
    assert parts.uncertainty == pytest.approx(0.09188418376836753, abs=1e-12)


@given(pairs, st.integers(1, 12))
def test_every_forecast_is_in_one_bin(rows, bins):
    chances, true = rows
    found = reliability(chances, true, bins=bins)
    assert len(found) <= bins
    assert sum(one.count for one in found) == len(chances)
    hits = sum(one.count * one.observed for one in found)
    assert hits == pytest.approx(sum(true))
    assert list(found) == sorted(found, key=lambda one: one.forecast)


def test_right_chances_lie_in_the_band_nine_times_of_ten():
    """2,000 bins of 40 forecasts; discrete shares cover a little more than 90 %."""
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(500):
        chances = rng.beta(2, 5, 160)
        true = rng.random(160) < chances
        inside += [
            one.low <= one.observed <= one.high
            for one in reliability(chances, true, bins=4)
        ]
    share = np.mean(inside)
    assert 0.9 - 3 * np.sqrt(0.09 / len(inside)) < share < 0.97


def test_lengths_that_differ_are_refused():
    for call in (reliability, decompose):
        with pytest.raises(ValueError, match="2 chances and 1 outcomes"):
            call([0.1, 0.2], [True])
