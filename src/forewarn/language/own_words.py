"""The analyst's own words: read as they are, and every field in them checked."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from forewarn.errors import Problem
from forewarn.language.names import nearest_hint, short
from forewarn.language.places import Places, error
from forewarn.language.reader import CaseFile, read_file, read_places
from forewarn.model.case import Case, Question
from forewarn.model.own_words import (
    FILE,
    FORMS,
    Field,
    OwnWords,
    deadline_of,
    fields_in,
)


def read_own_words(
    folder: Path, case: Case
) -> tuple[OwnWords | None, tuple[Problem, ...]]:
    """The analyst's own words of a case folder, and what is wrong with their fields.

    Args:
        folder: The case folder.
        case: What is asked.

    Returns:
        The words, None where there are none; and the problems.
    """
    path = folder / FILE
    if not path.exists():
        return None, ()
    read = read_file(path, folder)
    if isinstance(read, Problem):
        return None, (read,)
    return _checked(read, case)


def _checked(read: CaseFile, case: Case) -> tuple[OwnWords | None, tuple[Problem, ...]]:
    places = read_places(read.text, file=read.file)
    if isinstance(places, Problem):
        return None, (places,)
    digest = f"sha256:{sha256(read.text).hexdigest()}"
    words = OwnWords(text=places.text, digest=digest)
    return words, tuple(_problems(places, case))


def _problems(places: Places, case: Case) -> Iterator[Problem]:
    questions = {question.name: question for question in case.questions}
    for field in fields_in(places.text):
        span = places.span(field.start, field.end)
        if not field.question or field.form not in FORMS:
            hint = nearest_hint(field.form, FORMS) if field.question else ""
            yield error(
                "E802",
                span,
                f'"{short(field.text)}" is no field',
                hint or "Write such as {{two_front by 10 years.low}}.",
            )
        elif field.question not in questions:
            yield error(
                "E801",
                span,
                f'question "{short(field.question)}" is not asked',
                nearest_hint(field.question, questions) or "Name a question.",
            )
        elif not _has_date(questions[field.question], field):
            yield error(
                "E803",
                span,
                f'{field.question} is not asked for "{short(field.date)}"',
                _dates(questions[field.question]),
            )


def _has_date(question: Question, field: Field) -> bool:
    return not field.date or deadline_of(question, field.date) is not None


def _dates(question: Question) -> str:
    dates = ", ".join(deadline.text for deadline in question.by)
    return f"It is asked for: {dates}." if dates else "It has no date; leave it out."
