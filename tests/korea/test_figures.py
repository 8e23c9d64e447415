"""The Korea case has the figures of the tables that it was written from.

``figures`` holds what those tables say, in figures alone: chances at the start, losses,
likelihood ratios, costs, lead times and effects of measures, and days of events. Costs
in won are in dollars at the rate that one of them gives.
"""

import csv
from functools import cache
from pathlib import Path

import pytest

from forewarn.language.load import load_case
from forewarn.laws import quantile
from forewarn.model.case import Case, Measure, Number
from forewarn.model.evidence import Report
from forewarn.model.numbers import is_certain
from forewarn.model.quantities import Law, Mixture

FIGURES = Path(__file__).parent / "figures"
#: Where the source has a percentage of world output and the case has dollars at the
#: source's pair of both, in round numbers.
ROUNDED = 0.03
#: Reports whose event the source files under a variable whose state it does not
#: establish: money and oil say that barter goes on, an election who will govern.
FILED_ELSEWHERE = {"2024-02-06", "2024-03-26", "2024-11-05"}
#: Ratios below 1 if seen, turned round in the case, and one without any for silence.
TURNED = {"msmt_report", "no_heir"}
NO_SILENCE = "hot_lines"


@cache
def korea() -> Case:
    case = load_case("north-korea").case
    assert case is not None
    return case


def rows(name: str) -> list[dict[str, str]]:
    with (FIGURES / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def spread(law: Law) -> tuple[float, float, float]:
    """P10, median and P90."""
    return quantile(law, 0.1), quantile(law, 0.5), quantile(law, 0.9)


@pytest.mark.parametrize("row", rows("starts"), ids=lambda row: row["variable"])
def test_a_variable_starts_with_the_confidence_given_or_surely(
    row: dict[str, str],
) -> None:
    shares = dict(korea().variable(row["variable"]).start)
    start = shares[row["state"]]
    given = float(row["confidence"])
    surely = given >= 0.97 and is_certain(start)
    assert surely or quantile(start.quantity.law, 0.5) == given


@pytest.mark.parametrize("row", rows("losses"), ids=lambda row: " ".join(row.values()))
def test_a_loss_has_the_middle_and_the_ends_given(row: dict[str, str]) -> None:
    unit = float(row["unit"])
    given = [float(row[end]) * unit for end in ("low", "middle", "high")]
    found = [
        spread(law)
        for size in sizes(row["loss"], row["on"])
        for law in parts(size.quantity.law)
    ]
    assert any(one == pytest.approx(given, rel=ROUNDED) for one in found)


def sizes(loss: str, on: str) -> list[Number]:
    numbers = [n for one in korea().losses if one.name == loss for n in one.numbers()]
    return [number for number in numbers if on in number.name]


def parts(law: Law) -> tuple[Law, ...]:
    return law.laws if isinstance(law, Mixture) else (law,)


def test_there_are_as_many_losses_as_given_and_no_other_with_an_interval() -> None:
    given = {(row["loss"], row["on"]) for row in rows("losses")}
    assert len(rows("losses")) == 20
    others = [
        number.name
        for loss in korea().losses
        for number in loss.numbers()
        if not any(loss.name == one and on in number.name for one, on in given)
    ]
    exact = (
        "japan_aircraft",
        "prc_aircraft",
        "us_output",
        "prc_output",
        "taiwan_output",
    )
    assert {name.partition(":")[0] for name in others} == {*exact, "rok_output"}


@pytest.mark.parametrize("row", rows("indicators"), ids=lambda row: row["id"])
def test_an_indicator_has_the_ratios_given(row: dict[str, str]) -> None:
    name = row["indicator"]
    one = next(each for each in korea().indicators if each.name == name)
    assert one.seen
    assert one.silent
    low, seen, high = spread(one.seen.quantity.law)
    silent = spread(one.silent.quantity.law)[1]
    if name in TURNED:
        assert silent == pytest.approx(float(row["seen"]))
        assert 1 < seen < 1.1
    else:
        assert seen == pytest.approx(float(row["seen"]))
        assert silent == pytest.approx(
            0.99 if name == NO_SILENCE else float(row["absent"])
        )
    # One rule for the doubt about all of them.
    assert low == pytest.approx(seen**0.56, rel=0.05)
    assert high == pytest.approx(seen**1.37, rel=0.05)


@pytest.mark.parametrize("row", rows("measures"), ids=lambda row: row["id"])
def test_a_measure_has_the_cost_and_the_lead_time_given(row: dict[str, str]) -> None:
    one = measure(row)
    assert (one.cost.quantity.text if one.cost else "") == row["cost"]
    if one.ready_by:
        assert row["ready"] == f"by {one.ready_by}"
    else:
        assert one.ready
        ends = [float(end) for end in row["ready"].split(" to ")]
        low, _, high = spread(one.ready.quantity.law)
        assert (low, high) == pytest.approx((ends[0], ends[-1]))


@pytest.mark.parametrize("row", rows("measures"), ids=lambda row: row["id"])
def test_a_measure_has_the_effects_given_or_says_that_they_were_mended(
    row: dict[str, str],
) -> None:
    effects = [effect.times for effect in measure(row).effects]
    centres = [float(centre) for centre in row["effects"].split()]
    assert [spread(one.quantity.law)[1] for one in effects] == pytest.approx(centres)
    for number, centre in zip(effects, centres, strict=True):
        given = float(row["low"]), float(row["high"])
        low, _, high = spread(number.quantity.law)
        turned = 1 / given[1], 1 / given[0]
        if _lies_in(centre, given):
            assert (low, high) == pytest.approx(given)
        else:
            assert number.because.startswith("A repair")
        if _lies_in(centre, turned) and not _lies_in(centre, given):
            assert (low, high) == pytest.approx(turned, rel=ROUNDED)


def _lies_in(centre: float, ends: tuple[float, float]) -> bool:
    return ends[0] < centre < ends[1] or ends == (centre, centre)


def measure(row: dict[str, str]) -> Measure:
    return next(one for one in korea().measures if one.name == row["measure"])


def test_every_event_is_reported_under_what_it_moved() -> None:
    events = rows("events")
    assert len(events) == 78
    unmoved = [
        event["date"]
        for event in events
        if not any(_is_of(one, event["variables"].split()) for one in of_day(event))
    ]
    assert set(unmoved) == FILED_ELSEWHERE


def test_what_a_source_is_half_sure_of_is_no_fact() -> None:
    half = [event for event in rows("events") if event["confidence"] == "medium"]
    assert half
    assert {one.reliability for event in half for one in of_day(event)} == {"C3"}


def of_day(event: dict[str, str]) -> list[Report]:
    told = [one for one in korea().evidence.reports if not one.sensor_off]
    return [one for one in told if _meets(event["date"], one)]


def _meets(day: str, report: Report) -> bool:
    """Whether a day, or a month, of the record lies in a report's days."""
    first, last = report.first.isoformat(), report.last.isoformat()
    if report.count:
        return False
    if day < "2023-09-14":  # what came just before the start is told as of it
        return first == "2023-09-14"
    return first <= day <= last or last.startswith(day)


def _is_of(report: Report, variables: list[str]) -> bool:
    """Whether a report tells of a variable, or of something else seen or done."""
    told = report.jump.variable if report.jump else (report.state or ("",))[0]
    return told in variables or bool(report.sighting or report.event)
