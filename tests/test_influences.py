"""Every influence of a case, flat."""

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from forewarn.influences import Link, leaning_of, links_of, moved_by
from forewarn.language.load import load_case, read_case
from forewarn.model.case import Event, Number, effect_numbers
from forewarn.model.quantities import Fixed, Quantity

SCHEDULED = """
forewarn: 1
case: {title: Votes, start: 2023-09-14, horizon: 5 years}
basis: judgement
variables:
  a: {states: [low, high], start: low, transitions: {low -> high: 1 per year}}
  b: {states: [low, high], start: low}
  c: {states: [low, high], start: low, transitions: {low -> high: 1 per year}}
schedule:
  vote:
    dates: [2024-01-01]
    jump: {b: low -> high}
    chance: 10%
    times: {a = high: 2}
triggers:
  - after: a -> high
    jump: {b: low -> high}
    chance: 10%
    times: {c = high: 3}
"""


def link(median):
    law = Fixed(value=median)
    quantity = Quantity(text=str(median), dimension="multiplier", law=law)
    number = Number(name="n", quantity=quantity, basis="judgement")
    event = Event(name="e", title="", rate=number)
    return Link(target=event, conditions=(), is_pool=False, times=number, median=median)


@given(st.floats(1e-100, 1e100))
def test_a_multiplier_and_its_inverse_are_as_strong_and_push_apart(times):
    one, other = link(times), link(1 / times)
    assert abs(one.strength - other.strength) <= 1e-9
    assert times == 1 or one.raises != other.raises


def test_a_multiplier_of_nothing_is_stronger_than_any():
    assert link(0.0).strength == inf
    assert not link(0.0).raises


def test_every_multiplier_of_the_case_is_listed_once():
    case = load_case("two-front").case
    rates = [t for v in case.variables for t in v.transitions] + list(case.events)
    numbers = [number for rate in rates for number in effect_numbers(rate.effects)]
    assert [link.times for link in links_of(case)] == numbers


def test_schedules_and_triggers_are_acted_on_too():
    case = read_case({"model.yaml": SCHEDULED}).case
    told = [(moved_by(link.target), link.sources) for link in links_of(case)]
    assert told == [("b", ("a",)), ("b", ("c",))]


def test_a_pool_acts_from_each_of_its_variables():
    case = load_case("two-front").case
    (pool,) = (link for link in links_of(case) if link.is_pool)
    assert pool.sources == ("taiwan", "ukr_war", "us_bandwidth")


LEANING = """
forewarn: 1
case: {title: Leaning, start: 2023-09-14, horizon: 5 years}
basis: judgement
variables:
  a:
    scale: low < middle < high
    states: [low, middle, high]
    start: low
    transitions:
      low -> middle: {rate: 1 per year, times: {b = loud: 2, b = calm: 1}}
      high -> low: {rate: 1 per year, times: {b = loud: 0.5 (0.2 to 1)}}
      middle -> low: {rate: 1 per year, times: {b = loud: 3}}
  b: {states: [calm, loud], start: calm, transitions: {calm -> loud: 1 per year}}
"""


def test_influences_push_up_a_scale_by_raising_what_climbs_or_holding_what_falls():
    leaning = leaning_of(read_case({"model.yaml": LEANING}).case)
    assert (leaning.worse, leaning.told) == (2, 3)


def test_without_a_scale_nothing_says_which_way_is_worse():
    leaning = leaning_of(read_case({"model.yaml": SCHEDULED}).case)
    assert (leaning.worse, leaning.told) == (0, 0)
