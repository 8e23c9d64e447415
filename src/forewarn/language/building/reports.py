"""Reports: dated items of evidence, and of what everything would have been reported."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from types import MappingProxyType
from typing import Any

from forewarn.language.building.building import Building
from forewarn.language.building.dates import day_of, is_within
from forewarn.language.building.kinds import kind_of
from forewarn.language.building.leaps import alternatives_of, leap_of, one_of
from forewarn.language.building.numbers import citation_of
from forewarn.language.building.phrases import is_known_variable
from forewarn.language.layout import evidence as layout
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.evidence import Coverage, Report

_ADMIRALTY = re.compile(r"[A-F][1-6]?")
_WHOLE = re.compile(r"\d[\d_]*", re.ASCII)
_MOST_COUNTED = 10**9  # nobody counts further, and a float holds it exactly

_Fields = dict[str, Any] | None
_Days = tuple[date, date]


def build_report(building: Building, written: layout.Report) -> Report | None:
    """The report; None where it cannot be read."""
    kind = kind_of(building, written, tuple(_KINDS), "this report")
    days = _days(building, written)
    fields = _KINDS[kind](building, written) if kind else None
    known = day_of(building, written.known) if written.known else None
    reliability = _reliability(building, written.reliability)
    if days is None or fields is None or (written.known and known is None):
        return None
    if known and written.known and known < days[0]:
        _known_too_early(building, written.known, known, days)
    return Report(
        first=days[0],
        last=days[1],
        known=known or days[1],
        reliability=reliability,
        citation=citation_of(building, written.source),
        what=written.what.value if written.what else "",
        span=written.span,
        **fields,
    )


def build_coverage(
    building: Building, written: layout.FullyReported
) -> Coverage | None:
    """Of what everything would have been reported; None without its last day."""
    until = day_of(building, written.until)
    names = tuple(_covered(building, written.variables))
    if until is None or not is_within(building, until, written.until):
        return None
    since = building.start or until
    return Coverage(since=since, until=until, names=names, span=written.until.span)


def _covered(building: Building, names: tuple[Text, ...]) -> Iterator[str]:
    for name in names:
        if name.value in building.events or is_known_variable(building, name):
            yield name.value


def _known_too_early(building: Building, text: Text, known: date, days: _Days) -> None:
    building.error(
        "E601",
        text.span,
        f"this was known on {known}, before it happened on {days[0]}",
        "Correct one of the two; what is foreseen is no report.",
    )


def _days(building: Building, written: layout.Report) -> _Days | None:
    """The first and last day of a report; None where they cannot be read."""
    if written.lacks("date", "from", "to"):
        return None
    texts = (written.date, written.from_, written.to)
    match texts:
        case (Text() as day, None, None):
            first = last = _day(building, day)
        case (None, Text() as opens, Text() as closes):
            first, last = _day(building, opens), _day(building, closes)
        case _:
            building.error(
                "E209",
                written.span,
                "this report has no date, or a date and an interval",
                "Write 'date:', or both 'from:' and 'to:'.",
            )
            return None
    if first is None or last is None:
        return None
    return (first, last) if _in_order(building, written, first, last) else None


def _in_order(
    building: Building, written: layout.Report, first: date, last: date
) -> bool:
    if first <= last:
        return True
    building.error(
        "E513",
        written.span if written.from_ is None else written.from_.span,
        f"this interval runs from {first} back to {last}",
        "Write the earlier day under 'from:'.",
    )
    return False


def _day(building: Building, text: Text) -> date | None:
    day = day_of(building, text)
    return day if day and is_within(building, day, text) else None


def _reliability(building: Building, text: Text | None) -> str:
    if text is None or _ADMIRALTY.fullmatch(text.value):
        return text.value if text else ""
    building.error(
        "E602",
        text.span,
        f'"{short(text.value)}" is not on the admiralty scale',
        "Write a letter from A to F for the source, and a digit from 1 to 6 for what "
        "it says, such as B2.",
    )
    return ""


def _jump(building: Building, written: layout.Report) -> _Fields:
    leap = leap_of(building, written.jump or {}, "'jump:'")
    return {"jump": leap} if leap else None


def _state(building: Building, written: layout.Report) -> _Fields:
    one = one_of(building, written.state or {}, "'state:'")
    if one is None or not is_known_variable(building, one[0]):
        return None
    name, text = one
    states = alternatives_of(building, building.variables[name.value], text)
    return {"state": (name.value, states)} if states else None


def _event(building: Building, written: layout.Report) -> _Fields:
    text = written.event
    if text is None or _is_event(building, text):
        return {"event": text.value} if text else None
    return None


def _is_event(building: Building, text: Text) -> bool:
    if text.value in building.events:
        return True
    if not building.is_broken(text.value):
        building.error(
            "E405",
            text.span,
            f'event "{short(text.value)}" is not declared',
            nearest_hint(text.value, building.events) or "Declare it under 'events:'.",
        )
    return False


def _sighting(building: Building, written: layout.Report) -> _Fields:
    text = written.sighting
    if text is None or not _is_indicator(building, text):
        return None
    if building.indicators[text.value] == "counts":
        message = f'"{text.value}" is counted, and not seen or silent'
        building.error("E209", text.span, message, "Write 'count: {NAME: 3}'.")
        return None
    return {"sighting": text.value}


def _is_indicator(building: Building, text: Text) -> bool:
    if text.value in building.indicators:
        return True
    if not building.is_broken(text.value):
        building.error(
            "E422",
            text.span,
            f'indicator "{short(text.value)}" is not declared',
            nearest_hint(text.value, building.indicators)
            or "Declare it under 'indicators:'.",
        )
    return False


def _count(building: Building, written: layout.Report) -> _Fields:
    one = one_of(building, written.count or {}, "'count:'")
    if one is None:
        return None
    name, text = one
    known = name.value in building.events or _is_indicator(building, name)
    count = _whole(building, text)
    if not known or count is None:
        return None
    if building.indicators.get(name.value, "counts") != "counts":
        message = f'"{name.value}" is seen or silent, and not counted'
        building.error("E209", name.span, message, "Write 'sighting: NAME'.")
        return None
    return {"count": (name.value, count)}


def _whole(building: Building, text: Text) -> int | None:
    digits = text.value.strip()
    count = int(digits.replace("_", "")) if _WHOLE.fullmatch(digits[:20]) else -1
    if 0 <= count <= _MOST_COUNTED and len(digits) <= 20:
        return count
    message = f'"{short(text.value)}" is no count'
    building.error("E308", text.span, message, "Write a whole number, 0 or more.")
    return None


def _sensor_off(building: Building, written: layout.Report) -> _Fields:
    names = written.sensor_off or ()
    known = [_is_indicator(building, name) for name in names]
    return {"sensor_off": tuple(name.value for name in names)} if all(known) else None


_KINDS: MappingProxyType[str, Callable[[Building, layout.Report], _Fields]] = (
    MappingProxyType(
        {
            "jump": _jump,
            "state": _state,
            "event": _event,
            "sighting": _sighting,
            "count": _count,
            "sensor_off": _sensor_off,
        }
    )
)
