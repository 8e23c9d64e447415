"""Measures: what each changes by itself, adopted now or after a wait."""

from collections.abc import Sequence
from datetime import date

from forewarn.engine.asking import futures_asked
from forewarn.engine.change import adopt
from forewarn.engine.coupled.compare import compare
from forewarn.engine.effort import Effort
from forewarn.engine.job import Progress
from forewarn.engine.posterior.belief import Belief
from forewarn.model.case import Case
from forewarn.model.comparison import Altered
from forewarn.model.estimate import Ask
from forewarn.model.tried import Tried, TriedAll
from forewarn.model.units import date_after, years_between

#: How long the later adoption waits, in years.
WAIT = 2.0


def try_measures(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    belief: Belief | None = None,
    progress: Progress | None = None,
) -> TriedAll:
    """What each measure changes by itself, adopted now and in two years.

    Now is the day of the belief, or the start. Measures that the case has adopted
    already are not tried.

    Args:
        case: The case.
        asks: What is asked: questions with dates, in years after the start.
        effort: How much may be computed, and how.
        belief: What is believed on a day; effects were not learned about, and are as
            they are written.
        progress: Called as work is done.

    Returns:
        Differences, with the measure less without it, by measure and day.

    Raises:
        NotComputable: if the case cannot be run with one.
        Interrupted: if the user stops it.
    """
    days = tuple(_days(case, belief))
    adopted = dict(case.adopted)
    names = [each.name for each in case.measures if each.name not in adopted]
    changes = [
        Altered(name=f"{name}@{day}", case=adopt(case, {name: day}))
        for name in names
        for day in days
    ]
    found = compare(
        case, changes, futures_asked(asks), effort, belief=belief, progress=progress
    )
    return TriedAll(
        tried=tuple(
            Tried(measure=name, adopted=day, differences=found.of(f"{name}@{day}"))
            for name in names
            for day in days
        ),
        days=days,
        worlds=found.worlds,
        futures_per_world=found.futures_per_world,
        seed=found.seed,
        notes=found.notes,
    )


def _days(case: Case, belief: Belief | None) -> list[date]:
    """Now, and after the wait where that is before the horizon."""
    now = case.start if belief is None else belief.as_of
    years = years_between(case.start, now) + WAIT
    later = date_after(case.start, years)
    return [now, later] if years < case.horizon else [now]
