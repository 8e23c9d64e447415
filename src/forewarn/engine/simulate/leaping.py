"""Leaping: what schedules, triggers and losses do to a future, arranged for jumps."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.kernel import inlined, part
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.simulate.steps import (
    Index,
    IntArray,
    Rows,
    cells_at,
    ends,
    find_steps,
    first_states,
    joined,
    shifts_of,
)
from forewarn.engine.tables import Indices, Maps, Truths

_NONE: Final = np.uint64(0)
_ONE: Final = np.uint64(1)
#: The pulse of a way that leads nowhere from a state.
NOWHERE: Final = np.iinfo(np.uint32).max


class Leaping(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What may leap, for futures.

    A *place* is where a table's entry stands: that of a condition among ``truth``, that
    of a chance among the chances of a world. Tables of conditions come first.
    """

    #: State of each variable, where it first may start; events move one more.
    state_at_start: Indices
    #: Variable that each step moves, and to which state; shape (step,).
    step_variable: Indices
    step_target: Indices
    #: Place of each table at that moment, and what steps add to it; shape (see, 2).
    place_at_start: Indices
    see_ptr: Indices
    see: Rows
    #: First of the tables of chances.
    first_chance: int
    truth: Truths
    #: Clauses that each pulse wakes: ``wake_ptr[p]:wake_ptr[p + 1]``.
    wake_ptr: Indices
    wake: Indices
    #: Trigger of each clause, and the table of its condition; shape (clause,).
    clause_trigger: Indices
    clause_table: Indices
    #: First clause of each trigger; shape (trigger + 1,).
    trigger_clause: Indices
    #: Of each way: its variable, its table, and the number that is its share.
    way_variable: Indices
    way_table: Indices
    way_number: Indices
    #: Pulse of way w from state s: ``way_pulse[way_ptr[w] + s]``, or ``NOWHERE``.
    way_ptr: Indices
    way_pulse: Indices
    #: Ways of each schedule, the last that of the first trigger; shape (schedule + 1,).
    schedule_ptr: Indices
    draws: Truths
    #: When schedules have their turns, in years, and which: ``turn_ptr[d]`` on.
    date: FloatArray
    turn_ptr: Indices
    turn: Indices


class Play(NamedTuple):
    """Room for what leaps of one future depend on, and for one instant of it."""

    #: State of each variable; shape (variable + 1,).
    state: Indices
    #: Place of each table; shape (table,).
    place: Indices
    #: Whether each clause is awake, and each trigger; and whether its chance was drawn.
    clause: Truths
    awake: Truths
    spent: Truths
    #: How far things are; the columns below.
    at: IntArray
    clock: FloatArray


#: Columns of ``Play.at``: triggers that are awake and that are spent; pulses that came
#: in this instant; the phase; the next date of a schedule and of what is asked; steps.
AWAKE, SPENT, PULSES, PHASE, TURN, DATE, STEPS = range(7)
#: Columns of ``Play.clock``: the total rate and the most it was since it was summed;
#: when all is settled, and when anything is read before; in years.
TOTAL, PEAK, END, LIMIT = range(4)


@part
def new_play(leaping: Leaping) -> Play:
    """Room for one future after another."""
    triggers = leaping.trigger_clause.size - 1
    return Play(
        np.empty(leaping.state_at_start.size, np.uint32),
        np.empty(leaping.place_at_start.size, np.uint32),
        np.zeros(leaping.clause_trigger.size, np.bool_),
        np.zeros(triggers, np.bool_),
        np.zeros(triggers, np.bool_),
        np.zeros(7, np.int64),
        np.zeros(4),
    )


def build_leaping(network: Network, leaps: Leaps) -> Leaping:
    """What may leap in a network.

    Args:
        network: The network.
        leaps: Its schedules and triggers.
    """
    steps, after, chances = find_steps(network), leaps.after, leaps.chances
    variables = len(network.variables)
    conditions = int(after.maps.cells.size)
    sights = [
        np.concatenate([rows, later + np.array([conditions, 0])])
        for rows, later in zip(
            _sights(network, after.maps),
            _sights(network, chances.maps),
            strict=True,
        )
    ]
    firsts = first_states(network)
    places = [
        after.truth_ptr[:-1] + cells_at(after.maps, firsts),
        chances.entry_ptr[:-1] + cells_at(chances.maps, firsts),
    ]
    pulses = range(len(network.pulses))
    waking = list(_waking(leaps, pulses))
    moved = [step.variable if step.variable >= 0 else variables for step in steps]
    return Leaping(
        state_at_start=_words([*firsts, 0]),
        step_variable=_words(moved),
        step_target=_words([max(step.target, 0) for step in steps]),
        place_at_start=_words(np.concatenate(places)),
        see_ptr=ends([len(rows) for rows in sights]),
        see=joined(sights, 2),
        first_chance=conditions,
        truth=after.truth,
        wake_ptr=ends([len(clauses) for clauses in waking]),
        wake=_words([clause for clauses in waking for clause in clauses]),
        clause_trigger=_words(after.clause_signal),
        clause_table=_words(after.clause_table),
        trigger_clause=_words(after.clause_ptr),
        way_variable=_words(leaps.way_variable),
        way_table=_words(np.maximum(leaps.way_chance, 0) + conditions),
        way_number=_words(np.maximum(leaps.way_number, 0)),
        way_ptr=_words(leaps.way_ptr),
        way_pulse=leaps.way_pulse.astype(np.uint32),  # -1 wraps to NOWHERE
        schedule_ptr=_words(leaps.schedule_ptr),
        draws=leaps.draws,
        date=leaps.date,
        turn_ptr=_words(leaps.turn_ptr),
        turn=_words(leaps.turn),
    )


@inlined
def reset_play(leaping: Leaping, play: Play) -> None:
    """Put every variable in its first possible start state."""
    for variable in range(np.uint64(play.state.size)):
        play.state[variable] = leaping.state_at_start[variable]
    for table in range(np.uint64(play.place.size)):
        play.place[table] = leaping.place_at_start[table]
    for column in range(np.uint64(play.at.size)):
        play.at[column] = 0


@inlined
def move_state(leaping: Leaping, play: Play, step: Index) -> None:
    """Follow a step of the state."""
    play.state[leaping.step_variable[step]] = leaping.step_target[step]
    for row in range(leaping.see_ptr[step], leaping.see_ptr[step + _ONE]):
        play.place[leaping.see[row, _NONE]] += leaping.see[row, _ONE]


@inlined
def forget_instant(play: Play) -> None:
    """Forget the jumps and events of an instant, and which triggers are spent."""
    play.at[PULSES] = 0
    if play.at[SPENT] > 0:
        play.at[SPENT] = 0
        for trigger in range(np.uint64(play.spent.size)):
            play.spent[trigger] = False


@inlined
def skip_turns(leaping: Leaping, play: Play, day: float) -> None:
    """Let pass the dates of schedules up to a day: what they did is known."""
    while (
        np.uint64(play.at[TURN]) < np.uint64(leaping.date.size)
        and leaping.date[np.uint64(play.at[TURN])] <= day
    ):
        play.at[TURN] += 1


def most_pulses(leaping: Leaping) -> int:
    """The most jumps and events that one instant may have."""
    turns = int(np.diff(leaping.turn_ptr).max(initial=0))
    return 1 + turns + int(leaping.trigger_clause.size)


def _sights(network: Network, maps: Maps) -> Iterator[IntArray]:
    """Rows of table and change of its cell, of each step."""
    shifts = shifts_of(maps, len(network.variables))
    yield from (shifts(step) for step in find_steps(network))


def _waking(leaps: Leaps, pulses: Sequence[int]) -> Iterator[list[int]]:
    """Clauses that each pulse wakes."""
    after = leaps.after
    for pulse in pulses:
        first, last = after.pulse_clause_ptr[pulse : pulse + 2]
        yield after.pulse_clause[first:last].tolist()


def _words(numbers: object) -> Indices:
    return np.asarray(numbers).astype(np.uint32)
