"""Dates of a case: days, durations, and the dates a question is asked for."""

import re
from dataclasses import replace
from datetime import date

from forewarn.errors import Problem
from forewarn.language.building.building import Building
from forewarn.language.building.phrases import exact_of
from forewarn.language.names import short
from forewarn.language.places import error
from forewarn.language.tree import Text
from forewarn.model.case import Deadline

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LESS_THAN_A_DAY = re.compile(r"\d{4}(?:-\d{1,2})?", re.ASCII)
_FROM_NOW = re.compile(r"\s+from\s+now\s*$")
_SLACK = 1e-9  # years; 120 months may come out a rounding over 10 years


def is_day(text: Text) -> bool:
    """Whether a text is written as a day."""
    return bool(_DAY.fullmatch(text.value.strip()))


def parse_day(text: Text) -> date | Problem:
    """The day a text stands for, or what is wrong with it."""
    hint = "Write year-month-day, such as 2024-06-19."
    if _LESS_THAN_A_DAY.fullmatch(text.value.strip()):
        hint = "Write a day; where only the month or the year is known, its last one."
    if not is_day(text):
        return error("E503", text.span, f'"{short(text.value)}" is not a date', hint)
    try:
        return date.fromisoformat(text.value.strip())
    except ValueError:
        message = f'"{short(text.value)}" is not a day of the calendar'
        return error("E503", text.span, message, hint)


def day_of(building: Building, text: Text) -> date | None:
    """The day a text stands for; None where it stands for none."""
    day = parse_day(text)
    if isinstance(day, Problem):
        building.error(day.code, day.span, day.message, day.hint)
        return None
    return day


def years_of(building: Building, text: Text) -> float | None:
    """A written duration in years; None where it is none."""
    return exact_of(building, text, "duration")


def deadline_of(building: Building, text: Text) -> Deadline | None:
    """A date a question is asked for: a day, or a time after the start or as-of."""
    if is_day(text):
        return _on_day(building, text)
    from_now = bool(_FROM_NOW.search(text.value))
    written = replace(text, value=_FROM_NOW.sub("", text.value))
    years = years_of(building, written)
    if years is None:
        return None
    if building.horizon is not None and years > building.horizon + _SLACK:
        _past_horizon(building, text)
        return None
    spelt = " ".join(text.value.split())
    return Deadline(text=spelt, years=years, from_now=from_now)


def _on_day(building: Building, text: Text) -> Deadline | None:
    day = day_of(building, text)
    if day is None or not is_within(building, day, text):
        return None
    return Deadline(text=day.isoformat(), day=day)


def is_within(building: Building, day: date, text: Text) -> bool:
    """Whether a day lies within the case; says so where it does not."""
    if _is_before_start(building, day, text):
        return False
    if day > building.last_day:
        _past_horizon(building, text)
        return False
    return True


def window_of(building: Building, text: Text | None) -> float | None:
    """A written window in years; 0 where none is written, None where it is none."""
    if text is None:
        return 0.0
    years = years_of(building, text)
    if years == 0:
        message = "the window has no length"
        building.error("E504", text.span, message, "Write such as '60 days'.")
        return None
    return years


def _is_before_start(building: Building, day: date, text: Text) -> bool:
    if building.start is None or day >= building.start:
        return False
    building.error(
        "E501",
        text.span,
        f"{day} is before the start of the case, {building.start}",
        "Ask for the start or later; what was so before it is history.",
    )
    return True


def _past_horizon(building: Building, text: Text) -> None:
    building.error(
        "E502",
        text.span,
        f'"{short(text.value)}" is past the horizon of the case, {building.last_day}',
        "Ask for an earlier date, or lengthen 'horizon:'.",
    )
