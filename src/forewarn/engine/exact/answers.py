"""Answers: every question, date and world of a plan, each solved exactly."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np

from forewarn.engine.exact.course import Course, World, course_of, world_of
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import ExactPlan, QuestionPlan, plan_exact
from forewarn.engine.exact.pose import Posed
from forewarn.engine.exact.quadrature import within_at
from forewarn.engine.exact.solve import SHARED, solve, solve_all
from forewarn.engine.exact.steps import sum_rewards
from forewarn.engine.exact.task import Task
from forewarn.engine.exact.unsteady import expected_at
from forewarn.engine.exact.window import AT_ONCE, Rows, Window
from forewarn.engine.network import FloatArray
from forewarn.errors import Interrupted
from forewarn.model.case import Case
from forewarn.model.estimate import Ask

#: Worlds solved between two words on how far things are.
BLOCK = 8  # small enough for two threads to end together
#: Called with the worlds done, and how many there are.
Progress = Callable[[int, int], None]

#: Values and weights.
Pair = tuple[FloatArray, FloatArray]
#: Worth that adds up over time.
SUMMED = True
#: No worths: what answers is worth 1.
NOTHING = np.empty(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactAnswers:
    """What was asked, in every world.

    Over all worlds, the answer to ``given … within`` is the mean of ``values`` weighted
    by ``weights``, since worlds where the onset is likelier count for more.
    """

    #: Chance, mean number or mean years; NaN where a ``given`` never has its onset;
    #: shape (world, ask).
    values: FloatArray
    #: Chance of the onset of a ``given`` by the date, 1 for all others; as ``values``.
    weights: FloatArray
    #: Joint states of each ask's chains; shape (ask,).
    joint_states: tuple[int, ...]
    #: Why an answer is the same in every world, exactly; empty where it is not.
    reasons: tuple[str, ...]


def exact_answers(
    case: Case,
    asks: Sequence[Ask],
    numbers: FloatArray,
    *,
    allowance: Allowance = Allowance(),  # noqa: B008  # frozen
    progress: Progress | None = None,
) -> ExactAnswers:
    """Solve what is asked in every world: :func:`plan_exact`, :func:`carry_out`."""
    plan = plan_exact(case, asks, numbers, allowance)
    return carry_out(plan, threads=allowance.threads, progress=progress)


def carry_out(
    plan: ExactPlan, *, threads: int = 1, progress: Progress | None = None
) -> ExactAnswers:
    """Solve every question of a plan, in every world.

    Args:
        plan: Which chains answer what.
        threads: How many threads work: each on worlds of its own, or on shares of a
            large chain. The bits are the same for any.
        progress: Called as worlds are done.

    Raises:
        NotComputable: if one answer needs more than the limit of multiplications.
        Interrupted: if the user stops it; with the answers of the worlds done.
    """
    worlds = len(plan.numbers)
    large = any(question.shared >= SHARED for question in plan.questions)
    inside, beside = (threads, 1) if large else (1, threads)
    size = 1 if large else BLOCK
    blocks = [slice(at, min(at + size, worlds)) for at in range(0, worlds, size)]
    values, weights = np.empty((2, worlds, plan.asks))
    done = 0
    try:
        for block, solved in _in_turn(partial(_solve, plan, inside), blocks, beside):
            values[block], weights[block] = solved
            done = block.stop
            if progress:
                progress(done, worlds)
    except KeyboardInterrupt:
        finished = _answers(plan, values[:done], weights[:done])
        message = f"stopped after {done:,} of {worlds:,} worlds"
        raise Interrupted(message, finished) from None
    return _answers(plan, values, weights)


def _answers(plan: ExactPlan, values: FloatArray, weights: FloatArray) -> ExactAnswers:
    by_ask = sorted(
        (place, question)
        for question in plan.questions
        for place in question.asks.tolist()
    )
    return ExactAnswers(
        values=values,
        weights=weights,
        joint_states=tuple(question.joint_states for _, question in by_ask),
        reasons=tuple(question.reason for _, question in by_ask),
    )


def _in_turn(
    work: Callable[[slice], Pair], blocks: Sequence[slice], threads: int
) -> Iterator[tuple[slice, Pair]]:
    if threads == 1:
        yield from ((block, work(block)) for block in blocks)
        return
    pool = ThreadPoolExecutor(threads)
    try:
        yield from zip(blocks, pool.map(work, blocks), strict=True)
    finally:
        pool.shutdown(cancel_futures=True)


def _solve(plan: ExactPlan, threads: int, block: slice) -> Pair:
    numbers = plan.numbers[block]
    values, weights = np.empty((2, len(numbers), plan.asks))
    for world, row in enumerate(numbers):
        drawn = world_of(plan.network, plan.leaps, row, threads=threads)
        for question in plan.questions:
            solved = _in_world(question, drawn)
            values[world, question.asks] = solved[0][question.dates]
            weights[world, question.asks] = solved[1][question.dates]
    return values, weights


def _in_world(question: QuestionPlan, world: World) -> Pair:
    """Values and weights of a question at its dates; shape (date,) each."""
    posed, ones = question.posed, np.ones(question.years.size)
    if posed is None or (question.settled is not None and question.window is None):
        return ones * (0.0 if question.settled is None else question.settled), ones
    if question.window is None:
        course = course_of(posed.space, world, float(question.years[-1]))
        return _expected(posed, world, course, question.years, NOTHING, NOTHING), ones
    within = question.question.within or 0.0
    return _within(posed, question.window, world, question.years, within)


def _within(
    onset: Posed, window: Window, world: World, years: FloatArray, within: float
) -> Pair:
    last = float(years[-1])
    before = course_of(onset.space, world, last)
    after = course_of(window.space, world, last + within)
    if before.steady and after.steady:
        follows = _follows(window, after, within)
        opened = _expected(onset, world, before, years, NOTHING, NOTHING)
        both = _expected(
            onset,
            world,
            before,
            years,
            _worth(follows, window.of_start),
            _worth(follows, window.of_jump),
        )
    else:
        both, opened = within_at(onset, window, world, years, within)
    # No onset in this world: the chance is undefined, and weighs nothing.
    shares = np.divide(both, opened, out=np.full(years.size, nan), where=opened > 0)
    return np.minimum(shares, 1.0), np.minimum(opened, 1.0)


def _follows(window: Window, course: Course, within: float) -> FloatArray:
    """Chance of the consequence in the window from each of its joint states."""
    chain, values = window.space.chain, course.values[0]
    rewards = np.empty(window.space.codes.size)
    sum_rewards(chain, values, NOTHING, rewards)
    none = np.empty(0, np.uint32)
    task = Task(chain, values, rewards, SUMMED, none, NOTHING, NOTHING)
    return np.minimum(solve_all(task, within), 1.0)


def _worth(follows: FloatArray, rows: Rows) -> FloatArray:
    return np.where(rows == AT_ONCE, 1.0, np.append(follows, 0.0)[rows])


def _expected(  # noqa: PLR0913, PLR0917  # a question in a world, and what it counts
    posed: Posed,
    world: World,
    course: Course,
    years: FloatArray,
    worth_of_starts: FloatArray,
    worth_of_jumps: FloatArray,
) -> FloatArray:
    """Expected worth at each date; what answers is worth 1 unless said otherwise."""
    masses, hits = posed.starts.masses(world.numbers), posed.starts.hits
    at_once = masses[hits] * worth_of_starts if worth_of_starts.size else masses[hits]
    expected = np.full(years.size, at_once.sum())
    if not course.steady:
        expected += expected_at(posed, course, masses, years)
    elif posed.space.codes.size:
        worth, values = posed.worth, course.values[0]
        if worth is None:
            worth = np.empty(posed.space.codes.size)
            sum_rewards(posed.space.chain, values, worth_of_jumps, worth)
        task = Task(
            posed.space.chain,
            values,
            worth,
            posed.wording.summed,
            posed.start_row,
            masses[~hits],
            years,
        )
        expected += solve(task, threads=world.threads)
    return np.minimum(expected, 1.0) if posed.wording.chance else expected
