"""Answers as rows for a screen: the same words and digits as in the brief."""

from dataclasses import replace

from made_answers import made_answer

from forewarn.brief.answer_rows import answer_rows
from forewarn.language.load import load_case
from forewarn.model.estimate import Answer

CASE = load_case("two-front").case
ANSWER = made_answer(CASE)


def rows(*estimates):
    return list(answer_rows(CASE, Answer(estimates=estimates)))


def test_there_is_a_row_for_each_estimate_in_order():
    titles = [CASE.question(e.question).title for e in ANSWER.estimates]
    assert [row.title for row in rows(*ANSWER.estimates)] == titles


def test_a_row_says_what_the_brief_says():
    (row,) = rows(ANSWER.estimates[2])
    assert (row.date, row.likelihood) == ("2033-09-14", "under 1%")
    assert row.mean == "about 1 in 350"
    assert row.interval == "about 1 in 1,200 to about 1 in 250"
    assert row.outside == "6.4%"
    assert row.method == "simulated"


def test_one_world_and_a_number_have_neither_interval_nor_median():
    one = replace(ANSWER.estimates[2], worlds=1)
    number = next(e for e in ANSWER.estimates if e.kind == "number")
    for row in rows(one, number):
        assert (row.interval, row.median) == ("–", "–")  # noqa: RUF001  # a dash


def test_what_is_unknown_is_said_to_be():
    nan = float("nan")
    (row,) = rows(replace(ANSWER.estimates[0], value=nan, error=nan, low=nan, high=nan))
    assert (row.mean, row.interval, row.error) == ("unknown",) * 3
