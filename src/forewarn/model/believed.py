"""Believed: what is held true on a day, variable by variable and number by number."""

from dataclasses import dataclass
from datetime import date

#: States of a variable with the share of worlds that are in each, in declared order.
Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """In which states a variable is held to be."""

    variable: str
    #: At the start, as the case writes it, each number at its median.
    start: Shares
    now: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What the data made of one number."""

    #: Its name.
    number: str
    #: P10, P50 and P90 as written, and in the light of what is known.
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    #: By how many standard deviations of the number as written its median moved.
    by: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What is held true on a day."""

    as_of: date
    #: Worlds it is told from, and how many independent ones they are worth.
    worlds: int
    effective: float
    #: In declared order.
    whereabouts: tuple[Whereabouts, ...]
    #: Numbers in doubt, those that moved most first.
    moved: tuple[Moved, ...]
    #: What a reader must know: what was taken in, what left out.
    notes: tuple[str, ...] = ()
