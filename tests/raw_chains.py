"""Chains given as rules or as sparse generators, for what is no case."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from forewarn.engine.exact.chain import Chain
from forewarn.engine.exact.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledChain:
    """Joint states that rules lead to from one, and the rates between them."""

    states: tuple
    generator: sparse.csr_array

    @property
    def start(self):
        """All mass in the first state."""
        return np.eye(1, len(self.states))[0]

    def where(self, wanted):
        """In which states something holds; shape (state,)."""
        return np.array([bool(wanted(state)) for state in self.states])

    def worth(self, value):
        """A value of each state; shape (state,)."""
        return np.array([float(value(state)) for state in self.states])


def ruled_chain(start, rules):
    """The chain that rules make: from a state, pairs of rate and state after it."""
    number, rates = {start: 0}, {}
    for state in (waiting := [start]):
        for rate, after in rules(state):
            if after not in number:
                number[after] = len(number)
                waiting.append(after)
            if after != state:
                key = number[state], number[after]
                rates[key] = rates.get(key, 0.0) + rate
    rows, columns = np.array(list(rates)).T
    size = len(number)
    generator = sparse.csr_array(
        (np.array(list(rates.values())), (rows, columns)), shape=(size, size)
    )
    return RuledChain(states=tuple(number), generator=generator)


def task_of(generator, start, worth, years, *, summed=False):
    """What is asked of a generator, as the engine's own solver takes it."""
    generator = sparse.csr_array(generator)
    rows = np.flatnonzero(start)
    return Task(
        chain=chain_of(generator),
        hazards=generator.data,
        worth=np.asarray(worth, dtype=np.float64),
        summed=summed,
        start_row=rows.astype(np.uint32),
        start_mass=np.asarray(start, dtype=np.float64)[rows],
        years=np.atleast_1d(np.asarray(years, dtype=np.float64)),
    )


def hitting_task(generator, start, target, years):
    """The chance of ever having been in a target, for a start outside it."""
    generator = sparse.csr_array(generator)
    rewards = np.asarray(generator[:, target].sum(axis=1)).ravel()
    inside = sparse.diags_array((~target).astype(float))
    task = task_of(inside @ generator, start, rewards, years, summed=True)
    column = np.where(target[task.chain.column], target.size, task.chain.column)
    chain = task.chain._replace(column=column.astype(np.uint32))
    return task._replace(chain=chain, worth=np.where(target, 0.0, rewards))


def chain_of(generator):
    """A generator's chain; each of its rates is an entry of its own."""
    return Chain(
        row_ptr=generator.indptr.astype(np.uint64),
        column=generator.indices.astype(np.uint32),
        entry=np.arange(generator.nnz, dtype=np.uint32),
        reward_ptr=np.zeros(generator.shape[0] + 1, np.uint64),
        reward_entry=np.empty(0, np.uint32),
        reward_code=np.empty(0, np.int64),
    )
