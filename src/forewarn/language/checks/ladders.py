"""Checks of ladders: rungs keep their order, along the scale and in every world."""

from collections.abc import Iterator
from itertools import pairwise

from forewarn.errors import Problem
from forewarn.language.checks.owners import owners_of
from forewarn.language.places import warning
from forewarn.laws import quantile
from forewarn.model.case import Case, Influence, Ladder, Variable
from forewarn.model.conditions import Holds
from forewarn.model.quantities import Fixed, Interval, Law

#: P10, median and P90.
_Marks = tuple[float, float, float]


def check_ladders(case: Case) -> Iterator[Problem]:
    """Warn of a ladder that rises and falls, or whose rungs cross between worlds."""
    variables = {each.name: each for each in case.variables}
    for ladder, on in _ladders(case):
        found = _along_scale(ladder, variables[ladder.variable], on)
        found = found or _crossing(ladder, on)
        if found:
            yield found


def _ladders(case: Case) -> Iterator[tuple[Ladder, str]]:
    """Ladders of two rungs or more, and what each influences."""
    for owner in owners_of(case):
        for effect in owner.effects:
            if isinstance(effect, Ladder) and len(effect.rungs) > 1:
                yield effect, owner.name


def _along_scale(ladder: Ladder, variable: Variable, on: str) -> Problem | None:
    """Medians along the scale, 1 where a state has no rung, go one way only."""
    if not variable.scaled:
        return None
    rungs = {_state(rung): rung for rung in ladder.rungs}
    medians = [
        _marks(rungs[state].times.quantity.law)[1] if state in rungs else 1.0
        for state in variable.state_names
    ]
    steps = {low < high for low, high in pairwise(medians) if low != high}
    if len(steps) < 2:
        return None
    shown = " < ".join(
        f"{state} {median:g}" if state in rungs else f"{state} 1 (no rung)"
        for state, median in zip(variable.state_names, medians, strict=True)
    )
    return warning(
        "W306",
        ladder.span,
        f'along the scale of "{variable.name}" the factors on "{on}" '
        f"both rise and fall: {shown}",
        "Correct the rungs, or write them as influences of their own if you mean it.",
    )


def _crossing(ladder: Ladder, on: str) -> Problem | None:
    """Rungs share one draw; their P10s and P90s must stand in one order."""
    marked = sorted((_by_median(rung), _state(rung)) for rung in ladder.rungs)
    for (lower, low_state), (upper, high_state) in pairwise(marked):
        if lower[2] > upper[2] or lower[1] > upper[1]:
            return warning(
                "W306",
                ladder.span,
                f'the rungs "{low_state}" and "{high_state}" on "{on}" change '
                "places: one is lower at its median, the other at an end",
                "Write intervals whose lower ends, medians and upper ends stand in "
                "one order.",
            )
    return None


def _by_median(rung: Influence) -> _Marks:
    low, median, high = _marks(rung.times.quantity.law)
    return median, high, low


def _state(rung: Influence) -> str:
    # A rung's condition is always "variable = state".
    return rung.condition.states[0] if isinstance(rung.condition, Holds) else ""


def _marks(law: Law) -> _Marks:
    match law:
        case Fixed():
            return law.value, law.value, law.value
        case Interval():
            return law.low, law.median, law.high
        case _:
            return quantile(law, 0.1), quantile(law, 0.5), quantile(law, 0.9)
