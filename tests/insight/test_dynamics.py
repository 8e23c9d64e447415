"""Claims about dynamics: without one is the case with what it needs held."""

from dataclasses import replace

import pytest

from forewarn.engine.asking import asks_of
from forewarn.engine.change import fix
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.insight.dynamics import ALL, find_dynamics
from forewarn.language.load import load_case
from forewarn.model.case import Dynamic
from forewarn.model.comparison import Altered

CASE = load_case("two-front").case
ASKS = asks_of(CASE, ["two_front", "treaty"])
FEW = Effort(worlds=64, futures_per_world=32, threads=1)


def test_without_a_dynamic_is_the_case_with_its_variables_held():
    found = find_dynamics(CASE, ASKS, FEW)
    for dynamic in CASE.dynamics:
        alone = Altered(name="x", case=fix(CASE, dict(dynamic.without)))
        plain = compare(CASE, [alone], ASKS, FEW).differences
        told = [(d.before, d.after, d.error) for d in found.of(dynamic.name)]
        assert told == [(d.before, d.after, d.error) for d in plain]


def test_all_of_them_are_left_out_at_once():
    found = find_dynamics(CASE, ASKS, FEW)
    held = {v: s for dynamic in CASE.dynamics for v, s in dynamic.without}
    together = Altered(name="x", case=fix(CASE, held))
    plain = compare(CASE, [together], ASKS, FEW).differences
    assert [d.after for d in found.of(ALL)] == [d.after for d in plain]


def test_what_a_dynamic_does_not_lead_to_is_exactly_the_same():
    found = find_dynamics(CASE, ASKS, FEW)
    treaty = [d for d in found.of("taiwan") if d.question == "treaty"]
    assert treaty
    assert {(d.difference, d.error) for d in treaty} == {(0.0, 0.0)}


def test_dynamics_that_contradict_each_other_are_not_left_out_together():
    (first, *_) = CASE.dynamics
    ((variable, state), *_) = first.without
    other = next(
        s
        for v in CASE.variables
        if v.name == variable
        for s in v.state_names
        if s != state
    )
    against = Dynamic(name="against", title="", without=((variable, other),))
    case = replace(CASE, dynamics=(first, against))
    found = find_dynamics(case, ASKS[:1], FEW)
    assert {one.change for one in found.differences} == {first.name, "against"}
    assert any("different states" in note for note in found.notes)


@pytest.mark.parametrize("dynamics", [(), CASE.dynamics[:1]])
def test_few_dynamics_have_no_whole(dynamics):
    found = find_dynamics(replace(CASE, dynamics=dynamics), ASKS[:1], FEW)
    assert [one.change for one in found.differences] == [d.name for d in dynamics]
