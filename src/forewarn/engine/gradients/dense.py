r"""Dense stretches: slopes of small chains over very many steps, by squaring.

.. math:: E_{2t} = E_t E_t, \qquad X_{2t} = E_t X_t + X_t E_t, \qquad
          X_t = \int_0^t e^{Qr} u\, p\, e^{Q(t-r)} dr

so that :math:`X_{ji}` is how much the answer grows with the hazard from i to j, before
what is lost in i. Rewards are gained by jumping to a state that is worth 1 and is never
left.
"""

from itertools import pairwise
from math import ceil, exp, log2
from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.chain import Chain
from forewarn.engine.exact.squaring import SHORT
from forewarn.engine.network import FloatArray


class Dense(NamedTuple):
    """What a stretch does to a small chain."""

    #: Worth of each joint state before the stretch; shape (joint state,).
    worth: FloatArray
    #: Expected years in each joint state; shape (joint state,).
    spent: FloatArray
    #: How much the answer grows with each node's hazard; shape (node,).
    slopes: FloatArray


def dense_slopes(  # noqa: PLR0913  # a chain, its mass and its worths
    chain: Chain,
    values: FloatArray,
    rewards: FloatArray,
    *,
    mass: FloatArray,
    worth: FloatArray,
    years: float,
) -> Dense:
    """What a stretch of time is worth to a small chain, and its slopes.

    Args:
        chain: The chain.
        values: Value of every node, per year; shape (node,).
        rewards: Worth gained a year; shape (joint state,).
        mass: Mass before; shape (joint state,).
        worth: Worth after; shape (joint state,).
        years: How long, so that at least a step is expected.
    """
    states, gain = worth.size, worth.size + 1
    rows = np.repeat(np.arange(states), np.diff(chain.row_ptr).astype(np.int64))
    rates = np.zeros((states + 2, states + 2))
    np.add.at(rates, (rows, chain.column), values[chain.entry])
    out = rates.sum(axis=1)
    fastest = float(out.max())
    step = rates / fastest
    step[np.diag_indices(states + 2)] += np.maximum(1.0 - out / fastest, 0.0)
    step[:states, gain] = rewards / fastest
    after, crossed = _squared(
        step, np.append(worth, (0.0, 1.0)), np.append(mass, (0.0, 0.0)), fastest, years
    )
    crossed = crossed.T / fastest
    slopes = np.zeros(values.size)
    grown = crossed[rows, chain.column] - crossed[rows, rows]
    np.add.at(slopes, chain.entry, grown)
    return Dense(
        worth=after[:states] @ np.append(worth, (0.0, 1.0)),
        spent=crossed[:states, gain],
        slopes=slopes,
    )


def _squared(
    step: FloatArray, worth: FloatArray, mass: FloatArray, fastest: float, years: float
) -> tuple[FloatArray, FloatArray]:
    """What the stretch does, and what it crosses, in units of a step."""
    halvings = max(0, ceil(log2(max(fastest * years, 0.5))) + 1)
    mean = fastest * years / 2.0**halvings
    chances = exp(-mean) * np.cumprod([1.0, *(mean / np.arange(1, SHORT + 1))])
    # Of k steps, j before a jump and k - j - 1 after it come with the chance of k.
    power, pushed = np.eye(worth.size), mass
    met = np.outer(worth, mass)
    after, crossed = np.zeros_like(step), np.zeros_like(step)
    for chance, later in pairwise(chances.tolist()):
        after += chance * power
        crossed += later * met
        power, pushed = _product(power, step), pushed @ step
        met = _product(step, met) + np.outer(worth, pushed)
    for _ in range(halvings):
        crossed = _product(after, crossed) + _product(crossed, after)
        after = _summing(_product(after, after))
    return after, crossed


def _summing(after: FloatArray) -> FloatArray:
    """Rows of joint states, the gain left aside, made to sum to 1."""
    sums = after[:, :-1].sum(axis=1, keepdims=True)
    after[:, :-1] /= np.where(sums > 0, sums, 1.0)
    return after


def _product(left: FloatArray, right: FloatArray) -> FloatArray:
    # Summed in order, which a tuned matrix product on several threads may not be.
    return np.asarray(np.einsum("ij,jk->ik", left, right))
