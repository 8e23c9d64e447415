"""Influences: each can act and can rest, changes something, and stands once."""

import pytest
from korea import codes

MODEL = """
variables:
  taiwan:
    scale: calm < crisis < war
    states: [calm, crisis, war]
    start: calm
    transitions:
      calm -> crisis:
        rate: 0.1 per year
        times:
          {TIMES}
      crisis -> war: 0.1 per year
questions:
  wars: {{happens: taiwan = war, by: 5 years}}
"""


def told(times):
    return codes(MODEL.format(TIMES=times))


@pytest.mark.parametrize(
    "times",
    [
        "korea = war: 2",
        "not korea = war: 2",
        "korea = war or korea = calm and taiwan = crisis: 2",
        "each: {of: [korea = war], times: 2}",
        "korea: {war: 2}",
        "korea = war: 1 (0.5 to 2)",
        "korea = war: 0",
    ],
)
def test_an_influence_that_can_act_and_can_rest_is_not_told(times) -> None:
    assert told(times) == []


@pytest.mark.parametrize(
    "times",
    [
        "korea = war and korea = calm: 2",
        "korea = war and not korea = war: 2",
        "each: {of: [korea = war, korea = war and korea = calm], times: 2}",
    ],
)
def test_an_influence_that_contradicts_itself_never_acts(times) -> None:
    assert told(times) == ["W307"]


@pytest.mark.parametrize(
    "times",
    [
        "korea in calm|war: 2",
        "korea = war or korea = calm: 2",
        "each: {of: [korea = war, korea in calm|war], times: 2}",
    ],
)
def test_an_influence_that_says_nothing_always_acts(times) -> None:
    assert told(times) == ["W308"]


@pytest.mark.parametrize("times", ["korea = war: 1", "korea: {war: 1}"])
def test_a_factor_of_exactly_one_changes_nothing(times) -> None:
    assert told(times) == ["W309"]


@pytest.mark.parametrize(
    "second",
    [
        "korea in war",
        "korea != calm",
        "korea = war and korea = war",
    ],
)
def test_the_same_condition_in_other_words_is_told(second) -> None:
    assert told(f"korea = war: 2\n          {second}: 3") == ["W310"]


def test_a_rung_and_an_influence_of_the_same_state_are_told() -> None:
    assert told("korea: {war: 2}\n          korea != calm: 3") == ["W310"]


def test_two_conditions_that_may_hold_at_once_are_not_the_same() -> None:
    other = "korea = calm"
    assert told(f"korea = war: 2\n          {other}: 3") == []
