"""Jumps as schedules, triggers and reports write them: ``{v: a|b -> c}``."""

import re
from collections.abc import Mapping
from typing import TypeVar

from forewarn.language.building.building import Building
from forewarn.language.building.phrases import is_known_state, is_known_variable
from forewarn.language.inside import span_inside
from forewarn.language.names import NAME, short
from forewarn.language.tree import Text
from forewarn.model.case import Variable
from forewarn.model.structure import Leap

_STATES = rf"{NAME}(?:\s*\|\s*{NAME})*"
_LEAP = re.compile(rf"\s*({_STATES})\s*->\s*({_STATES})\s*")
Part = TypeVar("Part")
_SEVERAL = re.compile(_STATES)


def leap_of(building: Building, jump: Mapping[Text, Text], where: str) -> Leap | None:
    """The jump of one variable, from any of some states to one; None where it is none.

    Args:
        building: Where a mistake is told.
        jump: The variable, and its jump.
        where: What a message calls the key it stands under.
    """
    one = one_of(building, jump, where)
    if one is None or not is_known_variable(building, one[0]):
        return None
    name, arrow = one
    variable = building.variables[name.value]
    found = _LEAP.fullmatch(arrow.value)
    if found is None or "|" in found[2]:
        building.error(
            "E418",
            arrow.span,
            f'"{short(arrow.value)}" is not a jump to one state',
            "Write such as 'calm -> war', or 'calm|tense -> war'.",
        )
        return None
    sources = _known(building, variable, arrow, found.start(1), found[1])
    targets = _known(building, variable, arrow, found.start(2), found[2])
    if sources is None or targets is None:
        return None
    if targets[0] in sources:
        message = f'"{targets[0]}" is both where this jump starts and where it ends'
        building.error("E419", arrow.span, message, "Name only other states before it.")
        return None
    return Leap(variable=name.value, sources=sources, target=targets[0])


def one_of(
    building: Building, written: Mapping[Text, Part], where: str
) -> tuple[Text, Part] | None:
    """The one entry of a map that must have one; says so where it has not."""
    if len(written) == 1:
        return next(iter(written.items()))
    if written:  # an empty one was told, or lost its entry to a mistake that was
        building.error(
            "E203",
            list(written)[1].span,
            f"{where} takes one name, and this is another",
            "Write the others apart, each as one of its own.",
        )
    return None


def alternatives_of(
    building: Building, variable: Variable, text: Text
) -> tuple[str, ...] | None:
    """States joined by ``|``, in declared order; None where one is unknown."""
    if not _SEVERAL.fullmatch(text.value.strip()):
        building.error(
            "E401",
            text.span,
            f'"{short(text.value)}" names no states',
            "Write such as 'calm', or 'calm|tense'.",
        )
        return None
    return _known(building, variable, text, 0, text.value)


def _known(
    building: Building, variable: Variable, text: Text, offset: int, part: str
) -> tuple[str, ...] | None:
    """The states that part of a text names, in declared order."""
    named = [
        Text(
            value=found[0],
            style=text.style,
            span=span_inside(text, offset + found.start(), len(found[0])),
        )
        for found in re.finditer(NAME, part)
    ]
    known = [is_known_state(building, variable, each) for each in named]
    if not all(known):  # every unknown one is told
        return None
    names = {each.value for each in named}
    return tuple(name for name in variable.state_names if name in names)
