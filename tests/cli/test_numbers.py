"""``numbers``: what the evidence makes of each number."""

from pathlib import Path

EVIDENCE = """\
fully_reported: {until: 2026-12-31, variables: [strait]}
reports:
  - {date: 2025-03-01, jump: {strait: open -> closed}}
  - {date: 2025-06-01, jump: {strait: closed -> open}}
"""


def with_evidence(here: Path) -> None:
    (here / "good" / "evidence.yaml").write_text(EVIDENCE)


def test_a_jump_that_was_reported_raises_its_rate(forewarn, here: Path) -> None:
    with_evidence(here)
    ran = forewarn("numbers", "good", "--as-of", "2026-12-31", "--json")
    assert ran.status == 0, ran.err
    record = ran.document
    rows = {row["name"]: row for row in record["numbers"]}
    jump = rows["strait: open -> closed"]
    assert jump["posterior"]["p50"] > jump["prior"]["p50"]
    assert jump["count"] == 1
    assert 2.7 < jump["exposure"] < 2.8
    assert record["as_of"] == "2026-12-31"
    assert record["rhat"] < 1.05


def test_at_the_start_nothing_has_moved(forewarn) -> None:
    ran = forewarn("numbers", "good")
    assert ran.status == 0
    assert "as of 2024-01-01" in ran.out


def test_history_is_learned_from_used_once_or_left_out_and_said(forewarn, here) -> None:
    folder = here / "good" / "history"
    folder.mkdir()
    (folder / "states.csv").write_text(
        "date,variable,state,source\n2015-01-01,strait,open,un\n"
    )
    (folder / "coverage.csv").write_text(
        "from,to,name\n2015-01-01,2019-12-31,strait\n2023-01-01,2023-12-31,strait\n"
    )
    ran = forewarn("numbers", "good", "--json")
    assert ran.status == 0, ran.err
    told = [
        (one["about"], one["from"], one["use"])
        for one in ran.document["history"]
        if one["about"] == "strait: open -> closed"
    ]
    assert told == [
        ("strait: open -> closed", "2015-01-02", "learned"),
        ("strait: open -> closed", "2023-01-01", "learned"),
    ]
    shown = forewarn("numbers", "good")
    assert "learned from history before the start" in shown.out
