"""Claims about signals: conditions as clauses that are evaluated by index."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_answers import true
from strategies import networks
from written import written

from forewarn.engine.network import compile_network
from forewarn.engine.signals import (
    ALWAYS,
    NEVER,
    compile_signals,
    is_true,
    split_clauses,
)
from forewarn.errors import NotComputable
from forewarn.language.conditions import parse_condition
from forewarn.model.conditions import And, Holds, Jump, Not, Or, Pulse

SEEDS = st.integers(0, 99)


def conditions_of(case):
    return [
        condition
        for question in case.questions
        for condition in (question.condition, question.given, *question.order)
        if condition is not None
    ]


@given(networks(), SEEDS)
def test_a_signal_is_true_where_its_condition_is(case, seed):
    network, conditions = compile_network(case), conditions_of(case)
    signals = compile_signals(network, conditions)
    rng = np.random.default_rng(seed)
    movers = {t.name: t for v in case.variables for t in v.transitions}
    movers |= {event.name: event for event in case.events}
    for pulse in [None, *range(len(network.pulses))]:
        mover = None if pulse is None else movers[network.pulses[pulse]]
        states = [int(rng.integers(len(names))) for names in network.states]
        if pulse is not None and network.pulse_variable[pulse] >= 0:
            states[network.pulse_variable[pulse]] = int(network.pulse_target[pulse])
        named = tuple(
            (variable, network.states[i][states[i]])
            for i, variable in enumerate(network.variables)
        )
        for signal, condition in enumerate(conditions):
            expected = true(condition, named, mover)
            assert is_true(signals, signal, states, pulse) == expected


CASE = written(
    """
variables:
"""
    + "".join(
        f"  v{i:02}:\n    states: {{calm: A, tense: B}}\n    start: calm\n"
        f"    transitions: {{calm -> tense: 1 per year}}\n"
        for i in range(30)
    )
    + "events:\n  raid: {rate: 1 per year}\n"
)
NETWORK = compile_network(CASE)


def read(text):
    return parse_condition(
        text, variables={v.name: v for v in CASE.variables}, events=["raid"]
    )


def clauses(text):
    return split_clauses(NETWORK, read(text))


def test_a_state_is_one_clause_without_pulses():
    (clause,) = clauses("v00 = tense and not v01 = tense")
    assert clause.pulses is None
    assert isinstance(clause.state, And)


def test_states_that_alternate_with_pulses_become_one_clause():
    first, second = clauses("v00 = tense or raid or v01 = tense")
    assert isinstance(first.state, Or)
    assert second.pulses == {NETWORK.pulses.index("raid")}
    assert second.state is None


def test_a_pulse_and_a_state_stay_together():
    (clause,) = clauses("v00 -> tense and (v01 = tense or v02 = tense)")
    assert clause.pulses == {NETWORK.pulses.index("v00: calm -> tense")}
    assert isinstance(clause.state, Or)


def test_two_pulses_never_share_an_instant():
    assert clauses("v00 -> tense and v01 -> tense") == ()
    (clause,) = clauses("v00 -> tense and v00 -> tense")
    assert clause.pulses == {NETWORK.pulses.index("v00: calm -> tense")}


def test_a_jump_that_no_transition_makes_is_no_clause():
    signals = compile_signals(NETWORK, [read("v00 -> calm")])
    assert signals.clause_ptr.tolist() == [0, 0]
    assert signals.state_table.tolist() == [NEVER]


def test_a_pulse_without_a_state_needs_no_table():
    signals = compile_signals(NETWORK, [read("raid")])
    assert signals.clause_table.tolist() == [ALWAYS]


@pytest.mark.parametrize("joined", [" and ", " or "])
def test_thirty_variables_are_counted_on_one_axis(joined):
    text = joined.join(f"v{i:02} = tense" for i in range(30))
    signals = compile_signals(NETWORK, [read(text)])
    assert signals.maps.cells[-1] == 31
    calm, tense = [0] * 30, [1] * 30
    one = [1, *calm[1:]]
    truths = [is_true(signals, 0, states) for states in (calm, one, tense)]
    assert truths == (
        [False, False, True] if joined == " and " else [False, True, True]
    )


def test_a_condition_that_ties_too_many_variables_is_refused():
    pairs = " and ".join(f"(v{i:02} = calm or v{i + 1:02} = calm)" for i in range(29))
    with pytest.raises(NotComputable, match="ask about fewer variables"):
        compile_signals(NETWORK, [read(pairs)])


def test_a_pulse_under_not_is_the_callers_mistake():
    with pytest.raises(ValueError, match="under not"):
        split_clauses(NETWORK, Not(part=Pulse(event="raid")))


def test_a_jump_may_name_where_it_comes_from():
    calm = Holds(variable="v01", operator="=", states=("calm",), within=("calm",))
    jump = Jump(variable="v00", sources=("tense",), targets=("tense", "calm"))
    assert split_clauses(NETWORK, And(parts=(jump, calm))) == ()
