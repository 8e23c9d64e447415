"""Paths: orders of what led there, told of futures that anyone can replay."""

import pytest

from forewarn.engine.effort import Effort
from forewarn.engine.job import run_of
from forewarn.engine.replaying import replay_future
from forewarn.engine.simulate.record import record_futures
from forewarn.insight.causes import causes_of, marks_of, raising_of
from forewarn.insight.paths import ENOUGH, TOLD, _story, find_paths
from forewarn.language.load import load_case, read_case
from forewarn.model.estimate import Ask

FEW = Effort(worlds=256, futures_per_world=16)
CASE = load_case("two-front").case
ASKS = tuple(
    Ask(question=question.name, years=10.0)
    for question in CASE.questions
    if question.kind in TOLD
)
HEAD = """\
forewarn: 1
case: {title: A race, start: 2024-01-01, horizon: 10 years}
basis: definition
"""
VARIABLE = """\
  %s:
    states: [low, high]
    start: low
    transitions:
      low -> high:
        rate: %s per year
"""


def race(*variables, asked):
    text = "".join(VARIABLE % (name, rate) + more for name, rate, more in variables)
    question = f"questions:\n  q: {{happens: {asked}, by: 10 years}}\n"
    return read_case({"model.yaml": f"{HEAD}variables:\n{text}{question}"}).case


def orders_of(case, effort=FEW):
    (paths,) = find_paths(case, [Ask(question="q", years=10.0)], effort)
    return paths, {
        tuple(step.name for step in order.steps): order.share for order in paths.orders
    }


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: ask.question)
def test_what_a_question_waits_for_is_found_wherever_it_is_answered_with_yes(ask):
    question, seen = CASE.question(ask.question), 0
    waits = {"given": 2, "order": len(question.order)}.get(question.kind, 1)
    run = run_of(CASE, FEW)
    for recorded in record_futures(run, [ask], until=10.0):
        for row in range(0, len(recorded.worlds), 5):
            story = _story(run, recorded, row)
            marks = marks_of(CASE, question, 10.0, story)
            if recorded.outcomes[row, 0] == 1:
                seen += 1
                assert len(marks) >= waits
            elif question.kind in ("happens", "given"):
                assert len(marks) < waits
    assert seen


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: ask.question)
def test_every_example_is_a_future_of_the_run_that_answers(ask):
    (paths,) = find_paths(CASE, [ask], FEW)
    assert paths.examples
    for example in paths.examples:
        place = (example.world, example.future)
        story = replay_future(CASE, [ask], FEW, place=place)
        assert set(example.moments) <= set(story.moments)
        assert story.outcomes == ((ask, 1.0),)
        assert all(moment.years <= example.years for moment in example.moments)


def test_shares_are_of_the_paths_that_are_told():
    for paths in find_paths(CASE, ASKS, FEW):
        assert paths.told <= paths.reached <= paths.futures
        shares = [order.share for order in paths.orders]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1 + 1e-12
        assert (sum(shares) < 1 - 1e-12) == (paths.other_orders > 0)


def test_what_can_come_in_one_order_comes_in_it():
    case = race(
        ("a", 1, ""),
        ("b", 0, "        times: {a = low: 0}\n"),
        asked="a = high",
    )
    paths, orders = orders_of(case)
    assert orders == {("a: low -> high",): 1.0}
    assert paths.other_orders == 0


def test_two_equal_rates_come_in_either_order_as_often():
    case = race(("a", 1, ""), ("b", 1, ""), asked="a = high and b = high")
    paths, orders = orders_of(case, Effort(worlds=4096, futures_per_world=1))
    # 600 fair tosses: four standard errors.
    assert len(orders) == 2
    assert (
        abs(orders["a: low -> high", "b: low -> high"] - 0.5)
        < 4 * 0.5 / paths.told**0.5
    )


def test_a_cause_that_raised_the_rate_is_told_and_one_that_did_not_is_not():
    case = race(
        ("a", 1, ""),
        ("b", 1, ""),
        ("war", 0.02, "        times: {a = high: 50, b = high: 0.9}\n"),
        asked="war = high",
    )
    _, orders = orders_of(case)
    assert ("a: low -> high", "war: low -> high") in orders
    assert not any("b: low -> high" in names for names in orders)


def test_what_holds_from_the_start_needs_no_path():
    case = race(("a", 1, ""), asked="a = low")
    _, orders = orders_of(case)
    assert orders == {(): 1.0}


def test_where_nobody_gets_there_no_path_is_told():
    case = race(("a", 0, ""), asked="a = high")
    paths, orders = orders_of(case)
    assert (paths.reached, orders, paths.examples) == (0, {}, ())


def test_more_causes_back_tell_no_less():
    raising, run = raising_of(CASE), run_of(CASE, FEW)
    question = CASE.question("two_front")
    recorded = next(record_futures(run, ASKS[:1], until=10.0))
    for row in range(0, len(recorded.worlds), 10):
        story = _story(run, recorded, row)
        marks = marks_of(CASE, question, 10.0, story)
        told = [set(causes_of(story, marks, raising, depth)) for depth in (0, 1, 2)]
        assert told[0] <= told[1] <= told[2]


def test_the_same_run_has_the_same_paths():
    assert find_paths(CASE, ASKS, FEW) == find_paths(CASE, ASKS, FEW)


def test_no_more_futures_are_looked_at_than_are_needed():
    often = [ask for ask in ASKS if ask.question == "treaty"]
    (paths,) = find_paths(CASE, often, Effort())
    assert paths.reached >= ENOUGH
    assert paths.futures == 4096
