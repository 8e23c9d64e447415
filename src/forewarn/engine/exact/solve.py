"""Solving: the answers of one chain in one world, at all its dates."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.limits import check_steps, most_steps
from forewarn.engine.exact.mixture import LOOK, Terms, beyond, settle
from forewarn.engine.exact.squaring import pays, square, square_all
from forewarn.engine.exact.steps import (
    expect,
    largest,
    largest_change,
    share_rates,
    step_rows,
    sum_rates,
)
from forewarn.engine.exact.task import Task
from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray

#: Jumps a chain must have for threads to share each step.
SHARED = 200_000  # measured: handing out a step costs 50 µs, this many take 200 µs
#: How many times the steps it may take an answer may seem to need before it is refused
#: at once: a chain at rest needs fewer.
HOPELESS = 20


class Pass(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Vectors that are stepped; ``now`` holds the latest after an even number."""

    #: Chance of each entry over one step; shape (entry,).
    chances: FloatArray
    #: Chance to stay in each joint state; shape (joint state,).
    stay: FloatArray
    now: FloatArray
    after: FloatArray


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
    answers = np.empty(task.years.size)
    limit = most_steps(task.chain.column.size + task.worth.size)
    if threads > 1 and task.chain.column.size >= SHARED:
        steps, done = _run_shared(task, answers, limit, threads)
    else:
        steps, done = run(task, answers, limit)
    check_steps(steps, finished=done == answers.size, states=task.worth.size)
    return answers


@kernel
def run(task: Task, answers: FloatArray, limit: int) -> tuple[int, int]:
    """Fill in answers; returns the steps taken and how many dates they settled."""
    stepped, fastest = new_pass(task)
    if fastest == 0.0:
        stand_still(task, answers)
        return 0, answers.size
    if pays(task, fastest):
        square(task, answers)
        return 0, answers.size
    if fastest * task.years[-1] > HOPELESS * limit:
        return 0, 0
    terms, steps, done = first_terms(task, fastest), 0, 0
    while done < answers.size and steps < limit:
        terms = with_room(terms, steps)
        for step in range(steps, steps + LOOK, 2):
            take_two(task, stepped, terms, step)
        steps += LOOK
        done = look(task, stepped, terms, fastest, steps, done, answers)
    return steps, done


def _run_shared(
    task: Task, answers: FloatArray, limit: int, threads: int
) -> tuple[int, int]:
    # As run, but each step is shared: rows do not depend on each other.
    stepped, fastest = new_pass(task)
    terms, steps, done = first_terms(task, fastest), 0, 0
    with ThreadPoolExecutor(threads) as pool:
        while done < answers.size and steps < limit:
            terms = with_room(terms, steps)
            for step in range(steps, steps + LOOK, 2):
                note(task, stepped.now, terms, step)
                _share_step(task, stepped, pool, threads)
                note(task, stepped.after, terms, step + 1)
                _share_step(task, _turned(stepped), pool, threads)
            steps += LOOK
            done = look(task, stepped, terms, fastest, steps, done, answers)
    return steps, done


def _share_step(
    task: Task, stepped: Pass, pool: ThreadPoolExecutor, threads: int
) -> None:
    # Equal numbers of jumps, since a row takes as long as it has jumps.
    jumps = np.linspace(0, task.chain.column.size, threads + 1).astype(np.uint64)
    edges = np.searchsorted(task.chain.row_ptr, jumps).astype(np.int64)
    edges[-1] = task.worth.size
    parts = [
        pool.submit(step_rows, task.chain, *stepped, first, last)
        for first, last in pairwise(edges)
    ]
    for part in parts:
        part.result()


def _turned(stepped: Pass) -> Pass:
    return stepped._replace(now=stepped.after, after=stepped.now)


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
    totals = np.zeros(task.worth.size)
    limit = most_steps(task.chain.column.size + task.worth.size)
    steps = run_all(task._replace(years=np.array([years])), totals, limit)
    check_steps(steps, finished=steps <= limit, states=task.worth.size)
    return totals


@kernel
def run_all(task: Task, totals: FloatArray, limit: int) -> int:
    """Fill in the totals of :func:`solve_all`; returns how many steps that needs."""
    stepped, fastest = new_pass(task)
    if fastest == 0.0:
        totals[:] = task.worth * task.years[0]
        return 0
    if pays(task, fastest):
        square_all(task, task.years[0], totals)
        return 0
    mean = fastest * task.years[0]
    needed = mean + 14 * sqrt(mean) + 100  # beyond it 1e-40 of the weight is left
    if needed > limit:
        return int(min(needed, 1e18))
    states, after_weights = task.worth.size, beyond(mean, int(needed))
    now, after = stepped.now, stepped.after
    for step in range(after_weights.size):
        for state in range(states):
            totals[state] += after_weights[step] / fastest * now[state]
        step_rows(task.chain, stepped.chances, stepped.stay, now, after, 0, states)
        now, after = after, now
    return after_weights.size


@kernel
def new_pass(task: Task) -> tuple[Pass, float]:
    """Vectors before the first step, and the fastest rate, per year."""
    states = task.worth.size
    rates, now = np.empty(states), np.zeros(states + 1)
    fastest = sum_rates(task.chain, task.hazards, rates)
    if fastest > 0.0:
        share_rates(rates, fastest)
    now[:states] = task.worth
    return Pass(task.hazards / fastest, rates, now, np.zeros(states + 1)), fastest


@kernel
def stand_still(task: Task, answers: FloatArray) -> None:
    """Fill in answers where nothing can ever jump."""
    worth = expect(task.start_row, task.start_mass, task.worth)
    for date in range(answers.size):
        answers[date] = worth * task.years[date] if task.summed else worth


@kernel
def first_terms(task: Task, fastest: float) -> FloatArray:
    """Room for what the steps tell: about as many as they will likely be."""
    mean = min(fastest * task.years[-1], 1e6)
    terms = np.empty(int(mean + 8 * sqrt(mean)) + 4 * LOOK)
    terms[0] = 0.0
    return terms


@kernel
def with_room(terms: FloatArray, steps: int) -> FloatArray:
    """The terms, with room for the steps until the next look."""
    if terms.size > steps + LOOK + 1:
        return terms
    return np.concatenate((terms, np.empty(terms.size)))


@kernel
def note(task: Task, values: FloatArray, terms: FloatArray, step: int) -> None:
    """Note what a step tells: its value, or the running sum it makes."""
    value = expect(task.start_row, task.start_mass, values)
    if task.summed:
        terms[step + 1] = terms[step] + value
    else:
        terms[step] = value


@kernel
def take_two(task: Task, stepped: Pass, terms: FloatArray, step: int) -> None:
    """Note and take two steps, so that the latest values are in ``now`` again."""
    states = task.worth.size
    chances, stay, now, after = stepped
    note(task, now, terms, step)
    step_rows(task.chain, chances, stay, now, after, 0, states)
    note(task, after, terms, step + 1)
    step_rows(task.chain, chances, stay, after, now, 0, states)


@kernel
def look(  # noqa: PLR0913, PLR0917  # what the answers hang on
    task: Task,
    stepped: Pass,
    terms: FloatArray,
    fastest: float,
    steps: int,
    done: int,
    answers: FloatArray,
) -> int:
    """Settle the answers that stand after some steps; returns how many do."""
    latest = expect(task.start_row, task.start_mass, stepped.now)
    if not task.summed:
        terms[steps] = latest
    told = Terms(
        terms,
        steps,
        latest if task.summed else 0.0,
        largest(stepped.now),
        largest_change(stepped.after, stepped.now),
        task.summed,
    )
    early = steps & (steps - 1) == 0
    return settle(told, fastest, task.years, done, answers, early)
