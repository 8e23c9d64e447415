"""Moves: how single reports moved answers, from just before each to just after."""

from dataclasses import dataclass
from datetime import date

from forewarn.model.estimate import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What became known on one day, and what it did to some answers."""

    day: date
    #: Places in the case's reports of what became known on it.
    reports: tuple[int, ...]
    #: Answers of the day before, and of the day, in one order.
    before: tuple[Estimate, ...]
    after: tuple[Estimate, ...]

    @property
    def size(self) -> float:
        """The largest move of an answer."""
        pairs = zip(self.before, self.after, strict=True)
        return max((abs(b.value - a.value) for a, b in pairs), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """The reports that moved some answers most, as far as they were looked at."""

    #: The largest move first.
    moves: tuple[Move, ...]
    #: Days on which a report said something new of a variable; those looked at are the
    #: ones that a screen put first.
    days: int
    #: Worlds of each answer, and futures of each world.
    worlds: int
    futures: int
