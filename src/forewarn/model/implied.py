"""Implied rates: what a case as a whole makes of each number that somebody counted."""

from dataclasses import dataclass

from forewarn.model.numbers import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """A count, and the average rate or share that the whole case implies beside it."""

    number: Number
    #: The count as written.
    text: str
    #: Whether it is a share of trials, and not a rate per year.
    share: bool
    #: Median, P10 and P90 of what the count says.
    centre: float
    low: float
    high: float
    #: Jumps per year in the source state, or the share of trials that came, over
    #: all futures; None where there was no time or trial.
    implied: float | None
    #: How often it came in all futures, and the years or trials that it could have.
    came: float
    exposure: float

    @property
    def outside(self) -> bool:
        """Whether the implied rate lies outside the count's 80 %."""
        return self.implied is not None and not self.low <= self.implied <= self.high
