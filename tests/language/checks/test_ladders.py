"""Ladders: rungs keep their order along the scale and in every world."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from korea import codes

from forewarn.language.checks.ladders import check_ladders
from forewarn.model.case import (
    Case,
    Event,
    Influence,
    Ladder,
    Number,
    State,
    Variable,
)
from forewarn.model.conditions import Holds
from forewarn.model.quantities import Interval, Quantity

MODEL = """
variables:
  taiwan:
    {SCALE}
    states: [calm, crisis, war]
    start: calm
    transitions:
      calm -> crisis: 0.1 per year
      crisis -> war: 0.1 per year
events:
  raid:
    rate: 2 per year
    times:
      taiwan: {{{RUNGS}}}
questions:
  raids: {{count: raid, by: 5 years}}
  wars: {{happens: taiwan = war, by: 5 years}}
"""
SCALE = "scale: calm < crisis < war"


def told(rungs, scale=SCALE):
    return codes(MODEL.format(SCALE=scale, RUNGS=rungs))


@pytest.mark.parametrize(
    "rungs",
    [
        "crisis: 2, war: 5",
        "crisis: 0.5, war: 0.2",
        "calm: 3, crisis: 2",
        "crisis: 2, war: 2",
        "war: 5",
        "calm: 2, crisis: 3, war: 4",
        "crisis: 2 (1 to 4), war: 5 (2 to 9)",
    ],
)
def test_rungs_that_rise_or_fall_along_the_scale_are_in_order(rungs) -> None:
    assert told(rungs) == []


@pytest.mark.parametrize(
    "rungs",
    [
        "crisis: 5, war: 2",
        "calm: 2, war: 3",
        "calm: 2, crisis: 4, war: 3",
        "crisis: 0.5, war: 2",
    ],
)
def test_rungs_that_rise_and_fall_along_the_scale_are_told(rungs) -> None:
    assert told(rungs) == ["W306"]
    assert told(rungs, scale="group: pacific") == []


def test_rungs_that_cross_between_worlds_are_told_with_or_without_a_scale() -> None:
    crossing = "crisis: 2 (1.5 to 3), war: 3 (1 to 9)"
    assert told(crossing) == ["W306"]
    assert told(crossing, scale="group: pacific") == ["W306"]


@st.composite
def spread_by(draw, least):
    """P10, median and P90, each above ``least``'s by some step."""
    steps = [draw(st.floats(1.01, 3)) for _ in least]
    rising = [low * step for low, step in zip(least, steps, strict=True)]
    return tuple(sorted(rising))


@st.composite
def rising_rungs(draw):
    marks, rungs = (1.0, 1.0, 1.0), []
    for _ in range(draw(st.integers(2, 5))):
        above = draw(spread_by(marks))
        marks = tuple(max(a, b * 1.001) for a, b in zip(above, marks, strict=True))
        rungs.append(marks)
    return rungs


@given(rising_rungs())
def test_rungs_whose_three_marks_rise_from_one_are_never_told(marks) -> None:
    assert list(check_ladders(with_rungs(marks))) == []


@given(rising_rungs())
def test_turning_the_scale_round_turns_no_ladder_wrong(marks) -> None:
    falling = [tuple(1 / mark for mark in reversed(each)) for each in marks]
    assert list(check_ladders(with_rungs(falling))) == []


def with_rungs(marks):
    names = ["calm", *(f"s{number}" for number in range(len(marks)))]
    variable = Variable(
        name="v",
        title="",
        group="",
        states=tuple(State(name=name) for name in names),
        scaled=True,
        start=(),
        transitions=(),
    )
    rungs = tuple(map(rung, names[1:], marks))
    ladder = Ladder(variable="v", rungs=rungs)
    event = Event(name="e", title="", rate=number("e", (1, 2, 3)), effects=(ladder,))
    return Case(
        title="",
        start=date(2024, 1, 1),
        horizon=1.0,
        horizon_text="1 year",
        variables=(variable,),
        events=(event,),
    )


def rung(state, marks):
    test = Holds(variable="v", operator="=", states=(state,), within=(state,))
    return Influence(condition=test, times=number(f"e | v = {state}", marks))


def number(name, marks):
    low, median, high = marks
    law = Interval(scale="log", low=low, median=median, high=high)
    quantity = Quantity(text="", dimension="multiplier", law=law)
    return Number(name=name, quantity=quantity, basis="judgement")
