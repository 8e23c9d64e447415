"""Indicators: each can tell, in time, and never the opposite of what it says."""

import pytest
from marked import told_with


def codes(line, place="ferries"):
    text = f"indicators:\n  ferries: {{{line}}}\n"
    return told_with(text.replace(place, f"«{place}»", 1) if place else text)


@pytest.mark.parametrize(
    "line",
    [
        "shows: war = hot, seen: 3, silent: 0.5, window: 9 days",
        "warns_of: war -> hot, ahead: 9 days, seen: 3, silent: 0.5, window: 9 days",
        "shows: war = hot, seen: 2 to 9, silent: 0.5 (0.1 to 0.9), window: 1 year",
        "counts: {war: {calm: 1 per year, hot: 2 per year}}",
    ],
)
def test_an_indicator_that_tells_is_told_nothing(line) -> None:
    assert not codes(line, place="")


@pytest.mark.parametrize(
    "condition",
    [
        "shows: war = hot and war = calm",
        "shows: war in calm|hot",
        "warns_of: 'talks: low -> high', ahead: 1 year",
    ],
)
def test_an_indicator_of_what_is_never_or_always_so_is_told(condition) -> None:
    assert codes(f"{condition}, seen: 3, silent: 0.5, window: 9 days") == "W322"


def test_a_window_longer_than_the_warning_is_told() -> None:
    ratios = "seen: 3, silent: 0.5, window: 30 days"
    assert codes(f"warns_of: war -> hot, ahead: 3 to 29 days, {ratios}") == "W323"
    assert not codes(f"warns_of: war -> hot, ahead: 3 to 30 days, {ratios}", place="")


@pytest.mark.parametrize(
    "ratios",
    ["seen: «2 (0.9 to 8)», silent: 0.5", "seen: 2, silent: «0.5 (0.1 to 1)»"],
)
def test_a_ratio_that_reaches_past_one_is_told(ratios) -> None:
    assert codes(f"shows: war = hot, {ratios}, window: 9 days", place="") == "W324"
