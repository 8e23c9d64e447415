"""The picture of an answer over time."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.brief.charts.growth import calendar, growth_chart
from forewarn.brief.draw import draw
from forewarn.model.estimate import Curve
from forewarn.model.units import date_after

START = date(2023, 9, 14)


def curve(values, *, kind="happens"):
    values = tuple(values)
    return Curve(
        question="q",
        kind=kind,
        years=tuple(float(place) for place in range(len(values))),
        value=values,
        low=tuple(0.5 * value for value in values),
        high=tuple(1.5 * value for value in values),
    )


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.floats(0, 100))
def test_a_time_stands_in_its_calendar_year(start, years):
    day = date_after(start, years)
    assert abs(calendar(start, years) - day.year) <= 1.01


@pytest.mark.parametrize(
    "values",
    [(0.0, 0.1, 0.2), (0.0, 0.0, 0.0), (0.5,), (0.0, 1e-12), (0.0, 1.0, 1.0)],
)
def test_any_curve_can_be_drawn(values):
    svg = draw(growth_chart(curve(values), (), start=START), prefix="p")
    assert "NaN" not in svg
    assert svg.startswith("<svg")


def test_rare_answers_have_labels_that_differ():
    svg = draw(growth_chart(curve((0.0, 0.001, 0.002)), (), start=START), prefix="p")
    labels = re.findall(r">([\d.]+%)<", svg)
    assert len(labels) == len(set(labels)) >= 3


def test_counts_are_not_shown_as_chances():
    svg = draw(
        growth_chart(curve((0, 1, 3), kind="count"), (), start=START), prefix="p"
    )
    assert "%" not in svg
