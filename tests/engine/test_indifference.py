"""What does not matter changes nothing: order, names, ratios of one, threads.

What is claimed to change no bit is compared bit for bit, on random networks of two to
four variables.
"""

from dataclasses import replace

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
    told,
)
from reworded import at_medians, renamed, shuffled

from forewarn.engine.asking import asks_of
from forewarn.model.case import Event, Influence, Number, State, Transition, Variable
from forewarn.model.conditions import Holds


def being_in(variable, state):
    return Holds(variable=variable, operator="=", states=(state,), within=(state,))


# Names and order of declarations.


@quick
@given(SEEDS, st.sampled_from([*METHODS, "auto"]))
def test_the_order_of_declarations_changes_no_bit(seed, method):
    case = replace(network(seed), author_correlation=0.4)
    asks = dated(case)
    usual = estimates(case, asks, method)
    turned = estimates(shuffled(case, seed), asks, method)
    assert told(turned) == told(usual)


@quick
@given(SEEDS)
def test_renaming_changes_exact_answers_by_nothing(seed):
    """Sums run in the order of names, so that only rounding may differ."""
    case = network(seed, most=4)
    asks = dated(case)
    turned = renamed(case, lambda name: name[::-1])
    expected = pytest.approx(central(case, asks), rel=1e-11, abs=1e-15, nan_ok=True)
    assert central(turned, asks) == expected


@quick
@given(SEEDS, st.sampled_from(METHODS))
def test_names_in_the_same_order_change_no_bit(seed, method):
    case = at_medians(network(seed))
    asks = dated(case)
    usual, longer = (
        [replace(estimate, note="") for estimate in estimates(one, asks, method)]
        for one in (case, renamed(case, lambda name: f"a-{name}"))
    )
    assert told(longer) == told(usual)


# What does not matter.


def with_ratio_of_one(case, seed):
    """One more influence on every transition, which changes nothing."""

    def more(transition):
        others = [v for v in case.variables if v.name != transition.variable]
        test = others[seed % len(others)]
        condition = being_in(test.name, test.state_names[-1])
        one = Number(
            name=f"{transition.name} | nothing",
            quantity=exactly(1.0, "multiplier"),
            basis="definition",
        )
        effects = (*transition.effects, Influence(condition=condition, times=one))
        return replace(transition, effects=effects)

    return replace(
        case,
        variables=tuple(
            replace(v, transitions=tuple(map(more, v.transitions)))
            for v in case.variables
        ),
    )


@quick
@given(SEEDS)
def test_a_ratio_of_one_changes_exact_answers_by_nothing(seed):
    """Its condition may bring more joint states, so that rounding may differ."""
    case = network(seed)
    asks = dated(case)
    usual = pytest.approx(central(case, asks), rel=1e-10, abs=1e-15, nan_ok=True)
    assert central(with_ratio_of_one(case, seed), asks) == usual


@quick
@given(SEEDS)
def test_a_ratio_of_one_changes_no_bit_of_any_future(seed):
    case = network(seed)
    asks = dated(case)
    usual = estimates(case, asks, "simulated")
    assert told(estimates(with_ratio_of_one(case, seed), asks, "simulated")) == told(
        usual
    )


def with_more(case):
    """The case with a variable and an event that nothing depends on."""
    apart = Variable(
        name="apart",
        title="",
        group="",
        states=(State(name="here"), State(name="there")),
        scaled=False,
        start=(
            (
                "here",
                Number(
                    name="apart: start = here",
                    quantity=exactly(1.0, "probability"),
                    basis="definition",
                ),
            ),
        ),
        transitions=(
            Transition(
                variable="apart",
                source="here",
                target="there",
                rate=replace(
                    case.variables[0].transitions[0].rate, name="apart: here -> there"
                ),
            ),
        ),
    )
    noise = Event(
        name="noise",
        title="",
        rate=replace(case.variables[0].transitions[0].rate, name="noise"),
    )
    return replace(
        case, variables=(*case.variables, apart), events=(*case.events, noise)
    )


@quick
@given(SEEDS)
def test_what_nothing_depends_on_changes_no_bit_of_exact_answers(seed):
    """Not of one world either: each number keeps its own draw."""
    case = network(seed)
    asks = dated(case)
    usual = estimates(case, asks, "exact")
    assert told(estimates(with_more(case), asks, "exact")) == told(usual)


@pytest.mark.parametrize("method", [*METHODS, "auto"])
def test_threads_change_no_bit_of_any_answer(method):
    asks = asks_of(DOUBTFUL)
    one, two, five = (
        told(estimates(DOUBTFUL, asks, method, threads=threads))
        for threads in (1, 2, 5)
    )
    assert one == two == five


@pytest.mark.parametrize("method", METHODS)
def test_other_questions_change_no_bit_of_an_answer(method):
    asks = asks_of(DOUBTFUL)
    together = told(estimates(DOUBTFUL, asks, method))
    alone = [told(estimates(DOUBTFUL, [ask], method))[0] for ask in asks]
    assert alone == together
