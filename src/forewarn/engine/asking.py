"""Asking: which questions and dates a run is put to, and how answers grow between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isfinite, isnan
from typing import Final

from forewarn.errors import UsageError
from forewarn.model.case import Case, Deadline, Question
from forewarn.model.estimate import Answer, Ask, Curve, Estimate
from forewarn.model.units import date_after, years_between

#: Times a curve is drawn through, beside its start and the dates asked.
TIMES: Final = 16  # each costs as much as a date asked; a line of more looks the same
_SLACK: Final = 1e-9  # years; 120 months may come out a rounding over 10 years


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown:
    """Answers for the dates asked, and what they grow by between them."""

    answer: Answer
    curves: tuple[Curve, ...]


def asks_of(
    case: Case, names: Sequence[str] = (), *, by: Sequence[Deadline] = ()
) -> tuple[Ask, ...]:
    """What is asked when questions are asked for all their dates.

    Args:
        case: The case.
        names: Names of questions, in the order wanted; all of the case if empty.
        by: Dates to ask for, rather than those that the case writes.

    Returns:
        An ask for each question and date, none twice: a duration exactly as written, a
        day by the days from the start.

    Raises:
        UsageError: if there is no such question, or a date lies before the start or
            past the horizon.

    >>> from datetime import date
    >>> asked = Question(
    ...     name="war", title="", kind="time", by=(Deadline(text="1 year", years=1.0),)
    ... )
    >>> case = Case(
    ...     title="", start=date(2023, 9, 14), horizon=2.0, horizon_text="2 years",
    ...     variables=(), questions=(asked,),
    ... )
    >>> asks_of(case)
    (Ask(question='war', years=1.0),)
    """
    questions = [_named(case, name) for name in names] or case.questions
    for deadline in by:
        _check_date(case, deadline)
    asks = (
        Ask(question=question.name, years=years)
        for question in questions
        for years in _dates(case, question, by)
    )
    return tuple(dict.fromkeys(asks))


def futures_asked(asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """What is asked of futures: all but what is asked about a number."""
    return tuple(ask for ask in asks if ask.years is not None)


def asks_between(asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """Times at which to see the answers grow, up to each question's last date.

    Nothing later is asked, so that each question is answered by the same method and
    with the same futures as without them.

    >>> between = asks_between([Ask(question="war", years=8.0)])
    >>> len(between), between[0].years, between[-1].years
    (16, 0.0, 7.5)
    """
    return tuple(
        Ask(question=name, years=last * step / TIMES)
        for name, last in _last_dates(asks)
        for step in range(TIMES)
        if Ask(question=name, years=last * step / TIMES) not in asks
    )


def grown(answer: Answer, asks: Sequence[Ask]) -> Grown:
    """A run's answers taken apart: for the dates asked, and curves through them all.

    Args:
        answer: What a run found for ``asks`` and for ``asks_between`` them; where it
            was stopped, as far as it came.
        asks: What was asked.
    """
    wanted = set(asks)
    return Grown(
        answer=Answer(
            estimates=tuple(e for e in answer.estimates if _ask_of(e) in wanted),
            notes=answer.notes,
        ),
        curves=tuple(
            _curve([e for e in answer.estimates if e.question == name])
            for name, last in _last_dates(asks)
            if last > 0 and any(e.question == name for e in answer.estimates)
        ),
    )


def _curve(estimates: Sequence[Estimate]) -> Curve:
    points = sorted(
        (e.years, e.value, e.low, e.high)
        for e in estimates
        # Of a given whose onset was never seen by then, there is nothing to draw.
        if e.years is not None and not isnan(e.value)
    )
    years, value, low, high = zip(*points, strict=True) if points else ((),) * 4
    first = estimates[0]
    return Curve(
        question=first.question,
        kind=first.kind,
        years=years,
        value=value,
        low=low,
        high=high,
    )


def _last_dates(asks: Sequence[Ask]) -> Iterator[tuple[str, float]]:
    """Each question with dates, and its last one."""
    dates: dict[str, float] = {}
    for ask in asks:
        if ask.years is not None:
            dates[ask.question] = max(ask.years, dates.get(ask.question, 0.0))
    yield from dates.items()


def _ask_of(estimate: Estimate) -> Ask:
    return Ask(question=estimate.question, years=estimate.years)


def _named(case: Case, name: str) -> Question:
    known = {question.name: question for question in case.questions}
    if name not in known:
        nearest = get_close_matches(name, known, n=1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else _listed(list(known))
        raise UsageError(f"there is no question {name!r}{hint}")
    return known[name]


def _listed(known: Sequence[str]) -> str:
    if not known:
        return ": the case asks none"
    shown = ", ".join(known[:10])
    return f"; there are {shown}" + (" and others" if known[10:] else "")


def _dates(
    case: Case, question: Question, by: Sequence[Deadline]
) -> tuple[float | None, ...]:
    if question.kind == "number":
        return (None,)
    return tuple(_years(case, deadline) for deadline in by or question.by)


def _years(case: Case, deadline: Deadline) -> float:
    if deadline.day is not None:
        return years_between(case.start, deadline.day)
    return deadline.years or 0.0


def _check_date(case: Case, deadline: Deadline) -> None:
    years, last = _years(case, deadline), date_after(case.start, case.horizon)
    if not (isfinite(years) and years >= 0):
        raise UsageError(
            f"{deadline.text} is before the start of the case, {case.start}"
        )
    late = years > case.horizon + _SLACK
    if late if deadline.day is None else deadline.day > last:
        raise UsageError(
            f"{deadline.text} is past the horizon of the case, {last}; ask for an "
            "earlier date, or lengthen 'horizon:'"
        )
