"""Conditions: what may hold or happen, as a small tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", "!=", "in", ">=", "<=", ">", "<"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holds:
    """A variable is in one of some states."""

    variable: str
    operator: Operator
    #: States as written, in declared order; one, except after ``in``.
    states: tuple[str, ...]
    #: Every state in which the test holds, in declared order.
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A variable jumps to one of some states: a pulse, true at an instant."""

    variable: str
    #: Source states, in declared order; empty for any.
    sources: tuple[str, ...]
    #: Target states, in declared order.
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """An event of a class occurs: true at an instant."""

    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The condition does not hold."""

    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class And:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or:
    """At least one part holds."""

    parts: tuple["Condition", ...]


Condition = Holds | Jump | Pulse | Not | And | Or


def text_of(condition: Condition) -> str:
    """The canonical text of a condition; reading it gives the condition again.

    >>> calm = Holds(variable="korea", operator="=", states=("calm",), within=("calm",))
    >>> war = Jump(variable="taiwan", sources=(), targets=("blockade", "invasion"))
    >>> text_of(And(parts=(war, Not(part=calm))))
    'taiwan -> blockade|invasion and not korea = calm'
    """
    match condition:
        case Holds():
            return (
                f"{condition.variable} {condition.operator} "
                f"{'|'.join(condition.states)}"
            )
        case Jump():
            source = f": {'|'.join(condition.sources)}" if condition.sources else ""
            return f"{condition.variable}{source} -> {'|'.join(condition.targets)}"
        case Pulse():
            return condition.event
        case Not():
            return f"not {_bracketed(condition.part, (And, Or))}"
        case And():
            # A nested And keeps its brackets, so that reading gives the same tree.
            return " and ".join(_bracketed(p, (And, Or)) for p in condition.parts)
        case Or():
            return " or ".join(_bracketed(p, (Or,)) for p in condition.parts)


def _bracketed(condition: Condition, kinds: tuple[type, ...]) -> str:
    text = text_of(condition)
    return f"({text})" if isinstance(condition, kinds) else text


def leaves(condition: Condition) -> Iterator[Holds | Jump | Pulse]:
    """Every test, jump and pulse in a condition, left to right."""
    match condition:
        case Not():
            yield from leaves(condition.part)
        case And() | Or():
            for part in condition.parts:
                yield from leaves(part)
        case _:
            yield condition


def variables_of(condition: Condition) -> frozenset[str]:
    """Names of the variables a condition reads or watches."""
    return frozenset(
        leaf.variable for leaf in leaves(condition) if not isinstance(leaf, Pulse)
    )


def has_pulse(condition: Condition) -> bool:
    """Whether a jump or an event stands anywhere in a condition."""
    return any(not isinstance(leaf, Holds) for leaf in leaves(condition))


def is_instant(condition: Condition) -> bool:
    """Whether a condition is true only at the instants of jumps and events.

    >>> calm = Holds(variable="korea", operator="=", states=("calm",), within=("calm",))
    >>> is_instant(And(parts=(Pulse(event="raid"), calm)))
    True
    >>> is_instant(Or(parts=(Pulse(event="raid"), calm)))
    False
    """
    match condition:
        case And():
            return any(map(is_instant, condition.parts))
        case Or():
            return all(map(is_instant, condition.parts))
        case _:
            return isinstance(condition, Jump | Pulse)


def holds(condition: Condition, states: Mapping[str, str]) -> bool:
    """Whether a condition without pulses holds in a joint state.

    Args:
        condition: Tests joined by and, or, not.
        states: The state of every variable the condition reads.

    Raises:
        ValueError: if the condition has a jump or an event.
    """
    match condition:
        case Holds():
            return states[condition.variable] in condition.within
        case Not():
            return not holds(condition.part, states)
        case And():
            return all(holds(part, states) for part in condition.parts)
        case Or():
            return any(holds(part, states) for part in condition.parts)
        case _:
            raise ValueError(f"{text_of(condition)!r} is a pulse, not a state")
