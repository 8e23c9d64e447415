r"""Statistics of paths: jumps and time at risk of futures that are recorded.

What a future did tells how likely it was, with any numbers: for every hazard λ that it
met, how often it fired and for how long it could have,

.. math:: \log L = \sum_e n_e \log \lambda_e - \int \lambda_e\, dt

and for every chance, how often it was tried and came. Only what a future met is kept.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.leaps import Leaps, compile_leaps
from forewarn.engine.network import Network
from forewarn.engine.simulate.record import Recorded, record_chosen
from forewarn.engine.simulate.run import Drawn, Run, draw_around
from forewarn.engine.statistics.ground import cells_of, ground_of
from forewarn.engine.statistics.room import APART, Rows, Told, new_room
from forewarn.engine.statistics.walk import walk_futures
from forewarn.engine.tables import Indices, Truths
from forewarn.errors import NotComputable, UsageError
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: Futures that statistics may be kept of.
MOST: Final = 100_000  # about 4 kB each on the Korea case
#: Rows of each kind that there is room for at first, per future.
ROOM: Final = (128, 64, 8, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What some futures of a run did, and what they met.

    A key is ``phase * entries + entry``, with the phases of the future's world.
    """

    run: Run
    leaps: Leaps
    asks: tuple[Ask, ...]
    #: Until when, in years after the start.
    until: float
    #: World of each future, its number there and its row in ``numbers``; (future, 3).
    futures: IntArray
    #: Value of every number in each world that is met; shape (row, number).
    numbers: FloatArray
    #: Outcome of each ask: 0 or 1, a count, or years; NaN where it has a window that
    #: did not open by the date. Shape (future, ask).
    outcomes: FloatArray
    #: First row of each kind of each future: cells, jumps, trials, picks; and the end;
    #: shape (future + 1, 4).
    ptr: IntArray
    #: First entry of each cell that a future was in, and for how many years.
    risk_key: Indices
    risk_years: FloatArray
    #: Entry of each jump or event that a hazard brought.
    jump_key: Indices
    #: Chance entry of each trial of a schedule or trigger, and whether it came.
    trial_key: Indices
    trial_came: Truths
    #: Number that is the share of each uncertain start, and of each state drawn.
    pick: Indices

    @property
    def network(self) -> Network:
        """The network that the futures are of."""
        return self.run.network

    @property
    def shares(self) -> tuple[tuple[int, ...], ...]:
        """Numbers that sum to 1: shares of a start, or of what a schedule draws."""
        case = self.run.case
        number = {name: i for i, name in enumerate(self.network.numbers)}
        draws = [s.draw.shares for s in case.schedules if s.draw is not None]
        groups = [*(variable.start for variable in case.variables), *draws]
        return tuple(tuple(number[s.name] for _, s in group) for group in groups)

    def replicates(self) -> IntArray:
        """Independent shares of the futures, by which errors are told; (future,).

        Replicates of the run where worlds differ, else equal shares of the futures.
        """
        plan, count = self.run.plan, len(self.futures)
        if plan.shared == "worlds":
            return self.futures[:, 0] // (plan.worlds // plan.replicates)
        return np.arange(count, dtype=np.int64) * plan.replicates // count


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Statistics of all futures together, whatever measures were in place."""

    #: Jumps and events by hazard, and years in which they could; shape (entry,).
    jumps: FloatArray
    years: FloatArray
    #: Trials of each chance, and how many came; shape (chance entry,).
    trials: FloatArray
    came: FloatArray


def spread_futures(run: Run, most: int = MOST) -> IntArray:
    """The first futures of every world, as many of each as there may be.

    Args:
        run: The run.
        most: How many in all; of more worlds than that, only the first have one.

    Returns:
        World and number of each; shape (future, 2).
    """
    each = min(max(most // run.plan.worlds, 1), run.plan.futures_per_world)
    worlds = min(run.plan.worlds, most)
    pairs = np.indices((worlds, each)).reshape(2, -1).T
    return np.ascontiguousarray(pairs, dtype=np.int64)


def record_statistics(
    run: Run,
    futures: IntArray,
    asks: Sequence[Ask],
    *,
    until: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Statistics:
    """Play futures of a run again, and keep what each did and met.

    Args:
        run: The run.
        futures: World and number of each, by world; shape (future, 2).
        asks: What is asked of each.
        until: Until when statistics are kept, in years; until all that is asked is
            settled if None.
        progress: Called with the futures done, and how many there are.

    Raises:
        UsageError: if there are more futures than ``MOST`` or none, they do not stand
            by world, or an ask does not fit.
        NotComputable: as for a run that is summed up.
    """
    _check(futures)
    recorder = _Recorder(run, _until(run, asks) if until is None else until)
    for recorded in record_chosen(run, asks, futures, until=recorder.until):
        recorder.walk(recorded)
        if progress:
            progress(recorder.done, len(futures))
    return recorder.statistics(asks)


def total_statistics(statistics: Statistics) -> Totals:
    """The statistics of all futures together, entry by entry.

    The years of a cell count for each of its entries: each could have fired.
    """
    network = statistics.network
    entries, chances = network.entries.rate.size, _chance_entries(statistics.leaps)
    jumps = np.bincount(statistics.jump_key % max(entries, 1), minlength=entries)
    in_cell = np.bincount(
        statistics.risk_key % max(entries, 1),
        statistics.risk_years,
        minlength=entries,
    )
    tried = statistics.trial_key % max(chances, 1)
    return Totals(
        jumps=jumps.astype(np.float64),
        years=np.asarray(in_cell[cells_of(network).first], np.float64),
        trials=np.bincount(tried, minlength=chances).astype(np.float64),
        came=np.bincount(tried[statistics.trial_came], minlength=chances).astype(
            np.float64
        ),
    )


class _Recorder:
    def __init__(self, run: Run, until: float) -> None:
        self.run, self.until = run, until
        self.leaps = compile_leaps(run.network, run.case)
        self.ground = ground_of(run.network, self.leaps)
        self.phases = len(run.network.measures) + 1
        self.room = new_room(self.ground, self.phases)
        self.parts: list[tuple[IntArray, FloatArray, Rows]] = []
        self.done = 0
        #: How many times the room of the first rows those of next futures have.
        self.times = 1
        self.drawn: Drawn | None = None
        self.worlds: dict[int, int] = {}
        self.numbers: list[FloatArray] = []

    def walk(self, recorded: Recorded) -> None:
        """Go through futures that were recorded together."""
        futures = np.stack(
            [recorded.worlds, recorded.futures, self._rows_of(recorded.worlds)], axis=1
        )
        first = int(futures[:, 2].min())
        here = self.numbers[first : int(futures[:, 2].max()) + 1]
        begins, chances = self._worlds_of(here)
        local = futures - np.array([0, 0, first])
        told = Told(
            np.uint64(self.run.seed % 2**64),
            local,
            begins,
            chances,
            np.array(here),
            recorded.starts,
            recorded.ptr,
            recorded.years,
            recorded.pulses,
            self.until,
        )
        self.parts.append((futures, recorded.outcomes, self._walked(told)))
        self.done += len(futures)

    def statistics(self, asks: Sequence[Ask]) -> Statistics:
        """All that was gone through."""
        ends = np.zeros(4, np.int64)
        ptr = [ends[np.newaxis]]
        for _, _, rows in self.parts:
            ptr.append(rows.ptr[1:] + ends)
            ends = ends + rows.ptr[-1]
        kept = {
            name: np.concatenate([getattr(rows, name) for _, _, rows in self.parts])
            for name in Rows._fields
            if name != "ptr"
        }
        return Statistics(
            run=self.run,
            leaps=self.leaps,
            asks=tuple(asks),
            until=self.until,
            futures=np.concatenate([futures for futures, _, _ in self.parts]),
            numbers=np.array(self.numbers),
            outcomes=np.concatenate([outcomes for _, outcomes, _ in self.parts]),
            ptr=np.concatenate(ptr),
            **kept,
        )

    def _rows_of(self, worlds: IntArray) -> IntArray:
        """Row of each world in the numbers; new ones are drawn."""
        for world in dict.fromkeys(worlds.tolist()):
            if world not in self.worlds:
                if self.drawn is None or world >= self.drawn.last:
                    self.drawn = draw_around(self.run, world)
                row = self.drawn.row_of(np.array([world]))[0]
                self.worlds[world] = len(self.numbers)
                self.numbers.append(self.drawn.numbers[row])
        return np.array([self.worlds[world] for world in worlds.tolist()])

    def _worlds_of(
        self, numbers: Sequence[FloatArray]
    ) -> tuple[FloatArray, FloatArray]:
        """When phases begin, and chances in each, of some worlds."""
        size = _chance_entries(self.leaps)
        begins = np.full((len(numbers), self.phases + 1), inf)
        chances = np.zeros((len(numbers), self.phases * size))
        for row, values in enumerate(numbers):
            phases = find_phases(self.run.network.adopted, values)
            begins[row, : phases.start.size] = phases.start
            for phase, in_place in enumerate(phases.in_place):
                part = slice(phase * size, (phase + 1) * size)
                chances[row, part] = chances_at(self.leaps.chances, values, in_place)
        return begins, chances

    def _walked(self, told: Told) -> Rows:
        """Rows of all futures, with as much room as they need."""
        count = len(told.futures)
        while True:
            rows = _new_rows(count, self.times)
            done = walk_futures(self.ground, told, self.room, rows)
            if done == count:
                return _cut(rows)
            if self.room.at[APART]:
                world, future = told.futures[done, :2].tolist()
                raise NotComputable(
                    f"future {world}:{future} was recorded otherwise than it was "
                    "played; report this as a fault of forewarn"
                )
            self.times *= 2


def _new_rows(futures: int, times: int) -> Rows:
    risks, jumps, trials, picks = (each * times * futures for each in ROOM)
    return Rows(
        risk_key=np.empty(risks, np.uint32),
        risk_years=np.empty(risks),
        jump_key=np.empty(jumps, np.uint32),
        trial_key=np.empty(trials, np.uint32),
        trial_came=np.empty(trials, np.bool_),
        pick=np.empty(picks, np.uint32),
        ptr=np.zeros((futures + 1, 4), np.int64),
    )


def _cut(rows: Rows) -> Rows:
    """Rows without the room that was left."""
    risks, jumps, trials, picks = rows.ptr[-1].tolist()
    return Rows(
        risk_key=rows.risk_key[:risks].copy(),
        risk_years=rows.risk_years[:risks].copy(),
        jump_key=rows.jump_key[:jumps].copy(),
        trial_key=rows.trial_key[:trials].copy(),
        trial_came=rows.trial_came[:trials].copy(),
        pick=rows.pick[:picks].copy(),
        ptr=rows.ptr,
    )


def _chance_entries(leaps: Leaps) -> int:
    return int(leaps.chances.entries.rate.size)


def _until(run: Run, asks: Sequence[Ask]) -> float:
    """When all that is asked is settled: the last date, and the window after it."""
    within = {q.name: q.within or 0.0 for q in run.case.questions}
    ends = (
        (ask.years or 0.0) + within[name]
        for ask in asks
        for name in (ask.question, *run.case.question(ask.question).happened)
    )
    return max(ends, default=0.0)


def _check(futures: IntArray) -> None:
    if not 0 < len(futures) <= MOST:
        raise UsageError(
            f"statistics are kept of 1 to {MOST:,} futures, not {len(futures):,}; "
            "choose fewer"
        )
    if (np.diff(futures[:, 0]) < 0).any():
        raise UsageError("let the futures stand in order of their worlds")


def worlds_in(statistics: Statistics) -> Iterator[tuple[int, slice]]:
    """Each row of numbers with the futures in its world, which stand together."""
    rows = statistics.futures[:, 2]
    edges = np.flatnonzero(np.diff(rows)) + 1
    ends = [0, *edges.tolist(), len(rows)]
    for first, last in pairwise(ends):
        yield int(rows[first]), slice(first, last)
