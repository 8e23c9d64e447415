"""Moves: what answers hang on moves them, the rest does not, and news counts once."""

from datetime import date

import pytest
from written import HEAD

from forewarn.engine.asking import asks_of
from forewarn.engine.effort import Effort
from forewarn.insight.moves import find_moves
from forewarn.language.load import read_case

MODEL = """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.3 per year}
  y:
    states: {down: D, up: U}
    start: down
    transitions: {down -> up: {rate: 0.02 per year, times: {x = b: 20}}}
  z:
    states: {low: L, high: H}
    start: low
    transitions: {low -> high: 0.3 per year}
questions:
  y_up: {happens: y = up, by: [5 years]}
fully_reported: {until: 2002-12-31, variables: [x, z]}
reports:
  - {date: 2001-01-01, jump: {x: a -> b}, what: It came.}
  - {date: 2001-03-01, jump: {z: low -> high}, what: It is on.}
  - {date: 2001-06-01, state: {z: high}, what: It is still on.}
"""
DAY = date(2002, 12, 31)
FEW = Effort(worlds=400, futures_per_world=16)


@pytest.fixture(scope="module")
def case():
    reading = read_case({"model.yaml": HEAD + MODEL})
    assert reading.case, [problem.message for problem in reading.problems]
    return reading.case


@pytest.fixture(scope="module")
def moves(case):
    return find_moves(case, asks_of(case), DAY, FEW)


def test_a_report_that_an_answer_hangs_on_moves_it_most(moves):
    first, second = moves.moves
    assert first.day == date(2001, 1, 1)
    assert first.after[0].value > first.before[0].value + 0.2
    assert second.day == date(2001, 3, 1)


def test_a_report_of_what_leads_nowhere_moves_nothing_beyond_error(moves):
    second = moves.moves[1]
    error = (second.before[0].error ** 2 + second.after[0].error ** 2) ** 0.5
    assert second.size <= 4 * error + 0.01


def test_what_was_said_before_is_no_news(moves):
    assert moves.days == 2
    assert [move.reports for move in moves.moves] == [(0,), (1,)]


def test_before_is_the_day_before(moves):
    for move in moves.moves:
        assert (move.day - move.before[0].as_of).days == 1
        assert move.after[0].as_of == move.day


def test_nothing_after_the_day_is_looked_at(case):
    found = find_moves(case, asks_of(case), date(2001, 2, 1), FEW)
    assert [move.day for move in found.moves] == [date(2001, 1, 1)]


def test_where_there_are_many_days_those_that_lead_somewhere_come_first():
    rows = "".join(
        f"  - {{date: 2000-{month:02d}-02, state: {{w: {state}}}, what: W.}}\n"
        for month in range(1, 13)
        for state in ("high" if month % 2 else "low",)
    )
    extra = """  w:
    states: {low: L, high: H}
    start: low
    transitions: {low -> high: 3 per year, high -> low: 3 per year}
questions:"""
    text = HEAD + MODEL.replace("questions:", extra, 1) + rows
    case = read_case({"model.yaml": text}).case
    found = find_moves(case, asks_of(case), DAY, FEW)
    assert found.days == 14
    assert len(found.moves) == 10
    assert found.moves[0].day == date(2001, 1, 1)
