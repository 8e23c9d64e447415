"""Dates of a schedule: a list, or a day of every year up to the horizon."""

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from forewarn.language.building.building import Building
from forewarn.language.building.dates import day_of, is_within
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text

_EVERY = re.compile(
    r"every\s+(?P<day>\d{1,2})\s+(?P<month>\w+)"
    r"(?:\s+from\s+(?P<first>\d{4}))?(?:\s+to\s+(?P<last>\d{4}))?",
    re.ASCII,
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_LEAP_YEAR = 2024  # the longest each month can be

Dates = tuple[tuple[date, ...], str]


def dates_of(building: Building, written: Text | Sequence[Text]) -> Dates | None:
    """Dates within the case, rising, and their canonical text; None where unreadable.

    Dates of a list must lie after the start and up to the horizon; a day of every year
    is taken where it does.
    """
    if isinstance(written, Text):
        return _every(building, written)
    days = [_listed(building, text) for text in written]
    if None in days:
        return None
    rising = sorted(day for day in days if day)
    return tuple(rising), ", ".join(day.isoformat() for day in rising)


def _listed(building: Building, text: Text) -> date | None:
    day = day_of(building, text)
    if day is None or not is_within(building, day, text):
        return None
    if day == building.start:
        building.error(
            "E501",
            text.span,
            f"{day} is the day at whose end the case starts, so this is over",
            "Write a later date, or leave it out.",
        )
        return None
    return day


def _every(building: Building, text: Text) -> Dates | None:
    found = _EVERY.fullmatch(text.value.strip())
    if found is None:
        building.error(
            "E503",
            text.span,
            f'"{short(text.value)}" says no dates',
            "Write such as 'every 30 April from 2024', or a list of dates.",
        )
        return None
    month = _month(building, text, found["month"])
    if month is None or not _is_in_month(building, text, int(found["day"]), month):
        return None
    return tuple(_days(building, found, month)), _spelt(found, month)


def _month(building: Building, text: Text, name: str) -> int | None:
    if name.lower() in _MONTHS:
        return _MONTHS.index(name.lower()) + 1
    building.error(
        "E503",
        text.span,
        f'"{short(name)}" is no month',
        nearest_hint(name.capitalize(), map(str.capitalize, _MONTHS))
        or "Write its English name, such as April.",
    )
    return None


def _is_in_month(building: Building, text: Text, day: int, month: int) -> bool:
    longest = calendar.monthrange(_LEAP_YEAR, month)[1]
    if 1 <= day <= longest:
        return True
    message = f"{_MONTHS[month - 1].capitalize()} has no day {day}"
    building.error("E503", text.span, message, f"Write a day from 1 to {longest}.")
    return False


def _days(building: Building, found: re.Match[str], month: int) -> Iterator[date]:
    """Each such day after the start and up to the horizon, in years that have it."""
    start, last = building.start or date.max, building.last_day
    opens, day = start, int(found["day"])
    if start < date.max:
        opens += timedelta(days=1)
    first = max(opens.year, int(found["first"] or 0))
    for year in range(first, min(last.year, int(found["last"] or last.year)) + 1):
        if day <= calendar.monthrange(year, month)[1]:
            on = date(year, month, day)
            if opens <= on <= last:
                yield on


def _spelt(found: re.Match[str], month: int) -> str:
    parts = [f"every {int(found['day'])} {_MONTHS[month - 1].capitalize()}"]
    parts += [f"{word} {found[key]}" for word, key in _ENDS if found[key]]
    return " ".join(parts)


_ENDS = (("from", "first"), ("to", "last"))
