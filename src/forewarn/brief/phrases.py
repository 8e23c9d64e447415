"""Conditions and questions in words a minister reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forewarn.brief.document import Code, Line, Quoted
from forewarn.model.case import Case, Deadline, Question
from forewarn.model.clauses import Called, Clause, Given, clause_of, jump_clause
from forewarn.model.conditions import Condition, Jump
from forewarn.model.units import date_after
from forewarn.model.words import amount_text, called, day_text, listed, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What things are called, by name."""

    variables: Mapping[str, str]
    events: Mapping[str, str]
    questions: Mapping[str, str]


def titles_of(case: Case) -> Titles:
    """Titles of a case's things, or their names where they have none."""
    return Titles(
        variables={v.name: called(v.title, v.name) for v in case.variables},
        events={e.name: called(e.title, e.name) for e in case.events},
        questions={q.name: question_title(q) for q in case.questions},
    )


def question_title(question: Question) -> str:
    """The title of a question, or its name where it has none."""
    return called(question.title, question.name)


def condition_words(condition: Condition, titles: Titles) -> Line:
    """A condition in words."""
    return _line(clause_of(condition, _called(titles)))


def jump_words(jump: Jump, titles: Titles) -> Line:
    """A jump in words."""
    return _line(jump_clause(jump, _called(titles)))


def _called(titles: Titles) -> Called:
    return Called(
        variable=lambda name: titles.variables.get(name, spaced(name)),
        event=lambda name: titles.events.get(name, spaced(name)),
    )


def _line(clause: Clause) -> Line:
    """A clause with text of the case marked as such."""
    return tuple(
        Quoted(text=one.text) if isinstance(one, Given) else one for one in clause
    )


def question_words(question: Question, titles: Titles) -> Line:  # noqa: PLR0911  # one a kind
    """What a question asks, dates apart."""
    match question.kind:
        case "happens":
            return ("Does it ever come about that ", *_asked(question, titles), "?")
        case "holds":
            return ("Is it so, on the day, that ", *_asked(question, titles), "?")
        case "count":
            asked = _asked(question, titles)
            return ("How many times does this come about: ", *asked, "?")
        case "time":
            return ("For how many years is it so that ", *_asked(question, titles), "?")
        case "order":
            return (
                "Do these come in this order: ",
                *_order(question, titles),
                "?",
            )
        case "given":
            return _given(question, titles)
        case "happened":
            return ("Do all of these come true: ", *_happened(question, titles), "?")
        case "number":
            return _number(question)


def deadline_day(deadline: Deadline, case: Case, as_of: date) -> date:
    """The day a deadline falls on."""
    if deadline.day is not None:
        return deadline.day
    start = as_of if deadline.from_now else case.start
    return date_after(start, deadline.years or 0.0)


def deadline_words(question: Question, case: Case, as_of: date) -> str:
    """The dates of a question in words; empty where it has none."""
    days = [day_text(deadline_day(d, case, as_of)) for d in question.by]
    on = "on" if question.kind == "holds" else "by"
    return f"{on} {listed(days)}" if days else ""


def _asked(question: Question, titles: Titles) -> Line:
    return condition_words(question.condition, titles) if question.condition else ()


def _given(question: Question, titles: Titles) -> Line:
    given = condition_words(question.given, titles) if question.given else ()
    return (
        f"Within {question.within_text} of the first time that ",
        *given,
        ", does it come about that ",
        *_asked(question, titles),
        "?",
    )


def _order(question: Question, titles: Titles) -> Line:
    parts = [condition_words(part, titles) for part in question.order]
    return _between(parts, "; then ")


def _happened(question: Question, titles: Titles) -> Line:
    parts = [(_quoted(titles.questions, name),) for name in question.happened]
    return _between(parts, "; ")


def _number(question: Question) -> Line:
    above = "" if question.above is None else f" above {amount_text(question.above)}"
    return ("Is this number of the model", above, ": ", Code(text=question.number), "?")


def _between(lines: Sequence[Line], gap: str) -> Line:
    pieces: Line = ()
    for place, line in enumerate(lines):
        pieces += (gap, *line) if place else line
    return pieces


def _quoted(titles: Mapping[str, str], name: str) -> Quoted:
    return Quoted(text=titles.get(name, spaced(name)))
