r"""Hidden trajectories: those of some variables, given all others and all numbers.

Uniformisation: a path is that of a chain that is tried at the times of a Poisson
process, and that stays at most tries. Given the path, the tries at which it stayed are
Poisson again, at a rate that hangs on where it stays; given all tries, the path is that
of a chain in steps, drawn by filtering forward and sampling backward.

Source:
    Rao and Teh (2013), Fast MCMC sampling for Markov jump processes and extensions;
    and (2012), MCMC for continuous-time discrete-state systems, for rates by state.
"""

from math import exp
from typing import Final

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.instant import Play
from forewarn.engine.posterior.sample.lay import Lay, entry_in
from forewarn.engine.posterior.sample.luck import draw_count, draw_share, draw_shares
from forewarn.engine.posterior.sample.rows import (
    EVENT,
    JUMP,
    KIND,
    KNOWN,
    LOOK,
    OF,
    PLACED,
    PLAIN,
    Block,
    Facts,
    Rows,
    add_row,
    fill_live,
    share_alive,
)
from forewarn.engine.posterior.sample.steps import (
    TRY,
    exit_of,
    fill_step,
    set_block,
)
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths

#: Whether a block's trajectory so far is forgotten, as at first.
GOES_ON, AFRESH = 0, 1
#: How far the rate of tries exceeds every exit; measured: 2 mixes best for its cost.
EXCESS: Final = 2.0
#: Tries over the whole time even where nothing can happen; and at most, where nothing
#: is left as fast as other states are.
LEAST: Final = 8.0
MANY: Final = 64.0
#: The least time that rates are told for, in years.
SHORT: Final = 1e-9
#: Tries at first, so that there is one wherever a jump may be needed.
WIDE: Final = 100.0


@kernel
def draw_block(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    lay: Lay,
    facts: Facts,
    block: Block,
    x: FloatArray,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    rows: Rows,
    grid: Rows,
    afresh: int,
) -> bool:
    """Draw the trajectories of a block.

    Most rows have nothing to do with a block, which goes through the others alone.

    Args:
        lay: The network.
        facts: What is known.
        block: The variables.
        x: Value of every number.
        hazards: Every hazard.
        chances: Every chance.
        play: Room for instants.
        rows: The trajectory of all variables; left as it is.
        grid: Filled with the new one.
        afresh: Whether the block's trajectory so far is forgotten, as at first.

    Returns:
        Whether there is one: not if what is known cannot be, given all others, or if
        there is not room for it.
    """
    due = np.empty(grid.time.size, np.bool_)
    _lay_grid(lay, facts, block, hazards, rows, grid, due, afresh)
    if grid.filled[0] > grid.time.size:
        return False
    stop = np.flatnonzero(due[: grid.filled[0]])
    matrix = _matrices(grid, stop)
    codes = block.stride[0] * block.states[0]
    step = np.zeros((matrix[-1] + 1, codes, codes))
    forward = np.empty((stop.size, codes))
    kept = np.empty((stop.size, codes))
    live = np.zeros(lay.ground.unit_width.size)
    before = np.empty(rows.state.shape[1], np.int64)
    after = np.empty(rows.state.shape[1], np.int64)
    quiet, idle = np.zeros(codes), np.zeros(codes)
    end = max(grid.time[grid.filled[0] - 1], SHORT)
    _begin(lay, block, x, forward)
    for place in range(1, stop.size):
        at, last = stop[place], stop[place - 1]
        years = grid.time[at] - grid.time[last]
        if place == 1 or grid.what[last, KIND] != TRY:
            if place == 1 or block.edges[0]:
                fill_live(facts, grid.time[last], live)
            _fill_idle(lay, block, hazards, end, grid, last, before, idle, quiet)
            _fill_quiet(lay, block, hazards, live, grid, last, before, quiet)
        for code in range(codes):
            kept[place - 1, code] = forward[place - 1, code] * exp(-quiet[code] * years)
        if matrix[place] != matrix[place - 1]:
            fill_step(
                lay,
                facts,
                block,
                x,
                hazards,
                chances,
                play,
                grid,
                at,
                idle,
                before,
                after,
                step[matrix[place]],
            )
        total = _go_forward(kept[place - 1], step[matrix[place]], forward[place])
        if not total > 0.0:
            if not afresh or _binds(facts, block, grid, at):
                return False
            # Others may still stand where they cannot; this row waits for them.
            for code in range(codes):
                step[matrix[place], code, code] = 1.0
            total = _go_forward(kept[place - 1], step[matrix[place]], forward[place])
        forward[place] /= total
    _sample_back(block, grid, stop, matrix, forward, kept, step)
    return True


@kernel
def _matrices(grid: Rows, stop: IntArray) -> IntArray:
    """Which matrix each stop has: tries with nothing between them share one."""
    matrix = np.zeros(stop.size, np.int64)
    for place in range(1, stop.size):
        same = grid.what[stop[place], KIND] == TRY
        same &= grid.what[stop[place - 1], KIND] == TRY
        matrix[place] = matrix[place - 1] + (not same)
    return matrix


@inlined
def _go_forward(kept: FloatArray, step: FloatArray, forward: FloatArray) -> float:
    total = 0.0
    for to in range(forward.size):
        forward[to] = 0.0
        for code in range(forward.size):
            forward[to] += kept[code] * step[code, to]
        total += forward[to]
    return total


@inlined
def _binds(facts: Facts, block: Block, grid: Rows, at: int) -> bool:
    """Whether what a row knows is about the block itself."""
    known = grid.what[at, KNOWN]
    if known >= 0 and block.within[facts.known[known, 0]]:
        return True
    return bool(
        grid.what[at, KIND] == LOOK and block.within[facts.look[grid.what[at, OF]]]
    )


@inlined
def _idle_rate(leaving: float, largest: float, end: float) -> float:
    """Rate of tries that come to nothing, in a state that is left at some rate.

    Where other states are left much faster, tries at their rate would be in vain.
    """
    return min(EXCESS * largest - leaving, max(leaving, MANY / end)) + LEAST / end


@kernel
def _lay_grid(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    facts: Facts,
    block: Block,
    hazards: FloatArray,
    rows: Rows,
    grid: Rows,
    due: Truths,
    afresh: int,
) -> None:
    """Rows that stay, the block's own jumps, and tries at which it stayed."""
    grid.filled[0] = 0
    tried = np.array([TRY, -1, -1])
    count = rows.filled[0]
    end = max(rows.time[count - 1], SHORT)
    room = np.empty(rows.state.shape[1], np.int64)
    largest, rate = 0.0, 0.0
    for row in range(count):
        own = row > 0 and _is_own(block, rows, row)
        ends = row in (0, count - 1)
        counts = own or ends or _is_due(lay, facts, block, rows, row)
        if counts and not own:
            largest = _largest(lay, block, hazards, rows.state[row], room)
        if counts:
            leaving = exit_of(lay, block, hazards, rows.state[row])
            rate = _idle_rate(leaving, largest, end) + afresh * WIDE / end
        if not (own and afresh):
            if grid.filled[0] < due.size:
                due[grid.filled[0]] = counts
            what = tried if own else rows.what[row]
            add_row(grid, rows.time[row], what, rows.state[row])
        if row + 1 == count:
            return
        years = rows.time[row + 1] - rows.time[row]
        tries = draw_count(rate * years)
        if tries == 0:
            continue
        for time in draw_shares(tries):
            if grid.filled[0] < due.size:
                due[grid.filled[0]] = True
            add_row(grid, rows.time[row] + time * years, tried, rows.state[row])


@inlined
def _is_own(block: Block, rows: Rows, row: int) -> bool:
    """Whether nothing but the block jumps in a row, at a time that is not known."""
    if rows.what[row, KIND] != JUMP or rows.what[row, KNOWN] >= 0:
        return False
    for variable in range(block.within.size):
        if (
            not block.within[variable]
            and rows.state[row, variable] != rows.state[row - 1, variable]
        ):
            return False
    return True


@inlined
def _is_due(  # one for each kind of row
    lay: Lay, facts: Facts, block: Block, rows: Rows, row: int
) -> bool:
    """Whether a row tells of a block, or changes what it may do."""
    kind, of, known = rows.what[row, KIND], rows.what[row, OF], rows.what[row, KNOWN]
    if kind == LOOK:
        return bool(block.within[facts.look[of]])
    if kind == PLACED:
        return bool(block.heeds[of])
    if kind == EVENT:
        wakes = lay.ground.wake_ptr[of] < lay.ground.wake_ptr[of + 1]
        return bool(wakes or block.heeds[lay.ground.pulse_unit[of]])
    if kind == PLAIN:
        return bool(block.edges[0])
    if kind != JUMP or (known >= 0 and block.within[facts.known[known, 0]]):
        return True
    due = False
    for variable in range(block.minds.size):
        moved = rows.state[row, variable] != rows.state[row - 1, variable]
        due |= block.minds[variable] and moved
    return due


@kernel
def _largest(
    lay: Lay, block: Block, hazards: FloatArray, rest: IntArray, room: IntArray
) -> float:
    """The largest exit of a block, beside some states of the others."""
    largest = 0.0
    for code in range(block.stride[0] * block.states[0]):
        set_block(block, rest, code, room)
        largest = max(largest, exit_of(lay, block, hazards, room))
    return largest


@kernel
def _fill_idle(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    block: Block,
    hazards: FloatArray,
    end: float,
    grid: Rows,
    row: int,
    room: IntArray,
    idle: FloatArray,
    quiet: FloatArray,
) -> None:
    """Rates of tries that come to nothing, and of all tries, in each state."""
    largest = 0.0
    for code in range(idle.size):
        set_block(block, grid.state[row], code, room)
        quiet[code] = exit_of(lay, block, hazards, room)
        largest = max(largest, quiet[code])
    for code in range(idle.size):
        idle[code] = _idle_rate(quiet[code], largest, end)
        quiet[code] += idle[code]


@kernel
def _fill_quiet(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    block: Block,
    hazards: FloatArray,
    live: FloatArray,
    grid: Rows,
    row: int,
    room: IntArray,
    quiet: FloatArray,
) -> None:
    """Add hazards of what others do, and did not, in each state of a block."""
    for code in range(quiet.size):
        set_block(block, grid.state[row], code, room)
        for unit in block.child:
            share = share_alive(lay, live, room, unit)
            if share > 0.0:
                first = entry_in(lay.ground, room, unit)
                for entry in range(first, first + lay.ground.unit_width[unit]):
                    quiet[code] += share * hazards[entry]
    least = quiet.min()
    for code in range(quiet.size):
        quiet[code] -= least


@kernel
def _begin(lay: Lay, block: Block, x: FloatArray, forward: FloatArray) -> None:
    """How likely each state of a block is at the start."""
    for code in range(forward.shape[1]):
        weight = 1.0
        for place in range(block.variable.size):
            state = (code // block.stride[place]) % block.states[place]
            flat = lay.ground.state_ptr[block.variable[place]] + state
            number = lay.ground.start_number[flat]
            weight *= x[number] if number >= 0 else 0.0
        forward[0, code] = weight
    forward[0] /= forward[0].sum()


@kernel
def _sample_back(  # noqa: PLR0913, PLR0917  # as draw_block
    block: Block,
    grid: Rows,
    stop: IntArray,
    matrix: IntArray,
    forward: FloatArray,
    kept: FloatArray,
    step: FloatArray,
) -> None:
    """Draw the block's states from the last stop to the first, and drop idle tries."""
    drawn = np.empty(stop.size, np.int64)
    drawn[-1] = _draw(forward[-1])
    weights = np.empty(forward.shape[1])
    for place in range(stop.size - 1, 0, -1):
        for code in range(weights.size):
            weights[code] = kept[place - 1, code]
            weights[code] *= step[matrix[place], code, drawn[place]]
        drawn[place - 1] = _draw(weights)
    to, place = 0, 0
    for row in range(grid.filled[0]):
        if place + 1 < stop.size and stop[place + 1] == row:
            place += 1
        if grid.what[row, KIND] == TRY:
            if drawn[place] == drawn[place - 1]:
                continue
            grid.what[row, KIND] = JUMP
        grid.time[to] = grid.time[row]
        for column in range(grid.what.shape[1]):
            grid.what[to, column] = grid.what[row, column]
        set_block(block, grid.state[row], drawn[place], grid.state[to])
        to += 1
    grid.filled[0] = to


@inlined
def _draw(weights: FloatArray) -> int:
    total = 0.0
    for weight in weights:
        total += weight
    at, last = draw_share() * total, 0
    for place in range(weights.size):
        if weights[place] > 0.0:
            last = place
            if at < weights[place]:
                break
            at -= weights[place]
    return last
