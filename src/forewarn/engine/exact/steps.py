r"""Steps: a chain's uniformised steps, backward, with one number kept of each.

With λ the fastest rate out of any joint state and P = I + Q/λ, every answer is a
Poisson mixture of :math:`d_k = p_0 P^k g`, or of their running sums. Vectors step
backward, :math:`u_{k+1} = P u_k` from :math:`u_0 = g`: each joint state sums its own
jumps in their order, so the bits are the same for any number of threads, and all dates
follow from one pass. Nothing is ever subtracted, so small chances keep their digits.
"""

from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.chain import Chain
from forewarn.engine.exact.task import Task
from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Indices


class Pass(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Vectors that are stepped; ``now`` holds the latest after an even number."""

    #: Chance of each entry over one step; shape (entry,).
    chances: FloatArray
    #: Chance to stay in each joint state; shape (joint state,).
    stay: FloatArray
    #: Value of each joint state and, at the end, of being outside: 0.
    now: FloatArray
    after: FloatArray


def new_pass(task: Task) -> tuple[Pass, float]:
    """Vectors before the first step, and the fastest rate, per year."""
    states = task.worth.size
    rates = np.empty(states)
    fastest = sum_rates(task.chain, task.hazards, rates)
    divisor = fastest or 1.0
    # Divided, not times 1/λ: that may overflow.
    stepped = Pass(
        chances=task.hazards / divisor,
        stay=np.maximum(1.0 - rates / divisor, 0.0),
        now=np.append(task.worth, 0.0),
        after=np.zeros(states + 1),
    )
    return stepped, fastest


@kernel
def sum_rates(chain: Chain, hazards: FloatArray, rates: FloatArray) -> float:
    """Fill in the rate out of each joint state; returns the largest."""
    fastest = 0.0
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(rates.size)):
        total = 0.0
        for jump in range(chain.row_ptr[state], chain.row_ptr[state + one]):
            total += hazards[chain.entry[jump]]
        rates[state] = total
        fastest = max(fastest, total)
    return fastest


@kernel
def sum_rewards(
    chain: Chain, hazards: FloatArray, worth: FloatArray, rewards: FloatArray
) -> None:
    """Fill in the expected reward per year in each joint state.

    Args:
        chain: The chain.
        hazards: Hazard of each entry, per year; shape (entry,).
        worth: What each rewarded jump is worth; shape (reward,), or (0,) for 1 each.
        rewards: To fill; shape (joint state,).
    """
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(rewards.size)):
        total = 0.0
        for jump in range(chain.reward_ptr[state], chain.reward_ptr[state + one]):
            rate = hazards[chain.reward_entry[jump]]
            total += rate * worth[jump] if worth.size else rate
        rewards[state] = total


@kernel
def step_rows(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    chain: Chain,
    chances: FloatArray,
    stay: FloatArray,
    now: FloatArray,
    after: FloatArray,
    first: int,
    last: int,
) -> None:
    """One step back, for some joint states.

    Args:
        chain: The chain.
        chances: As in a pass.
        stay: Likewise.
        now: Values to step from; shape (joint state + 1,).
        after: To fill with the values one step earlier; shape as ``now``.
        first: First joint state to fill.
        last: The one after the last.
    """
    # Unsigned: with signed indices the same loop took two to three times as long.
    row_ptr, column, entry = chain.row_ptr, chain.column, chain.entry
    one = np.uint64(1)
    for state in range(np.uint64(first), np.uint64(last)):
        total = stay[state] * now[state]
        for jump in range(row_ptr[state], row_ptr[state + one]):
            total += chances[entry[jump]] * now[column[jump]]
        after[state] = total


@kernel
def take_steps(
    task: Task, stepped: Pass, terms: FloatArray, first: int, count: int
) -> None:
    """Take an even number of steps and note what each tells.

    Args:
        task: What is asked.
        stepped: The vectors.
        terms: To fill; see :func:`note`.
        first: Steps taken before.
        count: Steps to take.
    """
    chances, stay, now, after = stepped
    states = task.worth.size
    for step in range(first, first + count, 2):
        note(task, now, terms, step)
        step_rows(task.chain, chances, stay, now, after, 0, states)
        note(task, after, terms, step + 1)
        step_rows(task.chain, chances, stay, after, now, 0, states)


@kernel
def note(task: Task, values: FloatArray, terms: FloatArray, step: int) -> None:
    """Note what a step tells: a value, or what it adds to the running sum."""
    value = expect(task.start_row, task.start_mass, values)
    if task.summed:
        terms[step + 1] = terms[step] + value
    else:
        terms[step] = value


@inlined
def expect(start_row: Indices, start_mass: FloatArray, values: FloatArray) -> float:
    """Expected value over where the chain starts."""
    total = 0.0
    for at in range(start_row.size):
        total += start_mass[at] * values[start_row[at]]
    return total


@kernel
def add_steps(
    task: Task, stepped: Pass, weights: FloatArray, totals: FloatArray
) -> None:
    """Take a step for each weight, and add up what they weigh in each joint state."""
    chances, stay, now, after = stepped
    states = totals.size
    for weight in weights:
        for state in range(states):
            totals[state] += weight * now[state]
        step_rows(task.chain, chances, stay, now, after, 0, states)
        now, after = after, now
