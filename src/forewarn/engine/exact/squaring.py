r"""Squaring: small chains over very many steps, by squaring what one stretch does.

.. math:: E_{2t} = E_t E_t, \qquad r_{2t} = r_t + E_t r_t

with :math:`E_t = e^{Qt}` and :math:`r_t = \int_0^t e^{Qs} g\,ds`. A stretch so short
that half a step is expected comes from uniformisation; some forty squarings make a
thousand years of it, even with a hazard of 1e6 per year. Every number is at least 0
and rows are kept summing to 1, so slow jumps beside fast ones keep their digits.
"""

from math import ceil, log2

import numpy as np

from forewarn.engine.exact.steps import expect, sum_rates
from forewarn.engine.exact.task import Task
from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray

#: Joint states up to which squaring may be used.
SMALL = 400  # measured: 40 squarings take 1 s
#: What a multiplication costs, counted in those of a step.
CHEAP = 0.3  # measured: rows are read in runs
#: Steps kept of a short stretch: the mean is 1/2, so 1e-25 is left out.
SHORT = 20


@kernel
def pays(task: Task, fastest: float) -> bool:
    """Whether squaring is less work than taking the steps one by one."""
    size, dates = task.worth.size + 1.0, task.years.size
    mean = fastest * task.years[dates - 1]
    if size > SMALL or mean < 1000.0:
        return False
    products = dates * (SHORT + log2(mean) + 1)
    return bool(products * size**3 * CHEAP < mean * (task.chain.column.size + size))


@kernel
def square(task: Task, answers: FloatArray) -> None:
    """Fill in the answers at each date by squaring; shape (date,)."""
    values = np.empty(task.worth.size)
    for date in range(task.years.size):
        square_all(task, task.years[date], values)
        answers[date] = expect(task.start_row, task.start_mass, values)


@kernel
def square_all(task: Task, years: float, out: FloatArray) -> None:
    """Fill in the expected worth from each joint state, at or until a time.

    Args:
        task: What is asked; its starts and dates are not read.
        years: The time.
        out: To fill; shape (joint state,).
    """
    size = task.worth.size + 1  # the last is outside
    step, fastest = dense_step(task)
    halvings = max(0, ceil(log2(max(fastest * years, 0.5))) + 1)
    mean = fastest * years / 2.0**halvings
    after, gain = short_stretch(step, task.worth, mean, fastest)
    for _ in range(halvings):
        gain = gain + times(after, gain)
        after = squared(after)
    if not task.summed:
        gain = times(after, np.append(task.worth, 0.0))
    out[:] = gain[: size - 1]


@kernel
def dense_step(task: Task) -> tuple[FloatArray, float]:
    """Chances of one step between joint states, and steps per year."""
    states = task.worth.size
    rates, step = np.empty(states), np.zeros((states + 1, states + 1))
    fastest = sum_rates(task.chain, task.hazards, rates)
    for state in range(states):
        for jump in range(task.chain.row_ptr[state], task.chain.row_ptr[state + 1]):
            chance = task.hazards[task.chain.entry[jump]] / fastest
            step[state, task.chain.column[jump]] += chance
        step[state, state] += max(1.0 - rates[state] / fastest, 0.0)
    step[states, states] = 1.0
    return step, fastest


@kernel
def short_stretch(
    step: FloatArray, worth: FloatArray, mean: float, fastest: float
) -> tuple[FloatArray, FloatArray]:
    """What a stretch of few steps does, and what it gains."""
    size = step.shape[0]
    power, value = np.eye(size), np.append(worth, 0.0)
    after, gain = np.zeros((size, size)), np.zeros(size)
    weight = np.exp(-mean)
    beyond = np.empty(SHORT)
    for count in range(SHORT):
        after += weight * power
        power = product(power, step)
        weight *= mean / (count + 1)
        beyond[count] = weight
    for count in range(SHORT):
        # P(N > count), summed from the smallest.
        tail = 0.0
        for later in range(SHORT - 1, count - 1, -1):
            tail += beyond[later]
        gain += tail / fastest * value
        value = times(step, value)
    return after, gain


@kernel
def squared(after: FloatArray) -> FloatArray:
    """A stretch done twice, its rows summing to 1."""
    twice = product(after, after)
    for row in range(twice.shape[0]):
        twice[row] /= twice[row].sum()
    return twice


@kernel
def product(left: FloatArray, right: FloatArray) -> FloatArray:
    """A matrix product, each entry summed in order: the same bits on any threads."""
    size = left.shape[0]
    out = np.zeros((size, size))
    for row in range(size):
        for inner in range(size):
            share = left[row, inner]
            if share != 0.0:
                for column in range(size):
                    out[row, column] += share * right[inner, column]
    return out


@kernel
def times(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    """A matrix times a vector, each entry summed in order."""
    out = np.zeros(vector.size)
    for row in range(vector.size):
        for column in range(vector.size):
            out[row] += matrix[row, column] * vector[column]
    return out
