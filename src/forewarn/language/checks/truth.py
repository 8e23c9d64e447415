"""Whether a condition can be true, and can be false, given what is possible."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from forewarn.language.checks.reach import Move, Reach, is_match
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Jump,
    Not,
    Or,
    Pulse,
    leaves,
)

MOST_TESTS = 4_096  # of one condition, about 5 ms; past it a wider, still sound, bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment: the states that are possible in it, and the pulse that makes it."""

    states: Mapping[str, frozenset[str]]
    #: Variables that are in one known state.
    pins: Mapping[str, str] = field(default_factory=dict)
    #: The jump, or the name of the event, of this moment; None between pulses.
    pulse: Move | str | None = None

    def possible(self, variable: str) -> frozenset[str]:
        """States a variable may be in."""
        if variable in self.pins:
            return frozenset((self.pins[variable],))
        return self.states[variable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a condition can be; both may be so, and at least one is."""

    true: bool
    false: bool


def judge(
    condition: Condition, instant: Instant, *, most_tests: int = MOST_TESTS
) -> Verdict:
    """What a condition can be in an instant, its variables free of each other.

    Exact unless the variables that the condition names twice have so many combinations
    that trying them takes more than ``most_tests`` tests; then it may say "can" where
    "cannot" is so, never the other way round.
    """
    tests = list(leaves(condition))
    named = [leaf.variable for leaf in tests if isinstance(leaf, Holds)]
    twice = sorted(name for name, times in Counter(named).items() if times > 1)
    choices = [sorted(instant.possible(name)) for name in twice]
    if len(tests) * prod(map(len, choices)) > most_tests:
        return _bound(condition, instant)
    verdicts = [
        _bound(condition, _pinned(instant, dict(zip(twice, chosen, strict=True))))
        for chosen in product(*choices)
    ]
    return Verdict(
        true=any(each.true for each in verdicts),
        false=any(each.false for each in verdicts),
    )


def can_hold(condition: Condition, reach: Reach) -> bool:
    """Whether a condition, with or without pulses, can be true in some future.

    Where finding out takes more than ``MOST_TESTS`` tests it may say so wrongly.
    """
    moments = _moments(condition, reach)
    share = MOST_TESTS // len(moments)
    if sum(1 for _ in leaves(condition)) > share:
        return True
    return any(judge(condition, each, most_tests=share).true for each in moments)


def _moments(condition: Condition, reach: Reach) -> list[Instant]:
    """The kinds of moment a condition can tell apart: none, or one, of its pulses."""
    pulses: dict[Move | str, Instant] = {}
    for leaf in leaves(condition):
        if isinstance(leaf, Jump):
            for jump in reach.matching(leaf):
                pulses[jump] = _after(jump, reach.states)
        elif isinstance(leaf, Pulse) and leaf.event in reach.events:
            pulses[leaf.event] = Instant(states=reach.states, pulse=leaf.event)
    return [Instant(states=reach.states), *pulses.values()]


def _after(jump: Move, states: Mapping[str, frozenset[str]]) -> Instant:
    """The instant of a jump; conditions are read after it."""
    return Instant(states=states, pins={jump.variable: jump.target}, pulse=jump)


def _pinned(instant: Instant, chosen: Mapping[str, str]) -> Instant:
    return replace(instant, pins={**instant.pins, **chosen})


def _bound(condition: Condition, instant: Instant) -> Verdict:
    """The verdict if every leaf were free of every other; exact if they are."""
    match condition:
        case Not():
            inner = _bound(condition.part, instant)
            return Verdict(true=inner.false, false=inner.true)
        case And():
            parts = [_bound(part, instant) for part in condition.parts]
            return Verdict(
                true=all(part.true for part in parts),
                false=any(part.false for part in parts),
            )
        case Or():
            parts = [_bound(part, instant) for part in condition.parts]
            return Verdict(
                true=any(part.true for part in parts),
                false=all(part.false for part in parts),
            )
        case Holds():
            possible, within = instant.possible(condition.variable), condition.within
            return Verdict(
                true=not possible.isdisjoint(within),
                false=not possible.issubset(within),
            )
        case _:
            fires = _fires(condition, instant.pulse)
            return Verdict(true=fires, false=not fires)


def _fires(leaf: Jump | Pulse, pulse: Move | str | None) -> bool:
    if isinstance(leaf, Pulse):
        return leaf.event == pulse
    return isinstance(pulse, Move) and is_match(leaf, pulse)
