"""Claims about changes: a variable held, a number set, for one run."""

from dataclasses import replace

import pytest
from hypothesis import given
from strategies import networks
from structure import with_draw, with_schedule, with_trigger
from written import written

from forewarn.engine.change import fix, set_number
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers, draw_worlds
from forewarn.errors import UsageError
from forewarn.language.quantities import parse_quantity
from forewarn.model.structure import Variant

CASE = written(
    """
variables:
  front:
    scale: calm < tense < war
    states: {calm: A, tense: B, war: C}
    start: {calm: 80%, tense: 20%}
    transitions:
      calm -> tense: 0.5 per year
      tense -> war: {rate: 0.1 per year, times: {talks: {open: 0.5, broken: 3}}}
  talks:
    states: {open: A, broken: B}
    start: open
    transitions:
      open -> broken:
        rate: 1 per year
        times: {each: {of: [front = war], times: 2}}
events:
  raid: {rate: 2 per year, times: {front = calm: 0.5}}
"""
)


def value(case, name):
    network = compile_network(case)
    return central_numbers(network, case)[network.numbers.index(name)]


def quantity(text, dimension):
    return parse_quantity(text, dimension, start=CASE.start)


def test_a_held_variable_starts_in_its_state_and_cannot_move():
    held = fix(CASE, {"front": "war"}).variable("front")
    assert [state for state, _ in held.start] == ["war"]
    assert held.transitions == ()
    assert held.states == CASE.variable("front").states


def test_only_what_is_held_changes():
    held = fix(CASE, {"front": "war"})
    assert held.variable("talks") == CASE.variable("talks")
    assert held.events == CASE.events
    assert fix(CASE, {}) == CASE


def test_nothing_scheduled_or_triggered_moves_what_is_held():
    case = with_schedule(CASE, "vote", ["2001-01-01"], "talks: open -> broken", "50%")
    case = with_draw(case, "draw", ["2001-01-01"], "front", {"calm": "100%"})
    case = with_trigger(case, "talks -> broken", "front: calm -> war", "50%")
    held = fix(case, {"front": "war"})
    assert [schedule.name for schedule in held.schedules] == ["vote"]
    assert held.triggers == ()
    freed = fix(case, {"talks": "open"})
    assert [schedule.name for schedule in freed.schedules] == ["draw"]
    assert freed.triggers == case.triggers


@given(networks())
def test_a_held_case_can_be_computed(case):
    states = {v.name: v.states[0].name for v in case.variables}
    network = compile_network(fix(case, states))
    assert (network.pulse_variable == -1).all()


@pytest.mark.parametrize(
    ("name", "text", "dimension"),
    [
        ("front: calm -> tense", "3 per year", "rate"),
        ("front: tense -> war | talks = broken", "7", "multiplier"),
        ("talks: open -> broken | each", "7", "multiplier"),
        ("raid", "3 per year", "rate"),
        ("raid | front = calm", "7", "multiplier"),
    ],
)
def test_a_number_of_every_kind_can_be_set(name, text, dimension):
    changed = set_number(CASE, name, quantity(text, dimension))
    assert value(changed, name) == float(text.split()[0])
    others = set(compile_network(CASE).numbers) - {name}
    assert all(value(changed, other) == value(CASE, other) for other in others)


def test_a_start_share_can_be_set():
    changed = set_number(CASE, "front: start = calm", quantity("60%", "probability"))
    # Shares are kept summing to 1: 60 to 20 is three quarters.
    assert value(changed, "front: start = calm") == pytest.approx(0.75)


def test_a_number_that_is_set_is_so_in_every_variant():
    changes = (("raid", quantity("9 per year", "rate")),)
    quiet = Variant(
        name="quiet", title="", weight=0.5, weight_text="50%", changes=changes
    )
    case = replace(CASE, variants=(quiet,))
    changed = set_number(case, "raid", quantity("3 per year", "rate"))
    network = compile_network(changed)
    worlds = draw_worlds(network, changed, seed=1, worlds=16, replicates=1)
    assert set(worlds[:, network.numbers.index("raid")]) == {3.0}


def test_a_number_of_a_schedule_can_be_set():
    case = with_schedule(CASE, "vote", ["2001-01-01"], "talks: open -> broken", "50%")
    changed = set_number(case, "vote", quantity("20%", "probability"))
    assert changed.schedules[0].chance.quantity.law.value == 0.2


def test_what_was_said_of_a_number_is_not_said_of_another_quantity():
    changed = set_number(CASE, "raid", quantity("3 per year", "rate"))
    number = changed.events[0].rate
    assert (number.basis, number.count, number.span.line) == ("judgement", None, 0)


def test_a_number_set_to_what_it_is_changes_nothing():
    assert set_number(CASE, "raid", quantity("2 per year", "rate")) is CASE


@pytest.mark.parametrize(
    ("states", "message"),
    [
        ({"frnt": "war"}, "no variable 'frnt'; did you mean 'front'"),
        ({"front": "wa"}, "no state of 'front' 'wa'; did you mean 'war'"),
    ],
)
def test_what_does_not_exist_cannot_be_held(states, message):
    with pytest.raises(UsageError, match=message):
        fix(CASE, states)


def test_a_number_that_does_not_exist_cannot_be_set():
    with pytest.raises(UsageError, match="did you mean 'front: calm -> tense'"):
        set_number(CASE, "front: calm -> tens", quantity("1 per year", "rate"))


def test_a_number_keeps_its_dimension():
    with pytest.raises(UsageError, match="is a rate, and '3' a multiplier"):
        set_number(CASE, "raid", quantity("3", "multiplier"))
