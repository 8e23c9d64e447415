"""Loading a case: from a folder, a file, a bundled name or texts to a checked case."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from forewarn.errors import Problem, Span, UsageError
from forewarn.language.building.case import build_case
from forewarn.language.checks import check_case
from forewarn.language.found import MOST_ERRORS, Found
from forewarn.language.layout.base import problems_of
from forewarn.language.layout.file import ModelFile
from forewarn.language.ledger import read_ledger
from forewarn.language.names import nearest_hint
from forewarn.language.not_yet import files_beside
from forewarn.language.own_words import read_own_words
from forewarn.language.reader import (
    CaseFile,
    read_case_files,
    read_places,
    read_tree,
)
from forewarn.language.tables import Table, read_table
from forewarn.language.tree import Node
from forewarn.model.case import Case
from forewarn.model.evidence import Evidence
from forewarn.model.ledger import Ledger
from forewarn.model.own_words import FILE, OwnWords

CASES = Path(__file__).parent.parent / "cases"  # they come with the package

#: Problems that mean it is not known which files make the model, or not all were read.
_MISSING = frozenset({"E109", "E112", "E113", "E114", "E115"})
TABLE = ".csv"
_MORE = f"{MOST_ERRORS} errors are told; there may be more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A case as read, or what stands in its way.

    >>> read_case({"model.yaml": "forewarn: 1"}).case is None
    True
    """

    #: None where an error stands in the way.
    case: Case | None
    #: Everything found, by file, line and column.
    problems: tuple[Problem, ...]
    #: Each file's text, under the name that places carry.
    texts: Mapping[str, str]
    name: str
    #: The case folder; None for a single file and for texts in memory.
    folder: Path | None
    #: The folder that names of files start from, as the user would write it.
    home: Path = Path()
    #: What a reader should know of where the case was found.
    notes: tuple[str, ...] = ()
    #: What was published of it, and how it turned out.
    ledger: Ledger = Ledger()  # noqa: RUF009  # frozen
    #: The analyst's own words; None where there are none.
    words: OwnWords | None = None


def load_case(target: str | Path) -> Reading:
    """Read a case folder, a single model file or a bundled case by its name.

    Args:
        target: A path, or a bundled name; a folder or file of that name wins.

    Raises:
        UsageError: if there is neither a folder, a file nor a bundled case of the name.

    >>> load_case("two-way-race").problems
    ()
    """
    path = Path(target)
    if _exists(path):
        reading = _load(path, _name_of(path))
        return replace(reading, notes=(*_notes(target), *reading.notes))
    if str(target) in bundled_names():
        return _load(bundled_path(str(target)), str(target))
    hint = nearest_hint(str(target), bundled_names())
    raise UsageError(
        f'"{target}" is no folder, no file and no bundled case. '
        + (hint or f"Bundled are: {', '.join(bundled_names())}.")
    )


def read_case(texts: Mapping[str, str], *, name: str = "") -> Reading:
    """Read a case from texts in memory, each under its file name.

    >>> reading = read_case({"model.yaml": "forewarn: 1"})
    >>> [problem.message for problem in reading.problems]
    ["the model has no 'case:'"]
    """
    files = [CaseFile(file=f, text=texts[f].encode()) for f in sorted(texts)]
    return _read(files, (), name=name, folder=None)


def bundled_names() -> tuple[str, ...]:
    """The names of the cases that come with forewarn."""
    return tuple(sorted(_bundled()))


def bundled_path(name: str) -> Path:
    """The folder or file of a bundled case.

    Raises:
        UsageError: if no bundled case has that name.
    """
    found = _bundled().get(name)
    if found is None:
        listed = ", ".join(bundled_names())
        raise UsageError(f'"{name}" is not bundled; bundled are: {listed}')
    return found


def own_folder(reading: Reading) -> Path:
    """The folder of one's own case, whose files may be added to.

    Raises:
        UsageError: for a single file or a bundled case.
    """
    name, folder = reading.name, reading.folder
    if folder is None:
        raise UsageError(
            f"{name} is a single file, and a ledger lies beside a case: make it a "
            f"folder with: forewarn new my-{name} --from FILE"
        )
    if folder in {bundled_path(one) for one in bundled_names()}:
        raise UsageError(
            f"{name} is bundled and is not written to; make it your own with: "
            f"forewarn new my-{name} --from {name}"
        )
    return folder


def observed_files(reading: Reading) -> tuple[Path, ...]:
    """Files of dated counts that lie with a case, in its folder ``data``, by name.

    >>> [path.name for path in observed_files(load_case("security-council-vetoes"))]
    ['vetoes.csv']
    """
    folder = reading.folder
    return () if folder is None else tuple(sorted(folder.glob("data/*.csv")))


def own_record(reading: Reading) -> Path:
    """The one file of dated counts that lies with a case.

    Raises:
        UsageError: where there is none, or several.
    """
    found = observed_files(reading)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(f"data/{path.name}" for path in found)
        raise UsageError(f"the case has several records ({listed}): name one of them")
    raise UsageError(
        f"{reading.name} comes without a record of what came: name a file with "
        "--evidence, or put one into its folder data"
    )


def _bundled() -> dict[str, Path]:
    folders = (path.parent for path in CASES.glob("*/model"))
    files = (CASES / "examples").glob("*.yaml")
    return {path.stem.replace("_", "-"): path for path in (*folders, *files)}


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a path, or with a null in it
        return False


def _name_of(path: Path) -> str:
    return path.stem if path.is_file() else path.resolve().name


def _notes(target: str | Path) -> Iterator[str]:
    if str(target) in bundled_names():
        kind = "folder" if Path(target).is_dir() else "file"
        yield f"the {kind} {target} here wins over the bundled case of that name"
    path = Path(target)
    if path.is_file() and path.absolute().parent.name == "model":
        whole = path.parent.parent if path.parent.name else path.parent / ".."
        yield f"only {path.name} is read; the case it is part of is {whole}"


def _load(path: Path, name: str) -> Reading:
    files, problems = read_case_files(path)
    if path.is_file():
        alone = _read(files, problems, name=name, folder=None)
        return replace(alone, home=path.parent)
    beside = tuple(files_beside(path))
    if not files and any(one.code == "E115" for one in beside):
        problems = ()  # the files are there, and only called otherwise
    whole = _read(files, (*problems, *beside), name=name, folder=path)
    return _with_words(_with_ledger(replace(whole, home=path), path), path)


def _with_words(reading: Reading, folder: Path) -> Reading:
    """A reading with the analyst's own words, which no answer hangs on."""
    if reading.case is None:
        return reading
    words, problems = read_own_words(folder, reading.case)
    told = _sorted((*reading.problems, *problems))
    case = None if _has_error(problems) else reading.case
    texts = {**reading.texts, **({FILE: words.text} if words else {})}
    return replace(reading, case=case, words=words, problems=told, texts=texts)


def _with_ledger(reading: Reading, folder: Path) -> Reading:
    """A reading with its ledger: whatever is wrong with that changes no answer."""
    if reading.case is None:
        return reading
    ledger, problems = read_ledger(folder, reading.case)
    told = _sorted((*reading.problems, *problems))
    return replace(reading, ledger=ledger, problems=told)


def _read(
    files: Iterable[CaseFile],
    problems: tuple[Problem, ...],
    *,
    name: str,
    folder: Path | None,
) -> Reading:
    files = tuple(files)
    models = [one for one in files if not one.file.endswith(TABLE)]
    trees = {one.file: read_tree(one.text, file=one.file) for one in models}
    tables = [_table(one) for one in files if one.file.endswith(TABLE)]
    read = [*problems, *(one for _, each in trees.values() for one in each)]
    found = Found()
    layouts = _laid_out({file: tree for file, (tree, _) in trees.items()}, found)
    # With a file missing, every name declared in it would seem unknown.
    whole = len(layouts) == len(models) > 0
    whole = whole and not _MISSING & {p.code for p in problems}
    built = build_case(layouts, tables, found) if whole else None
    told = [*read, *_unsaid(found.problems, read)]
    told += [problem for table in tables for problem in table.problems]
    if built is not None and not _has_error(told):
        built = replace(built, name=name, digest=digest_of(files))
        told += check_case(built)
    return Reading(
        case=None if _has_error(told) else built,
        problems=_sorted(told),
        texts={one.file: one.text.decode("utf-8-sig", "replace") for one in files},
        name=name,
        folder=folder,
        notes=(*((_MORE,) if found.full else ()), *_unused(built)),
    )


def _unused(case: Case | None) -> Iterator[str]:
    """What is read of a case and changes no answer."""
    if case is not None and case.evidence != Evidence():
        yield "reports and history are taken in by --as-of and back-tests alone"
    if case is not None and case.indicators:
        yield "indicators are read and checked, and change no answer yet"


def _table(file: CaseFile) -> Table:
    """A table of history; empty, with the problem, where it is no text."""
    places = read_places(file.text, file=file.file)
    if isinstance(places, Problem):
        return Table(file=file.file, problems=[places])
    return read_table(places)


def digest_of(files: Iterable[CaseFile]) -> str:
    """A hash of files' names and bytes, wherever the files lie.

    >>> digest_of([CaseFile(file="model.yaml", text=b"forewarn: 1")])[:14]
    'sha256:dd518f4'
    """
    whole = hashlib.sha256()
    for one in sorted(files, key=lambda each: each.file):
        whole.update(f"{one.file}\0{len(one.text)}\0".encode())
        whole.update(one.text)
    return f"sha256:{whole.hexdigest()}"


def _laid_out(trees: Mapping[str, Node | None], found: Found) -> dict[str, ModelFile]:
    """The layout of each file that has one."""
    layouts: dict[str, ModelFile] = {}
    for file, tree in trees.items():
        if tree is None:
            continue
        try:
            layouts[file] = ModelFile.model_validate(tree, context=found)
        except ValidationError as cause:
            found.extend(problems_of(cause, tree.span))
    return layouts


def _unsaid(problems: Iterable[Problem], said: Iterable[Problem]) -> Iterator[Problem]:
    """Problems that are not merely what a mistake already found leads to."""
    by_line: dict[tuple[str, int], list[Span]] = {}
    for span in (problem.span for problem in said if problem.severity == "error"):
        by_line.setdefault((span.file, span.line), []).append(span)
    for problem in dict.fromkeys(problems):
        near = by_line.get((problem.span.file, problem.span.line), [])
        if not any(_overlap(problem.span, span) for span in near):
            yield problem


def _overlap(one: Span, other: Span) -> bool:
    starts = max((one.line, one.column), (other.line, other.column))
    ends = min((one.end_line, one.end_column), (other.end_line, other.end_column))
    return starts <= ends


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda each: (each.span, each.code)))
