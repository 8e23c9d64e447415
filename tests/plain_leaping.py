"""A future with all its structure by the plainest means, the same bits as the engine's.

As ``plain_futures``: dictionaries and names, in the order that the engine promises.
"""

from dataclasses import dataclass, field
from itertools import product
from math import inf
from operator import itemgetter

from plain_answers import true
from plain_futures import FALL, SPAN, PlainFutures, PlainStream, factors
from plain_structure import jump_of, leap, wakes

from forewarn.engine.leaps import scheduled_at
from forewarn.model.case import Transition
from forewarn.model.conditions import holds
from forewarn.model.units import years_between


@dataclass(kw_only=True)
class PlainLeaping(PlainFutures):
    """Futures of a case with schedules, triggers and measures, in one world."""

    #: Measures in place while a hazard is asked for.
    phase: frozenset = field(init=False, default=frozenset())
    #: Of the future that is run: the states, the rates of slots, and the stream.
    states: dict = field(init=False)
    rates: dict = field(init=False)
    stream: PlainStream = field(init=False)
    #: The total rate, and the most that it was since it was summed.
    total: float = field(init=False)
    peak: float = field(init=False)

    def __post_init__(self):
        joint = list(product(*(v.state_names for v in self.variables())))
        names = [variable.name for variable in self.variables()]
        hazards = []
        for _, phase in self.phases():
            self.phase = phase
            hazards += [
                self.hazard(move, dict(zip(names, states, strict=True)))
                for states in joint
                for move in self.moves()
            ]
        some = [hazard for hazard in hazards if hazard > 0]
        self.wide = bool(some) and max(some) > SPAN * min(some)

    def run(self, future, until):
        """The start, and every moment until a date."""
        self.begin(future)
        start, moments, time = tuple(self.states.items()), [], 0.0
        changes = self.changes()
        while True:
            left = self.stream.wait()
            then = time + (left / self.total if self.total else inf)
            while changes and changes[0][0] <= min(then, until):
                at, what = changes.pop(0)
                before = self.total
                moments += self.change(what, at)
                if self.total != before:
                    left = (then - at) * before if before > 0 else left
                    then = at + (left / self.total if self.total else inf)
            time = then
            if time > until:
                return start, tuple(moments)
            share = self.stream.share()
            move, self.total = self.pick(self.rates, self.total, share, self.states)
            moments += PlainInstant(future=self, time=time).after(move)

    def begin(self, future):
        self.stream = PlainStream(self.seed, self.world, future)
        self.phase = [phase for at, phase in self.phases() if at <= 0][-1]
        self.states = {
            v.name: self.pick_start(v, self.stream) for v in self.variables()
        }
        self.rates = {slot: self.rate(slot, self.states) for slot in self.slots}
        self.total = self.peak = sum(self.rates.values())

    # Time.

    def phases(self):
        """When each phase begins, and the measures in place in it."""
        days, start = dict(self.case.adopted), self.case.start
        ready = {}
        for measure in (m for m in self.case.measures if m.name in days):
            at = years_between(start, days[measure.name])
            at += self.numbers[measure.ready.name] if measure.ready else 0.0
            by = measure.ready_by
            ready[measure.name] = max(at, years_between(start, by) if by else -inf)
        starts = [-inf, *sorted(set(ready.values()))]
        return [
            (begin, frozenset(name for name, at in ready.items() if at <= begin))
            for begin in starts
        ]

    def changes(self):
        """Times after the start, and the phase that begins, or the schedules' day."""
        start = self.case.start
        days = {day for s in self.case.schedules for day in s.dates if day > start}
        found = [(at, phase) for at, phase in self.phases() if at > 0]
        found += [(scheduled_at(start, day), day) for day in days]
        return sorted(found, key=itemgetter(0))

    def change(self, what, time):
        """Moments of what changes at a time."""
        if isinstance(what, frozenset):
            self.phase = what
            for slot in self.slots:
                rate = self.rate(slot, self.states)
                self.total += rate - self.rates[slot]
                self.rates[slot] = rate
            self.peak = max(self.peak, self.total)
            return []
        due = [s for s in self.case.schedules if what in s.dates]
        turns = sorted(due, key=lambda schedule: schedule.name)
        return PlainInstant(future=self, time=time).on(turns)

    # What may come.

    def come(self, move):
        if isinstance(move, Transition):
            self.states[move.variable] = move.target
        jumped = move.variable if isinstance(move, Transition) else move.name
        self.total += self.update(self.rates, jumped, self.states)

    def sum_anew(self):
        if self.wide or self.total < FALL * self.peak:
            self.total = self.peak = sum(self.rates.values())
        self.peak = max(self.peak, self.total)

    def turn(self, schedule):
        """The jump that a schedule brings, if any."""
        if schedule.draw is None:
            return self.tried(schedule.leap, schedule.chance, schedule.effects)
        at, drawn = self.stream.share(), None
        for state, number in sorted(schedule.draw.shares):
            share = self.numbers[number.name]
            if share > 0:
                drawn = state
                if at < share:
                    break
            at -= share
        variable = schedule.draw.variable
        return jump_of(variable, self.states[variable], drawn)

    def tried(self, way, number, effects):
        """The jump of a way, if it leads from here and comes."""
        jump = leap(way, self.states)
        if jump is None:
            return None
        chance = self.numbers[number.name]
        left = 1.0 - chance
        chance = self.multiplied(chance, number.name, effects, self.states)
        chance /= chance + left
        comes = self.stream.share() < chance if 0 < chance < 1 else chance >= 1
        return jump if comes else None

    # Hazards.

    def hazard(self, move, states):
        product = self.multiplied(
            self.numbers[move.rate.name], move.rate.name, move.effects, states
        )
        if move.rate.quantity.dimension != "odds":
            return product
        exits = self.case.variable(move.variable).transitions
        beside = sorted(
            (each for each in exits if each.source == move.source),
            key=lambda each: each.target,
        )
        shares = others = 0.0
        for each in beside:
            if each.rate.quantity.dimension == "odds":
                shares += self.numbers[each.rate.name]
            else:
                others += self.hazard(each, states)
        return product * (others / (1.0 - shares))

    def multiplied(self, value, name, effects, states):
        """A value times its influences, then times measures up to the cap."""
        for number, of in sorted(factors(effects), key=lambda factor: factor[0]):
            for condition in of:
                if holds(condition, states):
                    value *= self.numbers[number]
        acts = sorted(
            effect.times.name
            for measure in self.case.measures
            if measure.name in self.phase
            for effect in measure.effects
            if name in effect.names
            and (effect.when is None or holds(effect.when, states))
        )
        product = 1.0
        for number in acts:
            product *= self.numbers[number]
        return value * max(product, 1 - self.case.measure_cap) if acts else value


@dataclass(kw_only=True)
class PlainInstant:
    """All that comes at one time."""

    future: PlainLeaping
    time: float
    #: Moments so far; pulses that woke each trigger; triggers whose chance was drawn.
    moments: list = field(init=False, default_factory=list)
    awake: dict = field(init=False, default_factory=dict)
    spent: set = field(init=False, default_factory=set)

    def after(self, move):
        self.come(move)
        return self.ended()

    def on(self, schedules):
        for schedule in schedules:
            self.come(self.future.turn(schedule))
        return self.ended()

    def ended(self):
        if self.moments:
            self.future.sum_anew()
        return self.moments

    def come(self, move):
        """A jump or event comes, and what it triggers; nothing for None."""
        self.add(move)
        while self.awake:
            number = min(self.awake)
            self.test(number, self.awake.pop(number))

    def add(self, move):
        if move is None:
            return
        self.future.come(move)
        self.moments.append(self.future.moment(move, self.time))
        for number, trigger in enumerate(self.future.case.triggers):
            if number not in self.spent and wakes(trigger.after, move):
                self.awake.setdefault(number, []).append(move)

    def test(self, number, woken):
        trigger, states = self.future.case.triggers[number], self.future.states
        state = tuple(states.items())
        holds_now = any(true(trigger.after, state, move) for move in woken)
        if holds_now and leap(trigger.leap, states):
            self.spent.add(number)
            tried = self.future.tried(trigger.leap, trigger.chance, trigger.effects)
            self.add(tried)
