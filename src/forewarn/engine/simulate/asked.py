"""Asked: the asks of a run with all that they are made up of, each thing once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final

from forewarn.errors import UsageError
from forewarn.model.case import Question, QuestionKind
from forewarn.model.conditions import Condition, has_pulse
from forewarn.model.estimate import Ask

#: Kinds whose outcome at a date is yes or no.
YES_OR_NO: Final[tuple[QuestionKind, ...]] = ("happens", "holds", "order", "happened")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a run must find out."""

    #: Asks, none twice, each after those that it is made up of.
    asks: tuple[Ask, ...]
    #: Questions of these asks but those made up of others, none twice.
    questions: tuple[Question, ...]
    #: Kind of each ask's question, and the asks that make it up.
    kinds: tuple[QuestionKind, ...]
    parts: tuple[tuple[int, ...], ...]

    def last(self, question: Question) -> float:
        """The last date that a question is asked for, in years."""
        return max(a.years or 0.0 for a in self.asks if a.question == question.name)


def collect_asked(questions: Sequence[Question], asks: Sequence[Ask]) -> Asked:
    """What a run must find out to answer some asks.

    Args:
        questions: The questions of the case.
        asks: What is asked.

    Raises:
        UsageError: if an ask's question is unknown, needs no simulation or has no date;
            or if a question is made up of what is not yes or no.
    """
    by_name = {question.name: question for question in questions}
    order: dict[Ask, None] = {}
    for ask in asks:
        for needed in _needed(by_name, ask, ()):
            order.setdefault(needed)
    number = {ask: i for i, ask in enumerate(order)}
    named = dict.fromkeys(ask.question for ask in order)
    return Asked(
        asks=tuple(order),
        questions=tuple(
            by_name[name] for name in named if by_name[name].kind != "happened"
        ),
        kinds=tuple(by_name[ask.question].kind for ask in order),
        parts=tuple(
            tuple(number[part] for part in _parts(by_name, ask)) for ask in order
        ),
    )


def conditions_of(question: Question) -> tuple[Condition, ...]:
    """The conditions that a question watches, in the order it needs them."""
    if question.kind == "order":
        return question.order
    both = (question.given, question.condition)
    return tuple(condition for condition in both if condition is not None)


def _needed(
    by_name: Mapping[str, Question], ask: Ask, within: tuple[str, ...]
) -> Iterator[Ask]:
    _check(by_name, ask, within)
    for part in _parts(by_name, ask):
        yield from _needed(by_name, part, (*within, ask.question))
    yield ask


def _parts(by_name: Mapping[str, Question], ask: Ask) -> tuple[Ask, ...]:
    names = by_name[ask.question].happened
    return tuple(Ask(question=name, years=ask.years) for name in names)


def _check(by_name: Mapping[str, Question], ask: Ask, within: tuple[str, ...]) -> None:
    question = by_name.get(ask.question)
    if question is None:
        raise UsageError(f"there is no question {ask.question!r}")
    if question.kind == "number":
        raise UsageError(f"{ask.question!r} asks about a number, not about futures")
    if ask.years is None or not isfinite(ask.years) or ask.years < 0:
        raise UsageError(f"{ask.question!r} needs a date, in years from the start")
    if ask.question in within:
        raise UsageError(f"{ask.question!r} is made up of itself")
    if not _fits(question):
        raise UsageError(f"{ask.question!r} asks {question.kind!r} of what cannot be")
    if within and question.kind not in YES_OR_NO:
        raise UsageError(
            f"{within[-1]!r} is made up of {ask.question!r}, which is not yes or no"
        )


def _fits(question: Question) -> bool:
    condition = question.condition
    match question.kind:
        case "holds" | "time":
            return condition is not None and not has_pulse(condition)
        case "count":
            return condition is not None and has_pulse(condition)
        case "order" | "happened":
            return bool(question.order or question.happened)
        case _:
            return condition is not None
