r"""Sensitivity: which numbers an answer hangs on, and whose they are.

The elasticity of an answer a to a number x, over all worlds w,

.. math:: e = \frac{\sum_w \partial a_w / \partial \log x_w}{\sum_w a_w}

is by how many percent the answer grows where the number grows by one percent, in every
world; of a chance or a share, where its odds do. Where a question can be solved quickly
its slopes are exact; elsewhere recorded futures of the run tell them.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.choice import choose_methods
from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.effort import Effort
from forewarn.engine.exact.plan import ExactPlan
from forewarn.engine.exact.terrain import terrain_of
from forewarn.engine.gradients.exact import exact_gradients
from forewarn.engine.gradients.reach import reaching_numbers
from forewarn.engine.gradients.score import score_gradient
from forewarn.engine.job import Job, Progress, new_job
from forewarn.engine.network import Network
from forewarn.engine.statistics.groups import spread_of, sums_by
from forewarn.engine.statistics.statistics import (
    record_statistics,
    spread_futures,
)
from forewarn.errors import NotComputable, UsageError
from forewarn.model.case import Case
from forewarn.model.estimate import Ask
from forewarn.model.numbers import is_certain
from forewarn.model.sensitivity import Pull, Sensitivity, SlopeMethod

FloatArray = npt.NDArray[np.float64]

#: Worlds in which slopes are exact: their errors are then a few percent.
WORLDS: Final = 1024  # measured: elasticities of the tutorial to 2 % of the largest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slopes:
    """Elasticities of one answer, however they were had."""

    method: SlopeMethod
    value: float
    error: float
    futures: int
    #: Values of numbers in each world; shape (world, number).
    numbers: FloatArray
    #: NaN where too little was seen; shape (number,).
    elasticities: FloatArray
    errors: FloatArray
    note: str


def find_sensitivity(
    case: Case,
    ask: Ask,
    effort: Effort,
    *,
    progress: Progress | None = None,
) -> Sensitivity:
    """How much each number moves the answer to a question.

    Args:
        case: The case.
        ask: The question and its date.
        effort: Which worlds and futures, and by which method: ``exact`` for slopes that
            are worked out, ``simulated`` for those that recorded futures tell.
        progress: Called as work is done.

    Returns:
        Numbers that move the answer, those that move it most first. The answer itself
        is that of the worlds and futures that were looked at.

    Raises:
        UsageError: if there is no such question, it asks of a number and not of
            futures, or steered futures are asked for.
        NotComputable: if slopes cannot be had this way.
    """
    if effort.method == "rare":
        raise UsageError(
            "what moves an answer is told by solving or by plain futures: leave out "
            "--method rare"
        )
    with telling_of_compiling(progress):
        job = new_job(case, [ask], effort, progress)
        question = case.question(ask.question)
        if question.kind == "number":
            raise UsageError(
                f"{question.name!r} asks of a number by itself, which no other moves"
            )
        return _told(job, _slopes(job))


def _slopes(job: Job) -> _Slopes:
    fewer = replace(job.effort, worlds=min(job.effort.worlds, WORLDS))
    small = new_job(job.case, job.asks, fewer, job.progress)
    choice = choose_methods(small)
    if not choice.exactly:
        return _by_futures(job, choice.notes[0].partition(": simulated, ")[2])
    plan = choice.exactly[0].plan
    try:
        return _exactly(small, plan)
    except NotComputable as refusal:
        if job.effort.method == "exact":
            raise
        return _by_futures(job, f"since {str(refusal).split(';')[0]}")


def _exactly(job: Job, plan: ExactPlan) -> _Slopes:
    """Elasticities that are worked out in every world."""
    if job.uncertain:  # the last is the central world, which is none of the others
        plan = replace(plan, numbers=plan.numbers[:-1])
    name = job.asks[0].question
    report = job.report(f"working out what moves {name}")
    found = exact_gradients(plan, job.case, threads=job.threads, progress=report)
    opened = np.nan_to_num(found.weights[:, 0])
    hits = np.nan_to_num(found.values[:, 0]) * opened
    base, total = float(opened.sum()), float(hits.sum())
    value = total / base if base else np.nan
    slopes = opened[:, np.newaxis] * np.nan_to_num(found.slopes[:, 0])
    by_onset = np.nan_to_num(found.values[:, 0]) - value
    slopes += by_onset[:, np.newaxis] * found.weight_slopes[:, 0]
    ratios = slopes.sum(axis=0) / total if total else np.zeros(slopes.shape[1])
    groups = _groups(job, len(hits))
    apart = slopes - np.outer(hits, ratios)
    out = (hits - value * opened)[:, np.newaxis]
    return _Slopes(
        method="exact",
        value=value,
        error=float(spread_of(sums_by(out, groups))[0] / base) if base else np.nan,
        futures=0,
        numbers=plan.numbers,
        elasticities=ratios,
        errors=spread_of(sums_by(apart, groups)) / (total or 1.0),
        note="slopes are exact in every world",
    )


def _by_futures(job: Job, why: str) -> _Slopes:
    """Elasticities that recorded futures tell."""
    name = job.asks[0].question
    report = job.report(f"seeing what moves {name}")
    futures = spread_futures(job.run)
    kept = record_statistics(job.run, futures, job.asks, progress=report)
    found = score_gradient(kept, 0)
    reaching = reaching_numbers(
        terrain_of(job.case, kept.numbers, until=kept.until),
        job.case,
        job.case.question(name),
    )
    return _Slopes(
        method="score",
        value=found.value,
        error=found.error,
        futures=len(futures),
        numbers=kept.numbers,
        elasticities=np.where(reaching, found.elasticities, 0.0),
        errors=np.where(reaching, found.elasticity_errors, 0.0),
        note=f"slopes are told by {len(futures):,} futures, {why}",
    )


def _told(job: Job, slopes: _Slopes) -> Sensitivity:
    """Elasticities with their numbers, ranked."""
    numbers = {n.name: n for n in job.case.numbers() if not is_certain(n)}
    shares = doubt_shares(job.case, job.network, slopes.numbers, slopes.elasticities)
    pulls, untold = [], []
    for place, name in enumerate(job.network.numbers):
        elasticity = float(slopes.elasticities[place])
        if name not in numbers or elasticity == 0:
            continue
        if np.isnan(elasticity):
            untold.append(name)
            continue
        pulls.append(
            Pull(
                number=numbers[name],
                elasticity=elasticity,
                error=float(slopes.errors[place]),
                share=float(shares[place]) if job.uncertain else np.nan,
            )
        )
    pulls.sort(key=lambda pull: -abs(pull.elasticity))
    return Sensitivity(
        question=job.asks[0].question,
        years=job.asks[0].years or 0.0,
        value=slopes.value,
        error=slopes.error,
        method=slopes.method,
        worlds=len(slopes.numbers),
        futures=slopes.futures,
        pulls=tuple(pulls),
        untold=tuple(untold),
        notes=tuple(_notes(slopes, pulls, untold)),
    )


def _notes(slopes: _Slopes, pulls: list[Pull], untold: list[str]) -> list[str]:
    notes = [slopes.note]
    if slopes.value == 0:
        notes.append("the answer is 0, and nothing moves it by any percent")
    elif untold:
        count = f"{len(untold)} number{'' if len(untold) == 1 else 's'}"
        notes.append(
            f"too little was seen of {count} to say how much they move the answer"
            + ("" if pulls else "; ask for a later date, or for more futures")
        )
    return notes


def doubt_shares(
    case: Case, network: Network, numbers: FloatArray, elasticities: FloatArray
) -> FloatArray:
    r"""Share of an answer's doubt that comes from each number, to first order.

    .. math:: s_i = \frac{\operatorname{Cov}(c_i, \sum_j c_j)}
              {\operatorname{Var}(\sum_j c_j)}, \qquad c_i = e_i \log x_i

    over worlds, with the logit of a chance in place of a log. Shares sum to 1; where
    numbers err together, what they share is split between them.

    Args:
        case: The case.
        network: Its network.
        numbers: Value of every number in each world; shape (world, number).
        elasticities: Of the answer, NaN where they are not known; shape (number,).

    Returns:
        Shape (number,); 0 where the answer does not differ between worlds.
    """
    at = _on_scale(case, network, numbers)
    parts = np.nan_to_num(elasticities) * (at - at.mean(axis=0))
    whole = parts.sum(axis=1)
    spread = float(whole @ whole)
    return np.asarray(parts.T @ whole / spread if spread > 0 else parts.sum(axis=0) * 0)


def _on_scale(case: Case, network: Network, numbers: FloatArray) -> FloatArray:
    """Logs, or logits of chances; 0 where they are infinite; shape (world, number)."""
    kinds = {n.name: n.quantity.dimension for n in case.numbers()}
    starts = {share.name for v in case.variables for _, share in v.start}
    draws = [s.draw.shares for s in case.schedules if s.draw is not None]
    shares = starts | {share.name for group in draws for _, share in group}
    # Shares that sum to 1 move by their logs: that all grow together moves nothing.
    odds = np.array(
        [
            kinds[name] in {"probability", "odds"} and name not in shares
            for name in network.numbers
        ]
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        at = np.log(numbers) - np.where(odds, np.log1p(-numbers), 0.0)
    return np.where(np.isfinite(at), at, 0.0)


def _groups(job: Job, worlds: int) -> npt.NDArray[np.int64]:
    return np.arange(worlds) * job.groups // worlds
