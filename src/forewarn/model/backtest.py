"""A back-test: what would have been forecast, day by day, and how that turned out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from forewarn.errors import Problem

#: What counts: each day with something as one, or everything that came.
Counting = Literal["days", "all"]
#: Scoring rules, all best at 0: of the chance of any, and of the whole count.
Rule = Literal["brier", "log", "crps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A forecast of how many come, and so of whether any does.

    >>> Law(counts=(0.75, 0.25)).chance
    0.25
    """

    #: Chance of each count from 0 on; they sum to 1.
    counts: tuple[float, ...]

    @property
    def chance(self) -> float:
        """Chance of at least one."""
        return 1.0 - self.counts[0]

    @property
    def mean(self) -> float:
        """Mean count."""
        return sum(count * chance for count, chance in enumerate(self.counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindcast:
    """A forecast of the past, from what was known on its day and nothing later."""

    #: The day it stands at, and the last day it speaks of: from the end of the one to
    #: the end of the other.
    as_of: date
    until: date
    law: Law
    #: How many came; None where the file does not tell.
    outcome: int | None
    #: What each baseline said on that day, by name.
    baselines: Mapping[str, Law]
    #: Standard error of the chance, from drawing worlds and futures.
    error: float
    #: How well worlds were drawn: largest R-hat, and what they are worth at least.
    r_hat: float
    effective: float

    @property
    def chance(self) -> float:
        """Chance of at least one."""
        return self.law.chance

    @property
    def counts(self) -> tuple[float, ...]:
        """Chance of each count from 0 on."""
        return self.law.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of about one chance, and how often they came true."""

    count: int
    #: Mean chance given.
    forecast: float
    #: Share that came true.
    observed: float
    #: P5 and P95 of that share if every chance were right.
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    r"""What a Brier score is made of.

    brier = reliability - resolution + uncertainty + within, where ``within`` is the
    spread of forecasts inside bins less twice its agreement with what happened; it is 0
    where all forecasts of a bin are alike.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The mean difference of two scores, below 0 where the first is better."""

    value: float
    low: float
    high: float
    #: How many forecasts stand in one block.
    block: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Mean scores of one forecaster, 0 being the best of each."""

    brier: float
    log: float
    crps: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A baseline on the same dates, and how far the case is ahead of it."""

    name: str
    marks: Marks
    #: The case's score less the baseline's, by scoring rule.
    gaps: Mapping[Rule, Gap]


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestScores:
    """How the forecasts of a back-test turned out."""

    #: How many have an outcome.
    count: int
    #: In how many of them anything came.
    true: int
    marks: Marks
    rivals: tuple[Rival, ...]
    bins: tuple[Bin, ...]
    decomposition: Decomposition

    def rival(self, name: str) -> Rival:
        """The baseline of that name; KeyError where there is none."""
        for rival in self.rivals:
            if rival.name == name:
                return rival
        raise KeyError(name)

    @property
    def best(self) -> Rival:
        """The baseline with the lowest Brier score."""
        return min(self.rivals, key=lambda rival: rival.marks.brier)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Forecasts through the past of one event, and what they are worth."""

    event: str
    counting: Counting
    #: Name of the file that told what came.
    evidence: str
    #: As asked: how far apart dates are, and how far ahead each looks.
    every: str
    ahead: str
    forecasts: tuple[Hindcast, ...]
    #: None where no forecast has an outcome.
    scores: BacktestScores | None
    notes: tuple[str, ...] = ()
    #: Rows of the file that were left out, and why.
    problems: tuple[Problem, ...] = ()
    #: Worlds and futures of each that every forecast was drawn from, and the seed.
    worlds: int = 0
    futures_per_world: int = 0
    seed: int = 1
