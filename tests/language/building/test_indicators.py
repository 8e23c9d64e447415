"""Indicators: a sign of a state, of a jump to come, or a count, and nothing between."""

import pytest
from marked import case_with, told_with

RATIOS = "seen: 12 (4 to 30), silent: 0.5, window: 90 days"


def indicator(line):
    return f"indicators:\n  ferries: {{{line}}}\n"


def the_indicator(line):
    return case_with(indicator(line)).indicators[0]


def test_an_indicator_shows_a_state() -> None:
    made = the_indicator(f"shows: war = hot, {RATIOS}, group: ports, how: By sight.")
    assert (made.kind, made.ahead) == ("shows", None)
    assert [each.name for each in made.numbers()] == [
        "ferries: seen",
        "ferries: silent",
    ]
    assert (made.group, made.how, made.window_text) == ("ports", "By sight.", "90 days")


@pytest.mark.parametrize(
    ("ahead", "days"),
    [("30 to 120 days", (30, 120)), ("120 days", (0, 120)), ("1 to 2 weeks", (7, 14))],
)
def test_an_indicator_warns_of_a_jump(ahead, days) -> None:
    made = the_indicator(f"warns_of: war -> hot, ahead: {ahead}, {RATIOS}")
    assert tuple(round(years * 365.25, 9) for years in made.ahead) == days
    assert made.ahead_text == ahead


def test_an_indicator_is_counted_at_the_rate_of_a_state() -> None:
    rates = "high: 1 per year, low: 9 per year, mid: {rate: 3 per year}"
    made = the_indicator(f"counts: {{talks: {{{rates}}}}}, overdispersed: 3")
    assert [state for state, _ in made.rates] == ["low", "mid", "high"]
    assert made.rates[0][1].name == "ferries: talks = low"
    assert (made.counted, made.overdispersed) == ("talks", 3)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"shows: «war -> hot», {RATIOS}", "E408"),
        (f"warns_of: «war = hot», ahead: 9 days, {RATIOS}", "E420"),
        (f"warns_of: war -> hot, ahead: «60 (30 to 90) days», {RATIOS}", "E303"),
        (f"warns_of: war -> hot, ahead: «0 days», {RATIOS}", "E303"),
        ("shows: war = hot, seen: «0.9», silent: 0.5, window: 9 days", "E318"),
        ("shows: war = hot, seen: «1», silent: 0.5, window: 9 days", "E318"),
        ("shows: war = hot, seen: 3, silent: «1», window: 9 days", "E318"),
        ("shows: war = hot, seen: 3, silent: 0.5, window: «0 days»", "E504"),
        ("counts: {war: {«calm»: 1 per year}}", "E202"),
        ("counts: {war: {calm: «1», hot: 2 per year}}", "E302"),
        ("counts: {«wr»: {calm: 1 per year, hot: 2 per year}}", "E402"),
        (f"shows: war = hot, {RATIOS}, overdispersed: «2»", "E209"),
        ("counts: {war: {calm: 1 per year, hot: 2 per year}}, seen: «2»", "E209"),
        (
            "counts: {war: {calm: 1 per year, hot: 2 per year}}, overdispersed: «0.5»",
            "E319",
        ),
    ],
)
def test_a_slip_in_an_indicator_is_told_where_it_is(line, code) -> None:
    assert told_with(indicator(line)) == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (RATIOS, "E209"),
        (f"shows: war = hot, warns_of: war -> hot, {RATIOS}", "E209"),
        ("shows: war = hot, seen: 2, silent: 0.5", "E202"),
        (f"warns_of: war -> hot, {RATIOS}", "E202"),
    ],
)
def test_an_indicator_is_of_one_kind_and_whole(line, code) -> None:
    text = indicator(line).replace("ferries", "«ferries»")
    assert told_with(text) == code
