"""Answers by the plainest means there are: every joint state in a dictionary.

Written from the semantics alone and sharing no code with either engine, so that both
can be held against it. Only for networks of a few variables.
"""

from dataclasses import dataclass
from math import nan, prod

import numpy as np
from scipy import linalg

from forewarn.model.case import Influence, Ladder, Transition
from forewarn.model.conditions import And, Holds, Jump, Not, Or, holds

#: What an order of events has become once it can no longer come true.
FAILED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainWorld:
    """A case in one world."""

    case: object
    #: Value of every number, by its name.
    numbers: dict

    def answer(self, question, years):
        """The answer to a question for a date."""
        match question.kind:
            case "holds":
                return self.chance(Nothing(), years, holding(question.condition))
            case "time":
                return self.mean_time(holding(question.condition), years)
            case "count":
                return self.mean_number(question.condition, years)
            case "given":
                return self.chance_within(question, years)
        memory = memory_of(question, self.case)
        return self.chance(memory, years, memory.complete)

    def chance(self, memory, years, wanted):
        """Chance that what is wanted of state and memory is so at a time."""
        chain = self.chain(memory)
        after = chain.start @ linalg.expm(chain.generator() * years)
        return sum(p for p, at in zip(after, chain.places, strict=True) if wanted(*at))

    def mean_time(self, wanted, years):
        """Mean years in which what is wanted is so."""
        chain = self.chain(Nothing())
        worth = [float(wanted(*at)) for at in chain.places]
        return chain.start @ integral(chain.generator(), worth, years)

    def mean_number(self, condition, years):
        """Mean number of jumps that make a condition true."""
        chain = self.chain(Nothing())
        worth = [
            sum(
                rate
                for rate, pulse, s in self.jumps(state)
                if true(condition, s, pulse)
            )
            for state, _ in chain.places
        ]
        return chain.start @ integral(chain.generator(), worth, years)

    def chance_within(self, question, years):
        """Chance of the consequence in the window after the first onset."""
        onset = self.chain(Onset(onset=question.given, after=question.condition))
        reached = onset.start @ linalg.expm(onset.generator() * years)
        opened = both = 0.0
        for mass, (state, met) in zip(reached, onset.places, strict=True):
            if met is not None:
                opened += mass
                both += mass * (met or self.within(question, state))
        return both / opened if opened else nan

    def within(self, question, state):
        memory = InOrder(conditions=(question.condition,))
        chain = self.chain(memory, {(state, 0): 1.0})
        after = chain.start @ linalg.expm(chain.generator() * question.within)
        return sum(p for p, at in zip(after, chain.places, strict=True) if at[1] == 1)

    def chain(self, memory, start=None):
        """Every state, with its memory, that can be reached."""
        start = start or self.started(memory)
        places, rates = {place: i for i, place in enumerate(start)}, {}
        for place in (waiting := list(start)):
            state, then = place
            for rate, pulse, after in (
                self.jumps(state) if rate_on(memory, then) else ()
            ):
                to = (after, memory.next(then, dict(after), pulse))
                if to not in places:
                    places[to] = len(places)
                    waiting.append(to)
                key = places[place], places[to]
                rates[key] = rates.get(key, 0.0) + rate
        mass = np.zeros(len(places))
        mass[: len(start)] = list(start.values())
        return PlainChain(places=tuple(places), rates=rates, start=mass)

    def started(self, memory):
        start = {}
        for state, mass in self.start_states().items():
            place = (state, memory.next(memory.first, dict(state), None))
            start[place] = start.get(place, 0.0) + mass
        return start

    def start_states(self):
        mixed = {(): 1.0}
        for variable in self.case.variables:
            shares = {s: self.numbers[number.name] for s, number in variable.start}
            total = sum(shares.values())
            mixed = {
                (*state, (variable.name, s)): mass * share / total
                for state, mass in mixed.items()
                for s, share in shares.items()
                if share > 0
            }
        return mixed

    def jumps(self, state):
        """Hazard, pulse and state after, of everything that may come next."""
        states = dict(state)
        for variable in self.case.variables:
            for transition in variable.transitions:
                if states[variable.name] == transition.source:
                    after = {**states, variable.name: transition.target}
                    yield (
                        self.hazard(transition, states),
                        transition,
                        tuple(after.items()),
                    )
        for event in self.case.events:
            yield self.hazard(event, states), event, state

    def hazard(self, mover, states):
        times = [
            self.numbers[effect.times.name]
            for effect in acting(mover.effects)
            if holds(effect.condition, states)
        ]
        return self.numbers[mover.rate.name] * prod(times)


def acting(effects):
    """Effects as plain influences: a ladder's rungs, a pool once for each."""
    for effect in effects:
        if isinstance(effect, Ladder):
            yield from effect.rungs
        elif isinstance(effect, Influence):
            yield effect
        else:
            for condition in effect.of:
                yield Influence(condition=condition, times=effect.times)


def true(condition, state, pulse):
    """Whether a condition is true in the instant of a pulse; the state is after it.

    Of several pulses, one is enough.
    """
    if isinstance(pulse, tuple):
        return any(true(condition, state, one) for one in (None, *pulse))
    match condition:
        case Holds() | Not():
            return holds(condition, dict(state))
        case And():
            return all(true(part, state, pulse) for part in condition.parts)
        case Or():
            return any(true(part, state, pulse) for part in condition.parts)
        case Jump():
            return (
                isinstance(pulse, Transition)
                and pulse.variable == condition.variable
                and pulse.target in condition.targets
                and (not condition.sources or pulse.source in condition.sources)
            )
        case _:
            return getattr(pulse, "name", None) == condition.event


def holding(condition):
    return lambda state, _: holds(condition, dict(state))


def memory_of(question, case):
    match question.kind:
        case "happens":
            return InOrder(conditions=(question.condition,))
        case "order":
            return InOrder(conditions=question.order)
        case "holds":
            return Now(condition=question.condition)
    members = (memory_of(case.question(name), case) for name in question.happened)
    return Together(members=tuple(members))


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Nothing is remembered."""

    first: None = None

    def next(self, _then, _states, _pulse):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """Nothing is remembered, and a condition is read at the date."""

    condition: object
    first: None = None

    def next(self, _then, _states, _pulse):
        return None

    def complete(self, state, _then):
        return holds(self.condition, dict(state))


@dataclass(frozen=True, slots=True, kw_only=True)
class InOrder:
    """How many conditions have come true, first times in strict order."""

    conditions: tuple
    first: int = 0

    def next(self, then, states, pulse):
        if then in (FAILED, len(self.conditions)):
            return then
        come = [
            i for i in range(then, len(self.conditions)) if self.true(i, states, pulse)
        ]
        if come in ([], [then]):
            return then + len(come)
        return FAILED

    def true(self, i, states, pulse):
        return true(self.conditions[i], states, pulse)

    def complete(self, _state, then):
        return then == len(self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Several memories at once."""

    members: tuple

    @property
    def first(self):
        return tuple(member.first for member in self.members)

    def next(self, then, states, pulse):
        pairs = zip(self.members, then, strict=True)
        return tuple(member.next(each, states, pulse) for member, each in pairs)

    def complete(self, state, then):
        pairs = zip(self.members, then, strict=True)
        return all(member.complete(state, each) for member, each in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """None before the onset; then whether the consequence was true at that instant."""

    onset: object
    after: object
    first: None = None

    def next(self, then, states, pulse):
        if then is None and true(self.onset, states, pulse):
            return bool(true(self.after, states, pulse))
        return then


def rate_on(memory, then):
    """Whether a chain goes on: one that ends at the onset stays where it was."""
    return not isinstance(memory, Onset) or then is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainChain:
    """States with their memory, and the rates between them."""

    places: tuple
    rates: dict
    start: np.ndarray

    def generator(self):
        dense = np.zeros((len(self.places), len(self.places)))
        for (source, target), rate in self.rates.items():
            dense[source, target] += rate
            dense[source, source] -= rate
        return dense


def integral(generator, worth, years):
    """Worth that adds up over some years, from each state.

    Van Loan (1978): the integral is a corner of the exponential of a larger matrix.
    """
    size = len(worth)
    larger = np.zeros((size + 1, size + 1))
    larger[:size, :size], larger[:size, size] = generator, worth
    return linalg.expm(larger * years)[:size, size]
