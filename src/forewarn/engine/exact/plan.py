"""Plans: which chains answer what is asked, how large they are and what they cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan, sqrt

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.limits import STEP, Allowance
from forewarn.engine.exact.number import chance_above
from forewarn.engine.exact.pose import Posed, pose, word
from forewarn.engine.exact.reach import why_never
from forewarn.engine.exact.steps import sum_rates
from forewarn.engine.exact.window import Window, open_window
from forewarn.engine.network import (
    FloatArray,
    Network,
    compile_network,
    fill_hazards,
)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactPlan:
    """How some questions are answered in some worlds."""

    network: Network
    #: Numbers of every world; shape (world, number).
    numbers: FloatArray
    asks: int
    questions: tuple[QuestionPlan, ...]


def plan_exact(
    case: Case, asks: Sequence[Ask], numbers: FloatArray, allowance: Allowance
) -> ExactPlan:
    """Lay out the chains that answer what is asked.

    Args:
        case: The case.
        asks: What is asked.
        numbers: Numbers of every world to be solved, in the order of the case's
            network; shape (world, number).
        allowance: What each chain may use.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if a chain has more joint states than allowed or does not fit
            into memory.
    """
    names = dict.fromkeys(ask.question for ask in asks)
    network = compile_network(case)
    planner = _Planner(network, case, numbers, allowance)
    return ExactPlan(
        network=network,
        numbers=numbers,
        asks=len(asks),
        questions=tuple(planner.plan(name, asks) for name in names),
    )


def seconds_of(plan: ExactPlan, threads: int = 1) -> float:
    """About how long a plan takes, from the rates of its middle world."""
    middle = fill_hazards(plan.network, np.median(plan.numbers, axis=0))
    work = sum(_work(question, middle) for question in plan.questions)
    return work * PACE * len(plan.numbers) / threads


@dataclass(frozen=True, slots=True)
class _Planner:
    network: Network
    case: Case
    numbers: FloatArray
    allowance: Allowance

    def plan(self, name: str, asks: Sequence[Ask]) -> QuestionPlan:
        question = _question(self.case, name)
        places = [place for place, ask in enumerate(asks) if ask.question == name]
        years, dates = np.unique(
            [_years(question, asks[place]) for place in places], return_inverse=True
        )
        posed, window, settled, reason = self._pose(question)
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
        self, question: Question
    ) -> tuple[Posed | None, Window | None, float | None, str]:
        if question.kind == "number":
            chance = chance_above(self.case, question)
            return None, None, chance, "the chance that a number is above the bound"
        wording = word(self.case, question)
        posed = pose(self.network, wording, self.numbers, self.allowance)
        window = self._open(posed) if question.kind == "given" else None
        return posed, window, *self._settle(posed, window)

    def _open(self, onset: Posed) -> Window:
        return open_window(self.network, onset, self.numbers, self.allowance)

    def _settle(self, posed: Posed, window: Window | None) -> tuple[float | None, str]:
        conditions = posed.wording.conditions
        if not posed.reachable:
            wanted = conditions[:1] if window else conditions
            why = why_never(self.network, wanted, self.numbers)
            return (nan, f"its onset never comes: {why}") if window else (0.0, why)
        if window and not window.reachable:
            return 0.0, why_never(self.network, conditions[1:], self.numbers)
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


def _work(plan: QuestionPlan, hazards: FloatArray) -> float:
    if plan.settled is not None or plan.posed is None:
        return 0.0
    work = _steps_work(plan.posed.space, hazards, float(plan.years[-1]))
    if plan.window and plan.question.within is not None:
        work = 2 * work + 2 * _steps_work(
            plan.window.space, hazards, plan.question.within
        )
    return work


def _steps_work(space: Space, hazards: FloatArray, years: float) -> float:
    mean = sum_rates(space.chain, hazards, np.empty(space.codes.size)) * years
    return (mean + 8 * sqrt(mean) + 64) * (
        space.chain.column.size + space.codes.size + STEP
    )
