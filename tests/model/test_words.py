"""Amounts, rates and names keep what they say when they are put in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_back import number_in

from forewarn.model.units import DAYS_PER_YEAR
from forewarn.model.words import amount_text, listed, pace_of, rate_words

EACH = {"year": 1, "month": 12, "day": DAYS_PER_YEAR}


@given(st.floats(1e-300, 1e300))
def test_an_amount_reads_back_to_two_digits(amount):
    assert abs(number_in(amount_text(amount)) / Decimal(amount) - 1) <= 0.0501


@given(st.floats(1e-300, 1e300))
def test_an_amount_with_its_sign_turned_reads_the_same_with_a_minus(amount):
    assert amount_text(-amount) == f"-{amount_text(amount)}"


@given(st.floats(1e-9, 1e6))
def test_a_rate_and_its_words_agree(rate):
    words = rate_words(rate).removeprefix("about ")
    if words.startswith("once in "):
        wait, unit = words.removeprefix("once in ").rsplit(" ", 1)
        shown = Decimal(EACH[unit.removesuffix("s")]) / number_in(wait)
    else:
        often, unit = words.rsplit(" a ", 1)
        spelt = {"once": "1", "twice": "2"}.get(often, often.removesuffix(" times"))
        shown = number_in(spelt) * Decimal(EACH[unit])
    assert abs(shown / Decimal(rate) - 1) <= 0.0501


@given(st.floats(1e-300, 1e9))
def test_a_pace_says_a_rate_in_numbers_a_person_can_hear(rate):
    count = pace_of(rate).count(rate)
    assert count >= 0.94  # 0.995 a year is once a year
    assert count < 24 or rate > 24 or pace_of(rate).unit == "year"


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (0.08, "about once in 13 years"),  # 12.5, whatever a float makes of it
        (0.08 - 1e-17, "about once in 13 years"),
        (0.97, "about once in 12 months"),
        (0.996, "about once a year"),
        (24.0, "about twice a month"),
        (1e-12, "about once in 1 trillion years"),
    ],
)
def test_rates_near_a_border_are_said_well(rate, words):
    assert rate_words(rate) == words


def test_nothing_is_listed_as_nothing():
    assert (listed([]), listed(["war"]), listed("ab")) == ("", "war", "a and b")
