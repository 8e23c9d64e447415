"""What the numbers of a case rest on: bases, reasons and hindsight, told once for all.

Checking, listing, reading aloud and the brief all take these facts from here, so that
they never tell two different counts.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forewarn.model.case import Case
from forewarn.model.numbers import BASES, Basis, Number, is_certain

#: The dated window of a count, as its canonical text has it.
WINDOW = re.compile(r"\bin (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A number that rests on what became known after the start."""

    number: Number
    #: The last day of what it rests on.
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the numbers of a case rest on."""

    #: Those that somebody chose: all but the 1 of a state written alone as the start.
    numbers: tuple[Number, ...]
    #: How many rest on each basis; under None those of which nobody said.
    by_basis: Mapping[Basis | None, int]
    #: Those that are more than a definition, and so need a reason.
    believed: tuple[Number, ...]
    #: Those of them that have no ``because``.
    unreasoned: tuple[Number, ...]
    late: tuple[Late, ...]


def standing_of(case: Case) -> Standing:
    """What the numbers of a case rest on, in declared order."""
    published = {source.name: source.published for source in case.sources}
    numbers = tuple(number for number in case.numbers() if not is_certain(number))
    believed = tuple(each for each in numbers if each.basis != "definition")
    counts = Counter(number.basis for number in numbers)
    days = ((each, learned(each, published.get(_source(each)))) for each in numbers)
    return Standing(
        numbers=numbers,
        by_basis={basis: counts[basis] for basis in (*BASES, None)},
        believed=believed,
        unreasoned=tuple(each for each in believed if not each.because),
        late=tuple(
            Late(number=number, day=day)
            for number, day in days
            if day is not None and day > case.start
        ),
    )


def learned(number: Number, published: date | None) -> date | None:
    """The last day of what a number rests on; None where it names no day.

    That is the end of its count's window, and the day its fact was known: its own
    ``known``, or else the day its source was published.

    Args:
        number: The number.
        published: When its source was published.
    """
    known = number.known or published
    days = [closes for _, closes in windows_of(number)]
    return max([*days, known] if known else days, default=None)


def _source(number: Number) -> str:
    return number.citation.source if number.citation else ""


def windows_of(number: Number) -> tuple[tuple[date, date], ...]:
    """First and last day of each dated window that a number counts over.

    >>> from forewarn.model.quantities import Quantity, RateCount
    >>> counted = Quantity(
    ...     text="1 in 1961-07-06 to 2023-09-14",
    ...     dimension="rate",
    ...     law=RateCount(count=1, exposure=62.2),
    ... )
    >>> number = Number(name="v: a -> b", quantity=counted, basis="data")
    >>> [(str(opens), str(closes)) for opens, closes in windows_of(number)]
    [('1961-07-06', '2023-09-14')]
    """
    texts = (number.quantity.text, number.count.text if number.count else "")
    found = (match for text in texts for match in WINDOW.findall(text))
    return tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in found)
