"""Not yet: parts of the language that are refused by name until they can be read."""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from forewarn.errors import Problem, Span
from forewarn.language.places import error, warning

#: Sections of a model file, and how a person speaks of them.
LATER_SECTIONS = MappingProxyType(
    {
        "common_causes": "a common cause",
        "variants": "a variant",
        "schedule": "a schedule",
        "triggers": "a trigger",
        "losses": "a loss",
        "unforeseen": "the chance of the unforeseen",
        "indicators": "an indicator",
        "fully_reported": "evidence",
        "reports": "evidence",
        "stocks": "a measure",
        "measures": "a measure",
    }
)

#: Files of a case folder, and how a person speaks of what they hold.
_LATER_FILES = MappingProxyType(
    {
        "history": "history",
        "evidence": "evidence",
        "evidence.yaml": "evidence",
        "judgements.csv": "judgements",
        "forecasts.csv": "forecasts",
        "outcomes.csv": "outcomes",
        "measures.yaml": "measures",
        "brief.md": "the analyst's own words",
    }
)


def files_beside(folder: Path) -> Iterator[Problem]:
    """Files of a case folder that are part of the case and not read."""
    for name, what in _LATER_FILES.items():
        if (folder / name).exists():
            yield warning(
                "W102",
                _top(name),
                f"{what} cannot be read yet, so {name} changes nothing",
                "Leave it, and do not take an answer for one that knows it.",
            )
    for path in sorted(folder.glob("model/*/**/*.yaml")):
        name = path.relative_to(folder).as_posix()
        yield warning(
            "W102",
            _top(name),
            "a file in a folder of the model folder is not read",
            "Move it into the model folder itself, if it is part of the model.",
        )
    for path in sorted((*folder.glob("model.yml"), *folder.glob("model/*.yml"))):
        name = path.relative_to(folder).as_posix()
        yield error(
            "E115",
            _top(name),
            "a model file ends in .yaml, and this one was not read",
            f"Rename it to {Path(name).with_suffix('.yaml').name}.",
        )


def _top(file: str) -> Span:
    return Span(file=file, line=1, column=1, end_line=1, end_column=1)
