"""Futures that schedules, triggers and measures act on: known answers, same bits."""

from dataclasses import replace
from datetime import date
from math import exp, sqrt

import polars as pl
import pytest
from strategies import structured_of
from structure import with_draw, with_measure, with_schedule, with_trigger
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of
from forewarn.engine.change import adopt
from forewarn.engine.effort import Effort
from forewarn.engine.export import future_tables, outcome_columns
from forewarn.engine.job import run_of
from forewarn.engine.leaps import scheduled_at
from forewarn.engine.network import compile_network
from forewarn.engine.simulate import run, simulate
from forewarn.engine.simulate.record import record_futures, replay
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate as simulated
from forewarn.model.estimate import Ask
from forewarn.model.units import years_between

START = date(2000, 1, 1)
VOTE = date(2001, 1, 1)
FUTURES = 40_000


def case_of(question):
    return written(f"""
variables:
  x:
    states: [a, b, c]
    start: a
    transitions: {{a -> b: 0.3 per year}}
  y:
    states: [down, up]
    start: down
    transitions: {{down -> up: 0.5 per year}}
events:
  raid: {{rate: 0.4 per year}}
questions:
  asked: {question}
""")


def run_on(case, *, worlds=1, futures=FUTURES, seed=7):
    return new_run(
        case,
        compile_network(case),
        seed=seed,
        worlds=worlds,
        futures_per_world=futures,
    )


def errors_off(case, years, expected):
    """How many standard errors futures lie from what the answer should be."""
    ask = Ask(question="asked", years=years)
    (outcomes,) = simulated(run_on(case), [ask]).outcomes
    sums = outcomes.replicates
    means = (sums.total - expected * sums.trials) / sums.trials.mean()
    return abs(means.mean()) / (means.std(ddof=1) / sqrt(len(means)))


def futures_asked(case):
    return [ask for ask in asks_of(case) if ask.years is not None]


def bits(the_run, **how):
    """Every number of what the futures of a run came to, to the last bit."""
    return [
        column.tolist()
        for outcomes in simulated(the_run, futures_asked(the_run.case), **how).outcomes
        for sums in (outcomes.replicates, outcomes.worlds)
        for column in (sums.trials, sums.total, sums.squares, sums.alike)
    ]


# Closed forms.


def test_a_hazard_and_a_vote_compete():
    case = case_of("{holds: x = c, at: 1 year}")
    case = with_schedule(case, "vote", [str(VOTE)], "x: a -> c", "60%")
    stayed = exp(-0.3 * years_between(START, VOTE))
    assert errors_off(case, 3.0, 0.6 * stayed) < 4


def test_a_draw_forgets_the_state_before():
    case = case_of("{holds: x = b, at: 1 year}")
    case = with_draw(case, "vote", [str(VOTE)], "x", {"a": "70%", "b": "30%"})
    left = 3.0 - years_between(START, VOTE)
    assert errors_off(case, 3.0, 0.3 + 0.7 * (1 - exp(-0.3 * left))) < 4


def test_a_trigger_thins_what_it_comes_after():
    case = case_of("{happens: y = up, by: 1 year}")
    case = with_trigger(case, "raid", "y: down -> up", "25%")
    assert errors_off(case, 2.0, 1 - exp(-(0.5 + 0.1) * 2.0)) < 4


def test_a_trigger_may_set_off_another():
    case = case_of("{count: y -> up, by: 1 year}")
    case = with_trigger(case, "raid", "x: a -> c", "50%")
    case = with_trigger(case, "x -> c", "y: down -> up", "100%")
    both = 0.3 + 0.2  # out of a; or a jump of its own to up
    up_with_c = 0.2 / (both + 0.5) * (1 - exp(-2.0 * (both + 0.5)))
    alone = 0.5 / (both + 0.5) * (1 - exp(-2.0 * (both + 0.5)))
    once_b = 0.3 / (both + 0.5) * (1 - exp(-2.0 * (both + 0.5)))
    later = once_b - 0.3 * (exp(-2 * 0.5) - exp(-2 * (both + 0.5))) / both
    assert errors_off(case, 2.0, up_with_c + alone + later) < 4


@pytest.mark.parametrize("years", [1.0, 1.5, 4.0])
def test_a_measure_that_halves_a_hazard_in_time(years):
    case = case_of("{happens: y -> up, by: 1 year}")
    case = with_measure(case, "plan", ("y: down -> up", "0.5"), ready="18 months")
    hazard = 0.5 * min(years, 1.5) + 0.25 * max(years - 1.5, 0.0)
    assert errors_off(adopt(case, {"plan": START}), years, 1 - exp(-hazard)) < 4


def test_a_measure_acts_on_a_vote_once_it_is_in_place():
    case = case_of("{holds: x = c, at: 1 year}")
    votes = ["2001-01-01", "2003-01-01"]
    case = with_schedule(case, "vote", votes, "x: a -> c", "50%")
    case = with_measure(case, "plan", ("vote", "0.6"), ready="2 years")
    first, second = (years_between(START, date.fromisoformat(day)) for day in votes)
    left = exp(-0.3 * first) * 0.5
    late = left * exp(-0.3 * (second - first)) * 0.6 / 1.6
    assert errors_off(adopt(case, {"plan": START}), 5.0, left + late) < 4


def test_a_measure_ready_later_never_helps_more():
    """Of one hazard alone, future by future: none is spared by waiting longer."""
    case = written("""
variables:
  y: {states: [down, up], start: down, transitions: {down -> up: 0.5 per year}}
questions:
  asked: {happens: y -> up, by: 1 year}
""")
    found = []
    for months in range(0, 40, 3):
        acts = ("y: down -> up", "0.5")
        plan = with_measure(case, "plan", acts, ready=f"{months or 1} months")
        ask = Ask(question="asked", years=3.0)
        the_run = run_on(adopt(plan, {"plan": START}), futures=2_000)
        found.append(simulated(the_run, [ask]).outcomes[0].value)
    assert found == sorted(found)
    assert found[0] < found[-1]


# The same bits.


@pytest.mark.parametrize("seed", range(4))
def test_threads_and_ways_to_hand_out_the_work_change_no_bit(monkeypatch, seed):
    the_run = run_on(structured_of(seed), worlds=64, futures=16)
    alone = bits(the_run, threads=1)
    assert bits(the_run, threads=3) == alone
    monkeypatch.setattr(simulate, "AT_ONCE", 3)
    monkeypatch.setattr(run, "DRAWN", 2)
    assert bits(the_run, threads=2) == alone


@pytest.mark.parametrize("seed", range(6))
def test_declaration_order_changes_no_bit_but_of_triggers(seed):
    case = structured_of(seed)
    moved = replace(
        case,
        variables=case.variables[::-1],
        events=case.events[::-1],
        schedules=case.schedules[::-1],
        common_causes=case.common_causes[::-1],
    )
    of_case, of_moved = (run_on(each, worlds=64, futures=16) for each in (case, moved))
    assert bits(of_moved) == bits(of_case)


@pytest.mark.parametrize("seed", range(8))
def test_a_measure_without_effect_changes_no_bit(seed):
    case = structured_of(seed)
    names = compile_network(case).pulses
    idle = with_measure(case, "idle", *((n, "1") for n in names), ready="3 months")
    idle = adopt(with_measure(idle, "none"), {"idle": case.start, "none": case.start})
    before, after = (run_on(each, worlds=16, futures=16) for each in (case, idle))
    assert bits(after) == bits(before)


# Futures written down.


def voted():
    case = case_of("{happens: x = c and y = up, by: 3 years}")
    case = with_schedule(case, "vote", [str(VOTE)], "x: a -> c", "60%")
    return with_trigger(case, "x -> c", "y: down -> up", "50%")


def test_leaps_are_in_the_record_where_they_came():
    years = scheduled_at(START, VOTE)
    (part,) = record_futures(run_on(voted(), futures=500), [], until=3.0)
    on_the_day = part.years == years
    assert on_the_day.sum() > 200  # the vote, and half of the times what it triggers
    for future in range(50):
        story = replay(run_on(voted(), futures=500), world=0, future=future, until=3.0)
        leapt = [m for m in story.moments if m.years == years]
        assert [m.variable for m in leapt] in ([], ["x"], ["x", "y"])
        assert {m.target for m in leapt} <= {"c", "up"}


def test_exported_futures_are_those_that_answer():
    case, effort = voted(), Effort(worlds=1, futures_per_world=800, method="simulated")
    asks = futures_asked(case)
    parts = list(future_tables(run_of(case, effort), asks, until=3.0))
    futures = pl.concat([part.futures for part in parts])
    jumps = pl.concat([part.jumps for part in parts])
    (found,) = answer(case, asks, effort).estimates
    (column,) = outcome_columns(case, asks)
    assert futures[column].mean() == pytest.approx(found.value, rel=1e-12)
    together = jumps.filter(pl.col("date") == VOTE).select("world", "future")
    assert together.is_duplicated().sum() > 100  # a vote and what it triggers
