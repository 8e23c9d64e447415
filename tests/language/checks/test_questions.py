"""Questions: each can come out either way, and each jump can be made."""

import pytest
from korea import codes

MODEL = """
variables:
  taiwan:
    states: [calm, crisis, war, gone]
    start: calm
    transitions:
      calm -> crisis: 0.1 (0.05 to 0.2) per year
      crisis -> war:
        rate: 0.1 per year
        times: {korea = war: 3 (1 to 9)}
      crisis -> calm: 1 per year
  weather:
    states: [fair, foul]
    start: {fair: 50%, foul: 50%}
dynamics:
  end: {without: {taiwan: gone}}
events:
  raid: {rate: 1 per year}
  rain: {rate: 0 per year}
questions:
  base: {happens: weather = foul, given: taiwan -> war, within: 1 year, by: 2 years}
  drops: {count: raid, by: 1 year}
  bis: {happened: [base_happens], by: 1 year}
  base_happens: {happens: rain or taiwan -> war, by: 1 year}
"""


def told(question):
    return codes(MODEL + f"  asked: {question}\n")


@pytest.mark.parametrize(
    "question",
    [
        "{happens: taiwan = war, by: 1 year}",
        "{happens: taiwan -> war, by: 1 year}",
        "{happens: taiwan -> calm, by: 1 year}",
        "{happens: taiwan -> war and weather = foul, by: 1 year}",
        "{happens: weather = foul, by: 1 year}",
        "{happens: taiwan in war|gone, by: 1 year}",
        "{holds: taiwan = calm, at: 1 year}",
        "{count: 'taiwan: crisis -> war', by: 1 year}",
        "{order: [taiwan = calm, taiwan = war], by: 1 year}",
        "{happens: korea = war, given: taiwan = calm, within: 1 year, by: 1 year}",
        "{happens: taiwan = war, given: taiwan -> war, within: 1 year, by: 1 year}",
        "{time: taiwan = war, by: 1 year}",
        "{number: 'taiwan: calm -> crisis', above: 0.1 per year}",
    ],
)
def test_a_question_that_can_come_out_either_way_is_not_told(question) -> None:
    found = told(question)
    # What happens given that it happens is the one answer here that is known.
    assert found == (["W402"] if "given: taiwan -> war" in question else [])


@pytest.mark.parametrize(
    "question",
    [
        "{happens: taiwan = gone, by: 1 year}",
        "{happens: taiwan = war and not taiwan = war, by: 1 year}",
        "{happens: taiwan -> gone, by: 1 year}",
        "{happens: 'taiwan: calm -> war', by: 1 year}",
        "{happens: taiwan -> war and taiwan = crisis, by: 1 year}",
        "{happens: rain, by: 1 year}",
        "{holds: taiwan = gone and weather = fair, at: 1 year}",
        "{holds: not taiwan in calm|crisis|war, at: 1 year}",
        "{count: rain, by: 1 year}",
        "{count: weather -> foul, by: 1 year}",
        "{order: [taiwan = war, taiwan = gone], by: 1 year}",
        "{order: [taiwan = war, taiwan = calm], by: 1 year}",
        "{order: [taiwan = war, taiwan = war], by: 1 year}",
        "{happens: korea = war, given: taiwan = gone, within: 1 year, by: 1 year}",
        "{happens: taiwan = gone, given: taiwan -> war, within: 1 year, by: 1 year}",
        "{time: taiwan = gone, by: 1 year}",
        "{number: 'taiwan: crisis -> war', above: 0.2 per year}",
    ],
)
def test_a_question_that_no_future_makes_true_is_told(question) -> None:
    assert told(question) == ["W401"]


@pytest.mark.parametrize(
    "question",
    [
        "{happens: taiwan = calm, by: 1 year}",
        "{happens: taiwan = calm and not korea = war, by: 1 year}",
        "{happens: taiwan = calm or taiwan -> war, by: 1 year}",
        "{holds: taiwan != gone, at: 1 year}",
        "{holds: weather = fair or weather = foul, at: 1 year}",
        "{time: taiwan != gone, by: 1 year}",
        "{happens: taiwan != calm, given: taiwan -> war, within: 1 year, by: 1 year}",
        "{number: 'taiwan: crisis -> war', above: 0.05 per year}",
        "{number: 'taiwan: crisis -> war | korea = war', above: 0}",
    ],
)
def test_a_question_that_every_future_makes_true_is_told(question) -> None:
    assert told(question) == ["W402"]


def test_an_idle_jump_among_others_is_told() -> None:
    assert told("{happens: taiwan -> war or taiwan -> gone, by: 1 year}") == ["W405"]
    assert told("{happens: taiwan -> war|gone, by: 1 year}") == ["W405"]


def test_a_question_that_joins_an_impossible_one_is_not_told_again() -> None:
    never = "{happens: taiwan = gone, by: 1 year}\n"
    assert told(f"{never}  all: {{happened: [asked, base_happens], by: 1 year}}") == [
        "W401"
    ]
