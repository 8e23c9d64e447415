"""Checks of influences: each can act, can rest, changes something, and stands once."""

from collections.abc import Iterable, Iterator, Mapping

from forewarn.errors import Problem, Span
from forewarn.language.checks.owners import Owner, owners_of
from forewarn.language.checks.truth import Instant, judge
from forewarn.language.places import warning
from forewarn.model.case import Case, Effect, Influence, Ladder, Number, Pool
from forewarn.model.conditions import And, Condition, Holds, Not, Or, text_of
from forewarn.model.quantities import Fixed

#: One condition under a multiplier, and where it is written.
_Part = tuple[Condition, Span]


def check_influences(case: Case) -> Iterator[Problem]:
    """Warn of influences that never act, always act, change nothing or stand twice."""
    states = {each.name: frozenset(each.state_names) for each in case.variables}
    for owner in owners_of(case):
        if owner.effects:
            yield from _effects(owner.effects, _before(owner, states), owner.name)


def _before(owner: Owner, states: Mapping[str, frozenset[str]]) -> Instant:
    """The moment in which effects are read: what moves is still where it leaves."""
    if not owner.sources:
        return Instant(states=states)
    if len(owner.sources) == 1:
        return Instant(states=states, pins={owner.variable: owner.sources[0]})
    return Instant(states={**states, owner.variable: frozenset(owner.sources)})


def _effects(effects: Iterable[Effect], at: Instant, on: str) -> Iterator[Problem]:
    singles: list[_Part] = []
    for effect in effects:
        parts = list(_parts(effect))
        yield from _constant(parts, at, on)
        yield from _idle(effect, on)
        if isinstance(effect, Pool):
            yield from _repeated(parts, on)
        else:
            singles += parts
    yield from _repeated(singles, on)


def _parts(effect: Effect) -> Iterator[_Part]:
    match effect:
        case Influence():
            yield effect.condition, effect.span
        case Ladder():
            for rung in effect.rungs:
                yield rung.condition, rung.span
        case Pool():
            for condition in effect.of:
                yield condition, effect.span


def _constant(parts: Iterable[_Part], at: Instant, on: str) -> Iterator[Problem]:
    """What never or always acts whatever the other variables do."""
    for condition, span in parts:
        verdict = judge(condition, at)
        if not verdict.true:
            yield warning(
                "W307",
                span,
                f'"{text_of(condition)}" never holds when "{on}" may happen, '
                "so the influence never acts",
                "Correct the condition, or remove the influence.",
            )
        elif not verdict.false:
            yield warning(
                "W308",
                span,
                f'"{text_of(condition)}" always holds when "{on}" may happen, '
                "so the influence always acts",
                "Correct the condition, or multiply the factor into the rate.",
            )


def _idle(effect: Effect, on: str) -> Iterator[Problem]:
    numbers: tuple[Number, ...]
    if isinstance(effect, Ladder):
        numbers = tuple(rung.times for rung in effect.rungs)
    else:
        numbers = (effect.times,)
    for number in numbers:
        if number.quantity.law == Fixed(value=1.0):
            yield warning(
                "W309",
                number.span,
                f'this influence on "{on}" multiplies by exactly 1, '
                "which changes nothing",
                "Write the factor you mean, such as '1.5 (1 to 2.5)', or remove it.",
            )


def _repeated(parts: Iterable[_Part], on: str) -> Iterator[Problem]:
    first: dict[object, Span] = {}
    for condition, span in parts:
        key = _meaning(condition)
        if key in first:
            yield warning(
                "W310",
                span,
                f'"{text_of(condition)}" influences "{on}" twice; '
                f"{_already(first[key])}",
                "Join the two into one influence.",
            )
        first.setdefault(key, span)


def _already(span: Span) -> str:
    return f"it already does on line {span.line}" if span.line else "once is enough"


def _meaning(condition: Condition) -> object:
    """Alike for conditions that differ only in how they are written."""
    match condition:
        case Holds():
            return condition.variable, condition.within
        case Not():
            return "not", _meaning(condition.part)
        case And() | Or():
            parts = frozenset(map(_meaning, condition.parts))
            (only, *more) = parts
            return (type(condition).__name__, parts) if more else only
        case _:
            return condition
