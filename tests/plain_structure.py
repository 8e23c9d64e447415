"""Answers by the plainest means where schedules, triggers and measures act.

As ``plain_answers``, and from the semantics alone: dictionaries of joint states, dense
matrices for each stretch of time in which nothing changes, and a fine sum over the time
of an onset.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf, nan, prod

import numpy as np
from plain_answers import (
    InOrder,
    Nothing,
    Onset,
    PlainWorld,
    acting,
    holding,
    integral,
    memory_of,
    rate_on,
    true,
)
from scipy import linalg

from forewarn.model.case import Transition
from forewarn.model.conditions import And, Holds, Not, Or, holds
from forewarn.model.units import DAYS_PER_YEAR, years_between

#: Points of each piece of the time of an onset, and pieces a year.
POINTS, PIECES = 8, 4
#: Years that what is scheduled comes after the day before ends, here: none could tell.
AFTER = 2.0**-40


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way that an instant may go, so far."""

    chance: float
    state: tuple
    pulses: tuple = ()
    #: Pulses that woke each trigger that is awake, and triggers that are spent.
    awake: dict = field(default_factory=dict)
    spent: frozenset = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """States with their memory, and what leads from one to the next."""

    places: dict
    start: np.ndarray
    #: Rates between places, and worth gained a year, by phase.
    rates: dict
    gains: dict
    #: Chances between places, and worth gained, by date.
    chances: dict
    gifts: dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured(PlainWorld):
    """A case in one world, with all of its structure."""

    def answer(self, question, years):
        match question.kind:
            case "holds":
                return self.read(Nothing(), years, holding(question.condition))
            case "time":
                wanted = holding(question.condition)
                chain = self.laid(Nothing(), years)
                worth = [float(wanted(*place)) for place in chain.places]
                return self.carried(chain, years, worth=np.array(worth))[1]
            case "count":
                chain = self.laid(Nothing(), years, counted(question.condition))
                return self.carried(chain, years)[1]
            case "given":
                return self.chance_within(question, years)
        memory = memory_of(question, self.case)
        return self.read(memory, years, memory.complete)

    def read(self, memory, years, wanted):
        """Chance that what is wanted of state and memory is so at a time."""
        chain = self.laid(memory, years)
        mass, _ = self.carried(chain, years)
        pairs = zip(mass, chain.places, strict=True)
        return sum(p for p, place in pairs if wanted(*place))

    # Time.

    def changes(self, until):
        """Times at which a measure is in place or something is scheduled, rising."""
        dates = {self.comes(d) for s in self.case.schedules for d in s.dates}
        dates = {date for date in dates if 0 < date < until}
        return sorted(dates | {at for at in self.ready().values() if 0 < at < until})

    def comes(self, day):
        return (day - self.case.start).days / DAYS_PER_YEAR - 1 / DAYS_PER_YEAR + AFTER

    def scheduled(self, at):
        due = [s for s in self.case.schedules if at in map(self.comes, s.dates)]
        return sorted(due, key=lambda schedule: schedule.name)

    def ready(self):
        """When each adopted measure is in place."""
        days, start = dict(self.case.adopted), self.case.start
        found = {}
        for measure in (m for m in self.case.measures if m.name in days):
            lead = self.numbers[measure.ready.name] if measure.ready else 0.0
            by = measure.ready_by
            found[measure.name] = max(
                years_between(start, days[measure.name]) + lead,
                years_between(start, by) if by else -inf,
            )
        return found

    def phase(self, at):
        """Measures that are in place."""
        return frozenset(name for name, from_ in self.ready().items() if from_ <= at)

    # Hazards and chances.

    def jumps_in(self, phase, state):
        """Hazard and pulse of everything that may come next."""
        states = dict(state)
        for variable in self.case.variables:
            exits = [
                t for t in variable.transitions if t.source == states[variable.name]
            ]
            yield from self.exits(phase, exits, states)
        for event in self.case.events:
            yield self.rated(phase, event, states), event

    def exits(self, phase, exits, states):
        shared = [t for t in exits if t.rate.quantity.dimension == "odds"]
        rest = [(self.rated(phase, t, states), t) for t in exits if t not in shared]
        yield from rest
        left = 1 - sum(self.numbers[t.rate.name] for t in shared)
        for t in shared:
            yield self.rated(phase, t, states) / left * sum(h for h, _ in rest), t

    def rated(self, phase, mover, states):
        number = self.numbers[mover.rate.name]
        times = self.times(phase, mover.rate.name, mover.effects, states)
        return number * times

    def times(self, phase, name, effects, states):
        """What influences, and measures in place, multiply something by."""
        acts = [
            self.numbers[effect.times.name]
            for measure in self.case.measures
            if measure.name in phase
            for effect in measure.effects
            if name in effect.names
            if effect.when is None or holds(effect.when, states)
        ]
        influences = [
            self.numbers[effect.times.name]
            for effect in acting(effects)
            if holds(effect.condition, states)
        ]
        return prod(influences) * max(prod(acts), 1 - self.case.measure_cap)

    def chance_of(self, phase, number, effects, states):
        p = self.numbers[number.name]
        times = self.times(phase, number.name, effects, states)
        return p * times / (p * times + 1 - p)

    # Instants.

    def unfold(self, phase, branch, turns=()):
        """Every way that an instant may go on."""
        if branch.awake:
            yield from self.test(phase, branch, turns)
        elif turns:
            for chance, jump in self.turn(phase, turns[0], dict(branch.state)):
                after = self.come(branch, jump, chance)
                yield from self.unfold(phase, after, turns[1:])
        elif branch.chance > 0:
            yield branch

    def test(self, phase, branch, turns):
        """Test the first trigger that is awake."""
        number = min(branch.awake)
        trigger, states = self.case.triggers[number], dict(branch.state)
        awake = {k: pulses for k, pulses in branch.awake.items() if k != number}
        calm = replace(branch, awake=awake)
        jump = leap(trigger.leap, states)
        woken = branch.awake[number]
        if jump and any(true(trigger.after, branch.state, pulse) for pulse in woken):
            calm = replace(calm, spent=calm.spent | {number})
            chance = self.chance_of(phase, trigger.chance, trigger.effects, states)
            yield from self.unfold(phase, self.come(calm, jump, chance), turns)
            calm = self.come(calm, None, 1 - chance)
        yield from self.unfold(phase, calm, turns)

    def turn(self, phase, schedule, states):
        """Chances of what a schedule may bring: a jump, or None."""
        if schedule.draw is None:
            jump = leap(schedule.leap, states)
            chance = self.chance_of(phase, schedule.chance, schedule.effects, states)
            return [(chance, jump), (1 - chance, None)] if jump else [(1.0, None)]
        variable = schedule.draw.variable
        shares = [(s, self.numbers[n.name]) for s, n in schedule.draw.shares]
        total = sum(share for _, share in shares)
        return [
            (share / total, jump_of(variable, states[variable], state))
            for state, share in shares
        ]

    def come(self, branch, pulse, chance=1.0):
        branch = replace(branch, chance=branch.chance * chance)
        if pulse is None:
            return branch
        states = dict(branch.state)
        if isinstance(pulse, Transition):
            states[pulse.variable] = pulse.target
        awake = dict(branch.awake)
        for number, trigger in enumerate(self.case.triggers):
            if number not in branch.spent and wakes(trigger.after, pulse):
                awake[number] = (*awake.get(number, ()), pulse)
        return replace(
            branch,
            state=tuple(states.items()),
            pulses=(*branch.pulses, pulse),
            awake=awake,
        )

    # Chains.

    def laid(self, memory, until, worth=None, start=None, since=0.0):
        """Every state, with its memory, and all that leads on from it."""
        start = start or self.started(memory)
        at = [since, *(t for t in self.changes(until) if t > since)]
        phases = {self.phase(time) for time in at}
        dates = [time for time in at[1:] if self.scheduled(time)]
        places = {place: i for i, place in enumerate(start)}
        found = Chain(
            places=places, start=None, rates={}, gains={}, chances={}, gifts={}
        )
        for place in (waiting := list(start)):
            rows = self.rows_from(place, memory, worth)
            for ends, gain, led, gained in rows(found, phases, dates):
                for after, chance in ends:
                    if after not in places:
                        places[after] = len(places)
                        waiting.append(after)
                    pair = places[place], places[after]
                    led[pair] = led.get(pair, 0.0) + chance
                gained[places[place]] = gain
        mass = np.zeros(len(places))
        mass[: len(start)] = list(start.values())
        return replace(found, start=mass)

    def rows_from(self, place, memory, worth):
        """Where each kind of instant leads from a place, what it gains, and tables."""
        state, then = place
        done = not rate_on(memory, then)

        def gain(branches):
            return sum(b.chance * worth(b) for b in branches) if worth else 0.0

        def rows(found, phases, dates):
            for phase in phases:
                branches = [] if done else list(self.pulsed(phase, state))
                ends = [(self.to(memory, then, b), b.chance) for b in branches]
                tables = table(found.rates, phase), table(found.gains, phase)
                yield ends, gain(branches), *tables
            for date in dates:
                branch = Branch(chance=1.0, state=state)
                turns = [] if done else self.scheduled(date)
                branches = list(self.unfold(self.phase(date), branch, turns))
                ends = [
                    (place if done else self.to(memory, then, b), b.chance)
                    for b in branches
                ]
                tables = table(found.chances, date), table(found.gifts, date)
                yield ends, gain(branches), *tables

        return rows

    def pulsed(self, phase, state):
        for hazard, pulse in self.jumps_in(phase, state):
            begun = self.come(Branch(chance=hazard, state=state), pulse)
            yield from self.unfold(phase, begun)

    def to(self, memory, then, branch):
        return branch.state, memory.next(then, dict(branch.state), branch.pulses)

    def carried(self, chain, until, since=0.0, worth=None):
        """Mass of each place at a time, and worth gained until then."""
        mass, gained = chain.start, 0.0
        ends = [since, *(t for t in self.changes(until) if t > since), until]
        for first, last in pairwise(ends):
            generator, gains = self.matrices(chain, self.phase(first))
            gains = gains if worth is None else worth
            gained += mass @ integral(generator, gains, last - first)
            mass = mass @ linalg.expm(generator * (last - first))
            if last < until and last in chain.chances:
                size = len(chain.places)
                gained += mass @ vector(chain.gifts[last], size)
                mass = mass @ matrix(chain.chances[last], size)
        return mass, gained

    def matrices(self, chain, phase):
        size = len(chain.places)
        generator = matrix(chain.rates[phase], size)
        generator -= np.diag(generator.sum(axis=1))
        return generator, vector(chain.gains[phase], size)

    # Windows.

    def chance_within(self, question, years):
        memory = Onset(onset=question.given, after=question.condition)
        chain = self.laid(memory, years)
        opened = [place for place in chain.places if place[1] is not None]
        index = [chain.places[place] for place in opened]
        both = sum(
            chain.start[i] * self.follows(question, place, 0.0)
            for i, place in zip(index, opened, strict=True)
        )
        mass = chain.start
        ends = [0.0, *self.changes(years), years]
        for first, last in pairwise(ends):
            generator, _ = self.matrices(chain, self.phase(first))
            inflow = np.clip(generator, 0, None)[:, index]
            for time, weight in self.points(first, last, question.within):
                there = mass @ linalg.expm(generator * (time - first)) @ inflow
                worth = [self.follows(question, place, time) for place in opened]
                both += weight * (there @ np.array(worth) if worth else 0.0)
            mass = mass @ linalg.expm(generator * (last - first))
            if last < years and last in chain.chances:
                before = mass[index]
                mass = mass @ matrix(chain.chances[last], len(chain.places))
                worth = [self.follows(question, place, last) for place in opened]
                both += float((mass[index] - before) @ np.array(worth))
        reached = mass[index].sum()
        return both / reached if reached else nan

    def points(self, first, last, within):
        """Times and weights of a fine sum over the onsets in a stretch of time.

        It is cut where a change comes into the window of an onset.
        """
        at, weights = np.polynomial.legendre.leggauss(POINTS)
        cuts = [t - within for t in self.changes(last + within)]
        edges = sorted({first, last, *(t for t in cuts if first < t < last)})
        for begin, end in pairwise(edges):
            fine = np.linspace(begin, end, 2 + round(PIECES * (end - begin)))
            for left, right in pairwise(fine):
                half = (right - left) / 2
                yield from zip(left + half * (1 + at), half * weights, strict=True)

    def follows(self, question, place, onset):
        """Chance of the consequence in the window of an onset."""
        state, met = place
        if met:
            return 1.0
        memory = InOrder(conditions=(question.condition,))
        until = onset + question.within + AFTER / 2
        chain = self.laid(memory, until, start={(state, 0): 1.0}, since=onset)
        mass, _ = self.carried(chain, until, since=onset)
        pairs = zip(mass, chain.places, strict=True)
        return sum(p for p, (_, then) in pairs if then == 1)


def table(tables, key):
    return tables.setdefault(key, {})


def counted(condition):
    """How many jumps of an instant make a condition true."""
    return lambda branch: sum(
        bool(true(condition, branch.state, pulse)) for pulse in branch.pulses
    )


def leap(leap, states):
    source = states[leap.variable]
    return (
        jump_of(leap.variable, source, leap.target) if source in leap.sources else None
    )


def jump_of(variable, source, target):
    if source == target:
        return None
    return Transition(variable=variable, source=source, target=target, rate=None)


def wakes(condition, pulse):
    """Whether a pulse is one that a condition watches, whatever the state."""
    match condition:
        case Holds() | Not():
            return True
        case And():
            return all(wakes(part, pulse) for part in condition.parts)
        case Or():
            return any(wakes(part, pulse) for part in condition.parts)
    return true(condition, (), pulse)


def matrix(entries, size):
    dense = np.zeros((size, size))
    for pair, value in entries.items():
        dense[pair] += value
    return dense


def vector(entries, size):
    dense = np.zeros(size)
    for place, value in entries.items():
        dense[place] = value
    return dense
