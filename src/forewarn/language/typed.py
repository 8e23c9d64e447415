"""What is typed beside a case, read as its files would be: dates and quantities."""

import re

from forewarn.errors import NOWHERE, Problem, UsageError
from forewarn.language.building.dates import is_day, parse_day
from forewarn.language.names import nearest_hint, short
from forewarn.language.quantities import QuantityError, parse_quantity
from forewarn.language.tree import Text
from forewarn.model.case import Case, Deadline
from forewarn.model.quantities import Fixed, Quantity

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
