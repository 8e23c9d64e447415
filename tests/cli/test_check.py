"""``check``: every problem, in words, as a record and as annotations."""

from pathlib import Path

import pytest

KEYS = {"code", "severity", "file", "line", "column", "message", "hint"}


def test_a_good_case_is_fine(forewarn) -> None:
    ran = forewarn("check", "good")
    assert ran.status == 0
    assert "error" not in ran.out


def test_warnings_alone_are_fine(forewarn, here: Path) -> None:
    model = here / "good" / "model.yaml"
    text = model.read_text(encoding="utf-8").replace("basis:", "  status: draft\n#")
    model.write_text(text, encoding="utf-8")
    ran = forewarn("check", "good")
    assert ran.status == 0
    assert ran.out.rstrip().splitlines()[-1].endswith("warnings")


def test_problems_as_a_record_have_place_and_hint(forewarn) -> None:
    ran = forewarn("check", "bad", "--json")
    assert ran.status == 1
    found = [p for p in ran.document["problems"] if p["severity"] == "error"]
    (problem,) = found
    assert set(problem) >= KEYS
    assert (problem["line"], problem["column"]) == (27, 20)
    assert problem["file"] == str(Path("bad") / "model.yaml")


def test_numbers_without_a_reason_are_counted(forewarn) -> None:
    counts = forewarn("check", "two-front", "--json").document
    assert (counts["numbers"], counts["without_because"]) == (58, 29)
    *_, reasons, _ = forewarn("check", "two-front").out.rstrip().splitlines()
    assert reasons == "29 of 58 numbers have no 'because:', definitions apart"


def test_definitions_need_no_reason(forewarn) -> None:
    assert forewarn("check", "two-way-race").out == "no problems\n"


def test_what_has_no_line_is_annotated_without_one(forewarn, here: Path) -> None:
    (here / "mute.yaml").write_text(
        "forewarn: 1\ncase: {title: T, start: 2023-01-01, horizon: 1 year}\n",
        encoding="utf-8",
    )
    ran = forewarn("check", "mute.yaml", "--format", "github")
    assert ran.out.startswith("::warning title=W404::")


def test_annotations_name_file_line_and_code(forewarn) -> None:
    ran = forewarn("check", "bad", "--format", "github")
    assert ran.status == 1
    (line,) = [one for one in ran.out.splitlines() if one.startswith("::error ")]
    assert line.startswith("::error file=bad/model.yaml,line=27,endLine=27,col=20,")
    assert "%0A" in line


def test_annotations_stay_relative_for_a_whole_path(forewarn, here: Path) -> None:
    ran = forewarn("check", str(here / "bad"), "--format", "github")
    assert "::error file=bad/model.yaml," in ran.out


def test_no_text_of_a_case_can_make_an_annotation(forewarn, here: Path) -> None:
    folder = here / "bad"
    text = (folder / "model.yaml").read_text(encoding="utf-8")
    named = text.replace("clozed", '"x\\n::error::y"')
    (folder / "model.yaml").write_text(named, encoding="utf-8")
    ran = forewarn("check", "bad", "--format", "github")
    lines = [one for one in ran.out.splitlines() if one.startswith("::error::")]
    assert lines == []


def test_a_single_file_is_the_whole_case(forewarn, here: Path) -> None:
    (here / "good" / "evidence.yaml").write_text("nonsense: [", encoding="utf-8")
    ran = forewarn("check", str(here / "good" / "model.yaml"))
    assert ran.status == 0


@pytest.mark.parametrize("name", ["two-front", "two-way-race", "benchmark-12"])
def test_a_case_that_comes_along_is_found_anywhere(name: str, forewarn) -> None:
    ran = forewarn("check", name, "--json")
    assert ran.status == 0
    assert ran.document["case"] == name


def test_a_folder_of_a_bundled_name_wins_and_says_so(forewarn, here: Path) -> None:
    (here / "good").rename(here / "two-front")
    ran = forewarn("check", "two-front")
    assert ran.status == 0
    assert ran.err.startswith("note: ")
    assert "two-front" in ran.err


def test_many_problems_come_all_at_once(forewarn, here: Path) -> None:
    model = here / "bad" / "model.yaml"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("2 per year", "-2 per year"), encoding="utf-8")
    lines = [
        problem["line"]
        for problem in forewarn("check", "bad", "--json").document["problems"]
        if problem["severity"] == "error"
    ]
    assert lines == [16, 27]


def test_deep_puts_the_implied_rate_beside_each_count(forewarn, here) -> None:
    text = (here / "good" / "model.yaml").read_text(encoding="utf-8")
    text = text.replace("closed -> open: 2 per year", "closed -> open: 9 in 5 years")
    (here / "good" / "model.yaml").write_text(text, encoding="utf-8")
    ran = forewarn("check", "good", "--deep", "--json")
    (one,) = ran.document["deep"]
    assert one["name"] == "strait: closed -> open"
    assert one["low"] < one["implied"] < one["high"]
    assert not one["outside"]
    assert "strait: closed -> open" in forewarn("check", "good", "--deep").out
    assert "deep" not in forewarn("check", "bad", "--deep", "--json").document


def test_deep_is_refused_where_it_would_not_be_shown(forewarn) -> None:
    ran = forewarn("check", "good", "--deep", "--format", "github")
    assert (ran.status, ran.out) == (2, "")
    assert "leave out --format github" in ran.err
