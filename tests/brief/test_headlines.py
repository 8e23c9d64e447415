"""Headlines: which questions stand on page one, and which of them are still open."""

from dataclasses import replace

from made_answers import made_answer
from written import written

from forewarn.brief.headlines import headline_asks, open_asks

CASE = written(
    """
variables:
  x:
    states: {calm: Calm, war: War}
    start: calm
    transitions: {calm -> war: 0.1 per year}
questions:
  first: {happens: x = war, by: 1 year, resolves: Seen.}
  second: {happens: x = war, by: 2 years, resolves: Seen.}
  third: {happens: x = war, by: 3 years, resolves: Seen.}
  fourth: {happens: x = war, by: 4 years, resolves: Seen.}
"""
)


def settled_first():
    answer = made_answer(CASE)
    (first, *rest) = answer.estimates
    done = replace(first, value=1.0, freedom=0, note="settled by what is known")
    return replace(answer, estimates=(done, *rest))


def names(asks):
    return [ask.question for ask in asks]


def test_page_one_has_the_first_three_that_are_answered():
    assert names(headline_asks(CASE, settled_first())) == ["first", "second", "third"]
    assert names(headline_asks(CASE, None)) == []


def test_what_is_settled_gives_way_to_the_next_that_is_open():
    assert names(open_asks(CASE, settled_first())) == ["second", "third", "fourth"]
    assert names(open_asks(CASE, made_answer(CASE))) == ["first", "second", "third"]
    assert names(open_asks(CASE, None)) == []
