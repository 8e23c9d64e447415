"""Steps of the calendar: months that end where months end, weeks and days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from forewarn.model.units import DAYS_PER_YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """So many months and days of the calendar.

    >>> month = Step(months=1)
    >>> [str(month.after(date(2024, 1, 31), times)) for times in (0, 1, 2)]
    ['2024-01-31', '2024-02-29', '2024-03-31']
    """

    months: int = 0
    days: int = 0

    def after(self, day: date, times: int = 1) -> date:
        """The day some steps after a day, or before it where ``times`` is negative.

        The last day of a month leads to the last day of another; any other to the day
        of its number, or to the last there is.

        Raises:
            OverflowError: where the calendar ends first.
        """
        month = 12 * day.year + day.month - 1 + self.months * times
        if not 12 <= month < 12 * 10_000:
            raise OverflowError("the calendar has years 1 to 9999")
        year, month = divmod(month, 12)
        last, its_last = monthrange(year, month + 1)[1], _last_of(day)
        number = last if self.months and day.day == its_last else min(day.day, last)
        return date(year, month + 1, number) + timedelta(days=self.days * times)

    @property
    def years(self) -> float:
        """About how many years it takes."""
        return self.months / 12 + self.days / DAYS_PER_YEAR


def _last_of(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def is_end_of_month(day: date) -> bool:
    """Whether a day is the last of its month.

    >>> is_end_of_month(date(2023, 2, 28)), is_end_of_month(date(2024, 2, 28))
    (True, False)
    """
    return day.day == _last_of(day)
