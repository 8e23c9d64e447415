"""What can hold: exact for each variable by itself, and never too narrow."""

from itertools import product

from dice import rolled
from hypothesis import given, settings
from random_networks import bare_variables, state_condition
from strategies import networks

from forewarn.language.checks.asked import conditions_of
from forewarn.language.checks.reach import is_match, is_zero, reach_of
from forewarn.language.checks.truth import Instant, Verdict, can_hold, judge
from forewarn.model.case import Transition
from forewarn.model.conditions import And, Holds, Jump, Or, holds, variables_of

few = settings(max_examples=40)


def states_and_condition(dice):
    variables = bare_variables(dice, 4, 4)
    possible = {
        each.name: frozenset(dice.few(each.state_names, 1, 4)) for each in variables
    }
    return possible, state_condition(dice, variables, depth=3)


def truths(condition, possible):
    names = sorted(variables_of(condition))
    for states in product(*(sorted(possible[name]) for name in names)):
        yield holds(condition, dict(zip(names, states, strict=True)))


@given(rolled(states_and_condition))
def test_the_verdict_is_that_of_trying_every_combination(drawn) -> None:
    possible, condition = drawn
    tried = set(truths(condition, possible))
    found = judge(condition, Instant(states=possible))
    assert found == Verdict(true=True in tried, false=False in tried)


def moments(case):
    """Every joint state that can be reached, and every pulse that can occur in it."""
    shares = [
        [state for state, share in each.start if not is_zero(share.quantity.law)]
        for each in case.variables
    ]
    names = [each.name for each in case.variables]
    waiting = list(product(*shares))
    seen = set(waiting)
    while waiting:
        joint = waiting.pop()
        states = dict(zip(names, joint, strict=True))
        yield states, None
        for event in case.events:
            if not is_zero(event.rate.quantity.law):
                yield states, event.name
        for jump in (jump for each in case.variables for jump in each.transitions):
            if states[jump.variable] == jump.source and not is_zero(
                jump.rate.quantity.law
            ):
                after = states | {jump.variable: jump.target}
                yield after, jump
                if (joint := tuple(after.values())) not in seen:
                    seen.add(joint)
                    waiting.append(joint)


def is_so(condition, states, pulse):
    match condition:
        case And():
            return all(is_so(part, states, pulse) for part in condition.parts)
        case Or():
            return any(is_so(part, states, pulse) for part in condition.parts)
        case Jump():
            return isinstance(pulse, Transition) and is_match(condition, pulse)
        case _ if hasattr(condition, "event"):
            return pulse == condition.event
        case _:
            return holds(condition, states)


@few
@given(networks(most_variables=3, most_states=3))
def test_what_can_hold_is_what_some_future_makes_true(case) -> None:
    reach = reach_of(case)
    seen = list(moments(case))
    for question in case.questions:
        for condition in conditions_of(question):
            found = any(is_so(condition, *moment) for moment in seen)
            assert can_hold(condition, reach) == found


@few
@given(networks())
def test_no_future_leaves_what_is_reached(case) -> None:
    reach = reach_of(case)
    for states, _ in moments(case):
        assert all(state in reach.states[name] for name, state in states.items())


def test_a_condition_with_too_many_combinations_is_not_called_impossible() -> None:
    names = [f"v{number}" for number in range(9)]
    possible = {name: frozenset("ab") for name in names}
    both = [test for name in names for test in (of(name, "a"), of(name, "b"))]
    assert judge(And(parts=tuple(both)), Instant(states=possible)).true
    assert not judge(And(parts=tuple(both[:2])), Instant(states=possible)).true


def of(name, state):
    return Holds(variable=name, operator="=", states=(state,), within=(state,))
