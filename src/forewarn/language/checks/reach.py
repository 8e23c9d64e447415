"""Which states and jumps are possible at all, influences left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forewarn.model.case import Case, Variable
from forewarn.model.conditions import Jump
from forewarn.model.quantities import Fixed, Law, Mixture, Window
from forewarn.model.structure import Draw, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A jump that something makes: a transition, a schedule, a trigger."""

    variable: str
    source: str
    target: str
    #: Name of its rate or chance; of the schedule, where a state is drawn.
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be so in some future: too wide where influences forbid, never narrow.

    Every variable is looked at alone, so the cost grows with the model and no faster.
    """

    #: States each variable may be in at the start.
    starts: Mapping[str, frozenset[str]]
    #: States each variable may ever be in.
    states: Mapping[str, frozenset[str]]
    #: Moves from a state that is reached, not with a rate or chance of exactly 0; by
    #: variable and target.
    jumps: Mapping[tuple[str, str], Sequence[Move]]
    #: Events that may occur.
    events: frozenset[str]

    def moves(self, variable: str) -> bool:
        """Whether worlds or futures may differ in the state of a variable."""
        return len(self.states[variable]) > 1

    def matching(self, leaf: Jump) -> Iterator[Move]:
        """The possible moves that a jump in a condition speaks of."""
        for target in leaf.targets:
            for jump in self.jumps.get((leaf.variable, target), ()):
                if is_match(leaf, jump):
                    yield jump


def is_match(leaf: Jump, jump: Move) -> bool:
    """Whether a move is a jump that a condition speaks of."""
    return (
        leaf.variable == jump.variable
        and jump.target in leaf.targets
        and (not leaf.sources or jump.source in leaf.sources)
    )


def reach_of(case: Case) -> Reach:
    """What is possible in a case."""
    moves: dict[str, list[Move]] = {}
    for move in _moves(case):
        moves.setdefault(move.variable, []).append(move)
    starts = {each.name: _starts(each) for each in case.variables}
    states = {name: _reached(moves.get(name, ()), starts[name]) for name in starts}
    jumps: dict[tuple[str, str], list[Move]] = {}
    for name, each in moves.items():
        for jump in each:
            if jump.source in states[name]:
                jumps.setdefault((name, jump.target), []).append(jump)
    events = frozenset(e.name for e in case.events if not is_zero(e.rate.quantity.law))
    return Reach(starts=starts, states=states, jumps=jumps, events=events)


def _moves(case: Case) -> Iterator[Move]:
    """All that may move a variable, what never does left out."""
    for variable in case.variables:
        for jump in variable.transitions:
            if not is_zero(jump.rate.quantity.law):
                yield Move(
                    variable=variable.name,
                    source=jump.source,
                    target=jump.target,
                    name=jump.name,
                )
    for schedule in case.schedules:
        if schedule.dates:
            yield from _scheduled(schedule, case)
    for trigger in case.triggers:
        if not is_zero(trigger.chance.quantity.law):
            leap, name = trigger.leap, trigger.chance.name
            yield from _leaping(leap.variable, leap.sources, leap.target, name)


def _scheduled(schedule: Schedule, case: Case) -> Iterator[Move]:
    leap, chance = schedule.leap, schedule.chance
    if leap and chance and not is_zero(chance.quantity.law):
        yield from _leaping(leap.variable, leap.sources, leap.target, schedule.name)
    if schedule.draw:
        yield from _drawn(schedule.draw, schedule.name, case)


def _drawn(draw: Draw, name: str, case: Case) -> Iterator[Move]:
    everywhere = case.variable(draw.variable).state_names
    for target, share in draw.shares:
        if not is_zero(share.quantity.law):
            sources = tuple(state for state in everywhere if state != target)
            yield from _leaping(draw.variable, sources, target, name)


def _leaping(
    variable: str, sources: Sequence[str], target: str, name: str
) -> Iterator[Move]:
    for source in sources:
        yield Move(variable=variable, source=source, target=target, name=name)


def is_zero(law: Law) -> bool:
    """Whether a law is exactly 0 in every world."""
    match law:
        case Fixed():
            return law.value == 0
        case Window():
            return is_zero(law.chance)
        case Mixture():
            return all(map(is_zero, law.laws))
        case _:
            return False


def _starts(variable: Variable) -> frozenset[str]:
    possible = (s for s, share in variable.start if not is_zero(share.quantity.law))
    return frozenset(possible) or frozenset(variable.state_names[:1])


def _reached(moves: Sequence[Move], starts: frozenset[str]) -> frozenset[str]:
    targets: dict[str, list[str]] = {}
    for jump in moves:
        targets.setdefault(jump.source, []).append(jump.target)
    reached, waiting = set(starts), list(starts)
    while waiting:
        new = set(targets.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return frozenset(reached)
