"""Accounts: what a trajectory did, and how long it could have, entry by entry."""

from math import inf
from typing import NamedTuple

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
from forewarn.engine.posterior.sample.luck import draw_share
from forewarn.engine.posterior.sample.rows import (
    DATE,
    EVENT,
    JUMP,
    KIND,
    LOOK,
    OF,
    PLACED,
    PLAIN,
    Facts,
    Rows,
    copy_states,
    fill_live,
    same_states,
    share_alive,
)
from forewarn.engine.statistics.ground import IntArray


class Account(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Sufficient statistics of a trajectory."""

    #: Years at risk, at the first entry of each cell; and jumps or events; (entry,).
    years: FloatArray
    came: FloatArray
    #: Trials of each chance, and how many came; shape (chance entry,).
    tried: FloatArray
    hit: FloatArray
    #: Times that each share was drawn, at the start or on a date; shape (number,).
    drawn: FloatArray
    #: Cells met by each unit, from its first entry on; and how many; (entry,), (unit,).
    cell: IntArray
    cells: IntArray


def new_account(entries: int, chances: int, numbers: int, units: int) -> Account:
    """An account of nothing."""
    return Account(
        years=np.zeros(entries),
        came=np.zeros(entries),
        tried=np.zeros(chances),
        hit=np.zeros(chances),
        drawn=np.zeros(numbers),
        cell=np.zeros(entries, np.int64),
        cells=np.zeros(units, np.int64),
    )


@kernel
def take_account(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    lay: Lay,
    facts: Facts,
    x: FloatArray,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    rows: Rows,
    before: Account,
    account: Account,
) -> bool:
    """Add up what a trajectory did, to what history did before the start.

    How an instant came about that triggers or dates may have brought about in several
    ways is drawn.

    Args:
        lay: The network.
        facts: What is known.
        x: Value of every number.
        hazards: Every hazard.
        chances: Every chance.
        play: Room for instants.
        rows: The trajectory.
        before: What is counted from the first.
        account: To fill.

    Returns:
        Whether the trajectory can be: every instant came about in some way.
    """
    _copy(account, before)
    live = np.zeros(lay.ground.unit_width.size)
    after = np.empty(rows.state.shape[1], np.int64)
    for variable in range(after.size):
        flat = lay.ground.state_ptr[variable] + rows.state[0, variable]
        account.drawn[lay.ground.start_number[flat]] += 1.0
    fill_live(facts, 0.0, live)
    since = 0.0
    for row in range(1, rows.filled[0]):
        kind = rows.what[row, KIND]
        if kind in (LOOK, PLACED):  # nothing moves there
            if not _add_still(lay, facts, rows, row, account):
                return False
            continue
        years, since = rows.time[row] - since, rows.time[row]
        _add_years(lay, rows.state[row - 1], years, live, account)
        if kind == PLAIN:
            fill_live(facts, rows.time[row], live)
        if not _add_instant(lay, x, hazards, chances, play, rows, row, after, account):
            return False
    return True


@kernel
def _copy(to: Account, of: Account) -> None:
    to.years[:] = of.years
    to.came[:] = of.came
    to.tried[:] = of.tried
    to.hit[:] = of.hit
    to.drawn[:] = of.drawn
    to.cell[:] = of.cell
    to.cells[:] = of.cells


@inlined
def meet_cell(lay: Lay, account: Account, unit: int, first: int, years: float) -> None:
    """Add years at risk in a cell of a unit."""
    if account.years[first] == 0.0 and years > 0.0:
        place = lay.ground.units.first[unit] + account.cells[unit]
        account.cell[place] = first
        account.cells[unit] += 1
    account.years[first] += years


@kernel
def _add_years(
    lay: Lay, state: IntArray, years: float, live: FloatArray, account: Account
) -> None:
    for unit in range(live.size):
        share = share_alive(lay, live, state, unit)
        if share > 0.0 and years > 0.0:
            first = entry_in(lay.ground, state, unit)
            meet_cell(lay, account, unit, first, share * years)


@inlined
def _add_still(lay: Lay, facts: Facts, rows: Rows, row: int, account: Account) -> bool:
    of, state = rows.what[row, OF], rows.state[row]
    if rows.what[row, KIND] == LOOK:
        return bool(facts.look_weight[of, state[facts.look[of]]] > 0.0)
    _add_came(lay, account, of, entry_in(lay.ground, state, of), 0)
    return True


@kernel
def _add_instant(  # noqa: PLR0913, PLR0917  # as take_account
    lay: Lay,
    x: FloatArray,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    rows: Rows,
    row: int,
    after: IntArray,
    account: Account,
) -> bool:
    kind, before = rows.what[row, KIND], rows.state[row - 1]
    if kind not in (JUMP, DATE, EVENT):
        return True
    total, pulse = _visit(lay, x, hazards, chances, play, rows, row, inf, after)
    if not total > 0.0:
        return False
    limit = draw_share() * total
    total, pulse = _visit(lay, x, hazards, chances, play, rows, row, limit, after)
    if pulse >= 0:
        unit = lay.ground.pulse_unit[pulse]
        first = entry_in(lay.ground, before, unit)
        _add_came(lay, account, unit, first, pulse - lay.ground.unit_pulse[unit])
    for trial in range(play.at[1]):
        account.tried[play.tried[trial]] += 1.0
        account.hit[play.tried[trial]] += play.came[trial]
    for share in range(play.at[2]):
        account.drawn[play.drawn[share]] += 1.0
    return True


@inlined
def _add_came(lay: Lay, account: Account, unit: int, first: int, place: int) -> None:
    # A cell may be met without time in it: what is known stands at both its ends.
    meet_cell(lay, account, unit, first, 1e-300)
    account.came[first + place] += 1.0


@kernel
def _visit(  # noqa: PLR0913, PLR0917  # as take_account
    lay: Lay,
    x: FloatArray,
    hazards: FloatArray,
    chances: FloatArray,
    play: Play,
    rows: Rows,
    row: int,
    limit: float,
    after: IntArray,
) -> tuple[float, int]:
    """Sum of the ways that an instant may have gone, up to where it passes a limit.

    Returns:
        The sum, and the pulse that begins the last of them, below 0 for a date.
    """
    kind, of, before = rows.what[row, KIND], rows.what[row, OF], rows.state[row - 1]
    ground, past = lay.ground, 0.0
    if kind == DATE:
        return _visit_date(lay, x, chances, play, rows, row, limit, after), -1
    if kind == EVENT:
        entry = entry_in(ground, before, ground.pulse_unit[of])
        entry += of - ground.unit_pulse[ground.pulse_unit[of]]
        hazard = hazards[entry]
        return _visit_pulse(
            lay, chances, play, rows, row, of, hazard, past, limit, after
        ), of
    for variable in range(before.size):
        if before[variable] == rows.state[row, variable]:
            continue
        flat = ground.state_ptr[variable] + before[variable]
        for unit in range(ground.state_unit[flat], ground.state_unit[flat + 1]):
            first = entry_in(ground, before, unit)
            for place in range(ground.unit_width[unit]):
                pulse, hazard = ground.unit_pulse[unit] + place, hazards[first + place]
                past = _visit_pulse(
                    lay, chances, play, rows, row, pulse, hazard, past, limit, after
                )
                if past > limit:
                    return past, pulse
    return past, -1


@kernel
def _visit_pulse(  # noqa: PLR0913, PLR0917  # as take_account
    lay: Lay,
    chances: FloatArray,
    play: Play,
    rows: Rows,
    row: int,
    pulse: int,
    hazard: float,
    past: float,
    limit: float,
    after: IntArray,
) -> float:
    if lay.ground.wake_ptr[pulse] == lay.ground.wake_ptr[pulse + 1]:
        play.at[:] = 0
        copy_states(after, rows.state[row - 1])
        variable = lay.ground.pulse_variable[pulse]
        if variable >= 0:
            after[variable] = lay.ground.pulse_target[pulse]
        return past + hazard * same_states(after, rows.state[row])
    begin_scripts(play)
    while True:
        copy_states(after, rows.state[row - 1])
        weight = hazard * play_pulse(lay, chances, play, after, pulse)
        if weight > 0.0 and same_states(after, rows.state[row]):
            past += weight
            if past > limit:
                return past
        if not next_script(play):
            return past


@kernel
def _visit_date(  # noqa: PLR0913, PLR0917  # as take_account
    lay: Lay,
    x: FloatArray,
    chances: FloatArray,
    play: Play,
    rows: Rows,
    row: int,
    limit: float,
    after: IntArray,
) -> float:
    past = 0.0
    begin_scripts(play)
    while True:
        copy_states(after, rows.state[row - 1])
        weight = play_date(lay, x, chances, play, after, rows.what[row, OF])
        if weight > 0.0 and same_states(after, rows.state[row]):
            past += weight
            if past > limit:
                return past
        if not next_script(play):
            return past
