"""Names of numbers as a person may write them, made what the model calls them."""

import re

from forewarn.language.building.building import Building
from forewarn.language.conditions import ConditionError, parse_condition
from forewarn.model.conditions import text_of

_AROUND = re.compile(r"\s*(->|=|:)\s*")


def number_name(building: Building, written: str) -> str:
    """The canonical spelling of a number's name; ``written`` where it has none.

    >>> from forewarn.language.found import Found
    >>> number_name(Building(found=Found()), "war:  calm->hot |each")
    'war: calm -> hot | each'
    """
    prefix, bar, condition = written.partition("|")
    spaced = _AROUND.sub(r" \1 ", " ".join(prefix.split())).replace(" : ", ": ").strip()
    if not bar:
        return spaced
    return f"{spaced} | {_spelt(building, ' '.join(condition.split()))}"


def _spelt(building: Building, condition: str) -> str:
    try:
        read = parse_condition(
            condition, variables=building.variables, events=building.events
        )
    except ConditionError:  # such as "each 2", or a name found nowhere
        return condition
    return text_of(read)


def is_spoilt(building: Building, name: str) -> bool:
    """Whether a number's declaration was left out, or that of what it belongs to."""
    owner = name.partition(" | ")[0]
    variable, _, arrow = owner.partition(": ")
    return any(map(building.is_broken, (name, owner, variable, arrow)))
