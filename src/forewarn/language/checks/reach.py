"""Which states and jumps are possible at all, influences left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forewarn.model.case import Case, Transition, Variable
from forewarn.model.conditions import Jump
from forewarn.model.quantities import Fixed, Law, Mixture, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What may be so in some future: too wide where influences forbid, never narrow.

    Every variable is looked at alone, so the cost grows with the model and no faster.
    """

    #: States each variable may be in at the start.
    starts: Mapping[str, frozenset[str]]
    #: States each variable may ever be in.
    states: Mapping[str, frozenset[str]]
    #: Transitions from a state that is reached, not at exactly 0 per year; by variable
    #: and target.
    jumps: Mapping[tuple[str, str], Sequence[Transition]]
    #: Events that may occur.
    events: frozenset[str]

    def moves(self, variable: str) -> bool:
        """Whether worlds or futures may differ in the state of a variable."""
        return len(self.states[variable]) > 1

    def matching(self, leaf: Jump) -> Iterator[Transition]:
        """The possible transitions that a jump in a condition speaks of."""
        for target in leaf.targets:
            for jump in self.jumps.get((leaf.variable, target), ()):
                if is_match(leaf, jump):
                    yield jump


def is_match(leaf: Jump, jump: Transition) -> bool:
    """Whether a transition is a jump that a condition speaks of."""
    return (
        leaf.variable == jump.variable
        and jump.target in leaf.targets
        and (not leaf.sources or jump.source in leaf.sources)
    )


def reach_of(case: Case) -> Reach:
    """What is possible in a case."""
    starts = {each.name: _starts(each) for each in case.variables}
    states = {each.name: _reached(each, starts[each.name]) for each in case.variables}
    jumps: dict[tuple[str, str], list[Transition]] = {}
    for variable in case.variables:
        for jump in _nonzero(variable):
            if jump.source in states[variable.name]:
                jumps.setdefault((variable.name, jump.target), []).append(jump)
    events = frozenset(e.name for e in case.events if not is_zero(e.rate.quantity.law))
    return Reach(starts=starts, states=states, jumps=jumps, events=events)


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


def _nonzero(variable: Variable) -> Iterator[Transition]:
    for jump in variable.transitions:
        if not is_zero(jump.rate.quantity.law):
            yield jump


def _reached(variable: Variable, starts: frozenset[str]) -> frozenset[str]:
    targets: dict[str, list[str]] = {}
    for jump in _nonzero(variable):
        targets.setdefault(jump.source, []).append(jump.target)
    reached, waiting = set(starts), list(starts)
    while waiting:
        new = set(targets.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return frozenset(reached)
