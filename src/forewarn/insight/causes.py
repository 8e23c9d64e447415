"""Causes: which jumps of one future led to what a question asks.

What a question reads must have come about: the last jump of each variable it reads is a
cause. Behind a jump stand those that set up the influences which raised its hazard at
the time, and what happened in the same instant before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from forewarn.influences import links_on
from forewarn.model.case import Case, Event, Question, Transition
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Not,
    Or,
    Pulse,
    leaves,
    variables_of,
)
from forewarn.model.story import Moment, Story

#: Conditions on the variables that raise a jump's hazard, by the name of the jump.
Raising = Mapping[str, tuple[Condition, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A condition that a question waits for, and when it came true."""

    condition: Condition
    #: Place of the moment that made it true; -1 for the start.
    place: int


def raising_of(case: Case) -> Raising:
    """What raises the hazard of each jump and event of a case."""
    targets: list[Transition | Event] = [
        t for v in case.variables for t in v.transitions
    ]
    targets += case.events
    return {
        target.name: tuple(
            condition
            for link in links_on(target)
            if link.raises
            for condition in link.conditions
        )
        for target in targets
    }


def marks_of(case: Case, question: Question, years: float, story: Story) -> list[Mark]:
    """What a question waits for, where one future brings it about by a date.

    Args:
        case: The case.
        question: A question that is answered by yes or no.
        years: The date, in years after the start.
        story: The future.

    Returns:
        A mark for each condition; fewer where the future does not get there.
    """
    match question.kind:
        case "happens" if question.condition:
            return _first(question.condition, story, years)
        case "holds" if question.condition:
            place = sum(moment.years <= years for moment in story.moments) - 1
            return [Mark(condition=question.condition, place=place)]
        case "order":
            return [m for each in question.order for m in _first(each, story, years)]
        case "given" if question.given and question.condition:
            return _within(question, story, years)
        case "happened":
            parts = [case.question(name) for name in question.happened]
            return [m for part in parts for m in marks_of(case, part, years, story)]
        case _:
            return []


def involved_in(raising: Raising, conditions: Iterable[Condition]) -> frozenset[str]:
    """Variables that some conditions read, and those that raise hazards of theirs."""
    read = frozenset[str]().union(*map(variables_of, conditions))
    behind = (
        variables_of(condition)
        for name, found in raising.items()
        if name.partition(":")[0] in read
        for condition in found
    )
    return read.union(*behind)


def causes_of(
    story: Story, marks: Sequence[Mark], raising: Raising, depth: int
) -> tuple[int, ...]:
    """Places of the moments that led to some marks, rising.

    Args:
        story: The future.
        marks: What came true, and when.
        raising: What raises the hazard of each jump.
        depth: How many causes back to go; 0 for what the marks themselves read.
    """
    found = {place for mark in marks for place in _makers(story, mark)}
    newest = found
    for _ in range(depth):
        newest = {b for place in newest for b in _behind(story, place, raising)} - found
        found = found | newest
    return tuple(sorted(found))


def _first(
    condition: Condition, story: Story, until: float, after: int = -1
) -> list[Mark]:
    """The first time that a condition is true, from some moment on; or nothing."""
    for place, states, pulses in _settled(story):
        late = place >= 0 and story.moments[place].years > until
        if late:
            break
        if place >= after and _is_true(condition, states, pulses):
            return [Mark(condition=condition, place=place)]
    return []


def _within(question: Question, story: Story, years: float) -> list[Mark]:
    """Of a question with a window: its onset, and what came in the window."""
    if question.given is None or question.condition is None:
        return []
    onsets = _first(question.given, story, years)
    if not onsets:
        return []
    onset = onsets[0].place
    opens = story.moments[onset].years if onset >= 0 else 0.0
    closes = opens + (question.within or 0.0)
    return [*onsets, *_first(question.condition, story, closes, onset)]


def _settled(
    story: Story,
) -> Iterator[tuple[int, Mapping[str, str], Sequence[Moment]]]:
    """The start, then each instant: its last place, states after it, its moments."""
    states = dict(story.start)
    yield -1, states, ()
    pulses: list[Moment] = []
    moments = story.moments
    for place, moment in enumerate(moments):
        pulses.append(moment)
        if moment.variable:
            states[moment.variable] = moment.target
        last = place + 1 == len(moments)
        if last or moments[place + 1].years != moment.years:
            yield place, states, pulses
            pulses = []


def _is_true(
    condition: Condition, states: Mapping[str, str], pulses: Sequence[Moment]
) -> bool:
    match condition:
        case Holds():
            return states[condition.variable] in condition.within
        case Jump():
            return any(_matches(condition, moment) for moment in pulses)
        case Pulse():
            return any(
                not moment.variable and moment.name == condition.event
                for moment in pulses
            )
        case Not():
            return not _is_true(condition.part, states, pulses)
        case And():
            return all(_is_true(part, states, pulses) for part in condition.parts)
        case Or():
            return any(_is_true(part, states, pulses) for part in condition.parts)


def _matches(jump: Jump, moment: Moment) -> bool:
    return (
        moment.variable == jump.variable
        and moment.target in jump.targets
        and (not jump.sources or moment.source in jump.sources)
    )


def _makers(story: Story, mark: Mark) -> Iterator[int]:
    """The last jump, by then, of each variable that a condition reads; its events."""
    read = variables_of(mark.condition)
    events = {one.event for one in leaves(mark.condition) if isinstance(one, Pulse)}
    for place in _last(story, read, mark.place + 1).values():
        yield place
    for place in _same_instant(story, mark.place):
        moment = story.moments[place]
        if not moment.variable and moment.name in events:
            yield place


def _behind(story: Story, place: int, raising: Raising) -> Iterator[int]:
    """Moments that stand behind one: what raised it, and its own instant before it."""
    moment = story.moments[place]
    yield from (one for one in _same_instant(story, place) if one < place)
    last = _last(story, None, place)
    states = dict(story.start)
    states |= {name: story.moments[at].target for name, at in last.items()}
    for condition in raising.get(moment.name, ()):
        if _is_true(condition, states, ()):
            yield from (last[name] for name in variables_of(condition) if name in last)


def _last(story: Story, read: frozenset[str] | None, end: int) -> dict[str, int]:
    """Place of the last jump of each variable before a place."""
    return {
        moment.variable: place
        for place, moment in enumerate(story.moments[:end])
        if moment.variable and (read is None or moment.variable in read)
    }


def _same_instant(story: Story, place: int) -> Iterator[int]:
    if place < 0:
        return
    years = story.moments[place].years
    first = place
    while first > 0 and story.moments[first - 1].years == years:
        first -= 1
    for one in range(first, len(story.moments)):
        if story.moments[one].years != years:
            return
        yield one
