"""What can go wrong: problems as values, and the few exceptions.

A user's mistake is a :class:`Problem`; many are collected and shown at once. A caller's
mistake, or a machine's limit, is an exception::

    ForewarnError
     ├── CaseError          a case has errors; carries every problem
     ├── UsageError         the call does not fit the case (unknown name, bad option)
     ├── NotComputable      the answer cannot be had this way; says what would
     ├── NotWritten         a result could not be written
     └── Interrupted        stopped by the user; carries what was finished
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A place in a file, as an editor counts it.

    >>> Span(file="model.yaml", line=14, column=3, end_line=14, end_column=9).line
    14
    """

    #: Path as the user would write it, relative to the case folder.
    file: str
    #: First line, from 1.
    line: int
    #: First column, from 1.
    column: int
    #: Last line, from 1.
    end_line: int
    #: Column after the last character, from 1.
    end_column: int


#: Where a thing is that no file holds (built in a program, or the whole case).
NOWHERE = Span(file="", line=0, column=0, end_line=0, end_column=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with a case, with its place and what to do about it.

    >>> Problem(code="E202", severity="error", span=NOWHERE, message="no title").hint
    ''
    """

    #: Stable code: E for errors, W for warnings, then three digits.
    code: str
    severity: Severity
    #: Where; ``NOWHERE`` when it concerns the case as a whole.
    span: Span
    #: What is wrong, one sentence.
    message: str
    #: What to do, one sentence; a corrected line where there is one.
    hint: str = ""


class ForewarnError(Exception):
    """Whatever forewarn raises on purpose.

    >>> issubclass(UsageError, ForewarnError)
    True
    """


class CaseError(ForewarnError):
    """A case that cannot be computed; every problem found is in ``problems``.

    >>> bare = Problem(code="E202", severity="error", span=NOWHERE, message="no title")
    >>> raise CaseError([bare])
    Traceback (most recent call last):
    forewarn.errors.CaseError: the case has 1 error(s); the first: no title
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        errors = sum(problem.severity == "error" for problem in self.problems)
        first = next(
            (p.message for p in self.problems if p.severity == "error"), "no problem"
        )
        super().__init__(f"the case has {errors} error(s); the first: {first}")


class UsageError(ForewarnError):
    """A call that does not fit: an unknown name, an option out of range.

    >>> raise UsageError("there is no such question")
    Traceback (most recent call last):
    forewarn.errors.UsageError: there is no such question
    """


class NotComputable(ForewarnError):  # noqa: N818  # says what is so, not that it erred
    """An answer that cannot be had this way; the message says what would do.

    >>> raise NotComputable("too many joint states")
    Traceback (most recent call last):
    forewarn.errors.NotComputable: too many joint states
    """


class NotWritten(ForewarnError):  # noqa: N818  # says what is so, not that it erred
    """A result that could not be written; the message says where and why.

    >>> raise NotWritten("out/brief.html cannot be written: it is a folder")
    Traceback (most recent call last):
    forewarn.errors.NotWritten: out/brief.html cannot be written: it is a folder
    """


@dataclass(slots=True)
class Interrupted(ForewarnError):  # noqa: N818  # the user's wish, not an error
    """Stopped by the user; ``finished`` holds what had been computed by then.

    >>> Interrupted(message="stopped", finished=[0.28]).finished
    [0.28]
    """

    message: str
    finished: Any = field(default=None)

    def __str__(self) -> str:
        return self.message
