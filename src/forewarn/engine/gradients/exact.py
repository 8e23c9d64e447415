r"""Exact gradients: how each number moves an exact answer, world by world.

One pass carries a chain's mass forward, one carries what it is worth back, and together
they tell how the answer grows with every hazard, chance and start at once: a gradient
costs a few answers, however many numbers there are.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from math import nan
from typing import NamedTuple

import numpy as np

from forewarn.engine.acts import ready_times
from forewarn.engine.exact.answers import BLOCK, Progress
from forewarn.engine.exact.course import Course, World, world_of
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.plan import ExactPlan, QuestionPlan
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.window import AT_ONCE, Rows, Window
from forewarn.engine.gradients.passes import (
    Slopes,
    Sought,
    course_by_phase,
    slopes_of,
)
from forewarn.engine.gradients.pull import (
    Origin,
    origin_of,
    pull_chances,
    pull_hazards,
    pull_nodes,
    pull_shares,
)
from forewarn.engine.gradients.windows import both_over_onsets
from forewarn.engine.network import FloatArray, Network
from forewarn.model.case import Case

_NOTHING = np.empty(0)
#: Each jump that answers, or is counted, is worth 1.
_COUNTED = Sought(
    counted=True, worth_of_jumps=_NOTHING, yearly=_NOTHING, final=_NOTHING
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradients:
    r"""Answers in every world, and how each number moves them.

    Slopes are with the log of a rate, a multiplier or a duration, and with the logit of
    a chance or a share.
    """

    #: Answers, as in ``ExactAnswers``; shape (world, ask).
    values: FloatArray
    #: Chance of the onset of a ``given``, 1 for all others; shape (world, ask).
    weights: FloatArray
    #: Slope of each answer; shape (world, ask, number).
    slopes: FloatArray
    #: Slope of each weight; shape (world, ask, number).
    weight_slopes: FloatArray


class Grown(NamedTuple):
    """An answer, or a part of one, and its slopes, in one world."""

    value: float
    #: With each number; shape (number,).
    slopes: FloatArray


def exact_gradients(
    plan: ExactPlan,
    case: Case,
    *,
    threads: int = 1,
    progress: Progress | None = None,
) -> Gradients:
    r"""Solve every ask of a plan in every world, with its slopes.

    .. math:: \frac{\partial a}{\partial \log x} \quad\text{or}\quad
              \frac{\partial a}{\partial \operatorname{logit} p}

    Args:
        plan: Which chains answer what.
        case: The case that it is for.
        threads: How many threads work, each on worlds of its own; the bits are the same
            for any.
        progress: Called as worlds are done.

    Returns:
        Answers and slopes.

    Raises:
        NotComputable: if one answer needs more than the limit of multiplications, or
            measures come into place in a window.

    Source:
        The adjoint of uniformisation; checkpoints after Griewank and Walther (2008).
    """
    worlds, numbers = len(plan.numbers), len(plan.network.numbers)
    values, weights = np.empty((2, worlds, plan.asks))
    slopes, moved = np.zeros((2, worlds, plan.asks, numbers))
    origin = origin_of(plan.network, plan.leaps, case)
    solve = partial(_in_world, plan, origin)
    with ThreadPoolExecutor(threads) as pool:
        for first in range(0, worlds, BLOCK * threads):
            rows = range(first, min(first + BLOCK * threads, worlds))
            for world, found in zip(rows, pool.map(solve, rows), strict=True):
                for ask, answer, weight in found:
                    values[world, ask], slopes[world, ask] = answer
                    weights[world, ask], moved[world, ask] = weight
            if progress:
                progress(rows.stop, worlds)
    return Gradients(values=values, weights=weights, slopes=slopes, weight_slopes=moved)


def _in_world(
    plan: ExactPlan, origin: Origin, row: int
) -> list[tuple[int, Grown, Grown]]:
    """Every ask with its answer and weight in one world."""
    world = world_of(plan.network, plan.leaps, plan.numbers[row], threads=1)
    here = _Here(plan.network, origin, world)
    found = []
    for question in plan.questions:
        solved = [here.solve(question, years) for years in question.years.tolist()]
        for ask, date in zip(
            question.asks.tolist(), question.dates.tolist(), strict=True
        ):
            found.append((ask, *solved[date]))
    return found


@dataclass(frozen=True, slots=True)
class _Here:
    """One world of a network."""

    network: Network
    origin: Origin
    world: World

    def solve(self, question: QuestionPlan, years: float) -> tuple[Grown, Grown]:
        """The answer to a question at one date, and what it weighs."""
        posed, one = question.posed, Grown(1.0, self._flat())
        if posed is None or (question.settled is not None and question.window is None):
            return Grown(question.settled or 0.0, self._flat()), one
        if question.window is None:
            return self._expected(posed, years), one
        within = question.question.within or 0.0
        return self._given(posed, question.window, years, within)

    def _expected(self, posed: Posed, years: float) -> Grown:
        course = course_by_phase(posed.space, self.world, years)
        found, worth = self._slopes(posed, course, _sought(posed), years), _NOTHING
        slopes = self._pulled(posed.space, course, found)
        value = self._starts(posed, found.worth, worth, slopes)
        return self._finished(value, slopes)

    def _given(
        self, posed: Posed, window: Window, years: float, within: float
    ) -> tuple[Grown, Grown]:
        before = course_by_phase(posed.space, self.world, years)
        after = course_by_phase(window.space, self.world, years + within)
        opened = self._expected(posed, years)
        if before.steady and after.steady:
            follows = self._follows(window, after, within)
            both = self._both(posed, window, (before, after), years, follows, within)
        else:
            both = self._both_unsteady(posed, window, before, years, within)
        if opened.value <= 0:
            return Grown(nan, self._flat()), opened
        share = both.value / opened.value
        slopes = (both.slopes - share * opened.slopes) / opened.value
        return Grown(share, slopes), opened

    def _follows(self, window: Window, after: Course, within: float) -> FloatArray:
        """Chance of the consequence from each joint state of the window."""
        return slopes_of(
            window.space,
            after,
            _COUNTED,
            start_row=np.empty(0, np.uint32),
            start_mass=_NOTHING,
            years=within,
        ).worth

    def _both(  # noqa: PLR0913, PLR0917  # two chains, and how they meet
        self,
        posed: Posed,
        window: Window,
        courses: tuple[Course, Course],
        years: float,
        follows: FloatArray,
        within: float,
    ) -> Grown:
        """Chance of the onset by the date with the consequence after it."""
        sought = _COUNTED._replace(worth_of_jumps=_worth(follows, window.of_jump))
        found = self._slopes(posed, courses[0], sought, years)
        slopes = self._pulled(posed.space, courses[0], found)
        of_start = _worth(follows, window.of_start)
        value = self._starts(posed, found.worth, of_start, slopes)
        # The window is then a chain of its own, with the onsets as its starts.
        masses = posed.starts.masses(self.world.numbers)
        arriving = np.zeros(window.space.codes.size)
        _add_rows(arriving, window.of_jump, found.jumps)
        _add_rows(arriving, window.of_start, masses[posed.starts.hits])
        later = slopes_of(
            window.space,
            courses[1],
            _COUNTED,
            start_row=np.arange(arriving.size, dtype=np.uint32),
            start_mass=arriving,
            years=within,
        )
        return self._finished(
            value, slopes + self._pulled(window.space, courses[1], later)
        )

    def _both_unsteady(
        self,
        posed: Posed,
        window: Window,
        before: Course,
        years: float,
        within: float,
    ) -> Grown:
        """The same where schedules have their turns."""
        after = course_by_phase(window.space, self.world, years + within + 1.0)
        found = both_over_onsets(
            posed,
            window,
            (before, after),
            masses=posed.starts.masses(self.world.numbers),
            years=years,
            within=within,
        )
        slopes = self._pulled(posed.space, before, found.onset)
        value = self._starts(posed, found.onset.worth, found.of_start, slopes)
        later = replace(found.onset, nodes=found.window, begins=(0.0,))
        slopes += self._pulled(window.space, after, later)
        return self._finished(value, slopes)

    def _slopes(
        self, posed: Posed, course: Course, sought: Sought, years: float
    ) -> Slopes:
        masses = posed.starts.masses(self.world.numbers)
        return slopes_of(
            posed.space,
            course,
            sought,
            start_row=posed.start_row,
            start_mass=masses[~posed.starts.hits],
            years=years,
        )

    def _pulled(self, space: Space, course: Course, found: Slopes) -> FloatArray:
        """Slopes of numbers from those of nodes."""
        network, numbers = self.network, np.ascontiguousarray(self.world.numbers)
        slopes = self._flat()
        times = ready_times(network.adopted, numbers)
        phases = {phase.start: phase for phase in self.world.phases}
        for start, values, nodes in zip(
            course.starts, course.values, found.nodes, strict=True
        ):
            phase, in_place = phases[start], times <= start
            of_chances = np.zeros(phase.chances.size)
            if space.tree is not None:
                pull_nodes(
                    space.tree,
                    phase.chances,
                    numbers,
                    values,
                    nodes,
                    of_chances,
                    slopes,
                )
            by_log = nodes[: phase.hazards.size] * phase.hazards
            pull_hazards(self.origin, numbers, phase.hazards, in_place, by_log, slopes)
            by_logit = of_chances * phase.chances * (1.0 - phase.chances)
            pull_chances(self.origin, numbers, in_place, by_logit, slopes)
        self._add_leads(course, found, times, slopes)
        return slopes

    def _add_leads(
        self, course: Course, found: Slopes, times: FloatArray, slopes: FloatArray
    ) -> None:
        """What lead times of measures move: when a stretch begins."""
        adopted = self.network.adopted
        for start, begin in zip(course.starts[1:], found.begins[1:], strict=True):
            led = (times == start) & (adopted.lead >= 0) & (adopted.ready < start)
            for number in adopted.lead[led].tolist():
                slopes[number] += begin * self.world.numbers[number] / led.sum()

    def _starts(
        self, posed: Posed, worth: FloatArray, of_hits: FloatArray, slopes: FloatArray
    ) -> float:
        """The answer from all starts; adds to the slopes of their shares."""
        starts = posed.starts
        each = np.ones(starts.codes.size)
        if of_hits.size:
            each[starts.hits] = of_hits
        each[~starts.hits] = worth[posed.start_row]
        each *= starts.masses(self.world.numbers)
        for column in starts.shares.T:
            np.add.at(slopes, column, each)
        return float(each.sum())

    def _finished(self, value: float, slopes: FloatArray) -> Grown:
        numbers = np.ascontiguousarray(self.world.numbers)
        pull_shares(self.origin, numbers, slopes)
        return Grown(value, slopes)

    def _flat(self) -> FloatArray:
        return np.zeros(len(self.network.numbers))


def _sought(posed: Posed) -> Sought:
    if posed.worth is None:
        return _COUNTED
    if posed.wording.summed:
        return _COUNTED._replace(counted=False, yearly=posed.worth)
    return _COUNTED._replace(counted=False, final=posed.worth)


def _worth(follows: FloatArray, rows: Rows) -> FloatArray:
    return np.where(rows == AT_ONCE, 1.0, np.append(follows, 0.0)[rows])


def _add_rows(arriving: FloatArray, rows: Rows, masses: FloatArray) -> None:
    inside = rows != AT_ONCE
    np.add.at(arriving, rows[inside], masses[inside])
