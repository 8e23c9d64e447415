"""Results on disk: whole or not at all."""

import os
from pathlib import Path

import pytest

from forewarn.brief.save import save_file, save_files
from forewarn.errors import NotWritten


def test_what_is_written_is_what_was_given(tmp_path: Path) -> None:
    files = {"a.html": b"<p>", "b.md": b"#"}
    paths = save_files(tmp_path / "new" / "out", files)
    assert [path.read_bytes() for path in paths] == [*files.values()]


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    for content in (b"old", b"new"):
        save_file(tmp_path / "page", content)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"new"]


def test_a_write_that_is_stopped_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_file(tmp_path / "page", b"old")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        save_file(tmp_path / "page", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX has them")
def test_a_page_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    saved = save_file(tmp_path / "page", b"")
    assert saved.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(NotWritten, match="taken"):
        save_files(tmp_path / "taken" / "out", {"a": b""})
