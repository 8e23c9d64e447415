"""Passes: a chain's answer forward and back through time, with all its slopes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, sqrt
from typing import NamedTuple

import numpy as np

from forewarn.engine.exact.chain import Chain
from forewarn.engine.exact.course import Course, World
from forewarn.engine.exact.explore import Space
from forewarn.engine.exact.flow import Flow, task_of, turn_back
from forewarn.engine.exact.limits import check_steps, most_steps
from forewarn.engine.exact.mixture import chances_of, likely_steps
from forewarn.engine.exact.squaring import patience
from forewarn.engine.exact.steps import new_pass, sum_rewards
from forewarn.engine.exact.unfold import fill_nodes
from forewarn.engine.exact.unsteady import stretches
from forewarn.engine.gradients.dense import dense_slopes
from forewarn.engine.gradients.sweep import (
    Steps,
    add_rewarded,
    add_turned,
    drift,
    sweep_back,
    sweep_forward,
)
from forewarn.engine.network import FloatArray
from forewarn.engine.tables import Indices

#: Bytes of masses kept up to which no step is taken twice.
KEPT = 64_000_000
_NOTHING = np.empty(0)


class Sought(NamedTuple):
    """What an answer adds up, or reads off at the end."""

    #: Whether rewarded jumps are counted.
    counted: bool
    #: What each rewarded jump is worth, by hazards; (reward,) or (0,) for 1 each.
    worth_of_jumps: FloatArray
    #: Worth gained a year in each joint state; shape (joint state,) or (0,).
    yearly: FloatArray
    #: Worth at the end; shape (joint state,) or (0,).
    final: FloatArray


class Paid(NamedTuple):
    """A stretch of time in which nothing changes, and what rewarded jumps are worth.

    Worths have shape (reward,), or (0,) for 1 each.
    """

    #: When it begins and ends, in years.
    first: float
    last: float
    #: The set of schedules that has its turns at the end; -1 for none.
    turns: int
    #: What each rewarded jump is worth meanwhile, and in those turns; None where
    #: nothing is counted.
    jumps: FloatArray | None
    turned: FloatArray | None
    #: Years that are taken to be spent at the very end, and worths of jumps in them.
    kick: float = 0.0
    kicked: FloatArray = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """How an answer grows with all that it hangs on, in one world."""

    #: What each joint state was worth at the start; shape (joint state,).
    worth: FloatArray
    #: By stretch of the course: growth with each node's value; shape (node,) each.
    nodes: tuple[FloatArray, ...]
    #: By stretch: growth with the time at which it begins; 0 for the first.
    begins: tuple[float, ...]
    #: Expected number of each rewarded jump; shape (reward,).
    jumps: FloatArray
    #: By stretch of time: the same of those by hazards, of those in the turns at its
    #: end, and of those in the years taken to be spent there.
    by_stretch: tuple[tuple[FloatArray, FloatArray, FloatArray], ...]


def course_by_phase(space: Space, world: World, until: float = inf) -> Course:
    """The course of a chain, with a stretch for each phase from the start on.

    A measure that changes no hazard, by a factor of 1, still has a slope.

    Args:
        space: The chain.
        world: The world.
        until: Until when, in years.
    """
    begun = sum(phase.start <= 0 for phase in world.phases)
    first, *later = world.phases[begun - 1 :]
    phases = [first, *(phase for phase in later if phase.start < until)]
    values = []
    for phase in phases:
        if space.tree is None:
            values.append(phase.hazards)
        else:
            nodes = np.empty(phase.hazards.size + 1 + space.tree.parent.size)
            fill_nodes(space.tree, phase.hazards, phase.chances, world.numbers, nodes)
            values.append(nodes)
    return Course(
        starts=tuple(phase.start for phase in phases),
        values=tuple(values),
        dates=tuple(date for date in space.dates if date[0] < until),
    )


class _Stretch(NamedTuple):
    paid: Paid
    #: The stretch of the course that holds meanwhile, and the one from the end on.
    phase: int
    then: int
    #: Mass at its begin, and just before what comes at its end; shape (joint state +
    #: 1,) each.
    mass: FloatArray
    end: FloatArray


def slopes_of(  # noqa: PLR0913  # a chain, where it starts, and what is sought
    space: Space,
    course: Course,
    sought: Sought,
    *,
    start_row: Indices,
    start_mass: FloatArray,
    years: float,
    begin: float = 0.0,
) -> Slopes:
    """The answer of a chain at one date, with all its slopes.

    Args:
        space: The chain.
        course: What its nodes come to.
        sought: What the answer adds up or reads off.
        start_row: Joint states it starts in; shape (start,).
        start_mass: Mass in each; shape (start,).
        years: The date.
        begin: When it starts, in years.

    Raises:
        NotComputable: if it needs more than the limit of multiplications.
    """
    jumps = sought.worth_of_jumps if sought.counted else None
    turned = _NOTHING if sought.counted else None
    parts = [
        Paid(first, last, turns, jumps, turned)
        for first, last, turns in stretches(course, begin, years)
    ]
    return slopes_over(
        space, course, parts, sought, start_row=start_row, start_mass=start_mass
    )


def slopes_over(  # noqa: PLR0913  # as slopes_of
    space: Space,
    course: Course,
    parts: Sequence[Paid],
    sought: Sought,
    *,
    start_row: Indices,
    start_mass: FloatArray,
) -> Slopes:
    """As :func:`slopes_of`, over stretches in which jumps have worths of their own.

    Args:
        space: The chain.
        course: What its nodes come to.
        parts: Stretches, one after another.
        sought: What is gained a year or read off at the end, if anything.
        start_row: Joint states it starts in; shape (start,).
        start_mass: Mass in each; shape (start,).

    Raises:
        NotComputable: if it needs more than the limit of multiplications.
    """
    run = _Pass(space, course, sought)
    stages = run.forward(start_row, start_mass, parts)
    worth = np.zeros(space.codes.size + 1)
    if sought.final.size:
        worth[:-1] = sought.final
    for stage in reversed(stages):
        worth = run.back(stage, worth)
    by_stretch = tuple(reversed(run.by_stretch))
    jumps = np.zeros(space.chain.reward_entry.size)
    for by_hazards, _, kicked in by_stretch:
        jumps += by_hazards + kicked
    return Slopes(
        worth=worth[:-1],
        nodes=tuple(run.nodes),
        begins=tuple(run.begins),
        jumps=jumps,
        by_stretch=by_stretch,
    )


class _Pass:
    def __init__(self, space: Space, course: Course, sought: Sought) -> None:
        self.space, self.course, self.sought = space, course, sought
        self.nodes = [np.zeros(values.size) for values in course.values]
        self.begins = [0.0 for _ in course.values]
        #: As in ``Slopes``, the last stretch first.
        self.by_stretch: list[tuple[FloatArray, FloatArray, FloatArray]] = []

    def forward(
        self, start_row: Indices, start_mass: FloatArray, parts: Sequence[Paid]
    ) -> list[_Stretch]:
        """The stretches up to a date, with the mass at begin and end of each."""
        course = self.course
        flow = Flow(self.space, start_row, start_mass, 0)
        none = np.empty((0, self.space.codes.size))
        found = []
        for place, paid in enumerate(parts):
            phase, then = self._phase(paid.first), self._phase(paid.last)
            mass = flow.mass.copy()
            if place + 1 < len(parts) or paid.kick:
                flow.go_on(course.values[phase], none, paid.last - paid.first)
            end = flow.mass.copy()
            if paid.turns >= 0:
                flow.turn(self.space.blocks[paid.turns], course.values[then], none)
            found.append(_Stretch(paid, phase, then, mass, end))
        return found

    def back(self, stage: _Stretch, worth: FloatArray) -> FloatArray:
        """What each joint state was worth at the begin of a stretch."""
        turned = kicked = _NOTHING
        if stage.paid.turns >= 0:
            worth, turned = self._turn_back(stage, worth)
        elif stage.then != stage.phase:
            self._shift(stage, worth)
        if stage.paid.kick:
            worth, kicked = self._kick_back(stage, worth)
        worth, jumps = self._go_back(stage, worth)
        self.by_stretch.append((jumps, turned, kicked if kicked.size else 0 * jumps))
        return worth

    def _phase(self, years: float) -> int:
        return int(np.searchsorted(self.course.starts, years, side="right")) - 1

    def _turn_back(
        self, stage: _Stretch, worth: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        paid, mass = stage.paid, stage.end
        block, values = self.space.blocks[paid.turns], self.course.values[stage.then]
        slopes, jumps = self.nodes[stage.then], _NOTHING
        add_turned(block.chain, mass, worth, slopes)
        rewards = np.zeros(worth.size - 1)
        if paid.turned is not None:
            sum_rewards(block.chain, values, paid.turned, rewards)
            add_rewarded(block.chain, mass[:-1], paid.turned, slopes)
            jumps = _jumps(block.chain, mass[:-1], values)
        return np.append(turn_back(block, values, rewards, worth[:-1]), 0.0), jumps

    def _shift(self, stage: _Stretch, worth: FloatArray) -> None:
        """What it adds to let the next phase begin later: more of this one."""
        chain, mass = self.space.chain, stage.end
        for phase, sign in ((stage.phase, 1.0), (stage.then, -1.0)):
            values = self.course.values[phase]
            gained = float(self._rewards(stage.paid, values) @ mass[:-1])
            gained += drift(chain, values, worth, mass)
            self.begins[stage.then] += sign * gained

    def _kick_back(
        self, stage: _Stretch, worth: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        chain, values = self.space.chain, self.course.values[stage.phase]
        spent, rewards = stage.paid.kick * stage.end[:-1], np.zeros(worth.size - 1)
        sum_rewards(chain, values, stage.paid.kicked, rewards)
        add_rewarded(chain, spent, stage.paid.kicked, self.nodes[stage.phase])
        worth = worth + np.append(stage.paid.kick * rewards, 0.0)
        return worth, _jumps(chain, spent, values)

    def _go_back(
        self, stage: _Stretch, worth: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        chain, values = self.space.chain, self.course.values[stage.phase]
        rewards = self._rewards(stage.paid, values)
        slopes, spent = self.nodes[stage.phase], np.zeros(worth.size - 1)
        worth = _stretch_back(
            chain,
            values,
            rewards,
            stage.mass,
            worth,
            stage.paid.last - stage.paid.first,
            slopes,
            spent,
        )
        if stage.paid.jumps is not None:
            add_rewarded(chain, spent, stage.paid.jumps, slopes)
        return worth, _jumps(chain, spent, values)

    def _rewards(self, paid: Paid, values: FloatArray) -> FloatArray:
        if self.sought.yearly.size:
            return self.sought.yearly
        rewards = np.zeros(self.space.codes.size)
        if paid.jumps is not None:
            sum_rewards(self.space.chain, values, paid.jumps, rewards)
        return rewards


def _jumps(chain: Chain, spent: FloatArray, values: FloatArray) -> FloatArray:
    """Expected number of each rewarded jump, from years or mass in each joint state."""
    rows = np.repeat(spent, np.diff(chain.reward_ptr).astype(np.int64))
    return np.asarray(rows * values[chain.reward_entry])


def _stretch_back(  # noqa: PLR0913, PLR0917  # a chain, its worths, and what is filled
    chain: Chain,
    values: FloatArray,
    rewards: FloatArray,
    mass: FloatArray,
    worth: FloatArray,
    years: float,
    slopes: FloatArray,
    spent: FloatArray,
) -> FloatArray:
    """Worth before a stretch; adds to the slopes of nodes and to years spent."""
    task = task_of(chain, values, rewards)
    stepped, fastest = new_pass(task)
    mean = fastest * years
    if mean == 0:  # the log of a hazard of 0 moves nothing
        spent += mass[:-1] * years
        return np.asarray(worth + np.append(rewards * years, 0.0))
    if mean > patience(task):
        dense = dense_slopes(
            chain, values, rewards, mass=mass[:-1], worth=worth[:-1], years=years
        )
        slopes += dense.slopes
        spent += dense.spent
        return np.append(dense.worth, 0.0)
    limit = most_steps(4 * (chain.column.size + spent.size))
    check_steps(likely_steps(mean), limit, states=spent.size)
    weights, more = chances_of(mean)
    steps = Steps(stepped.chances, stepped.stay, weights, more / fastest)
    every = _every(weights.size, mass.size)
    kept = np.empty((ceil(weights.size / every), mass.size))
    sweep_forward(chain, steps, every, mass, kept)
    worth, by_step = worth.copy(), np.zeros(values.size)
    sweep_back(chain, steps, every, kept, rewards, worth, by_step, spent)
    slopes += by_step / fastest
    return worth


def _every(steps: int, states: int) -> int:
    """Steps from one checkpoint to the next."""
    if 8 * steps * states <= KEPT:
        return 1
    return ceil(sqrt(steps))
