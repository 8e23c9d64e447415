"""The head of a case: title, start, horizon and what holds for all of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from forewarn.language.building.building import Building
from forewarn.language.building.dates import day_of, is_day, years_of
from forewarn.language.building.phrases import exact_of
from forewarn.language.building.yardstick import yardstick_of
from forewarn.language.layout.file import Head
from forewarn.language.tree import Text
from forewarn.model.case import Status
from forewarn.model.units import years_between


def build_head(building: Building, head: Head) -> dict[str, Any]:
    """The fields of the case that its head gives; the building learns its dates."""
    building.start = day_of(building, head.start)
    building.horizon = _horizon_of(building, head.horizon)
    draft = head.status is not None and head.status.value == "draft"
    building.draft = draft or head.lacks("status")
    return {
        "title": head.title.value,
        "start": building.start,
        "horizon": building.horizon,
        "horizon_text": " ".join(head.horizon.value.split()),
        "written": day_of(building, head.written) if head.written else None,
        "status": cast("Status", head.status.value if head.status else "final"),
        "handling": head.handling.value if head.handling else "",
        "yardstick": yardstick_of(building, head.yardstick),
        **dict(_shares(building, head)),
    }


def _shares(building: Building, head: Head) -> Iterator[tuple[str, float | None]]:
    if head.measure_cap:
        yield "measure_cap", exact_of(building, head.measure_cap, "probability")
    if head.author_correlation:
        share = exact_of(building, head.author_correlation, "probability")
        yield "author_correlation", share


def _horizon_of(building: Building, text: Text) -> float | None:
    years = _until(building, text) if is_day(text) else years_of(building, text)
    if years is None or years > 0:
        return years
    building.error(
        "E510",
        text.span,
        "the horizon is not after the start",
        "Write such as '10 years'.",
    )
    return None


def _until(building: Building, text: Text) -> float | None:
    day, start = day_of(building, text), building.start
    return years_between(start, day) if isinstance(day, date) and start else None
