"""What a story answers to a question, read off it in so many words."""

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import nan
from operator import attrgetter, itemgetter

import numpy as np

from forewarn.model.conditions import And, Holds, Jump, Not, Or, Pulse


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """The start, or all moments at one time: when, the states then, what happened."""

    years: float
    #: All states from then on.
    states: dict
    #: In their order; none at the start.
    moments: tuple


def instants_of(story):
    """The start and every instant of a story, in order."""
    states = dict(story.start)
    path = [Instant(years=0.0, states=states, moments=())]
    for years, group in groupby(story.moments, key=attrgetter("years")):
        moments = tuple(group)
        for moment in moments:
            if moment.variable:
                assert states[moment.variable] == moment.source
                states = {**states, moment.variable: moment.target}
        path.append(Instant(years=years, states=states, moments=moments))
    return path


def outcome(case, question, path, years):
    """Whether, how often or how long by a date; NaN where a window never opened."""
    return float(answer(case, question, path, years))


def answer(case, question, path, years):
    until = [instant for instant in path if instant.years <= years]
    true_at = [true(question.condition, instant) for instant in until]
    match question.kind:
        case "count":
            return sum(times_true(question.condition, instant) for instant in until)
        case "time":
            return sum(lasting(until, years)[true_at])
        case "order":
            return in_order([first(part, until) for part in question.order])
        case "given":
            onset = first(question.given, until)
            return nan if onset is None else within(question, path, onset)
        case "happened":
            parts = [case.question(name) for name in question.happened]
            return all(answer(case, part, path, years) for part in parts)
    return {"happens": any, "holds": itemgetter(-1)}[question.kind](true_at)


def in_order(firsts):
    return None not in firsts and all(a < b for a, b in pairwise(firsts))


def lasting(path, years):
    """How long each instant's states last, until a date."""
    return np.diff([*(instant.years for instant in path), years])


def first(condition, path):
    """When a condition first comes true, or None."""
    return next((at.years for at in path if true(condition, at)), None)


def within(question, path, onset):
    # What is scheduled a whole number of days after a scheduled onset is in its window.
    closes = onset + question.within + 2**-41
    window = [at for at in path if onset <= at.years <= closes]
    return any(true(question.condition, instant) for instant in window)


def true(condition, instant):
    """Whether a condition is true at an instant; no condition never is."""
    match condition:
        case Not():
            return not true(condition.part, instant)
        case And():
            return all(true(part, instant) for part in condition.parts)
        case Or():
            return any(true(part, instant) for part in condition.parts)
        case Holds():
            return instant.states[condition.variable] in condition.within
    return any(is_of(condition, moment) for moment in instant.moments)


def times_true(condition, instant):
    """For how many of an instant's moments a condition is true."""
    alone = [replace(instant, moments=(moment,)) for moment in instant.moments]
    return sum(true(condition, each) for each in alone)


def is_of(pulse, moment):
    """Whether a moment is one of a jump's or of an event's."""
    match pulse:
        case Pulse():
            return not moment.variable and moment.name == pulse.event
        case Jump():
            return (
                moment.variable == pulse.variable
                and moment.target in pulse.targets
                and (not pulse.sources or moment.source in pulse.sources)
            )
    return False
