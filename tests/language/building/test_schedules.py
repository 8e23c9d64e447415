"""Schedules and triggers: dates in the case, one jump or one draw, chances as odds."""

from datetime import date

import pytest
from marked import case_with, told_with

from forewarn.errors import NOWHERE
from forewarn.language.building.building import Building
from forewarn.language.building.calendar import dates_of
from forewarn.language.found import Found
from forewarn.language.tree import Text
from forewarn.model.conditions import text_of

LEAP = "jump: {talks: low|mid -> high}, chance: 20%"
YEARLY = "dates: every 30 April, "


def dates(text, start=date(2024, 1, 1), horizon=10.0):
    building = Building(found=Found(), start=start, horizon=horizon)
    made = dates_of(building, Text(value=text, style="plain", span=NOWHERE))
    assert made is not None, building.found.problems
    return made


@pytest.mark.parametrize(
    ("text", "first", "last", "count", "spelt"),
    [
        ("every 30 April", (2024, 4, 30), (2033, 4, 30), 10, "every 30 April"),
        ("every  1  january", (2025, 1, 1), (2034, 1, 1), 10, "every 1 January"),
        ("every 31 December", (2024, 12, 31), (2033, 12, 31), 10, None),
        ("every 30 April from 2026", (2026, 4, 30), (2033, 4, 30), 8, None),
        ("every 30 April from 2026 to 2028", (2026, 4, 30), (2028, 4, 30), 3, None),
        ("every 30 April to 2025", (2024, 4, 30), (2025, 4, 30), 2, None),
        ("every 30 April from 1990 to 2999", (2024, 4, 30), (2033, 4, 30), 10, None),
        ("every 29 February", (2024, 2, 29), (2032, 2, 29), 3, None),
    ],
)
def test_a_day_of_every_year_is_taken_up_to_the_horizon(
    text, first, last, count, spelt
) -> None:
    days, canonical = dates(text)
    assert (days[0], days[-1]) == (date(*first), date(*last))
    assert len(days) == count
    assert canonical == (spelt or text)


def test_the_day_of_the_start_is_over_and_that_of_the_horizon_counts() -> None:
    days, _ = dates("every 1 January", horizon=1.0)
    assert days == ()  # a year of 365.25 days ends on 31 December 2024
    days, _ = dates("every 1 January", start=date(2023, 12, 31), horizon=1.0)
    assert days == (date(2024, 1, 1),)


def test_a_day_of_every_year_stops_where_the_calendar_does() -> None:
    assert dates("every 30 April", horizon=1e6)[0][-1] == date(9999, 4, 30)


def test_dates_of_a_list_are_put_in_order() -> None:
    text = f"schedule:\n  vote: {{dates: [2026-11-03, 2024-11-05], {LEAP}}}\n"
    (vote,) = case_with(text).schedules
    assert vote.dates == (date(2024, 11, 5), date(2026, 11, 3))
    assert vote.dates_text == "2024-11-05, 2026-11-03"


def test_a_jump_has_a_chance_whose_odds_are_influenced() -> None:
    text = (
        "schedule:\n  vote:\n    dates: every 30 April\n    window: 60  days\n"
        "    jump: {talks: mid|low -> high}\n    chance: 15% (5% to 35%)\n"
        "    count: 1 of 9\n    because: A vote a year.\n"
        "    times: {war = hot: 2}\n"
    )
    (vote,) = case_with(text).schedules
    assert vote.leap.text == "talks: low|mid -> high"
    assert vote.chance.name == "vote"
    assert (vote.chance.basis, vote.chance.because) == ("data", "A vote a year.")
    assert vote.effects[0].times.name == "vote | war = hot"
    assert (vote.window, vote.window_text) == (60 / 365.25, "60 days")


def test_a_draw_has_a_share_of_each_state() -> None:
    text = (
        "schedule:\n  vote:\n    dates: every 30 April\n    basis: definition\n"
        "    draw: {talks: {low: 50%, mid: {share: 50%, basis: judgement}}}\n"
    )
    (vote,) = case_with(text).schedules
    said = [(number.name, number.basis) for _, number in vote.draw.shares]
    assert said == [
        ("vote: talks = low", "definition"),
        ("vote: talks = mid", "judgement"),
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("dates: «sometimes», " + LEAP, "E503"),
        ("dates: «every 30 Aprll», " + LEAP, "E503"),
        ("dates: «every 31 April», " + LEAP, "E503"),
        ("dates: «every 0 April», " + LEAP, "E503"),
        ("dates: [«2024-13-01»], " + LEAP, "E127"),
        ("dates: [«2023-11-05»], " + LEAP, "E501"),
        ("dates: [«2024-01-01»], " + LEAP, "E501"),
        ("dates: [2025-01-01, «2044-01-01»], " + LEAP, "E502"),
        (YEARLY + "window: «0 days», " + LEAP, "E504"),
        (YEARLY + "window: «2 years», " + LEAP, "E511"),
        (YEARLY + "chance: «120%», jump: {talks: low -> high}", "E306"),
        (YEARLY + "chance: 5%, jump: {«tlaks»: low -> high}", "E402"),
        (YEARLY + "chance: 5%, jump: {talks: «lo» -> high}", "E403"),
        (YEARLY + "chance: 5%, jump: {talks: «low -> mid|high»}", "E418"),
        (YEARLY + "chance: 5%, jump: {talks: «low|mid -> mid»}", "E419"),
        (YEARLY + "chance: 5%, jump: {talks: low -> mid, «war»: x -> y}", "E203"),
        (YEARLY + "draw: {talks: {low: «50%», mid: 40%}}", "E312"),
        (YEARLY + "draw: {talks: {low: 100%}}, chance: «5%»", "E209"),
    ],
)
def test_a_slip_in_a_schedule_is_told_where_it_is(line, code) -> None:
    assert told_with(f"schedule:\n  vote: {{{line}}}\n") == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (YEARLY, "E209"),
        (YEARLY + "jump: {talks: low -> mid}", "E202"),
        (YEARLY + LEAP + ", draw: {talks: {low: 100%}}", "E209"),
    ],
)
def test_a_schedule_is_a_jump_with_a_chance_or_a_draw(line, code) -> None:
    assert told_with(f"schedule:\n  «vote»: {{{line}}}\n") == code


def test_a_schedule_and_an_event_of_one_name_are_told() -> None:
    text = "schedule:\n  raid: {dates: every 30 April, jump: {talks: low -> mid}, "
    assert told_with(text + "chance: «5%»}\n") == "E423"


def trigger(line):
    return f"triggers:\n  - {{{line}}}\n"


def test_a_trigger_is_named_by_what_it_follows_and_its_jump() -> None:
    text = trigger(
        "after: war->hot or raid and war = hot, jump: {talks: mid|low -> high}, "
        "chance: 8% (2% to 25%), times: {war = hot: 2}"
    )
    (made,) = case_with(text).triggers
    assert text_of(made.after) == "war -> hot or raid and war = hot"
    name = "trigger: war -> hot or raid and war = hot: talks: low|mid -> high"
    assert made.chance.name == name
    assert made.effects[0].times.name == f"{made.chance.name} | war = hot"


def test_triggers_keep_their_order() -> None:
    text = (
        "triggers:\n  - {after: war -> hot, jump: {talks: mid -> low}, chance: 5%}\n"
        "  - {after: raid, jump: {talks: low -> mid}, chance: 5%}\n"
    )
    assert [text_of(t.after) for t in case_with(text).triggers] == [
        "war -> hot",
        "raid",
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("after: «war = hot», jump: {talks: low -> mid}, chance: 5%", "E420"),
        (
            "after: «war -> hot or war = calm», jump: {talks: low -> mid}, chance: 5%",
            "E420",
        ),
        ("after: «wr» -> hot, jump: {talks: low -> mid}, chance: 5%", "E402"),
        ("after: war -> hot, jump: {talks: low -> mid}, chance: «5»", "E306"),
    ],
)
def test_a_slip_in_a_trigger_is_told_where_it_is(line, code) -> None:
    assert told_with(trigger(line)) == code


def test_one_trigger_that_is_none_hides_no_other() -> None:
    text = (
        "triggers:\n  - {«aftr»: war -> hot, jump: {talks: low -> mid}, chance: 5%}\n"
        "  - {after: war -> hot, jump: {talks: low -> mid}, chance: «5»}\n"
    )
    assert told_with(text) == "E201 E306"


def test_a_trigger_that_stands_twice_is_told() -> None:
    one = "  - {after: war -> hot, jump: {talks: low -> mid}, chance: 5%}\n"
    text = f"triggers:\n{one}{one.replace('5%', '«5%»')}"
    assert told_with(text) == "E423"
