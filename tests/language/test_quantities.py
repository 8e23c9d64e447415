"""Quantities: every written form stands for the distribution it says."""

from datetime import date
from math import exp, log, log1p

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from forewarn.language.quantities import QuantityError, parse_quantity
from forewarn.laws import quantile
from forewarn.model.quantities import (
    Dimension,
    Fixed,
    Interval,
    Mixture,
    RateCount,
    ShareCount,
    Window,
)
from forewarn.model.units import years_between

steady = settings(derandomize=True, deadline=None)
START = date(2023, 9, 14)
SPANS = {
    "probability": "{chance}",
    "multiplier": "{span}",
    "duration": "{span} {time}",
    "odds": "{chance} of  exits",
    "amount": "normal  {span} people",
    "flow": "{span} USD per {time}",
}
positive = st.integers(1, 10**6).map(lambda n: f"{n / 1000:.3f}")
chances = st.integers(1, 9999).map(lambda n: f"{n / 100:.2f}%")
times = st.sampled_from(["day", "weeks", "month", "years"])


@st.composite
def spans(draw, numbers):
    few = draw(st.lists(numbers, min_size=3, max_size=3, unique=True))
    low, centre, high = sorted(few, key=lambda text: float(text.rstrip("%")))
    return draw(
        st.sampled_from([centre, f"{low} to {high}", f"{centre} ({low}  to {high} )"])
    )


@st.composite
def rates(draw):
    span, chance, time = draw(spans(positive)), draw(spans(chances)), draw(times)
    count, length = draw(st.integers(0, 99)), draw(positive)
    return draw(
        st.sampled_from(
            [
                f"{span} per {time}",
                f"every  {span} {time}",
                f"{count} in {length} {time}",
                f"{count} in 1961-07-06 to start",
                f"{chance} within {length} {time}",
            ]
        )
    )


@st.composite
def phrases(draw):
    dimension = draw(st.sampled_from([*SPANS, "rate"]))
    span, chance, time = draw(spans(positive)), draw(spans(chances)), draw(times)
    if dimension == "rate":
        share = draw(st.integers(1, 99))
        one, other = draw(rates()), draw(rates())
        mixture = f"{share}% of ({one}) or {100 - share} % of ( {other} )"
        return draw(st.sampled_from([one, mixture])), dimension
    text = SPANS[dimension].format(span=span, chance=chance, time=time)
    return text, dimension


@steady
@given(phrases())
def test_reading_the_canonical_text_gives_the_same_quantity(phrase):
    text, dimension = phrase
    quantity = parse_quantity(text, dimension, start=START)
    assert parse_quantity(quantity.text, dimension) == quantity


def mistake_in(text):
    try:
        parse_quantity(text, "rate", start=START)
    except QuantityError as error:
        return error
    return None


@steady
@given(st.text(max_size=60) | st.text("0123456789.%-()ye artofin|=><", max_size=60))
def test_any_text_is_a_quantity_or_a_mistake_with_a_place(text):
    error = mistake_in(text)
    assert error is None or (error.hint and 0 <= error.offset <= len(text))


@steady
@given(spans(positive), times)
def test_a_mean_wait_is_one_over_the_duration(span, time):
    wait = parse_quantity(f"{span} {time}", "duration").law
    rate = parse_quantity(f"every {span} {time}", "rate").law
    for p in (0.1, 0.5, 0.9):
        assert quantile(rate, p) == pytest.approx(1 / quantile(wait, 1 - p), rel=1e-9)


@pytest.mark.parametrize(
    ("text", "dimension", "expected"),
    [
        ("0.06 per year", "rate", (0.06, 0.06, 0.06)),
        ("2 per month", "rate", (24, 24, 24)),
        ("1 per day", "rate", (365.25, 365.25, 365.25)),
        ("1e-12 per year", "rate", (1e-12, 1e-12, 1e-12)),
        ("0.02 to 0.08 per year", "rate", (0.02, 0.04, 0.08)),
        ("0.06 (0.02 to 0.16) per year", "rate", (0.02, 0.06, 0.16)),
        ("every 5 years", "rate", (0.2, 0.2, 0.2)),
        ("every 4 (2 to 10) years", "rate", (0.1, 0.25, 0.5)),
        ("3% (0.5% to 11%) of exits", "odds", (0.005, 0.03, 0.11)),
        ("3% of exits", "odds", (0.03, 0.03, 0.03)),
        ("3", "multiplier", (3, 3, 3)),
        ("3 (1.5 to 6)", "multiplier", (1.5, 3, 6)),
        ("5%", "probability", (0.05, 0.05, 0.05)),
        ("12% (3% to 30%)", "probability", (0.03, 0.12, 0.3)),
        ("20% to 80%", "probability", (0.2, 0.5, 0.8)),
        ("18 to 72 months", "duration", (1.5, 3, 6)),
        ("10_000 to 1_000_000 people", "amount", (1e4, 1e5, 1e6)),
        ("2k to 2bn USD", "amount", (2e3, 2e6, 2e9)),
        ("1tn USD", "amount", (1e12, 1e12, 1e12)),
        ("20m to 80m USD per year", "flow", (2e7, 4e7, 8e7)),
        ("normal -4% to 1%", "amount", (-0.04, -0.015, 0.01)),
    ],
)
def test_a_span_keeps_its_p10_median_and_p90(text, dimension, expected):
    law = parse_quantity(text, dimension).law
    got = tuple(quantile(law, p) for p in (0.1, 0.5, 0.9))
    assert got == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_counts_are_jeffreys_posteriors(p):
    rate = parse_quantity("1 in 62.2 years", "rate").law
    share = parse_quantity("0 of 12", "probability").law
    assert quantile(rate, p) == pytest.approx(stats.gamma(1.5, scale=1 / 62.2).ppf(p))
    assert quantile(share, p) == pytest.approx(stats.beta(0.5, 12.5).ppf(p))


def test_a_window_of_dates_is_its_length_in_years():
    law = parse_quantity("1 in 1961-07-06 to 2023-09-14", "rate").law
    assert law == RateCount(count=1, exposure=years_between(date(1961, 7, 6), START))


def test_a_chance_over_a_window_is_a_rate():
    law = parse_quantity("5% to 20% within 5 years", "rate").law
    assert isinstance(law, Window)
    # Solved by hand: minus the log of 0.95 and of 0.8, over five years.
    assert quantile(law, 0.1) == pytest.approx(0.010258658877510107)
    assert quantile(law, 0.9) == pytest.approx(0.04462871026284195)


def plain_quantile(transform, back, low, centre, high):
    """The quantiles of a two-piece normal law, worked out from its three points."""
    at_low, at_centre, at_high = map(transform, (low, centre, high))

    def at(p):
        z = stats.norm.ppf(p) / stats.norm.ppf(0.9)
        side = at_centre - at_low if z < 0 else at_high - at_centre
        return back(at_centre + z * side)

    return at


def logit(p):
    return log(p) - log1p(-p)


def expit(x):
    return 1 / (1 + exp(-x))


def itself(x):
    return x


SCALES = {
    "{} per {time}": ("rate", log, exp),
    "every {} {time}s": ("rate", log, exp),
    "{}": ("multiplier", log, exp),
    "{} {time}s": ("duration", log, exp),
    "{} people": ("amount", log, exp),
    "{} USD per {time}": ("flow", log, exp),
    "normal {} people": ("amount", itself, itself),
    "normal {} USD per {time}": ("flow", itself, itself),
    "normal {p}": ("amount", itself, itself),
    "{p} growth per {time}": ("flow", log, exp),
    "{p}": ("probability", logit, expit),
    "{p} of exits": ("odds", logit, expit),
    "{p} within 3 {time}s": ("rate", logit, expit),
}
IN_YEARS = {"day": 1 / 365.25, "week": 7 / 365.25, "month": 1 / 12, "year": 1}
few_thousandths = st.lists(st.integers(1, 999), min_size=3, max_size=3, unique=True)


def spelt(values, *, centred, percent):
    low, centre, high = (f"{v * 100:.1f}%" if percent else f"{v}" for v in values)
    return f"{centre} ({low} to {high})" if centred else f"{low} to {high}"


@steady
@given(
    st.sampled_from(sorted(SCALES)),
    few_thousandths,
    st.sampled_from(sorted(IN_YEARS)),
    st.booleans(),
)
def test_every_form_of_an_interval_has_the_quantiles_it_says(form, few, time, centred):
    values = [n / 1000 for n in sorted(few)]
    dimension, transform, back = SCALES[form]
    text = form.format(
        spelt(values, centred=centred, percent=False),
        p=spelt(values, centred=centred, percent=True),
        time=time,
    )
    law = parse_quantity(text, dimension).law
    if not centred:
        values[1] = back((transform(values[0]) + transform(values[2])) / 2)
    written = plain_quantile(transform, back, *values)
    for p in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        expected = in_model_units(written, form, IN_YEARS[time], p)
        assert quantile(law, p) == pytest.approx(expected, rel=1e-9, abs=1e-15)


def in_model_units(written, form, years, p):
    """The quantile in years or per year, from that of the number as written."""
    if form.startswith("every"):
        return 1 / (written(1 - p) * years)  # a longer wait is a lower rate
    if "within" in form:
        return -log1p(-written(p)) / (3 * years)
    if form == "{} {time}s":
        return written(p) * years
    return written(p) / years if "per {time}" in form else written(p)


@steady
@given(
    st.integers(0, 40),
    st.integers(1, 400),
    st.sampled_from(sorted(IN_YEARS)),
    st.sampled_from([0.01, 0.1, 0.5, 0.9, 0.99]),
)
def test_a_count_over_any_time_is_a_gamma_law(count, length, time, p):
    law = parse_quantity(f"{count} in {length} {time}s", "rate").law
    gamma = stats.gamma(count + 0.5, scale=1 / (length * IN_YEARS[time]))
    assert quantile(law, p) == pytest.approx(gamma.ppf(p), rel=1e-9)


@steady
@given(st.integers(0, 30), st.integers(1, 30), st.sampled_from([0.01, 0.1, 0.5, 0.9]))
def test_a_count_of_trials_is_a_beta_law(count, more, p):
    law = parse_quantity(f"{count} of {count + more}", "probability").law
    beta = stats.beta(count + 0.5, more + 0.5)
    assert quantile(law, p) == pytest.approx(beta.ppf(p), rel=1e-9)


@steady
@given(st.integers(1, 99), st.integers(0, 9), st.sampled_from([0.05, 0.5, 0.95]))
def test_reference_classes_mix_their_distributions(weight, count, p):
    text = f"{weight}% of ({count} in 9 years) or {100 - weight}% of (2 in 30 years)"
    value = quantile(parse_quantity(text, "rate").law, p)
    one = stats.gamma(count + 0.5, scale=1 / 9).cdf(value)
    other = stats.gamma(2.5, scale=1 / 30).cdf(value)
    assert weight / 100 * one + (1 - weight / 100) * other == pytest.approx(p)


def test_reference_classes_keep_their_weights_and_laws():
    text = "20% of (5 in 10.9 years) or 80% of (0 in 6.03 years)"
    assert parse_quantity(text, "rate").law == Mixture(
        weights=(0.2, 0.8),
        laws=(RateCount(count=5, exposure=10.9), RateCount(count=0, exposure=6.03)),
    )


def test_units_of_amounts_and_shares_are_kept():
    assert parse_quantity("3 people", "amount").unit == "people"
    assert parse_quantity("20m to 60m USD per year", "flow").unit == "USD"
    assert parse_quantity("0 of 12", "probability").law == ShareCount(
        count=0, trials=12
    )
    assert parse_quantity("7%", "probability").law == Fixed(value=0.07)
    law = parse_quantity("normal -4 to 1 USD", "amount").law
    assert law == Interval(scale="linear", low=-4, median=-1.5, high=1)


MISTAKES: list[tuple[str, Dimension, str, int]] = [
    ("0.16 to 0.02 per year", "rate", "down to", 0),
    ("2 to 2 per year", "rate", "no width", 0),
    ("0.5 (0.02 to 0.16) per year", "rate", "centre", 0),
    ("105%", "probability", "not a probability", 0),
    ("5% to 1.2", "probability", "not a probability", 6),
    ("-0.1 per year", "rate", "negative", 0),
    ("0 to 0.1 per year", "rate", "cannot reach", 0),
    ("0.06", "rate", "no unit", 0),
    ("18 to 36", "duration", "no unit", 0),
    ("3 to 4", "amount", "no unit", 0),
    ("3m USD", "flow", "no unit", 0),
    ("3 USD", "rate", "not a rate", 0),
    ("normal 1 to 2 per year", "rate", "not a rate", 0),
    ("1" * 41 + " per year", "rate", "40 digits", 0),
    ("1e999 per year", "rate", "beyond", 0),
    ("1e-999 per year", "rate", "beyond", 0),
    ("every 0 years", "rate", "above 0", 6),
    ("1.5 in 3 years", "rate", "not a count", 0),
    ("13 of 12", "probability", "not a share", 0),
    ("1 in 2023-02-30 to 2024-01-01", "rate", "not a date", 5),
    ("1 in 2024-01-01 to 2023-01-01", "rate", "no length", 19),
    ("1 in 2024-01-01 to start", "rate", "no start", 19),
    ("100% within 5 years", "rate", "certain", 0),
    ("20% of (1 per year) or 70% of (2 per year)", "rate", "sum to 90%", 0),
    ("50% of (1 USD) or 50% of (2 EUR)", "amount", "different units", 26),
    ("20 bn", "amount", "not a unit", 3),
    ("0.06 per", "rate", "too soon", 8),
    ("0.06 per fortnight", "rate", "does not fit", 9),
    ("", "rate", "too soon", 0),
    ("1" + " " * 2000, "rate", "characters", 2000),
]


@pytest.mark.parametrize(("text", "dimension", "message", "offset"), MISTAKES)
def test_a_mistake_says_what_and_where(text, dimension, message, offset):
    with pytest.raises(QuantityError, match=message) as caught:
        parse_quantity(text, dimension)
    assert caught.value.offset == offset
    assert caught.value.hint
