"""Laws: written quantiles are kept, and every law agrees with itself."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from forewarn.laws import Z90, below_chance, quantile, value_at
from forewarn.model.quantities import (
    Fixed,
    Interval,
    Mixture,
    RateCount,
    ShareCount,
    Window,
)

steady = settings(derandomize=True, deadline=None)
RANGES = {"linear": (-1e3, 1e3), "log": (1e-6, 1e6), "logit": (1e-4, 1 - 1e-4)}
chances = st.floats(0.02, 0.98)


@st.composite
def intervals(draw, scales=("linear", "log", "logit")):
    scale = draw(st.sampled_from(scales))
    few = st.lists(st.floats(*RANGES[scale]), min_size=3, max_size=3)
    low, median, high = sorted(draw(few))
    # Each piece wide enough that doubles tell its quantiles apart.
    spacing = 1e-4 * max(abs(low), abs(high))
    assume(low + spacing < median < high - spacing)
    return Interval(scale=scale, low=low, median=median, high=high)


counts = st.builds(RateCount, count=st.integers(0, 50), exposure=st.floats(0.1, 1e3))
shares = st.integers(1, 50).flatmap(
    lambda n: st.builds(ShareCount, count=st.integers(0, n), trials=st.just(n))
)
windows = st.builds(
    Window, chance=intervals(scales=("logit",)), years=st.floats(0.1, 50)
)
simple_laws = intervals() | counts | shares | windows


@st.composite
def mixtures(draw):
    laws = tuple(draw(st.lists(simple_laws, min_size=2, max_size=4)))
    raw = np.array([draw(st.floats(0.1, 1)) for _ in laws])
    return Mixture(weights=tuple(float(w) for w in raw / raw.sum()), laws=laws)


@steady
@given(intervals())
def test_an_interval_keeps_its_p10_median_and_p90(law):
    got = value_at(law, [-Z90, 0, Z90])
    assert got == pytest.approx([law.low, law.median, law.high], rel=1e-8, abs=1e-9)


@steady
@given(simple_laws)
def test_a_higher_coordinate_is_never_a_lower_value(law):
    assert np.all(np.diff(value_at(law, np.linspace(-4, 4, 41))) >= 0)


@steady
@given(simple_laws | mixtures(), chances)
def test_the_chance_below_a_quantile_is_its_chance(law, p):
    # A mixture may have a gap between its laws, where the chance below stays flat.
    assert below_chance(law, quantile(law, p)) == pytest.approx(p, abs=1e-6)


@steady
@given(mixtures(), chances)
def test_a_mixture_quantile_lies_between_those_of_its_laws(law, p):
    ends = [quantile(part, p) for part in law.laws]
    assert min(ends) <= quantile(law, p) <= max(ends)


@steady
@given(counts, chances)
def test_a_counted_rate_is_a_gamma(law, p):
    known = stats.gamma(law.count + 0.5, scale=1 / law.exposure)
    assert quantile(law, p) == pytest.approx(known.ppf(p), rel=1e-9)
    assert below_chance(law, known.ppf(p)) == pytest.approx(p, rel=1e-9)


@steady
@given(shares, chances)
def test_a_counted_share_is_a_beta(law, p):
    known = stats.beta(law.count + 0.5, law.trials - law.count + 0.5)
    assert quantile(law, p) == pytest.approx(known.ppf(p), rel=1e-7)
    assert below_chance(law, known.ppf(p)) == pytest.approx(p, rel=1e-7)


def test_a_mixture_picks_each_law_by_its_weight():
    law = Mixture(weights=(0.2, 0.8), laws=(Fixed(value=1.0), Fixed(value=2.0)))
    picks = np.array([0.0, 0.19, 0.21, 0.99])
    assert value_at(law, np.zeros(4), picks).tolist() == [1, 1, 2, 2]
    assert below_chance(law, 1.5) == 0.2
