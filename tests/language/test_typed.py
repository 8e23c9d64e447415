"""What is typed beside a case is read as its files would be, or said to be wrong."""

from datetime import date

import pytest
from written import written

from forewarn.errors import UsageError
from forewarn.language.typed import parse_deadline, parse_setting

CASE = written(
    """
variables:
  front:
    states: {calm: A, war: B}
    start: calm
    transitions:
      calm -> war: 0.5 per year
"""
)
RATE = "front: calm -> war"


@pytest.mark.parametrize(
    ("text", "years"),
    [("18 months", 1.5), (" 2  years ", 2.0), ("1 year from now", 1.0)],
)
def test_a_duration_is_read_exactly(text, years):
    assert parse_deadline(text).years == years


def test_a_day_is_read_as_a_day():
    assert parse_deadline("2030-02-28").day == date(2030, 2, 28)
    assert parse_deadline("1 year from now").from_now


@pytest.mark.parametrize(
    "text", ["", "soon", "2030-02-30", "2030", "1 to 2 years", "-1 years", "3", "nan"]
)
def test_what_is_no_date_is_said_to_be_none(text):
    with pytest.raises(UsageError, match="write"):
        parse_deadline(text)


def test_a_quantity_is_read_by_what_its_number_measures():
    assert parse_setting(CASE, RATE, "1 to 3 per year").text == "1 to 3 per year"
    counted = parse_setting(CASE, RATE, "1 in 1990-01-01 to start")
    assert CASE.start.isoformat() in counted.text


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("front: calm -> wa", "1 per year", "Did you mean"),
        ("nothing", "1 per year", "no number"),
        (RATE, "3", "no unit"),
        (RATE, "3 to 2 per year", "write the lower number first"),
        (RATE, "", "ends too soon"),
    ],
)
def test_what_does_not_fit_is_said_with_what_would(name, text, told):
    with pytest.raises(UsageError, match=told):
        parse_setting(CASE, name, text)
