"""Claims about acts: measures adopted, when they are in place, what they multiply."""

from datetime import date
from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import networks
from structure import with_draw, with_loss, with_measure, with_schedule, with_trigger
from written import written

from forewarn.engine.acts import find_phases
from forewarn.engine.caps import note_caps
from forewarn.engine.chances import chances_at
from forewarn.engine.change import adopt
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.losses import compile_losses, fill_factors
from forewarn.engine.network import compile_network, fill_hazards
from forewarn.engine.tables import cell_of
from forewarn.engine.worlds import central_numbers, coordinate_names, draw_worlds
from forewarn.errors import UsageError
from forewarn.model.units import DAYS_PER_YEAR

START = date(2000, 1, 1)
CASE = written(
    """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions:
      a -> b: 1 per year
      a -> c: 20% of exits
      b -> c: {rate: 2 per year, times: {y = up: 5}}
  y:
    states: {down: L, up: H}
    start: down
    transitions: {down -> up: 1 (0.5 to 2) per year, up -> down: 1 per year}
events:
  raid: {rate: 3 per year}
"""
)


def adopted(case, *names, on=None):
    return adopt(case, dict.fromkeys(names or ["plan"], on or case.start))


def in_place(network):
    return np.ones(len(network.measures), dtype=np.bool_)


def hazards(case, *, placed=True, numbers=None):
    """Hazard of every pulse by joint state, with all measures in place or none."""
    network = compile_network(case)
    numbers = central_numbers(network, case) if numbers is None else numbers(network)
    values = fill_hazards(network, numbers, in_place(network) if placed else None)
    joint = product(*(range(len(states)) for states in network.states))
    return {
        (network.pulses[pulse], states): values[entry_of(network, pulse, states)]
        for states in joint
        for pulse in range(int(network.unit_pulse_ptr[-1]))
    }


def entry_of(network, pulse, states):
    unit = int(network.pulse_unit[pulse])
    first, last = network.unit_pulse_ptr[unit : unit + 2].astype(int)
    row = int(network.unit_entry_ptr[unit])
    return row + cell_of(network.maps, unit, states) * (last - first) + pulse - first


def times(case, factor):
    """What measures in place multiply a hazard by, in each state."""
    with_it, without = hazards(case), hazards(case, placed=False)
    return {
        states: with_it[name, states] / without[name, states]
        for name, states in without
        if name == factor
    }


# Hazards.


def test_a_measure_in_place_multiplies_its_hazard():
    case = adopted(with_measure(CASE, "plan", ("x: b -> c", "0.6")))
    assert list(times(case, "x: b -> c").values()) == [pytest.approx(0.6)] * 6
    assert list(times(case, "raid").values()) == [1.0] * 6


def test_a_measure_acts_while_its_condition_holds():
    case = adopted(with_measure(CASE, "plan", ("x: b -> c", "0.6", "y = up")))
    # States stand in order of names: x is a, b, c; y is down, up.
    for states, factor in times(case, "x: b -> c").items():
        assert factor == pytest.approx(0.6 if states[1] == 1 else 1.0)


def test_a_measure_that_is_not_adopted_does_nothing():
    case = with_measure(CASE, "plan", ("x: b -> c", "0.6"))
    assert hazards(case) == hazards(CASE)


def test_measures_together_never_take_more_than_the_cap():
    case = with_measure(CASE, "one", ("x: b -> c", "0.6"))
    case = with_measure(case, "two", ("x: b -> c", "0.5"))
    both = adopted(case, "one", "two")
    assert list(times(both, "x: b -> c").values()) == [0.5] * 6


def test_what_one_measure_adds_another_may_take_away():
    case = with_measure(CASE, "one", ("x: b -> c", "0.4"))
    case = with_measure(case, "two", ("x: b -> c", "1.5"))
    both = adopted(case, "one", "two")
    assert list(times(both, "x: b -> c").values()) == [pytest.approx(0.6)] * 6


def test_a_measure_acts_on_the_odds_of_a_share_of_exits():
    case = adopted(with_measure(CASE, "plan", ("x: a -> c", "0.8")))
    found = hazards(case)
    # A share of 20 % of exits is a quarter of the other exit, 1 per year.
    assert found["x: a -> c", (0, 0)] == pytest.approx(0.25 * 0.8)


def test_a_measure_acts_on_an_event():
    case = adopted(with_measure(CASE, "plan", ("raid", "0.7")))
    assert list(times(case, "raid").values()) == [pytest.approx(0.7)] * 6


FACTORS = st.sampled_from(["1", "0.5", "0.2", "3", "0.7 (0.5 to 0.9)"])


@given(networks(), st.lists(FACTORS, min_size=1, max_size=3), st.integers(0, 9))
def test_every_hazard_is_what_it_was_times_the_capped_product(case, factors, seed):
    names = sorted(n for n in compile_network(case).pulses)
    state = case.variables[0]
    when = f"{state.name} = {state.states[0].name}"
    for place, factor in enumerate(factors):
        target = names[(seed + place) % 2 % len(names)]
        case = with_measure(case, f"m{place}", (target, factor, when))
    case = adopted(case, *(f"m{place}" for place in range(len(factors))))

    def drawn(network):
        return draw_worlds(network, case, seed=seed, worlds=1, replicates=1)[0]

    network, numbers = compile_network(case), drawn(compile_network(case))
    value = dict(zip(network.numbers, numbers, strict=True))
    before, after = (
        hazards(case, placed=False, numbers=drawn),
        hazards(case, numbers=drawn),
    )
    at = network.variables.index(state.name)
    holds = network.states[at].index(state.states[0].name)
    for (name, states), hazard in after.items():
        product = 1.0
        for measure in case.measures:
            if measure.effects[0].names == (name,) and states[at] == holds:
                product *= value[measure.effects[0].times.name]
        assert hazard == pytest.approx(before[name, states] * max(product, 0.5))


@given(networks())
def test_a_measure_without_effect_changes_no_bit(case):
    state = case.variables[-1]
    when = f"{state.name} = {state.states[0].name}"
    acts = [(name, "1", when) for name in compile_network(case).pulses]
    idle = adopted(with_measure(case, "plan", *acts, ready="3 months"))
    assert hazards(idle) == hazards(case)
    bare, laid = compile_network(case), compile_network(idle)
    assert laid.pulses == bare.pulses
    assert (laid.pulse_unit == bare.pulse_unit).all()


def test_a_measure_changes_no_other_draw():
    case = with_measure(
        CASE, "plan", ("raid", "0.5 (0.3 to 0.9)"), ready="1 to 3 years"
    )
    idle, done = compile_network(case), adopted(case)
    before = draw_worlds(idle, case, seed=1, worlds=16, replicates=1)
    after = draw_worlds(compile_network(done), done, seed=1, worlds=16, replicates=1)
    own = [idle.numbers.index(name) for name in ("plan: 1", "plan: ready")]
    assert (np.delete(after, own, axis=1) == np.delete(before, own, axis=1)).all()
    assert (before[0, own] == before[:, own]).all()  # nothing hangs on them
    assert len(set(after[:, own[1]])) == 16
    assert set(coordinate_names(done)) - set(coordinate_names(case)) == {
        "plan: 1",
        "plan: ready",
    }


# Chances and losses.


def test_a_measure_multiplies_the_odds_of_a_schedule_and_of_a_trigger():
    case = with_schedule(CASE, "vote", ["2001-01-01"], "x: a -> c", "50%")
    case = with_trigger(case, "raid", "x: a -> b", "20%")
    case = with_draw(case, "draw", ["2001-01-01"], "y", {"up": "50%", "down": "50%"})
    sure = case.triggers[0].chance.name
    case = adopted(with_measure(case, "plan", ("vote", "0.6"), (sure, "0.7", "y = up")))
    network = compile_network(case)
    leaps = compile_leaps(network, case)
    numbers = central_numbers(network, case)
    vote, *trigger = chances_at(leaps.chances, numbers, in_place(network))
    assert vote == pytest.approx(0.6 / 1.6)
    assert sorted(trigger) == pytest.approx([0.175 / 1.175, 0.2])
    bare = chances_at(leaps.chances, numbers)
    assert bare == pytest.approx([0.5, 0.2, 0.2])


def test_a_measure_multiplies_a_loss_up_to_the_cap():
    case = with_loss(CASE, "deaths", per_jump={"raid": "3"}, per_year={"x = c": "2"})
    case = adopted(
        with_measure(case, "plan", ("deaths", "0.6", "y = up"), ("deaths", "0.1"))
    )
    network = compile_network(case)
    losses = compile_losses(network, case)
    factors = np.empty(int(losses.entry_ptr[-1]))
    fill_factors(losses, central_numbers(network, case), in_place(network), factors)
    assert factors == pytest.approx([0.5, 0.5, 0.5, 0.5])


# When.


def phases(case, **numbers):
    network = compile_network(case)
    values = central_numbers(network, case)
    for name, value in numbers.items():
        values[network.numbers.index(f"{name}: ready")] = value
    found = find_phases(network.adopted, values)
    return dict(zip(found.start.tolist(), found.in_place.tolist(), strict=True))


def test_a_measure_is_in_place_once_its_lead_time_is_over():
    case = adopted(
        with_measure(CASE, "plan", ready="1 to 3 years"), on=date(2001, 1, 1)
    )
    assert phases(case, plan=2.0) == {
        -inf: [False],
        366 / DAYS_PER_YEAR + 2.0: [True],
    }


def test_a_measure_may_be_in_place_by_a_day_or_at_once():
    case = with_measure(CASE, "by", by="2001-01-01")
    case = adopted(with_measure(case, "now"), "by", "now")
    assert phases(case) == {
        -inf: [False, False],
        0.0: [False, True],
        366 / DAYS_PER_YEAR: [True, True],
    }


def test_measures_that_are_ready_together_share_a_phase():
    case = with_measure(with_measure(CASE, "a", ready="1 year"), "b", ready="1 year")
    assert phases(adopted(case, "a", "b")) == {
        -inf: [False, False],
        1.0: [True, True],
    }


def test_without_measures_there_is_one_phase():
    assert phases(CASE) == {-inf: []}


# What is noted, and what is refused.


def test_it_is_noted_how_often_the_cap_is_met():
    case = with_loss(CASE, "deaths", per_jump={"raid": "3"})
    case = with_schedule(case, "vote", ["2001-01-01"], "x: a -> c", "50%")
    case = with_measure(
        case,
        "plan",
        ("x: b -> c", "0.6"),
        ("raid", "0.5 (0.2 to 0.9)", "y = up"),
        ("vote", "0.1"),
        ("deaths", "0.1"),
    )
    case = adopted(case)
    network = compile_network(case)
    numbers = draw_worlds(network, case, seed=1, worlds=512, replicates=1)
    found = note_caps(
        case,
        network,
        compile_leaps(network, case),
        compile_losses(network, case),
        numbers,
    )
    assert [note.split(":")[0] for note in found] == ["raid", "vote", "deaths"]
    assert "more than 50% away in 50% of worlds" in found[0]
    assert "in 100% of worlds" in found[1]


def test_a_later_adoption_takes_the_place_of_an_earlier_one():
    case = with_measure(with_measure(CASE, "b"), "a")
    case = adopt(adopt(case, {"b": START, "a": START}), {"b": date(2001, 1, 1)})
    assert case.adopted == (("a", START), ("b", date(2001, 1, 1)))


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        ({"pln": START}, "no measure 'pln'; did you mean 'plan'"),
        ({"plan": date(1999, 12, 31)}, "runs from 2000-01-01 for 1000 years"),
        ({"plan": date(3100, 1, 1)}, "adopt it in that time"),
    ],
)
def test_what_cannot_be_adopted_is_refused(measures, message):
    with pytest.raises(UsageError, match=message):
        adopt(with_measure(CASE, "plan"), measures)
