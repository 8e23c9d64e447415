"""``answer``: estimates in words and as a record, and what is asked wrongly."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forewarn.cli import answer as answer_module
from forewarn.errors import Interrupted, NotComputable
from forewarn.workbench import OpenCase, open_case

FEW = ("--worlds", "64", "--futures-per-world", "8")
EXACT = ("--worlds", "16", "--method", "exact")
KEYS = [
    "question",
    "kind",
    "by",
    "value",
    "median",
    "central",
    "low",
    "high",
    "error",
    "method",
    "worlds",
    "futures_per_world",
    "ess",
    "as_of",
    "seed",
    "digest",
    "version",
]


def estimate(ran):
    (found,) = ran.document["estimates"]
    return found


def test_a_line_an_estimate_under_its_question(
    forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    ran = forewarn("answer", "two-way-race", *FEW)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert "The slower jump wins" in lines
    year = next(line for line in lines if line.strip().startswith("2000-12-31"))
    assert "32%" in year
    assert "exact" in year
    assert "unlikely" in year


def test_a_narrow_screen_has_two_lines_an_estimate(
    forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = forewarn("answer", "two-way-race", *FEW).out.splitlines()
    place = next(n for n, line in enumerate(lines) if "2000-12-31" in line)
    assert "unlikely" in lines[place]
    assert "central 32%" in lines[place + 1]
    assert "exact" in lines[place + 1]


def test_a_record_has_the_keys_that_stay(forewarn) -> None:
    ran = forewarn("answer", "good", *FEW, "--json")
    assert set(ran.document) >= {"estimates", "losses", "notes"}
    assert list(estimate(ran))[: len(KEYS)] == KEYS
    assert estimate(ran)["by"] == "2028-12-31"


def test_the_table_and_the_record_come_from_one_run(forewarn) -> None:
    rows = forewarn("answer", "two-front", "treaty", *FEW).out
    record = forewarn("answer", "two-front", "treaty", *FEW, "--json").document
    for found in record["estimates"]:
        assert f"{found['value']:.0%}" in rows


def test_the_brief_answers_by_the_same_run(forewarn, here: Path) -> None:
    answered = forewarn("answer", "good", *FEW, "--json").document["estimates"]
    assert forewarn("brief", "good", "--out", "out", *FEW).status == 0
    brief = json.loads((here / "out" / "brief.json").read_text(encoding="utf-8"))
    assert [one["value"] for one in brief["estimates"]] == [
        one["value"] for one in answered
    ]


def test_named_questions_come_in_the_order_named(forewarn) -> None:
    ran = forewarn("answer", "two-front", "law", "treaty", *FEW, "--json")
    names = [one["question"] for one in ran.document["estimates"]]
    assert names == ["law", "treaty", "treaty"]


def test_other_dates_can_be_asked_for(forewarn) -> None:
    by = ("--by", "2027-01-01", "--by", "6 years")
    ran = forewarn("answer", "good", *by, *FEW, "--json")
    days = [one["by"] for one in ran.document["estimates"]]
    assert days == ["2027-01-01", "2030-01-01"]


def test_both_methods_answer_alike(forewarn) -> None:
    many = ("--worlds", "256", "--futures-per-world", "64")
    by_method = {
        method: estimate(
            forewarn("answer", "good", *many, "--method", method, "--json")
        )
        for method in ("exact", "simulated")
    }
    exact, simulated = by_method["exact"], by_method["simulated"]
    assert (exact["method"], simulated["method"]) == ("exact", "simulated")
    assert abs(exact["value"] - simulated["value"]) < 4 * simulated["error"]


def test_central_is_one_world_with_all_three_numbers_alike(forewarn) -> None:
    found = estimate(forewarn("answer", "good", "--central", "--json"))
    assert found["worlds"] == 1
    assert found["value"] == found["median"] == found["central"]


def test_another_seed_is_another_draw_and_threads_are_not(forewarn) -> None:
    values = [
        estimate(forewarn("answer", "good", *FEW, *words, "--json"))["value"]
        for words in ((), ("--seed", "2"), ("--threads", "1"), ("--threads", "3"))
    ]
    assert values[0] != values[1]
    assert values[0] == values[2] == values[3]


def test_a_variable_held_where_it_is_asked_for_makes_it_certain(forewarn) -> None:
    fixes = ("--fix", "strait=closed", "--fix", "crisis = acute")
    ran = forewarn("answer", "good", *fixes, *FEW, "--json")
    assert estimate(ran)["value"] == 1.0
    assert ran.document["fix"] == {"strait": "closed", "crisis": "acute"}
    table = forewarn("answer", "good", *fixes, *FEW).out
    assert "not the case as written: strait is held at closed" in table
    assert "settled" in table


def test_a_number_set_higher_raises_the_answer(forewarn) -> None:
    words = ("answer", "good", *FEW, "--json")
    before = estimate(forewarn(*words))["value"]
    number = ("strait: open  -> closed", "1 to 2 per year")
    ran = forewarn(*words, "--set", *number)
    assert estimate(ran)["value"] > before
    assert ran.document["set"] == {"strait: open -> closed": "1 to 2 per year"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("shutt",), "did you mean 'shut'"),
        (("--fix", "strat=closed"), "did you mean 'strait'"),
        (("--fix", "strait=closd"), "did you mean 'closed'"),
        (("--fix", "strait=open", "--fix", "strait=closed"), "comes twice for strait"),
        (("--fix", "strait"), "VAR=STATE"),
        (("--set", "strait: open -> closd", "1 per year"), "strait: open -> closed"),
        (("--set", "strait: open -> closed", "1"), "no unit"),
        (("--set", "strait: open -> closed"), "NAME QUANTITY"),
        (("--by", "2023-12-31"), "before the start of the case, 2024-01-01"),
        (("--by", "11 years"), "past the horizon of the case, 2034-01-01"),
        (("--by", "soon"), "no date"),
        (("--worlds", "0"), "at least one of each"),
        (("--futures-per-world", "-1"), "at least one of each"),
        (("--worlds", str(10**15)), "would take weeks"),
        (("--threads", "0"), "at least one"),
        (("--as-of", "2023-06-01"), "the case runs from 2024-01-01"),
        (("--as-of", "2044-06-01"), "the case runs from 2024-01-01"),
        (("--as-of", "soon"), "no date"),
        (("--as-of", "2024-06-01", "--method", "exact"), "leave out --method"),
        (("--as-of", "2024-06-01", "--fix", "crisis=acute"), "leave out --fix"),
        (("--smooth",), "add --as-of"),
        (("--as-of", "2024-06-01", "--smooth", "--replay", "0:0"), "--smooth tells"),
        (("--adopt", "patrls"), "no measure 'patrls'; did you mean 'patrols'?"),
        (("--adopt", "patrols", "--adopt", "patrols@1 year"), "comes twice"),
        (("--adopt", "patrols@"), "MEASURE@DATE"),
        (("--adopt", "@2025-01-01"), "MEASURE@DATE"),
        (("--adopt", "patrols@soon"), "no date"),
        (("--adopt", "patrols@2023-01-01"), "runs from 2024-01-01"),
        (("--adopt", "patrols@2044-01-01"), "adopt it in that time"),
        (("--replay", "1"), "WORLD:FUTURE"),
        (("--replay", "9999:0"), "no world 9999"),
        (("--replay", "0:999"), "no future 999"),
    ],
)
def test_what_is_asked_wrongly_is_one_clear_message(words, told, forewarn) -> None:
    ran = forewarn("answer", "good", *words)
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    as_json = forewarn("answer", "good", "--json", *words)
    (problem,) = as_json.document["problems"]
    assert told in problem["message"]
    assert as_json.status == 2


def test_a_measure_that_is_adopted_acts_and_is_told(forewarn) -> None:
    plain = estimate(forewarn("answer", "good", "--json", *EXACT))["value"]
    values = []
    for words in (("patrols@9 years",), ("patrols",)):
        ran = forewarn("answer", "good", "--json", *EXACT, "--adopt", *words)
        values.append(estimate(ran)["value"])
    assert values[1] < values[0] == plain
    assert ran.document["adopt"] == {"patrols": "2024-01-01"}
    told = forewarn("answer", "good", *EXACT, "--adopt", "patrols@2024-07-01")
    assert "patrols is adopted on 2024-07-01" in told.out


def test_losses_are_added_up_where_no_question_is_named(forewarn, here) -> None:
    text = (here / "good" / "model.yaml").read_text(encoding="utf-8")
    text += "losses: {ships: {unit: ships, per_jump: {strait -> closed: 3 (1 to 9)}}}\n"
    (here / "good" / "model.yaml").write_text(text, encoding="utf-8")
    ran = forewarn("answer", "good", "--json", *FEW)
    (loss,) = ran.document["losses"]
    keys = ("loss", "by", "mean", "low", "median", "high", "worst5", "error")
    assert tuple(loss)[: len(keys)] == keys
    assert loss["low"] <= loss["median"] <= loss["high"] <= loss["worst5"]
    assert forewarn("answer", "good", "shut", "--json", *FEW).document["losses"] == []
    shown = forewarn("answer", "good", *FEW).out
    assert f"Losses by {loss['by']}" in shown


def test_the_start_may_be_named_as_the_day_the_answers_stand_at(forewarn) -> None:
    assert forewarn("answer", "good", "--as-of", "2024-01-01", *FEW).status == 0


def test_worlds_that_need_more_memory_than_there_is_are_refused(forewarn) -> None:
    huge = ("--worlds", str(2**36), "--futures-per-world", "1", "--method", "exact")
    ran = forewarn("answer", "good", *huge)
    assert ran.status == 3
    assert "GB are free; ask for fewer worlds" in ran.err


def test_a_chain_that_cannot_be_solved_says_what_would_do(
    forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotComputable("7 joint states; ask for method='simulated'")

    monkeypatch.setattr(OpenCase, "answer", refuse)
    ran = forewarn("answer", "good")
    assert (ran.status, ran.out) == (3, "")
    assert "ask for method='simulated'" in ran.err


def test_a_case_that_asks_nothing_says_so(forewarn, here: Path) -> None:
    model = here / "good" / "model.yaml"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.split("questions:")[0], encoding="utf-8")
    ran = forewarn("answer", "good")
    assert (ran.status, ran.out.strip()) == (0, "The case asks no question.")
    assert forewarn("answer", "good", "--json").document["estimates"] == []


@pytest.mark.parametrize("width", ["60", "80", "119", "200"])
def test_nothing_is_left_out_on_a_narrow_screen(
    width, forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = " ".join(forewarn("answer", "two-front", "two_front", *FEW).out.split())
    for word in ("mean", "central", "median", "outside", "error", "likelihood"):
        assert word in out
    assert "about" in out


def stopped_after(finished):
    def stop(*_: object, **__: object) -> None:
        raise Interrupted("stopped after 3 of 4 worlds", finished)

    return stop


def test_what_a_stopped_run_had_finished_is_shown(
    forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = open_case("two-way-race").answer("first_wins")
    monkeypatch.setattr(OpenCase, "answer", stopped_after(found))
    ran = forewarn("answer", "two-way-race")
    assert ran.status == 130
    assert "33%" in ran.out
    assert ran.err == "forewarn: stopped after 3 of 4 worlds\n"
    record = forewarn("answer", "two-way-race", "--json")
    assert record.status == 130
    assert len(record.document["estimates"]) == 4
    assert record.document["problems"][0]["code"] == "X130"


def test_a_run_stopped_before_anything_was_finished_only_says_so(
    forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenCase, "answer", stopped_after(None))
    ran = forewarn("answer", "two-way-race")
    assert (ran.status, ran.out) == (130, "")


@pytest.mark.skipif(os.name == "nt", reason="signals of a POSIX shell")
def test_a_key_stops_a_long_run_at_once(here: Path) -> None:
    endless = ("--worlds", "1000000", "--futures-per-world", "10000")
    with subprocess.Popen(
        [sys.executable, "-m", "forewarn", "answer", "good", *endless, "--json"],
        cwd=here,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(timeout=5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=100)  # kernels may be compiling
    assert running.returncode == 130
    assert "Traceback" not in err
    assert json.loads(out)["problems"][0]["code"] == "X130"


def test_one_future_is_told_as_a_dated_story(forewarn) -> None:
    ran = forewarn("answer", "good", "--replay", "3:2", *FEW)
    lines = ran.out.splitlines()
    assert lines[0] == "World 3, future 2 of seed 1: 64 worlds of 8 futures"
    assert "2024-01-01  The strait: open" in lines
    assert "            The crisis: none" in lines
    assert lines[-1].startswith("2028-12-31  shut: ")


def test_a_story_told_twice_is_the_same_and_in_order(forewarn) -> None:
    words = ("answer", "good", "--replay", "3:2", *FEW, "--json")
    told = forewarn(*words).document
    assert told == forewarn(*words).document
    years = [moment["years"] for moment in told["moments"]]
    assert years == sorted(years)
    assert told["start"] == {"strait": "open", "crisis": "none"}


def test_the_stories_of_a_run_make_up_its_answer(forewarn) -> None:
    small = ("--worlds", "2", "--futures-per-world", "4", "--method", "simulated")
    outcomes = [
        forewarn("answer", "good", "--replay", f"{w}:{f}", *small, "--json").document
        for w in range(2)
        for f in range(4)
    ]
    hits = sum(told["outcomes"][0]["value"] for told in outcomes)
    assert estimate(forewarn("answer", "good", *small, "--json"))["value"] == hits / 8


def test_no_bar_is_drawn_where_there_is_no_terminal(forewarn) -> None:
    assert forewarn("answer", "two-way-race").err == ""


def test_a_bar_is_drawn_on_a_terminal(
    forewarn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TTY_INTERACTIVE", "1")
    ran = forewarn("answer", "two-way-race", "--method", "simulated")
    assert "simulating futures" in ran.err
    assert "simulating futures" not in ran.out


def test_the_words_of_a_record_and_of_the_module_agree() -> None:
    assert answer_module.INTERRUPTED == 130
