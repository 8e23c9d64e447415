"""Why a question can never come true, or is true whatever happens."""

from collections.abc import Iterator, Mapping

from forewarn.language.checks.asked import conditions_of
from forewarn.language.checks.reach import Reach
from forewarn.language.checks.truth import Instant, can_hold, judge
from forewarn.language.checks.wording import quoted
from forewarn.laws import below_chance
from forewarn.model.case import Number, Question
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Not,
    Or,
    has_pulse,
)


def why_never(
    question: Question, reach: Reach, numbers: Mapping[str, Number]
) -> str | None:
    """Why a question cannot come true in any future; None where it can."""
    for condition in conditions_of(question):
        if not can_hold(condition, reach):
            return _why_impossible(condition, reach)
    match question.kind:
        case "order":
            return _why_no_order(question, reach)
        case "number":
            chance = _chance_above(question, numbers)
            return "no value of the number is above that" if chance == 0 else None
        case _:
            return None


def why_always(
    question: Question, reach: Reach, numbers: Mapping[str, Number]
) -> str | None:
    """Why a question is true in every future; None where it may be false."""
    match question.kind:
        case "happens" if _sure(question.condition, Instant(states=reach.starts)):
            return "it is so at the start already"
        case "holds" | "time" if _sure(question.condition, _any_time(reach)):
            return "it is always so"
        case "given" if _follows(question, reach):
            return "it is so whenever what is given is"
        case "number" if _chance_above(question, numbers) == 1:
            return "every value of the number is above that"
        case _:
            return None


def _any_time(reach: Reach) -> Instant:
    return Instant(states=reach.states)


def _sure(condition: Condition | None, instant: Instant) -> bool:
    return condition is not None and not judge(condition, instant).false


def _follows(question: Question, reach: Reach) -> bool:
    given, condition = question.given, question.condition
    if given is None or condition is None or has_pulse(condition):
        return False
    return not can_hold(And(parts=(given, Not(part=condition))), reach)


def _why_no_order(question: Question, reach: Reach) -> str | None:
    """First occurrences come strictly in order; what is so at the start occurs then."""
    for place, condition in enumerate(question.order):
        if condition in question.order[:place]:
            return f"{quoted(condition)} stands in it twice"
        if place and _sure(condition, Instant(states=reach.starts)):
            return f"{quoted(condition)} is so at the start, so nothing is before it"
    return None


def _chance_above(question: Question, numbers: Mapping[str, Number]) -> float | None:
    number = numbers.get(question.number)
    if number is None or question.above is None:
        return None
    return 1 - below_chance(number.quantity.law, question.above)


def _why_impossible(condition: Condition, reach: Reach) -> str:
    impossible = next(_impossible(condition, reach), None)
    if impossible is None:
        return f"no states that are reached make {quoted(condition)} true"
    if isinstance(impossible, Holds):
        return f"{quoted(impossible)} is never reached"
    return f"nothing in the model makes {quoted(impossible)} happen"


def _impossible(condition: Condition, reach: Reach) -> Iterator[Condition]:
    """Tests and pulses that alone cannot be true; under a not they are no reason."""
    match condition:
        case And() | Or():
            for part in condition.parts:
                yield from _impossible(part, reach)
        case Not():
            return
        case _:
            if not can_hold(condition, reach):
                yield condition
