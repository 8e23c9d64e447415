"""Reports: one thing each, on a day of the case, known no sooner than it happened."""

from datetime import date

import pytest
from marked import case_with, told_with

INDICATORS = """\
indicators:
  ferries: {shows: war = hot, seen: 3, silent: 0.5, window: 9 days}
  tempo: {counts: {war: {calm: 1 per year, hot: 2 per year}}}
"""
WHAT = 'reliability: B2, source: "un, page 3", what: Seen.'


def report(line):
    return f"{INDICATORS}reports:\n  - {{{line}, {WHAT}}}\n"


def the_report(line):
    return case_with(report(line)).evidence.reports[0]


def test_a_jump_is_reported_on_a_day_or_in_an_interval() -> None:
    made = the_report("date: 2024-06-19, jump: {talks: mid|low -> high}")
    assert made.first == made.last == made.known == date(2024, 6, 19)
    assert made.jump.text == "talks: low|mid -> high"
    made = the_report("from: 2024-06-19, to: 2024-07-01, jump: {talks: low -> high}")
    assert (made.first, made.last) == (date(2024, 6, 19), date(2024, 7, 1))
    assert made.known == date(2024, 7, 1)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("state: {talks: high|low}", "state", ("talks", ("low", "high"))),
        ("event: raid", "event", "raid"),
        ("sighting: ferries", "sighting", "ferries"),
        ("count: {tempo: 1_200}", "count", ("tempo", 1200)),
        ("count: {raid: 0}", "count", ("raid", 0)),
        ("sensor_off: ferries", "sensor_off", ("ferries",)),
        ("sensor_off: [ferries, tempo]", "sensor_off", ("ferries", "tempo")),
    ],
)
def test_a_report_says_one_thing_of_many_kinds(line, field, value) -> None:
    made = the_report(f"date: 2024-06-19, {line}")
    assert getattr(made, field) == value
    assert (made.reliability, made.citation.place) == ("B2", "page 3")
    assert made.what == "Seen."


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("date: «2023-06-19», event: raid", "E501"),
        ("date: «2044-06-19», event: raid", "E502"),
        ("date: 2024-06-19, known: «2024-06-18», event: raid", "E601"),
        ("from: «2024-06-19», to: 2024-05-19, event: raid", "E513"),
        ("date: 2024-06-19, jump: {talks: «low -> low»}", "E419"),
        ("date: 2024-06-19, jump: {talks: low -> «hgh»}", "E403"),
        ("date: 2024-06-19, state: {talks: low|«hot»}", "E404"),
        ("date: 2024-06-19, state: {talks: «low |»}", "E401"),
        ("date: 2024-06-19, event: «rad»", "E405"),
        ("date: 2024-06-19, sighting: «feries»", "E422"),
        ("date: 2024-06-19, sighting: «tempo»", "E209"),
        ("date: 2024-06-19, count: {«ferries»: 3}", "E209"),
        ("date: 2024-06-19, count: {tempo: «3.5»}", "E308"),
        ("date: 2024-06-19, count: {tempo: «-3»}", "E308"),
        ("date: 2024-06-19, sensor_off: [ferries, «feries»]", "E422"),
    ],
)
def test_a_slip_in_a_report_is_told_where_it_is(line, code) -> None:
    assert told_with(report(line)) == code


@pytest.mark.parametrize(
    "line",
    [
        "event: raid",
        "from: 2024-06-19, event: raid",
        "date: 2024-06-19, to: 2024-07-19, event: raid",
        "date: 2024-06-19",
        "date: 2024-06-19, event: raid, sighting: ferries",
    ],
)
def test_a_report_has_one_date_and_says_one_thing(line) -> None:
    text = report(line).replace("- {", "- «{").replace("Seen.}", "Seen.}»")
    assert told_with(text) == "E209"


@pytest.mark.parametrize("scale", ["B2", "A1", "F6", "F"])
def test_reliability_is_on_the_admiralty_scale(scale) -> None:
    text = report("date: 2024-06-19, event: raid").replace("B2", scale)
    assert case_with(text).evidence.reports[0].reliability == scale


@pytest.mark.parametrize("scale", ["G1", "B7", "b2", "B22", "high"])
def test_other_scales_are_told(scale) -> None:
    text = report("date: 2024-06-19, event: raid").replace("B2", f"«{scale}»")
    assert told_with(text) == "E602"


def test_one_report_that_is_none_hides_no_other() -> None:
    text = report("date: 2024-06-19, evnt: raid").replace("evnt", "«evnt»")
    text += report("date: «2044-06-19», event: raid").partition("reports:\n")[2]
    assert told_with(text) == "E201 E502"


def test_variables_and_events_are_fully_reported_until_a_day() -> None:
    text = "fully_reported: {until: 2026-08-20, variables: [war, raid]}\n"
    (coverage,) = case_with(text).evidence.coverage
    assert (coverage.since, coverage.until) == (date(2024, 1, 1), date(2026, 8, 20))
    assert coverage.names == ("war", "raid")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{until: «2044-08-20», variables: [war]}", "E502"),
        ("{until: «2023-08-20», variables: [war]}", "E501"),
        ("{until: 2026-08-20, variables: [«wr»]}", "E402"),
        ("[{until: 2025-01-01, variables: «wr»}]", "E402"),
    ],
)
def test_a_slip_in_what_is_fully_reported_is_told(text, code) -> None:
    assert told_with(f"fully_reported: {text}\n") == code
