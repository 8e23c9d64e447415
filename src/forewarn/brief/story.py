"""One future as a dated story, in words."""

from dataclasses import dataclass
from datetime import date
from math import isnan

from forewarn.brief.document import plain_text
from forewarn.brief.from_run import AMOUNTS
from forewarn.brief.phrases import Titles, jump_words, titles_of
from forewarn.model.case import Case
from forewarn.model.conditions import Jump
from forewarn.model.estimate import Ask
from forewarn.model.story import Moment, Story
from forewarn.model.units import date_after, day_at
from forewarn.model.words import amount_text, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day, and what is so or happens on it."""

    day: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question for a date, and what one future answers."""

    ask: Ask
    title: str
    #: None where the question has none.
    day: date | None
    #: 0 or 1, a count or years; NaN where its window did not open by the date.
    outcome: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One future, told."""

    story: Story
    #: Where each variable starts, in the order of the case.
    start: tuple[str, ...]
    #: What happens, in order: a line for each moment of the story.
    moments: tuple[Dated, ...]
    outcomes: tuple[Judged, ...]


def tell(case: Case, story: Story) -> Told:
    """One future of a case, in words."""
    titles, start = titles_of(case), dict(story.start)
    return Told(
        story=story,
        start=tuple(
            f"{titles.variables[variable.name]}: {spaced(start[variable.name])}"
            for variable in case.variables
        ),
        moments=tuple(_dated(case, moment, titles) for moment in story.moments),
        outcomes=tuple(
            _judged(case, ask, outcome, titles) for ask, outcome in story.outcomes
        ),
    )


def _dated(case: Case, moment: Moment, titles: Titles) -> Dated:
    return Dated(day=day_at(case.start, moment.years), words=_happens(moment, titles))


def _judged(case: Case, ask: Ask, outcome: float, titles: Titles) -> Judged:
    kind = case.question(ask.question).kind
    unit = " years" if kind == "time" else ""
    return Judged(
        ask=ask,
        title=titles.questions[ask.question],
        day=None if ask.years is None else date_after(case.start, ask.years),
        outcome=outcome,
        words=f"{amount_text(outcome)}{unit}" if kind in AMOUNTS else _yes(outcome),
    )


def _yes(outcome: float) -> str:
    if isnan(outcome):
        return "its onset does not come"
    return "yes" if outcome else "no"


def _happens(moment: Moment, titles: Titles) -> str:
    if not moment.variable:
        return titles.events.get(moment.name, spaced(moment.name))
    jump = Jump(
        variable=moment.variable, sources=(moment.source,), targets=(moment.target,)
    )
    return plain_text(jump_words(jump, titles))
