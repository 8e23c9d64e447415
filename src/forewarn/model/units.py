"""Time as the model counts it: years of 365.25 days from the end of the first day."""

from datetime import date, timedelta
from math import ceil, floor

DAYS_PER_YEAR = 365.25
#: Years in one of each unit a duration may be written in.
YEARS_PER = {
    "day": 1 / DAYS_PER_YEAR,
    "week": 7 / DAYS_PER_YEAR,
    "month": 1 / 12,
    "year": 1.0,
}


def years_between(start: date, end: date) -> float:
    """Years from the end of one day to the end of another.

    .. math:: t = (end - start) / 365.25

    >>> years_between(date(2023, 9, 14), date(2033, 9, 14))
    10.001368925393566
    """
    return (end - start).days / DAYS_PER_YEAR


def date_after(start: date, years: float) -> date:
    """The day nearest to some years after a day's end; ties go to the later day.

    Args:
        start: The day at whose end the years begin.
        years: Elapsed time, in years.

    Returns:
        The nearest day, or ``date.max`` where the calendar ends first.

    >>> date_after(date(2023, 9, 14), 10.0)
    datetime.date(2033, 9, 14)
    """
    days = floor(years * DAYS_PER_YEAR + 0.5)
    if days > (date.max - start).days:
        return date.max
    return start + timedelta(days=days)


def day_at(start: date, years: float) -> date:
    """The day in which something comes, some years after another day's end.

    A day begins just after the end of the day before, and ends with its last moment.

    Args:
        start: The day at whose end the years begin.
        years: Elapsed time, in years.

    Returns:
        The day, or ``date.max`` where the calendar ends first.

    >>> day_at(date(2023, 9, 14), 0.1 / DAYS_PER_YEAR)
    datetime.date(2023, 9, 15)
    """
    days = ceil(years * DAYS_PER_YEAR)
    if days > (date.max - start).days:
        return date.max
    return start + timedelta(days=days)
