"""Solving: the answers of one chain in one world, at all its dates."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from forewarn.engine.exact.limits import check_steps, most_steps
from forewarn.engine.exact.mixture import (
    Terms,
    chances_of_more,
    likely_steps,
    settle,
)
from forewarn.engine.exact.squaring import patience, square, square_all
from forewarn.engine.exact.steps import (
    Pass,
    add_steps,
    new_pass,
    note,
    step_rows,
    take_steps,
)
from forewarn.engine.exact.task import Task
from forewarn.engine.network import FloatArray

#: Jumps a chain must have for threads to share each step.
SHARED = 500_000  # measured: handing out a step costs 0.1 ms, this many take 0.5 ms
#: Multiplications between two looks at whether an answer stands.
BATCH = 20_000_000  # measured: 20 ms, while a look takes 0.05 ms or two steps
FEWEST = 32  # steps; a look costs about two, a step too many at most 31
#: How many times more steps than it may take an answer may seem to need before it is
#: refused at once: a chain that comes to rest needs fewer than it seems.
HOPELESS = 20


def solve(task: Task, *, threads: int = 1) -> FloatArray:
    """The answers of one chain in one world.

    Args:
        task: What is asked.
        threads: How many threads share a step of a large chain; the bits are the same
            for any.

    Returns:
        Expected worth at each date, or summed up until it; shape (date,).

    Raises:
        NotComputable: if it needs more than the limit of multiplications.
    """
    stepped, fastest = new_pass(task)
    mean = fastest * float(task.years[-1])
    if mean == 0:
        return _stand_still(task)
    if mean > patience(task):
        return square(task)
    if threads == 1 or task.chain.column.size < SHARED:
        return _run(task, stepped, fastest, take_steps)
    with ThreadPoolExecutor(threads) as pool:
        return _run(task, stepped, fastest, partial(_take_shared, pool, threads))


def solve_all(task: Task, years: float) -> FloatArray:
    """The expected worth that adds up over some years, from each joint state.

    Args:
        task: What is asked; its starts and dates are not read.
        years: How long.

    Returns:
        Worth from each joint state; shape (joint state,).

    Raises:
        NotComputable: if it needs more than the limit of multiplications.
    """
    stepped, fastest = new_pass(task)
    if fastest * years == 0:
        return task.worth * years
    if fastest * years > patience(task):
        return square_all(task, years)
    check_steps(likely_steps(fastest * years), _limit(task), states=task.worth.size)
    totals = np.zeros(task.worth.size)
    add_steps(task, stepped, chances_of_more(fastest * years) / fastest, totals)
    return totals


def _run(
    task: Task, stepped: Pass, fastest: float, take: Callable[..., None]
) -> FloatArray:
    answers, terms = np.empty(task.years.size), np.zeros(1)
    mean, limit = fastest * float(task.years[-1]), _limit(task)
    check_steps(mean / HOPELESS, limit, states=task.worth.size)
    steps, done = 0, 0
    while done < task.years.size:
        check_steps(steps, limit, states=task.worth.size)
        count = _batch(task, steps, mean)
        terms = np.resize(terms, max(terms.size, steps + count + 2))
        take(task, stepped, terms, steps, count)
        steps += count
        done = settle(
            _told(task, stepped, terms, steps), fastest, task.years, answers, done
        )
    return answers


def _told(task: Task, stepped: Pass, terms: FloatArray, steps: int) -> Terms:
    latest = float((stepped.now[task.start_row] * task.start_mass).sum())
    if not task.summed:
        terms[steps] = latest
    return Terms(
        values=terms,
        last=steps,
        slope=latest if task.summed else 0.0,
        size=float(stepped.now.max()),
        change=float(np.abs(stepped.now - stepped.after).max()),
        summed=task.summed,
    )


def _batch(task: Task, steps: int, mean: float) -> int:
    """How many steps to take before the next look; even."""
    affordable = BATCH // (task.chain.column.size + task.worth.size)
    missing = max(likely_steps(mean) - steps, FEWEST)
    return min(missing, max(2 * (affordable // 2), FEWEST))


def _limit(task: Task) -> int:
    return most_steps(task.chain.column.size + task.worth.size)


def _stand_still(task: Task) -> FloatArray:
    worth = float((task.worth[task.start_row] * task.start_mass).sum())
    return worth * (task.years if task.summed else np.ones(task.years.size))


def _take_shared(pool: Executor, threads: int, *args: Any) -> None:
    """As ``take_steps``, each step shared: rows do not depend on each other."""
    task, stepped, terms, first, count = args
    rows = _rows(task, threads)
    now, after = stepped.now, stepped.after
    for step in range(first, first + count):
        note(task, now, terms, step)
        vectors = stepped.chances, stepped.stay, now, after
        for part in [pool.submit(step_rows, task.chain, *vectors, *r) for r in rows]:
            part.result()
        now, after = after, now


def _rows(task: Task, threads: int) -> list[tuple[int, int]]:
    """Shares of the joint states with as many jumps each."""
    jumps = np.linspace(0, task.chain.column.size, threads + 1).astype(np.uint64)
    edges = np.searchsorted(task.chain.row_ptr, jumps).astype(np.int64).tolist()
    return list(pairwise([*edges[:-1], task.worth.size]))
