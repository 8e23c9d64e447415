"""How the answer to one question grows over time, with its interval."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from typing import Any

from forewarn.brief.charts.ticks import value_ticks, year_ticks
from forewarn.brief.from_run import AMOUNTS
from forewarn.brief.theme import BAND, INK, LINE, PAPER, chart_settings
from forewarn.model.estimate import Curve, Estimate
from forewarn.model.units import DAYS_PER_YEAR

WIDTH, HEIGHT = 300, 150


def growth_chart(
    curve: Curve, estimates: Sequence[Estimate], *, start: date
) -> Mapping[str, Any]:
    """A Vega-Lite specification: line, band, and a ring at each date asked.

    Args:
        curve: Times and answers.
        estimates: Answers to the same question, for the rings.
        start: The case's start, from which the curve counts its years.
    """
    import altair as alt  # noqa: PLC0415  # heavy, and only charts need it

    span = (calendar(start, curve.years[0]), calendar(start, curve.years[-1]))
    years = year_ticks(start, *span).axis()
    time = alt.X("year:Q", title=None).axis(**years, grid=False)
    time = time.scale(domain=span, nice=False)
    highest = max(*curve.value, *curve.high)
    ticks = value_ticks(highest, is_chance=curve.kind not in AMOUNTS)
    across: dict[str, Any] = {
        "title": None,
        "axis": alt.Axis(**ticks.axis(), domain=False),
        "scale": alt.Scale(domain=(0.0, ticks.places[-1]), nice=False),
    }
    value, low = alt.Y("value:Q", **across), alt.Y("low:Q", **across)
    along = alt.Chart({"values": _along(curve, start)}).encode(x=time)
    rings = alt.Chart({"values": _rings(estimates, start)}).encode(x=time, y=value)
    layers = alt.layer(
        along.mark_area(color=BAND.light).encode(y=low, y2="high:Q"),
        along.mark_line(color=LINE.light, strokeWidth=2.5).encode(y=value),
        rings.mark_point(
            color=INK.light, fill=PAPER.light, opacity=1, size=45, strokeWidth=1.5
        ),
    )
    chart = layers.properties(width=WIDTH, height=HEIGHT)
    return {**chart.to_dict(), "config": chart_settings()}


def calendar(start: date, years: float) -> float:
    """A time as a calendar year and its fraction, for an axis of years.

    >>> calendar(date(2023, 1, 1), 2.0)
    2025.0
    """
    return start.year + (start.timetuple().tm_yday - 1) / DAYS_PER_YEAR + years


def _along(curve: Curve, start: date) -> list[dict[str, float]]:
    columns = zip(curve.years, curve.value, curve.low, curve.high, strict=True)
    return [
        {"year": calendar(start, years), "value": value, "low": low, "high": high}
        for years, value, low, high in columns
    ]


def _rings(estimates: Sequence[Estimate], start: date) -> list[dict[str, float]]:
    return [
        {"year": calendar(start, estimate.years), "value": estimate.value}
        for estimate in estimates
        if estimate.years is not None and isfinite(estimate.value)
    ]
