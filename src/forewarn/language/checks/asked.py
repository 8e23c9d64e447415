"""What the questions, losses and claims of a case depend on, however far back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from forewarn.language.checks.owners import Owner, owners_of
from forewarn.model.case import (
    Case,
    Effect,
    Influence,
    Ladder,
    Question,
    effect_numbers,
)
from forewarn.model.conditions import Condition, Pulse, leaves, variables_of

#: A variable and an event may share a name.
Key = tuple[Literal["variable", "event"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What questions, losses and claims name, and all that can change their answers."""

    #: Named by a question, a loss or a claim.
    direct: frozenset[Key]
    #: Able to change an answer, near or far.
    reaching: frozenset[Key]
    #: The other variables, and the events, that influence each.
    influenced_by: Mapping[Key, frozenset[Key]]
    #: What each variable or event influences, in declared order.
    influences: Mapping[Key, tuple[str, ...]]


def asked_of(case: Case) -> Asked:
    """What is asked, and all that can change it; one walk over the case."""
    owners = list(owners_of(case))
    direct = frozenset(_named(case, owners))
    influenced_by = _influences(case, owners)
    reaching, waiting = set(direct), list(direct)
    while waiting:
        new = influenced_by.get(waiting.pop(), frozenset()) - reaching
        reaching |= new
        waiting += new
    return Asked(
        direct=direct,
        reaching=frozenset(reaching),
        influenced_by=influenced_by,
        influences=_reversed(influenced_by),
    )


def _reversed(
    influenced_by: Mapping[Key, frozenset[Key]],
) -> dict[Key, tuple[str, ...]]:
    influences: dict[Key, list[str]] = {}
    for (_, child), parents in influenced_by.items():
        for parent in parents:
            influences.setdefault(parent, []).append(child)
    return {parent: tuple(children) for parent, children in influences.items()}


def conditions_of(question: Question) -> tuple[Condition, ...]:
    """Every condition a question has."""
    both = (question.given, question.condition)
    return tuple(each for each in both if each is not None) + question.order


def _asked_conditions(case: Case) -> Iterator[Condition]:
    for question in case.questions:
        yield from conditions_of(question)
    for loss in case.losses:
        for term in (*loss.per_jump, *loss.per_year):
            yield from (each for each in (term.on, term.when) if each is not None)


def _named(case: Case, owners: Iterable[Owner]) -> Iterator[Key]:
    for condition in _asked_conditions(case):
        yield from _read_by(condition)
    numbers = dict(_numbers(case, owners))
    for question in case.questions:
        yield from filter(None, [numbers.get(question.number)])
    for claim in case.claims:
        yield from (numbers[name] for name in claim.tested_by if name in numbers)


def _read_by(condition: Condition) -> Iterator[Key]:
    """Variables and events that a condition names."""
    for leaf in leaves(condition):
        yield (
            ("event", leaf.event)
            if isinstance(leaf, Pulse)
            else ("variable", leaf.variable)
        )


def _key(owner: Owner) -> Key:
    return ("variable", owner.variable) if owner.variable else ("event", owner.name)


def _numbers(case: Case, owners: Iterable[Owner]) -> Iterator[tuple[str, Key]]:
    """Numbers of the case that change what happens, and what each belongs to."""
    for variable in case.variables:
        for _, share in variable.start:
            yield share.name, ("variable", variable.name)
    for owner in owners:
        yield owner.name, _key(owner)
        yield from ((each.name, _key(owner)) for each in effect_numbers(owner.effects))


def _influences(case: Case, owners: Iterable[Owner]) -> dict[Key, frozenset[Key]]:
    read: dict[Key, set[Key]] = {("variable", v.name): set() for v in case.variables}
    read |= {("event", event.name): set() for event in case.events}
    for owner in owners:
        keys = read[_key(owner)]
        keys.update(("variable", name) for name in _read(owner.effects))
        if owner.after is not None:
            keys.update(_read_by(owner.after))
    return {key: frozenset(keys - {key}) for key, keys in read.items()}


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
