"""Schedules and triggers: jumps on known dates, and jumps in another's instant."""

from itertools import pairwise
from types import MappingProxyType
from typing import Any

from forewarn.language.building.building import Building
from forewarn.language.building.calendar import dates_of
from forewarn.language.building.dates import window_of
from forewarn.language.building.effects import effects_of
from forewarn.language.building.kinds import goes_together, kind_of
from forewarn.language.building.leaps import leap_of, one_of
from forewarn.language.building.numbers import number_of
from forewarn.language.building.phrases import instants_of, is_known_variable
from forewarn.language.building.shares import shares_of
from forewarn.language.layout import structure as layout
from forewarn.language.tree import Text
from forewarn.model.conditions import text_of
from forewarn.model.structure import Draw, Schedule, Trigger
from forewarn.model.units import years_between

_NEEDS: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {"jump": ("chance", "times?", "count?"), "draw": ()}
)

Fields = dict[str, Any] | None


def build_schedule(
    building: Building, name: Text, written: layout.Schedule
) -> Schedule | None:
    """The schedule; None where it cannot be read."""
    kind = kind_of(building, written, tuple(_NEEDS), f'"{name.value}"')
    dates = dates_of(building, written.dates)
    window = window_of(building, written.window)
    whole = kind is not None and goes_together(building, written, kind, _NEEDS)
    made = _jump(building, name, written) if kind == "jump" and whole else None
    if kind == "draw" and whole:
        made = _draw(building, name, written)
    if dates is None or window is None or made is None or written.lacks("window"):
        building.spoil(name.value)
        return None
    schedule = Schedule(
        name=name.value,
        title=written.title.value if written.title else name.value,
        dates=dates[0],
        dates_text=dates[1],
        window=window,
        window_text=" ".join(written.window.value.split()) if written.window else "",
        span=name.span,
        **made,
    )
    _check_gaps(building, schedule, written)
    return schedule


def _jump(building: Building, name: Text, written: layout.Schedule) -> Fields:
    leap = leap_of(building, written.jump or {}, "'jump:'")
    if written.chance is None:
        return None
    chance = number_of(
        building, name.value, written.chance, dimension="probability", reasons=written
    )
    effects = effects_of(building, name.value, written.times)
    if leap is None or chance is None:
        return None
    building.chances.add(name.value)
    return {"leap": leap, "chance": chance, "effects": effects}


def _draw(building: Building, schedule: Text, written: layout.Schedule) -> Fields:
    one = one_of(building, written.draw or {}, "'draw:'")
    if one is None or not is_known_variable(building, one[0]):
        return None
    name, states = one
    variable = building.variables[name.value]
    named = f"{schedule.value}: {variable.name}"
    shares = shares_of(building, variable, states, named=named, reasons=written)
    if len(shares) < len(states):
        return None
    return {"draw": Draw(variable=variable.name, shares=shares)}


def _check_gaps(
    building: Building, schedule: Schedule, written: layout.Schedule
) -> None:
    """A jump reported in two windows would be either date's."""
    gaps = [years_between(a, b) for a, b in pairwise(schedule.dates)]
    if written.window and gaps and schedule.window > min(gaps):
        building.error(
            "E511",
            written.window.span,
            f'"{schedule.window_text}" is longer than between two dates of '
            f'"{schedule.name}", so a jump could be either date\'s',
            "Write a window that ends before the date before it.",
        )


def build_trigger(building: Building, written: layout.Trigger) -> Trigger | None:
    """The trigger; None where it cannot be read."""
    after = instants_of(building, written.after, "'after:'")
    leap = leap_of(building, written.jump, "'jump:'")
    if after is None or leap is None:
        building.spoil("trigger")
        return None
    name = f"trigger: {text_of(after)}: {leap.text}"
    chance = number_of(
        building, name, written.chance, dimension="probability", reasons=written
    )
    effects = effects_of(building, name, written.times)
    if chance is None:
        building.spoil("trigger")
        return None
    building.chances.add(name)
    return Trigger(
        after=after, leap=leap, chance=chance, effects=effects, span=written.after.span
    )
