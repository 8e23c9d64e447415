"""``publish``, ``resolve`` and ``score``: from an answer to its score."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

FEW = ("--worlds", "16", "--futures-per-world", "4")
TODAY = datetime.now(tz=UTC).date()


@pytest.fixture
def run(forewarn):
    def run(*words, status=0):
        ran = forewarn(*map(str, words))
        assert ran.status == status, ran.err
        return ran

    return run


@pytest.fixture
def mine(run, tmp_path):
    folder = tmp_path / "mine"
    run("new", folder, "--from", "two-way-race")
    text = (folder / "model.yaml").read_text()
    (folder / "model.yaml").write_text(
        text.replace("horizon: 10 years", "horizon: 100 years")
    )
    return folder


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_what_is_published_is_the_answer_as_said_today(run, mine):
    ran = run(
        "publish", mine, "first_wins", "--by", "90 years", "--who", "ana", "--json"
    )
    (told,) = ran.document["published"]
    (row,) = rows(mine / "forecasts.csv")
    answered = run("answer", mine, "first_wins", "--by", "90 years", "--json")
    (estimate,) = answered.document["estimates"]
    assert float(row["value"]) == told["value"] == estimate["value"]
    assert row["digest"] == estimate["digest"]
    assert (row["who"], row["question"]) == ("ana", "first_wins")
    assert abs(datetime.fromisoformat(row["published"]).date() - TODAY) <= timedelta(1)


def test_publishing_again_adds_and_changes_nothing_before(run, mine):
    ask = ("publish", mine, "first_wins", "--by", "90 years")
    run(*ask)
    before = (mine / "forecasts.csv").read_bytes()
    run(*ask)
    after = (mine / "forecasts.csv").read_bytes()
    assert after.startswith(before)
    assert len(rows(mine / "forecasts.csv")) == 2


def test_days_that_have_come_and_what_has_no_yes_are_not_published(run, mine):
    ran = run(
        "publish", mine, "first_wins", "jumps", "--by", "1 year", "--by", "90 years"
    )
    assert "that day has come" in ran.out
    assert "jumps has no yes or no" in ran.out
    assert len(rows(mine / "forecasts.csv")) == 1
    none = run("publish", mine, "jumps", status=2)
    assert "no yes or no" in none.err


def test_a_bundled_case_is_not_written_to(run):
    for command in (
        ("publish", "two-front", *FEW),
        (
            "resolve",
            "two-front",
            "two_front",
            "void",
            "--by",
            "1 year",
            "--source",
            "x",
        ),
    ):
        ran = run(*command, status=2)
        assert "forewarn new my-two-front --from two-front" in ran.err


def test_a_single_file_has_no_ledger(run, mine):
    ran = run("publish", mine / "model.yaml", *FEW, status=2)
    assert "single file" in ran.err


def test_an_outcome_is_kept_with_its_source(run, mine):
    run(
        *("resolve", mine, "first_wins", "yes", "--by", "1 year"),
        *("--source", "yearbook, page 3", "--resolved", "2024-06-19"),
    )
    (row,) = rows(mine / "outcomes.csv")
    assert row["outcome"] == "yes"
    assert row["source"] == "yearbook, page 3"
    assert row["resolved"] == "2024-06-19"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nothing", "yes", "--by", "1 year"), "no question"),
        (("first_wins", "no", "--by", "90 years"), "may come true until its day"),
        (
            ("first_wins", "yes", "--by", "1 year", "--resolved", "9999-01-01"),
            "to come",
        ),
        (("first_wins", "yes", "--by", "1 year", "--resolved", "soon"), "takes a day"),
        (("first_wins", "maybe", "--by", "1 year"), "maybe"),
    ],
)
def test_an_outcome_that_cannot_be_is_told(run, mine, words, told):
    ran = run("resolve", mine, *words, "--source", "x", status=2)
    assert told in ran.err
    assert not (mine / "outcomes.csv").exists()


def test_the_score_tells_record_and_look_back_apart(run, mine):
    header = "published,who,question,by,value,low,high,digest\n"
    day = "2024-12-31"
    (mine / "forecasts.csv").write_text(
        f"{header}2024-02-01,ana,first_wins,{day},0.2,,,\n"
    )
    for question in ("first_wins", "second_wins"):
        run(
            *("resolve", mine, question, "yes", "--by", day),
            *("--source", "x", "--resolved", "2025-01-01"),
        )
    found = run("score", mine, "--json").document
    kinds = {item["question"]: item for item in found["items"]}
    assert kinds["first_wins"]["kind"] == "record"
    assert kinds["first_wins"]["brier"] == pytest.approx(0.64)
    assert kinds["second_wins"]["kind"] == "retrodiction"
    assert found["count"] == found["retrodiction"]["count"] == 1
    assert found["brier"] == pytest.approx(0.64)
    shown = run("score", mine).out
    assert "record: 1 resolved, Brier 0.64" in shown
    assert "a look back, not a record" in shown


def test_a_case_without_a_ledger_has_nothing_to_score(run, mine):
    assert "Nothing that can be scored" in run("score", mine).out
    assert run("score", mine, "--json").document["items"] == []
