"""What a story answers to a question, read off it in so many words."""

from dataclasses import dataclass
from itertools import pairwise
from math import nan

from forewarn.model.conditions import And, Holds, Jump, Not, Or


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """The start or a moment: when, all states from then on, and what happened."""

    years: float
    states: dict
    #: None at the start.
    moment: object


def instants_of(story):
    """The start and every moment of a story, in order."""
    states = dict(story.start)
    path = [Instant(years=0.0, states=states, moment=None)]
    for moment in story.moments:
        if moment.variable:
            assert states[moment.variable] == moment.source
            states = {**states, moment.variable: moment.target}
        path.append(Instant(years=moment.years, states=states, moment=moment))
    return path


def outcome(case, question, path, years):
    """Whether, how often or how long by a date; NaN where a window never opened."""
    return float(answer(case, question, path, years))


def answer(case, question, path, years):
    until = [instant for instant in path if instant.years <= years]
    match question.kind:
        case "happens":
            return any(true(question.condition, instant) for instant in until)
        case "holds":
            return true(question.condition, until[-1])
        case "count":
            return sum(true(question.condition, instant) for instant in until)
        case "time":
            return time_in(question.condition, until, years)
        case "order":
            firsts = [first(condition, until) for condition in question.order]
            return None not in firsts and all(a < b for a, b in pairwise(firsts))
        case "given":
            onset = first(question.given, until)
            return nan if onset is None else within(question, path, onset)
        case "happened":
            parts = [case.question(name) for name in question.happened]
            return all(answer(case, part, path, years) for part in parts)


def first(condition, path):
    """When a condition first comes true, or None."""
    return next((at.years for at in path if true(condition, at)), None)


def within(question, path, onset):
    window = [at for at in path if onset <= at.years <= onset + question.within]
    return any(true(question.condition, instant) for instant in window)


def time_in(condition, path, years):
    ends = [*(instant.years for instant in path[1:]), years]
    return sum(
        end - instant.years
        for instant, end in zip(path, ends, strict=True)
        if true(condition, instant)
    )


def true(condition, instant):
    """Whether a condition is true at an instant."""
    match condition:
        case Holds():
            return instant.states[condition.variable] in condition.within
        case Not():
            return not true(condition.part, instant)
        case And():
            return all(true(part, instant) for part in condition.parts)
        case Or():
            return any(true(part, instant) for part in condition.parts)
    moment = instant.moment
    if moment is None:
        return False
    if isinstance(condition, Jump):
        return (
            moment.variable == condition.variable
            and moment.target in condition.targets
            and (not condition.sources or moment.source in condition.sources)
        )
    return not moment.variable and moment.name == condition.event
