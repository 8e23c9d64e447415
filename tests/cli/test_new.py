"""``new``: a copy to work on, and nothing that exists is touched."""

from pathlib import Path

import pytest

FEW = ("--worlds", "64", "--futures-per-world", "4")


def test_the_new_case_has_no_errors_and_makes_a_brief(forewarn, here: Path) -> None:
    assert forewarn("new", "demo").status == 0
    checked = forewarn("check", "demo")
    assert checked.status == 0
    assert "error" not in checked.out  # its hindsight is a warning
    assert forewarn("brief", "demo", *FEW).status == 0
    assert (here / "demo" / "out" / "brief.html").is_file()


def test_the_files_made_are_named(forewarn, here: Path) -> None:
    ran = forewarn("new", "demo", "--json")
    files = ran.document["files"]
    assert files
    assert all((here / file).is_file() for file in files)


def test_a_single_file_becomes_a_folder(forewarn, here: Path) -> None:
    assert forewarn("new", "race", "--from", "two-way-race").status == 0
    assert [path.name for path in (here / "race").iterdir()] == ["model.yaml"]


def test_only_the_files_of_a_case_are_copied(forewarn, here: Path) -> None:
    for name in ("notes.txt", ".secret"):
        (here / "good" / name).write_text("mine", encoding="utf-8")
    (here / "good" / "out").mkdir()
    (here / "good" / "out" / "brief.html").write_text("old", encoding="utf-8")
    (here / "good" / "judgements.csv").write_text("who,date\n", encoding="utf-8")
    assert forewarn("new", "copy", "--from", "good").status == 0
    names = {path.name for path in (here / "copy").iterdir()}
    assert names == {"model.yaml", "judgements.csv"}


def test_the_record_a_case_is_held_against_is_copied_with_its_licence(
    forewarn, here: Path
) -> None:
    assert forewarn("new", "copy", "--from", "security-council-vetoes").status == 0
    names = {path.name for path in (here / "copy" / "data").iterdir()}
    assert names == {"vetoes.csv", "SOURCE.md", "LICENSE.txt"}
    assert forewarn("check", "copy").status == 0


def test_a_link_that_leads_out_is_not_followed(forewarn, here: Path) -> None:
    (here / "secret.csv").write_text("mine", encoding="utf-8")
    (here / "good" / "judgements.csv").symlink_to(here / "secret.csv")
    assert forewarn("new", "copy", "--from", "good").status == 0
    assert not (here / "copy" / "judgements.csv").exists()


def test_a_folder_with_anything_in_it_is_refused(forewarn, here: Path) -> None:
    before = (here / "good" / "model.yaml").read_bytes()
    ran = forewarn("new", "good")
    assert ran.status == 2
    assert "nothing in it is overwritten" in ran.err
    assert [path.name for path in (here / "good").iterdir()] == ["model.yaml"]
    assert (here / "good" / "model.yaml").read_bytes() == before


def test_a_file_in_the_way_is_refused(forewarn, here: Path) -> None:
    (here / "taken").write_text("mine", encoding="utf-8")
    ran = forewarn("new", "taken")
    assert ran.status == 2
    assert (here / "taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", [".", "empty", "a/b/c"])
def test_an_empty_or_missing_folder_is_filled(
    name: str, forewarn, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "empty").mkdir()
    (here / "aside").mkdir()
    monkeypatch.chdir(here / "aside" if name == "." else here)
    assert forewarn("new", name).status == 0
    assert forewarn("check", name).status == 0


def test_what_cannot_be_written_is_said_and_leaves_nothing(
    forewarn, here: Path
) -> None:
    (here / "file").write_text("mine", encoding="utf-8")
    ran = forewarn("new", "file/inside")
    assert ran.status == 3
    assert "cannot be written" in ran.err


def test_a_case_with_errors_can_be_copied_to_be_mended(forewarn) -> None:
    assert forewarn("new", "copy", "--from", "bad").status == 0
    assert forewarn("check", "copy").status == 1
