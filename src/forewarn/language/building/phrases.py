"""Phrases and conditions of a model, read with the place of each mistake."""

from datetime import date
from types import MappingProxyType

from forewarn.language.building.building import Building
from forewarn.language.conditions import (
    ConditionError,
    check_state,
    parse_condition,
)
from forewarn.language.inside import span_inside
from forewarn.language.names import nearest_hint, short
from forewarn.language.quantities import QuantityError, parse_quantity
from forewarn.language.tree import Text
from forewarn.model.case import Variable
from forewarn.model.conditions import And, Condition, Or, has_pulse, is_instant
from forewarn.model.quantities import Dimension, Fixed, Quantity

#: Mistakes that an example of the right form answers.
_OF_FORM = frozenset({"E301", "E302", "E303"})
_EXACT: MappingProxyType[Dimension, str] = MappingProxyType(
    {
        "rate": "0.1 per year",
        "probability": "20%",
        "multiplier": "2",
        "duration": "10 years",
        "amount": "20m USD",
        "flow": "20m USD per year",
        "odds": "3% of exits",
    }
)


def quantity_of(
    building: Building,
    text: Text,
    dimension: Dimension,
    *,
    unit: str = "",
    example: str = "",
) -> Quantity | None:
    """The quantity a phrase stands for; None where it stands for none.

    Args:
        building: Where a mistake is told.
        text: The phrase.
        dimension: What it must measure.
        unit: What an amount or flow is in that names no unit.
        example: What the hint shows where the phrase is of another form.
    """
    if building.full:
        return None
    start = building.start or date.max  # whatever it is, a count may run until then
    try:
        return parse_quantity(text.value, dimension, start=start, unit=unit)
    except QuantityError as mistake:
        span = span_inside(text, mistake.offset, mistake.length)
        form = example and mistake.code in _OF_FORM
        hint = f"Write such as '{example}'." if form else mistake.hint
        building.error(mistake.code, span, mistake.message, hint)
        return None


def exact_of(
    building: Building, text: Text, dimension: Dimension, *, unit: str = ""
) -> float | None:
    """The one value of a phrase that may not be uncertain, in the model's units."""
    example = _EXACT[dimension]
    quantity = quantity_of(building, text, dimension, unit=unit, example=example)
    if quantity is None:
        return None
    if not isinstance(quantity.law, Fixed):
        message = f'"{quantity.text}" is uncertain, and this must be exact'
        building.error("E313", text.span, message, f"Write such as '{example}'.")
        return None
    return quantity.law.value


def condition_of(building: Building, text: Text) -> Condition | None:
    """The condition a line stands for; None where it stands for none.

    Nothing is said of a name whose own declaration was already found wrong.
    """
    if building.full:
        return None
    try:
        condition = parse_condition(
            text.value, variables=building.variables, events=building.events
        )
    except ConditionError as mistake:
        if not building.is_broken(mistake.unknown):
            span = span_inside(text, mistake.offset, mistake.length)
            building.error(mistake.code, span, mistake.message, mistake.hint)
        return None
    return _joined_well(building, text, condition)


def _joined_well(
    building: Building, text: Text, condition: Condition
) -> Condition | None:
    """The condition, unless it asks two jumps or events to come at one instant."""
    if not _meets(condition):
        return condition
    building.error(
        "E409",
        text.span,
        "two jumps or events are joined by 'and', and never come at one instant",
        "Join them by 'or', or ask for their order.",
    )
    return None


def _meets(condition: Condition) -> bool:
    if not isinstance(condition, (And, Or)):
        return False
    pulses = sum(map(has_pulse, condition.parts))
    if isinstance(condition, And) and pulses > 1:
        return True
    return any(map(_meets, condition.parts))


def states_of(building: Building, text: Text, where: str) -> Condition | None:
    """A condition of states only, as an influence or a duration needs."""
    condition = condition_of(building, text)
    if condition is None or not has_pulse(condition):
        return condition
    building.error(
        "E408",
        text.span,
        f"{where} takes states, and this has a jump or an event",
        "Write such as 'x = a', which holds for a time; a jump holds at an instant.",
    )
    return None


def instants_of(building: Building, text: Text, where: str) -> Condition | None:
    """A condition that is true only at instants, as a trigger or a loss needs."""
    condition = condition_of(building, text)
    if condition is None or is_instant(condition):
        return condition
    building.error(
        "E420",
        text.span,
        f"{where} waits for a jump or an event, and this may hold for a time",
        "Write such as 'x -> a', or 'x -> a and y = b'.",
    )
    return None


def is_jump(condition: Condition) -> bool:
    """Whether a condition is one jump or one event alone."""
    return has_pulse(condition) and not isinstance(condition, (And, Or))


def is_known_variable(building: Building, text: Text) -> bool:
    """Whether a name is that of a variable; says so where it is not."""
    if text.value in building.variables:
        return True
    if not building.full and not building.is_broken(text.value):
        building.error(
            "E402",
            text.span,
            f'variable "{short(text.value)}" is not declared',
            nearest_hint(text.value, building.variables)
            or "Declare it, or correct it.",
        )
    return False


def is_known_state(building: Building, variable: Variable, text: Text) -> bool:
    """Whether a name is that of a variable's state; says so where it is not."""
    if building.full:
        return False
    try:
        check_state(text.value, variable=variable, variables=building.variables)
    except ConditionError as mistake:
        if not building.is_broken(text.value):
            building.error(mistake.code, text.span, mistake.message, mistake.hint)
        return False
    return True
