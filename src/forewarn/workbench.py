"""The main path: open a case, see what is wrong with it, write its brief. Start here.

What draws and computes is imported where it is called: it takes longer to import than a
case takes to check.

>>> race = open_case("two-way-race")
>>> race.case.name, len(race.problems)
('two-way-race', 0)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forewarn.brief.findings import Findings
from forewarn.brief.save import Pages, save_file
from forewarn.errors import CaseError, Problem
from forewarn.language.copying import copy_case
from forewarn.language.load import Reading, bundled_names, bundled_path, load_case
from forewarn.language.prose import prose_of
from forewarn.language.schema import schema
from forewarn.model.case import Case
from forewarn.model.version import VERSION

__all__ = [
    "OpenCase",
    "Pages",
    "Reading",
    "check",
    "new_case",
    "open_case",
    "opened",
    "schema",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case without errors, and what was found on reading it."""

    case: Case
    reading: Reading

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings, by file, line and column."""
        return self.reading.problems

    @property
    def out(self) -> Path:
        """Where results go unless told: out/ beside the case's files, or else here."""
        folder = self.reading.folder
        bundled = {bundled_path(name) for name in bundled_names()}
        return Path("out") if folder is None or folder in bundled else folder / "out"

    @property
    def texts(self) -> Mapping[str, str]:
        """Text of each file the case was read from, by its name in the folder."""
        return self.reading.texts

    def brief(self) -> Pages:
        """The brief of what the case says and asks; ``save`` writes it."""
        from forewarn.brief.pages import render_pages  # noqa: PLC0415  # see the top

        return render_pages(self.findings())

    def findings(self) -> Findings:
        """What the brief is composed from."""
        return Findings(
            case=self.case,
            as_of=self.case.start,
            version=VERSION,
            problems=self.problems,
            command=f"forewarn brief {self.case.name}",
        )

    def prose(self) -> str:
        """The model as prose, for reading aloud."""
        return prose_of(self.case)

    def save_map(self, path: str | Path) -> Path:
        """Draw the map of variables and influences into an SVG file.

        Args:
            path: Where to; its folder exists.

        Raises:
            NotWritten: where it cannot be written.
        """
        from forewarn.brief.map import map_svg  # noqa: PLC0415  # see the top

        return save_file(Path(path), map_svg(self.case).encode())


def check(target: str | Path) -> Reading:
    """Read a case and find everything wrong with it.

    Args:
        target: A folder, a single model file, or the name of a bundled case.

    Returns:
        The case, None where an error stands in the way, with every problem.

    Raises:
        UsageError: where ``target`` is none of the three.

    >>> check("two-way-race").problems
    ()
    """
    return load_case(target)


def open_case(target: str | Path) -> OpenCase:
    """Open a case that can be computed.

    Args:
        target: A folder, a single model file, or the name of a bundled case.

    Returns:
        The case; its warnings are in ``problems``.

    Raises:
        UsageError: where ``target`` is none of the three.
        CaseError: where the case has errors; it carries every problem.

    >>> open_case("two-front").case.name
    'two-front'
    """
    return opened(check(target))


def opened(reading: Reading) -> OpenCase:
    """The case that was read; CaseError where it has errors."""
    if reading.case is None:
        raise CaseError(reading.problems)
    return OpenCase(case=reading.case, reading=reading)


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
    reading = check(source)
    if not reading.texts:
        raise CaseError(reading.problems)
    alone = reading.home / next(iter(reading.texts))
    return copy_case(reading.folder or alone, Path(folder))
