"""``show``: what a case says, as tables, prose, a map and a record."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

LISTS = (
    "variables",
    "transitions",
    "influences",
    "events",
    "indicators",
    "measures",
    "questions",
    "claims",
)
BASES = {"data", "published", "adjusted", "judgement", "definition"}


def test_the_tables_name_every_variable_and_question(forewarn) -> None:
    ran = forewarn("show", "good")
    assert ran.status == 0
    for words in ("strait", "crisis", "open -> closed", "shut", "variable (2)"):
        assert words in ran.out


def test_the_record_has_its_lists_and_shares(forewarn) -> None:
    document = forewarn("show", "good", "--json").document
    assert all(isinstance(document[name], list) for name in LISTS)
    assert set(document["basis"]) == BASES
    assert document["basis"]["judgement"] == 1
    (influence,) = document["influences"]
    assert influence["on"] == "crisis: none -> acute"
    assert influence["condition"] == "strait = closed"
    assert influence["times"] == "3 (1.5 to 6)"


@pytest.mark.parametrize("name", ["two-front", "benchmark-12", "two-way-race"])
def test_every_bundled_case_can_be_shown(name: str, forewarn) -> None:
    for form in ((), ("--as", "text"), ("--json",)):
        assert forewarn("show", name, *form).status == 0


def test_prose_is_prose(forewarn) -> None:
    ran = forewarn("show", "good", "--as", "text")
    assert "A strait" in ran.out
    assert "│" not in ran.out


def test_the_map_is_drawn_into_the_file(forewarn, here: Path) -> None:
    ran = forewarn("show", "good", "--svg", "map.svg")
    assert (ran.status, ran.out) == (0, "map.svg\n")
    assert ET.parse(here / "map.svg").getroot().tag.endswith("svg")  # noqa: S314  # ours


@pytest.mark.parametrize("name", ["nowhere/map.svg", "/", ".", "x" * 300])
def test_a_map_that_cannot_be_written_is_said(name: str, forewarn) -> None:
    ran = forewarn("show", "good", "--svg", name)
    assert ran.status == 3
    assert f"{name} cannot be written" in ran.err


def test_a_case_with_errors_shows_them_instead(forewarn) -> None:
    ran = forewarn("show", "bad")
    assert (ran.status, ran.out) == (1, "")
    assert "clozed" in ran.err
    assert forewarn("show", "bad", "--json").document["problems"]


@pytest.mark.parametrize("setting", ["NO_COLOR", None])
def test_colour_stays_off_where_nobody_sees_it(
    setting: str | None, forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    if setting:
        monkeypatch.setenv(setting, "1")
    assert "\x1b" not in forewarn("show", "good").out
    assert "\x1b" not in forewarn("check", "bad").out
