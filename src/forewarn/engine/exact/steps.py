r"""Steps: a chain's uniformised steps, backward, with one number kept of each.

With λ the fastest rate out of any joint state and P = I + Q/λ, every answer is a
Poisson mixture of :math:`d_k = p_0 P^k g`, or of their running sums. Vectors step
backward, :math:`u_{k+1} = P u_k` from :math:`u_0 = g`: each joint state sums its own
jumps in their order, so the bits are the same for any number of threads, and all dates
follow from one pass. Nothing is ever subtracted, so small chances keep their digits.
"""

import numpy as np

from forewarn.engine.exact.chain import Chain
from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Indices


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
        rewards: To fill; shape (joint state,) or longer.
    """
    one = np.uint64(1)
    for state in range(np.uint64(0), np.uint64(chain.reward_ptr.size - 1)):
        total = 0.0
        for jump in range(chain.reward_ptr[state], chain.reward_ptr[state + one]):
            rate = hazards[chain.reward_entry[jump]]
            total += rate * worth[jump] if worth.size else rate
        rewards[state] = total


@kernel
def share_rates(rates: FloatArray, fastest: float) -> None:
    """Turn rates out into chances to stay, over one step."""
    for state in range(rates.size):
        rates[state] = max(1.0 - rates[state] / fastest, 0.0)


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
    """One step back for some joint states.

    Args:
        chain: The chain.
        chances: Chance of each entry over one step; shape (entry,).
        stay: Chance to stay in each joint state; shape (joint state,).
        now: Value of each joint state; the last, of being outside, is 0;
            shape (joint state + 1,).
        after: To fill with the value one step earlier; shape as ``now``.
        first: First joint state to fill.
        last: The one after the last.
    """
    # Unsigned: with signed indices the same loop took two to three times as long.
    one = np.uint64(1)
    for state in range(np.uint64(first), np.uint64(last)):
        total = stay[state] * now[state]
        for jump in range(chain.row_ptr[state], chain.row_ptr[state + one]):
            total += chances[chain.entry[jump]] * now[chain.column[jump]]
        after[state] = total


@kernel
def expect(start_row: Indices, start_mass: FloatArray, values: FloatArray) -> float:
    """Expected value over where the chain starts."""
    total = 0.0
    for at in range(start_row.size):
        total += start_mass[at] * values[start_row[at]]
    return total


@kernel
def largest(values: FloatArray) -> float:
    """Largest of some values that are at least 0."""
    top = 0.0
    for value in values:
        top = max(top, value)
    return top


@kernel
def largest_change(before: FloatArray, after: FloatArray) -> float:
    """Largest difference of two vectors in one place."""
    top = 0.0
    for at in range(before.size):
        top = max(top, abs(after[at] - before[at]))
    return top
