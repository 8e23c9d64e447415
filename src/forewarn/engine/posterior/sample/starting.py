"""Starting: a first trajectory for a chain, with numbers from far out in their prior.

It is plain Python around kernels: called once a chain, it is not worth compiling.
"""

from typing import Final

import numpy as np

from forewarn.engine.posterior.sample.account import Account, take_account
from forewarn.engine.posterior.sample.chain import Blocks, Chain, block_of
from forewarn.engine.posterior.sample.coordinates import fill_numbers
from forewarn.engine.posterior.sample.hidden import AFRESH, GOES_ON, draw_block
from forewarn.engine.posterior.sample.lay import fill_all
from forewarn.engine.posterior.sample.luck import draw_normals, seed_luck
from forewarn.engine.posterior.sample.rows import (
    Facts,
    copy_rows,
    too_long,
    weigh_marks,
)
from forewarn.engine.posterior.sample.turns import Turns

#: How far out chains start at first, in standard deviations of the prior.
FAR_OUT: Final = 1.5
#: Rounds of all blocks: each is drawn beside what the others were in the last.
ROUNDS: Final = 4
#: Rounds in which what came on a day not known is looked for.
SEARCH: Final = 200
#: How likely a report is taken to be, while looking, where what it says cannot be.
SLIGHT: Final = 1e-3


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
        if too_long(chain.grid):
            return False
        if (
            fit
            and _fit_marks(turns, facts, blocks, chain)
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
        if _draw_anew(turns, facts, blocks, chain, at, AFRESH):
            copy_rows(chain.rows, chain.grid)
        else:
            fit = False
    return fit


def _fit_marks(turns: Turns, facts: Facts, blocks: Blocks, chain: Chain) -> bool:
    """Move blocks until nothing contradicts what came on a day not known."""
    every = np.ones(chain.rows.state.shape[1], np.bool_)
    weights = facts.mark.copy()
    weights[:, 2:] = np.maximum(weights[:, 2:], SLIGHT)
    slight = facts._replace(mark=weights)
    for _ in range(SEARCH):
        if weigh_marks(facts, chain.rows, every) > 0:
            return True
        for at in range(blocks.variable_ptr.size - 1):
            old = weigh_marks(slight, chain.rows, blocks.within[at])
            if (
                _draw_anew(turns, facts, blocks, chain, at, GOES_ON)
                and weigh_marks(slight, chain.grid, blocks.within[at]) >= old
            ):
                copy_rows(chain.rows, chain.grid)
    return False


def _draw_anew(  # noqa: PLR0913, PLR0917  # what of, and how
    turns: Turns, facts: Facts, blocks: Blocks, chain: Chain, at: int, afresh: int
) -> bool:
    return draw_block(
        turns.lay,
        facts,
        block_of(blocks, at),
        chain.x,
        chain.hazards,
        chain.chances,
        chain.play,
        chain.rows,
        chain.grid,
        afresh,
    )
