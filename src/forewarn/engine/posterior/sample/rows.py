"""Rows: one trajectory of all variables, an instant or a look at it in each row."""

from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.lay import Lay
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths

#: What a row is: the start; a jump by a hazard; a date; an event that is known; one of
#: the counted that was placed; a look; where windows open or close; the end.
START, JUMP, DATE, EVENT, PLACED, LOOK, PLAIN, END = range(8)
#: Columns of ``Rows.what``: kind, what it is of, and the jump that is known, or -1.
KIND, OF, KNOWN = range(3)
#: Kinds of watches: nothing is placed; just so many were; one at most; one at least.
SILENT, COUNTED, ONCE, EVER = range(4)
#: Rows that there is room for at first, beside what is known.
ROOM: Final = 1024


class Rows(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """A trajectory: in row i the states from ``time[i]`` on."""

    #: How many rows are filled; shape (1,).
    filled: IntArray
    #: In years, never falling; shape (room,).
    time: FloatArray
    #: Shape (room, 3).
    what: IntArray
    #: State of every variable; shape (room, variable).
    state: IntArray


class Facts(NamedTuple):
    """What is known, beside what stands in the rows."""

    #: Windows in which a variable jumps only as told: (from, until]; shape (window,).
    window_from: FloatArray
    window_until: FloatArray
    #: Variable; and whether it may jump from one state to another; (window, from, to).
    window: IntArray
    window_allow: Truths
    #: Jumps that came at a known time: variable and target; shape (known, 2).
    known: IntArray
    known_source: Truths
    #: Variable of each look, and how likely it is in each state; shape (look, state).
    look: IntArray
    look_weight: FloatArray
    #: Jumps that may have come in (from, until], as for windows; and how likely the
    #: report is if one did and if none did; shape (mark, 4).
    mark: FloatArray
    mark_jump: IntArray
    mark_source: Truths
    #: Whether it came once at most, since each would have been told; shape (mark,).
    mark_once: Truths
    #: When units are watched, (from, until, scale of the hazard); shape (watch, 3).
    watch: FloatArray
    watch_unit: IntArray
    #: The event it is of, -1 for signs that are counted; and what is placed; (watch,).
    watch_pulse: IntArray
    watch_kind: IntArray
    #: Of counts: their variance over their mean; and how many there were.
    watch_spread: FloatArray
    watch_count: IntArray
    #: Of what came once: how likely reports are if it came and if not; (watch, 2).
    watch_weight: FloatArray
    #: When nothing is known of an event, (from, until); its unit and pulse; (gap, 2).
    gap: FloatArray
    gap_of: IntArray


class Block(NamedTuple):
    """Variables that move together."""

    #: Variables, their numbers of states, and the stride of each in a code.
    variable: IntArray
    states: IntArray
    stride: IntArray
    #: Whether each variable is in it; shape (variable,).
    within: Truths
    #: Units of others that read them.
    child: IntArray
    #: Variables whose jumps change what the block's own may do; shape (variable,).
    minds: Truths
    #: Units whose events tell of the block; shape (unit,).
    heeds: Truths
    #: Whether edges of windows change what the block may do, or what it is told; (1,).
    edges: Truths


def new_rows(variables: int, room: int) -> Rows:
    """Room for a trajectory of so many rows."""
    return Rows(
        filled=np.zeros(1, np.int64),
        time=np.zeros(room),
        what=np.zeros((room, 3), np.int64),
        state=np.zeros((room, variables), np.int64),
    )


def too_long(rows: Rows) -> bool:
    """Whether a trajectory did not find room."""
    return int(rows.filled[0]) > rows.time.size


@kernel
def copy_rows(to: Rows, of: Rows) -> None:
    """Make one trajectory the same as another."""
    count = of.filled[0]
    to.filled[0] = count
    to.time[:count] = of.time[:count]
    to.what[:count] = of.what[:count]
    to.state[:count] = of.state[:count]


@inlined
def add_row(rows: Rows, time: float, what: IntArray, state: IntArray) -> None:
    """Add a row at the end; one that finds no room is counted, and not kept."""
    at = rows.filled[0]
    rows.filled[0] += 1
    if at < rows.time.size:
        rows.time[at] = time
        copy_states(rows.what[at], what)
        copy_states(rows.state[at], state)


@inlined
def copy_states(to: IntArray, of: IntArray) -> None:
    """Copy one row of whole numbers to another, without room for a third."""
    for at in range(to.size):
        to[at] = of[at]


@inlined
def same_states(one: IntArray, other: IntArray) -> bool:
    """Whether two rows of whole numbers are the same."""
    for at in range(one.size):  # noqa: SIM110  # kernels have no generators
        if one[at] != other[at]:
            return False
    return True


@inlined
def fill_live(facts: Facts, time: float, live: FloatArray) -> None:
    """How much of each unit's hazard is watched right after a time; shape (unit,)."""
    live[:] = 0.0
    for watch in range(facts.watch_unit.size):
        if facts.watch[watch, 0] <= time < facts.watch[watch, 1]:
            live[facts.watch_unit[watch]] += facts.watch[watch, 2]


@inlined
def share_alive(lay: Lay, live: FloatArray, state: IntArray, unit: int) -> float:
    """How much of a unit's hazard counts in a joint state: 0 where it cannot fire."""
    variable = lay.ground.unit_variable[unit]
    if variable < 0:
        return float(live[unit])
    return 1.0 if state[variable] == lay.ground.unit_source[unit] else 0.0


@kernel
def weigh_marks(facts: Facts, rows: Rows, within: Truths) -> float:
    """How likely reports are of what may have come, or came on a day not known.

    Args:
        facts: What is known.
        rows: The trajectory.
        within: Whether reports of each variable count; shape (variable,).
    """
    weight = 1.0
    for mark in range(len(facts.mark)):
        if within[facts.mark_jump[mark, 0]]:
            came = _times_came(facts, rows, mark)
            if came > 1 and facts.mark_once[mark]:
                return 0.0
            weight *= facts.mark[mark, 2] if came > 0 else facts.mark[mark, 3]
    return weight


@kernel
def _times_came(facts: Facts, rows: Rows, mark: int) -> int:
    variable, target = facts.mark_jump[mark]
    came = 0
    for row in range(1, rows.filled[0]):
        if facts.mark[mark, 0] < rows.time[row] <= facts.mark[mark, 1]:
            source, after = rows.state[row - 1, variable], rows.state[row, variable]
            if target < 0:  # a state at some time of the window, not a jump
                came += facts.mark_source[mark, source]
                came += facts.mark_source[mark, after]
            elif source != target and after == target:
                came += facts.mark_source[mark, source]
    return came


@inlined
def is_allowed(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    facts: Facts, variable: int, time: float, known: int, source: int, target: int
) -> bool:
    """Whether a variable may be in two states before and after a time."""
    if known >= 0 and facts.known[known, 0] == variable:
        return bool(
            target == facts.known[known, 1] and facts.known_source[known, source]
        )
    if source == target:
        return True
    for window in range(len(facts.window)):
        if (
            facts.window[window] == variable
            and facts.window_from[window] < time <= facts.window_until[window]
            and not facts.window_allow[window, source, target]
        ):
            return False
    return True
