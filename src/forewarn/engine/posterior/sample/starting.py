"""Starting: a first trajectory for a chain, with numbers from far out in their prior.

It is plain Python around kernels: called once a chain, it is not worth compiling.
"""

from typing import Final

from forewarn.engine.posterior.sample.account import Account, take_account
from forewarn.engine.posterior.sample.chain import Blocks, Chain
from forewarn.engine.posterior.sample.coordinates import fill_numbers
from forewarn.engine.posterior.sample.hidden import AFRESH, draw_block
from forewarn.engine.posterior.sample.lay import fill_all
from forewarn.engine.posterior.sample.luck import draw_normals, seed_luck
from forewarn.engine.posterior.sample.rows import Block, Facts, copy_rows, weigh_marks
from forewarn.engine.posterior.sample.turns import Turns

#: How far out chains start at first, in standard deviations of the prior.
FAR_OUT: Final = 1.5
#: Rounds of all blocks: each is drawn beside what the others were in the last.
ROUNDS: Final = 4


def begin(  # noqa: PLR0913, PLR0917  # as sweep
    seed: int,
    turns: Turns,
    facts: Facts,
    blocks: Blocks,
    before: Account,
    chain: Chain,
    tries: int,
) -> bool:
    """Find a trajectory that can be.

    Args:
        seed: From which it is drawn.
        turns: What numbers are moved by.
        facts: What is known.
        blocks: Variables that are hidden.
        before: What history did before the start.
        chain: The chain; its rows hold what is known.
        tries: How often to try.

    Returns:
        Whether one was found.
    """
    seed_luck(seed)
    for attempt in range(tries):
        out = FAR_OUT if attempt < tries // 2 else 1.0
        chain.z[:] = out * draw_normals(chain.z.size)
        fill_numbers(turns.doubts, chain.z, chain.x)
        fill_all(turns.lay, chain.x, chain.hazards, chain.chances)
        fit = any(_begin_blocks(turns, facts, blocks, chain) for _ in range(ROUNDS))
        if (
            fit
            and weigh_marks(facts, chain.rows) > 0
            and take_account(
                turns.lay,
                facts,
                chain.x,
                chain.hazards,
                chain.chances,
                chain.play,
                chain.rows,
                before,
                chain.account,
            )
        ):
            return True
    return False


def _begin_blocks(turns: Turns, facts: Facts, blocks: Blocks, chain: Chain) -> bool:
    """Draw every block afresh; whether each fits beside the others."""
    fit = True
    for at in range(blocks.variable_ptr.size - 1):
        if draw_block(
            turns.lay,
            facts,
            _block(blocks, at),
            chain.x,
            chain.hazards,
            chain.chances,
            chain.play,
            chain.rows,
            chain.grid,
            AFRESH,
        ):
            copy_rows(chain.rows, chain.grid)
        else:
            fit = False
    return fit


def _block(blocks: Blocks, at: int) -> Block:
    first, last = blocks.variable_ptr[at : at + 2]
    return Block(
        blocks.variable[first:last],
        blocks.states[first:last],
        blocks.stride[first:last],
        blocks.within[at],
        blocks.child[blocks.child_ptr[at] : blocks.child_ptr[at + 1]],
    )
