"""Windows that schedules come into: slopes over every time of onset, by quadrature.

As in ``engine.exact.quadrature``: between the times at which a date enters the window
of an onset or leaves it, onsets are added up at points by Gauss and Legendre, each with
what follows it; elsewhere all onsets of a stretch are followed by the same.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.course import Course
from forewarn.engine.exact.flow import fastest_rate
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.quadrature import FEW, MOST, POINTS
from forewarn.engine.exact.unsteady import stretches
from forewarn.engine.exact.window import AT_ONCE, Rows, Window
from forewarn.engine.gradients.passes import (
    Paid,
    Slopes,
    Sought,
    slopes_of,
    slopes_over,
)
from forewarn.engine.leaps import WINDOW_SLACK
from forewarn.engine.network import FloatArray
from forewarn.errors import NotComputable

_NOTHING = np.empty(0)
_COUNTED = Sought(
    counted=True, worth_of_jumps=_NOTHING, yearly=_NOTHING, final=_NOTHING
)


class Both(NamedTuple):
    """The chance of the onset with the consequence after it, and its slopes."""

    #: Slopes of the onset's chain.
    onset: Slopes
    #: What follows each start that is an onset; shape (hit,).
    of_start: FloatArray
    #: Slopes of the window's chain, by stretch of its course; shape (node,) each.
    window: tuple[FloatArray, ...]


class _Times(NamedTuple):
    """Onsets at some times, and what follows each."""

    #: Time that stands for each stretch, for its turns and for its kick.
    middle: float
    turn: float
    kick: float


def both_over_onsets(  # noqa: PLR0913  # two chains, and how they meet
    posed: Posed,
    window: Window,
    courses: tuple[Course, Course],
    *,
    masses: FloatArray,
    years: float,
    within: float,
) -> Both:
    """The chance that an onset comes by a date and the consequence follows.

    Args:
        posed: The chain up to the onset.
        window: What may follow it.
        courses: What the nodes of either come to; hazards stay the same.
        masses: Chance of each start; shape (start,).
        years: The date.
        within: Length of the window, in years.

    Raises:
        NotComputable: if too many points are needed, or hazards change.
    """
    if any(len(course.values) > 1 for course in courses):
        raise NotComputable(
            "the slopes of a window in which measures come into place are not worked "
            "out exactly; ask for method='simulated'"
        )
    return _Windows(posed, window, courses, within + WINDOW_SLACK).both(masses, years)


class _Windows:
    def __init__(
        self,
        posed: Posed,
        window: Window,
        courses: tuple[Course, Course],
        within: float,
    ) -> None:
        self.posed, self.window, self.within = posed, window, within
        self.before, self.after = courses
        self.nodes = tuple(np.zeros(values.size) for values in self.after.values)

    def both(self, masses: FloatArray, years: float) -> Both:
        parts, times = self._parts(years)
        hits = self.posed.starts.hits
        found = slopes_over(
            self.posed.space,
            self.before,
            parts,
            _COUNTED._replace(counted=False),
            start_row=self.posed.start_row,
            start_mass=masses[~hits],
        )
        of_start = self._worth(0.0, self.window.of_start)
        self._arrive(0.0, (self.window.of_start, masses[hits]))
        for paid, at, jumps in zip(parts, times, found.by_stretch, strict=True):
            self._arrive_in(paid, at, jumps)
        return Both(found, of_start, self.nodes)

    def _arrive_in(
        self,
        paid: Paid,
        at: _Times,
        jumps: tuple[FloatArray, FloatArray, FloatArray],
    ) -> None:
        by_hazards, turned, kicked = jumps
        if paid.jumps is not None:
            self._arrive(at.middle, (self.window.of_jump, by_hazards))
        if paid.turned is not None and paid.turns >= 0:
            self._arrive(at.turn, (self.window.of_dates[paid.turns], turned))
        if paid.kick:
            self._arrive(at.kick, (self.window.of_jump, kicked))

    def _parts(self, years: float) -> tuple[list[Paid], list[_Times]]:
        """Stretches of the onset's chain, with what its onsets are worth."""
        parts, times = list[Paid](), list[_Times]()
        for first, last, turns in stretches(self.before, 0.0, years):
            pieces = list(self._pieces(first, last))
            for place, (begin, end) in enumerate(pieces):
                final = turns if place + 1 == len(pieces) else -1
                for paid, at in self._paid(begin, end, final):
                    parts.append(paid)
                    times.append(at)
        return parts, times

    def _pieces(self, first: float, last: float) -> Iterator[tuple[float, float]]:
        """A stretch cut where a date enters the window of an onset, or leaves it."""
        cuts = {first, last}
        for years, _ in self.after.changes(first, last + self.within):
            inside = (years, years - self.within)
            cuts.update(cut for cut in inside if first < cut < last)
        yield from pairwise(sorted(cuts)) if first < last else [(first, last)]

    def _paid(
        self, begin: float, end: float, turns: int
    ) -> Iterator[tuple[Paid, _Times]]:
        middle, turned = (begin + end) / 2, None
        if turns >= 0:
            turned = self._worth(end, self.window.of_dates[turns])
        if not any(self.after.changes(middle, middle + self.within)):
            jumps = self._worth(middle, self.window.of_jump)
            yield Paid(begin, end, turns, jumps, turned), _Times(middle, end, end)
            return
        now = begin
        for point, weight in self._points(begin, end):
            kicked = self._worth(point, self.window.of_jump)
            paid = Paid(now, point, -1, None, None, weight, kicked)
            yield paid, _Times(point, point, point)
            now = point
        yield Paid(now, end, turns, None, turned), _Times(end, end, end)

    def _points(self, begin: float, end: float) -> Iterator[tuple[float, float]]:
        """Times in a piece, and the years that each stands for."""
        at, weights = np.polynomial.legendre.leggauss(POINTS)
        edges = np.linspace(begin, end, self._count(end - begin) + 1)
        for left, right in pairwise(edges.tolist()):
            half = (right - left) / 2
            for place, weight in zip(at.tolist(), weights.tolist(), strict=True):
                yield left + half * (1 + place), half * weight

    def _count(self, years: float) -> int:
        now = fastest_rate(self.posed.space.chain, self.before.values[0])
        later = fastest_rate(self.window.space.chain, self.after.values[0])
        count = max(1, ceil((now + later) * years / FEW))
        if count * POINTS > MOST:
            raise NotComputable(
                f"slopes of a window that schedules come into need {count * POINTS:,} "
                f"points, and {MOST:,} are the limit; ask for method='simulated'"
            )
        return count

    def _worth(self, onset: float, rows: Rows) -> FloatArray:
        """Chance of the consequence after onsets at a time that lead to some rows."""
        follows = self._window(onset, np.zeros(self.window.space.codes.size)).worth
        return np.where(rows == AT_ONCE, 1.0, np.append(follows, 0.0)[rows])

    def _arrive(self, onset: float, arriving: tuple[Rows, FloatArray]) -> None:
        """Add the slopes of what follows onsets that come at a time."""
        rows, masses = arriving
        inside, mass = rows != AT_ONCE, np.zeros(self.window.space.codes.size)
        np.add.at(mass, rows[inside], masses[inside])
        if mass.any():
            found = self._window(onset, mass).nodes
            for total, slopes in zip(self.nodes, found, strict=True):
                np.add(total, slopes, out=total)

    def _window(self, onset: float, mass: FloatArray) -> Slopes:
        return slopes_of(
            self.window.space,
            self.after,
            _COUNTED,
            start_row=np.arange(mass.size, dtype=np.uint32),
            start_mass=mass,
            years=onset + self.within,
            begin=onset,
        )
