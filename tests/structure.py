"""Schedules, triggers, measures and losses put into a case by a test, as one line each.

They are built beside the language, so that tests of engines need no file.
"""

from dataclasses import replace
from datetime import date

from random_networks import quantity

from forewarn.language.conditions import parse_condition
from forewarn.model.case import Influence, Number
from forewarn.model.conditions import text_of
from forewarn.model.losses import Loss, LossTerm
from forewarn.model.measures import Measure, MeasureEffect
from forewarn.model.structure import Draw, Leap, Schedule, Trigger


def condition(case, text):
    return parse_condition(
        text,
        variables={variable.name: variable for variable in case.variables},
        events=[event.name for event in case.events],
    )


def number(name, text, dimension):
    return Number(name=name, quantity=quantity(text, dimension), basis="judgement")


def leap(text):
    """Such as ``x: a|b -> c``."""
    variable, _, ends = text.partition(": ")
    sources, _, target = ends.partition(" -> ")
    return Leap(variable=variable, sources=tuple(sources.split("|")), target=target)


def effects(case, of, times):
    """Influences by their conditions."""
    return tuple(
        Influence(
            condition=condition(case, text),
            times=number(f"{of} | {text}", factor, "multiplier"),
        )
        for text, factor in times.items()
    )


def days(*texts):
    return tuple(sorted(map(date.fromisoformat, texts)))


def with_schedule(case, name, dates, jump, chance, **times):
    """A jump that is possible on some dates; ``times`` as in ``effects``."""
    new = Schedule(
        name=name,
        title=name,
        dates=days(*dates),
        dates_text="",
        leap=leap(jump),
        chance=number(name, chance, "probability"),
        effects=effects(case, name, times.get("times", {})),
    )
    return replace(case, schedules=(*case.schedules, new))


def with_draw(case, name, dates, variable, shares):
    """A state that is drawn on some dates."""
    drawn = tuple(
        (state, number(f"{name}: {variable} = {state}", share, "probability"))
        for state, share in shares.items()
    )
    new = Schedule(
        name=name,
        title=name,
        dates=days(*dates),
        dates_text="",
        draw=Draw(variable=variable, shares=drawn),
    )
    return replace(case, schedules=(*case.schedules, new))


def with_trigger(case, after, jump, chance, **times):
    """A jump in the same instant as another."""
    seen = condition(case, after)
    name = f"trigger: {text_of(seen)}: {leap(jump).text}"
    new = Trigger(
        after=seen,
        leap=leap(jump),
        chance=number(name, chance, "probability"),
        effects=effects(case, name, times.get("times", {})),
    )
    return replace(case, triggers=(*case.triggers, new))


def with_measure(case, name, *acts, ready=None, by=None):
    """A measure; each act is what it multiplies, by how much and perhaps when.

    What begins with ``loss`` is one; a name with an arrow is a rate; else it is odds.
    """
    new = Measure(
        name=name,
        title=name,
        cost=None,
        ready=number(f"{name}: ready", ready, "duration") if ready else None,
        ready_by=date.fromisoformat(by) if by else None,
        effects=tuple(
            effect(case, f"{name}: {place}", *act) for place, act in enumerate(acts, 1)
        ),
    )
    return replace(case, measures=(*case.measures, new))


def effect(case, name, target, times, when=None):
    kind = "odds" if target in chances(case) else "hazard"
    kind = "loss" if target in {loss.name for loss in case.losses} else kind
    return MeasureEffect(
        kind=kind,
        target=target,
        names=(target,),
        times=number(name, times, "multiplier"),
        when=condition(case, when) if when else None,
    )


def chances(case):
    named = [each.chance for each in (*case.schedules, *case.triggers) if each.chance]
    return {chance.name for chance in named}


def with_loss(case, name, *, per_jump=None, per_year=None, varies="world"):
    """A loss; each term's size may be a pair with the condition that it counts in."""
    new = Loss(
        name=name,
        title=name,
        unit="people",
        per_jump=tuple(terms(case, name, per_jump or {}, "amount", varies)),
        per_year=tuple(terms(case, name, per_year or {}, "flow", varies)),
    )
    return replace(case, losses=(*case.losses, new))


def terms(case, of, sizes, dimension, varies):
    for text, size in sizes.items():
        on = condition(case, text)
        amount, when = size if isinstance(size, tuple) else (size, None)
        unit = " people" if dimension == "amount" else " people per year"
        yield LossTerm(
            on=on,
            size=number(f"{of}: {text_of(on)}", amount + unit, dimension),
            when=condition(case, when) if when else None,
            varies=varies,
        )
