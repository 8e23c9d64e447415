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


WHOLE = """
forewarn: 1
case: {title: Whole, start: 2024-01-01, horizon: 10 years}
basis: judgement
variables:
  strait:
    scale: open < shut
    states: [open, shut]
    start: open
    transitions: {open -> shut: 0.1 to 0.2 per year}
schedule:
  vote:
    dates: [2025-03-01]
    jump: {strait: shut -> open}
    chance: 20%
  lot: {dates: every 1 May from 2033, draw: {strait: {open: 40%, shut: 60%}}}
triggers:
  - {after: raid, jump: {strait: open -> shut}, chance: 5%}
events: {raid: {rate: 1 per year}}
common_causes: {nerve: {share: 60%, raises: ["strait: open -> shut"]}}
variants: {quiet: {weight: 30%, set: {raid: 2 per year}}}
losses:
  deaths: {unit: people, per_jump: {raid: 5}, per_year: {strait = shut: 7}}
indicators:
  tugs: {shows: strait = shut, seen: 5, silent: 0.5, window: 9 days}
  tempo: {counts: {strait: {open: 1 per year, shut: 2 per year}}}
measures:
  plan:
    cost: 5m USD
    ready: 1 year
    effects: [{odds: vote, when: strait = shut, times: 2}]
  none_of_it: {cost: unpriced, ready: by 2026-01-01}
reports:
  - {date: 2024-05-05, event: raid}
questions: {shut: {happens: strait = shut, by: 5 years}}
"""


def test_everything_a_case_may_have_is_shown(forewarn, here: Path) -> None:
    (here / "whole.yaml").write_text(WHOLE, encoding="utf-8")
    tables = forewarn("show", "whole.yaml").out
    for words in (
        *("vote", "2025-03-01", "strait: shut -> open", "strait: open 40%, shut 60%"),
        *("nerve", "+ strait: open -> shut", "quiet", "raid: 2 per year", "5m USD"),
        *("7 a year", "shows", "by 2026-01-01", "vote: 2", "unpriced"),
    ):
        assert words in tables
    document = forewarn("show", "whole.yaml", "--json").document
    assert [each["name"] for each in document["measures"]] == ["plan", "none_of_it"]
    effect = document["measures"][0]["effects"][0]
    assert (effect["kind"], effect["on"], effect["times"]) == ("odds", "vote", "2")
    assert [each["kind"] for each in document["indicators"]] == ["shows", "counts"]
    assert document["schedule"][1]["draw"] == {"open": "40%", "shut": "60%"}
    assert document["triggers"][0]["after"] == "raid"
    assert document["losses"][0]["per_year"][0]["size"] == "7"
    assert document["reports"] == 1


def test_what_makes_a_case_hard_to_believe_is_shown(forewarn, here: Path) -> None:
    lone = WHOLE.replace("dates: [2025-03-01]", "dates: []")
    lone = lone.partition("schedule:")[0] + "events:" + lone.partition("\nevents:")[2]
    (here / "lone.yaml").write_text(lone.replace("odds: vote", "hazard: raid"))
    ran = forewarn("show", "lone.yaml")
    assert "states that nothing leads out of: strait = shut" in ran.out
    document = forewarn("show", "lone.yaml", "--json").document
    assert document["without_exit"] == [{"variable": "strait", "state": "shut"}]
    assert document["towards_worse"] is None
    assert document["hindsight"] == 0


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
