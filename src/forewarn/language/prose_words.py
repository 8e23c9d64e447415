"""Names, dates and conditions as a person would say them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from forewarn.model.case import Case, Deadline
from forewarn.model.conditions import And, Condition, Holds, Jump, Not, Or, Pulse
from forewarn.model.structure import Leap

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
#: Characters that would move a terminal's cursor or turn the text around.
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WINDOW = re.compile(r"\bin (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)")
_TESTS = {
    "=": "is {}",
    "in": "is {}",
    "!=": "is not {}",
    ">=": "is {} or higher",
    "<=": "is {} or lower",
    ">": "is higher than {}",
    "<": "is lower than {}",
}


def plain(text: str) -> str:
    r"""A text on one line, without what cannot be said.

    >>> plain("two\n  lines\x07")
    'two lines�'
    """
    return _UNSAYABLE.sub("�", " ".join(text.split()))


def sentence(text: str) -> str:
    """A text that ends as a sentence does; empty where there is none.

    >>> sentence("raised for the summit")
    'raised for the summit.'
    """
    text = plain(text)
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def listed(words: Iterable[str], joint: str) -> str:
    """Words in a row, the last after ``joint``.

    >>> listed(["calm", "tense", "war"], "or")
    'calm, tense or war'
    """
    *before, last = words
    return f"{', '.join(before)} {joint} {last}" if before else last


def word(name: str) -> str:
    """A name as it is said."""
    return name.replace("_", " ")


def called(title: str, name: str) -> str:
    """What a thing is called: its title, or its name where it has no other."""
    return word(name) if title in (name, "") else plain(title)


def on_day(day: date) -> str:
    """A day as it is said.

    >>> on_day(date(2026, 8, 20))
    '20 August 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def with_days(text: str) -> str:
    """A quantity's text, with the days of a count as they are said.

    >>> with_days("1 in 1961-07-06 to 2023-09-14")
    '1 from 6 July 1961 to 14 September 2023'
    """
    return _WINDOW.sub(_said_window, text)


def _said_window(found: re.Match[str]) -> str:
    opens, closes = (on_day(date.fromisoformat(day)) for day in found.groups())
    return f"from {opens} to {closes}"


def by_deadline(deadline: Deadline) -> str:
    """Up to which date something may come."""
    if deadline.day:
        return f"by {on_day(deadline.day)}"
    if deadline.from_now:
        return f"within {_duration(deadline)} from the day of asking"
    return f"within {deadline.text}"


def at_deadline(deadline: Deadline) -> str:
    """On which date something may be so."""
    if deadline.day:
        return f"on {on_day(deadline.day)}"
    after = "the day of asking" if deadline.from_now else "the start"
    return f"{_duration(deadline)} after {after}"


def _duration(deadline: Deadline) -> str:
    return deadline.text.removesuffix(" from now")


def said(condition: Condition, case: Case) -> str:
    """A condition as a clause: titles for names, brackets around what is joined."""
    match condition:
        case Holds():
            states = listed(map(word, condition.states), "or")
            test = _TESTS[condition.operator].format(states)
            return f"{_variable(condition.variable, case)} {test}"
        case Jump():
            return f"{_variable(condition.variable, case)} {_turns(condition)}"
        case Pulse():
            titles = {event.name: event.title for event in case.events}
            return f"{called(titles[condition.event], condition.event)} occurs"
        case Not():
            return f"it is not so that {_bracketed(condition.part, case)}"
        case And():
            return " and ".join(_bracketed(part, case) for part in condition.parts)
        case Or():
            return " or ".join(_bracketed(part, case) for part in condition.parts)


def _turns(jump: Jump) -> str:
    targets = listed(map(word, jump.targets), "or")
    if not jump.sources:
        return f"turns to {targets}"
    return f"turns from {listed(map(word, jump.sources), 'or')} to {targets}"


def said_leap(leap: Leap, case: Case, verb: str) -> str:
    """A jump as a clause: which variable does what, from where to where."""
    sources = listed(map(word, leap.sources), "or")
    return (
        f"{_variable(leap.variable, case)} {verb} from {sources} to {word(leap.target)}"
    )


def _bracketed(condition: Condition, case: Case) -> str:
    text = said(condition, case)
    return f"({text})" if isinstance(condition, (And, Or)) else text


def _variable(name: str, case: Case) -> str:
    variable = case.variable(name)
    return called(variable.title, variable.name)


class Named(Protocol):
    """What has a name and a title."""

    @property
    def name(self) -> str:
        """Its name in the model."""

    @property
    def title(self) -> str:
        """What a reader calls it."""


def with_name(thing: Named) -> str:
    """What a thing is called, and the name the model writes for it."""
    title = called(thing.title, thing.name)
    return title if title == thing.name else f"{title} ({thing.name})"


def titles_of(things: Iterable[Named]) -> dict[str, str]:
    """What each thing is called, by its name."""
    return {each.name: called(each.title, each.name) for each in things}
