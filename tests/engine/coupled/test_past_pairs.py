"""Claims about coupled futures of worlds that have a past: both go on from it alike."""

from dataclasses import replace

import numpy as np
import pytest
from pasts import believed
from twins import dated

from forewarn.engine.change import adopt, fix
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.engine.simulate.run import run_on_from
from forewarn.engine.simulate.simulate import simulate
from forewarn.errors import UsageError
from forewarn.model.case import Question
from forewarn.model.comparison import Altered
from forewarn.model.conditions import Holds
from forewarn.model.estimate import Ask

WORLDS, FUTURES = 512, 8
EFFORT = Effort(worlds=WORLDS, futures_per_world=FUTURES, threads=1)
#: Kinds that futures answer with yes or no.
YES_OR_NO = {"happens", "holds", "order", "happened"}
#: Standard errors that one of about a hundred answers may lie off.
ERRORS = 4.5


def off(value, other, trials):
    """How many standard errors two shares of independent trials are apart at most."""
    share = (value + other) / 2
    return abs(value - other) / max(np.sqrt(2 * share * (1 - share) / trials), 1e-9)


def held(case, place=0):
    variable = case.variables[place % len(case.variables)]
    return ((variable.name, variable.state_names[-1]),)


def test_the_case_itself_goes_on_as_any_future_with_that_past():
    looks = 0
    for seed in range(10):
        case, network, belief = believed(seed, worlds=WORLDS, years=0.7)
        asks = [a for a in dated(case) if case.question(a.question).kind in YES_OR_NO]
        change = Altered(name="x", case=case, held=held(case, seed))
        found = compare(case, [change], asks, EFFORT, belief=belief)
        on = run_on_from(case, network, belief, seed=77, futures_per_world=FUTURES)
        for one, plain in zip(
            found.differences, simulate(on, asks).outcomes, strict=True
        ):
            looks += 0.05 < plain.value < 0.95
            assert off(one.before, plain.value, WORLDS * FUTURES) < ERRORS
    assert looks > 20


def test_held_from_the_first_moment_is_held_from_the_start():
    """But that a jump at the start is none from then on; states are as good as either.

    Starts are drawn once a world on one side, so worlds are what is counted.
    """
    looks = 0
    for seed in range(30):
        case, _, belief = believed(seed, worlds=WORLDS, years=1e-9)
        asks = [a for a in dated(case) if case.question(a.question).kind == "holds"]
        pins = held(case, seed)
        change = Altered(name="x", case=case, held=pins)
        found = compare(case, [change], asks, EFFORT, belief=belief)
        fixed = Altered(name="x", case=fix(case, dict(pins)))
        plain = compare(case, [fixed], asks, replace(EFFORT, method="simulated"))
        for one, other in zip(found.differences, plain.differences, strict=True):
            looks += 0.05 < other.after < 0.95
            assert off(one.after, other.after, WORLDS) < ERRORS
    assert looks > 5


@pytest.mark.parametrize("seed", range(6))
def test_what_is_held_is_there_whatever_would_move_it(seed):
    case, _, belief = believed(seed, worlds=64, years=0.7)
    ((name, state),) = pins = held(case, seed)
    there = Question(
        name="there",
        title="",
        kind="holds",
        condition=Holds(variable=name, operator="=", states=(state,), within=(state,)),
    )
    asked = replace(case, questions=(*case.questions, there))
    asks = [Ask(question="there", years=years) for years in (0.71, 1.0, 2.0)]
    change = Altered(name="x", case=asked, held=pins)
    found = compare(asked, [change], asks, EFFORT, belief=belief)
    assert [one.after for one in found.differences] == [1, 1, 1]


def test_what_was_settled_by_the_day_differs_nowhere():
    case, _, belief = believed(1, worlds=64, years=1.0)
    asks = [a for a in dated(case) if a.years <= 1.0]
    asks = [a for a in asks if case.question(a.question).kind != "given"]
    change = Altered(name="x", case=case, held=held(case))
    found = compare(case, [change], asks, EFFORT, belief=belief)
    assert asks
    assert {one.difference for one in found.differences} == {0.0}


def test_a_measure_acts_from_when_it_is_ready_and_others_numbers_stay():
    case, _, belief = believed(2, worlds=64, years=0.5)
    case = replace(case, adopted=())
    day = belief.as_of
    changes = [
        Altered(name=m.name, case=adopt(case, {m.name: day})) for m in case.measures
    ]
    found = compare(case, changes, dated(case), EFFORT, belief=belief)
    assert len(found.differences) == len(changes) * len(dated(case))
    alone = compare(case, changes[:1], dated(case), EFFORT, belief=belief)
    assert repr(alone.differences) == repr(found.of(changes[0].name))


def test_other_numbers_would_make_another_belief():
    case, _, belief = believed(2, worlds=16, years=0.5)
    other = Altered(name="x", case=fix(case, dict(held(case))))
    with pytest.raises(UsageError, match="another belief"):
        compare(case, [other], dated(case), EFFORT, belief=belief)
    with pytest.raises(UsageError, match="without a belief"):
        compare(
            case, [Altered(name="x", case=case, held=held(case))], dated(case), EFFORT
        )


def test_what_is_asked_besides_changes_no_bit_of_an_answer():
    """Variables behind nothing asked stand still; those behind it have own luck."""
    for seed in range(8):
        case, _, belief = believed(seed, worlds=32, years=0.7)
        asks = dated(case)
        change = Altered(name="x", case=case, held=held(case, seed))
        together = compare(case, [change], asks, EFFORT, belief=belief)
        for ask, one in zip(asks, together.differences, strict=True):
            (alone,) = compare(case, [change], [ask], EFFORT, belief=belief).differences
            assert repr(alone) == repr(one)
