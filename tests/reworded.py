"""The same case said otherwise: in another order, by other names or numbers."""

from dataclasses import fields, is_dataclass, replace

import numpy as np

from forewarn.laws import quantile
from forewarn.model.case import (
    Influence,
    Ladder,
    Pool,
    State,
    Transition,
    Variable,
)
from forewarn.model.conditions import And, Holds, Jump, Not, Or, Pulse
from forewarn.model.numbers import Number
from forewarn.model.quantities import Fixed


def at_medians(case):
    """The case with every number at its median, exactly."""
    return with_values(case, lambda number: quantile(number.quantity.law, 0.5))


def with_values(case, value_of):
    """The case with an exact value for every number."""

    def changed(number):
        quantity = replace(number.quantity, law=Fixed(value=value_of(number)))
        return replace(number, quantity=quantity)

    return with_numbers(case, changed)


def with_numbers(case, changed):
    """The case with each number changed."""

    def effect(one):
        if isinstance(one, Ladder):
            rungs = tuple(replace(r, times=changed(r.times)) for r in one.rungs)
            return replace(one, rungs=rungs)
        return replace(one, times=changed(one.times))

    def mover(one):
        effects = tuple(map(effect, one.effects))
        return replace(one, rate=changed(one.rate), effects=effects)

    return replace(
        case,
        variables=tuple(
            replace(
                v,
                start=tuple((state, changed(share)) for state, share in v.start),
                transitions=tuple(map(mover, v.transitions)),
            )
            for v in case.variables
        ),
        events=tuple(map(mover, case.events)),
    )


def certain(thing):
    """A case, or a part of it, with every number of any kind at its median."""
    if isinstance(thing, Number):
        law = Fixed(value=quantile(thing.quantity.law, 0.5))
        return replace(thing, quantity=replace(thing.quantity, law=law))
    if isinstance(thing, tuple):
        return tuple(map(certain, thing))
    if not is_dataclass(thing):
        return thing
    told = {f.name: getattr(thing, f.name) for f in fields(thing)}
    changed = {name: certain(part) for name, part in told.items()}
    moved = {name: part for name, part in changed.items() if part != told[name]}
    return replace(thing, **moved) if moved else thing


def shuffled(case, seed):
    """The case with everything declared in another order."""
    rng = np.random.default_rng(seed)

    def mixed(things):
        return tuple(things[i] for i in rng.permutation(len(things)))

    def moved(mover):
        return replace(mover, effects=mixed(mover.effects))

    return replace(
        case,
        questions=mixed(case.questions),
        events=mixed(tuple(map(moved, case.events))),
        variables=mixed(
            tuple(
                replace(
                    v,
                    states=mixed(v.states) if not v.scaled else v.states,
                    start=mixed(v.start),
                    transitions=mixed(tuple(map(moved, v.transitions))),
                )
                for v in case.variables
            )
        ),
    )


def renamed(case, new):
    """The case with other names for its variables, states and events."""

    def jump(one):
        return Transition(
            variable=new(one.variable),
            source=new(one.source),
            target=new(one.target),
            rate=one.rate,
            effects=tuple(_effect(effect, new) for effect in one.effects),
        )

    def variable(one):
        return Variable(
            name=new(one.name),
            title=one.title,
            group=one.group,
            states=tuple(State(name=new(state.name)) for state in one.states),
            scaled=one.scaled,
            start=tuple((new(state), share) for state, share in one.start),
            transitions=tuple(map(jump, one.transitions)),
        )

    def event(one):
        effects = tuple(_effect(effect, new) for effect in one.effects)
        return replace(one, name=new(one.name), effects=effects)

    def question(one):
        return replace(
            one,
            condition=one.condition and _condition(one.condition, new),
            given=one.given and _condition(one.given, new),
            order=tuple(_condition(part, new) for part in one.order),
        )

    return replace(
        case,
        variables=tuple(map(variable, case.variables)),
        events=tuple(map(event, case.events)),
        questions=tuple(map(question, case.questions)),
    )


def _condition(one, new):
    match one:
        case Holds():
            names = {"states": one.states, "within": one.within}
        case Jump():
            names = {"sources": one.sources, "targets": one.targets}
        case Pulse():
            return Pulse(event=new(one.event))
        case Not():
            return Not(part=_condition(one.part, new))
        case And() | Or():
            return replace(one, parts=tuple(_condition(p, new) for p in one.parts))
    states = {field: tuple(map(new, of)) for field, of in names.items()}
    return replace(one, variable=new(one.variable), **states)


def _effect(one, new):
    match one:
        case Influence():
            return replace(one, condition=_condition(one.condition, new))
        case Ladder():
            rungs = tuple(_effect(rung, new) for rung in one.rungs)
            return replace(one, variable=new(one.variable), rungs=rungs)
        case Pool():
            return replace(one, of=tuple(_condition(part, new) for part in one.of))
