"""Baselines: what a forecaster without an argument would say, from the past alone."""

from collections.abc import Sequence
from typing import Final, TypeVar

#: Names of the baselines, in the order told.
BASELINES: Final = ("constant", "last_twelve", "markov", "mean_of_two")
#: Periods that the second looks back.
TWELVE: Final = 12
Value = TypeVar("Value")


def baselines(past: Sequence[bool], *, recent: int = TWELVE) -> dict[str, float]:
    r"""Chances that the next period has an event, by four rules.

    .. math:: (k + 1/2) / (n + 1)

    Args:
        past: Whether each period so far had an event, the latest last.
        recent: How many periods the second looks back, at least 1.

    Returns:
        By name: ``constant``, over all periods; ``last_twelve``, over the last twelve;
        ``markov``, over those after a period like the latest; ``mean_of_two``, half way
        between the last two.

    Source:
        The Krichevsky-Trofimov (1981) rule, Beta(1/2, 1/2) before any period.

    >>> told = baselines([True, True, False, True])
    >>> told["constant"], told["markov"], told["mean_of_two"]
    (0.7, 0.5, 0.6)
    """
    told = [_rate(some) for some in looked_at(past, past, recent)]
    return dict(zip(BASELINES, (*told, (told[1] + told[2]) / 2), strict=True))


def looked_at(
    past: Sequence[bool], values: Sequence[Value], recent: int
) -> tuple[Sequence[Value], Sequence[Value], Sequence[Value]]:
    """What the first three rules look at, of some values of the periods.

    Args:
        past: Whether each period so far had an event, the latest last.
        values: A value of each period.
        recent: How many periods the second looks back, at least 1.

    Returns:
        Values of all periods, of the latest, and of those after one like the latest.
    """
    after = [
        value
        for before, value in zip(past, values[1:], strict=False)  # none after the last
        if before == past[-1]
    ]
    return values, values[-recent:], after


def _rate(periods: Sequence[bool]) -> float:
    return (sum(periods) + 0.5) / (len(periods) + 1)
