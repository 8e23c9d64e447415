"""A word fits its number, and no doubt is rounded away."""

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from read_back import number_in

from forewarn.brief.wording import (
    chance_text,
    digits_for,
    likelihood,
    multiplier_text,
    points_text,
    shorten,
)
from forewarn.model.words import TIMES
from forewarn.model.yardstick import ICD_203, PHIA, YARDSTICKS

BANDS = ICD_203.bands
BELOW_WORDS, ABOVE_WORDS = "under 1%", "over 99%"
#: How what stands for chances without a word of their own begins.
UNNAMED = ("under", "over", "between")

#: Every size of chance there is, the rare and the near certain as often as the rest.
CHANCES = (
    st.floats(0, 1, exclude_min=True, exclude_max=True)
    | st.floats(-300, -0.1).map(lambda power: 10.0**power)
    | st.floats(-15, -0.1).map(lambda power: 1 - 10.0**power)
)


def chance_in(text):
    """The chance that a text shows, read back."""
    if text.endswith("%"):
        return Decimal(text[:-1]) / 100
    if text.startswith("all but about 1 in "):
        return 1 - 1 / number_in(text.removeprefix("all but about 1 in "))
    return 1 / number_in(text.removeprefix("about 1 in "))


@given(CHANCES)
def test_a_word_always_fits_its_number(chance):
    word = likelihood(chance)
    if word == BELOW_WORDS:
        assert chance < 0.01
    elif word == ABOVE_WORDS:
        assert chance > 0.99
    else:
        (band,) = (band for band in BANDS if band.word == word)
        assert band.low <= chance <= band.high


@given(CHANCES, st.sampled_from((1, 2)))
def test_a_word_also_fits_the_number_as_it_is_shown(chance, digits):
    word, shown = likelihood(chance), chance_in(chance_text(chance, digits=digits))
    bands = {band.word: (band.low, band.high) for band in BANDS}
    low, high = bands.get(word, (0, 0.01) if word == BELOW_WORDS else (0.99, 1))
    assert low - 1e-12 <= float(shown) <= high + 1e-12


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_likelier_thing_never_has_a_weaker_word(one, other):
    words = [band.word for band in BANDS]
    low, high = sorted((one, other))
    assert words.index(likelihood(low)) <= words.index(likelihood(high))


@given(CHANCES, st.sampled_from((1, 2)))
def test_no_chance_short_of_certainty_is_shown_as_nothing_or_as_certain(chance, digits):
    text = chance_text(chance, digits=digits)
    assert text not in ("0", "1")
    assert not re.search(r"(?<![\d.])(0+(\.0+)?|100(\.0+)?)%", text)


@given(CHANCES, st.sampled_from((1, 2)))
def test_the_shown_chance_is_the_chance_to_its_digits(chance, digits):
    shown = chance_in(chance_text(chance, digits=digits))
    # Half a unit of the last digit is at most 50 % at one digit and 5 % at two.
    slack = 0.51 if digits == 1 else 0.0501
    exact = Decimal(chance)
    of_it, of_rest = shown / exact, (1 - shown) / (1 - exact)
    assert min(abs(of_it - 1), abs(of_rest - 1)) <= slack


@given(CHANCES, CHANCES)
def test_a_changed_chance_changes_the_text(one, other):
    low, high = sorted((one, other))
    assume(high / low > 1.12 or (1 - low) / (1 - high) > 1.12)
    assert chance_text(low) != chance_text(high)


@given(CHANCES, CHANCES)
def test_a_larger_chance_never_reads_as_a_smaller_one(one, other):
    low, high = sorted((one, other))
    assert chance_in(chance_text(low)) <= chance_in(chance_text(high))


def test_only_the_settled_is_shown_as_nothing_or_as_certain():
    assert (chance_text(0.0), chance_text(1.0)) == ("0", "1")


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_has_no_word_and_no_text(wrong):
    with pytest.raises(ValueError, match="no probability"):
        likelihood(wrong)
    with pytest.raises(ValueError, match="no probability"):
        chance_text(wrong)


@given(CHANCES, st.sampled_from(YARDSTICKS))
def test_a_word_of_any_yardstick_fits_its_number(chance, yardstick):
    word = likelihood(chance, yardstick)
    fitting = [b.word for b in yardstick.bands if b.low <= chance <= b.high]
    assert word in fitting or (not fitting and word.split()[0] in UNNAMED)


def test_the_british_words_end_where_they_were_seen_to_end():
    # kushima.org/?p=74620, the upper ends of the four lowest.
    ends = {band.word: band.high for band in PHIA.bands}
    assert list(ends.items())[:4] == [
        ("remote chance", 0.05),
        ("highly unlikely", 0.20),
        ("unlikely", 0.35),
        ("realistic possibility", 0.50),
    ]


def test_the_bands_are_those_of_icd_203():
    assert [(band.word, band.low, band.high) for band in BANDS] == [
        ("almost no chance", 0.01, 0.05),
        ("very unlikely", 0.05, 0.20),
        ("unlikely", 0.20, 0.45),
        ("roughly even chance", 0.45, 0.55),
        ("likely", 0.55, 0.80),
        ("very likely", 0.80, 0.95),
        ("almost certain", 0.95, 0.99),
    ]


@given(st.floats(1e-12, 1e12))
def test_an_error_of_any_size_is_never_shown_as_none(error):
    assert points_text(error) != "none"


@pytest.mark.parametrize(
    ("low", "high", "digits"),
    [(0.02, 0.13, 1), (0.02, 0.1, 2), (0.0, 0.1, 1), (0.5, 0.5, 2)],
)
def test_prose_gives_one_digit_where_the_doubt_is_fivefold(low, high, digits):
    assert digits_for(low, high) == digits


def test_multipliers_keep_no_digits_that_say_nothing():
    shown = [multiplier_text(times) for times in (3, 1.5, 0.35, 300)]
    assert shown == [f"{TIMES}{digits}" for digits in ("3", "1.5", "0.35", "300")]


@given(st.text(max_size=60), st.integers(2, 40))
def test_a_shortened_text_is_never_longer_than_asked(text, letters):
    assert len(shorten(text, letters)) <= letters


def test_near_certainty_keeps_the_digits_of_what_is_missing_and_no_more():
    assert chance_text(0.9969) == "99.69%"
    assert chance_text(0.9988) == "99.88%"
    assert chance_text(0.9969, digits=1) == "99.7%"
    assert chance_text(0.95, digits=1) == "95%"
