"""Tally: what the futures of a run came to, ask by ask."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.simulate.plan import Plan
from forewarn.model.case import QuestionKind
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums over the futures of some replicates, or of some worlds.

    The outcome of a future is 0 or 1, a number, or years. Of ``given … within`` it is 1
    if the window opened by the date and the event came in it, and the answer is
    ``total / trials``; else every future is a trial, and the answer the mean.
    """

    #: Futures; shape (replicate,) or (world,), as all that follow.
    futures: IntArray
    #: Futures whose window opened by the date; of other kinds all of them.
    trials: IntArray
    #: Sum of the outcomes, and of their squares.
    total: FloatArray
    squares: FloatArray
    #: How many worlds or replicates have just these sums.
    alike: IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What the futures of a run came to for one ask."""

    ask: Ask
    kind: QuestionKind
    #: Of each replicate, in order; shape (replicate,).
    replicates: Sums
    #: Of each world, in order. Of more than ``KEPT`` worlds: of each distinct pair of
    #: trials and hits where the outcome is yes or no, else of worlds evenly spaced.
    worlds: Sums

    @property
    def value(self) -> float:
        """The answer over all futures; NaN where no future was a trial."""
        trials = self.replicates.trials.sum()
        return float(self.replicates.total.sum() / trials) if trials else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What the futures of a run came to, in the order asked."""

    plan: Plan
    seed: int
    #: Futures that were finished; fewer than planned if the run was stopped.
    futures: int
    outcomes: tuple[Outcomes, ...]
