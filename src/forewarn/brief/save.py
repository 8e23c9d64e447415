"""Results on disk: each file whole or not at all, and never half of an old one."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from forewarn.errors import NotWritten

if sys.platform != "win32":
    import fcntl


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A brief as rendered, ready for the disk.

    >>> sorted(Pages(files={"brief.md": b"# Two fronts"}).files)
    ['brief.md']
    """

    #: Content of each file, by its name.
    files: Mapping[str, bytes]
    #: Page one as lines of text, for a screen.
    front: tuple[str, ...] = ()
    #: What whoever makes the brief must know and its reader need not.
    notes: tuple[str, ...] = ()

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Write the pages into a folder, made where it is missing.

        Args:
            folder: Where to.

        Returns:
            The paths written, the page for a browser first.

        Raises:
            NotWritten: where the folder or a page cannot be written; then no page is
                replaced.
        """
        place = Path(folder)
        with writing(place, tuple(self.files), alone=True) as places:
            for name, content in self.files.items():
                places[name].write_bytes(content)
        return tuple(place / name for name in self.files)


def check_folder(folder: Path) -> None:
    """Find out early that results cannot be written, before they are computed.

    Args:
        folder: Where they shall go; it need not exist.

    Raises:
        NotWritten: where the folder, or the nearest there is, takes no files.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise NotWritten(_words(there, FileExistsError()))
    if not os.access(there, os.W_OK):
        raise NotWritten(f"{there} cannot be written: it takes no files from you")


def save_files(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write some files into a folder, made where it is missing.

    Args:
        folder: Where to; its parents are made too.
        files: Content of each file, by its name.

    Returns:
        The paths written, in the order given.

    Raises:
        NotWritten: where the folder or a file in it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise NotWritten(_words(folder, cause)) from cause
    return tuple(save_file(folder / name, content) for name, content in files.items())


@contextmanager
def writing(
    folder: Path, names: Sequence[str], *, alone: bool = False
) -> Iterator[dict[str, Path]]:
    """Places to write some large files to; all are moved into a folder at the end.

    Args:
        folder: Where to; it is made where it is missing, with its parents.
        names: Names of the files.
        alone: Whether to wait until no other program writes there so, and to clear away
            what one that was killed has left.

    Yields:
        Where to write each, by its name. Where writing ends early, none is kept, and
        what was there before is still there.

    Raises:
        NotWritten: where the folder or a file in it cannot be written.
    """
    beside = {name: folder / f".forewarn-{os.getpid()}-{name}" for name in names}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder) if alone else nullcontext():
            if alone:
                _clear(folder, names)
            yield beside
            if alone:
                _check_places(folder, names)
            for name, path in beside.items():
                path.replace(folder / name)
    except OSError as cause:
        raise NotWritten(_words(folder, cause)) from cause
    finally:
        for path in beside.values():
            _discard(path)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until nobody else holds a folder, and hold it; the system lets go of it."""
    if sys.platform == "win32":  # folders cannot be opened there; files stay whole
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _clear(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        for left in folder.glob(f".forewarn-*-{name}"):
            _discard(left)


def _check_places(folder: Path, names: Sequence[str]) -> None:
    """Find out what stands in the way before anything is replaced."""
    for name in names:
        if (folder / name).is_dir():
            raise NotWritten(_words(folder / name, IsADirectoryError()))


def save_file(path: Path, content: bytes) -> Path:
    """Write one file beside its place, then move it there in one step.

    Args:
        path: Where to; its folder exists.
        content: All of it.

    Returns:
        ``path``.

    Raises:
        NotWritten: where it cannot be written; what was there before is still there.
    """
    beside = path.parent / f".forewarn-{os.getpid()}"
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as cause:
        _discard(beside)
        raise NotWritten(_words(path, cause)) from cause
    except BaseException:  # stopped by the user: leave nothing half
        _discard(beside)
        raise
    return path


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # the folder takes no changes, so nothing was written either


def _words(path: Path, cause: OSError) -> str:
    return f"{path} cannot be written: {_reason(cause)}"


def _reason(cause: OSError) -> str:
    """What is in the way; the system's own words where they say more."""
    match cause:
        case FileExistsError() | NotADirectoryError():
            return "a file stands where a folder is needed"
        case IsADirectoryError():
            return "it is a folder"
        case FileNotFoundError():
            return "its folder does not exist"
        case _:
            return cause.strerror or str(cause)
