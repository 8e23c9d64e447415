"""``export``: futures as files, all of them or none."""

import json
from pathlib import Path

import polars as pl
import pytest

FEW = ("--worlds", "16", "--futures-per-world", "4")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("layout", ["csv", "parquet"])
def test_there_is_a_row_for_each_future(layout, forewarn, here: Path) -> None:
    ran = forewarn("export", "good", "--out", "a/b", "--to", layout, *FEW)
    assert ran.status == 0
    wanted = [f"jumps.{layout}", f"futures.{layout}", "run.json"]
    assert ran.out.splitlines() == [str(Path("a/b") / name) for name in wanted]
    assert names(here / "a" / "b") == set(wanted)
    read = pl.read_csv if layout == "csv" else pl.read_parquet
    futures = read(here / "a" / "b" / f"futures.{layout}")
    assert len(futures) == 64
    assert set(futures["shut by 2028-12-31"].unique()) <= {0, 1}


def test_the_run_that_made_the_files_is_told(forewarn, here: Path) -> None:
    words = ("--fix", "strait=closed", "--seed", "7", "--by", "3 years")
    assert forewarn("export", "good", "--out", "x", *words, *FEW).status == 0
    run = json.loads((here / "x" / "run.json").read_text(encoding="utf-8"))
    assert (run["seed"], run["fix"]) == (7, {"strait": "closed"})
    assert run["digest"].startswith("sha256:")
    (outcome,) = run["outcomes"]
    assert outcome["years"] == 3.0


def test_the_same_run_gives_the_same_bytes(forewarn, here: Path) -> None:
    for folder in ("one", "two"):
        assert forewarn("export", "good", "--out", folder, *FEW).status == 0
    for name in names(here / "one"):
        assert (here / "one" / name).read_bytes() == (here / "two" / name).read_bytes()


def test_files_are_named_in_json(forewarn, here: Path) -> None:
    ran = forewarn("export", "good", "--out", "x", "--json", *FEW)
    assert all((here / file).is_file() for file in ran.document["files"])


def test_a_folder_must_be_named(forewarn) -> None:
    ran = forewarn("export", "good", *FEW)
    assert ran.status == 2
    assert "--out" in ran.err


def test_a_file_where_the_folder_should_be_is_said(forewarn, here: Path) -> None:
    (here / "taken").write_text("mine", encoding="utf-8")
    ran = forewarn("export", "good", "--out", "taken/x", *FEW)
    assert ran.status == 3
    assert "taken cannot be written: a file stands where a folder is" in ran.err


def test_a_place_that_is_taken_keeps_what_was_there(forewarn, here: Path) -> None:
    (here / "x" / "futures.csv" / "kept").mkdir(parents=True)
    ran = forewarn("export", "good", "--out", "x", *FEW)
    assert ran.status == 3
    assert "x cannot be written" in ran.err
    assert (here / "x" / "futures.csv" / "kept").is_dir()
    assert not [name for name in names(here / "x") if name.startswith(".")]


@pytest.mark.parametrize("layout", ["csv", "parquet"])
def test_a_run_that_is_stopped_leaves_nothing(
    layout, forewarn, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarn.engine import export as module  # noqa: PLC0415  # heavy

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_futures", stop)
    ran = forewarn("export", "good", "--out", "x", "--to", layout, *FEW)
    assert (ran.status, ran.out) == (130, "")
    assert names(here / "x") == set()


def test_another_layout_is_wrong_usage(forewarn) -> None:
    ran = forewarn("export", "good", "--out", "x", "--to", "xlsx")
    assert ran.status == 2
    assert "'csv', 'parquet'" in ran.err
