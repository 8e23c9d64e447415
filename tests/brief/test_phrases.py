"""Questions and conditions in words."""

from datetime import date

import pytest

from forewarn.brief.phrases import (
    condition_words,
    deadline_day,
    deadline_words,
    question_words,
    titles_of,
)
from forewarn.language.load import read_case
from forewarn.model.case import Deadline

MODEL = """
forewarn: 1
case: {title: Test, start: 2023-09-14, horizon: 10 years}
basis: judgement
variables:
  korea:
    title: Korea
    scale: calm < tense < open_war
    states: [calm, tense, open_war]
    start: calm
    transitions:
      calm -> tense: 1 per year
      tense -> open_war: {rate: 0.1 per year, times: {taiwan = war: 3}}
  taiwan:
    states: [calm, war]
    start: calm
    transitions: {calm -> war: {rate: 0.1 per year, times: {korea = calm: 2}}}
events:
  test: {title: Nuclear test, rate: 0.1 per year}
questions:
  a: {title: Two fronts, happens: korea >= tense and taiwan = war, by: 1 year}
  b: {holds: not (korea = calm or taiwan = war), at: [1 year, 2026-08-20]}
  c: {count: test, by: 10 years}
  d: {order: [korea -> tense, "korea: tense -> open_war", taiwan -> war], by: 2 years}
  e:
    happens: korea -> tense|open_war
    given: taiwan -> war
    within: 180 days
    by: 1 year
  f: {happened: [a, d], by: 1 year}
  g: {number: "korea: tense -> open_war | taiwan = war", above: 1}
  h: {time: korea in tense|open_war, by: 1 year}
"""


@pytest.fixture(scope="module")
def case():
    reading = read_case({"model.yaml": MODEL})
    assert reading.case is not None, reading.problems
    return reading.case


def words(line):
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)


ASKED = {
    "a": "Does it ever come about that Korea is tense or higher and taiwan is war?",
    "b": "Is it so, on the day, that it is not so that "
    "(Korea is calm or taiwan is war)?",
    "c": "How many times does this come about: Nuclear test occurs?",
    "d": "Do these come in this order: Korea turns to tense; "
    "then Korea turns from tense to open war; then taiwan turns to war?",
    "e": "Within 180 days of the first time that taiwan turns to war, "
    "does it come about that Korea turns to tense or open war?",
    "f": "Do all of these come true: Two fronts; d?",
    "g": "Is this number of the model above 1: "
    "korea: tense -> open_war | taiwan = war?",
    "h": "For how many years is it so that Korea is tense or open war?",
}


@pytest.mark.parametrize("name", ASKED)
def test_every_kind_of_question_is_asked_in_words(case, name):
    assert words(question_words(case.question(name), titles_of(case))) == ASKED[name]


def test_a_condition_inside_another_keeps_its_brackets(case):
    condition = case.question("b").condition
    assert words(condition_words(condition, titles_of(case))).count("(") == 1


def test_dates_are_told_as_days(case):
    as_of = case.start
    told = deadline_words(case.question("b"), case, as_of)
    assert told == "on 13 September 2024 and 20 August 2026"
    assert deadline_words(case.question("g"), case, as_of) == ""


def test_a_time_from_now_counts_from_as_of(case):
    deadline = Deadline(text="1 year from now", years=1.0, from_now=True)
    assert deadline_day(deadline, case, date(2026, 8, 20)) == date(2027, 8, 20)
