"""The analyst's own words: fields filled, and likelihood words held to numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

from forewarn.brief.document import (
    Block,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quoted,
)
from forewarn.brief.from_run import (
    AMOUNTS,
    central_shown,
    error_shown,
    interval_shown,
    likelihood_word,
    median_shown,
    value_shown,
)
from forewarn.brief.wording import likelihood
from forewarn.model.case import Case
from forewarn.model.estimate import Answer, Estimate
from forewarn.model.own_words import (
    FILE,
    Field,
    OwnWords,
    deadline_of,
    fields_in,
    row_of,
)
from forewarn.model.units import years_between
from forewarn.model.yardstick import Band, Yardstick

#: What stands for a number of which no run was made.
UNANSWERED = "not computed"
_CONFIDENCE = re.compile(r"\b(?:low|moderate|high) confidence\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?(?:\s+|$)")
_MARK = re.compile(r"(#{1,6}|[-*])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A paragraph, heading or item of the text, and where it stands."""

    kind: str
    start: int
    end: int


def blocks_of(words: OwnWords, case: Case, answer: Answer | None) -> Iterator[Block]:
    """The words as blocks of the brief, with every field filled.

    An empty line ends a paragraph, ``#`` starts a heading and ``-`` an item; all else
    is text, shown as it stands.
    """
    items: list[Line] = []
    for part in _parts(words.text):
        line = _filled(words.text, part, case, answer)
        if part.kind == "item":
            items.append(line)
            continue
        if items:
            yield Listing(items=tuple(items))
            items = []
        if part.kind == "heading":
            yield Heading(line=line)
        else:
            yield Paragraph(line=line)
    if items:
        yield Listing(items=tuple(items))


def misfits(words: OwnWords, case: Case, answer: Answer | None) -> Iterator[str]:
    """What is wrong with likelihood words and confidence, each with its place.

    A likelihood word must fit the number nearest to it in its sentence, and stand in
    no sentence that states confidence.
    """
    if answer is None:
        return
    fields = list(fields_in(words.text))
    for start, sentence in _sentences(words.text):
        mine = [f for f in fields if start <= f.start < start + len(sentence)]
        bare = _without_fields(sentence, start, mine)
        for place, text, band in _words_in(bare, case.yardstick):
            where = f"{FILE}:{row_of(words.text, start + place)}"
            if _CONFIDENCE.search(bare):
                yield f"{where}: likelihood and confidence in one sentence; make it two"
            yield from _misfit(case, answer, mine, (start + place, text, band, where))


def _misfit(
    case: Case,
    answer: Answer,
    fields: Sequence[Field],
    word: tuple[int, str, Band, str],
) -> Iterator[str]:
    place, text, band, where = word
    numbers = [
        (abs(field.start - place), field, estimate)
        for field in fields
        if field.form != "word"
        and (estimate := _estimate(case, answer, field)) is not None
        and estimate.kind not in AMOUNTS
    ]
    if not numbers:
        yield f'{where}: "{text}" stands in a sentence without a number to hold it to'
        return
    _, field, estimate = min(numbers, key=lambda one: one[0])
    value = _value(estimate, field.form)
    if isnan(value) or band.low <= value <= band.high:
        return
    fits = likelihood(value, case.yardstick)
    shown = "".join(
        p if isinstance(p, str) else p.text for p in _number(estimate, field)
    )
    yield f'{where}: "{text}" does not fit {shown} of {field.text}, which is {fits}'


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for part in _parts(text):
        for found in _SENTENCE.finditer(text[part.start : part.end]):
            if found[0].strip():
                yield part.start + found.start(), found[0]


def _without_fields(sentence: str, start: int, fields: Sequence[Field]) -> str:
    """A sentence with its fields blanked out, so that no word is read inside them."""
    for field in fields:
        one, other = field.start - start, field.end - start
        sentence = sentence[:one] + " " * (other - one) + sentence[other:]
    return sentence


def _words_in(sentence: str, yardstick: Yardstick) -> Iterator[tuple[int, str, Band]]:
    """Likelihood words of a sentence, the longest that fits at each place."""
    bands = {word: b for b in yardstick.bands for word in (b.word, *b.also)}
    longest = sorted(bands, key=len, reverse=True)
    spaced = (r"\s+".join(map(re.escape, word.split())) for word in longest)
    pattern = re.compile(rf"\b(?:{'|'.join(spaced)})\b", re.IGNORECASE)
    for found in pattern.finditer(sentence):
        text = " ".join(found[0].split())
        yield found.start(), text, bands[text.lower()]


def _parts(text: str) -> Iterator[_Part]:
    """Paragraphs, headings and items, by their lines."""
    start, end, kind, place = 0, 0, "", 0
    for line in text.splitlines(keepends=True):
        here, place = place, place + len(line)
        mark = _MARK.match(line)
        if kind and (mark or not line.strip()):
            yield _Part(kind=kind, start=start, end=end)
            kind = ""
        if mark:
            kind = "heading" if mark[1][0] == "#" else "item"
            start = here + mark.end()
        elif line.strip() and not kind:
            kind, start = "paragraph", here
        end = place
        if kind == "heading":
            yield _Part(kind=kind, start=start, end=end)
            kind = ""
    if kind:
        yield _Part(kind=kind, start=start, end=end)


def _filled(text: str, part: _Part, case: Case, answer: Answer | None) -> Line:
    line: Line = ()
    place = part.start
    for field in fields_in(text):
        if not part.start <= field.start < part.end:
            continue
        line += _quoted(text[place : field.start])
        line += _piece(case, answer, field)
        place = field.end
    return (*line, *_quoted(text[place : part.end].rstrip()))


def _quoted(text: str) -> Line:
    """Text of the case with the blanks at its ends, which a quotation would lose."""
    inside = text.strip()
    if not inside:
        return (" ",) if text else ()
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return tuple(p for p in (before, Quoted(text=inside), after) if p)


def _piece(case: Case, answer: Answer | None, field: Field) -> Line:
    estimate = _estimate(case, answer, field) if answer else None
    return (UNANSWERED,) if estimate is None else _number(estimate, field, case)


def _number(estimate: Estimate, field: Field, case: Case | None = None) -> Line:
    match field.form:
        case "low" | "high":
            ends = interval_shown(estimate)
            return (ends[0] if field.form == "low" else ends[-1],)
        case "median":
            return (median_shown(estimate),)
        case "central":
            return (central_shown(estimate),)
        case "error":
            return (error_shown(estimate),)
        case "word" if case is not None:
            return (likelihood_word(estimate, case.yardstick) or UNANSWERED,)
        case _:
            return (value_shown(estimate),)


def _value(estimate: Estimate, form: str) -> float:
    named = {"low": estimate.low, "high": estimate.high, "median": estimate.median}
    named |= {"central": estimate.central}
    return named.get(form, estimate.value)


def _estimate(case: Case, answer: Answer, field: Field) -> Estimate | None:
    """The estimate that a field names; None where the run has none."""
    question = case.question(field.question)
    deadline = deadline_of(question, field.date)
    years = None if deadline is None else deadline.years
    if deadline is not None and deadline.day is not None:
        years = years_between(case.start, deadline.day)
    return next(
        (
            e
            for e in answer.estimates
            if e.question == question.name
            and (e.years == years or None not in (e.years, years))
            and (years is None or abs((e.years or 0.0) - years) < 1e-9)
        ),
        None,
    )
