"""Claims about leaps: what schedules and triggers do, compiled and in plain words."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from structure import condition, with_draw, with_schedule, with_trigger
from written import written

from forewarn.engine.chances import chances_at
from forewarn.engine.instants import Odds, after_pulse, branches, on_date
from forewarn.engine.leaps import compile_leaps, scheduled_at
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers
from forewarn.errors import NotComputable, UsageError
from forewarn.model.units import DAYS_PER_YEAR, years_between

BARE = written(
    """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions: {a -> b: 1 per year}
  y:
    states: {down: L, up: H}
    start: down
    transitions: {down -> up: 1 per year, up -> down: 1 per year}
  z:
    states: {cold: L, warm: H}
    start: cold
    transitions: {cold -> warm: 1 per year}
events:
  raid: {rate: 1 per year}
"""
)


def odds_of(case):
    network = compile_network(case)
    leaps, numbers = compile_leaps(network, case), central_numbers(network, case)
    return Odds(
        network=network,
        leaps=leaps,
        numbers=numbers,
        chances=chances_at(leaps.chances, numbers),
    )


def at(odds, **states):
    return [
        names.index(states.get(variable, names[0]))
        for variable, names in zip(
            odds.network.variables, odds.network.states, strict=True
        )
    ]


def told(odds, instant):
    """What happened, in names, and where that leaves every variable."""
    states = zip(odds.network.states, instant.states, strict=True)
    return (
        tuple(odds.network.pulses[pulse] for pulse in instant.pulses),
        " ".join(names[state] for names, state in states),
    )


def after(case, pulse, **states):
    """Chance of everything that may happen in the instant of a pulse."""
    odds = odds_of(case)
    begin = odds.network.pulses.index(pulse)
    return {
        told(odds, instant): pytest.approx(chance)
        for chance, instant in branches(
            lambda pick: after_pulse(odds, at(odds, **states), begin, pick)
        )
    }


def on(case, date=0, **states):
    """Chance of everything that may happen on a date."""
    odds = odds_of(case)
    found = {}
    for chance, instant in branches(
        lambda pick: on_date(odds, at(odds, **states), date, pick)
    ):
        key = told(odds, instant)
        found[key] = found.get(key, 0) + chance
    return {key: pytest.approx(chance) for key, chance in found.items()}


# Pulses and dates.


def test_a_leap_along_a_transition_is_that_transition():
    case = with_trigger(BARE, "raid", "x: a|c -> b", "20%")
    network = compile_network(case)
    assert network.pulses.count("x: a -> b") == 1
    assert network.pulses[-1] == "x: c -> b"
    assert network.pulse_unit[-1] == -1
    assert network.unit_pulse_ptr[-1] == len(network.pulses) - 1


def test_leaps_move_no_other_pulse():
    case = with_draw(BARE, "vote", ["2001-01-01"], "x", {"a": "50%", "c": "50%"})
    bare = compile_network(BARE)
    assert compile_network(case).pulses[: len(bare.pulses)] == bare.pulses


def test_what_is_scheduled_comes_as_its_day_begins():
    start = date(2023, 9, 14)
    comes = scheduled_at(start, date(2023, 9, 16))
    assert years_between(start, date(2023, 9, 15)) < comes
    assert comes == pytest.approx(1 / DAYS_PER_YEAR, abs=1e-12)


def test_dates_up_to_the_start_are_past():
    dates = ["1999-05-05", "2000-01-01", "2000-01-02", "2003-01-01"]
    leaps = compile_leaps(
        compile_network(case := with_schedule(BARE, "vote", dates, "x: a -> c", "20%")),
        case,
    )
    assert leaps.date.tolist() == pytest.approx([0, 1095 / DAYS_PER_YEAR], abs=1e-12)
    assert leaps.date[0] > 0


def test_schedules_of_one_date_take_turns_by_name():
    case = with_schedule(BARE, "b", ["2001-01-01"], "x: a -> b", "30%")
    case = with_schedule(case, "a", ["2001-01-01", "2002-01-01"], "x: a -> c", "20%")
    leaps = compile_leaps(compile_network(case), case)
    assert leaps.turn_ptr.tolist() == [0, 2, 3]
    assert leaps.turn.tolist() == [0, 1, 0]
    assert on(case) == {
        (("x: a -> c",), "c down cold"): 0.2,
        (("x: a -> b",), "b down cold"): 0.8 * 0.3,
        ((), "a down cold"): 0.8 * 0.7,
    }


# Chances.


@pytest.mark.parametrize(
    ("chance", "factor", "expected"),
    [
        ("20%", "3", 0.75 / 1.75),
        ("100%", "0.5", 1.0),
        ("0%", "7", 0.0),
        ("20%", "1", 0.2),
        ("0.0001%", "2", 2e-6 / (2e-6 + 1 - 1e-6)),
    ],
)
def test_influences_multiply_the_odds_of_a_chance(chance, factor, expected):
    case = with_schedule(
        BARE, "vote", ["2001-01-01"], "x: a -> c", chance, times={"y = up": factor}
    )
    written_as = float(chance.rstrip("%")) / 100
    found = sorted(odds_of(case).chances)
    assert found == pytest.approx(sorted([expected, written_as]), rel=1e-12)


def test_a_sure_thing_times_nothing_is_refused():
    case = with_trigger(BARE, "raid", "x: a -> c", "100%", times={"y = up": "0"})
    with pytest.raises(NotComputable, match="multiplied by 0"):
        odds_of(case)


# Triggers.


def test_a_trigger_comes_with_its_chance_in_the_state_after_the_jump():
    case = with_trigger(
        BARE, "x -> b", "y: down -> up", "20%", times={"x = b": "4", "x = a": "99"}
    )
    assert after(case, "x: a -> b") == {
        (("x: a -> b", "y: down -> up"), "b up cold"): 0.5,
        (("x: a -> b",), "b down cold"): 0.5,
    }


def test_a_trigger_leads_only_from_its_sources():
    case = with_trigger(BARE, "x -> b", "y: down -> up", "20%")
    assert after(case, "x: a -> b", y="up") == {(("x: a -> b",), "b up cold"): 1}


def test_a_trigger_waits_for_its_state_condition():
    case = with_trigger(BARE, "raid and y = up", "x: a -> c", "100%")
    assert after(case, "raid") == {(("raid",), "a down cold"): 1}
    assert after(case, "raid", y="up") == {
        (("raid", "x: a -> c"), "c up cold"): 1,
    }


def test_triggers_are_tested_as_declared_each_in_the_state_the_last_one_left():
    first = with_trigger(BARE, "raid", "x: a -> c", "25%")
    both = with_trigger(first, "raid", "x: a|c -> b", "50%")
    assert after(both, "raid") == {
        (("raid", "x: a -> c", "x: c -> b"), "b down cold"): 0.125,
        (("raid", "x: a -> c"), "c down cold"): 0.125,
        (("raid", "x: a -> b"), "b down cold"): 0.375,
        (("raid",), "a down cold"): 0.375,
    }
    turned = replace(both, triggers=both.triggers[::-1])
    assert after(turned, "raid") == {
        (("raid", "x: a -> b"), "b down cold"): 0.5,
        (("raid", "x: a -> c"), "c down cold"): 0.125,
        (("raid",), "a down cold"): 0.375,
    }


def test_a_triggered_jump_wakes_triggers_declared_before_it():
    case = with_trigger(BARE, "y -> up", "z: cold -> warm", "100%")
    case = with_trigger(case, "raid", "y: down -> up", "100%")
    case = with_trigger(case, "raid and z = warm", "x: a -> c", "100%")
    pulses = ("raid", "y: down -> up", "z: cold -> warm", "x: a -> c")
    assert after(case, "raid") == {(pulses, "c up warm"): 1}


def test_a_trigger_has_one_chance_in_an_instant():
    case = with_trigger(BARE, "raid or y -> up", "x: a -> c", "50%")
    case = with_trigger(case, "raid", "y: down -> up", "100%")
    assert after(case, "raid") == {
        (("raid", "x: a -> c", "y: down -> up"), "c up cold"): 0.5,
        (("raid", "y: down -> up"), "a up cold"): 0.5,
    }


def test_a_trigger_tested_in_vain_may_be_woken_again():
    case = with_trigger(
        BARE, "raid and z = warm or y -> up and z = warm", "x: a -> c", "100%"
    )
    case = with_trigger(case, "raid", "z: cold -> warm", "100%")
    case = with_trigger(case, "raid", "y: down -> up", "100%")
    pulses = ("raid", "z: cold -> warm", "y: down -> up", "x: a -> c")
    assert after(case, "raid") == {(pulses, "c up warm"): 1}


def test_what_is_scheduled_fires_triggers_before_the_next_has_its_turn():
    case = with_schedule(BARE, "a", ["2001-01-01"], "x: a -> c", "50%")
    case = with_schedule(case, "b", ["2001-01-01"], "y: up -> down", "100%")
    case = with_trigger(case, "x -> c", "y: down -> up", "100%")
    assert on(case) == {
        (("x: a -> c", "y: down -> up", "y: up -> down"), "c down cold"): 0.5,
        ((), "a down cold"): 0.5,
    }


def test_a_draw_leaves_the_state_alone_where_it_falls_on_it():
    case = with_draw(
        BARE, "vote", ["2001-01-01"], "x", {"b": "30%", "a": "20%", "c": "50%"}
    )
    case = with_trigger(case, "x -> c", "y: down -> up", "100%")
    assert on(case, x="b") == {
        (("x: b -> a",), "a down cold"): 0.2,
        ((), "b down cold"): 0.3,
        (("x: b -> c", "y: down -> up"), "c up cold"): 0.5,
    }


def test_a_draw_of_shares_that_sum_to_more_is_scaled():
    case = with_draw(BARE, "vote", ["2001-01-01"], "y", {"down": "90%", "up": "90%"})
    assert on(case) == {
        ((), "a down cold"): 0.5,
        (("y: down -> up",), "a up cold"): 0.5,
    }


def test_a_circle_of_triggers_is_refused():
    case = with_trigger(BARE, "x -> b", "y: down -> up", "50%")
    case = with_trigger(case, "y -> up", "x: a|c -> b", "50%")
    with pytest.raises(NotComputable, match="bring itself about again"):
        compile_leaps(compile_network(case), case)


def test_a_trigger_that_wakes_itself_is_refused():
    case = with_trigger(BARE, "x -> c", "x: a -> c", "50%")
    with pytest.raises(NotComputable, match="bring itself about again"):
        compile_leaps(compile_network(case), case)


def test_a_trigger_after_what_lasts_is_refused():
    case = with_trigger(BARE, "raid", "x: a -> c", "50%")
    lasting = replace(case.triggers[0], after=condition(case, "y = up"))
    case = replace(case, triggers=(lasting,))
    with pytest.raises(UsageError, match="holds for a time"):
        compile_leaps(compile_network(case), case)


def test_every_branch_adds_up_to_one():
    case = with_trigger(BARE, "raid", "x: a -> c", "25%", times={"y = up": "3"})
    case = with_trigger(case, "raid or x -> c", "y: down -> up", "10%")
    case = with_trigger(case, "y -> up", "z: cold -> warm", "60%")
    odds = odds_of(case)
    raid = odds.network.pulses.index("raid")
    found = list(branches(lambda pick: after_pulse(odds, at(odds), raid, pick)))
    assert sum(chance for chance, _ in found) == pytest.approx(1, abs=1e-12)
    assert len({told(odds, instant) for _, instant in found}) == len(found)
    assert np.all([chance > 0 for chance, _ in found])
