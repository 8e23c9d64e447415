"""Scores: how what was said turned out, item by item and in total."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from forewarn.model.ledger import Outcome

#: A record was published before the outcome was known; a retrodiction was not.
ItemKind = Literal["record", "retrodiction"]
#: A question and its date.
Key = tuple[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a score would be if every chance were right."""

    mean: float
    #: Standard deviation of the mean score of so many questions.
    deviation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One forecast of a question that was resolved."""

    question: str
    by: date
    kind: ItemKind
    #: Who said it, and when; nothing of a retrodiction that nobody published.
    who: str
    published: date | None
    value: float
    true: bool
    resolved: date
    brier: float
    log: float
    #: Whether it is part of the totals; not before its date has passed.
    counted: bool
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Scores of some items, each question and date counted once."""

    #: How many questions and dates.
    count: int
    brier: float
    log: float
    #: What the Brier score would be if every chance were right.
    expected: Expected
    #: How many came true; how many were to, with P10 and P90, being independent.
    true: int
    expected_true: float
    low: int
    high: int
    #: Chance of so many or fewer, and of so many or more, if every chance were right.
    at_most: float
    at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How forecasts of a case turned out."""

    #: The day it is told on: what resolves later does not count yet.
    as_of: date
    #: The worst miss first.
    items: tuple[Item, ...]
    record: Total | None
    retrodiction: Total | None
    #: Total of each person or model, by name; of records only.
    people: tuple[tuple[str, Total], ...] = ()
    void: tuple[Outcome, ...] = ()
    #: Questions and dates that were published and are not resolved.
    open: tuple[Key, ...] = ()
    notes: tuple[str, ...] = ()
