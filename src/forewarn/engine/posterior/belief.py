"""Belief: what is held true on a day, as worlds with their numbers and their past."""

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """Equally likely worlds, each with numbers and one trajectory up to a day.

    Worlds of one chain stand together, in its order, so that equal shares of worlds are
    batches of it.
    """

    #: The day, and in years after the start.
    as_of: date
    years: float
    #: Value of every number in each world; shape (world, number).
    numbers: FloatArray
    #: State in which each variable starts; shape (world, variable).
    starts: IntArray
    #: First jump or event of each world's past, and the end; shape (world + 1,).
    ptr: IntArray
    #: When each came, in years, never falling in a world; and which pulse it is.
    past_years: FloatArray
    past_pulses: IntArray
    #: Schedules whose date after the day is spent, with that date, in years.
    spent: tuple[tuple[str, float], ...] = ()
    #: Largest rank-normalised split R-hat, and least effective number of worlds, of all
    #: numbers; NaN where nothing was sampled.
    r_hat: float = float("nan")
    effective: float = float("nan")
    #: What a reader must know of it.
    notes: tuple[str, ...] = field(default=())

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(self.numbers)

    def some(self, most: int) -> "Belief":
        """At most so many of its worlds, evenly from all, in their order."""
        if self.worlds <= most:
            return self
        kept = np.linspace(0, self.worlds - 1, most).round().astype(np.int64)
        counts = np.diff(self.ptr)[kept]
        inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.repeat(self.ptr[kept], counts) + inside
        return replace(
            self,
            numbers=self.numbers[kept],
            starts=self.starts[kept],
            ptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            past_years=self.past_years[rows],
            past_pulses=self.past_pulses[rows],
        )

    def states(self, targets: IntArray, moved: IntArray) -> IntArray:
        """The state of every variable on the day; shape (world, variable).

        Args:
            targets: State that each pulse leads to; shape (pulse,).
            moved: Variable that each pulse moves, -1 for an event; shape (pulse,).
        """
        states = self.starts.copy()
        for world in range(self.worlds):
            for pulse in self.past_pulses[self.ptr[world] : self.ptr[world + 1]]:
                if moved[pulse] >= 0:
                    states[world, moved[pulse]] = targets[pulse]
        return states
