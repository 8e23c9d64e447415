"""Names, dates and conditions as a person would say them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from forewarn.model import words
from forewarn.model.case import Case, Deadline
from forewarn.model.clauses import Called, Given, clause_of
from forewarn.model.conditions import Condition
from forewarn.model.standing import WINDOW
from forewarn.model.structure import Leap
from forewarn.model.words import day_text, listed, spaced

#: Characters that would move a terminal's cursor or turn the text around.
_UNSAYABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


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


def called(title: str, name: str) -> str:
    """What a thing is called: its title, or its name where it has no other."""
    return plain(words.called(title, name))


def with_days(text: str) -> str:
    """A quantity's text, with the days of a count as they are said.

    >>> with_days("1 in 1961-07-06 to 2023-09-14")
    '1 from 6 July 1961 to 14 September 2023'
    """
    return WINDOW.sub(_said_window, text)


def _said_window(found: re.Match[str]) -> str:
    opens, closes = (day_text(date.fromisoformat(day)) for day in found.groups())
    return f"from {opens} to {closes}"


def by_deadline(deadline: Deadline) -> str:
    """Up to which date something may come."""
    if deadline.day:
        return f"by {day_text(deadline.day)}"
    if deadline.from_now:
        return f"within {_duration(deadline)} from the day of asking"
    return f"within {deadline.text}"


def at_deadline(deadline: Deadline) -> str:
    """On which date something may be so."""
    if deadline.day:
        return f"on {day_text(deadline.day)}"
    after = "the day of asking" if deadline.from_now else "the start"
    return f"{_duration(deadline)} after {after}"


def _duration(deadline: Deadline) -> str:
    return deadline.text.removesuffix(" from now")


def said(condition: Condition, case: Case) -> str:
    """A condition as a clause: titles for names, brackets around what is joined."""
    titles = {event.name: event.title for event in case.events}
    names = Called(
        variable=lambda name: _variable(name, case),
        event=lambda name: words.called(titles[name], name),
    )
    clause = clause_of(condition, names)
    return "".join(plain(one.text) if isinstance(one, Given) else one for one in clause)


def said_leap(leap: Leap, case: Case, verb: str) -> str:
    """A jump as a clause: which variable does what, from where to where."""
    sources = listed(map(spaced, leap.sources), "or")
    target = spaced(leap.target)
    return f"{_variable(leap.variable, case)} {verb} from {sources} to {target}"


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
