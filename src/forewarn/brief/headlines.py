"""Headlines: which questions stand on page one."""

from collections.abc import Sequence

from forewarn.brief.from_run import is_settled, latest
from forewarn.model.case import Case, Question
from forewarn.model.estimate import Answer, Ask, Estimate

#: Numbers on page one.
HEADLINES = 3


def headline_questions(case: Case) -> tuple[Question, ...]:
    """Questions in the order in which page one takes them.

    They are those that the case names; where it names none, all as they are declared.
    """
    named = tuple(case.question(name) for name in case.headlines)
    return named or case.questions


def headline_answers(
    case: Case, answer: Answer | None
) -> list[tuple[Question, Estimate]]:
    """The first three of them that have an answer, each for its last date."""
    if answer is None:
        return []
    found = [(q, latest(answer, q.name)) for q in headline_questions(case)]
    return [(q, e) for q, e in found if e is not None][:HEADLINES]


def headline_asks(case: Case, answer: Answer | None) -> Sequence[Ask]:
    """What page one answers, as it was asked."""
    return [
        Ask(question=question.name, years=estimate.years)
        for question, estimate in headline_answers(case, answer)
    ]


def open_asks(case: Case, answer: Answer | None) -> Sequence[Ask]:
    """The first three headline questions that are not settled, each for its last date.

    What is exactly 0 or 1 by the day of the brief can be changed by nothing.
    """
    if answer is None:
        return []
    found = [(q.name, latest(answer, q.name)) for q in headline_questions(case)]
    return [
        Ask(question=name, years=estimate.years)
        for name, estimate in found
        if estimate is not None and not is_settled(estimate)
    ][:HEADLINES]
