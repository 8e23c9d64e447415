"""Means: what losses come to on average, solved exactly world by world."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import adopted_measures
from forewarn.engine.choice import choose_methods
from forewarn.engine.effort import Effort
from forewarn.engine.exact.answers import carry_out
from forewarn.engine.exact.plan import seconds_of
from forewarn.engine.job import Job, Progress, every_world, new_job
from forewarn.engine.losses import Term, terms_of
from forewarn.engine.sizes import mean_size
from forewarn.engine.summary import ratio_with_error
from forewarn.model.case import Case, Question
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]

#: Seconds of one processor that one term may be told to take: futures are added up
#: anyway. Measured: 24 joint states with a schedule, told at 0.13 s, took 2 s.
SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The mean of what a loss comes to by a date, and its error over worlds."""

    value: float
    error: float


def solve_means(
    case: Case,
    dates: Sequence[float],
    effort: Effort,
    *,
    progress: Progress | None = None,
) -> Mapping[tuple[str, float], Mean]:
    r"""Means of the losses whose every term can be solved exactly in good time.

    With the expected number of jumps, or of years in a state, of term k in world w,

    .. math:: \bar L(t) = \frac{1}{W} \sum_w \sum_k s_{kw}\, E[N_k(t) \mid w]

    where s is the size in the world; or the mean of its law, if it is drawn anew at
    each jump. Losses that an adopted measure acts on are left to futures, since what
    they cost depends on when the jumps come.

    Args:
        case: The case.
        dates: Dates, in years after the start.
        effort: How much may be computed; the worlds are those of a run.
        progress: Called as work is done.

    Returns:
        The mean of a loss by a date, for the losses that were solved; none where all
        is to be simulated.
    """
    acted_on = {n for m in adopted_measures(case) for e in m.effects for n in e.names}
    terms = [term for term in terms_of(case) if term.loss.name not in acted_on]
    if effort.method == "simulated" or not terms:
        return {}
    case = replace(case, questions=tuple(_question(term) for term in terms))
    asks = [Ask(question=t.term.size.name, years=date) for t in terms for date in dates]
    # Where all must be exact, what cannot be is still simulated: tails are anyway.
    job = new_job(case, asks, replace(effort, method="auto"), progress)
    solved = dict(_solved(job, terms, len(dates)))
    return dict(_means(job, terms, dates, solved)) if solved else {}


def _question(term: Term) -> Question:
    """How many jumps, or how many years, cost."""
    return Question(
        name=term.term.size.name,
        title="",
        kind="time" if term.yearly else "count",
        condition=term.condition,
    )


def _solved(
    job: Job, terms: Sequence[Term], dates: int
) -> Iterator[tuple[int, FloatArray]]:
    """Expected jumps or years of terms in each world and, last, the central one.

    Only of terms of losses whose every term can be solved; shape (world, date).
    """
    plans = {
        part.places[0] // dates: part
        for part in choose_methods(job).exactly
        if seconds_of(part.plan) <= SECONDS
    }
    short = {t.loss.name for place, t in enumerate(terms) if place not in plans}
    report = partial(job.progress, "solving losses") if job.progress else None
    for place, part in plans.items():
        if terms[place].loss.name not in short:
            answers = carry_out(part.plan, threads=job.threads, progress=report)
            yield place, answers.values


def _means(
    job: Job,
    terms: Sequence[Term],
    dates: Sequence[float],
    solved: Mapping[int, FloatArray],
) -> Iterator[tuple[tuple[str, float], Mean]]:
    numbers = every_world(job)
    worlds = max(len(numbers) - 1, 1)
    amounts: dict[str, FloatArray] = {}
    for place, expected in solved.items():
        term = terms[place]
        name = term.loss.name
        if name not in amounts:
            amounts[name] = np.zeros((worlds, len(dates)))
        amounts[name] += (_size(job, term, numbers)[:, np.newaxis] * expected)[:worlds]
    for name, of_worlds in amounts.items():
        for column, date in enumerate(dates):
            yield (name, date), _mean(of_worlds[:, column], job.groups)


def _size(job: Job, term: Term, numbers: FloatArray) -> FloatArray:
    """Mean size of a term in each world; shape (world,)."""
    size = term.term.size
    if term.by_event:
        return np.full(len(numbers), mean_size(size.quantity.law))
    return numbers[:, job.network.numbers.index(size.name)]


def _mean(amounts: FloatArray, groups: int) -> Mean:
    if len(amounts) == 1:
        return Mean(value=float(amounts[0]), error=0.0)
    sums = amounts.reshape(groups, -1).sum(axis=1)
    each = np.full(groups, len(amounts) / groups)
    value, error = ratio_with_error(sums, each)
    return Mean(value=value, error=error)
