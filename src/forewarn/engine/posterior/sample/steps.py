"""Steps: what one row of a grid makes of each state of a block."""

from typing import Final

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
from forewarn.engine.posterior.sample.rows import (
    DATE,
    EVENT,
    JUMP,
    KIND,
    KNOWN,
    LOOK,
    OF,
    PLACED,
    Block,
    Facts,
    Rows,
    copy_states,
    is_allowed,
)
from forewarn.engine.statistics.ground import IntArray

#: Kind of a row at which a block is tried.
TRY: Final = 8


@inlined
def set_block(block: Block, rest: IntArray, code: int, state: IntArray) -> None:
    """Put a block in one of its states, beside some states of the others."""
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
def exit_of(lay: Lay, block: Block, hazards: FloatArray, state: IntArray) -> float:
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
def fill_step(  # noqa: PLR0913, PLR0917, C901  # as draw_block
    lay: Lay,
    facts: Facts,
    block: Block,
    x: FloatArray,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    grid: Rows,
    at: int,
    idle: FloatArray,
    before: IntArray,
    after: IntArray,
    step: FloatArray,
) -> None:
    """What a row makes of one state of a block: how likely each state is after it."""
    kind, of = grid.what[at, KIND], grid.what[at, OF]
    for code in range(len(step)):
        set_block(block, grid.state[at - 1], code, before)
        if kind in (TRY, JUMP):
            if kind == TRY:
                step[code, code] = idle[code]
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
    step: FloatArray,
) -> None:
    """Add what becomes of every jump of a variable."""
    ground = lay.ground
    flat = ground.state_ptr[variable] + before[variable]
    for unit in range(ground.state_unit[flat], ground.state_unit[flat + 1]):
        first, pulse = entry_in(ground, before, unit), ground.unit_pulse[unit]
        for place in range(ground.unit_width[unit]):
            hazard = hazards[first + place]
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
