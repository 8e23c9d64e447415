r"""Squaring: small chains over very many steps, by squaring what one stretch does.

.. math:: E_{2t} = E_t E_t, \qquad r_{2t} = r_t + E_t r_t

with :math:`E_t = e^{Qt}` and :math:`r_t = \int_0^t e^{Qs} g\,ds`. A stretch so short
that half a step is expected comes from uniformisation; some forty squarings make a
thousand years of it, even with a hazard of 1e6 per year. Every number is at least 0
and rows are kept summing to 1, so slow jumps beside fast ones keep their digits.
"""

from math import ceil, exp, log2

import numpy as np

from forewarn.engine.exact.task import Task
from forewarn.engine.network import FloatArray

#: Joint states up to which squaring may be used.
SMALL = 400  # measured: 60 products take 1.5 s
#: Steps up to which taking them one by one is always as good.
FEW = 1000.0
#: Matrix products that an answer takes, at least; and what one multiplication costs,
#: counted in those of a step.
PRODUCTS, COST = 60, 0.5  # measured
#: Steps kept of a short stretch: its mean is 1/2, and 1e-25 is left out.
SHORT = 20


def patience(task: Task) -> float:
    """Expected steps beyond which squaring is less work; infinite for large chains."""
    size = task.worth.size + 1
    if size > SMALL:
        return np.inf
    work = PRODUCTS * task.years.size * COST * size**3
    return max(FEW, work / (task.chain.column.size + size))


def square(task: Task) -> FloatArray:
    """The answers of a task at each of its dates; shape (date,)."""
    values = np.array([square_all(task, years) for years in task.years.tolist()])
    return np.asarray(values[:, task.start_row] @ task.start_mass)


def square_all(task: Task, years: float) -> FloatArray:
    """The expected worth from each joint state, at or until a time.

    Args:
        task: What is asked; its starts and dates are not read.
        years: The time.

    Returns:
        Worth from each joint state; shape (joint state,).
    """
    after, gain = stretch(task, years)
    worth = np.append(task.worth, 0.0)  # outside is worth nothing
    return np.asarray((gain if task.summed else after @ worth)[:-1])


def stretch(task: Task, years: float) -> tuple[FloatArray, FloatArray]:
    """What some years do to a small chain.

    Args:
        task: What is asked; its starts and dates are not read.
        years: How long, so that at least a step is expected.

    Returns:
        Chance of each joint state, the last outside, from each; and the worth that
        adds up over these years, likewise.
    """
    step, fastest = _dense_step(task)
    halvings = max(0, ceil(log2(max(fastest * years, 0.5))) + 1)
    mean = fastest * years / 2.0**halvings
    after, gain = _short_stretch(step, np.append(task.worth, 0.0), mean)
    for _ in range(halvings):
        gain = gain + after @ gain
        after = _twice(after)
    return after, gain / fastest


def _dense_step(task: Task) -> tuple[FloatArray, float]:
    """Chances of one step between joint states, the last outside; steps per year."""
    size = task.worth.size
    rows = np.repeat(np.arange(size), np.diff(task.chain.row_ptr).astype(np.int64))
    rates = np.zeros((size + 1, size + 1))
    np.add.at(rates, (rows, task.chain.column), task.hazards[task.chain.entry])
    out = rates.sum(axis=1)
    fastest = float(out.max())
    step = rates / fastest
    step[np.diag_indices(size + 1)] += np.maximum(1.0 - out / fastest, 0.0)
    return step, fastest


def _short_stretch(
    step: FloatArray, worth: FloatArray, mean: float
) -> tuple[FloatArray, FloatArray]:
    """What a stretch of few steps does, and what it gains, in units of a step."""
    chances = exp(-mean) * np.cumprod([1.0, *(mean / np.arange(1, SHORT + 1))])
    more = np.cumsum(chances[:0:-1])[::-1]  # of more than 0, 1, … steps
    power, value = np.eye(worth.size), worth
    after, gain = np.zeros_like(step), np.zeros_like(worth)
    for chance, beyond in zip(chances[:-1], more, strict=True):
        after += chance * power
        gain += beyond * value
        power, value = _product(power, step), step @ value
    return after, gain


def _twice(after: FloatArray) -> FloatArray:
    done_twice = _product(after, after)
    return np.asarray(done_twice / done_twice.sum(axis=1, keepdims=True))


def _product(left: FloatArray, right: FloatArray) -> FloatArray:
    # Summed in order, which a tuned matrix product on several threads may not be.
    return np.asarray(np.einsum("ij,jk->ik", left, right))
