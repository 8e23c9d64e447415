"""Instants: what may happen at one moment, played by a script of what comes about."""

from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.lay import Lay, cell_in
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths

#: What an instant may be made of before a script is full; triggers make no circles.
PICKS = 64


class Play(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Room for one instant."""

    #: What is picked at each point, and out of how many; shape (PICKS,) each.
    script: IntArray
    options: IntArray
    #: Picks made; trials kept; shares kept.
    at: IntArray
    #: Entry of each chance that was tried, and whether it came; shape (PICKS,) each.
    tried: IntArray
    came: IntArray
    #: Number of each share that was drawn; shape (PICKS,).
    drawn: IntArray
    #: Triggers that are awake, that are done, and clauses that woke them.
    awake: Truths
    done: Truths
    clause: Truths


def new_play(triggers: int, clauses: int) -> Play:
    """Room for an instant of some triggers."""
    rows = [np.zeros(PICKS, np.int64) for _ in range(5)]
    return Play(
        script=rows[0],
        options=rows[1],
        at=np.zeros(3, np.int64),
        tried=rows[2],
        came=rows[3],
        drawn=rows[4],
        awake=np.zeros(triggers, np.bool_),
        done=np.zeros(triggers, np.bool_),
        clause=np.zeros(clauses, np.bool_),
    )


@inlined
def begin_scripts(play: Play) -> None:
    """Go back to the first script."""
    play.script[:] = 0
    play.at[0] = 0


@inlined
def next_script(play: Play) -> bool:
    """Go to the next script; false where all have been played."""
    last = play.at[0] - 1
    while last >= 0 and play.script[last] + 1 >= play.options[last]:
        last -= 1
    if last < 0:
        return False
    play.script[last] += 1
    play.script[last + 1 :] = 0
    return True


@kernel
def play_pulse(
    lay: Lay, chances: FloatArray, play: Play, state: IntArray, pulse: int
) -> float:
    """The chance that an instant goes by its script, once a pulse has come.

    Args:
        lay: The network.
        chances: Every chance.
        play: The script, and room.
        state: State of every variable, moved to what it is at the end.
        pulse: The jump or event that the instant begins with.
    """
    _clear(play)
    _come(lay, play, state, pulse)
    return _settle(lay, chances, play, state)


@kernel
def play_date(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    lay: Lay,
    x: FloatArray,
    chances: FloatArray,
    play: Play,
    state: IntArray,
    date: int,
) -> float:
    """The chance that the schedules of a date go by the script; see above."""
    _clear(play)
    ground, weight = lay.ground, 1.0
    for place in range(ground.turn_ptr[date], ground.turn_ptr[date + 1]):
        schedule = ground.turn[place]
        way = ground.schedule_ptr[schedule]
        if ground.draws[schedule]:
            weight *= _draw(lay, x, play, state, schedule)
        else:
            weight *= _try(lay, chances, play, state, way)
        weight *= _settle(lay, chances, play, state)
    return weight


@inlined
def _clear(play: Play) -> None:
    play.at[:] = 0
    play.awake[:] = False
    play.done[:] = False
    play.clause[:] = False


@inlined
def _pick(play: Play, options: int) -> int:
    at = play.at[0]
    play.options[at] = options
    play.at[0] += 1
    return int(play.script[at])


@inlined
def _come(lay: Lay, play: Play, state: IntArray, pulse: int) -> None:
    ground = lay.ground
    variable = ground.pulse_variable[pulse]
    if variable >= 0:
        state[variable] = ground.pulse_target[pulse]
    for place in range(ground.wake_ptr[pulse], ground.wake_ptr[pulse + 1]):
        clause = ground.wake[place]
        if not play.done[ground.clause_trigger[clause]]:
            play.clause[clause] = True
            play.awake[ground.clause_trigger[clause]] = True


@inlined
def _settle(lay: Lay, chances: FloatArray, play: Play, state: IntArray) -> float:
    """Test triggers as long as one is awake, the first as declared each time."""
    ground, weight = lay.ground, 1.0
    first = ground.schedule_ptr[ground.schedule_ptr.size - 1]
    trigger = 0
    while trigger < play.awake.size:
        if not play.awake[trigger]:
            trigger += 1
            continue
        play.awake[trigger] = False
        if _holds(lay, play, state, trigger):
            if _pulse_of(lay, state, first + trigger) >= 0:
                play.done[trigger] = True
            weight *= _try(lay, chances, play, state, first + trigger)
        trigger = 0
    return weight


@inlined
def _holds(lay: Lay, play: Play, state: IntArray, trigger: int) -> bool:
    ground, holds = lay.ground, False
    for clause in range(ground.clause_trigger.size):
        if ground.clause_trigger[clause] == trigger and play.clause[clause]:
            play.clause[clause] = False
            table = ground.clause_table[clause]
            cell = cell_in(ground.conditions, state, table)
            holds |= ground.truth[ground.conditions.first[table] + cell]
    return holds


@inlined
def _try(lay: Lay, chances: FloatArray, play: Play, state: IntArray, way: int) -> float:
    pulse = _pulse_of(lay, state, way)
    if pulse < 0:
        return 1.0
    table = lay.ground.way_chance[way]
    entry = lay.ground.chances.first[table] + cell_in(lay.ground.chances, state, table)
    came = _pick(play, 2) == 1
    play.tried[play.at[1]] = entry
    play.came[play.at[1]] = came
    play.at[1] += 1
    if came:
        _come(lay, play, state, pulse)
        return float(chances[entry])
    return float(1.0 - chances[entry])


@inlined
def _draw(lay: Lay, x: FloatArray, play: Play, state: IntArray, schedule: int) -> float:
    ground, total = lay.ground, 0.0
    first, last = ground.schedule_ptr[schedule], ground.schedule_ptr[schedule + 1]
    for way in range(first, last):
        total += x[ground.way_number[way]]
    way = first + _pick(play, last - first)
    play.drawn[play.at[2]] = ground.way_number[way]
    play.at[2] += 1
    pulse = _pulse_of(lay, state, way)
    if pulse >= 0:
        _come(lay, play, state, pulse)
    return float(x[ground.way_number[way]] / total)


@inlined
def _pulse_of(lay: Lay, state: IntArray, way: int) -> int:
    """The pulse of a way from the state there is, below 0 for none."""
    at = state[lay.ground.way_variable[way]]
    return int(lay.ground.way_pulse[lay.ground.way_ptr[way] + at])
