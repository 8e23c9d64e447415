"""The analyst's own words, and the fields in them that numbers are filled into."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from forewarn.model.case import Deadline, Question

#: The file of a case folder that they stand in.
FILE: Final = "brief.md"
#: What a field may ask for; the mean where it says nothing.
FORMS: Final = ("value", "low", "high", "median", "central", "error", "word")
_FIELD: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE: Final = re.compile(
    r"\s*(?P<question>[^\s.]+)(?:\s+(?:by|at)\s+(?P<date>.+?))?(?:\.(?P<form>[a-z]+))?\s*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """The analyst's own words, as they stand in the case; forewarn only reads them."""

    text: str
    #: "sha256:…" of the file.
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """``{{two_front by 10 years.low}}``: a place for one number of one estimate."""

    #: Numbers of its first character, and of the one after its last.
    start: int
    end: int
    #: As written, without the braces.
    text: str
    #: Empty where it cannot be read.
    question: str = ""
    #: As a question of the case writes it; empty for its last.
    date: str = ""
    form: str = "value"


def fields_in(text: str) -> Iterator[Field]:
    """Every field of a text, in reading order.

    >>> [field] = fields_in("It is {{two_front by 10 years.word}}.")
    >>> field.question, field.date, field.form
    ('two_front', '10 years', 'word')
    """
    for found in _FIELD.finditer(text):
        start, end = found.span()
        inside = _INSIDE.fullmatch(found[1])
        if inside is None:
            yield Field(start=start, end=end, text=found[1].strip())
            continue
        yield Field(
            start=start,
            end=end,
            text=found[1].strip(),
            question=inside["question"],
            date=" ".join((inside["date"] or "").split()),
            form=inside["form"] or "value",
        )


def deadline_of(question: Question, date: str) -> Deadline | None:
    """The date of a question that a field names; None where it has no such date."""
    if not date:
        return question.by[-1] if question.by else None
    for deadline in question.by:
        day = deadline.day.isoformat() if deadline.day else ""
        if date in (" ".join(deadline.text.split()), day):
            return deadline
    return None


def row_of(text: str, place: int) -> int:
    """The line, from 1, that a character of a text stands on."""
    return text.count("\n", 0, place) + 1
