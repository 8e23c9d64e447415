"""What it would cost, and what could be done about it, read aloud."""

from collections.abc import Iterator

from forewarn.language.prose_moves import Line
from forewarn.language.prose_numbers import spoken_rate, spoken_reasons
from forewarn.language.prose_words import plain, said, sentence, titles_of, with_name
from forewarn.model.case import Basis, Case
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.measures import EffectKind, Measure, MeasureEffect
from forewarn.model.words import day_text, spaced

_MULTIPLIED: dict[EffectKind, str] = {
    "hazard": "how often this comes",
    "odds": "the odds of this",
    "loss": "this loss",
}


def loss_lines(loss: Loss, case: Case, usual: Basis | None) -> Iterator[Line]:
    """What adds to a loss, and how much."""
    yield 0, f"{with_name(loss)}, counted in {plain(loss.unit)}:"
    for terms, each in ((loss.per_jump, "each time that"), (loss.per_year, "a year,")):
        for term in terms:
            yield 1, _term(term, each, case, usual)


def _term(term: LossTerm, each: str, case: Case, usual: Basis | None) -> str:
    when = f", if {said(term.when, case)}" if term.when else ""
    anew = " It is drawn anew each time." if term.varies == "event" else ""
    reasons = spoken_reasons(term.size, case, usual)
    while_so = "while " if each == "a year," else ""
    on = said(term.on, case)
    return f"{term.size.quantity.text} {each} {while_so}{on}{when}.{anew}{reasons}"


def unforeseen_line(case: Case, usual: Basis | None) -> Iterator[Line]:
    """How often something on no list brings a headline event about."""
    rate = case.unforeseen
    if rate is not None:
        text = (
            "Something on no list brings a headline event about: "
            f"{spoken_rate(rate)}.{spoken_reasons(rate, case, usual)}"
        )
        yield 0, text


def measure_lines(measure: Measure, case: Case, usual: Basis | None) -> Iterator[Line]:
    """What could be done, by whom, at what cost, how soon, and what it would change."""
    yield 0, " ".join((f"{with_name(measure)}.", *_facts(measure, case, usual)))
    for effect in measure.effects:
        yield 1, _effect(effect, case, usual)


def _facts(measure: Measure, case: Case, usual: Basis | None) -> Iterator[str]:
    if measure.actor:
        yield f"Who: {sentence(measure.actor)}"
    if measure.cost:
        reasons = spoken_reasons(measure.cost, case, usual)
        yield f"It costs {measure.cost.quantity.text}.{reasons}"
    else:
        yield "Nobody has put a price on it."
    if measure.ready:
        reasons = spoken_reasons(measure.ready, case, usual)
        yield f"It is ready {measure.ready.quantity.text} after it is adopted.{reasons}"
    elif measure.ready_by:
        yield f"It is ready by {day_text(measure.ready_by)}."
    for stock, amount in measure.draws_on:
        yield f"It ties up {amount:g} of {spaced(stock)}."
    if measure.side_effect:
        yield f"Side effect: {sentence(measure.side_effect)}"


def _effect(effect: MeasureEffect, case: Case, usual: Basis | None) -> str:
    when = f", while {said(effect.when, case)}" if effect.when else ""
    reasons = spoken_reasons(effect.times, case, usual)
    what = f"{_MULTIPLIED[effect.kind]}: {_target(effect, case)}"
    return f"{effect.times.quantity.text} times {what}{when}.{reasons}"


def _target(effect: MeasureEffect, case: Case) -> str:
    titles = titles_of((*case.losses, *case.schedules))
    return titles.get(effect.target, plain(effect.target))


def stock_line(stock: tuple[str, float]) -> Line:
    """How much there is of what measures draw on."""
    name, amount = stock
    return 0, f"There is {amount:g} of {spaced(name)} to draw on."
