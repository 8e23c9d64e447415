"""Gather: sums of tasks, added up in their order to replicates and worlds."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.simulate.plan import Plan
from forewarn.engine.simulate.tally import Outcomes, Sums, Tally
from forewarn.model.case import QuestionKind
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Worlds whose sums are kept one by one; of more, so many or a little fewer.
KEPT: Final = 16_384
#: Worlds that are held back until pairs are counted.
HELD: Final = 4096

_AMOUNTS: Final[tuple[QuestionKind, ...]] = ("count", "time")


class Gather:
    """Sums so far; in memory that does not grow with the futures."""

    def __init__(self, plan: Plan, kinds: Sequence[QuestionKind]) -> None:
        asks = len(kinds)
        self._plan = plan
        self._kinds = kinds
        self._tasks = 0
        self._futures = np.zeros(plan.replicates, dtype=np.int64)
        self._sums = np.zeros((plan.replicates, 2, asks))
        #: Sums of the world that is not finished yet.
        self._open = np.zeros((2, asks))
        self._stride = -(-plan.worlds // KEPT)
        self._kept: list[FloatArray] = []
        self._held: list[FloatArray] = []
        self._pairs = [np.empty((2, 0), dtype=np.int64) for _ in kinds]

    @property
    def tasks(self) -> int:
        """Tasks added so far."""
        return self._tasks

    @property
    def futures(self) -> int:
        """Futures added so far."""
        return int(self._futures.sum())

    def add(self, sums: FloatArray) -> None:
        """Add the sums of the next tasks; shape (task, 2, ask)."""
        tasks = np.arange(self._tasks, self._tasks + len(sums))
        self._tasks += len(sums)
        replicate = self._plan.replicate_of(tasks)
        first, last = self._plan.futures_of(tasks).T
        np.add.at(self._futures, replicate, last - first)
        np.add.at(self._sums, replicate, sums)  # one after another: the order is ours
        self._add_worlds(self._plan.world_of(tasks), sums)

    def tally(self, asks: Sequence[Ask], places: Sequence[int], seed: int) -> Tally:
        """What the tasks added so far came to.

        Args:
            asks: What was asked.
            places: Where each ask stands among the sums.
            seed: The run's seed.
        """
        self._count_pairs()
        outcomes = tuple(
            Outcomes(
                ask=ask,
                kind=self._kinds[place],
                replicates=self._of_replicates(place),
                worlds=self._of_worlds(place),
            )
            for ask, place in zip(asks, places, strict=True)
        )
        return Tally(
            plan=self._plan, seed=seed, futures=self.futures, outcomes=outcomes
        )

    def _add_worlds(self, worlds: IntArray, sums: FloatArray) -> None:
        if not worlds.size:
            return
        first, last = int(worlds[0]), int(worlds[-1])
        rows = np.zeros((last - first + 1, *self._open.shape))
        rows[0] = self._open
        np.add.at(rows, worlds - first, sums)
        done = len(rows) - bool(self._tasks % self._plan.tasks_per_world)
        self._open = rows[done] if done < len(rows) else np.zeros_like(self._open)
        keep = np.arange(first, first + done) % self._stride == 0
        self._kept.append(rows[:done][keep])
        if self._stride > 1:
            self._held.append(rows[:done])
            if sum(map(len, self._held)) > HELD:
                self._count_pairs()

    def _count_pairs(self) -> None:
        """Count how many worlds have each pair of hits and trials."""
        held = np.concatenate([np.empty((0, *self._open.shape)), *self._held])
        self._held = []
        for place, kind in enumerate(self._kinds):
            if kind not in _AMOUNTS:
                hits, trials = held[:, :, place].T.astype(np.int64)
                pairs = trials * (self._plan.futures_per_world + 1) + hits
                self._pairs[place] = _counted(self._pairs[place], pairs)

    def _of_replicates(self, place: int) -> Sums:
        total, other = self._sums[:, :, place].T
        ones = np.ones(self._plan.replicates, dtype=np.int64)
        return self._sums_of(place, self._futures, total, other, ones)

    def _of_worlds(self, place: int) -> Sums:
        if self._stride > 1 and self._kinds[place] not in _AMOUNTS:
            pairs, alike = self._pairs[place]
            other, total = np.divmod(pairs, self._plan.futures_per_world + 1)
        else:
            kept = [rows[:, :, place] for rows in self._kept]
            total, other = np.concatenate([np.empty((0, 2)), *kept]).T
            alike = np.ones(len(total), dtype=np.int64)
        futures = np.full(len(alike), self._plan.futures_per_world)
        return self._sums_of(place, futures, total, other, alike)

    def _sums_of(
        self,
        place: int,
        futures: IntArray,
        total: FloatArray,
        other: FloatArray,
        alike: IntArray,
    ) -> Sums:
        given = self._kinds[place] == "given"
        return Sums(
            futures=futures,
            trials=other.astype(np.int64) if given else futures,
            total=total,
            squares=total if given else other,
            alike=alike,
        )


def _counted(counted: IntArray, new: IntArray) -> IntArray:
    """Distinct values and how often each came, with some more that came once."""
    values, places = np.unique([*counted[0], *new], return_inverse=True)
    alike = np.zeros(len(values), dtype=np.int64)
    np.add.at(alike, places, [*counted[1], *np.ones(len(new), dtype=np.int64)])
    return np.stack([values, alike])
