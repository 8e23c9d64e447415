"""Learned: what data made of each number of a case."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from forewarn.model.numbers import Number

#: What becomes of a stretch of history: it is learned from; a number was counted over
#: it already; or it cannot be said what it tells.
Use = Literal["learned", "counted", "left out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of history, and what became of it for one jump or event."""

    #: Name of the jump or event; of the variable where no state of it is known.
    about: str
    #: First and last day.
    since: date
    until: date
    use: Use
    #: How often it came, and years in which it could.
    count: int
    exposure: float
    #: Why it is not learned from; empty where it is.
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came, while some multipliers acted on a number and others did not."""

    #: Names of the multipliers that acted, one more time each time they acted again.
    acting: tuple[str, ...]
    #: Jumps, events or chances that came; what is hidden is the mean over its paths.
    count: float
    #: Years at risk, or times that a chance was tried.
    exposure: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """One number before and after the data."""

    number: Number
    #: P10, P50 and P90 before the data, variants included, and in their light.
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    #: What came and the years or trials in which it could, and of which combinations.
    count: float
    exposure: float
    seen: tuple[Seen, ...]
    #: By how many of its own standard deviations the median moved, as written.
    moved: float
    #: How surprising the data were before they came, two-sided; None where they are not
    #: a count of their own.
    tail: float | None
    #: Whether the data contradict it: see ``LearnedAll.false_discovery``.
    flag: bool
    #: R-hat, and effective worlds.
    rhat: float
    ess: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedAll:
    """Every number of a case before and after the data, as known at a day."""

    as_of: date
    #: Those that moved most first.
    numbers: tuple[Learned, ...]
    #: Numbers tested, and how many of those flagged are expected to be so by chance.
    tested: int
    expected_false: float
    #: Share of flags that may be false: Benjamini and Hochberg's rule.
    false_discovery: float
    #: Worlds drawn, the fewest that any number's are worth, and the largest R-hat.
    worlds: int
    ess: float
    rhat: float
    #: Stretches of history before the start, and what became of each.
    history: tuple[Stretch, ...] = ()
    #: What a reader must know: what was left out, and whether chains agreed.
    notes: tuple[str, ...] = ()
