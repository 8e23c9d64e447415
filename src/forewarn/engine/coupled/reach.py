"""Reach: whether what differs between two cases leads to what is asked at all.

Whatever a question depends on, by influences, schedules, triggers and measures, is told
as plain tuples. Where two cases tell all of it alike, their answers are the same to the
last bit, so the difference is 0 and nothing needs to be computed.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import inf

import numpy as np

from forewarn.engine.doubts import VARIANTS, doubts_of, variant_edges
from forewarn.engine.exact.ancestors import find_part
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.laws import can_be_positive
from forewarn.model.case import Case, Question
from forewarn.model.conditions import Condition
from forewarn.model.estimate import Ask
from forewarn.model.numbers import Effect, Number, effect_parts

#: Kind and name of a part of a case.
Key = tuple[str, str]

#: Names of changed parts that a reason lists.
LISTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A case told part by part."""

    case: Case
    terrain: Terrain
    #: All that futures draw on in each part.
    parts: Mapping[Key, tuple[object, ...]]
    #: What was found to be behind a question until a time.
    found: dict[tuple[str, float], frozenset[Key]] = field(default_factory=dict)

    def behind(self, ask: Ask) -> frozenset[Key]:
        """The parts that an answer depends on, the question itself included."""
        question = self.case.question(ask.question)
        until = inf if question.kind == "given" or ask.years is None else ask.years
        # Up to the next date on which something is scheduled, nothing differs.
        dates = self.terrain.leaps.date
        key = ask.question, float(np.searchsorted(dates, until))
        if key not in self.found:
            self.found[key] = self._behind(question, until)
        return self.found[key]

    def _behind(self, question: Question, until: float) -> frozenset[Key]:
        conditions = list(_conditions(self.case, question))
        part = find_part(replace(self.terrain, until=until), conditions)
        network, schedules = (
            self.terrain.network,
            sorted(schedule.name for schedule in self.case.schedules),
        )
        names = {
            "question": [question.name],
            "variable": [network.variables[v] for v in part.variables],
            "event": [
                network.pulses[int(network.unit_pulse_ptr[u])] for u in part.events
            ],
            "schedule": [schedules[s] for s in part.schedules],
            "trigger": [_trigger(self.case, t) for t in part.triggers],
        }
        return frozenset((kind, name) for kind in names for name in names[kind])

    def order(self, parts: Collection[Key]) -> tuple[str, ...]:
        """Triggers among some parts, as declared: the first is tested first."""
        names = (_trigger(self.case, place) for place in range(len(self.case.triggers)))
        return tuple(name for name in names if ("trigger", name) in parts)


def tell(case: Case, network: Network, leaps: Leaps) -> Told:
    """A case told part by part.

    Args:
        case: The case.
        network: Its network.
        leaps: Its schedules and triggers.
    """
    some = {doubt.name for doubt in doubts_of(case) if can_be_positive(doubt.law)}
    # One half is a hazard that may come and a chance that may fail.
    possible = [0.5 * (name in some) for name in network.numbers]
    terrain = Terrain(
        network=network, leaps=leaps, numbers=np.array([possible]), until=inf
    )
    return Told(case=case, terrain=terrain, parts=_Teller(case).parts())


def changed_parts(before: Told, after: Told) -> frozenset[Key]:
    """The parts in which two cases differ."""
    keys = before.parts.keys() | after.parts.keys()
    return frozenset(k for k in keys if before.parts.get(k) != after.parts.get(k))


def why_unmoved(before: Told, after: Told, ask: Ask, changed: frozenset[Key]) -> str:
    """Why a change cannot move an answer; empty where it may.

    Args:
        before: The case.
        after: The changed case.
        ask: What is asked.
        changed: The parts in which they differ.
    """
    if not changed:
        return "nothing differs that futures depend on"
    behind = before.behind(ask), after.behind(ask)
    if changed & (behind[0] | behind[1]) or before.order(behind[0]) != after.order(
        behind[1]
    ):
        return ""
    names = sorted(name for _, name in changed)
    more = len(names) - LISTED
    listed = ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")
    return f"nothing leads from what differs ({listed}) to what it depends on"


class _Teller:
    """Tells the parts of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._doubts: dict[str, list[object]] = {}
        varied = set()
        for doubt in doubts_of(case):
            told = (doubt.law, doubt.loadings, doubt.variant)
            self._doubts.setdefault(doubt.name, []).append(told)
            if doubt.variant:
                varied.add(doubt.name)
        for name in varied:
            self._doubts[name].append((VARIANTS, variant_edges(case)))
        adopted, named = dict(case.adopted), {m.name: m for m in case.measures}
        self._measures = [(named[name], day) for name, day in adopted.items()]

    def parts(self) -> dict[Key, tuple[object, ...]]:
        case = self._case
        parts: dict[Key, tuple[object, ...]] = {}
        for variable in case.variables:
            exits = [
                (t.name, *self._moved(t.rate, t.effects)) for t in variable.transitions
            ]
            starts = [(state, self._number(n)) for state, n in variable.start]
            states = tuple(sorted(variable.state_names))
            told = (
                states,
                tuple(sorted(starts, key=str)),
                tuple(sorted(exits, key=str)),
            )
            parts["variable", variable.name] = told
        for event in case.events:
            parts["event", event.name] = self._moved(event.rate, event.effects)
        parts.update(self._leaps())
        for question in case.questions:
            asked = (*_conditions(case, question), question.kind, question.within)
            parts["question", question.name] = asked
        return parts

    def _leaps(self) -> Iterator[tuple[Key, tuple[object, ...]]]:
        case = self._case
        for schedule in case.schedules:
            told: list[object] = [schedule.dates, schedule.leap]
            if schedule.chance is not None:
                told.extend(self._moved(schedule.chance, schedule.effects))
            if schedule.draw is not None:
                told.append(schedule.draw.variable)
                shares = [(s, self._number(n)) for s, n in schedule.draw.shares]
                told.append(tuple(sorted(shares, key=str)))
            yield ("schedule", schedule.name), tuple(told)
        for place, trigger in enumerate(case.triggers):
            moved = self._moved(trigger.chance, trigger.effects)
            told = [trigger.after, trigger.leap, *moved]
            yield ("trigger", _trigger(case, place)), tuple(told)

    def _moved(self, number: Number, effects: tuple[Effect, ...]) -> tuple[object, ...]:
        """A rate or a chance, and all that multiplies it."""
        influences = [
            (conditions, self._number(times))
            for effect in effects
            for conditions, times in effect_parts(effect)
        ]
        acts = [
            (measure.name, day, measure.ready_by, effect.when, self._case.measure_cap)
            + (self._number(effect.times),)
            + ((self._number(measure.ready),) if measure.ready else ())
            for measure, day in self._measures
            for effect in measure.effects
            if number.name in effect.names
        ]
        return (
            self._number(number),
            number.quantity.dimension,
            tuple(sorted(influences, key=str)),
            tuple(sorted(acts, key=str)),
        )

    def _number(self, number: Number) -> tuple[object, ...]:
        """What a number is drawn from."""
        return (number.name, *self._doubts[number.name])


def _conditions(case: Case, question: Question) -> Iterator[Condition]:
    """All that a question watches."""
    if question.given is not None:
        yield question.given
    if question.condition is not None:
        yield question.condition
    yield from question.order
    for name in question.happened:
        yield from _conditions(case, case.question(name))


def _trigger(case: Case, place: int) -> str:
    """The name of a trigger; of those alike, with its number among them."""
    names = [trigger.chance.name for trigger in case.triggers]
    name = names[place]
    return f"{name} {names[:place].count(name) + 1}" if names.count(name) > 1 else name
