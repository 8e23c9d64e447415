"""``backtest``: forecasts through the past, told as a table and as a document."""

from pathlib import Path

import pytest
from raids import DAYS, written

SMALL = ("--worlds", "64", "--futures-per-world", "8", "--threads", "1")


@pytest.fixture
def backtest(forewarn, here: Path):
    written(here)
    (here / "seen.csv").write_text(DAYS)

    def backtest(*words, first="2020-04", last="2020-05"):
        days = "--from", first, "--to", last
        return forewarn(
            "backtest", "raids", "--evidence", "seen.csv", *days, *SMALL, *words
        )

    return backtest


def test_the_document_has_every_forecast_score_and_difference(backtest):
    ran = backtest("--json")
    assert ran.status == 0, ran.err
    found = ran.document
    assert [one["date"] for one in found["forecasts"]] == ["2020-03-31", "2020-04-30"]
    assert [one["outcome"] for one in found["forecasts"]] == ["yes", "no"]
    assert all(0 < one["value"] < 1 for one in found["forecasts"])
    assert found["brier"] == pytest.approx(
        sum(
            (one["value"] - (one["outcome"] == "yes")) ** 2
            for one in found["forecasts"]
        )
        / 2
    )
    names = "constant", "last_twelve", "markov", "mean_of_two"
    assert tuple(found["baselines"]) == names
    best = found["baselines"][found["best"]]
    assert best["brier"] == min(one["brier"] for one in found["baselines"].values())
    assert found["difference"]["value"] == pytest.approx(found["brier"] - best["brier"])
    assert found["difference"]["low"] <= found["difference"]["high"]


def test_the_table_ends_with_scores_and_forecasts_are_kept(backtest, here):
    ran = backtest()
    assert ran.status == 0, ran.err
    assert "the case" in ran.out
    assert "2 forecasts are scored; in 1 of them anything came" in ran.out
    (kept,) = (here / "raids" / ".forewarn" / "backtest").glob("*.jsonl")
    assert len(kept.read_text().split()) > 2
    assert backtest().out == ran.out


def test_without_an_outcome_there_are_no_scores(backtest):
    found = backtest("--json", first="2021-02", last="2021-02").document
    assert found["scored"] == 0
    assert found["brier"] is found["difference"] is None
    assert backtest(first="2021-02", last="2021-02").status == 0


def test_it_is_drawn_where_asked(backtest, here):
    ran = backtest("--svg", "drawn.svg")
    assert ran.status == 0, ran.err
    assert (here / "drawn.svg").read_text().startswith("<svg")
    assert backtest("--svg", "seen.csv/drawn.svg").status == 3


def test_a_broken_row_is_told_with_its_line(backtest, here):
    (here / "seen.csv").write_text(DAYS + "2020-05-99,1\n")
    ran = backtest("--json")
    (problem,) = ran.document["problems"]
    assert (problem["file"], problem["line"]) == ("seen.csv", 8)
    assert "seen.csv:8 W801" in backtest().out


@pytest.mark.parametrize(
    "words", [("--from", "soon"), ("--every", "often"), ("--event", "war")]
)
def test_what_cannot_be_is_wrong_usage(backtest, words):
    assert backtest(*words).status == 2


def test_a_file_that_is_not_there_is_wrong_usage(forewarn, here):
    written(here)
    days = "--from", "2020-04", "--to", "2020-05"
    ran = forewarn("backtest", "raids", "--evidence", "none.csv", *days, "--json")
    assert ran.status == 2
    assert ran.document["problems"][0]["code"] == "X002"


@pytest.fixture
def raids(here: Path):
    written(here)
    (here / "raids" / "data").mkdir()
    return here / "raids"


def test_a_case_is_tested_against_the_record_that_lies_with_it(forewarn, raids):
    (raids / "data" / "seen.csv").write_text(DAYS, encoding="utf-8")
    days = "--from", "2020-04", "--to", "2020-05"
    ran = forewarn("backtest", "raids", *days, *SMALL, "--json")
    assert ran.status == 0, ran.err
    assert ran.document["evidence"] == "seen.csv"


def test_a_case_without_a_record_asks_for_one(forewarn, raids):
    days = "--from", "2020-04", "--to", "2020-05"
    ran = forewarn("backtest", "raids", *days, *SMALL)
    assert ran.status == 2
    assert "name a file with --evidence" in ran.err
    for name in ("one.csv", "two.csv"):
        (raids / "data" / name).write_text("date,count\n", encoding="utf-8")
    ran = forewarn("backtest", "raids", *days, *SMALL)
    assert ran.status == 2
    assert "data/one.csv, data/two.csv" in ran.err


def test_a_stopped_run_shows_what_it_had(backtest, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    place = "forewarn.insight.backtest.backtest.forecast"
    assert backtest(last="2020-04").status == 0
    monkeypatch.setattr(place, stop)
    ran = backtest()
    assert ran.status == 130
    assert "2020-03-31" in ran.out
    assert "stopped after 1 of 2 forecasts; those are kept" in ran.err
    found = backtest("--json").document
    assert found["problems"][0]["code"] == "X130"
    assert found["scored"] == 1
