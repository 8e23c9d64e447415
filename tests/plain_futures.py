"""A future by the plainest means there are: dictionaries, and words as integers.

It shares no code with the engine but must give the same bits, so it adds and multiplies
in the order that the engine promises: numbers and pulses by name, the slot that jumped
first, then the others in the order in which they are looked at.
"""

from dataclasses import dataclass, field
from itertools import product
from math import exp, inf, log

from forewarn.model.case import Influence, Ladder, Pool
from forewarn.model.conditions import holds
from forewarn.model.story import Moment

WORD = 2**64 - 1
GOLDEN = 0x9E3779B97F4A7C15
TAIL, AREA = 7.697117470131050, 0.003949659822581557
FALL, SPAN = 1e-6, 1e8


def mixed(key):
    key = ((key ^ (key >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    key = ((key ^ (key >> 27)) * 0x94D049BB133111EB) & WORD
    return key ^ (key >> 31)


def layers():
    edges = [AREA * exp(TAIL), TAIL]
    while len(edges) < 256:
        edges.append(-log(AREA / edges[-1] + exp(-edges[-1])))
    return [*edges, 0.0]


EDGES = layers()


class PlainStream:
    """xoshiro256+, started by SplitMix64, and an exponential ziggurat."""

    def __init__(self, seed, world, future):
        key = mixed((seed + GOLDEN) & WORD)
        key = mixed(((key ^ world) + GOLDEN) & WORD)
        key = mixed(((key ^ future) + GOLDEN) & WORD)
        self.state = [mixed((key + i * GOLDEN) & WORD) for i in (1, 2, 3, 4)]

    def word(self):
        s = self.state
        out = (s[0] + s[3]) & WORD
        shifted = (s[1] << 17) & WORD
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = ((s[3] << 45) & WORD) | (s[3] >> 19)
        return out

    def share(self):
        return (self.word() >> 11) * 2.0**-53

    def wait(self):
        beyond = 0.0
        while True:
            word = self.word()
            layer = word >> 56
            place = ((word >> 3) & (2**53 - 1) | 1) * 2.0**-53
            wait = place * EDGES[layer]
            if wait < EDGES[layer + 1]:
                return beyond + wait
            if layer == 0:
                beyond += TAIL
                continue
            low, high = exp(-EDGES[layer]), exp(-EDGES[layer + 1])
            if low + (high - low) * self.share() < exp(-wait):
                return beyond + wait


@dataclass(kw_only=True)
class PlainFutures:
    """Futures of a case in one world."""

    case: object
    #: Value of every number, by its name; start shares sum to 1.
    numbers: dict
    #: Variables and events in the order in which slots are looked at.
    slots: list
    seed: int
    world: int
    wide: bool = field(init=False)

    def __post_init__(self):
        variables = self.variables()
        joint = product(*(variable.state_names for variable in variables))
        names = [variable.name for variable in variables]
        hazards = [
            self.hazard(move, dict(zip(names, states, strict=True)))
            for states in joint
            for move in self.moves()
        ]
        some = [hazard for hazard in hazards if hazard > 0]
        self.wide = bool(some) and max(some) > SPAN * min(some)

    def run(self, future, until):
        """The start, and every moment until a date."""
        stream = PlainStream(self.seed, self.world, future)
        states = {v.name: self.pick_start(v, stream) for v in self.variables()}
        start, moments = tuple(states.items()), []
        rates = {slot: self.rate(slot, states) for slot in self.slots}
        total = peak = sum(rates.values())
        time = 0.0
        while True:
            wait = stream.wait()
            time += wait / total if total else inf
            if time > until:
                return start, tuple(moments)
            move, total = self.pick(rates, total, stream.share(), states)
            moments.append(self.moment(move, time))
            if move in self.case.events:
                jumped = move.name
            else:
                jumped = move.variable
                states[jumped] = move.target
            total += self.update(rates, jumped, states)
            if self.wide or total < FALL * peak:
                total = peak = sum(rates.values())
            peak = max(peak, total)

    def update(self, rates, jumped, states):
        change = 0.0
        for slot in [jumped, *(slot for slot in self.slots if slot != jumped)]:
            rate = self.rate(slot, states)
            change += rate - rates[slot]
            rates[slot] = rate
        return change

    def pick(self, rates, total, share, states):
        at = share * total
        for slot in self.slots:
            if at < rates[slot]:
                return self.pick_move(slot, states, at), total
            at -= rates[slot]
        return self.pick(rates, sum(rates.values()), share, states)

    def pick_move(self, slot, states, at):
        """Moves lie from the last, at 0, to the first."""
        beyond = 0.0
        for move in reversed(self.moves_from(slot, states)):
            beyond = self.hazard(move, states) + beyond
            if at < beyond:
                return move
        raise AssertionError

    def rate(self, slot, states):
        total = 0.0
        for move in reversed(self.moves_from(slot, states)):
            total = self.hazard(move, states) + total
        return total

    def moves_from(self, slot, states):
        if slot not in states:
            return [event for event in self.case.events if event.name == slot]
        exits = self.case.variable(slot).transitions
        here = [move for move in exits if move.source == states[slot]]
        return sorted(here, key=lambda move: move.target)

    def hazard(self, move, states):
        hazard = self.numbers[move.rate.name]
        for name, of in sorted(factors(move.effects), key=lambda factor: factor[0]):
            for condition in of:
                if holds(condition, states):
                    hazard *= self.numbers[name]
        return hazard

    def pick_start(self, variable, stream):
        names = sorted(state for state, _ in variable.start)
        if len(names) == 1:
            return names[0]
        at = stream.share()
        for state in names:
            share = self.numbers[f"{variable.name}: start = {state}"]
            if at < share:
                return state
            at -= share
        raise AssertionError

    def moment(self, move, time):
        if move in self.case.events:
            return Moment(years=time, name=move.name)
        return Moment(
            years=time,
            name=move.name,
            variable=move.variable,
            source=move.source,
            target=move.target,
        )

    def variables(self):
        return sorted(self.case.variables, key=lambda variable: variable.name)

    def moves(self):
        exits = [t for variable in self.case.variables for t in variable.transitions]
        return [*exits, *self.case.events]


def factors(effects):
    """Names of some effects' multipliers, and the conditions each counts."""
    for effect in effects:
        match effect:
            case Influence():
                yield effect.times.name, (effect.condition,)
            case Ladder():
                for rung in effect.rungs:
                    yield rung.times.name, (rung.condition,)
            case Pool():
                yield effect.times.name, effect.of
