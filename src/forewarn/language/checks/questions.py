"""Checks of questions: each can come out either way, and each jump can be made."""

from collections.abc import Iterator

from forewarn.errors import NOWHERE, Problem
from forewarn.language.checks.asked import conditions_of
from forewarn.language.checks.never import why_always, why_never
from forewarn.language.checks.reach import Reach
from forewarn.language.places import warning
from forewarn.model.case import Case, Question
from forewarn.model.conditions import Jump, leaves


def check_questions(case: Case, reach: Reach) -> Iterator[Problem]:
    """Warn of questions whose answer is known, and of jumps that nothing makes."""
    if not case.questions:
        yield warning(
            "W404",
            NOWHERE,
            "the case asks nothing",
            "Write a question, such as 'war: {happens: peninsula = war, by: 5 years}'.",
        )
    numbers = {number.name: number for number in case.numbers()}
    for question in case.questions:
        if never := why_never(question, reach, numbers):
            yield _never(question, never)
            continue
        if always := why_always(question, reach, numbers):
            yield _always(question, always)
        yield from _idle_jumps(question, reach)


def _never(question: Question, reason: str) -> Problem:
    return warning(
        "W401",
        question.span,
        f'the answer to "{question.name}" is always 0: {reason}',
        "Correct the question, or write the transitions that lead there.",
    )


def _always(question: Question, reason: str) -> Problem:
    return warning(
        "W402",
        question.span,
        f'the answer to "{question.name}" is known: {reason}',
        "To leave the start out, ask for the jump, as 'x -> a'."
        if question.kind == "happens"
        else "Ask for something that may come out either way.",
    )


def _idle_jumps(question: Question, reach: Reach) -> Iterator[Problem]:
    """Alternatives of a jump that no transition makes, when others can be made."""
    tests = [leaf for each in conditions_of(question) for leaf in leaves(each)]
    idle = dict.fromkeys(
        f"{leaf.variable} -> {target}"
        for leaf in tests
        if isinstance(leaf, Jump)
        for target in _unmade(leaf, reach)
    )
    for jump in idle:
        yield warning(
            "W405",
            question.span,
            f'nothing makes the jump "{jump}" that "{question.name}" waits for',
            "Write a transition, or take the jump out of the question.",
        )


def _unmade(leaf: Jump, reach: Reach) -> list[str]:
    made = {jump.target for jump in reach.matching(leaf)}
    return [target for target in leaf.targets if target not in made]
