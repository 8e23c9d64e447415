"""Claims about which answers are steered for, and which steered ones are taken."""

from dataclasses import replace
from math import nan

import pytest
from doubtful import DOUBTFUL
from made_answers import made_estimate

from forewarn.engine.rare.answers import RareAnswer
from forewarn.engine.summary import certain
from forewarn.engine.unsure import is_unsure, why_left

WAR = DOUBTFUL.question("war")


def plain(value, error, **changes):
    made = made_estimate(WAR, None, 0.0, DOUBTFUL.start)
    return replace(made, value=value, error=error, **changes)


def steered(value, error, poor=""):
    summary = replace(certain(value), error=error)
    return RareAnswer(
        place=0, summary=summary, central=value, largest=0.0, futures=4, poor=poor
    )


@pytest.mark.parametrize(
    ("value", "error", "unsure"),
    [
        (1e-4, 2e-5, True),
        (1e-4, 9e-6, False),
        (0.0, 1e-5, True),
        (0.0, 0.0, False),
        (0.02, 0.01, False),
        (nan, nan, True),
    ],
)
def test_small_chances_with_large_errors_are_unsure(value, error, unsure):
    assert is_unsure(plain(value, error)) is unsure


def test_what_is_counted_is_not_steered_for():
    assert not is_unsure(plain(1e-4, 1e-4, kind="count"))


def test_a_steered_answer_with_a_smaller_error_is_taken():
    assert not why_left(plain(1e-4, 5e-5), steered(9e-5, 2e-6))
    assert not why_left(plain(0.0, 1e-5), steered(9e-9, 2e-10))
    assert not why_left(plain(nan, nan), steered(0.2, 0.01))


def test_one_that_tells_less_is_left():
    assert why_left(plain(1e-4, 2e-5), steered(9e-5, 3e-5)) == "they tell no more"


def test_one_that_missed_what_plain_futures_found_is_left_however_sure_it_is():
    why = why_left(plain(1e-4, 2e-5), steered(9e-9, 2e-10))
    assert why == "they find 9e-09 where plain ones find 0.0001"


def test_one_that_is_poor_is_left_with_its_reason():
    assert why_left(plain(1e-4, 5e-5), steered(9e-5, 2e-6, "it is")) == "it is"
