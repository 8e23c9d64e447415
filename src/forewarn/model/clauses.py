"""Conditions as clauses of a sentence, with what the case calls things kept apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Not,
    Operator,
    Or,
    Pulse,
)
from forewarn.model.words import listed, spaced

_TESTS: MappingProxyType[Operator, tuple[str, str]] = MappingProxyType(
    {
        "=": ("is", ""),
        "in": ("is", ""),
        "!=": ("is not", ""),
        ">=": ("is", " or higher"),
        "<=": ("is", " or lower"),
        ">": ("is higher than", ""),
        "<": ("is lower than", ""),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Text that comes from the case, which whoever shows it must make harmless."""

    text: str


#: Words of ours, and text that comes from the case.
Clause = tuple[str | Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What things are called, by their names."""

    variable: Callable[[str], str]
    event: Callable[[str], str]


def clause_of(condition: Condition, called: Called) -> Clause:
    """A condition in words; what is joined keeps its brackets inside another.

    >>> tense = Holds(variable="v", operator=">=", states=("tense",), within=())
    >>> words = clause_of(Not(part=tense), Called(variable=str.upper, event=str))
    >>> "".join(each if isinstance(each, str) else each.text for each in words)
    'it is not so that V is tense or higher'
    """
    match condition:
        case Holds():
            return _test(condition, called)
        case Jump():
            return jump_clause(condition, called)
        case Pulse():
            return (Given(text=called.event(condition.event)), " occurs")
        case Not():
            return ("it is not so that ", *_inside(condition.part, called))
        case And():
            return _joined(condition.parts, " and ", called)
        case Or():
            return _joined(condition.parts, " or ", called)


def jump_clause(jump: Jump, called: Called) -> Clause:
    """A jump in words: what turns to what, and from what where that is said."""
    subject = Given(text=called.variable(jump.variable))
    if not jump.sources:
        return (subject, " turns to ", _states(jump.targets))
    return (
        subject,
        " turns from ",
        _states(jump.sources),
        " to ",
        _states(jump.targets),
    )


def _test(test: Holds, called: Called) -> Clause:
    verb, after = _TESTS[test.operator]
    subject = Given(text=called.variable(test.variable))
    tail = (after,) if after else ()
    return (subject, f" {verb} ", _states(test.states), *tail)


def _states(names: Sequence[str]) -> Given:
    return Given(text=listed(map(spaced, names), "or"))


def _joined(parts: Sequence[Condition], joint: str, called: Called) -> Clause:
    return tuple(_pieces(parts, joint, called))


def _pieces(
    parts: Sequence[Condition], joint: str, called: Called
) -> Iterator[str | Given]:
    for place, part in enumerate(parts):
        if place:
            yield joint
        yield from _inside(part, called)


def _inside(part: Condition, called: Called) -> Clause:
    clause = clause_of(part, called)
    return ("(", *clause, ")") if isinstance(part, And | Or) else clause
