r"""Hidden trajectories: those of some variables, given all others and all numbers.

Uniformisation: a path is that of a chain that is tried at the times of a Poisson
process whose rate :math:`\Omega` exceeds every exit, and that stays at most tries.
Given the path, the tries at which it stayed are Poisson again; given all tries, the
path is that of a chain in steps, drawn by filtering forward and sampling backward.

Source:
    Rao and Teh (2013), Fast MCMC sampling for Markov jump processes and extensions.
"""

from math import exp
from typing import Final

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.instant import (
    Play,
    begin_scripts,
    next_script,
    play_date,
    play_pulse,
)
from forewarn.engine.posterior.sample.lay import Lay, entry_in
from forewarn.engine.posterior.sample.luck import draw_share, draw_sorted
from forewarn.engine.posterior.sample.rows import (
    DATE,
    EVENT,
    JUMP,
    KIND,
    KNOWN,
    LOOK,
    MOST,
    OF,
    PLACED,
    Block,
    Facts,
    Rows,
    add_row,
    copy_states,
    fill_live,
    is_allowed,
    share_alive,
)
from forewarn.engine.statistics.ground import IntArray

#: Whether a block's trajectory so far is forgotten, as at first.
GOES_ON, AFRESH = 0, 1
#: Kind of a row at which a block is tried.
TRY: Final = 8
#: How far the rate of tries exceeds every exit; measured: 2 mixes best for its cost.
EXCESS: Final = 2.0
#: Tries over the whole time even where nothing can happen.
LEAST: Final = 8.0
#: Tries at first, so that there is one wherever a jump may be needed.
WIDE: Final = 100.0


@kernel
def draw_block(  # noqa: PLR0913, PLR0917, C901  # compiled, and all it reads
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
        Whether there is one: not if what is known cannot be, given all others.
    """
    omega = np.empty(MOST)
    _lay_grid(lay, block, hazards, rows, grid, omega, afresh)
    if grid.filled[0] > MOST:
        return False
    count, codes = grid.filled[0], block.stride[0] * block.states[0]
    step = np.zeros((count, codes, codes))
    forward = np.empty((count, codes))
    kept = np.empty((count, codes))
    live = np.zeros(lay.ground.unit_width.size)
    before = np.empty(rows.state.shape[1], np.int64)
    after = np.empty(rows.state.shape[1], np.int64)
    _begin(lay, block, x, forward)
    fill_live(facts, 0.0, live)
    for at in range(1, count):
        years = grid.time[at] - grid.time[at - 1]
        if at == 1 or grid.what[at - 1, KIND] != TRY:
            fill_live(facts, grid.time[at - 1], live)
            exits = _fill_quiet(lay, block, hazards, live, grid, at - 1, before)
        for code in range(codes):
            kept[at - 1, code] = forward[at - 1, code] * exp(-exits[code] * years)
        if grid.what[at, KIND] == TRY and grid.what[at - 1, KIND] == TRY:
            step[at] = step[at - 1]  # nothing that a try hangs on lies between them
        else:
            _fill_step(
                lay,
                facts,
                block,
                x,
                hazards,
                chances,
                play,
                grid,
                at,
                omega[at],
                before,
                after,
                step[at],
            )
        total = 0.0
        for to in range(codes):
            forward[at, to] = 0.0
            for code in range(codes):
                forward[at, to] += kept[at - 1, code] * step[at, code, to]
            total += forward[at, to]
        if not total > 0.0:
            if not afresh or _binds(facts, block, grid, at):
                return False
            # Others may still stand where they cannot; this row waits for them.
            for code in range(codes):
                step[at, code, code] = 1.0
                forward[at, code] = kept[at - 1, code]
                total += kept[at - 1, code]
        forward[at] /= total
    _sample_back(block, grid, forward, kept, step)
    return True


@inlined
def _binds(facts: Facts, block: Block, grid: Rows, at: int) -> bool:
    """Whether what a row knows is about the block itself."""
    known = grid.what[at, KNOWN]
    if known >= 0 and block.within[facts.known[known, 0]]:
        return True
    return bool(
        grid.what[at, KIND] == LOOK and block.within[facts.look[grid.what[at, OF]]]
    )


@kernel
def _lay_grid(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    block: Block,
    hazards: FloatArray,
    rows: Rows,
    grid: Rows,
    omega: FloatArray,
    afresh: int,
) -> None:
    """Rows that stay, the block's own jumps, and tries at which it stayed."""
    grid.filled[0] = 0
    tried = np.array([TRY, -1, -1])
    end = rows.time[rows.filled[0] - 1]
    room = np.empty(rows.state.shape[1], np.int64)
    rate = 0.0
    for row in range(rows.filled[0]):
        own = row > 0 and _is_own(block, rows, row)
        if not own:
            rate = _fill_rate(lay, block, hazards, rows.state[row], room)
            rate = EXCESS * rate + (WIDE if afresh else LEAST) / max(end, 1e-9)
        if not (own and afresh):
            if grid.filled[0] < MOST:
                omega[grid.filled[0]] = rate
            what = tried if own else rows.what[row]
            add_row(grid, rows.time[row], what, rows.state[row])
        if row + 1 < rows.filled[0]:
            years = rows.time[row + 1] - rows.time[row]
            more = rate
            if not afresh:
                more -= _exit(lay, block, hazards, rows.state[row])
            times = draw_sorted(more * years)
            for time in times:
                if grid.filled[0] < MOST:
                    omega[grid.filled[0]] = rate
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
def _set_block(block: Block, rest: IntArray, code: int, state: IntArray) -> None:
    copy_states(state, rest)
    for place in range(block.variable.size):
        at = (code // block.stride[place]) % block.states[place]
        state[block.variable[place]] = at


@inlined
def code_of(block: Block, state: IntArray) -> int:
    """The number of a block's states."""
    code = 0
    for place in range(block.variable.size):
        code += block.stride[place] * state[block.variable[place]]
    return code


@inlined
def _exit(lay: Lay, block: Block, hazards: FloatArray, state: IntArray) -> float:
    """Sum of the hazards by which a block leaves a joint state."""
    total, ground = 0.0, lay.ground
    for variable in block.variable:
        flat = ground.state_ptr[variable] + state[variable]
        for unit in range(ground.state_unit[flat], ground.state_unit[flat + 1]):
            first = entry_in(ground, state, unit)
            for entry in range(first, first + ground.unit_width[unit]):
                total += hazards[entry]
    return total


@kernel
def _fill_rate(
    lay: Lay, block: Block, hazards: FloatArray, rest: IntArray, room: IntArray
) -> float:
    """The largest exit of a block, beside some states of the others."""
    largest = 0.0
    for code in range(block.stride[0] * block.states[0]):
        _set_block(block, rest, code, room)
        largest = max(largest, _exit(lay, block, hazards, room))
    return largest


@kernel
def _fill_quiet(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    block: Block,
    hazards: FloatArray,
    live: FloatArray,
    grid: Rows,
    row: int,
    room: IntArray,
) -> FloatArray:
    """Hazards of what others do, and did not, in each state of a block."""
    quiet = np.zeros(block.stride[0] * block.states[0])
    for code in range(quiet.size):
        _set_block(block, grid.state[row], code, room)
        for unit in block.child:
            share = share_alive(lay, live, room, unit)
            if share > 0.0:
                first = entry_in(lay.ground, room, unit)
                for entry in range(first, first + lay.ground.unit_width[unit]):
                    quiet[code] += share * hazards[entry]
    least = quiet.min()
    for code in range(quiet.size):
        quiet[code] -= least
    return quiet


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
def _fill_step(  # noqa: PLR0913, PLR0917, C901  # as draw_block
    lay: Lay,
    facts: Facts,
    block: Block,
    x: FloatArray,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    grid: Rows,
    at: int,
    omega: float,
    before: IntArray,
    after: IntArray,
    step: FloatArray,
) -> None:
    """What a row makes of one state of a block: how likely each state is after it."""
    kind, of = grid.what[at, KIND], grid.what[at, OF]
    for code in range(len(step)):
        _set_block(block, grid.state[at - 1], code, before)
        if kind in (TRY, JUMP):
            scale = 1.0 / omega if kind == TRY else 1.0
            if kind == TRY:
                step[code, code] = 1.0 - _exit(lay, block, hazards, before) * scale
            for variable in range(before.size):
                moved = grid.state[at, variable] != grid.state[at - 1, variable]
                if block.within[variable] or moved:
                    _try_variable(
                        lay,
                        facts,
                        block,
                        hazards,
                        chances,
                        play,
                        grid,
                        at,
                        variable,
                        before,
                        after,
                        scale,
                        step[code],
                    )
        elif kind == DATE:
            begin_scripts(play)
            more = True
            while more:
                copy_states(after, before)
                weight = play_date(lay, x, chances, play, after, of)
                _add_step(facts, block, grid, at, before, after, weight, step[code])
                more = next_script(play)
        elif kind == EVENT:
            unit = lay.ground.pulse_unit[of]
            entry = entry_in(lay.ground, before, unit)
            hazard = hazards[entry + of - lay.ground.unit_pulse[unit]]
            _try_pulse(
                lay,
                facts,
                block,
                chances,
                play,
                grid,
                at,
                of,
                before,
                after,
                hazard,
                step[code],
            )
        elif kind == PLACED:
            step[code, code] = hazards[entry_in(lay.ground, before, of)]
        elif kind == LOOK:
            step[code, code] = facts.look_weight[of, before[facts.look[of]]]
        else:
            step[code, code] = 1.0


@inlined
def _try_variable(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    facts: Facts,
    block: Block,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    grid: Rows,
    at: int,
    variable: int,
    before: IntArray,
    after: IntArray,
    scale: float,
    step: FloatArray,
) -> None:
    """Add what becomes of every jump of a variable."""
    ground = lay.ground
    flat = ground.state_ptr[variable] + before[variable]
    for unit in range(ground.state_unit[flat], ground.state_unit[flat + 1]):
        first, pulse = entry_in(ground, before, unit), ground.unit_pulse[unit]
        for place in range(ground.unit_width[unit]):
            hazard = hazards[first + place] * scale
            if hazard > 0.0 and ground.wake_ptr[pulse] == ground.wake_ptr[pulse + 1]:
                copy_states(after, before)
                after[variable] = ground.pulse_target[pulse]
                _add_step(facts, block, grid, at, before, after, hazard, step)
            elif hazard > 0.0:
                _try_pulse(
                    lay,
                    facts,
                    block,
                    chances,
                    play,
                    grid,
                    at,
                    pulse,
                    before,
                    after,
                    hazard,
                    step,
                )
            pulse += 1


@kernel
def _try_pulse(  # noqa: PLR0913, PLR0917  # as draw_block
    lay: Lay,
    facts: Facts,
    block: Block,
    chances: FloatArray,
    play: Play,
    grid: Rows,
    at: int,
    pulse: int,
    before: IntArray,
    after: IntArray,
    hazard: float,
    step: FloatArray,
) -> None:
    """Add every way the instant of a jump or event may go."""
    begin_scripts(play)
    more = True
    while more:
        copy_states(after, before)
        weight = hazard * play_pulse(lay, chances, play, after, pulse)
        _add_step(facts, block, grid, at, before, after, weight, step)
        more = next_script(play)


@inlined
def _add_step(  # noqa: PLR0913, PLR0917  # as draw_block
    facts: Facts,
    block: Block,
    grid: Rows,
    at: int,
    before: IntArray,
    after: IntArray,
    weight: float,
    step: FloatArray,
) -> None:
    """Add a way that an instant may go, if it leaves the others as they are known."""
    if weight <= 0.0:
        return
    known = grid.what[at, KNOWN]
    for variable in range(after.size):
        if not block.within[variable] and after[variable] != grid.state[at, variable]:
            return
        told = known >= 0 and facts.known[known, 0] == variable
        if (block.within[variable] or told) and not is_allowed(
            facts, variable, grid.time[at], known, before[variable], after[variable]
        ):
            return
    step[code_of(block, after)] += weight


@kernel
def _sample_back(
    block: Block,
    grid: Rows,
    forward: FloatArray,
    kept: FloatArray,
    step: FloatArray,
) -> None:
    """Draw the block's states from the last row to the first."""
    last = grid.filled[0] - 1
    code = _draw(forward[last])
    room = np.empty(grid.state.shape[1], np.int64)
    for row in range(last, -1, -1):
        _set_block(block, grid.state[row], code, room)
        grid.state[row] = room
        if row > 0:
            code = _draw(kept[row - 1] * step[row, :, code])
    to = 0
    for row in range(last + 1):
        if grid.what[row, KIND] == TRY:
            if code_of(block, grid.state[row]) == code_of(block, grid.state[to - 1]):
                continue
            grid.what[row, KIND] = JUMP
        grid.time[to] = grid.time[row]
        grid.what[to] = grid.what[row]
        grid.state[to] = grid.state[row]
        to += 1
    grid.filled[0] = to


@inlined
def _draw(weights: FloatArray) -> int:
    at = draw_share() * weights.sum()
    last = 0
    for place in range(weights.size):
        if weights[place] > 0.0:
            last = place
            if at < weights[place]:
                break
            at -= weights[place]
    return last
