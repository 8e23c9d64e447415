"""Where variables were on past days, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import chance_text
from forewarn.model.believed import Shares
from forewarn.model.case import Case
from forewarn.model.smoothed import Smoothed
from forewarn.model.words import listed, spaced

#: States rarer than this are left out of a line.
RARE = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailWords:
    """Where one variable was; a day that says what the last one said is left out."""

    title: str
    days: tuple[tuple[date, str], ...]


def trail_words(case: Case, smoothed: Smoothed) -> Iterator[TrailWords]:
    """Each variable of a case, and where it was from which day on.

    Args:
        case: The case.
        smoothed: Beliefs about past days.
    """
    titles = titles_of(case).variables
    for trail in smoothed.trails:
        told = [
            (day, listed(list(_states(shares))))
            for day, shares in zip(smoothed.days, trail.shares, strict=True)
        ]
        days = tuple(
            one
            for place, one in enumerate(told)
            if not place or one[1] != told[place - 1][1]
        )
        yield TrailWords(title=titles[trail.variable], days=days)


def _states(shares: Shares) -> Iterator[str]:
    held = sorted((one for one in shares if one[1] > RARE), key=lambda one: -one[1])
    for state, share in held:
        yield spaced(state) if share == 1 else f"{spaced(state)} {chance_text(share)}"
