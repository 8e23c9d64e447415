"""Reach: why something can never come true, in the words of the case."""

from collections.abc import Sequence

from forewarn.engine.exact.ancestors import find_part, possible_pulses
from forewarn.engine.exact.terrain import Terrain
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Or,
    Pulse,
    text_of,
)


def why_never(terrain: Terrain, conditions: Sequence[Condition]) -> str:
    """One sentence on why some conditions do not all come true.

    Args:
        terrain: The network, in some worlds.
        conditions: What would all have to come true.
    """
    reason = why_out_of_reach(terrain, conditions)
    wanted = " and ".join(f"'{text_of(condition)}'" for condition in conditions)
    return reason or f"no joint state that can be reached makes {wanted} come true"


def why_out_of_reach(terrain: Terrain, conditions: Sequence[Condition]) -> str:
    """Why one of some conditions can never come true, looking at one variable a time.

    Args:
        terrain: The network, in some worlds.
        conditions: What would all have to come true.

    Returns:
        One sentence, or nothing where only joint states could tell.
    """
    ground = _Ground(terrain, conditions)
    return next(filter(None, map(ground.why_not, conditions)), "")


class _Ground:
    """What each variable and pulse could do by itself."""

    def __init__(self, terrain: Terrain, conditions: Sequence[Condition]) -> None:
        network, part = terrain.network, find_part(terrain, conditions)
        self._alive = {
            network.variables[variable]: {network.states[variable][s] for s in states}
            for variable, states in zip(part.variables, part.alive, strict=True)
        }
        possible = possible_pulses(terrain, part.possible)
        self._pulses = {
            name for name, can in zip(network.pulses, possible, strict=True) if can
        }

    def why_not(self, condition: Condition) -> str:
        """Why a condition can never come true; empty where it might."""
        match condition:
            case Holds():
                return self._why_no_state(condition)
            case Jump():
                return self._why_no_jump(condition)
            case Pulse():
                never = condition.event not in self._pulses
                return f"the rate of '{condition.event}' is 0" if never else ""
            case And():
                return next(filter(None, map(self.why_not, condition.parts)), "")
            case Or():
                reasons = [self.why_not(part) for part in condition.parts]
                return "; ".join(reasons) if all(reasons) else ""
            case _:
                return ""

    def _why_no_state(self, test: Holds) -> str:
        if self._alive[test.variable].intersection(test.within):
            return ""
        return f"'{text_of(test)}' cannot come about: nothing leads there"

    def _why_no_jump(self, jump: Jump) -> str:
        alive = self._alive[jump.variable]
        for source in alive.intersection(jump.sources or alive):
            for target in jump.targets:
                if f"{jump.variable}: {source} -> {target}" in self._pulses:
                    return ""
        return f"'{text_of(jump)}' cannot happen: nothing that can come makes it"
