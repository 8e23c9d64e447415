"""The ledger: forecasts as they were published, and how questions turned out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final, Literal

from forewarn.errors import NOWHERE, Span
from forewarn.model.case import Question
from forewarn.model.conditions import Condition, text_of

#: How a question turned out; void: it cannot be said.
Verdict = Literal["yes", "no", "void"]
VERDICTS: Final[tuple[Verdict, ...]] = ("yes", "no", "void")
#: Who wrote a row: ``forewarn``, a person, or somebody who changed what it had written.
Hand = Literal["own", "person", "edited"]

#: Columns that every row has; ours add the wording of the question, and a mark.
FORECAST_COLUMNS: Final = (
    *("published", "who", "question", "by", "value", "low", "high", "digest"),
)
OUTCOME_COLUMNS: Final = ("question", "by", "outcome", "resolved", "source")
WORDING: Final = "wording"
MARK: Final = "mark"

_SHOWN: Final = 12  # hexadecimal digits: two of a million rows rarely share them


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """An estimate published on a day, kept for scoring."""

    published: date
    #: The person, or what was run.
    who: str
    question: str
    by: date
    #: Chance that the answer is yes, with its P10 and P90 over worlds where known.
    value: float
    low: float | None = None
    high: float | None = None
    #: Digest of the case it was computed from.
    digest: str = ""
    #: What the question said then, by :func:`wording_of`; empty where nobody kept it.
    wording: str = ""
    hand: Hand = "person"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a question turned out for one date."""

    question: str
    by: date
    verdict: Verdict
    #: The day it was known.
    resolved: date
    source: str = ""
    hand: Hand = "person"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What was published and what happened, in the order written."""

    forecasts: tuple[Forecast, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """Forecasts that were published, and why others were not."""

    forecasts: tuple[Forecast, ...]
    notes: tuple[str, ...]


def wording_of(question: Question) -> str:
    """A short hash of what a question asks and how it resolves; dates are left out.

    >>> war = Question(name="war", title="War", kind="happens", resolves="A treaty.")
    >>> wording_of(war)
    '36b38952b219'
    """
    return mark_of(
        (
            question.kind,
            *map(_text, (question.condition, question.given)),
            "" if question.within is None else repr(question.within),
            *(text_of(part) for part in question.order),
            *question.happened,
            question.number,
            "" if question.above is None else repr(question.above),
            " ".join(question.resolves.split()),
        )
    )


def mark_of(cells: Sequence[str]) -> str:
    """A short hash of some cells; it changes with any of them.

    >>> mark_of(["a", "b"]) == mark_of(["ab", ""])
    False
    """
    whole = sha256()
    for cell in cells:
        text = cell.encode()
        whole.update(f"{len(text)}\0".encode())
        whole.update(text)
    return whole.hexdigest()[:_SHOWN]


def forecast_cells(forecast: Forecast) -> tuple[str, ...]:
    """The cells of a forecast's row, its mark last."""
    cells = (
        forecast.published.isoformat(),
        forecast.who,
        forecast.question,
        forecast.by.isoformat(),
        *_numbers(forecast.value, forecast.low, forecast.high),
        forecast.digest,
        forecast.wording,
    )
    return (*cells, mark_of(cells))


def outcome_cells(outcome: Outcome) -> tuple[str, ...]:
    """The cells of an outcome's row, its mark last."""
    cells = (
        outcome.question,
        outcome.by.isoformat(),
        outcome.verdict,
        outcome.resolved.isoformat(),
        outcome.source,
    )
    return (*cells, mark_of(cells))


def _numbers(*values: float | None) -> Iterator[str]:
    for value in values:
        yield "" if value is None else repr(value)


def _text(condition: Condition | None) -> str:
    return "" if condition is None else text_of(condition)
