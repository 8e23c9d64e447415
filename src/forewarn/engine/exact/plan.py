"""Plans: which chains answer what is asked, how large they are and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan, sqrt

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.course import Course, World, course_of, world_of
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.limits import STEP, Allowance
from forewarn.engine.exact.number import chance_above
from forewarn.engine.exact.pose import Posed, pose, word
from forewarn.engine.exact.quadrature import FEW, POINTS
from forewarn.engine.exact.reach import why_never
from forewarn.engine.exact.steps import sum_rates
from forewarn.engine.exact.terrain import Terrain, terrain_of
from forewarn.engine.exact.window import Window, open_window
from forewarn.engine.leaps import WINDOW_SLACK, Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.errors import UsageError
from forewarn.model.case import Case, Question
from forewarn.model.estimate import Ask

#: Seconds a multiplication takes.
PACE = 1e-9  # measured on one thread; a chain that fits no cache takes as long


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPlan:
    """How one question is answered, at all its dates."""

    question: Question
    #: Its chain; None where the answer needs none.
    posed: Posed | None
    #: The chain after the onset, of ``given … within``.
    window: Window | None
    #: The answer, where it is the same in every world.
    settled: float | None
    #: Why it is settled; empty where it is not.
    reason: str
    #: Dates in years, rising, no two alike; one 0 where the question has none.
    years: FloatArray
    #: Places of the asks that this answers, and the date of each; shape (ask,).
    asks: npt.NDArray[np.int64]
    dates: npt.NDArray[np.int64]

    @property
    def joint_states(self) -> int:
        """Joint states of all its chains."""
        onset = self.posed.space.codes.size if self.posed else 0
        return onset + (self.window.space.codes.size if self.window else 0)

    @property
    def shared(self) -> int:
        """Jumps whose steps threads may share: none where anything is scheduled."""
        steady = self.posed is not None and not self.posed.space.dates
        return self.posed.space.chain.column.size if steady and self.posed else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactPlan:
    """How some questions are answered in some worlds."""

    network: Network
    #: Schedules and triggers.
    leaps: Leaps
    #: Numbers of every world; shape (world, number).
    numbers: FloatArray
    asks: int
    questions: tuple[QuestionPlan, ...]


def plan_exact(
    case: Case,
    asks: Sequence[Ask],
    numbers: FloatArray,
    allowance: Allowance,
    *,
    network: Network | None = None,
) -> ExactPlan:
    """Lay out the chains that answer what is asked.

    Args:
        case: The case.
        asks: What is asked.
        numbers: Numbers of every world to be solved, in the order of the case's
            network; shape (world, number).
        allowance: What each chain may use.
        network: The case's network, where there is one already.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if a chain has more joint states than allowed or does not fit
            into memory.
    """
    names = dict.fromkeys(ask.question for ask in asks)
    terrain = terrain_of(case, numbers, network=network)
    planner = _Planner(terrain, case, allowance)
    return ExactPlan(
        network=terrain.network,
        leaps=terrain.leaps,
        numbers=numbers,
        asks=len(asks),
        questions=tuple(planner.plan(name, asks) for name in names),
    )


def seconds_of(plan: ExactPlan, threads: int = 1) -> float:
    """About how long a plan takes, from the rates of its middle world."""
    numbers = np.median(plan.numbers, axis=0)
    middle = world_of(plan.network, plan.leaps, numbers, threads=1)
    work = sum(_work(question, middle) for question in plan.questions)
    return work * PACE * len(plan.numbers) / threads


@dataclass(frozen=True, slots=True)
class _Planner:
    terrain: Terrain
    case: Case
    allowance: Allowance

    def plan(self, name: str, asks: Sequence[Ask]) -> QuestionPlan:
        question = _question(self.case, name)
        places = [place for place, ask in enumerate(asks) if ask.question == name]
        years, dates = np.unique(
            [_years(question, asks[place]) for place in places], return_inverse=True
        )
        posed, window, settled, reason = self._pose(question, float(years[-1]))
        return QuestionPlan(
            question=question,
            posed=posed,
            window=window,
            settled=settled,
            reason=reason,
            years=years,
            asks=np.array(places),
            dates=dates.reshape(-1),
        )

    def _pose(
        self, question: Question, last: float
    ) -> tuple[Posed | None, Window | None, float | None, str]:
        if question.kind == "number":
            chance = chance_above(self.case, question)
            return None, None, chance, "the chance that a number is above the bound"
        wording = word(self.case, question)
        until = last + WINDOW_SLACK + (question.within or 0.0)
        terrain = replace(self.terrain, until=until)
        posed = pose(terrain, wording, self.allowance)
        given = question.kind == "given"
        window = open_window(terrain, posed, self.allowance) if given else None
        return posed, window, *_settle(terrain, posed, window)


def _settle(
    terrain: Terrain, posed: Posed, window: Window | None
) -> tuple[float | None, str]:
    conditions = posed.wording.conditions
    if not posed.reachable:
        why = why_never(terrain, conditions[:1] if window else conditions)
        return (nan, f"its onset never comes: {why}") if window else (0.0, why)
    if window and not window.reachable:
        return 0.0, why_never(terrain, conditions[1:])
    if not window and posed.certain:
        return 1.0, "it is true at the start"
    return None, ""


def _question(case: Case, name: str) -> Question:
    try:
        return case.question(name)
    except KeyError:
        raise UsageError(f"there is no question {name!r}") from None


def _years(question: Question, ask: Ask) -> float:
    if question.kind == "number":
        return 0.0
    if ask.years is None or not (isfinite(ask.years) and ask.years >= 0):
        raise UsageError(f"{question.name!r} is asked for no date after the start")
    return ask.years


def _work(plan: QuestionPlan, world: World) -> float:
    if plan.settled is not None or plan.posed is None:
        return 0.0
    last, within = float(plan.years[-1]), plan.question.within or 0.0
    before = course_of(plan.posed.space, world, last)
    work = _steps_work(plan.posed.space, before, last)
    if plan.window:
        after = course_of(plan.window.space, world, last + within)
        follows = _steps_work(plan.window.space, after, within)
        return 2 * work + 2 * follows * _points(before, after, last)
    return work


def _points(before: Course, after: Course, last: float) -> float:
    """About how many times a window is stepped through."""
    if before.steady and after.steady:
        return 1.0
    both = (*before.values, *after.values)
    rate = max(float(values.max(initial=0.0)) for values in both)
    return len(list(after.changes(0.0, last))) + POINTS * (1 + rate * last / FEW)


def _steps_work(space: Space, course: Course, years: float) -> float:
    rates = np.empty(space.codes.size)
    fastest = max(sum_rates(space.chain, values, rates) for values in course.values)
    mean = fastest * years
    changes = len(list(course.changes(0.0, years)))
    per_step = space.chain.column.size + space.codes.size + STEP
    return float((mean + 8 * sqrt(mean) + 64 * (1 + changes)) * per_step)
