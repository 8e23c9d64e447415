"""Differences as rows of plain text, for a screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from forewarn.brief.from_run import AMOUNTS, UNKNOWN
from forewarn.brief.phrases import question_title
from forewarn.brief.wording import DASH, chance_text, points_text
from forewarn.model.case import Case
from forewarn.model.comparison import Difference
from forewarn.model.words import amount_text

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One difference in words and digits."""

    #: Title of the question.
    title: str
    date: str
    before: str
    after: str
    difference: str
    error: str
    method: str
    #: What a reader must know of it; mostly empty.
    note: str


def difference_rows(
    case: Case, differences: tuple[Difference, ...]
) -> Iterator[DifferenceRow]:
    """Each difference in words and digits, in order.

    Args:
        case: The case that another is compared with.
        differences: By how much its answers differ.
    """
    for one in differences:
        yield DifferenceRow(
            title=question_title(case.question(one.question)),
            date=one.by.isoformat(),
            before=side_text(one, one.before),
            after=side_text(one, one.after),
            difference=difference_text(one),
            error=error_text(one),
            method=one.method,
            note=one.note,
        )


def side_text(one: Difference, value: float) -> str:
    """The answer of one side: a chance, or an amount."""
    if isnan(value):
        return UNKNOWN
    if one.kind in AMOUNTS:
        return amount_text(value) + _unit(one)
    if value in (0, 1) and one.method != "exact":
        return "never seen" if value == 0 else "always seen"
    return chance_text(value)


def difference_text(one: Difference) -> str:
    """By how much the answers differ, with its sign; in points, for chances."""
    if isnan(one.difference):
        return UNKNOWN
    if one.difference == 0:
        return "exactly 0" if one.error == 0 else "none seen"
    sign = MINUS if one.difference < 0 else "+"
    return sign + _amount(one, abs(one.difference))


def error_text(one: Difference) -> str:
    """The standard error of the difference; a dash where it has none."""
    if isnan(one.error):
        return UNKNOWN
    return _amount(one, one.error) if one.error else DASH


def _amount(one: Difference, amount: float) -> str:
    if one.kind in AMOUNTS:
        return amount_text(amount) + _unit(one)
    return points_text(amount)


def _unit(one: Difference) -> str:
    return " years" if one.kind == "time" else ""
