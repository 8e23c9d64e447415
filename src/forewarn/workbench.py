"""The main path: open a case, see what is wrong with it, write its brief. Start here.

>>> case = open_case("two-front")
>>> case.case.title
'...'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forewarn.errors import CaseError, Problem
from forewarn.language.load import Reading, load_case
from forewarn.model.case import Case


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
    def texts(self) -> Mapping[str, str]:
        """Text of each file the case was read from, by its name in the folder."""
        return self.reading.texts


def check(target: str | Path) -> Reading:
    """Read a case and find everything wrong with it.

    Args:
        target: A folder, a single model file, or the name of a bundled case.

    Returns:
        The case, None where an error stands in the way, with every problem.

    Raises:
        UsageError: where ``target`` is none of the three.

    >>> check("two-front").problems
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
