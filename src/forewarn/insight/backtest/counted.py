"""Counted: how many came in a stretch of a series, by what counts."""

from collections.abc import Iterator
from datetime import date, timedelta

from forewarn.model.backtest import Counting
from forewarn.model.series import Count, Series
from forewarn.model.steps import Step

_DAY = timedelta(days=1)


def number_in(series: Series, first: date, last: date, counting: Counting) -> int:
    """How many came from one day to another, both included.

    Months have no days that could be counted, so all that came in them counts.
    """
    if counting == "all" or series.monthly:
        return series.number_in(first, last)
    return series.days_in(first, last)


def is_watched(series: Series, first: date, last: date) -> bool:
    """Whether a series tells of every day from one to another, both included.

    Of months those that have a row: one whose row is broken may have had any number.
    """
    if not series.since <= first <= last <= series.until:
        return False
    rows = (row for row in series.counts if first <= row.first and row.last <= last)
    told = sum((row.last - row.first).days + 1 for row in rows)
    return not series.monthly or told == (last - first).days + 1


def number_of(count: Count, series: Series, counting: Counting) -> int:
    """How many one row of a series counts for."""
    whole = counting == "all" or series.monthly
    return count.number if whole else min(count.number, 1)


def outcome_in(
    series: Series, as_of: date, until: date, counting: Counting
) -> int | None:
    """How many came from the end of one day to that of another; None if unwatched."""
    first = as_of + _DAY
    if not is_watched(series, first, until):
        return None
    return number_in(series, first, until, counting)


def past_counts(
    series: Series | None, since: date, as_of: date, ahead: Step, counting: Counting
) -> tuple[int, ...]:
    """How many came in each period up to a day that was watched, the latest last.

    Args:
        series: What was known on the day.
        since: The first day that a period may have.
        as_of: The day.
        ahead: How long a period is.
        counting: What counts.
    """
    if series is None:
        return ()
    floor = max(since, series.since)  # a period before it ends the walk back
    periods = _periods_back(floor, min(as_of, series.until), ahead)
    found = [
        number_in(series, first, last, counting)
        for first, last in periods
        if is_watched(series, first, last)
    ]
    return tuple(reversed(found))


def _periods_back(floor: date, as_of: date, ahead: Step) -> Iterator[tuple[date, date]]:
    """First and last day of each period that ends at a day, the latest first."""
    times, last = 1, as_of
    while True:
        before = ahead.after(as_of, -times)
        if before + _DAY < floor:
            return
        yield before + _DAY, last
        times, last = times + 1, before
