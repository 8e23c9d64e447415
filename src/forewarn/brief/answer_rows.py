"""Answers as rows of plain text, for a screen."""

from collections.abc import Iterator
from dataclasses import dataclass

from forewarn.brief.document import plain_text
from forewarn.brief.from_run import (
    central_shown,
    differs_by_world,
    error_shown,
    interval_shown,
    likelihood_word,
    median_shown,
    note_of,
    value_shown,
)
from forewarn.brief.outside import outside_shown, years_ahead
from forewarn.brief.phrases import question_title
from forewarn.brief.wording import DASH
from forewarn.model.case import Case, Question
from forewarn.model.estimate import Answer, Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One estimate in words and digits, as the brief has it."""

    #: Title of the question.
    title: str
    #: Empty where its question has no date.
    date: str
    likelihood: str
    mean: str
    interval: str
    outside: str
    median: str
    central: str
    error: str
    method: str
    #: What a reader must know of it; mostly empty.
    note: str


def answer_rows(case: Case, answer: Answer) -> Iterator[AnswerRow]:
    """Each estimate of an answer in words and digits, in order.

    Args:
        case: The case that was asked.
        answer: What a run found.
    """
    for estimate in answer.estimates:
        yield _row(case, case.question(estimate.question), estimate)


def _row(case: Case, question: Question, estimate: Estimate) -> AnswerRow:
    outside = outside_shown(question, years_ahead(estimate, case))
    differs = differs_by_world(estimate)
    return AnswerRow(
        title=question_title(question),
        date=estimate.by.isoformat() if estimate.by else "",
        likelihood=likelihood_word(estimate, case.yardstick) or DASH,
        mean=value_shown(estimate).text,
        interval=plain_text(interval_shown(estimate)) if differs else DASH,
        outside=outside.text if outside else DASH,
        median=median_shown(estimate).text if differs else DASH,
        central=central_shown(estimate).text,
        error=error_shown(estimate).text,
        method=estimate.method,
        note=note_of(estimate),
    )
