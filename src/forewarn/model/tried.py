"""Tried: what measures change, each adopted alone."""

from dataclasses import dataclass
from datetime import date

from forewarn.model.comparison import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One measure adopted alone on one day, and what that changes."""

    measure: str
    adopted: date
    #: By question and date, in the order asked.
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAll:
    """Every measure adopted alone, on each of some days; and how that was had."""

    tried: tuple[Tried, ...]
    #: Days of adoption that were tried.
    days: tuple[date, ...]
    worlds: int
    futures_per_world: int
    seed: int
    notes: tuple[str, ...] = ()

    def of(self, measure: str, adopted: date) -> tuple[Difference, ...]:
        """What a measure changes that is adopted on a day; nothing if never tried."""
        for one in self.tried:
            if (one.measure, one.adopted) == (measure, adopted):
                return one.differences
        return ()
