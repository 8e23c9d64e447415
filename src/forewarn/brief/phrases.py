"""Conditions and questions in words a minister reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forewarn.brief.document import Code, Line, Quoted
from forewarn.brief.wording import amount_text, day_text, listed
from forewarn.model.case import Case, Deadline, Question
from forewarn.model.conditions import And, Condition, Holds, Jump, Not, Or, Pulse
from forewarn.model.units import date_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What things are called, by name."""

    variables: Mapping[str, str]
    events: Mapping[str, str]
    questions: Mapping[str, str]


def titles_of(case: Case) -> Titles:
    """Titles of a case's things, or their names where they have none."""
    return Titles(
        variables={v.name: v.title or spaced(v.name) for v in case.variables},
        events={e.name: e.title or spaced(e.name) for e in case.events},
        questions={q.name: question_title(q) for q in case.questions},
    )


def question_title(question: Question) -> str:
    """The title of a question, or its name where it has none."""
    return question.title or spaced(question.name)


def spaced(name: str) -> str:
    """A name as words.

    >>> spaced("post_war")
    'post war'
    """
    return name.replace("_", " ")


def condition_words(condition: Condition, titles: Titles) -> Line:
    """A condition in words."""
    match condition:
        case Holds():
            return _state_words(condition, titles)
        case Jump():
            return jump_words(condition, titles)
        case Pulse():
            return (_quoted(titles.events, condition.event), " occurs")
        case Not():
            return ("it is not so that ", *_inside(condition.part, titles))
        case And():
            return _joined(condition.parts, "and", titles)
        case Or():
            return _joined(condition.parts, "or", titles)


def jump_words(jump: Jump, titles: Titles) -> Line:
    """A jump in words."""
    subject = _quoted(titles.variables, jump.variable)
    targets = Quoted(text=listed([spaced(state) for state in jump.targets], "or"))
    if not jump.sources:
        return (subject, " turns to ", targets)
    sources = Quoted(text=listed([spaced(state) for state in jump.sources], "or"))
    return (subject, " turns from ", sources, " to ", targets)


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


def _state_words(test: Holds, titles: Titles) -> Line:
    subject = _quoted(titles.variables, test.variable)
    states = Quoted(text=listed([spaced(state) for state in test.states], "or"))
    verb = {
        "=": "is",
        "in": "is",
        "!=": "is not",
        ">=": "is at least",
        "<=": "is at most",
        ">": "is past",
        "<": "is short of",
    }[test.operator]
    return (subject, f" {verb} ", states)


def _joined(parts: Sequence[Condition], word: str, titles: Titles) -> Line:
    return _between([_inside(part, titles) for part in parts], f" {word} ")


def _inside(part: Condition, titles: Titles) -> Line:
    """A condition inside another; what is joined keeps its brackets."""
    line = condition_words(part, titles)
    return ("(", *line, ")") if isinstance(part, And | Or) else line


def _between(lines: Sequence[Line], gap: str) -> Line:
    pieces: Line = ()
    for place, line in enumerate(lines):
        pieces += (gap, *line) if place else line
    return pieces


def _quoted(titles: Mapping[str, str], name: str) -> Quoted:
    return Quoted(text=titles.get(name, spaced(name)))
