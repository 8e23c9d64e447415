"""Questions as a person would ask them, one sentence each."""

from collections.abc import Iterator
from types import MappingProxyType

from forewarn.language.prose_words import (
    at_deadline,
    by_deadline,
    called,
    plain,
    said,
    sentence,
    with_days,
    with_name,
)
from forewarn.model.case import Case, Question, QuestionKind
from forewarn.model.conditions import Condition
from forewarn.model.words import listed

_ASKED: MappingProxyType[QuestionKind, str] = MappingProxyType(
    {
        "happens": "how likely is it that, {by}, {what}",
        "holds": "how likely is it that, {at}, {what}",
        "count": "how often, on average, does this come about {by}: {what}",
        "time": "for how many years, on average, is this so {by}: {what}",
        "order": "how likely is it that, {by}, these first come about in this very "
        "order: {steps}",
        "given": "should it come about, {by}, that {given}, how likely is it that, "
        "within {within} of that, {what}",
        "happened": "how likely is it that all of these are so, {by}: {named}",
        "number": 'how likely is it that the number "{number}" is above {above}',
    }
)


def spoken_question(question: Question, case: Case) -> str:
    """What is asked, for which dates, and how two people would agree on the answer."""
    return " ".join(_sentences(question, case))


def _sentences(question: Question, case: Case) -> Iterator[str]:
    yield f"{with_name(question)}: {_asked(question, case)}?"
    if question.base_rate:
        yield f"The outside view is {with_days(question.base_rate.text)}."
    if question.resolves:
        yield f"It resolves when: {sentence(question.resolves)}"


def _asked(question: Question, case: Case) -> str:
    titles = {each.name: called(each.title, each.name) for each in case.questions}
    return _ASKED[question.kind].format(
        by=listed(map(by_deadline, question.by)),
        at=listed(map(at_deadline, question.by)),
        what=_said(question.condition, case),
        given=_said(question.given, case),
        within=question.within_text,
        steps=listed((said(step, case) for step in question.order), "then"),
        named=listed(titles[name] for name in question.happened),
        number=plain(question.number),
        above=f"{question.above:g}" if question.above is not None else "",
    )


def _said(condition: Condition | None, case: Case) -> str:
    return said(condition, case) if condition else ""
