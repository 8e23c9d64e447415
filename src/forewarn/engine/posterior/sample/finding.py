"""Finding: what is known of a case at a date, while its reports are read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.model.case import Case
from forewarn.model.evidence import Report
from forewarn.model.units import years_between

#: A day, in years.
DAY = 1 / 365.25


@dataclass(slots=True, kw_only=True)
class Item:
    """Something known that happened at a moment."""

    time: float
    kind: int
    of: int = -1
    known: int = -1
    #: States that fully known variables move to, and pulses that may be meant.
    moves: dict[int, int] = field(default_factory=dict)
    pulses: frozenset[int] = frozenset()


class Jump(NamedTuple):
    """A jump as told: to a state from one of some."""

    variable: int
    target: int
    sources: frozenset[int]


class Mark(NamedTuple):
    """What may have come in some time: a jump; or a state, with -1 for its target."""

    since: float
    until: float
    #: How likely what is told is if it came, and if it did not.
    right: float
    wrong: float
    jump: Jump
    #: Whether it came once at most.
    once: bool


class Span(NamedTuple):
    """An event in some time: how many of it, or how likely reports make it."""

    pulse: int
    since: float
    until: float
    #: How many, or below 0 for at least one.
    number: int
    right: float
    wrong: float


class Watch(NamedTuple):
    """Some time in which a unit is watched."""

    since: float
    until: float
    scale: float
    unit: int
    pulse: int
    kind: int
    spread: float = 1.0
    number: int = 0
    came: float = 1.0
    none: float = 0.0


class Window(NamedTuple):
    """Some time in which a variable jumps only in some ways."""

    since: float
    until: float
    variable: int
    jumps: tuple[Jump, ...]


@dataclass(slots=True, kw_only=True)
class Finder:
    """What has been read so far."""

    network: Network
    leaps: Leaps
    case: Case
    as_of: date
    items: list[Item] = field(default_factory=list)
    known: list[Jump] = field(default_factory=list)
    #: Time, variable and the likelihood of each of its states.
    looks: list[tuple[float, int, list[float]]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    #: When nothing is known of an event: since, until and pulse.
    gaps: list[tuple[float, float, int]] = field(default_factory=list)
    #: Dates after the day that a report has spent.
    spent: list[tuple[str, float]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def end(self) -> float:
        """The day, in years."""
        return self.years(self.as_of)

    def years(self, day: date) -> float:
        """A day, in years after the start."""
        return years_between(self.case.start, day)

    def covered(self, name: str) -> float:
        """Until when all of a variable or event was reported, in years; -1 if never."""
        ends = [
            min(coverage.until, self.as_of)
            for coverage in self.case.evidence.coverage
            if name in coverage.names
        ]
        return max((self.years(day) for day in ends), default=-1.0)

    def states(self, variable: int, names: Sequence[str]) -> frozenset[int]:
        """States by name."""
        return frozenset(self.network.states[variable].index(n) for n in names)

    def span(self, report: Report) -> tuple[float, float]:
        """From the end of the day before the first to the end of the last."""
        return max(self.years(report.first) - DAY, 0.0), self.years(report.last)
