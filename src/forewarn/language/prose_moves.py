"""What moves a variable, or brings an event about, as paragraphs and points."""

from collections.abc import Iterable, Iterator

from forewarn.language.prose_numbers import spoken_rate, spoken_reasons
from forewarn.language.prose_words import called, said
from forewarn.model.case import (
    Basis,
    Case,
    Effect,
    Event,
    Influence,
    Ladder,
    Number,
    Pool,
    Transition,
)
from forewarn.model.words import spaced

#: A paragraph and how deep it stands: 0 for text, 1 for a point, 2 for a point of it.
Line = tuple[int, str]


def transition_lines(
    transition: Transition, case: Case, usual: Basis | None
) -> Iterator[Line]:
    """A jump, how often it comes, why, and what makes it more or less likely."""
    rate = spoken_rate(transition.rate, spaced(transition.source))
    reasons = spoken_reasons(transition.rate, case, usual)
    jump = f"From {spaced(transition.source)} to {spaced(transition.target)}"
    yield 0, f"{jump}: {rate}.{reasons}"
    # What multiplies a share of exits multiplies its odds.
    odds = transition.rate.quantity.dimension == "odds"
    yield from effect_lines(
        transition.effects, "the odds" if odds else "as likely", case, usual
    )


def event_lines(event: Event, case: Case, usual: Basis | None) -> Iterator[Line]:
    """How often an event comes, why, and what makes it more or less frequent."""
    rate = spoken_rate(event.rate)
    yield 0, f"How often it occurs: {rate}.{spoken_reasons(event.rate, case, usual)}"
    yield from effect_lines(event.effects, "as often", case, usual)


def effect_lines(
    effects: Iterable[Effect], how: str, case: Case, usual: Basis | None
) -> Iterator[Line]:
    """What multiplies a rate, or the odds of a chance, and while what is so.

    Args:
        effects: The effects.
        how: What is multiplied, after "3 times": ``as likely``, ``the odds``.
        case: The case, for titles.
        usual: The basis that goes without saying.
    """
    for effect in effects:
        yield from _effect_lines(effect, how, case, usual)


def _effect_lines(
    effect: Effect, how: str, case: Case, usual: Basis | None
) -> Iterator[Line]:
    match effect:
        case Influence():
            yield 1, _influence(effect, how, case, usual)
        case Ladder():
            variable = case.variable(effect.variable)
            title = called(variable.title, variable.name)
            yield 1, f"By {title}, where one doubt moves all of these together:"
            for rung in effect.rungs:
                yield 2, _influence(rung, how, case, usual)
        case Pool():
            reasons = spoken_reasons(effect.times, case, usual)
            yield (
                1,
                f"{_times(effect.times, how)} for each of these that is so.{reasons}",
            )
            for condition in effect.of:
                yield 2, said(condition, case)


def _influence(influence: Influence, how: str, case: Case, usual: Basis | None) -> str:
    while_so = f"while {said(influence.condition, case)}"
    reasons = spoken_reasons(influence.times, case, usual)
    return f"{_times(influence.times, how)} {while_so}.{reasons}"


def _times(number: Number, how: str) -> str:
    return f"{number.quantity.text} times {how}"
