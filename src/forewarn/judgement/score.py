"""The score: what was said, held against what happened, misses first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import fsum
from types import MappingProxyType
from typing import Final

from forewarn.judgement.rules import (
    brier_score,
    expected_brier,
    log_score,
    number_true,
)
from forewarn.model.case import Case
from forewarn.model.ledger import Forecast, Ledger, Outcome, wording_of
from forewarn.model.score import Item, ItemKind, Key, Score, Total

#: Below this many questions a score says little.
FEW: Final = 30
#: The interval of the number true: 80 %, as intervals are throughout.
TAIL: Final = 0.1


def outcomes_of(ledger: Ledger) -> dict[Key, Outcome]:
    """How each question and date turned out: of several rows that of the latest day."""
    latest: dict[Key, Outcome] = {}
    for row in ledger.outcomes:
        before = latest.get((row.question, row.by))
        if before is None or row.resolved >= before.resolved:
            latest[row.question, row.by] = row
    return latest


def needs_look_back(ledger: Ledger, case: Case) -> tuple[Key, ...]:
    """Questions of the case that were resolved and not published before."""
    known = {question.name for question in case.questions}
    before = {
        (row.question, row.by)
        for row, outcome in _paired(ledger)
        if row.published < outcome.resolved
    }
    return tuple(
        key
        for key, outcome in sorted(outcomes_of(ledger).items())
        if key not in before and key[0] in known and outcome.verdict != "void"
    )


def score(
    ledger: Ledger,
    case: Case,
    *,
    as_of: date | None = None,
    look_back: Mapping[Key, float] = MappingProxyType({}),
) -> Score:
    """Score what was published, and what a look back would have said.

    Args:
        ledger: What was published and what happened.
        case: The case.
        as_of: The day it is told on; the last day anything was resolved if None.
        look_back: What the case answers to questions that nobody published in time.

    Returns:
        Items, the worst miss first, and totals. A question that came true early counts
        once its date has passed: those that may only fail at their date would else be
        missing, and what happens would seem likelier than it was.
    """
    outcomes = outcomes_of(ledger)
    day = as_of or max((row.resolved for row in ledger.outcomes), default=date.min)
    known = {key: row for key, row in outcomes.items() if row.resolved <= day}
    items = [*_published(ledger, known, case, day), *_look_back(known, look_back, day)]
    items.sort(key=lambda item: (-item.log, item.question, item.by, item.who))
    records = [item for item in items if item.kind == "record"]
    said = {(row.question, row.by) for row in ledger.forecasts}
    return Score(
        as_of=day,
        items=tuple(items),
        record=_total(records),
        retrodiction=_total([item for item in items if item.kind != "record"]),
        people=tuple(_people(records)),
        void=tuple(row for row in known.values() if row.verdict == "void"),
        open=tuple(sorted(said - known.keys())),
        notes=tuple(_notes(items)),
    )


def _paired(ledger: Ledger) -> Iterator[tuple[Forecast, Outcome]]:
    outcomes = outcomes_of(ledger)
    for row in ledger.forecasts:
        outcome = outcomes.get((row.question, row.by))
        if outcome is not None:
            yield row, outcome


def _published(
    ledger: Ledger, outcomes: Mapping[Key, Outcome], case: Case, day: date
) -> Iterator[Item]:
    # Said twice on one day by one person, only the last stands.
    rows = {
        (row.question, row.by, row.who, row.published): row for row in ledger.forecasts
    }
    wordings = {question.name: wording_of(question) for question in case.questions}
    for row in rows.values():
        outcome = outcomes.get((row.question, row.by))
        if outcome is None or outcome.verdict == "void":
            continue
        kind: ItemKind = (
            "record" if row.published < outcome.resolved else "retrodiction"
        )
        changed = row.wording and wordings.get(row.question, "") != row.wording
        yield _item(
            outcome,
            kind,
            row.value,
            day,
            who=row.who,
            published=row.published,
            notes=[
                *(["its wording changed since"] if changed else []),
                *(["changed by hand"] if row.hand == "edited" else []),
            ],
        )


def _look_back(
    outcomes: Mapping[Key, Outcome], values: Mapping[Key, float], day: date
) -> Iterator[Item]:
    for key, value in values.items():
        outcome = outcomes.get(key)
        if outcome is not None and outcome.verdict != "void":
            yield _item(outcome, "retrodiction", value, day, who="the case as it is")


def _item(  # noqa: PLR0913  # all that makes up an item
    outcome: Outcome,
    kind: ItemKind,
    value: float,
    day: date,
    *,
    who: str,
    published: date | None = None,
    notes: Sequence[str] = (),
) -> Item:
    true, passed = outcome.verdict == "yes", outcome.by <= day
    early = [] if passed else [f"counts from {outcome.by} on"]
    by_hand = ["its outcome was changed by hand"] if outcome.hand == "edited" else []
    return Item(
        question=outcome.question,
        by=outcome.by,
        kind=kind,
        who=who,
        published=published,
        value=value,
        true=true,
        resolved=outcome.resolved,
        brier=brier_score(value, true=true),
        log=log_score(value, true=true),
        counted=passed,
        notes=(*early, *notes, *by_hand),
    )


def _total(items: Iterable[Item]) -> Total | None:
    by_key: dict[Key, list[Item]] = {}
    for item in items:
        if item.counted:
            by_key.setdefault((item.question, item.by), []).append(item)
    if not by_key:
        return None
    groups = list(by_key.values())
    chances = [_mean([item.value for item in group]) for group in groups]
    law, true = number_true(chances), sum(group[0].true for group in groups)
    below = law.cumsum()
    return Total(
        count=len(groups),
        brier=_mean([_mean([item.brier for item in group]) for group in groups]),
        log=_mean([_mean([item.log for item in group]) for group in groups]),
        expected=expected_brier(chances),
        true=true,
        expected_true=fsum(chances),
        low=int((below < TAIL).sum()),
        high=int((below < 1.0 - TAIL).sum()),
        at_most=min(float(below[true]), 1.0),
        at_least=min(float(law[true:].sum()), 1.0),
    )


def _people(records: Sequence[Item]) -> Iterator[tuple[str, Total]]:
    for who in sorted({item.who for item in records}):
        total = _total(item for item in records if item.who == who)
        if total is not None:
            yield who, total


def _notes(items: Sequence[Item]) -> Iterator[str]:
    kinds = Counter(item.kind for item in items if item.counted)
    if not kinds["record"]:
        yield "nothing published beforehand has resolved: there is no record yet"
    elif kinds["record"] < FEW:
        yield f"{kinds['record']} forecasts say little; read the misses, not means"
    if kinds["retrodiction"]:
        yield (
            "retrodictions were not published before their outcome was known: "
            "a look back, not a record"
        )
    early = sum(not item.counted for item in items)
    if early:
        yield f"{early} came true before their date and count once it has passed"


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)
