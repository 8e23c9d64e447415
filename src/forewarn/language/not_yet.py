"""Not yet: files of a case folder that are part of the case and are not read."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from forewarn.errors import Problem, Span
from forewarn.language.places import error, warning

#: Files of a case folder, and how a person speaks of what they hold.
LATER_FILES = MappingProxyType(
    {
        "judgements.csv": "judgements",
    }
)

#: Files that were meant to be read, as patterns: too deep, or of another ending.
_TOO_DEEP = ("model/*/**/*.yaml", "evidence/*/**/*.yaml", "history/*/**/*.csv")
_MISNAMED = (
    *("model.yml", "evidence.yml", "measures.yml"),
    *("model/*.yml", "evidence/*.yml"),
)


def files_beside(folder: Path) -> Iterator[Problem]:
    """Files of a case folder that are part of the case and not read."""
    for name, what in LATER_FILES.items():
        if (folder / name).exists():
            yield warning(
                "W102",
                _top(name),
                f"{what} cannot be read yet, so {name} changes nothing",
                "Leave it, and do not take an answer for one that knows it.",
            )
    for path in _found(folder, _TOO_DEEP):
        name = path.relative_to(folder).as_posix()
        home = name.partition("/")[0]
        yield warning(
            "W102",
            _top(name),
            f"a file in a folder of the {home} folder is not read",
            f"Move it into the {home} folder itself, if it is part of the case.",
        )
    for path in _found(folder, _MISNAMED):
        name = path.relative_to(folder).as_posix()
        yield error(
            "E115",
            _top(name),
            "a file of a case ends in .yaml, and this one was not read",
            f"Rename it to {Path(name).with_suffix('.yaml').name}.",
        )


def _found(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted(path for pattern in patterns for path in folder.glob(pattern))


def _top(file: str) -> Span:
    return Span(file=file, line=1, column=1, end_line=1, end_column=1)
