"""Checks of dynamics: taking one away changes something that is asked."""

from collections.abc import Iterator

from forewarn.errors import Problem
from forewarn.language.checks.asked import Asked, Key
from forewarn.language.checks.reach import Reach
from forewarn.language.places import warning
from forewarn.model.case import Case, Dynamic


def check_dynamics(case: Case, reach: Reach, asked: Asked) -> Iterator[Problem]:
    """Warn of dynamics without which every answer would be the same."""
    for dynamic in case.dynamics:
        reasons = [_why_idle(pin, reach, asked) for pin in dynamic.without]
        if all(reasons):
            yield _idle(dynamic, "; ".join(filter(None, reasons)))


def _why_idle(pin: tuple[str, str], reach: Reach, asked: Asked) -> str:
    name, state = pin
    key: Key = ("variable", name)
    if reach.states[name] == {state}:
        return f'"{name}" is always "{state}" anyway'
    if asked.direct and key not in asked.reaching:
        return f'"{name}" changes no answer'
    return ""


def _idle(dynamic: Dynamic, reason: str) -> Problem:
    return warning(
        "W312",
        dynamic.span,
        f'without "{dynamic.name}" nothing would differ: {reason}',
        "Fix a state that the variable would not keep by itself, and that matters.",
    )
