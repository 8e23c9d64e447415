"""Choices among a few things: by hypothesis, which shrinks them, or by a seed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from hypothesis import strategies as st


@dataclass(frozen=True, slots=True, kw_only=True)
class Dice:
    """Every choice is one roll, and a lower roll is a simpler choice."""

    #: A number from 0 up to, but not, the number of sides.
    roll: Callable[[int], int]

    def pick(self, values):
        """One of some values; the first is the simplest."""
        return values[self.roll(len(values))]

    def yes(self, one_in=2):
        """True about once in so many times; False is simpler."""
        return self.roll(one_in) == one_in - 1

    def few(self, values, least=0, most=3):
        """Some of some values, no one twice, in any order."""
        left = list(values)
        most = min(most, len(left))
        count = least + self.roll(most - least + 1)
        return tuple(left.pop(self.roll(len(left))) for _ in range(count))

    def many(self, values, least=0, most=3):
        """Some of some values, any of them again."""
        count = least + self.roll(most - least + 1)
        return tuple(self.pick(values) for _ in range(count))


@cache
def _sides(count):
    return st.integers(0, count - 1)


@st.composite
def rolled(draw, make):
    """What a maker makes of dice, as a strategy."""
    return make(Dice(roll=lambda count: draw(_sides(count))))


def seeded(seed):
    """Dice that fall alike for one seed, for tests that pool many cases."""
    return Dice(roll=Random(seed).randrange)  # noqa: S311  # dice, not secrets
