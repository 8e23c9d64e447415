"""``brief``: pages on disk, whole or not at all, and where they went."""

import contextlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import forewarn as package
from forewarn.errors import Interrupted

FEW = ("--worlds", "64", "--futures-per-world", "4")
SOURCE = Path(package.__file__).parent.parent
SEED = ("--seed", "2")
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


def whole(path: Path) -> bool:
    """Whether a page of a brief ends as its kind ends."""
    content = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return content.rstrip().endswith(b"%%EOF")
        case ".docx":
            return zipfile.ZipFile(path).testzip() is None
        case ".json":
            return bool(json.loads(content))
        case ".html":
            return content.rstrip().endswith(b"</html>")
        case _:
            return content.endswith(b"\n")


def started(*words: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "forewarn", "brief", *words, *FEW],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_brief_that_is_killed_leaves_whole_pages_or_none(
    forewarn, here: Path
) -> None:
    for wait in (0.4, 1.0, 1.6, 2.2):
        run = started("good", "--out", "out", folder=here)
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(wait)
        run.kill()
        run.communicate()
        pages = [p for p in here.glob("out/*") if not p.name.startswith(".")]
        assert all(whole(path) for path in pages)
    assert forewarn("brief", "good", "--out", "out", *FEW).status == 0
    assert forewarn("brief", "good", "--out", "two/out", *FEW).status == 0
    assert {path.name for path in (here / "out").iterdir()} == PAGES
    for name in PAGES:
        same = (here / "two" / "out" / name).read_bytes()
        assert (here / "out" / name).read_bytes() == same


def test_two_runs_on_one_folder_leave_the_pages_of_one(here: Path) -> None:
    runs = [started("good", "--out", "out", *w, folder=here) for w in ((), SEED)]
    assert [run.communicate() and run.returncode for run in runs] == [0, 0]
    assert {path.name for path in (here / "out").iterdir()} == PAGES
    texts = [(here / "out" / f"brief.{kind}").read_text() for kind in ("md", "json")]
    assert len({"--seed 2" in text for text in texts}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="limits as POSIX has them")
def test_a_full_disk_is_said_and_leaves_what_was_there(here: Path) -> None:
    (here / "out").mkdir()
    (here / "out" / "brief.html").write_text("old", encoding="utf-8")
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "from forewarn.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    words = ("brief", "good", "--out", "out", *FEW)
    ran = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=here,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 3
    assert "cannot be written: File too large" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [p.name for p in (here / "out").iterdir()] == ["brief.html"]
    assert (here / "out" / "brief.html").read_text(encoding="utf-8") == "old"


def test_the_folder_of_the_case_is_refused(forewarn, here: Path) -> None:
    ran = forewarn("brief", "good", "--out", "good", *FEW)
    assert ran.status == 2
    assert "brief.md is yours" in ran.err
    assert [path.name for path in (here / "good").iterdir()] == ["model.yaml"]


def test_finished_stages_are_kept_beside_the_results(forewarn, here: Path) -> None:
    assert forewarn("brief", "good", *FEW).status == 0
    assert list((here / "good" / ".forewarn").glob("answers-*.json"))


def test_where_stages_cannot_be_kept_the_brief_is_written(forewarn, here: Path) -> None:
    (here / "good" / ".forewarn").write_text("mine", encoding="utf-8")
    ran = forewarn("brief", "good", *FEW)
    assert ran.status == 0
    assert "note: finished stages are not kept: " in ran.err
    assert (here / "good" / "out" / "brief.html").is_file()


def test_the_screen_shows_page_one(forewarn) -> None:
    ran = forewarn("brief", "good", *FEW)
    assert ran.out.startswith("A strait\n")
    assert "shut\n" in ran.out


def test_quick_is_draft_precision(forewarn, here: Path) -> None:
    assert forewarn("brief", "good", "--quick").status == 0
    assert "--precision draft" in (here / "good" / "out" / "brief.md").read_text()
    ran = forewarn("brief", "good", "--quick", "--precision", "fine")
    assert ran.status == 2
    assert "keep one" in ran.err


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


WORDS = "# Judgement\n\nA closure is likely: {{shut by 5 years}}.\n"


def test_the_analyst_s_words_are_filled_and_never_changed(forewarn, here: Path) -> None:
    own = here / "good" / "brief.md"
    own.write_text(WORDS, encoding="utf-8")
    assert forewarn("brief", "good", *FEW).status == 0
    first = (here / "good" / "out" / "brief.md").read_text(encoding="utf-8")
    assert "A closure is likely: " in first
    assert "{{" not in first
    own.write_text(WORDS.replace("A closure", "Closing"), encoding="utf-8")
    ran = forewarn("brief", "good", *FEW)
    assert 'brief.md:3: "likely" does not fit' in ran.err
    assert "Closing is likely" in (here / "good" / "out" / "brief.md").read_text()
    assert own.read_text(encoding="utf-8") == WORDS.replace("A closure", "Closing")
    assert len(list((here / "good" / ".forewarn").glob("answers-*.json"))) == 1


def test_a_field_that_names_nothing_stops_the_brief(forewarn, here: Path) -> None:
    own = here / "good" / "brief.md"
    own.write_text("It is {{shot by 5 years}}.\n", encoding="utf-8")
    ran = forewarn("brief", "good", *FEW)
    assert ran.status == 1
    assert "E801" in ran.err
    assert "shut" in ran.err
    assert not (here / "good" / "out").exists()
