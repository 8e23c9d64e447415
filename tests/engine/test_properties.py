"""Properties that answers have whatever the network; exact and simulated.

Random networks of two to four variables, most in the world of all medians.
"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from doubtful import DOUBTFUL
from hypothesis import given
from hypothesis import strategies as st
from properties import (
    METHODS,
    SEEDS,
    central,
    dated,
    estimates,
    exactly,
    network,
    quick,
)
from reworded import at_medians, with_numbers, with_values
from strategies import network_of

from forewarn.engine.asking import asks_of
from forewarn.engine.change import fix
from forewarn.laws import quantile
from forewarn.model.case import Number, Question
from forewarn.model.conditions import And, Holds, Not
from forewarn.model.estimate import Ask


def asked(case, *questions):
    return replace(case, questions=tuple(questions))


def being_in(variable, state):
    return Holds(variable=variable, operator="=", states=(state,), within=(state,))


# Mass.


@quick
@given(SEEDS)
def test_mass_is_kept(seed):
    """All states of a variable together have a chance of 1, and all the time."""
    case = network(seed)
    for kind, whole in (("holds", 1.0), ("time", 0.7)):
        for variable in case.variables:
            parts = [
                Question(
                    name=s, title=s, kind=kind, condition=being_in(variable.name, s)
                )
                for s in variable.state_names
            ]
            asks = [Ask(question=part.name, years=0.7) for part in parts]
            values = central(asked(case, *parts), asks)
            assert values.sum() == pytest.approx(whole, rel=1e-10)


@quick
@given(SEEDS)
def test_every_future_is_somewhere(seed):
    case = network(seed)
    variable = case.variables[0]
    parts = [
        Question(name=s, title=s, kind="holds", condition=being_in(variable.name, s))
        for s in variable.state_names
    ]
    asks = [Ask(question=part.name, years=0.7) for part in parts]
    found = estimates(asked(case, *parts), asks, "simulated")
    assert sum(estimate.value for estimate in found) == pytest.approx(1, rel=1e-12)


# Time.


def faster(case, times):
    """Every rate some times as fast, every date and window as much nearer."""
    rates = {t.rate.name for v in case.variables for t in v.transitions}
    rates |= {event.rate.name for event in case.events}

    def value(number):
        median = quantile(number.quantity.law, 0.5)
        return median * times if number.name in rates else median

    questions = [
        replace(q, within=None if q.within is None else q.within / times)
        for q in case.questions
    ]
    return replace(with_values(case, value), questions=tuple(questions))


def nearer(asks, times):
    return [replace(ask, years=ask.years / times) for ask in asks]


@quick
@given(SEEDS, st.sampled_from([2.0, 0.5, 3.0]))
def test_doubling_hazards_is_doubling_the_horizon(seed, times):
    case = network(seed)
    asks = dated(case)
    usual = central(case, asks)
    quick_ones = central(faster(case, times), nearer(asks, times))
    slowed = [times if case.question(a.question).kind == "time" else 1 for a in asks]
    assert quick_ones * slowed == pytest.approx(usual, rel=1e-9, abs=1e-13, nan_ok=True)


@quick
@given(SEEDS)
def test_futures_of_doubled_hazards_are_the_same_in_half_the_time_to_the_bit(seed):
    """A power of two changes no digit of any wait."""
    case = at_medians(network(seed))
    asks = dated(case)
    usual = estimates(case, asks, "simulated")
    halved = estimates(faster(case, 2.0), nearer(asks, 2.0), "simulated")
    for slow, fast in zip(usual, halved, strict=True):
        times = 2 if slow.kind == "time" else 1
        assert repr(fast.value * times) == repr(slow.value)


@quick
@given(SEEDS)
def test_waiting_a_while_and_then_some_is_waiting_both(seed):
    """Chapman and Kolmogorov, through every joint state."""
    case = at_medians(network_of(seed, most_variables=2, most_states=3))
    names = [variable.name for variable in case.variables]
    places = list(product(*(variable.state_names for variable in case.variables)))
    case = asked(
        case,
        *(
            Question(
                name=f"at {number}",
                title="",
                kind="holds",
                condition=And(parts=tuple(map(being_in, names, place))),
            )
            for number, place in enumerate(places)
        ),
    )

    def after(case, years):
        asks = [Ask(question=q.name, years=years) for q in case.questions]
        return central(case, asks)

    then = sum(
        chance * after(started(case, dict(zip(names, place, strict=True))), 0.7)
        for place, chance in zip(places, after(case, 0.4), strict=True)
        if chance > 0
    )
    assert then == pytest.approx(after(case, 1.1), rel=1e-9, abs=1e-13)


def started(case, states):
    """The case from one joint state."""
    sure = exactly(1.0, "probability")
    return replace(
        case,
        variables=tuple(
            replace(
                v,
                start=(
                    (
                        states[v.name],
                        Number(
                            name=f"{v.name}: start = {states[v.name]}",
                            quantity=sure,
                            basis="definition",
                        ),
                    ),
                ),
            )
            for v in case.variables
        ),
    )


@quick
@given(SEEDS, st.sampled_from(METHODS))
def test_what_has_happened_stays_so(seed, method):
    """Exact in each world, and in each future: without any allowance for noise."""
    case = network(seed)
    dates = [0.0, 0.1, 0.5, 1.0, 2.0]
    rising = ("happens", "order", "count", "time")
    for question in (q for q in case.questions if q.kind in rising):
        asks = [Ask(question=question.name, years=years) for years in dates]
        values = [e.value for e in estimates(case, asks, method)]
        slack = 1e-11 if method == "exact" else 0.0
        assert (np.diff(values) >= -slack * np.array(values[1:])).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(4))
def test_at_the_start_nothing_has_come_yet(method, seed):
    case = network(seed)
    for question in (q for q in case.questions if q.kind in ("count", "time")):
        asks = [Ask(question=question.name, years=0.0)]
        assert estimates(case, asks, method)[0].value == 0


# Interventions and doubt.


@quick
@given(SEEDS)
def test_two_fixes_are_one_after_the_other(seed):
    case = network(seed)
    first, second = case.variables[:2]
    one, two = {first.name: first.states[0].name}, {second.name: second.states[-1].name}
    both = fix(case, one | two)
    assert fix(fix(case, one), two) == fix(fix(case, two), one) == both
    (held,) = [v for v in both.variables if v.name == first.name]
    assert fix(fix(case, {first.name: first.states[1].name}), one).variables == (
        fix(case, one).variables
    )
    assert held.transitions == ()


@quick
@given(SEEDS, st.sampled_from(METHODS))
def test_a_variable_that_is_held_stays(seed, method):
    case = network(seed)
    first = case.variables[0]
    state = first.states[-1].name
    stays = Question(
        name="stays", title="", kind="holds", condition=being_in(first.name, state)
    )
    moves = Question(
        name="moves",
        title="",
        kind="happens",
        condition=Not(part=being_in(first.name, state)),
    )
    case = fix(asked(case, stays, moves), {first.name: state})
    asks = [Ask(question=name, years=2.0) for name in ("stays", "moves")]
    assert [e.value for e in estimates(case, asks, method)] == [1.0, 0.0]


@quick
@given(SEEDS)
def test_a_fix_is_a_rate_of_nothing_from_that_state(seed):
    """Another way to say it: start there, and never leave."""
    case = network(seed)
    first = case.variables[0]
    state = first.states[0].name
    stuck = started(case, {v.name: v.start[0][0] for v in case.variables})
    there = started(
        case, {first.name: state} | {v.name: v.start[0][0] for v in case.variables[1:]}
    )
    still = {t.rate.name for t in first.transitions if t.source == state}
    held = fix(stuck, {first.name: state})
    stopped = with_numbers(
        there,
        lambda n: replace(n, quantity=exactly(0.0, "rate")) if n.name in still else n,
    )
    asks = dated(case)
    expected = pytest.approx(central(stopped, asks), rel=1e-10, abs=1e-15, nan_ok=True)
    assert central(held, asks) == expected


@pytest.mark.parametrize("method", METHODS)
def test_numbers_that_err_together_widen_the_doubt(method):
    """Of all that adds up the same way: raids, and the way to war."""
    judged = with_numbers(DOUBTFUL, lambda n: replace(n, basis="judgement"))
    widths = []
    for correlation in (0.0, 0.5, 1.0):
        case = replace(judged, author_correlation=correlation)
        asks = asks_of(case, ["war", "broken"])
        found = estimates(case, asks, method, worlds=1024, futures_per_world=64)
        widths.append([e.high - e.low for e in found])
    assert (np.diff(widths, axis=0) > 0).all()
