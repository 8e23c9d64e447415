"""``brief``: pages on disk, whole or not at all, and where they went."""

from pathlib import Path

import pytest

PAGES = {"brief.html", "brief.md", "brief.json"}


def test_the_pages_go_to_the_case_folder(forewarn, here: Path) -> None:
    ran = forewarn("brief", "good")
    assert ran.status == 0
    assert {path.name for path in (here / "good" / "out").iterdir()} == PAGES
    assert str(Path("good/out/brief.html")) in ran.out.splitlines()


@pytest.mark.parametrize("target", ["two-front", "good/model.yaml"])
def test_without_a_folder_of_its_own_they_go_here(
    target: str, forewarn, here: Path
) -> None:
    assert forewarn("brief", target).status == 0
    assert {path.name for path in (here / "out").iterdir()} == PAGES


def test_out_says_where_and_is_made(forewarn, here: Path) -> None:
    ran = forewarn("brief", "good", "--out", "a/b", "--json")
    files = ran.document["files"]
    assert sorted(Path(file).name for file in files) == sorted(PAGES)
    assert all((here / file).is_file() for file in files)


def test_a_second_brief_is_the_same_byte_for_byte(forewarn, here: Path) -> None:
    assert forewarn("brief", "good", "--out", "one").status == 0
    assert forewarn("brief", "good", "--out", "two").status == 0
    for name in PAGES:
        assert (here / "one" / name).read_bytes() == (here / "two" / name).read_bytes()


def test_a_file_where_the_folder_should_be_is_said(forewarn, here: Path) -> None:
    (here / "taken").write_text("mine", encoding="utf-8")
    ran = forewarn("brief", "good", "--out", "taken")
    assert ran.status == 3
    assert ran.err.endswith("a file stands where a folder is needed\n")


def test_a_page_that_cannot_be_replaced_stays_and_is_said(forewarn, here: Path) -> None:
    (here / "out" / "brief.html" / "kept").mkdir(parents=True)
    ran = forewarn("brief", "good", "--out", "out")
    assert ran.status == 3
    assert "brief.html cannot be written" in ran.err
    assert (here / "out" / "brief.html" / "kept").is_dir()
    assert not [path for path in (here / "out").iterdir() if path.name[0] == "."]


def test_a_case_with_errors_makes_no_brief(forewarn, here: Path) -> None:
    ran = forewarn("brief", "bad")
    assert ran.status == 1
    assert not (here / "bad" / "out").exists()
