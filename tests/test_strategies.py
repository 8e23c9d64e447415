"""What other tests are drawn from is itself as it should be."""

from hypothesis import given
from strategies import network_of, networks

from forewarn.model.conditions import leaves


@given(networks())
def test_a_random_network_names_each_number_once(case):
    names = [number.name for number in case.numbers()]
    assert len(set(names)) == len(names)


@given(networks())
def test_influences_speak_of_other_variables(case):
    for variable in case.variables:
        for transition in variable.transitions:
            for effect in transition.effects:
                tests = getattr(effect, "of", None) or [
                    getattr(effect, "condition", None) or effect.rungs[0].condition
                ]
                for leaf in (leaf for test in tests for leaf in leaves(test)):
                    assert leaf.variable != variable.name


def test_one_seed_is_one_network():
    assert network_of(7) == network_of(7)
    assert network_of(7) != network_of(8)
