r"""Quadrature: windows that hazards or schedules change in, over every time of onset.

The chance of the consequence in the window after an onset at τ is the expected worth
:math:`f_\tau` of the state that the onset leaves, found by stepping back through the
window. Where nothing changes in it, f is the same for every τ. Elsewhere

.. math:: \int p_\tau\, \lambda f_\tau\, d\tau \approx \sum_i w_i\, p_{\tau_i} \lambda
          f_{\tau_i}

by Gauss and Legendre over stretches so short that few jumps are expected in each, where
the integrand is as smooth as can be.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.exact.course import Course, World, course_of
from forewarn.engine.exact.flow import (
    Flow,
    fastest_rate,
    go_back,
    turn_back,
)
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.steps import sum_rewards
from forewarn.engine.exact.unsteady import stretches
from forewarn.engine.exact.window import AT_ONCE, Rows, Window
from forewarn.engine.leaps import WINDOW_SLACK
from forewarn.engine.network import FloatArray
from forewarn.errors import NotComputable

#: Points in a stretch, and the steps that may be expected in one.
POINTS: Final = 10
FEW: Final = 3.0  # the rule is then out by under 1e-15 of the fastest mode
#: Points at which the window may be stepped through.
MOST: Final = 20_000  # a tenth of a millisecond each, for a small chain


class Joint(NamedTuple):
    """A question of a window in one world."""

    onset: Posed
    window: Window
    #: What the nodes of either chain come to.
    before: Course
    after: Course
    #: Length of the window, in years.
    within: float


def within_at(
    onset: Posed,
    window: Window,
    world: World,
    years: FloatArray,
    within: float,
) -> tuple[FloatArray, FloatArray]:
    """Chance of the consequence in its window, and of the onset, by each date.

    Args:
        onset: The chain up to the onset.
        window: What may follow it.
        world: The world.
        years: Dates, rising; shape (date,).
        within: Length of the window, in years.

    Returns:
        Chance that the onset comes by the date and the consequence follows, and that
        the onset comes; shape (date,) each.

    Raises:
        NotComputable: if hazards are so fast that too many points are needed.
    """
    joint = Joint(
        onset,
        window,
        course_of(onset.space, world, float(years[-1])),
        course_of(window.space, world, float(years[-1]) + within + 1.0),
        within + WINDOW_SLACK,
    )
    masses, hits = onset.starts.masses(world.numbers), onset.starts.hits
    flow = Flow(onset.space, onset.start_row, masses[~hits], 2)
    at_start = _worth(_follows(joint, 0.0), window.of_start)
    flow.gained[:] = (masses[hits] @ at_start, masses[hits].sum())
    both, opened = np.empty((2, years.size))
    now = 0.0
    for date, then in enumerate(years.tolist()):
        _carry(flow, joint, now, then)
        both[date], opened[date] = flow.gained
        now = then
    return both, opened


def _carry(flow: Flow, joint: Joint, now: float, then: float) -> None:
    """Carry the onset's chain from one time to another."""
    for first, last, turns in stretches(joint.before, now, then):
        values = joint.before.values_at(first)
        for begin, end in _pieces(joint, first, last):
            if _changes(joint, begin, end):
                _sum_points(flow, joint, values, begin, end)
            else:
                follows = _follows(joint, (begin + end) / 2)
                flow.go_on(values, _rewards(joint, values, follows), end - begin)
        if turns >= 0:
            after = joint.before.values_at(last)
            block = joint.onset.space.blocks[turns]
            worth = _worth(_follows(joint, last), joint.window.of_dates[turns])
            rewards = np.empty((2, joint.onset.space.codes.size))
            sum_rewards(block.chain, after, worth, rewards[0])
            sum_rewards(block.chain, after, np.empty(0), rewards[1])
            flow.turn(block, after, rewards)


def _pieces(joint: Joint, first: float, last: float) -> Iterator[tuple[float, float]]:
    """A stretch cut where a change enters the window of an onset, or leaves it."""
    cuts = {first, last}
    for years, _ in joint.after.changes(first, last + joint.within):
        cuts.update(cut for cut in (years, years - joint.within) if first < cut < last)
    ends = sorted(cuts)
    yield from pairwise(ends)


def _changes(joint: Joint, begin: float, end: float) -> bool:
    """Whether anything changes in the window of an onset between two times."""
    middle = (begin + end) / 2
    return any(joint.after.changes(middle, middle + joint.within))


def _sum_points(
    flow: Flow, joint: Joint, values: FloatArray, begin: float, end: float
) -> None:
    """Add up, point by point, what onsets are worth in a piece."""
    count = _stretches_in(joint, values, end - begin)
    edges = np.linspace(begin, end, count + 1)
    at, weights = np.polynomial.legendre.leggauss(POINTS)
    opens = _rewards(joint, values, None)
    for left, right in pairwise(edges):
        half, time = (right - left) / 2, left
        for place, weight in zip(at, weights, strict=True):
            point = left + half * (1 + place)
            flow.go_on(values, opens, point - time)
            worth = _rewards(joint, values, _follows(joint, point))[0]
            flow.gained[0] += half * weight * (flow.mass[:-1] @ worth)
            time = point
        flow.go_on(values, opens, right - time)


def _stretches_in(joint: Joint, values: FloatArray, years: float) -> int:
    now = fastest_rate(joint.onset.space.chain, values)
    later = max(fastest_rate(joint.window.space.chain, v) for v in joint.after.values)
    count = max(1, ceil((now + later) * years / FEW))
    if count * POINTS > MOST:
        raise NotComputable(
            f"a window that hazards change in needs {count * POINTS:,} points, and "
            f"{MOST:,} are the limit; ask for method='simulated', or slower hazards"
        )
    return count


def _rewards(
    joint: Joint, values: FloatArray, follows: FloatArray | None
) -> FloatArray:
    """What onsets are worth a year with what follows, nothing if None, and without."""
    rewards = np.zeros((2, joint.onset.space.codes.size))
    chain = joint.onset.space.chain
    if follows is not None:
        worth = _worth(follows, joint.window.of_jump)
        sum_rewards(chain, values, worth, rewards[0])
    sum_rewards(chain, values, np.empty(0), rewards[1])
    return rewards


def _follows(joint: Joint, onset: float) -> FloatArray:
    """Chance of the consequence after an onset at a time, from each joint state."""
    space, course = joint.window.space, joint.after
    worth = np.zeros(space.codes.size)
    rewards = np.empty(space.codes.size)
    for first, last, turns in reversed(
        list(stretches(course, onset, onset + joint.within))
    ):
        if turns >= 0:
            after, block = course.values_at(last), space.blocks[turns]
            sum_rewards(block.chain, after, np.empty(0), rewards)
            worth = turn_back(block, after, rewards, worth)
        values = course.values_at(first)
        sum_rewards(space.chain, values, np.empty(0), rewards)
        worth = go_back(space.chain, values, rewards, worth, last - first)
    return np.minimum(worth, 1.0)


def _worth(follows: FloatArray, rows: Rows) -> FloatArray:
    return np.where(rows == AT_ONCE, 1.0, np.append(follows, 0.0)[rows])
