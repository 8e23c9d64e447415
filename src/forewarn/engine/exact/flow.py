r"""Flows: a chain's mass carried forward, where hazards change and dates come between.

.. math:: p_{t+s} = \sum_k \mathrm{Poisson}(k; \lambda s)\, p_t P^k, \qquad
          \int_0^s p_{t+r}\, g\, dr = \frac{1}{\lambda} \sum_k P(N > k)\, p_t P^k g

One pass answers for every date. Nothing is ever subtracted.
"""

import numpy as np

from forewarn.engine.exact.chain import Block, Chain
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.limits import check_steps, most_steps
from forewarn.engine.exact.mixture import chances_of, likely_steps
from forewarn.engine.exact.squaring import patience, stretch
from forewarn.engine.exact.steps import add_steps, new_pass
from forewarn.engine.exact.task import Task
from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Indices

_NONE = np.empty(0)
_SUMMED = True
_NOWHERE = np.empty(0, np.uint32)


class Flow:
    """Mass over joint states as time goes on, and what it has gained so far."""

    def __init__(
        self, space: Space, start_row: Indices, start_mass: FloatArray, gains: int
    ) -> None:
        self._space = space
        #: Mass in each joint state and, at the end, outside: 0, since it is done with.
        self.mass = np.zeros(space.codes.size + 1)
        np.add.at(self.mass, start_row, start_mass)
        #: Worth gained so far, of each kind; shape (kind,).
        self.gained = np.zeros(gains)

    def go_on(self, values: FloatArray, rewards: FloatArray, years: float) -> None:
        """Let some years go by.

        Args:
            values: Value of every node, meanwhile; shape (node,).
            rewards: Worth of each kind that each joint state gains a year; shape
                (kind, joint state).
            years: How many.

        Raises:
            NotComputable: if it needs more than the limit of multiplications.
        """
        task = task_of(self._space.chain, values, self.mass[:-1])
        stepped, fastest = new_pass(task)
        mean = fastest * years
        if mean == 0:
            self.gained += rewards @ self.mass[:-1] * years
        elif mean > patience(task):
            self._leap(task, rewards, years)
        else:
            check_steps(likely_steps(mean), _most_steps(task), states=task.worth.size)
            weights, more = chances_of(mean)
            flow(
                self._space.chain,
                stepped.chances,
                stepped.stay,
                weights,
                more / fastest,
                rewards,
                self.mass,
                self.gained,
            )

    def turn(self, block: Block, values: FloatArray, rewards: FloatArray) -> None:
        """Let what is scheduled for a date come.

        Args:
            block: What the schedules do.
            values: Value of every node then; shape (node,).
            rewards: Worth of each kind that each joint state gains then; shape (kind,
                joint state).
        """
        self.gained += rewards @ self.mass[:-1]
        after = np.zeros(self.mass.size)
        push(block.chain, values, self.mass, after)
        after[-1] = 0.0
        self.mass[:] = after

    def _leap(self, task: Task, rewards: FloatArray, years: float) -> None:
        """Very many steps of a small chain, by squaring."""
        mass = self.mass.copy()
        for kind, reward in enumerate(rewards):
            after, gain = stretch(task._replace(worth=reward), years)
            self.gained[kind] += mass @ gain
        if not len(rewards):
            after, _ = stretch(task, years)
        self.mass[:-1] = (mass @ after)[:-1]


def go_back(
    chain: Chain,
    values: FloatArray,
    rewards: FloatArray,
    worth: FloatArray,
    years: float,
) -> FloatArray:
    """The expected worth from each joint state, some years earlier.

    Args:
        chain: The chain.
        values: Value of every node, meanwhile; shape (node,).
        rewards: Worth that each joint state gains a year; shape (joint state,).
        worth: Worth of each joint state afterwards; shape (joint state,).
        years: How many years.

    Returns:
        Worth of each joint state before; shape (joint state,).

    Raises:
        NotComputable: if it needs more than the limit of multiplications.
    """
    task = task_of(chain, values, rewards)
    stepped, fastest = new_pass(task)
    mean = fastest * years
    if mean == 0:
        return worth + rewards * years
    if mean > patience(task):
        after, gain = stretch(task, years)
        return np.asarray((after @ np.append(worth, 0.0) + gain)[:-1])
    check_steps(likely_steps(mean), _most_steps(task), states=worth.size)
    weights, more = chances_of(mean)
    total = np.zeros(worth.size)
    for start, share in ((worth, weights), (rewards, more / fastest)):
        stepped.now[:-1], stepped.now[-1] = start, 0.0
        stepped.after[-1] = 0.0
        add_steps(task, stepped, share, total)
    return total


def turn_back(
    block: Block, values: FloatArray, rewards: FloatArray, worth: FloatArray
) -> FloatArray:
    """The expected worth from each joint state just before a date.

    Args:
        block: What is scheduled for it.
        values: Value of every node then; shape (node,).
        rewards: Worth that each joint state gains then; shape (joint state,).
        worth: Worth of each joint state just after; shape (joint state,).
    """
    before = np.empty(worth.size)
    pull(block.chain, values, np.append(worth, 0.0), before)
    return before + rewards


def task_of(chain: Chain, values: FloatArray, worth: FloatArray) -> Task:
    """A task without starts, for one date."""
    return Task(chain, values, worth, _SUMMED, _NOWHERE, _NONE, np.zeros(1))


def fastest_rate(chain: Chain, values: FloatArray) -> float:
    """The fastest rate out of any joint state, per year."""
    return new_pass(task_of(chain, values, np.zeros(chain.row_ptr.size - 1)))[1]


@kernel
def flow(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    chain: Chain,
    chances: FloatArray,
    stay: FloatArray,
    weights: FloatArray,
    more: FloatArray,
    rewards: FloatArray,
    mass: FloatArray,
    gained: FloatArray,
) -> None:
    """Carry mass through steps, of which each number comes with some chance.

    Args:
        chain: The chain.
        chances: Chance of each node over one step; shape (node,).
        stay: Chance to stay in each joint state; shape (joint state,).
        weights: Chance of each number of steps; shape (count,).
        more: Years spent after each number of steps; shape (count,).
        rewards: Worth gained a year; shape (kind, joint state).
        mass: Mass in each joint state and outside; replaced.
        gained: Worth gained; added to.
    """
    now, after, total = mass.copy(), np.zeros(mass.size), np.zeros(mass.size)
    states = np.uint64(stay.size)
    for count in range(weights.size):
        for state in range(np.uint64(0), states):
            total[state] += weights[count] * now[state]
        for kind in range(rewards.shape[0]):
            worth = 0.0
            for state in range(np.uint64(0), states):
                worth += now[state] * rewards[kind, state]
            gained[kind] += more[count] * worth
        for state in range(np.uint64(0), states):
            after[state] = stay[state] * now[state]
        push(chain, chances, now, after)
        after[states] = 0.0
        now, after = after, now
    for at in range(mass.size):  # mass[:] = total takes 2 s longer to compile
        mass[at] = total[at]


@kernel
def push(chain: Chain, values: FloatArray, mass: FloatArray, after: FloatArray) -> None:
    """Add the mass that every jump carries to where it leads.

    Args:
        chain: The chain.
        values: Chance of each node; shape (node,).
        mass: Mass before; shape (joint state + 1,).
        after: Mass after; added to.
    """
    row_ptr, column, entry = chain.row_ptr, chain.column, chain.entry
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(mass.size - 1)):
        if mass[state] > 0.0:
            for jump in range(row_ptr[state], row_ptr[state + one]):
                after[column[jump]] += mass[state] * values[entry[jump]]


@kernel
def pull(
    chain: Chain, values: FloatArray, worth: FloatArray, before: FloatArray
) -> None:
    """Fill in the worth of each joint state from that of where its jumps lead.

    Args:
        chain: The chain.
        values: Chance of each node; shape (node,).
        worth: Worth afterwards; shape (joint state + 1,).
        before: To fill; shape (joint state,).
    """
    row_ptr, column, entry = chain.row_ptr, chain.column, chain.entry
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(before.size)):
        total = 0.0
        for jump in range(row_ptr[state], row_ptr[state + one]):
            total += values[entry[jump]] * worth[column[jump]]
        before[state] = total


def _most_steps(task: Task) -> int:
    return most_steps(task.chain.column.size + task.worth.size)
