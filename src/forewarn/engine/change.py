"""Changes to a case for one run: a variable held in a state, a number set."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from difflib import get_close_matches
from typing import cast

from forewarn.errors import UsageError
from forewarn.model.case import Case, Number, Variable
from forewarn.model.quantities import Fixed, Quantity


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
        quantity: What it shall be; of the same dimension. It is a judgement then,
            unless it is what it was.

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
    if quantity == old[name].quantity:
        return case
    # What was said of the old quantity, and where it stands, is not said of this one.
    number = Number(
        name=name, quantity=quantity, basis="judgement", because="Set for this run."
    )
    return cast("Case", _with(case, number))


def _held(variable: Variable, state: str) -> Variable:
    _check_known(f"state of {variable.name!r}", state, variable.state_names)
    sure = Number(
        name=f"{variable.name}: start = {state}",
        quantity=Quantity(text="100%", dimension="probability", law=Fixed(value=1.0)),
        basis="definition",
    )
    return replace(variable, start=((state, sure),), transitions=())


def _with(part: object, number: Number) -> object:
    """A part of a case with another number for the one of that name."""
    if isinstance(part, Number):
        return number if part.name == number.name else part
    if isinstance(part, tuple):
        return tuple(_with(one, number) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        held = {each.name: getattr(part, each.name) for each in fields(part)}
        changed = {name: _with(one, number) for name, one in held.items()}
        return replace(part, **changed)
    return part


def _check_known(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        nearest = get_close_matches(name, known, n=1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise UsageError(f"there is no {what} {name!r}{hint}")
