r"""Sweeps: a chain's steps forward, then back, with what each hazard adds to answers.

An answer over a stretch of time is a mixture of steps,

.. math:: a = \sum_k w_k\, p_k u + m_k\, p_k g, \qquad p_{k+1} = p_k P

with :math:`w_k` the chance of k steps and :math:`m_k` the years spent after k. Back
from the last step, :math:`b_k = w_k u + m_k g + P b_{k+1}` is what a unit of mass there
is worth, and

.. math:: \frac{\partial a}{\partial P_{ij}} = \sum_k p_{k,i}\, b_{k+1,j}

What is stepped forward is kept at checkpoints and stepped again between them.
"""

from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.chain import Chain
from forewarn.engine.exact.flow import push
from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray


class Steps(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """The steps of a chain over a stretch of time."""

    #: Chance of each node over one step; shape (node,).
    chances: FloatArray
    #: Chance to stay in each joint state; shape (joint state,).
    stay: FloatArray
    #: Chance of each number of steps, and years spent after each; shape (count,).
    weights: FloatArray
    more: FloatArray


@kernel
def sweep_forward(
    chain: Chain, steps: Steps, every: int, mass: FloatArray, kept: FloatArray
) -> None:
    """Keep the mass before every so many steps.

    Args:
        chain: The chain.
        steps: Its steps.
        every: Steps from one checkpoint to the next.
        mass: Mass before the first; shape (joint state + 1,).
        kept: To fill; shape (checkpoint, joint state + 1).
    """
    now, after = mass.copy(), np.empty(mass.size)
    for count in range(steps.weights.size):
        if count % every == 0:
            kept[count // every] = now
        _step(chain, steps, now, after)
        now, after = after, now


@kernel
def sweep_back(  # noqa: PLR0913, PLR0917  # a compiled loop and all it fills
    chain: Chain,
    steps: Steps,
    every: int,
    kept: FloatArray,
    rewards: FloatArray,
    worth: FloatArray,
    slopes: FloatArray,
    spent: FloatArray,
) -> None:
    """Step back from the last step to the first.

    Args:
        chain: The chain.
        steps: Its steps.
        every: Steps from one checkpoint to the next.
        kept: Mass at each checkpoint; shape (checkpoint, joint state + 1).
        rewards: Worth gained a year; shape (joint state,).
        worth: Worth of each joint state after the stretch, and outside, 0; replaced by
            that before it; shape (joint state + 1,).
        slopes: Added to: by how much the answer grows with the chance that each node
            has over one step; shape (node,).
        spent: Added to: expected years in each joint state; shape (joint state,).
    """
    chances, stay, weights, more = steps
    row_ptr, column, entry = chain.row_ptr, chain.column, chain.entry
    one, states = np.uint64(1), np.uint64(stay.size)
    block = np.empty((every, worth.size))
    later, value = np.zeros(worth.size), np.zeros(worth.size)
    for at in range(kept.shape[0] - 1, -1, -1):
        first, last = at * every, min((at + 1) * every, weights.size)
        block[0] = kept[at]
        for count in range(1, last - first):
            _step(chain, steps, block[count - 1], block[count])
        for count in range(last - 1, first - 1, -1):
            mass = block[count - first]
            for state in range(np.uint64(0), states):
                here, there = later[state], mass[state]
                total = stay[state] * here
                for jump in range(row_ptr[state], row_ptr[state + one]):
                    to = later[column[jump]]
                    total += chances[entry[jump]] * to
                    slopes[entry[jump]] += there * (to - here)
                total += weights[count] * worth[state] + more[count] * rewards[state]
                value[state] = total
                spent[state] += more[count] * there
            later, value = value, later
    worth[:] = later


@kernel
def _step(chain: Chain, steps: Steps, now: FloatArray, after: FloatArray) -> None:
    """Carry mass through one step; what is outside is done with."""
    states = np.uint64(steps.stay.size)
    for state in range(np.uint64(0), states):
        after[state] = steps.stay[state] * now[state]
    after[states] = 0.0
    push(chain, steps.chances, now, after)
    after[states] = 0.0


@kernel
def add_rewarded(
    chain: Chain, spent: FloatArray, worth: FloatArray, slopes: FloatArray
) -> None:
    """Add how much the answer grows with the hazards of rewarded jumps.

    Args:
        chain: The chain.
        spent: Years, or mass, in each joint state; shape (joint state,).
        worth: What each rewarded jump is worth; shape (reward,), or (0,) for 1 each.
        slopes: Added to; shape (node,).
    """
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(spent.size)):
        for jump in range(chain.reward_ptr[state], chain.reward_ptr[state + one]):
            each = worth[jump] if worth.size else 1.0
            slopes[chain.reward_entry[jump]] += spent[state] * each


@kernel
def add_turned(
    chain: Chain, mass: FloatArray, worth: FloatArray, slopes: FloatArray
) -> None:
    """Add how much the answer grows with the chances of what is scheduled.

    Args:
        chain: What the schedules do.
        mass: Mass just before; shape (joint state + 1,).
        worth: Worth just after, and outside, 0; shape (joint state + 1,).
        slopes: Added to; shape (node,).
    """
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(mass.size - 1)):
        for jump in range(chain.row_ptr[state], chain.row_ptr[state + one]):
            slopes[chain.entry[jump]] += mass[state] * worth[chain.column[jump]]


@kernel
def drift(
    chain: Chain, values: FloatArray, worth: FloatArray, mass: FloatArray
) -> float:
    """Worth that mass gains a year by jumping: the sum of p Q u.

    Args:
        chain: The chain.
        values: Value of each node, per year; shape (node,).
        worth: Worth of each joint state, and outside, 0; shape (joint state + 1,).
        mass: Mass in each; shape (joint state + 1,).
    """
    one, total = np.uint64(1), 0.0
    for state in range(np.uint64(0), np.uint64(mass.size - 1)):
        for jump in range(chain.row_ptr[state], chain.row_ptr[state + one]):
            gain = worth[chain.column[jump]] - worth[state]
            total += mass[state] * values[chain.entry[jump]] * gain
    return total
