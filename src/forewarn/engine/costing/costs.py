"""Costs: what a run's futures cost by its dates, with tails and errors."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from os import cpu_count
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.costing.amounts import Amounts
from forewarn.engine.costing.means import Mean, solve_means
from forewarn.engine.costing.walk import Bill, walk_futures
from forewarn.engine.effort import Effort
from forewarn.engine.job import Progress, run_of
from forewarn.engine.losses import Losses, compile_losses
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.plan import REPLICATES, Plan
from forewarn.engine.simulate.record import Recorded, record_chosen
from forewarn.engine.simulate.run import Drawn, Run, draw_around
from forewarn.engine.tables import Truths
from forewarn.errors import Interrupted
from forewarn.model.case import Case
from forewarn.model.estimate import Ask, Cost
from forewarn.model.units import date_after

FloatArray = npt.NDArray[np.float64]

#: Futures of each world that are added up: what differs most is the world.
MOST_FUTURES: Final = 16
#: Futures that one thread adds up before the next block.
BLOCK: Final = 32_768
#: Quantiles that are told.
SHARES: Final = (0.1, 0.5, 0.9)


def price(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort,
    *,
    belief: Belief | None = None,
    progress: Progress | None = None,
) -> tuple[Cost, ...]:
    """What a case's losses come to by the dates that are asked about.

    Args:
        case: The case.
        asks: What is asked: its dates are taken.
        effort: How much may be computed; of each world a few futures are enough.
        belief: What is believed on a day: futures then have that past, which costs
            too, and all is simulated.
        progress: Called as work is done.

    Returns:
        A cost for each loss and date, losses in order of names, dates rising; its mean
        solved exactly where that takes no longer than it is worth.

    Raises:
        NotComputable: if a table would be too large, or a size is no amount.
        Interrupted: if the user stops it.
    """
    dates = [ask.years for ask in asks if ask.years is not None]
    if not case.losses or not dates:
        return ()
    few = replace(effort, futures_per_world=min(effort.futures_per_world, MOST_FUTURES))
    report = partial(progress, "adding up losses") if progress else None
    try:
        with telling_of_compiling(progress):
            run = run_of(case, few, belief=belief)
            costs = costs_of(run, dates, threads=effort.threads, progress=report)
            at = sorted({cost.years for cost in costs})
            means = _solved_means(case, at, few, belief, progress)
    except KeyboardInterrupt:
        raise Interrupted("stopped while adding up losses") from None
    return tuple(_with_mean(cost, means) for cost in costs)


def _solved_means(
    case: Case,
    dates: Sequence[float],
    effort: Effort,
    belief: Belief | None,
    progress: Progress | None,
) -> Mapping[tuple[str, float], Mean]:
    """Means that are solved from the start; none where there is a past."""
    if belief is not None:
        return {}
    return solve_means(case, dates, effort, progress=progress)


def costs_of(
    run: Run,
    dates: Sequence[float],
    *,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Cost, ...]:
    """What the futures of a run cost, loss by loss and date by date.

    Args:
        run: The run; every future of it is told again and added up.
        dates: Dates, in years after the start.
        threads: How many threads share the work, one a processor by default; the bits
            are the same.
        progress: Called with how many futures are done, and of how many.

    Returns:
        A cost for each loss and date, losses in order of names, dates rising.

    Raises:
        NotComputable: if a table would be too large, or a size is no amount.
    """
    names = sorted(loss.name for loss in run.case.losses)
    at = np.unique(np.array(dates, dtype=np.float64))
    if not names or at.size == 0:
        return ()
    bill, kinds = _bill(run, at), at.size * len(names)
    amounts = Amounts(kinds=kinds, replicates=_count(run.plan))
    done = 0
    for part in _in_order(partial(_added_up, run, bill, kinds), run, threads):
        amounts.merge(part)
        done += part.futures
        if progress is not None:
            progress(done, run.plan.futures)
    return tuple(
        _cost(run, amounts, name, float(at[date]), kind=date * len(names) + loss)
        for loss, name in enumerate(names)
        for date in range(at.size)
    )


def _in_order(
    work: Callable[[int], Amounts], run: Run, threads: int | None
) -> Iterator[Amounts]:
    """Amounts of block after block, worked on by several threads."""
    blocks, waiting = iter(range(0, run.plan.futures, BLOCK)), deque[Future[Amounts]]()
    most = threads or cpu_count() or 1
    pool = ThreadPoolExecutor(most)
    try:
        waiting.extend(pool.submit(work, first) for first in islice(blocks, most))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(work, first) for first in islice(blocks, 1))
    finally:
        pool.shutdown(cancel_futures=True)


def _added_up(run: Run, bill: Bill, kinds: int, first: int) -> Amounts:
    """What a block of futures costs; blocks are the same for any threads."""
    amounts = Amounts(kinds=kinds, replicates=_count(run.plan))
    places = np.arange(first, min(first + BLOCK, run.plan.futures))
    futures = np.stack(np.divmod(places, run.plan.futures_per_world), axis=1)
    drawn = draw_around(run, int(futures[0, 0]))
    for part in record_chosen(run, (), futures, until=float(bill.dates[-1])):
        if part.worlds[0] >= drawn.last:
            drawn = draw_around(run, int(part.worlds[0]))
        out = np.zeros((len(part.worlds), kinds))
        _walk(bill, drawn, part, out)
        amounts.add(out, _replicates(run.plan, part))
    return amounts


def _bill(run: Run, dates: FloatArray) -> Bill:
    network, losses = run.network, compile_losses(run.network, run.case)
    return Bill(
        losses=losses,
        adopted=network.adopted,
        pulse_variable=np.asarray(network.pulse_variable, dtype=np.int32),
        pulse_target=np.asarray(network.pulse_target, dtype=np.int32),
        yearly_reads=_yearly_reads(losses, len(network.variables)),
        charged=np.diff(losses.signals.pulse_clause_ptr) > 0,
        dates=dates,
        seed=np.uint64(run.seed % 2**64),
    )


def _yearly_reads(losses: Losses, variables: int) -> Truths:
    reads: Truths = np.zeros(variables, dtype=np.bool_)
    for term in np.flatnonzero(losses.yearly).tolist():
        for maps, table in (
            (losses.signals.maps, int(losses.signals.state_table[term])),
            (losses.maps, term),
        ):
            first, last = maps.read_ptr[table : table + 2]
            reads[maps.read_variable[first:last]] = True
    return reads


def _walk(bill: Bill, drawn: Drawn, part: Recorded, out: FloatArray) -> None:
    walk_futures(
        bill,
        drawn.numbers,
        drawn.row_of(part.worlds),
        part.worlds,
        part.futures,
        part.starts,
        part.ptr,
        part.years,
        part.pulses,
        out.reshape(len(out), bill.dates.size, -1),
    )


def _with_mean(cost: Cost, means: Mapping[tuple[str, float], Mean]) -> Cost:
    """The cost with the mean that was solved, if it was."""
    mean = means.get((cost.loss, cost.years))
    if mean is None:
        return cost
    return replace(cost, mean=mean.value, error=mean.error, method="exact")


def _count(plan: Plan) -> int:
    """Replicates: those of the run's worlds, or equal shares of one world's futures."""
    by_worlds = plan.shared == "worlds"
    return plan.replicates if by_worlds else min(REPLICATES, plan.futures)


def _replicates(plan: Plan, part: Recorded) -> npt.NDArray[np.int64]:
    if plan.shared == "worlds":
        return part.worlds // (plan.worlds // plan.replicates)
    place = part.worlds * plan.futures_per_world + part.futures
    return place * _count(plan) // plan.futures


def _cost(run: Run, amounts: Amounts, name: str, years: float, *, kind: int) -> Cost:
    low, median, high = (amounts.quantile(kind, share) for share in SHARES)
    return Cost(
        loss=name,
        by=date_after(run.case.start, years),
        years=years,
        mean=amounts.mean(kind),
        low=low,
        median=median,
        high=high,
        worst5=amounts.worst(kind),
        error=amounts.error(kind),
        futures=amounts.futures,
    )
