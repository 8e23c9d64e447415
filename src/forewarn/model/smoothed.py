"""Smoothed: where each variable was on past days, in the light of all that is known."""

from dataclasses import dataclass
from datetime import date

from forewarn.model.believed import Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Where one variable was."""

    variable: str
    #: Shares of its states on each day.
    shares: tuple[Shares, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """What is believed on a day about days before it."""

    as_of: date
    #: Rising.
    days: tuple[date, ...]
    #: In declared order.
    trails: tuple[Trail, ...]
    #: Worlds it is told from, and how many independent ones they are worth.
    worlds: int
    effective: float
    notes: tuple[str, ...] = ()
