"""Counts: which days of history the numbers of a case stand on already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forewarn.engine.posterior.past.courses import Days
from forewarn.model.case import Case
from forewarn.model.numbers import Number
from forewarn.model.quantities import (
    Law,
    Mixture,
    Quantity,
    RateCount,
    ShareCount,
)
from forewarn.model.standing import WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The days that a number counts over, as far as they are written."""

    windows: tuple[Days, ...] = ()
    #: Why it may stand on any days; empty where its windows are all.
    undated: str = ""


def counts_of(case: Case) -> Mapping[str, Count]:
    """What each number of a case counts, by name; variants count what they do too.

    A window holds the day it opens on: who opens one on the day of an event may have
    counted that event.
    """
    instead: dict[str, list[Quantity]] = {}
    for variant in case.variants:
        for name, quantity in variant.changes:
            instead.setdefault(name, []).append(quantity)
    return {
        number.name: _count(number, instead.get(number.name, []))
        for number in case.numbers()
    }


def _count(number: Number, instead: list[Quantity]) -> Count:
    written = [number.quantity, *instead, *([number.count] if number.count else [])]
    windows, undated, counted = list[Days](), "", 0
    for quantity in written:
        days = [
            Days(
                date.fromisoformat(a).toordinal() - 1, date.fromisoformat(b).toordinal()
            )
            for a, b in WINDOW.findall(quantity.text)
        ]
        parts = len(list(_parts(quantity.law)))
        counted, windows = counted + parts, windows + days
        if parts > len(days):
            undated = f'the days of its count "{quantity.text}" are not written'
    if number.basis in {"data", "adjusted"} and not counted:
        undated = f"its basis is {number.basis}, and no count is written"
    return Count(windows=tuple(windows), undated=undated)


def _parts(law: Law) -> Iterator[Law]:
    """The counts that a law is made of."""
    for part in law.laws if isinstance(law, Mixture) else (law,):
        if isinstance(part, RateCount | ShareCount):
            yield part
