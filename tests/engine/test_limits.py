"""Answers at the ends of what can be asked: any hazard, any horizon, many variables."""

from dataclasses import replace
from datetime import date
from math import expm1

import pytest
from twins import ERRORS
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.effort import Effort
from forewarn.errors import NotComputable
from forewarn.model.case import (
    Case,
    Deadline,
    Influence,
    Number,
    Question,
    State,
    Transition,
    Variable,
)
from forewarn.model.conditions import Holds
from forewarn.model.estimate import Ask
from forewarn.model.quantities import Fixed, Interval, Quantity

DAY = 1 / 365.25
ONE_WORLD = Effort(worlds=1, futures_per_world=6400)


def twins(case, asks=None, effort=ONE_WORLD):
    """An exact and a simulated estimate of every ask."""
    asks = asks_of(case) if asks is None else asks
    exact, simulated = (
        answer(case, asks, replace(effort, method=method)).estimates
        for method in ("exact", "simulated")
    )
    return list(zip(exact, simulated, strict=True))


def agree(exact, simulated):
    return abs(exact.value - simulated.value) <= ERRORS * simulated.error


# Hazards.

PACES = written(
    """
variables:
  never: {states: {a: A, b: B}, start: a, transitions: {a -> b: 0 per year}}
  tiny:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: {rate: 1e-12 per year, times: {fast = b: 5}}}
  some: {states: {a: A, b: B}, start: a, transitions: {a -> b: 100 per year}}
  fast:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 1e6 per year, b -> a: 1e6 per year}
questions:
  never: {happens: never = b, by: 1 day}
  tiny: {happens: tiny = b, by: 1 day}
  some: {happens: some = b, by: 1 day}
  fast: {count: fast -> b, by: 1 day}
  even: {holds: fast = b, at: 1 day}
"""
)


def test_hazards_of_every_size_stand_beside_each_other():
    found = {pair[0].question: pair for pair in twins(PACES)}
    assert found["never"][0].value == found["never"][1].value == 0
    # Half the time at five times the rate.
    assert found["tiny"][0].value == pytest.approx(3e-12 * DAY, rel=1e-6)
    assert found["some"][0].value == pytest.approx(-expm1(-100 * DAY), rel=1e-9)
    assert found["fast"][0].value == pytest.approx(5e5 * DAY + 0.25, rel=1e-9)
    assert found["even"][0].value == pytest.approx(0.5, rel=1e-9)
    assert all(agree(*pair) for pair in found.values())


def test_a_chance_too_small_to_see_is_not_nothing():
    (exact, simulated) = next(p for p in twins(PACES) if p[0].question == "tiny")
    assert exact.value > 0
    assert exact.error == 0
    assert simulated.value == 0
    assert simulated.error > exact.value
    assert "no proof" in simulated.note


@pytest.mark.parametrize("rate", ["1e-150 per year", "1e-12 per year", "1e9 per year"])
def test_a_hazard_of_any_size_is_a_hazard(rate):
    case = written(
        f"""
variables:
  x: {{states: {{a: A, b: B}}, start: a, transitions: {{a -> b: {rate}}}}}
questions:
  b: {{happens: x = b, by: 1000 years}}
"""
    )
    ((exact, simulated),) = twins(case)
    expected = -expm1(-1000 * float(rate.split()[0]))
    assert exact.value == pytest.approx(expected, rel=1e-9, abs=0)
    assert agree(exact, simulated)


# Horizons.

BACK_AND_FORTH = written(
    """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 2 per year, b -> a: 3 per year}
  y:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: {rate: 0.001 per year, times: {x = b: 3}}}
questions:
  there: {holds: x = b, at: 1 year}
  years: {time: x = b, by: 1 year}
  jumps: {count: x -> b, by: 1 year}
  rare: {happens: y = b, by: 1 year}
  follows: {happens: x -> b, given: y -> b, within: 1 month, by: 1 year}
"""
)


@pytest.mark.parametrize("years", [DAY, 1000.0])
def test_a_day_and_a_thousand_years_are_answered_alike(years):
    asks = [Ask(question=q.name, years=years) for q in BACK_AND_FORTH.questions]
    effort = replace(ONE_WORLD, futures_per_world=640)
    found = {pair[0].question: pair for pair in twins(BACK_AND_FORTH, asks, effort)}
    there = 0.4 * -expm1(-5 * years)
    spent = 0.4 * (years + expm1(-5 * years) / 5)
    assert found["there"][0].value == pytest.approx(there, rel=1e-9)
    assert found["years"][0].value == pytest.approx(spent, rel=1e-9)
    assert found["jumps"][0].value == pytest.approx(2 * (years - spent), rel=1e-9)
    for exact, simulated in found.values():
        # In 640 futures of a day no window opens; there is nothing to compare.
        assert agree(exact, simulated) or "never seen" in simulated.note


def test_what_comes_in_all_futures_is_as_good_as_sure():
    case = written(
        """
variables:
  x: {states: {a: A, b: B}, start: a, transitions: {a -> b: 1 to 3 per year}}
questions:
  b: {happens: x = b, by: 200 years}
"""
    )
    ((exact, simulated),) = twins(case, effort=Effort(worlds=64, futures_per_world=16))
    assert 1 - 1e-9 < exact.value <= 1
    assert simulated.value == simulated.high == 1
    assert simulated.low < 1
    assert "always seen in 1,024 futures" in simulated.note


# Sizes.


def number(name, value, dimension):
    quantity = Quantity(text=repr(value), dimension=dimension, law=Fixed(value=value))
    return Number(name=name, quantity=quantity, basis="definition")


def domino(place, *, uncertain):
    """A variable that falls three times as fast once the one before has fallen."""
    name = f"v{place:04}"
    rate = number(f"{name}: up -> down", 0.5, "rate")
    if uncertain:
        law = Interval(scale="log", low=0.2, median=0.5, high=1.5)
        quantity = Quantity(text="0.5 (0.2 to 1.5)", dimension="rate", law=law)
        rate = replace(rate, quantity=quantity)
    before = f"v{place - 1:04}"
    fallen = Holds(variable=before, operator="=", states=("down",), within=("down",))
    times = number(f"{name}: up -> down | {before} = down", 3.0, "multiplier")
    effects = (Influence(condition=fallen, times=times),) if place else ()
    return Variable(
        name=name,
        title=name,
        group="",
        states=(State(name="up"), State(name="down")),
        scaled=False,
        start=(("up", number(f"{name}: start = up", 1.0, "probability")),),
        transitions=(
            Transition(
                variable=name, source="up", target="down", rate=rate, effects=effects
            ),
        ),
    )


def dominoes(count):
    places = (2, count - 1)
    return Case(
        title="A row of dominoes",
        start=date(2000, 1, 1),
        horizon=10.0,
        horizon_text="10 years",
        variables=tuple(domino(i, uncertain=i % 100 == 0) for i in range(count)),
        questions=tuple(
            Question(
                name=f"v{place:04}",
                title="",
                kind="happens",
                condition=Holds(
                    variable=f"v{place:04}",
                    operator="=",
                    states=("down",),
                    within=("down",),
                ),
                by=(Deadline(text="1 year", years=1.0),),
            )
            for place in places
        ),
    )


THOUSAND = dominoes(1000)


def test_a_thousand_variables_are_simulated_and_their_small_parts_solved():
    effort = Effort(worlds=64, futures_per_world=8)
    told = answer(THOUSAND, asks_of(THOUSAND), effort)
    near, far = told.estimates
    assert near.method == "exact"
    assert far.method == "simulated"
    assert "combinations of states" in told.notes[1]
    futures = replace(effort, method="simulated")
    again = answer(THOUSAND, asks_of(THOUSAND), futures).estimates
    assert agree(near, again[0])
    # Far down the row the start is forgotten: the law of any domino far from it.
    assert abs(far.value - again[0].value) < 0.2
    assert again[1] == far


def test_a_thousand_variables_are_not_solved_and_it_is_said_why():
    asks = asks_of(THOUSAND)[1:]
    effort = Effort(worlds=1, method="exact")
    message = r"10\^301 combinations of states.*limit.*ask for method='simulated'"
    with pytest.raises(NotComputable, match=message):
        answer(THOUSAND, asks, effort)


def test_a_world_without_anything_that_moves_is_answered():
    case = written(
        """
variables:
  x: {states: {a: A, b: B}, start: {a: 25%, b: 75%}}
questions:
  b: {holds: x = b, at: 1 year}
  years: {time: x = b, by: 2 years}
"""
    )
    for exact, simulated in twins(case):
        assert exact.value == pytest.approx(0.75 * exact.years, rel=1e-12)
        assert agree(exact, simulated)
