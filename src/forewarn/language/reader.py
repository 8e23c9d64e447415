"""Reading a case's model files: which they are, and each as a tree with places."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from forewarn.errors import NOWHERE, Problem, Span
from forewarn.language.growth import Growth
from forewarn.language.not_yaml import not_yaml
from forewarn.language.places import Places, build_places, error
from forewarn.language.traps import check_traps
from forewarn.language.tree import Empty, Node

MAX_BYTES = 2 * 1024 * 1024  # ten long models; 8 MB of one-letter words took 12 s
MAX_FILES = 200  # a model of this many files is no longer one argument

_NO_FILE = "a model is a text file; rename what stands here, or remove it"

#: Files of a case beside its model, as patterns inside its folder.
_BESIDE = ("evidence.yaml", "evidence/*.yaml", "measures.yaml", "history/*.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One model file as it stands on disk."""

    #: As the user would write it, relative to the case folder.
    file: str
    text: bytes


def read_case_files(path: Path) -> tuple[tuple[CaseFile, ...], tuple[Problem, ...]]:
    """The files of a case folder, or the one file given, sorted by name.

    Args:
        path: A folder with ``model.yaml`` or ``model/*.yaml``, and perhaps evidence,
            measures and history beside it; or one file.

    Returns:
        The files that could be read, and a problem for each that could not.
    """
    root = path.parent if path.is_file() else path
    found = [path] if path.is_file() else _model_files(path)
    if not found or len(found) > MAX_FILES:
        return (), (_not_a_case(path, len(found)),)
    beside = [] if path.is_file() else _files_beside(path)
    if len(beside) > MAX_FILES:
        return (), (_not_a_case(path, len(beside)),)
    read = [read_file(one, root, trusted=one == path) for one in (*found, *beside)]
    files = tuple(one for one in read if isinstance(one, CaseFile))
    problems = tuple(one for one in read if isinstance(one, Problem))
    return files, (*problems, *_both_kinds(root, found))


def _model_files(folder: Path) -> list[Path]:
    single = folder / "model.yaml"
    several = sorted((folder / "model").glob("*.yaml"))
    return [single, *several] if single.exists() or single.is_symlink() else several


def _files_beside(folder: Path) -> list[Path]:
    """Evidence, measures and history of a case folder."""
    return [one for each in _BESIDE for one in sorted(folder.glob(each))]


def _not_a_case(path: Path, count: int) -> Problem:
    if count:
        message = f"the case has {count} files of a kind; at most {MAX_FILES} are read"
        return error("E112", NOWHERE, message, "join files that belong together")
    return error(
        "E112",
        NOWHERE,
        f"{path.name or path} holds no model",
        _where_to_look(path),
    )


def _where_to_look(folder: Path) -> str:
    """What to name instead of a folder that is no case."""
    named = sorted(one.name for one in folder.glob("*.yaml"))
    if named and folder.absolute().name == "model":
        return "name the folder that holds it, which is the case"
    if named:
        return f"name a file in it, such as {named[0]}, or call the file model.yaml"
    return "name a file, or a folder with model.yaml or model/*.yaml"


def _both_kinds(root: Path, found: list[Path]) -> Iterator[Problem]:
    if root / "model.yaml" in found and len(found) > 1:
        yield error(
            "E114",
            _top("model.yaml"),
            "the case has both model.yaml and a model folder",
            "move model.yaml into the model folder, or remove one of the two",
        )


def read_file(path: Path, root: Path, *, trusted: bool = False) -> CaseFile | Problem:
    """One file of a case; ``trusted`` when the user named this very file."""
    name = path.relative_to(root).as_posix()
    try:
        if not trusted and not path.resolve().is_relative_to(root.resolve()):
            return _outside(name)
        if not path.is_file():
            return error("E112", _top(name), "this is not a file", _NO_FILE)
        if path.stat().st_size > MAX_BYTES:
            return _too_large(name)
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES + 1)  # it may have grown since it was measured
    except (OSError, RuntimeError) as cause:  # RuntimeError: a loop of links, to 3.12
        reason = getattr(cause, "strerror", None) or "its links go in a circle"
        return error("E112", _top(name), f"the file cannot be read: {reason}")
    return CaseFile(file=name, text=text)


def _outside(name: str) -> Problem:
    return error(
        "E113",
        _top(name),
        "this is a link to a file outside the case folder",
        "copy the file into the folder",
    )


def _too_large(name: str) -> Problem:
    return error(
        "E109",
        _top(name),
        f"the file is larger than {MAX_BYTES // 1024**2} MB",
        "split the model into several files",
    )


def read_tree(text: bytes, *, file: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of one YAML file, and everything wrong with its YAML.

    Args:
        text: The file's bytes; UTF-8, with or without a byte order mark.
        file: Its name, as places should show it.

    Returns:
        The tree, None when the file could not be read to its end; and the problems.

    >>> tree, problems = read_tree(b"start: 2024-6-19", file="model.yaml")
    >>> problems[0].code, problems[0].hint
    ('E127', 'write: start: 2024-06-19')
    """
    places = read_places(text, file=file)
    return (None, (places,)) if isinstance(places, Problem) else _grown(places)


def read_places(text: bytes, *, file: str) -> Places | Problem:
    """A file's text with its places, or why it is none."""
    if len(text) > MAX_BYTES:
        return _too_large(file)
    bare = text.removeprefix(codecs.BOM_UTF8)
    try:
        return build_places(bare.decode("utf-8"), file=file)
    except UnicodeDecodeError as cause:
        return _not_utf8(bare, cause.start, file)


def _grown(places: Places) -> tuple[Node | None, tuple[Problem, ...]]:
    growth = Growth(places=places)
    try:
        whole = all(map(growth.take, YAML(typ="safe", pure=True).parse(places.text)))
    except (YAMLError, ValueError, OverflowError) as cause:  # an escape past U+10FFFF
        return None, (*growth.problems, not_yaml(cause, places))
    if not whole:
        return None, tuple(growth.problems)
    if growth.root is None or isinstance(growth.root, Empty):
        return None, (*growth.problems, _nothing(places))
    return growth.root, (*growth.problems, *check_traps(growth.root, places))


def _not_utf8(text: bytes, offset: int, file: str) -> Problem:
    before = build_places(text[:offset].decode("utf-8"), file=file)
    return error(
        "E101",
        before.span(offset, offset),
        f"byte 0x{text[offset]:02x} is not UTF-8 text",
        "save the file as UTF-8",
    )


def _nothing(places: Places) -> Problem:
    return error(
        "E103",
        _top(places.file),
        "the file says nothing",
        "write at least: forewarn: 1",
    )


def _top(file: str) -> Span:
    return Span(file=file, line=1, column=1, end_line=1, end_column=1)
