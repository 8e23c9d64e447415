"""Paths: among futures that reach an answer, the commonest orders of what led there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from forewarn.engine.effort import Effort
from forewarn.engine.job import run_of
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.record import Recorded, record_futures
from forewarn.engine.simulate.run import Run
from forewarn.insight.causes import (
    Mark,
    Raising,
    causes_of,
    involved_in,
    marks_of,
    raising_of,
)
from forewarn.model.case import Case
from forewarn.model.estimate import Ask
from forewarn.model.paths import Example, Order, Paths, Step
from forewarn.model.story import Moment, Story

#: Kinds of questions that a future answers with yes or no.
TOLD = frozenset(("happens", "holds", "order", "given", "happened"))
#: Paths there should be, and the most that are told; orders and futures shown.
ENOUGH, MOST, ORDERS, EXAMPLES = 300, 600, 5, 3
#: Lines that one future is told in at most, causes apart.
LINES = 12
#: Causes back that are tried, and the share of futures that the orders shown should
#: make up: told finer, each future would have an order of its own.
DEPTHS, COVERED = (2, 1, 0), 0.5
#: Futures looked at: this share of all at most, and this many at least.
SHARE, FEWEST = 8, 16_384

#: Called with what is being done, how much of it, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Got:
    """Futures of a run that answer one question with yes."""

    looked_at: int
    reached: int
    #: Some of them, spread over all.
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Led:
    """A future that got there, when, and what led there."""

    story: Story
    marks: tuple[Mark, ...]
    years: float
    #: Places of what led there, and what it is.
    places: tuple[int, ...]
    moments: tuple[Moment, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What led there, without dates."""
        return tuple(
            Step(name=m.name, variable=m.variable, source=m.source, target=m.target)
            for m in self.moments
        )


def find_paths(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    belief: Belief | None = None,
    progress: Progress | None = None,
) -> tuple[Paths, ...]:
    """In which orders futures come to answer questions with yes.

    Futures are those of the run that answers, so that each can be replayed: the first
    of every world, then the first two, and so on until enough get there.

    Args:
        case: The case.
        asks: What is asked, for one date each; only what is answered by yes or no.
        effort: Which run; worlds and futures of it are looked at, never more.
        belief: What is believed on a day, where the run goes on from there.
        progress: Called as futures are looked at.

    Returns:
        Paths for each ask, in order; without orders where no future got there.
    """
    asked = tuple(ask for ask in asks if case.question(ask.question).kind in TOLD)
    if not asked:
        return ()
    got = _got(case, asked, effort, belief, progress)
    raising = raising_of(case)
    return tuple(
        _paths(case, ask, one, raising) for ask, one in zip(asked, got, strict=True)
    )


def _got(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    belief: Belief | None,
    progress: Progress | None,
) -> list[_Got]:
    """Futures that get there, from as many as are needed for enough of them."""
    each, most = 1, _most_each(effort)
    while True:
        run = run_of(case, _with_futures(effort, each), belief=belief)
        found = _looked_at(run, asks, progress)
        if each >= most or min(one.reached for one in found) >= ENOUGH:
            return found
        each = min(4 * each, most)


def _most_each(effort: Effort) -> int:
    """Futures of each world that are looked at at most."""
    worlds, each = effort.worlds, effort.futures_per_world
    futures = max(worlds * each // SHARE, min(FEWEST, worlds * each))
    return max(1, min(each, futures // worlds))


def _with_futures(effort: Effort, each: int) -> Effort:
    return Effort(
        seed=effort.seed,
        worlds=effort.worlds,
        futures_per_world=each,
        central=effort.central,
    )


def _looked_at(run: Run, asks: Sequence[Ask], progress: Progress | None) -> list[_Got]:
    """The futures of a run that answer each ask with yes."""
    until = max(ask.years or 0.0 for ask in asks)
    found: list[list[Story]] = [[] for _ in asks]
    reached, done = [0] * len(asks), 0
    for recorded in record_futures(run, asks, until=until):
        for place, stories in enumerate(found):
            yes = np.flatnonzero(recorded.outcomes[:, place] == 1)
            reached[place] += yes.size
            kept = yes[: max(0, -(-MOST * len(recorded.worlds) // run.plan.futures))]
            stories += [_story(run, recorded, int(row)) for row in kept]
        done += len(recorded.worlds)
        if progress:
            progress("finding paths", done, run.plan.futures)
    return [
        _Got(looked_at=done, reached=number, stories=tuple(stories[:MOST]))
        for number, stories in zip(reached, found, strict=True)
    ]


def _story(run: Run, recorded: Recorded, row: int) -> Story:
    """One recorded future as a story."""
    network = run.network
    starts = recorded.starts[row].tolist()
    span = slice(*recorded.ptr[row : row + 2].tolist())
    return Story(
        world=int(recorded.worlds[row]),
        future=int(recorded.futures[row]),
        start=tuple(
            (name, network.states[place][state])
            for place, (name, state) in enumerate(
                zip(network.variables, starts, strict=True)
            )
        ),
        moments=tuple(_moments(run, recorded, span)),
    )


def _moments(run: Run, recorded: Recorded, span: slice) -> Iterator[Moment]:
    network = run.network
    times, pulses = recorded.years[span].tolist(), recorded.pulses[span].tolist()
    for years, pulse in zip(times, pulses, strict=True):
        name, variable = network.pulses[pulse], int(network.pulse_variable[pulse])
        if variable < 0:
            yield Moment(years=years, name=name)
            continue
        states = network.states[variable]
        yield Moment(
            years=years,
            name=name,
            variable=network.variables[variable],
            source=states[network.pulse_source[pulse]],
            target=states[network.pulse_target[pulse]],
        )


def _paths(case: Case, ask: Ask, got: _Got, raising: Raising) -> Paths:
    question, years = case.question(ask.question), ask.years or 0.0
    marks = [marks_of(case, question, years, story) for story in got.stories]

    def told(depth: int) -> list[_Led]:
        pairs = zip(got.stories, marks, strict=True)
        return [_led(story, mark, raising, depth) for story, mark in pairs]

    depth, led = _finest(told)
    counts = Counter(one.steps for one in led)
    common = counts.most_common(ORDERS)
    places = {steps: place for place, (steps, _) in enumerate(common)}
    return Paths(
        question=ask.question,
        years=years,
        futures=got.looked_at,
        reached=got.reached,
        told=len(led),
        depth=depth,
        orders=tuple(
            Order(steps=steps, futures=number, share=number / len(led))
            for steps, number in common
        ),
        other_orders=len(counts) - len(common),
        examples=tuple(_examples(led, places, raising)),
    )


def _led(story: Story, marks: Sequence[Mark], raising: Raising, depth: int) -> _Led:
    places = causes_of(story, marks, raising, depth)
    last = max((mark.place for mark in marks), default=-1)
    return _Led(
        story=story,
        marks=tuple(marks),
        years=story.moments[last].years if last >= 0 else 0.0,
        places=places,
        moments=tuple(story.moments[place] for place in places),
    )


def _finest(told: Callable[[int], list[_Led]]) -> tuple[int, list[_Led]]:
    """How far back paths are told: as far as a few orders make up most of them."""
    for depth in DEPTHS:
        led = told(depth)
        counts = Counter(one.steps for one in led)
        top = sum(number for _, number in counts.most_common(ORDERS))
        if top >= COVERED * len(led):
            break
    return depth, led


def _examples(
    led: Sequence[_Led], places: dict[tuple[Step, ...], int], raising: Raising
) -> Iterator[Example]:
    """Futures that differ: the first of each common order, then of the rest."""
    rank = [(places.get(one.steps, -1), row) for row, one in enumerate(led)]
    firsts = {place: row for place, row in reversed(rank) if place >= 0}
    rows = [firsts[place] for place in sorted(firsts)]
    rows += [row for _, row in rank if row not in rows]
    for row in rows[:EXAMPLES]:
        one = led[row]
        yield Example(
            world=one.story.world,
            future=one.story.future,
            order=rank[row][0],
            years=one.years,
            moments=_telling(one, raising),
        )


def _telling(one: _Led, raising: Raising) -> tuple[Moment, ...]:
    """What led there, and what else moved that has to do with it, the latest of it."""
    involved = involved_in(raising, [mark.condition for mark in one.marks])
    causes = causes_of(one.story, one.marks, raising, DEPTHS[0])
    others = [
        place
        for place, moment in enumerate(one.story.moments)
        if moment.years <= one.years
        and moment.variable in involved
        and place not in causes
    ]
    room = max(0, LINES - len(causes))
    kept = sorted({*causes, *others[len(others) - min(room, len(others)) :]})
    return tuple(one.story.moments[place] for place in kept)
