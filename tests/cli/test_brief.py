"""``brief``: pages on disk, whole or not at all, and where they went."""

from pathlib import Path

import pytest

from forewarn.errors import Interrupted

FEW = ("--worlds", "64", "--futures-per-world", "4")
PAGES = {"brief.html", "brief.md", "brief.json", "brief.pdf", "brief.docx"}


def test_the_pages_go_to_the_case_folder(forewarn, here: Path) -> None:
    ran = forewarn("brief", "good", *FEW)
    assert ran.status == 0
    assert {path.name for path in (here / "good" / "out").iterdir()} == PAGES
    assert str(Path("good/out/brief.html")) in ran.out.splitlines()


@pytest.mark.parametrize("target", ["two-front", "good/model.yaml"])
def test_without_a_folder_of_its_own_they_go_here(
    target: str, forewarn, here: Path
) -> None:
    assert forewarn("brief", target, *FEW).status == 0
    assert {path.name for path in (here / "out").iterdir()} == PAGES


def test_out_says_where_and_is_made(forewarn, here: Path) -> None:
    ran = forewarn("brief", "good", "--out", "a/b", "--json", *FEW)
    files = ran.document["files"]
    assert sorted(Path(file).name for file in files) == sorted(PAGES)
    assert all((here / file).is_file() for file in files)


def test_a_second_brief_is_the_same_byte_for_byte(forewarn, here: Path) -> None:
    assert forewarn("brief", "good", "--out", "one", *FEW).status == 0
    assert forewarn("brief", "good", "--out", "two", *FEW).status == 0
    for name in PAGES:
        assert (here / "one" / name).read_bytes() == (here / "two" / name).read_bytes()


def test_a_file_where_the_folder_should_be_is_said(forewarn, here: Path) -> None:
    (here / "taken").write_text("mine", encoding="utf-8")
    ran = forewarn("brief", "good", "--out", "taken")
    assert ran.status == 3
    assert ran.err.endswith("a file stands where a folder is needed\n")


def test_a_page_that_cannot_be_replaced_stays_and_is_said(forewarn, here: Path) -> None:
    (here / "out" / "brief.html" / "kept").mkdir(parents=True)
    ran = forewarn("brief", "good", "--out", "out", *FEW)
    assert ran.status == 3
    assert "brief.html cannot be written" in ran.err
    assert (here / "out" / "brief.html" / "kept").is_dir()
    assert not [path for path in (here / "out").iterdir() if path.name[0] == "."]


def test_the_brief_says_what_makes_it_again(forewarn, here: Path) -> None:
    words = ("--seed", "3", "--fix", "strait=closed", "--method", "exact")
    assert forewarn("brief", "good", "--out", "out", *words, *FEW).status == 0
    text = (here / "out" / "brief.md").read_text(encoding="utf-8")
    assert (
        "forewarn brief good --fix strait=closed --seed 3 --worlds 64 "
        "--futures-per-world 4 --method exact"
    ) in text
    assert "**Not the case as written.** The strait is held at closed." in text


def test_a_case_that_asks_nothing_has_a_brief(forewarn, here: Path) -> None:
    model = here / "good" / "model.yaml"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.split("questions:")[0], encoding="utf-8")
    assert forewarn("brief", "good", *FEW).status == 0


def test_a_brief_that_is_stopped_leaves_nothing(
    forewarn, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarn.engine import answer as module  # noqa: PLC0415  # heavy

    def stop(*_: object) -> None:
        raise Interrupted("stopped after 1 of 2 worlds")

    monkeypatch.setattr(module, "choose_methods", stop)
    ran = forewarn("brief", "good", "--out", "out", *FEW)
    assert (ran.status, ran.out) == (130, "")
    assert ran.err == "forewarn: stopped after 1 of 2 worlds\n"
    assert not (here / "out").exists()


def test_a_place_that_takes_no_files_is_said_before_anything_is_computed(
    forewarn, here: Path
) -> None:
    (here / "taken").write_text("mine", encoding="utf-8")
    endless = ("--worlds", "1000000", "--futures-per-world", "10000")
    assert forewarn("brief", "good", "--out", "taken/x", *endless).status == 3


def test_a_case_with_errors_makes_no_brief(forewarn, here: Path) -> None:
    ran = forewarn("brief", "bad")
    assert ran.status == 1
    assert not (here / "bad" / "out").exists()
