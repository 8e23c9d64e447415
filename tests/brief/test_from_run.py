"""Answers of a run in words and digits, with the run behind each."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.brief.from_run import (
    error_shown,
    estimate_trace,
    interval_shown,
    latest,
    likelihood_word,
    value_shown,
)
from forewarn.model.estimate import Answer, Estimate

ESTIMATE = Estimate(
    question="two_front",
    kind="happens",
    by=date(2033, 9, 14),
    years=10.0,
    value=0.061,
    median=0.046,
    central=0.028,
    low=0.02,
    high=0.13,
    error=0.0009,
    method="rare",
    worlds=4096,
    futures_per_world=256,
    ess=81234.0,
    as_of=date(2023, 9, 14),
    seed=1,
    digest="sha256:x",
    version="0.1.0",
)


def text(line):
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)


def test_an_answer_is_told_as_the_design_tells_it():
    assert value_shown(ESTIMATE).text == "6.1%"
    assert text(interval_shown(ESTIMATE)) == "2.0% to 13%"
    assert error_shown(ESTIMATE).text == "0.09 points"
    assert likelihood_word(ESTIMATE) == "very unlikely"


@given(st.floats(0.001, 0.9), st.floats(1.2, 1e6))
def test_a_changed_answer_changes_number_word_or_both_and_the_note(value, ratio):
    changed = replace(ESTIMATE, value=value / ratio)
    before = replace(ESTIMATE, value=value)
    assert value_shown(changed).text != value_shown(before).text
    assert value_shown(changed).trace != value_shown(before).trace


def test_a_note_says_how_to_have_the_run_again():
    told = text(estimate_trace(ESTIMATE).line)
    for part in ("two_front", "0.061", "0.0009", "rare", "4,096", "256", "seed 1"):
        assert part in told


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "never seen"), (1.0, "always seen")]
)
def test_what_no_future_showed_is_not_called_impossible(value, shown):
    seen = replace(ESTIMATE, value=value, method="simulated")
    assert value_shown(seen).text == shown
    assert likelihood_word(seen) != "settled"


@pytest.mark.parametrize(("value", "shown"), [(0.0, "0"), (1.0, "1")])
def test_exactly_nothing_is_said_only_with_the_reason_beside_it(value, shown):
    exact = replace(ESTIMATE, value=value, method="exact")
    assert value_shown(exact).text not in ("0", "1")
    settled = replace(exact, note="No way leads there.")
    assert value_shown(settled).text == shown
    assert likelihood_word(settled) == "settled"


def test_counts_and_years_have_units_and_no_likelihood_word():
    count = replace(ESTIMATE, kind="count", value=3.42, low=1.0, high=6.0)
    years = replace(ESTIMATE, kind="time", value=3.42, low=1.0, high=6.0)
    assert (value_shown(count).text, value_shown(years).text) == ("3.4", "3.4 years")
    assert text(interval_shown(years)) == "1 to 6 years"
    assert likelihood_word(count) == likelihood_word(years) == ""


def test_an_interval_without_width_is_one_number():
    same = replace(ESTIMATE, low=0.061, high=0.061)
    assert text(interval_shown(same)) == "6.1%"


def test_the_latest_answer_to_a_question_is_that_of_its_last_date():
    early = replace(ESTIMATE, years=1.0)
    other = replace(ESTIMATE, question="other", years=20.0)
    answer = Answer(estimates=(ESTIMATE, early, other))
    assert latest(answer, "two_front") is ESTIMATE
    assert latest(answer, "unasked") is None
