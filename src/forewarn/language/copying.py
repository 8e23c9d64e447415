"""Copying a case: its own files, and nothing that only lies beside them."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from forewarn.errors import CaseError, NotWritten, UsageError
from forewarn.language.load import load_case

#: What belongs to a case, as patterns inside its folder.
_OWN = (
    "model.yaml",
    "model/*.yaml",
    "history/*.csv",
    "data/*",
    "evidence.yaml",
    "evidence/*.yaml",
    "judgements.csv",
    "forecasts.csv",
    "outcomes.csv",
    "measures.yaml",
    "brief.md",
)


def new_case(
    folder: str | Path, *, source: str | Path = "two-front"
) -> tuple[Path, ...]:
    """Copy a case into a new folder, to make it one's own.

    Args:
        folder: Where to; it does not exist yet, or is empty.
        source: A folder, a single model file, or the name of a bundled case.

    Returns:
        The files written.

    Raises:
        UsageError: where ``source`` is no case, or ``folder`` holds anything.
        CaseError: where no file of ``source`` can be read.
        NotWritten: where the files cannot be written.
    """
    reading = load_case(source)
    if not reading.texts:
        raise CaseError(reading.problems)
    alone = reading.home / next(iter(reading.texts))
    return copy_case(reading.folder or alone, Path(folder))


def copy_case(source: Path, folder: Path) -> tuple[Path, ...]:
    """Copy a case into a new folder, whole or not at all.

    Args:
        source: A case folder, or the one file of a case, which becomes ``model.yaml``.
        folder: Where to; it does not exist, or is empty.

    Returns:
        The files written.

    Raises:
        UsageError: where ``folder`` is a file or holds anything.
        NotWritten: where it cannot be written.
    """
    _refuse_taken(folder)
    names = tuple(_own_files(source))
    new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _fill(folder, names)
    except OSError as cause:
        if new:
            shutil.rmtree(folder, ignore_errors=True)
        words = f"{folder} cannot be written: {cause.strerror or cause}"
        raise NotWritten(words) from cause
    return tuple(folder / name for _, name in names)


def _refuse_taken(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder that does not exist yet")
    if any(folder.iterdir()):
        raise UsageError(
            f"{folder} is not empty, and nothing in it is overwritten; "
            "name a folder that does not exist yet"
        )


def _own_files(source: Path) -> Iterator[tuple[Path, str]]:
    """Each file of the case, and its name in the copy; links that lead out stay out."""
    if source.is_file():
        yield source, "model.yaml"
        return
    root = source.resolve()
    for pattern in _OWN:
        for path in sorted(source.glob(pattern)):
            if path.is_file() and path.resolve().is_relative_to(root):
                yield path, path.relative_to(source).as_posix()


def _fill(folder: Path, names: Sequence[tuple[Path, str]]) -> None:
    """Copy under a passing name, then move all into place."""
    beside = folder / f".new-{os.getpid()}"
    try:
        for path, name in names:
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, beside / name)
        for path in sorted(beside.iterdir()):
            path.rename(folder / path.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
