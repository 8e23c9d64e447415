"""What has effects: transitions, events, schedules and triggers, each alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from forewarn.model.case import Case, Effect
from forewarn.model.conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A rate or chance, what moves by it, and what multiplies it."""

    #: Name of the rate or chance; of the schedule, where a state is drawn.
    name: str
    #: The variable that it moves; empty for an event.
    variable: str = ""
    #: States it may be in just before; empty for any.
    sources: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    #: What it waits for, where it is a trigger.
    after: Condition | None = None


def owners_of(case: Case) -> Iterator[Owner]:
    """Everything with effects, in declared order."""
    for variable in case.variables:
        for jump in variable.transitions:
            yield Owner(
                name=jump.name,
                variable=variable.name,
                sources=(jump.source,),
                effects=jump.effects,
            )
    for event in case.events:
        yield Owner(name=event.name, effects=event.effects)
    for schedule in case.schedules:
        if schedule.draw:
            yield Owner(name=schedule.name, variable=schedule.draw.variable)
        if schedule.leap:
            yield Owner(
                name=schedule.name,
                variable=schedule.leap.variable,
                sources=schedule.leap.sources,
                effects=schedule.effects,
            )
    for trigger in case.triggers:
        yield Owner(
            name=trigger.chance.name,
            variable=trigger.leap.variable,
            sources=trigger.leap.sources,
            effects=trigger.effects,
            after=trigger.after,
        )
