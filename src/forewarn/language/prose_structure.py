"""Known dates, what follows at once, shared doubts and other structures, read aloud."""

from collections.abc import Iterator

from forewarn.language.prose_moves import Line, effect_lines
from forewarn.language.prose_numbers import spoken_reasons
from forewarn.language.prose_words import (
    called,
    plain,
    said,
    said_leap,
    sentence,
    with_name,
)
from forewarn.model.case import Basis, Case
from forewarn.model.structure import CommonCause, Draw, Schedule, Trigger, Variant
from forewarn.model.words import day_text, listed, spaced


def schedule_lines(
    schedule: Schedule, case: Case, usual: Basis | None
) -> Iterator[Line]:
    """When it may come, what then may happen, and what makes that more likely."""
    yield 0, _dates(schedule)
    if schedule.leap and schedule.chance:
        jump = said_leap(schedule.leap, case, "may turn")
        reasons = spoken_reasons(schedule.chance, case, usual)
        chance = schedule.chance.quantity.text
        yield 0, f"Then {jump}, with a chance of {chance}.{reasons}"
        yield from effect_lines(schedule.effects, "the odds", case, usual)
    if schedule.draw:
        yield 0, _drawn(schedule.draw, case, usual)
    if schedule.window:
        text = (
            f"What is reported up to {schedule.window_text} before a date came on it."
        )
        yield 0, text


def _dates(schedule: Schedule) -> str:
    if schedule.dates_text.startswith("every"):
        return f"It comes {schedule.dates_text}."
    if not schedule.dates:
        return "It never comes."
    return f"It comes on {listed(map(day_text, schedule.dates), 'and')}."


def _drawn(draw: Draw, case: Case, usual: Basis | None) -> str:
    variable = case.variable(draw.variable)
    chances = listed(
        (f"{spaced(state)} at {share.quantity.text}" for state, share in draw.shares),
        "or",
    )
    reasons = "".join(
        f" Of {spaced(state)}:{heard}"
        for state, share in draw.shares
        if (heard := spoken_reasons(share, case, usual))
    )
    title = called(variable.title, variable.name)
    return f"Then {title} is drawn anew: {chances}.{reasons}"


def trigger_lines(trigger: Trigger, case: Case, usual: Basis | None) -> Iterator[Line]:
    """What may follow what in the same instant."""
    jump = said_leap(trigger.leap, case, "may turn")
    reasons = spoken_reasons(trigger.chance, case, usual)
    text = (
        f"When {said(trigger.after, case)}, in the same instant {jump}, with a chance "
        f"of {trigger.chance.quantity.text}.{reasons}"
    )
    yield 0, text
    yield from effect_lines(trigger.effects, "the odds", case, usual)


def cause_lines(cause: CommonCause) -> Iterator[Line]:
    """What some numbers share, and which way it moves each."""
    because = f" Because: {sentence(cause.because)}" if cause.because else ""
    text = (
        f"{with_name(cause)}: it makes {cause.share_text} of the doubt of each of "
        f"these numbers.{because}"
    )
    yield 0, text
    for names, way in ((cause.raises, "higher"), (cause.lowers, "lower")):
        for name in names:
            yield 1, f"{way} where it is stronger: {plain(name)}."


def variant_lines(variant: Variant) -> Iterator[Line]:
    """What may be otherwise, and in how many worlds."""
    because = f" Because: {sentence(variant.because)}" if variant.because else ""
    text = (
        f"{with_name(variant)}: in {variant.weight_text} of the worlds these numbers "
        f"are otherwise.{because}"
    )
    yield 0, text
    for name, quantity in variant.changes:
        yield 1, f"{plain(name)}: {quantity.text}."
