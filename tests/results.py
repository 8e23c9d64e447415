"""Known answers that stand in a case file, beside the dates they belong to.

A trailing comment ``# RESULT value ± tolerance  source`` on the line of a question's
``by:``, ``at:`` or ``above:``, or of one item of its list of dates.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NUMBER = r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?"
_RESULT = re.compile(
    rf"#\s*RESULT\s+(?P<value>{_NUMBER})\s*±\s*(?P<tolerance>{_NUMBER})\s+(?P<source>\S.*)"
)
_QUESTION = re.compile(r"  (?P<name>[^\s:#][^:]*):(?:\s.*)?")
_DATE = re.compile(
    r"(?:^\s*-|\b(?:by|at):)\s*\[?\s*(?P<date>[^\s#{}\[\],][^#{}\[\],]*)"
)
_BOUND = re.compile(r"\babove:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a question's answer is known to be, and how well."""

    question: str
    #: The date as written; empty beside ``above:``, where there is none.
    date_text: str
    value: float
    #: Largest difference that still agrees.
    tolerance: float
    #: Where the value is from.
    source: str
    line: int


def results_of(path: Path) -> list[Result]:
    """The known answers of a case file, in the order of its lines.

    Raises:
        ValueError: if a line speaks of a RESULT and cannot be read as one.
    """
    text = path.read_text(encoding="utf-8")
    return list(_results(text.splitlines(), str(path)))


def _results(lines: list[str], path: str) -> Iterator[Result]:
    question = ""
    asking = False
    for number, line in enumerate(lines, start=1):
        if re.match(r"\S", line) and not line.startswith("#"):
            asking = line.startswith("questions:")
        if asking and (found := _QUESTION.fullmatch(line)):
            question = found["name"].strip()
        if re.search(r"#\s*RESULT", line):
            if not (asking and question):
                raise ValueError(f"{path}:{number}: a RESULT outside any question")
            yield _result(line, question, number, path)


def _result(line: str, question: str, number: int, path: str) -> Result:
    said = _RESULT.search(line)
    if said is None:
        raise ValueError(f"{path}:{number}: not 'RESULT value ± tolerance  source'")
    return Result(
        question=question,
        date_text=_date_text(line[: said.start()], number, path),
        value=float(said["value"]),
        tolerance=float(said["tolerance"]),
        source=said["source"].strip(),
        line=number,
    )


def _date_text(before: str, number: int, path: str) -> str:
    found = _DATE.search(before)
    if found:
        return found["date"].strip()
    if _BOUND.search(before):
        return ""
    raise ValueError(f"{path}:{number}: a RESULT beside no date and no bound")
