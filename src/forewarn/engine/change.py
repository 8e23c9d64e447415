"""Changes to a case for one run: a variable held in a state, a number set."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import TypeVar

from forewarn.errors import UsageError
from forewarn.model.case import (
    Case,
    Effect,
    Event,
    Ladder,
    Number,
    Transition,
    Variable,
)
from forewarn.model.quantities import Fixed, Quantity

Mover = TypeVar("Mover", Transition, Event)


def fix(case: Case, states: Mapping[str, str]) -> Case:
    """The case in which some variables are moved to a state and kept there.

    An intervention, not evidence: nothing else is learned from it.

    Args:
        case: The case.
        states: The state each variable is held in.

    Raises:
        UsageError: if a variable or state does not exist.
    """
    names = [variable.name for variable in case.variables]
    for name in states:
        _check_known("variable", name, names)
    return replace(
        case,
        variables=tuple(
            _held(variable, states[variable.name])
            if variable.name in states
            else variable
            for variable in case.variables
        ),
    )


def set_number(case: Case, name: str, quantity: Quantity) -> Case:
    """The case with another quantity for one of its numbers.

    Args:
        case: The case.
        name: Name of the number, such as ``v: a -> b``.
        quantity: What it shall be; of the same dimension.

    Raises:
        UsageError: if there is no such number, or the dimensions differ.
    """
    old = {number.name: number for number in case.numbers()}
    _check_known("number", name, list(old))
    if quantity.dimension != old[name].quantity.dimension:
        raise UsageError(
            f"{name!r} is a {old[name].quantity.dimension}, and {quantity.text!r} "
            f"a {quantity.dimension}"
        )
    number = replace(old[name], quantity=quantity)
    return replace(
        case,
        variables=tuple(_variable_with(v, number) for v in case.variables),
        events=tuple(_mover_with(event, number) for event in case.events),
    )


def _held(variable: Variable, state: str) -> Variable:
    _check_known(f"state of {variable.name!r}", state, variable.state_names)
    sure = Number(
        name=f"{variable.name}: start = {state}",
        quantity=Quantity(text="100%", dimension="probability", law=Fixed(value=1.0)),
        basis="definition",
    )
    return replace(variable, start=((state, sure),), transitions=())


def _variable_with(variable: Variable, number: Number) -> Variable:
    return replace(
        variable,
        start=tuple((state, _new(share, number)) for state, share in variable.start),
        transitions=tuple(_mover_with(t, number) for t in variable.transitions),
    )


def _mover_with(mover: Mover, number: Number) -> Mover:
    return replace(
        mover,
        rate=_new(mover.rate, number),
        effects=tuple(_effect_with(effect, number) for effect in mover.effects),
    )


def _effect_with(effect: Effect, number: Number) -> Effect:
    if isinstance(effect, Ladder):
        rungs = [replace(r, times=_new(r.times, number)) for r in effect.rungs]
        return replace(effect, rungs=tuple(rungs))
    return replace(effect, times=_new(effect.times, number))


def _new(old: Number, number: Number) -> Number:
    return number if old.name == number.name else old


def _check_known(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        nearest = get_close_matches(name, known, n=1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise UsageError(f"there is no {what} {name!r}{hint}")
