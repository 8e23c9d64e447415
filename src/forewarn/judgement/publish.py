"""Publishing: which estimates are forecasts, and how a question may be resolved."""

from datetime import date
from typing import Final

from forewarn.errors import UsageError
from forewarn.model.case import Case, QuestionKind
from forewarn.model.estimate import Answer, Estimate
from forewarn.model.ledger import Forecast, Issued, Outcome, Verdict, wording_of

#: Kinds whose answer is the chance of a yes at a date.
YES_OR_NO: Final[frozenset[QuestionKind]] = frozenset(
    {"happens", "holds", "order", "given", "happened"}
)
#: Kinds that can come true before their date.
EARLY: Final[frozenset[QuestionKind]] = YES_OR_NO - {"holds"}


def issue(case: Case, answer: Answer, *, who: str, today: date) -> Issued:
    """The estimates of an answer that are forecasts, published on a day.

    Args:
        case: The case.
        answer: What it answers.
        who: The person, or what was run.
        today: The day of publishing.

    Raises:
        UsageError: if none is left to publish.
    """
    reasons = {one: _why_none(one, today) for one in answer.estimates}
    notes = tuple(dict.fromkeys(filter(None, reasons.values())))
    chosen = [one for one in answer.estimates if not reasons[one]]
    if not chosen:
        raise UsageError("; ".join(notes) or "the case asks no question")
    wordings = {question.name: wording_of(question) for question in case.questions}
    forecasts = [_forecast(one, wordings, who, today) for one in chosen]
    return Issued(forecasts=tuple(forecasts), notes=notes)


def _forecast(
    estimate: Estimate, wordings: dict[str, str], who: str, today: date
) -> Forecast:
    return Forecast(
        published=today,
        who=who,
        question=estimate.question,
        by=estimate.by or today,
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        digest=estimate.digest,
        wording=wordings[estimate.question],
    )


def _why_none(estimate: Estimate, today: date) -> str:
    """Why an estimate is no forecast; empty where it is one."""
    name, value = estimate.question, estimate.value
    if estimate.kind not in YES_OR_NO or estimate.by is None:
        return f"{name} has no yes or no, so it is not published"
    if estimate.by <= today:
        return f"{name} by {estimate.by} is not published: that day has come"
    if not 0.0 <= value <= 1.0:
        return f"{name} by {estimate.by} has no answer to publish"
    return ""


def settle(  # noqa: PLR0913  # all that makes up an outcome
    case: Case,
    question: str,
    by: date,
    verdict: Verdict,
    *,
    source: str,
    resolved: date,
) -> Outcome:
    """How a question turned out, checked against what it asks.

    Args:
        case: The case.
        question: Name of a question.
        by: Its date.
        verdict: How it turned out.
        source: Where that can be read.
        resolved: The day it was known.

    Raises:
        UsageError: if it has no yes or no, could not be known yet, or has no source.
    """
    faults = _faults(case.question(question).kind, by, verdict, resolved)
    if not source.strip():
        faults = "an outcome needs a source: where it can be read"
    if faults:
        raise UsageError(f"{question} by {by}: {faults}")
    return Outcome(
        question=question, by=by, verdict=verdict, resolved=resolved, source=source
    )


def _faults(kind: QuestionKind, by: date, verdict: Verdict, resolved: date) -> str:
    if kind not in YES_OR_NO:
        return "it asks for a number, and has no yes or no"
    if resolved >= by or verdict == "void":
        return ""
    if verdict == "no":
        return f"it may come true until its day, so no is not known on {resolved}"
    if kind not in EARLY:
        return f"it asks how things stand on its day, which is not known on {resolved}"
    return ""
