"""Claims about measures: each alone, on each day, against the case without it."""

from dataclasses import replace
from datetime import date

from pasts import pasts_of
from strategies import structured_of
from twins import dated

from forewarn.engine.change import adopt
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.insight.measures import try_measures
from forewarn.model.comparison import Altered

FEW = Effort(worlds=64, futures_per_world=16, threads=1, method="simulated")


def case_of(seed, *, horizon=5.0):
    """A random case none of whose measures is adopted, with time to wait."""
    return replace(structured_of(seed), adopted=(), horizon=horizon)


def test_each_measure_is_tried_alone_now_and_in_two_years():
    case = case_of(2)
    asks = dated(case)
    found = try_measures(case, asks, FEW)
    assert found.days == (
        case.start,
        date(case.start.year + 2, *case.start.timetuple()[1:3]),
    )
    for measure in case.measures:
        for day in found.days:
            alone = Altered(name="x", case=adopt(case, {measure.name: day}))
            plain = compare(case, [alone], asks, FEW).differences
            told = [(d.before, d.after) for d in found.of(measure.name, day)]
            assert repr(told) == repr([(d.before, d.after) for d in plain])


def test_what_comes_after_the_last_date_changes_nothing():
    """In two years there is nothing left to change of what is asked by then."""
    cases = [case for case in map(case_of, range(2, 8)) if case.measures]
    assert len(cases) > 2
    for case in cases:
        asks = [ask for ask in dated(case) if ask.years <= 2.0]
        asks = [a for a in asks if case.question(a.question).kind != "given"]
        found = try_measures(case, asks, FEW)
        late = [d for m in case.measures for d in found.of(m.name, found.days[1])]
        assert late
        assert {one.difference for one in late} == {0.0}


def test_near_the_horizon_there_is_no_later_day():
    assert len(try_measures(case_of(2, horizon=2.0), (), FEW).days) == 1


def test_what_is_adopted_already_is_not_tried():
    case = case_of(2)
    (first, *rest) = case.measures
    found = try_measures(adopt(case, {first.name: case.start}), dated(case)[:1], FEW)
    assert {one.measure for one in found.tried} == {one.name for one in rest}


def test_as_of_a_day_adoption_is_from_that_day_on():
    case = case_of(2)
    run = new_run(case, compile_network(case), seed=1, worlds=64, futures_per_world=1)
    belief = pasts_of(run, 0.5)
    found = try_measures(case, dated(case), FEW, belief=belief)
    assert found.days[0] == belief.as_of
    early = [
        one
        for tried in found.tried
        for one in tried.differences
        if one.years <= 0.5 and one.kind != "given"
    ]
    assert {one.difference for one in early} <= {0.0}
