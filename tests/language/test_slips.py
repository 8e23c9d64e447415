"""What is often typed is told with what to type instead."""

import pytest

from forewarn.language.load import read_case
from forewarn.language.quantities import QuantityError, parse_quantity

QUANTITIES = {
    "0,2 per year": "point",
    "1,000 per year": "without commas",
    "0.1 (0.03-0.25) per year": "'to'",
    "0.1 (0.03 \N{EN DASH} 0.25) per year": "'to'",
    "0.1 (0.03, 0.25) per year": "'to'",
    "between 1 and 2 per year": "'to'",
    "0.2 per yr": "day, week, month and year",
    "20 per century": "day, week, month and year",
    "0.2 per Year": "small letters",
    "0.2/year": "'per'",
    "0.2 p.a.": "per year",
    "0.2 ± 0.1 per year": "ends",
    "about 0.2 per year": "number alone",
    "0.1 [0.03 to 0.25] per year": "round brackets",
    "0.1 (0.03 to 0.25 per year": "Close the bracket",
    "0.2) per year": "away",
    "20 percent within 1 year": "'%'",
    "20% per year": "20% within 1 year",
    "5% to 20% in 5 years": "within",
    "1 per 5 years": "1 in 5 years",
    "once in 10 years": "1 in 5 years",
    "3 in 12": "3 of 12",
    "two per year": "digits",
    "2 million times per year": "bn",
    "0.2 per\N{ZERO WIDTH SPACE} year": "cannot be seen",
}
CONDITIONS = {
    "v == b": "single '='",
    "v = b && w = d": "'and'",
    "v = b || w = d": "'or'",
    "v = b|w = d": "'or'",
    "v = b OR w = d": "small letters",
    "NOT v = b": "small letters",
    "v → b": "'->'",
    "v ≥ b": "'>='",
    "v => b": "'>='",
    "v =< b": "'<='",
    "v <> b": "'!='",
    "v = b, w = d": "between conditions",
    "v in [a, b]": "x in a|b",
    "v is b": "'='",
    "(v = b": "Close the bracket",
    "v = b)": "away",
    'v = "b"': "without quotes",
    "v = a or b": "v = b",
    "V = b": '"v"',
    "v = B": '"b"',
    "v\N{ZERO WIDTH SPACE} = b": "cannot be seen",
}
MODEL = """\
forewarn: 1
case: {title: T, start: 2023-01-01, horizon: 1 year}
basis: judgement
variables:
  v: {scale: a < b, states: [a, b], start: a, transitions: {a -> b: 1 per year}}
  w: {states: [c, d], start: c, transitions: {c -> d: 1 per year}}
questions:
  q:
    happens: |
      CONDITION
    by: 1 year
"""


@pytest.mark.parametrize("text", QUANTITIES)
def test_a_slip_in_a_quantity_is_told_with_the_right_form(text) -> None:
    with pytest.raises(QuantityError) as slip:
        parse_quantity(text, "rate")
    assert QUANTITIES[text] in slip.value.hint


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_slip_in_a_condition_is_told_with_the_right_form(text) -> None:
    reading = read_case({"model.yaml": MODEL.replace("CONDITION", text)})
    (slip,) = [one for one in reading.problems if one.severity == "error"]
    assert CONDITIONS[text] in slip.hint
