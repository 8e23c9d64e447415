"""Baselines: what a forecaster without an argument would say, from the past alone."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

#: Names of the baselines, in the order told.
BASELINES: Final = ("constant", "last_twelve", "markov", "mean_of_two")
#: Periods that the second looks back.
TWELVE: Final = 12


def baselines(past: Sequence[bool]) -> dict[str, float]:
    r"""Chances that the next period has an event, by four rules.

    .. math:: (k + 1/2) / (n + 1)

    Args:
        past: Whether each period so far had an event, the latest last.

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
    constant, recent = _rate(past), _rate(past[-TWELVE:])
    after = [now for before, now in pairwise(past) if before == past[-1]]
    markov = _rate(after)
    return dict(
        zip(
            BASELINES,
            (constant, recent, markov, (recent + markov) / 2),
            strict=True,
        )
    )


def _rate(periods: Sequence[bool]) -> float:
    return (sum(periods) + 0.5) / (len(periods) + 1)
