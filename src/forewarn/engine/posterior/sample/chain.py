"""Chains: numbers, placed events and hidden trajectories, drawn in turn."""

from math import expm1
from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.account import Account, take_account
from forewarn.engine.posterior.sample.hidden import GOES_ON, draw_block
from forewarn.engine.posterior.sample.instant import Play
from forewarn.engine.posterior.sample.lay import Lay, entry_in, fill_all
from forewarn.engine.posterior.sample.luck import (
    draw_count,
    draw_share,
    draw_shares,
    seed_luck,
)
from forewarn.engine.posterior.sample.rows import (
    COUNTED,
    KIND,
    KNOWN,
    ONCE,
    PLACED,
    SILENT,
    Block,
    Facts,
    Rows,
    add_row,
    copy_rows,
    weigh_marks,
)
from forewarn.engine.posterior.sample.turns import Turns, take_turns
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths


class Blocks(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """All blocks, laid end to end."""

    variable_ptr: IntArray
    variable: IntArray
    states: IntArray
    stride: IntArray
    within: Truths
    child_ptr: IntArray
    child: IntArray
    #: As in ``Block``; shape (block, variable), (block, unit) and (block, 1).
    minds: Truths
    heeds: Truths
    edges: Truths


@kernel
def block_of(blocks: Blocks, at: int) -> Block:
    """One of the blocks."""
    first, last = blocks.variable_ptr[at], blocks.variable_ptr[at + 1]
    return Block(
        blocks.variable[first:last],
        blocks.states[first:last],
        blocks.stride[first:last],
        blocks.within[at],
        blocks.child[blocks.child_ptr[at] : blocks.child_ptr[at + 1]],
        blocks.minds[at],
        blocks.heeds[at],
        blocks.edges[at],
    )


class Chain(NamedTuple):
    """One chain: where it is, and room for where it may go."""

    z: FloatArray
    x: FloatArray
    hazards: FloatArray
    chances: FloatArray
    room: FloatArray
    rows: Rows
    grid: Rows
    play: Play
    account: Account


class Kept(NamedTuple):
    """What is kept of a chain, sweep by sweep."""

    #: Coordinates; shape (kept, coordinate).
    z: FloatArray
    #: State of every variable at as-of; shape (kept, variable).
    state: IntArray
    #: Changes of the trajectory: time, variable and state; (change,), (change, 2).
    time: FloatArray
    change: IntArray
    #: First change of each; shape (kept + 1,).
    ptr: IntArray
    #: Events that no report tells of one by one: time and pulse; shape (event,) each.
    event_time: FloatArray
    event_pulse: IntArray
    #: First event of each; shape (kept + 1,).
    event_ptr: IntArray
    #: State of every variable at the start; shape (kept, variable).
    start: IntArray
    #: Sums over all kept of what accounts have; shape as there.
    sums: Account


@kernel
def sweep(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    seed: int,
    turns: Turns,
    facts: Facts,
    blocks: Blocks,
    before: Account,
    chain: Chain,
    kept: Kept,
    thin: int,
) -> int:
    """Draw all in turn, over and over.

    Args:
        seed: From which this stretch of the chain is drawn.
        turns: What numbers are moved by.
        facts: What is known.
        blocks: Variables that are hidden.
        before: What history did before the start.
        chain: The chain, moved on.
        kept: To fill, a row each ``thin`` sweeps; its length says how many.
        thin: Sweeps to one that is kept.

    Returns:
        How many were kept: fewer than asked where there was not room for all, and below
        0 where the trajectory cannot be.
    """
    seed_luck(seed)  # each thread has its own generator, which nothing else draws on
    for at in range(len(kept.z)):
        for _ in range(thin):
            if not _sweep_once(turns, facts, blocks, before, chain):
                return at if chain.grid.filled[0] > chain.grid.time.size else -1
        kept.z[at] = chain.z
        kept.state[at] = chain.rows.state[chain.rows.filled[0] - 1]
        kept.start[at] = chain.rows.state[0]
        if not _keep_changes(chain.rows, kept, at):
            return at
        if not _keep_events(turns.lay, facts, chain, kept, at):
            return at
        _add_account(kept.sums, chain.account)
    return len(kept.z)


@kernel
def _sweep_once(
    turns: Turns, facts: Facts, blocks: Blocks, before: Account, chain: Chain
) -> bool:
    lay, x = turns.lay, chain.x
    hazards, chances, play = chain.hazards, chain.chances, chain.play
    take_turns(turns, chain.account, chain.z, x, chain.room)
    fill_all(lay, x, hazards, chances)
    for watch in range(facts.watch_unit.size):
        if facts.watch_kind[watch] != SILENT:
            _place_counted(lay, facts, watch, chain)
            if chain.grid.filled[0] > chain.grid.time.size:
                return False
    for at in range(blocks.variable_ptr.size - 1):
        block = block_of(blocks, at)
        rows, grid = chain.rows, chain.grid
        old = weigh_marks(facts, rows, block.within)
        if not draw_block(
            lay, facts, block, x, hazards, chances, play, rows, grid, GOES_ON
        ):
            return False
        if draw_share() * old < weigh_marks(facts, grid, block.within):
            copy_rows(rows, grid)
    return take_account(
        lay, facts, x, hazards, chances, play, chain.rows, before, chain.account
    )


@kernel
def _place_counted(lay: Lay, facts: Facts, watch: int, chain: Chain) -> None:
    r"""Place what was counted in a window anew, as likely as its rate was there.

    A count whose variance is d times its mean m comes in clusters: of n, as many as
    customers of a Chinese restaurant with strength m / (d - 1) open tables.
    """
    rows, grid = chain.rows, chain.grid
    since, until = facts.watch[watch, 0], facts.watch[watch, 1]
    unit, mean = facts.watch_unit[watch], 0.0
    for row in range(rows.filled[0] - 1):
        mean += _mean_in(lay, chain, row, unit, since, until)
    placed = _number_placed(facts, watch, mean)
    places = draw_shares(placed) * mean
    what, past, next_one = np.array([PLACED, unit, -1 - watch]), 0.0, 0
    grid.filled[0] = 0
    for row in range(rows.filled[0]):
        if rows.what[row, KIND] != PLACED or rows.what[row, KNOWN] != -1 - watch:
            add_row(grid, rows.time[row], rows.what[row], rows.state[row])
        if row + 1 == rows.filled[0]:
            break
        here = _mean_in(lay, chain, row, unit, since, until)
        low, high = max(since, rows.time[row]), min(until, rows.time[row + 1])
        while next_one < placed and here > 0.0 and places[next_one] <= past + here:
            time = low + (high - low) * max(places[next_one] - past, 0.0) / here
            add_row(grid, time, what, rows.state[row])
            next_one += 1
        past += here
    if grid.filled[0] <= grid.time.size:
        copy_rows(rows, grid)


@inlined
def _number_placed(facts: Facts, watch: int, mean: float) -> int:
    """How many there were in a window, given how many its hazards expect."""
    kind = facts.watch_kind[watch]
    if kind == COUNTED:
        return _clusters(facts.watch_count[watch], mean, facts.watch_spread[watch])
    came, none = facts.watch_weight[watch]
    came *= mean if kind == ONCE else expm1(mean)
    if draw_share() * (came + none) >= came:
        return 0
    if kind == ONCE:
        return 1
    number, left = 1, draw_share() * expm1(mean)
    term = mean
    while left >= term > 0.0:
        left -= term
        number += 1
        term *= mean / number
    return number


@inlined
def _mean_in(  # noqa: PLR0913, PLR0917  # as sweep
    lay: Lay, chain: Chain, row: int, unit: int, since: float, until: float
) -> float:
    """How many are expected between a row and the next, within a window."""
    rows = chain.rows
    years = min(until, rows.time[row + 1]) - max(since, rows.time[row])
    if years <= 0.0:
        return 0.0
    return float(years * chain.hazards[entry_in(lay.ground, rows.state[row], unit)])


@inlined
def _clusters(count: int, mean: float, spread: float) -> int:
    if spread <= 1.0:
        return count
    strength, clusters = mean / (spread - 1.0), 0
    for before in range(count):
        if draw_share() * (strength + before) < strength:
            clusters += 1
    return clusters


@kernel
def _keep_changes(rows: Rows, kept: Kept, at: int) -> bool:
    to = kept.ptr[at]
    for row in range(1, rows.filled[0]):
        for variable in range(rows.state.shape[1]):
            if rows.state[row, variable] != rows.state[row - 1, variable]:
                if to >= kept.time.size:
                    return False
                kept.time[to] = rows.time[row]
                kept.change[to, 0] = variable
                kept.change[to, 1] = rows.state[row, variable]
                to += 1
    kept.ptr[at + 1] = to
    return True


@kernel
def _keep_events(lay: Lay, facts: Facts, chain: Chain, kept: Kept, at: int) -> bool:
    """Keep events that were placed, and draw those of which nothing is known."""
    rows, to = chain.rows, kept.event_ptr[at]
    for row in range(rows.filled[0]):
        if rows.what[row, KIND] == PLACED:
            pulse = facts.watch_pulse[-1 - rows.what[row, KNOWN]]
            if pulse >= 0:
                if to >= kept.event_time.size:
                    return False
                kept.event_time[to], kept.event_pulse[to] = rows.time[row], pulse
                to += 1
    for gap in range(len(facts.gap)):
        unit, since, until = facts.gap_of[gap, 0], facts.gap[gap, 0], facts.gap[gap, 1]
        for row in range(rows.filled[0] - 1):
            mean = _mean_in(lay, chain, row, unit, since, until)
            if mean > 0.0:
                low = max(since, rows.time[row])
                high = min(until, rows.time[row + 1])
                for share in draw_shares(draw_count(mean)):
                    if to >= kept.event_time.size:
                        return False
                    kept.event_time[to] = low + share * (high - low)
                    kept.event_pulse[to] = facts.gap_of[gap, 1]
                    to += 1
    kept.event_ptr[at + 1] = to
    return True


@kernel
def _add_account(sums: Account, of: Account) -> None:
    sums.years[:] += of.years
    sums.came[:] += of.came
    sums.tried[:] += of.tried
    sums.hit[:] += of.hit
    sums.drawn[:] += of.drawn
