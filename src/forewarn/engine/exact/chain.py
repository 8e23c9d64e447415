"""Chains: jumps between joint states as flat arrays, hazards still symbolic."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.exact.walk import Codes
from forewarn.engine.kernel import kernel
from forewarn.engine.tables import Indices, Integers

Ends = npt.NDArray[np.uint64]

#: Column of a jump that leads nowhere further, before joint states are in order.
OUTSIDE = np.iinfo(np.uint32).max


class Chain(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Jumps between joint states.

    A column equal to the number of joint states is outside: answered, or past hope.
    """

    #: First jump of each joint state; shape (joint state + 1,).
    row_ptr: Ends
    #: Joint state after a jump, and the entry that is its hazard; shape (jump,).
    column: Indices
    entry: Integers
    #: First rewarded jump of each joint state; shape (joint state + 1,).
    reward_ptr: Ends
    #: Entry of each rewarded jump, one that answers or is counted, and the code it
    #: leads to; shape (reward,).
    reward_entry: Indices
    reward_code: Codes


class Tree(NamedTuple):
    """Nodes that have factors; before them stand the entries, and then 1.

    A *node* is what the hazard or chance of a jump is, still symbolic. A node of a tree
    is the product of its parent, which comes before it, and of its factor.
    """

    parent: Codes
    factor: Codes


class Block(NamedTuple):
    """What schedules that have their turns together do, from every joint state."""

    #: To all that it may become, itself included; nodes in place of entries.
    chain: Chain
    #: Signals that are true in each rewarded jump, as bits; shape (reward,).
    true: Codes


def in_order(found: Chain, codes: Codes, threads: int) -> tuple[Codes, Chain]:
    """Joint states in order of their codes, and their chain.

    Neighbours in order share most of their jumps' targets, so stepping the chain reads
    memory in runs: twice as fast as in the order of finding.

    Args:
        found: The chain in the order of finding.
        codes: Codes in that order; shape (joint state,).
        threads: How many threads may work; the result is the same for any.
    """
    order = np.argsort(codes)
    number = np.empty(codes.size, np.uint32)
    number[order] = np.arange(codes.size, dtype=np.uint32)
    row_ptr, reward_ptr = (
        _ends(np.diff(ends)[order]) for ends in (found.row_ptr, found.reward_ptr)
    )
    last_entry = found.entry.max(initial=0)
    chain = Chain(
        row_ptr=row_ptr,
        column=np.empty_like(found.column),
        entry=np.empty(found.entry.size, np.min_scalar_type(last_entry | 256)),
        reward_ptr=reward_ptr,
        reward_entry=np.empty_like(found.reward_entry),
        reward_code=np.empty_like(found.reward_code),
    )
    edges = np.linspace(0, codes.size, threads + 1).astype(np.int64)
    with ThreadPoolExecutor(threads) as pool:
        move = partial(_move_rows, found, chain, order, number)
        list(pool.map(move, pairwise(edges)))
    return codes[order], chain


def _ends(sizes: Ends) -> Ends:
    return np.append(np.uint64(0), np.cumsum(sizes, dtype=np.uint64))


def _move_rows(
    found: Chain, chain: Chain, order: Codes, number: Indices, rows: tuple[int, int]
) -> None:
    move_rows(found, chain, order, number, *rows)


@kernel
def move_rows(  # noqa: PLR0913, PLR0917  # what threads share
    found: Chain,
    chain: Chain,
    order: Codes,
    number: Indices,
    first: int,
    last: int,
) -> None:
    """Copy some rows to their places, columns renumbered."""
    for row in range(first, last):
        at = np.int64(chain.row_ptr[row])
        old = order[row]
        for jump in range(
            np.int64(found.row_ptr[old]), np.int64(found.row_ptr[old + 1])
        ):
            column = found.column[jump]
            chain.column[at] = number.size if column == OUTSIDE else number[column]
            chain.entry[at] = found.entry[jump]
            at += 1
        at = np.int64(chain.reward_ptr[row])
        for jump in range(
            np.int64(found.reward_ptr[old]), np.int64(found.reward_ptr[old + 1])
        ):
            chain.reward_entry[at] = found.reward_entry[jump]
            chain.reward_code[at] = found.reward_code[jump]
            at += 1
