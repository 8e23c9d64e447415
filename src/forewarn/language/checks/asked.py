"""What the questions and claims of a case depend on, however far back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from forewarn.model.case import (
    Case,
    Effect,
    Event,
    Influence,
    Ladder,
    Question,
    Variable,
    effect_numbers,
)
from forewarn.model.conditions import Condition, Pulse, leaves, variables_of

#: A variable and an event may share a name.
Key = tuple[Literal["variable", "event"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What questions and claims name, and all that can change their answers."""

    #: Named by a question or a claim.
    direct: frozenset[Key]
    #: Able to change an answer, near or far.
    reaching: frozenset[Key]
    #: The other variables that influence each.
    influenced_by: Mapping[Key, frozenset[str]]
    #: What each variable influences, in declared order.
    influences: Mapping[str, tuple[str, ...]]


def asked_of(case: Case) -> Asked:
    """What is asked, and all that can change it; one walk over the case."""
    direct = frozenset(_named(case))
    influenced_by = dict(_influences(case))
    reaching, waiting = set(direct), list(direct)
    while waiting:
        near = influenced_by.get(waiting.pop(), frozenset())
        new = {_variable(name) for name in near} - reaching
        reaching |= new
        waiting += new
    return Asked(
        direct=direct,
        reaching=frozenset(reaching),
        influenced_by=influenced_by,
        influences=_reversed(influenced_by),
    )


def _reversed(
    influenced_by: Mapping[Key, frozenset[str]],
) -> dict[str, tuple[str, ...]]:
    influences: dict[str, list[str]] = {}
    for (_, child), parents in influenced_by.items():
        for parent in parents:
            influences.setdefault(parent, []).append(child)
    return {parent: tuple(children) for parent, children in influences.items()}


def conditions_of(question: Question) -> tuple[Condition, ...]:
    """Every condition a question has."""
    both = (question.given, question.condition)
    return tuple(each for each in both if each is not None) + question.order


def _variable(name: str) -> Key:
    return "variable", name


def _named(case: Case) -> Iterator[Key]:
    for question in case.questions:
        for condition in conditions_of(question):
            for leaf in leaves(condition):
                yield (
                    ("event", leaf.event)
                    if isinstance(leaf, Pulse)
                    else _variable(leaf.variable)
                )
    numbers = dict(_numbers(case))
    for question in case.questions:
        yield from filter(None, [numbers.get(question.number)])
    for claim in case.claims:
        yield from (numbers[name] for name in claim.tested_by if name in numbers)


def _numbers(case: Case) -> Iterator[tuple[str, Key]]:
    """Each number of the case, and what it belongs to."""
    for key, owner in _owners(case):
        if isinstance(owner, Event):
            yield owner.rate.name, key
            yield from ((each.name, key) for each in effect_numbers(owner.effects))
            continue
        yield from ((share.name, key) for _, share in owner.start)
        for jump in owner.transitions:
            yield jump.rate.name, key
            yield from ((each.name, key) for each in effect_numbers(jump.effects))


def _owners(case: Case) -> Iterator[tuple[Key, Variable | Event]]:
    yield from ((_variable(each.name), each) for each in case.variables)
    yield from ((("event", each.name), each) for each in case.events)


def _influences(case: Case) -> Iterator[tuple[Key, frozenset[str]]]:
    for key, owner in _owners(case):
        owned = (owner,) if isinstance(owner, Event) else owner.transitions
        read = frozenset().union(*(_read(each.effects) for each in owned))
        yield key, read - {owner.name} if key[0] == "variable" else read


def _read(effects: Iterable[Effect]) -> frozenset[str]:
    """Variables whose state some effects read."""
    names: set[str] = set()
    for effect in effects:
        match effect:
            case Influence():
                names |= variables_of(effect.condition)
            case Ladder():
                names.add(effect.variable)
            case _:
                names.update(*map(variables_of, effect.of))
    return frozenset(names)
