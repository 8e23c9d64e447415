"""Changes to a case for one run: a variable held, a number set, a measure adopted."""

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import cast

from forewarn.errors import UsageError
from forewarn.model.case import Case, Number, Variable
from forewarn.model.quantities import Fixed, Quantity
from forewarn.model.structure import Schedule
from forewarn.model.units import years_between


def fix(case: Case, states: Mapping[str, str]) -> Case:
    """The case in which some variables are moved to a state and kept there.

    An intervention, not evidence: nothing else is learned from it. A variable that is
    held makes no jump of its own, nor one by a schedule or a trigger; so it costs
    nothing by jumping, either.

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
        schedules=tuple(s for s in case.schedules if _moved_by(s) not in states),
        triggers=tuple(t for t in case.triggers if t.leap.variable not in states),
    )


def adopt(case: Case, measures: Mapping[str, date]) -> Case:
    """The case in which some measures are adopted.

    Args:
        case: The case.
        measures: The day on which each is adopted, in place of earlier adoptions.

    Raises:
        UsageError: if there is no such measure, or a day lies before the start or past
            the horizon.
    """
    names = [measure.name for measure in case.measures]
    for name, day in measures.items():
        _check_known("measure", name, names)
        if not 0 <= years_between(case.start, day) <= case.horizon:
            raise UsageError(
                f"{name!r} is adopted on {day}, and the case runs from {case.start} "
                f"for {case.horizon_text}; adopt it in that time"
            )
    adopted = {**dict(case.adopted), **measures}
    return replace(case, adopted=tuple(sorted(adopted.items())))


def set_number(case: Case, name: str, quantity: Quantity) -> Case:
    """The case with another quantity for one of its numbers.

    Args:
        case: The case.
        name: Name of the number, such as ``v: a -> b``.
        quantity: What it shall be; of the same dimension. It is a judgement then,
            unless it is what it was. No variant changes it any more.

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
    changed = cast("Case", _with(case, number))
    return replace(
        changed,
        variants=tuple(
            replace(v, changes=tuple(c for c in v.changes if c[0] != name))
            for v in case.variants
        ),
    )


def _moved_by(schedule: Schedule) -> str:
    """The variable that a schedule moves."""
    moves = schedule.leap or schedule.draw
    return moves.variable if moves else ""


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
