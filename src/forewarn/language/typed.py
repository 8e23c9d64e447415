"""What is typed beside a case, read as its files would be: dates and quantities."""

import re
from datetime import date, timedelta

from forewarn.errors import NOWHERE, Problem, UsageError
from forewarn.language.building.dates import is_day, parse_day
from forewarn.language.names import nearest_hint, short
from forewarn.language.quantities import QuantityError, parse_quantity
from forewarn.language.tree import Text
from forewarn.model.case import Case, Deadline
from forewarn.model.quantities import Fixed, Quantity
from forewarn.model.steps import Step

_STEP = re.compile(r"(\d{1,5}) (day|week|month|year)s?", re.ASCII)
_MONTHS_IN = {"month": 1, "year": 12}
_DAYS_IN = {"day": 1, "week": 7}
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_FROM_NOW = re.compile(r"\s+from\s+now\s*$")


def parse_deadline(text: str) -> Deadline:
    """A date to ask for: a day, or a time after the start or as-of.

    Raises:
        UsageError: if the text is neither.

    >>> parse_deadline("18 months").years
    1.5
    >>> parse_deadline("2030-01-01").day
    datetime.date(2030, 1, 1)
    """
    written = Text(value=text, style="plain", span=NOWHERE)
    spelt = " ".join(text.split())
    if is_day(written):
        day = parse_day(written)
        if isinstance(day, Problem):
            raise UsageError(f"{day.message}; {_lowered(day.hint)}")
        return Deadline(text=day.isoformat(), day=day)
    return Deadline(
        text=spelt,
        years=_years(_FROM_NOW.sub("", text)),
        from_now=bool(_FROM_NOW.search(text)),
    )


def parse_step(text: str) -> Step:
    """So many days, weeks, months or years of the calendar.

    Raises:
        UsageError: if the text is none.

    >>> parse_step("1 month"), parse_step("2 weeks")
    (Step(months=1, days=0), Step(months=0, days=14))
    """
    found = _STEP.fullmatch(" ".join(text.split()))
    if not found or not int(found[1]):
        raise UsageError(
            f'"{short(text)}" is no step of the calendar; write such as 1 month, or '
            "2 weeks"
        )
    number, unit = int(found[1]), found[2]
    return Step(
        months=number * _MONTHS_IN.get(unit, 0), days=number * _DAYS_IN.get(unit, 0)
    )


def parse_eve(text: str) -> date:
    """A day; of a month the day before it begins, to which all of it lies ahead.

    Raises:
        UsageError: if the text is neither.

    >>> str(parse_eve("2015-01")), str(parse_eve("2015-01-01"))
    ('2014-12-31', '2015-01-01')
    """
    spelt = text.strip()
    try:
        if _MONTH.fullmatch(spelt):
            return date.fromisoformat(f"{spelt}-01") - timedelta(days=1)
        return date.fromisoformat(spelt)
    except (ValueError, OverflowError):
        raise UsageError(
            f'"{short(text)}" is no day; write such as 2014-12-31, or a month to '
            "forecast, such as 2015-01"
        ) from None


def parse_setting(case: Case, name: str, text: str) -> Quantity:
    """A quantity for one of a case's numbers, of the dimension that the number has.

    Args:
        case: The case.
        name: Name of the number, such as ``v: a -> b``.
        text: The phrase, such as ``0.02 to 0.16 per year``.

    Raises:
        UsageError: if there is no such number, or the phrase does not fit it.
    """
    old = {number.name: number.quantity for number in case.numbers()}
    if name not in old:
        raise UsageError(
            f'there is no number "{short(name)}". '
            + (nearest_hint(name, old) or "'forewarn show' lists what has numbers.")
        )
    dimension, unit = old[name].dimension, old[name].unit
    try:
        return parse_quantity(text, dimension, start=case.start, unit=unit)
    except QuantityError as mistake:
        told = f'"{short(text)}" does not fit "{short(name)}": {mistake.message}'
        raise UsageError(f"{told}; {_lowered(mistake.hint)}") from None


def _years(text: str) -> float:
    try:
        law = parse_quantity(text, "duration").law
    except QuantityError:
        law = None
    if not isinstance(law, Fixed):
        raise UsageError(
            f'"{short(text)}" is no date; write such as 2030-01-01, or 5 years'
        )
    return law.value


def _lowered(hint: str) -> str:
    """A hint as the end of a sentence."""
    return hint[:1].lower() + hint[1:].removesuffix(".")
