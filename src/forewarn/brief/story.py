"""One future as a dated story, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import isnan

from forewarn.brief.document import plain_text
from forewarn.brief.from_run import AMOUNTS
from forewarn.brief.phrases import Titles, jump_words, spaced, titles_of
from forewarn.brief.wording import amount_text
from forewarn.model.case import Case
from forewarn.model.conditions import Jump
from forewarn.model.estimate import Ask
from forewarn.model.story import Moment, Story
from forewarn.model.units import date_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day, and what is so or happens on it."""

    day: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A question for a date, and what one future answers."""

    title: str
    #: None where the question has none.
    day: date | None
    words: str


def story_start(case: Case, story: Story) -> Iterator[str]:
    """Where each variable starts, in the order of the case."""
    titles, start = titles_of(case).variables, dict(story.start)
    for variable in case.variables:
        yield f"{titles[variable.name]}: {spaced(start[variable.name])}"


def story_moments(case: Case, story: Story) -> Iterator[Dated]:
    """What happens, in order."""
    titles = titles_of(case)
    for moment in story.moments:
        day = date_after(case.start, moment.years)
        yield Dated(day=day, words=_happens(moment, titles))


def story_outcomes(case: Case, story: Story, asks: tuple[Ask, ...]) -> Iterator[Judged]:
    """What the future answers, ask by ask.

    Args:
        case: The case.
        story: The future, with an outcome for each ask.
        asks: What it was asked.
    """
    titles = titles_of(case).questions
    for ask, outcome in zip(asks, story.outcomes, strict=True):
        kind = case.question(ask.question).kind
        unit = " years" if kind == "time" else ""
        words = f"{amount_text(outcome)}{unit}" if kind in AMOUNTS else _yes(outcome)
        day = None if ask.years is None else date_after(case.start, ask.years)
        yield Judged(title=titles[ask.question], day=day, words=words)


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
