"""Settled: questions whose answer is known without computing, and why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import inf, nan, prod
from typing import Final

import numpy as np

from forewarn.engine.doubts import doubts_of
from forewarn.engine.exact.reach import why_out_of_reach
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import Network
from forewarn.laws import can_be_positive
from forewarn.model.case import Case, Question
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Not,
    Or,
    Pulse,
    variables_of,
)
from forewarn.model.estimate import Ask

#: Joint starts that are looked at; more are left to the futures.
STARTS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An answer that is the same whatever happens, and why."""

    #: NaN where there is nothing to answer.
    value: float
    reason: str


class Settler:
    """Settles questions of one case, where one look at it is enough.

    That may miss some: only joint states tell that two variables never are together.
    """

    def __init__(self, case: Case, network: Network) -> None:
        self._case = case
        self._some = {d.name for d in doubts_of(case) if can_be_positive(d.law)}
        # One half is a hazard that may come and a chance that may fail.
        possible = [0.5 * (name in self._some) for name in network.numbers]
        self._terrain = Terrain(
            network=network,
            leaps=compile_leaps(network, case),
            numbers=np.array([possible]),
            until=inf,
        )

    def settle(self, ask: Ask) -> Settled | None:
        """The answer to what is asked, and why; None where futures have to tell."""
        question = self._case.question(ask.question)
        until = inf if ask.years is None else ask.years
        terrain = replace(self._terrain, until=until)
        if question.kind == "given":
            never = why_out_of_reach(terrain, list(_given(question)))
            if never:
                return Settled(value=nan, reason=f"its onset never comes: {never}")
            terrain = self._terrain  # windows run past the date
        never = why_out_of_reach(terrain, list(_needed(self._case, question)))
        if never:
            return Settled(value=0.0, reason=never)
        if question.kind == "happens" and self._starts_true(question.condition):
            return Settled(value=1.0, reason="it is true at the start")
        return None

    def _starts_true(self, condition: Condition | None) -> bool:
        if condition is None:
            return False
        names = sorted(variables_of(condition))
        starts = [_starts_of(self._case, name, self._some) for name in names]
        if prod(map(len, starts)) > STARTS:
            return False
        joint = (dict(zip(names, states, strict=True)) for states in product(*starts))
        return all(_true_in(condition, states) for states in joint)


def _given(question: Question) -> Iterator[Condition]:
    if question.given is not None:
        yield question.given


def _needed(case: Case, question: Question) -> Iterator[Condition]:
    """Conditions that all have to come true."""
    yield from question.order
    if question.condition is not None:
        yield question.condition
    for name in question.happened:
        yield from _needed(case, case.question(name))


def _starts_of(case: Case, name: str, some: Collection[str]) -> Sequence[str]:
    return [state for state, n in case.variable(name).start if n.name in some]


def _true_in(condition: Condition, states: Mapping[str, str]) -> bool:
    """Whether a condition is true in a joint state in which nothing jumps."""
    match condition:
        case Holds():
            return states[condition.variable] in condition.within
        case Not():
            return not _true_in(condition.part, states)
        case And():
            return all(_true_in(part, states) for part in condition.parts)
        case Or():
            return any(_true_in(part, states) for part in condition.parts)
        case Jump() | Pulse():
            return False
