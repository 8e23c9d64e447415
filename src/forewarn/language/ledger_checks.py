"""Checks of the ledger: changed rows, unknown questions, wordings that moved."""

from collections.abc import Iterator
from datetime import date

from forewarn.errors import Problem
from forewarn.language.names import nearest_hint, short
from forewarn.language.places import warning
from forewarn.model.case import Case
from forewarn.model.ledger import Forecast, Ledger, Outcome, wording_of


def check_ledger(ledger: Ledger, case: Case) -> Iterator[Problem]:
    """Warn of rows that are kept and should be looked at.

    Args:
        ledger: What was published and what happened.
        case: The case they are of.
    """
    rows: tuple[Forecast | Outcome, ...] = (*ledger.forecasts, *ledger.outcomes)
    yield from _edited(rows)
    yield from _unknown(rows, case)
    yield from _reworded(ledger, case)
    yield from _twice(ledger)


def _edited(rows: tuple[Forecast | Outcome, ...]) -> Iterator[Problem]:
    for row in rows:
        if row.hand == "edited":
            yield warning(
                "W702",
                row.span,
                "this row was changed after it was written; it is kept as it now is",
                "Put back what it said, or add a row that says what is new.",
            )


def _unknown(rows: tuple[Forecast | Outcome, ...], case: Case) -> Iterator[Problem]:
    known = {question.name for question in case.questions}
    for row in {row.question: row for row in reversed(rows)}.values():
        if row.question not in known:
            yield warning(
                "W703",
                row.span,
                f'the case asks no question "{short(row.question)}"',
                nearest_hint(row.question, known)
                or "Keep the row: it is scored by what it says.",
            )


def _reworded(ledger: Ledger, case: Case) -> Iterator[Problem]:
    now = {question.name: wording_of(question) for question in case.questions}
    for row in {row.question: row for row in reversed(ledger.forecasts)}.values():
        if row.wording and now.get(row.question, row.wording) != row.wording:
            yield warning(
                "W704",
                row.span,
                f'the wording of "{row.question}" changed since this was published',
                "Give the new question a name of its own, and keep the old one.",
            )


def _twice(ledger: Ledger) -> Iterator[Problem]:
    before: dict[tuple[str, date], Outcome] = {}
    for row in ledger.outcomes:
        first = before.setdefault((row.question, row.by), row)
        if first.verdict != row.verdict:
            yield warning(
                "W705",
                row.span,
                f'"{row.question}" by {row.by} turned out {first.verdict} in line '
                f"{first.span.line}, and {row.verdict} here; the later day counts",
                "Say in the source why the first was wrong.",
            )
