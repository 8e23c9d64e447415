"""Series: how often something was observed, day by day or month by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forewarn.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something came in one stretch of days, and when that was known."""

    #: First and last day of the stretch; the same where the day is known.
    first: date
    last: date
    number: int
    #: The day it could be known; never before ``last``.
    known: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Counts in order of their last days; a day without one had none.

    >>> day = date(2020, 1, 5)
    >>> one = Count(first=day, last=day, number=2, known=day)
    >>> series = Series(counts=(one,), since=date(2020, 1, 1), until=date(2020, 1, 31))
    >>> series.number_in(date(2020, 1, 1), date(2020, 1, 31))
    2
    """

    counts: tuple[Count, ...]
    #: First and last day that were watched.
    since: date
    until: date
    #: Whether each count is that of a month, rather than of a day.
    monthly: bool = False
    #: What a reader of the file must know: how rows were taken.
    notes: tuple[str, ...] = ()
    #: Rows that were left out, and why.
    problems: tuple[Problem, ...] = ()

    def known_by(self, day: date) -> "Series":
        """What could be known on a day: nothing later, whatever the file holds."""
        counts = tuple(one for one in self.counts if one.known <= day)
        until = min(self.until, day)
        return Series(
            counts=counts, since=self.since, until=until, monthly=self.monthly
        )

    def number_in(self, first: date, last: date) -> int:
        """How many came from one day to another, both included."""
        return sum(one.number for one in self._within(first, last))

    def days_in(self, first: date, last: date) -> int:
        """On how many days something came, both included; a stretch is one day."""
        return sum(one.number > 0 for one in self._within(first, last))

    def _within(self, first: date, last: date) -> Iterator[Count]:
        return (one for one in self.counts if first <= one.last <= last)
