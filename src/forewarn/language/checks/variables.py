"""Checks of variables and events: each moves, each state is reached, each matters."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.checks.asked import Asked, Key
from forewarn.language.checks.reach import Reach
from forewarn.language.places import warning
from forewarn.model.case import Case, Event, State, Variable
from forewarn.model.structure import Schedule


def check_variables(case: Case, reach: Reach, asked: Asked) -> Iterator[Problem]:
    """Warn of what cannot move, is never reached, or changes nothing that is asked."""
    pinned = {pin for dynamic in case.dynamics for pin in dynamic.without}
    for variable in case.variables:
        if reach.moves(variable.name):
            yield from _unreached(variable, reach, pinned)
        else:
            yield _still(variable, reach)
    if case.questions:  # else one warning says that nothing is asked
        yield from _isolated(case, reach, asked)


def _still(variable: Variable, reach: Reach) -> Problem:
    (state,) = reach.states[variable.name]
    reason = (
        f'nothing leads out of "{state}" at a rate or chance above 0'
        if variable.transitions
        else "it has no transitions"
    )
    return warning(
        "W303",
        variable.span,
        f'"{variable.name}" cannot move: it starts in "{state}" and {reason}',
        "Write a transition out of it, give several states a chance at the start, "
        "or remove the variable.",
    )


def _unreached(
    variable: Variable, reach: Reach, pinned: set[tuple[str, str]]
) -> Iterator[Problem]:
    for state in variable.states:
        reached = state.name in reach.states[variable.name]
        if not reached and (variable.name, state.name) not in pinned:
            yield warning(
                "W302",
                state.span,
                f'"{variable.name}" never reaches "{state.name}": '
                f"{_why_unreached(variable, state)}",
                "Write a transition into it, give it a chance at the start, "
                "or remove it.",
            )


def _why_unreached(variable: Variable, state: State) -> str:
    ways_in = [jump for jump in variable.transitions if jump.target == state.name]
    if ways_in:
        return "its ways in are at 0 per year, or from states that are not reached"
    if any(jump.source == state.name for jump in variable.transitions):
        return "transitions lead out of it, and none leads in"
    return "nothing leads to it"


def _isolated(case: Case, reach: Reach, asked: Asked) -> Iterator[Problem]:
    driven = {name for dynamic in case.dynamics for name, _ in dynamic.without}
    driven |= {name for schedule in case.schedules for name in _moved_by(schedule)}
    moving = (each for each in case.variables if reach.moves(each.name))
    for variable in moving:
        key: Key = ("variable", variable.name)
        if key not in asked.reaching:
            yield _unasked(variable, asked)
        elif not (
            asked.influenced_by[key] or key in asked.direct or variable.name in driven
        ):
            yield _undriven(variable)
    for event in case.events:
        if ("event", event.name) not in asked.reaching:
            yield _uncounted(event)


def _moved_by(schedule: Schedule) -> Iterator[str]:
    """The variable that a schedule moves: the calendar drives it."""
    moved = schedule.leap or schedule.draw
    if moved is not None and schedule.dates:
        yield moved.variable


def _unasked(variable: Variable, asked: Asked) -> Problem:
    children = asked.influences.get(("variable", variable.name), ())
    if children:
        shown = ", ".join(f'"{name}"' for name in children[:3])
        only = shown if len(children) <= 3 else f"{shown} and others"
        reason = f"it influences only {only}, which no question depends on"
    elif asked.influenced_by["variable", variable.name]:
        reason = "it influences nothing, and no question names it"
    else:
        reason = "nothing influences it, it influences nothing, no question names it"
    return warning(
        "W304",
        variable.span,
        f'"{variable.name}" changes no answer: {reason}',
        "Write what it influences, ask about it, or remove it.",
    )


def _undriven(variable: Variable) -> Problem:
    return warning(
        "W305",
        variable.span,
        f'nothing influences "{variable.name}": it moves by itself',
        "Write what moves it under 'times:', name it in a dynamic as a driver, "
        "or ask about it.",
    )


def _uncounted(event: Event) -> Problem:
    return warning(
        "W311",
        event.span,
        f'the event "{event.name}" changes no answer, and no question counts it',
        f"Ask for it, such as 'count: {event.name}', or remove it.",
    )
