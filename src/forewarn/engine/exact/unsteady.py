"""Unsteady chains: answers where hazards change, or schedules have their turns."""

from collections.abc import Iterator

import numpy as np

from forewarn.engine.exact.course import Course
from forewarn.engine.exact.flow import Flow
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.steps import sum_rewards
from forewarn.engine.network import FloatArray


def expected_at(
    posed: Posed, course: Course, masses: FloatArray, years: FloatArray
) -> FloatArray:
    """Expected worth at each date, of what does not answer at the start.

    Args:
        posed: The question's chain.
        course: What its nodes come to.
        masses: Chance of each start; shape (start,).
        years: Dates, rising; shape (date,).

    Returns:
        Worth that adds up until, or is read off at, each date; shape (date,).
    """
    flow = Flow(posed.space, posed.start_row, masses[~posed.starts.hits], 1)
    summed = posed.wording.summed
    found = np.empty(years.size)
    now = 0.0
    for date, then in enumerate(years.tolist()):
        for first, last, turns in stretches(course, now, then):
            values = course.values_at(first)
            flow.go_on(values, _rewards(posed, values), last - first)
            if turns >= 0:
                after = course.values_at(last)
                block = posed.space.blocks[turns]
                flow.turn(block, after, _turned(posed, after, turns))
        now = then
        worth = posed.worth if posed.worth is not None else np.empty(0)
        found[date] = flow.gained[0] if summed else flow.mass[:-1] @ worth
    return found


def stretches(
    course: Course, first: float, last: float
) -> Iterator[tuple[float, float, int]]:
    """Times in which nothing changes, from one time to another.

    Yields:
        Begin and end of each, in years, and the set that has its turns at the end; -1
        for none.
    """
    for years, turns in course.changes(first, last):
        yield first, years, turns
        first = years
    yield first, last, -1


def _rewards(posed: Posed, values: FloatArray) -> FloatArray:
    """What each joint state gains a year; shape (1, joint state)."""
    if not posed.wording.summed:
        return np.zeros((1, posed.space.codes.size))
    if posed.worth is not None:
        return posed.worth[np.newaxis]
    rewards = np.empty((1, posed.space.codes.size))
    sum_rewards(posed.space.chain, values, np.empty(0), rewards[0])
    return rewards


def _turned(posed: Posed, values: FloatArray, turns: int) -> FloatArray:
    """What each joint state gains as a set of schedules has its turns; as above."""
    rewards = np.zeros((1, posed.space.codes.size))
    if posed.worth is None:
        sum_rewards(posed.space.blocks[turns].chain, values, np.empty(0), rewards[0])
    return rewards
