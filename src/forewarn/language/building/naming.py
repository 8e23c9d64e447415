"""Names of numbers as a person may write them, made what the model calls them."""

import re
from collections.abc import Iterator

from forewarn.language.building.building import Building
from forewarn.language.conditions import ConditionError, parse_condition
from forewarn.language.names import NAME, nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.conditions import text_of

_AROUND = re.compile(r"\s*(->|[<>!]=|[=<>:|])\s*")
_STATE = re.compile(NAME)
_LEAP = re.compile(rf"{NAME}\s*:\s*{NAME}(?:\s*\|\s*{NAME})*\s*->\s*{NAME}")
_MOST_BARS = 50  # in a name; the longest of use has about ten


def number_name(building: Building, written: str) -> str:
    """The canonical spelling of a number's name; ``written`` where it has none.

    >>> from forewarn.language.found import Found
    >>> number_name(Building(found=Found()), "war:  calm->hot |each")
    'war: calm -> hot | each'
    """
    text = " ".join(written.split())
    if text.count("|") > _MOST_BARS:
        return text
    # A bar stands before a condition, and between the states that a jump may leave.
    for owner, condition in ((text, ""), *_split(text, "|")):
        name = _owner(building, owner)
        if name in building.numbers:
            return f"{name} | {_spelt(building, condition)}" if condition else name
    owner, _, condition = text.partition("|")
    if not condition:
        return _owner(building, owner)
    return f"{_owner(building, owner)} | {_spelt(building, condition)}"


def _split(text: str, at: str) -> Iterator[tuple[str, str]]:
    """A text cut in two at each place where a sign stands."""
    for place, sign in enumerate(text):
        if sign == at:
            yield text[:place].strip(), text[place + 1 :].strip()


def _owner(building: Building, text: str) -> str:
    """What a number belongs to: a jump, an event, a trigger, a term of a loss."""
    first, _, rest = text.partition(":")
    if first.strip() == "trigger":
        return _trigger(building, rest.strip())
    if first.strip() in building.losses:
        return f"{first.strip()}: {_spelt(building, rest)}"
    return _spaced(text)


def _trigger(building: Building, text: str) -> str:
    """A trigger is named by the condition it follows, and by its jump."""
    for after, leap in _split(text, ":"):
        condition = _read(building, after) if _LEAP.fullmatch(leap) else None
        if condition is not None:
            return f"trigger: {condition}: {_leap(building, leap)}"
    return f"trigger: {_spaced(text)}"


def _leap(building: Building, text: str) -> str:
    """A jump, the states it may leave in declared order."""
    name, _, arrow = _spaced(text).partition(": ")
    sources, _, target = arrow.partition(" -> ")
    variable = building.variables.get(name)
    named = set(_STATE.findall(sources))
    if variable is None or not named <= set(variable.state_names):
        return _spaced(text)
    ordered = "|".join(state for state in variable.state_names if state in named)
    return f"{name}: {ordered} -> {target}"


def _spaced(text: str) -> str:
    spaced = _AROUND.sub(r" \1 ", text).strip()
    return spaced.replace(" : ", ": ").replace(" | ", "|")


def _spelt(building: Building, condition: str) -> str:
    # What is none is such as "each 2", or has a name found nowhere.
    return _read(building, condition) or condition.strip()


def _read(building: Building, condition: str) -> str | None:
    try:
        read = parse_condition(
            condition, variables=building.variables, events=building.events
        )
    except ConditionError:
        return None
    return text_of(read)


def is_spoilt(building: Building, name: str) -> bool:
    """Whether a number's declaration was left out, or that of what it belongs to."""
    owner = name.partition(" | ")[0]
    variable, _, arrow = owner.partition(": ")
    return any(map(building.is_broken, (name, owner, variable, arrow)))


def known_number(building: Building, text: Text) -> str:
    """The name of the number that a text names; empty, and told, where none is."""
    name = number_name(building, text.value)
    if name in building.numbers:
        return name
    if not is_spoilt(building, name):
        building.error(
            "E413",
            text.span,
            f'there is no number "{short(name)}"',
            nearest_hint(name, building.numbers)
            or "Numbers are named such as 'v: a -> b', and 'v: a -> b | w = c'.",
        )
    return ""
