"""Where an axis is marked, and with which words: ours, so that the record has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Any

from forewarn.model.units import date_after
from forewarn.model.words import amount_text, short_day

#: Steps between marks, as multiples of a power of ten.
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Most steps on an axis of values, and most years named on an axis of time.
MOST_STEPS, MOST_YEARS = 4, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Marks of an axis, rising, and the words at each."""

    places: tuple[float, ...]
    labels: tuple[str, ...]

    def axis(self) -> Mapping[str, Any]:
        """What Vega-Lite asks of an axis with these marks."""
        # Vega counts the marks of an axis from 0 to 1 by their place in the list.
        last = max(len(self.places) - 1, 1)
        words = ", ".join(f"'{label}'" for label in self.labels)
        return {
            "values": list(self.places),
            "labelExpr": f"[{words}][round(datum.index * {last})]",
        }


def value_ticks(highest: float, *, is_chance: bool) -> Ticks:
    """Marks from 0 to above the highest value.

    Args:
        highest: At least 0; 0 stands for an axis up to 1.
        is_chance: Whether values are shown as per cent.

    >>> value_ticks(0.103, is_chance=True).labels
    ('0%', '5%', '10%', '15%')
    """
    top = highest if highest > 0 else 1.0
    step = _step(top / MOST_STEPS)
    count = ceil(top / step - 1e-9)
    places = tuple(step * place for place in range(count + 1))
    return Ticks(
        places=places,
        labels=tuple(_label(place, is_chance=is_chance) for place in places),
    )


def year_ticks(start: date, opens: float, closes: float) -> Ticks:
    """Marks at whole calendar years; at both ends where hardly one lies between.

    Args:
        start: The case's start.
        opens: First time on the axis, as a calendar year and its fraction.
        closes: Last time.

    >>> year_ticks(date(2023, 9, 14), 2023.7, 2033.7).labels
    ('2024', '2026', '2028', '2030', '2032')
    """
    step = max(1, ceil((closes - opens) / MOST_YEARS))
    step = int(_step(step)) if step > 2 else step
    years = range(ceil(opens), floor(closes) + 1, step)
    if len(years) > 1:
        return Ticks(places=tuple(map(float, years)), labels=tuple(map(str, years)))
    ends = (opens, closes) if closes > opens else (opens,)
    days = [date_after(start, end - opens) for end in ends]
    return Ticks(places=ends, labels=tuple(short_day(day) for day in days))


def _step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(power * step for step in STEPS if power * step >= least * (1 - 1e-9))


def _label(place: float, *, is_chance: bool) -> str:
    if is_chance:
        return f"{amount_text(100 * place, digits=3)}%"
    return amount_text(place, digits=3)
