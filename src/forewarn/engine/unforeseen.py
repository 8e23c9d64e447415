"""The unforeseen: answers smaller than the chance of something on no list."""

from functools import lru_cache
from math import expm1
from typing import Final

from forewarn.laws import quantile
from forewarn.model.case import Case, QuestionKind
from forewarn.model.quantities import Law
from forewarn.model.words import amount_text

#: What is said of an answer that is smaller.
BELOW: Final = "below what this model can tell apart"
#: Points of the law of the unforeseen that a mean is taken over.
POINTS: Final = 400

_AMOUNTS: Final[frozenset[QuestionKind]] = frozenset({"count", "time", "number"})


def chance_unforeseen(case: Case, years: float) -> float:
    r"""Chance that something on no list brings a headline event about.

    .. math:: E[1 - e^{-u t}]

    Args:
        case: The case.
        years: Time it has, from the day that answers stand at.

    Returns:
        The mean over the law of ``unforeseen``; 0 where the case has none.

    >>> from datetime import date
    >>> empty = Case(
    ...     title="", start=date(2023, 9, 14), horizon=1, horizon_text="1 year",
    ...     variables=(),
    ... )
    >>> chance_unforeseen(empty, 10.0)
    0.0
    """
    if case.unforeseen is None or years <= 0:
        return 0.0
    rates = _rates(case.unforeseen.quantity.law)
    return -sum(expm1(-rate * years) for rate in rates) / len(rates)


def remark_below(case: Case, kind: QuestionKind, value: float, years: float) -> str:
    """What must be said of an answer smaller than that; empty where it is not.

    Args:
        case: The case.
        kind: Kind of the question.
        value: Its answer.
        years: Time it has, from the day that answers stand at.
    """
    if kind in _AMOUNTS:
        return ""
    floor = chance_unforeseen(case, years)
    if not value < floor:
        return ""
    return (
        f"{BELOW}: by then something on no list has about 1 in {amount_text(1 / floor)}"
    )


@lru_cache(maxsize=16)
def _rates(law: Law) -> tuple[float, ...]:
    return tuple(quantile(law, (point + 0.5) / POINTS) for point in range(POINTS))
