"""Answers: what is asked of a case, by the method that suits each question."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from os import cpu_count
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.effort import Effort
from forewarn.engine.exact.answers import ExactAnswers, carry_out
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import ExactPlan, plan_exact, seconds_of
from forewarn.engine.network import Network, compile_network
from forewarn.engine.simulate.run import Run, new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.simulate.tally import Outcomes, Tally
from forewarn.engine.summary import Summary, summarise_outcomes, summarise_worlds
from forewarn.engine.worlds import central_numbers, coordinate_names, draw_worlds
from forewarn.errors import Interrupted, NotComputable
from forewarn.model.case import Case
from forewarn.model.estimate import Answer, Ask, Estimate, Method
from forewarn.model.units import date_after
from forewarn.model.version import VERSION

FloatArray = npt.NDArray[np.float64]
#: Called with what is being done, how much of it is done and how much there is.
Progress = Callable[[str, int, int], None]

#: Joint states up to which ``auto`` solves a question in every world.
AUTO_STATES: Final = 30_000  # found in about 0.03 s, so that asking costs little
#: Seconds of exact work that ``auto`` spends on one question, and on all.
AUTO_SECONDS: Final = 2.0
AUTO_TOTAL: Final = 6.0
#: Futures of the central world, as a share of all futures.
CENTRAL_SHARE: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One call: the case, what is asked, and with what effort."""

    case: Case
    network: Network
    asks: tuple[Ask, ...]
    effort: Effort
    run: Run
    #: Whether two worlds may differ.
    uncertain: bool
    progress: Progress | None

    @property
    def threads(self) -> int:
        return self.effort.threads or cpu_count() or 1

    def report(self, doing: str) -> Callable[[int, int], None] | None:
        return partial(self.progress, doing) if self.progress else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exactly:
    """A question that is solved exactly: its asks' places, and its plan."""

    places: tuple[int, ...]
    plan: ExactPlan


def answer(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort = Effort(),  # noqa: B008  # frozen
    *,
    progress: Progress | None = None,
) -> Answer:
    """Answer what is asked of a case.

    Args:
        case: The case, without errors.
        asks: What is asked: questions and dates, in years after the start.
        effort: How much may be computed, and how.
        progress: Called as work is done.

    Returns:
        Estimates in the order asked, with notes on how they were had.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if an answer cannot be had this way; it says what would do.
        Interrupted: if the user stops it; ``finished`` is the Answer had by then.

    >>> from forewarn.model.case import Case
    >>> from datetime import date
    >>> empty = Case(
    ...     title="", start=date(2023, 9, 14), horizon=1, horizon_text="1 year",
    ...     variables=(),
    ... )
    >>> answer(empty, []).estimates
    ()
    """
    job = _job(case, asks, effort, progress)
    if not asks:
        return Answer(estimates=())
    exactly, notes = _exact_part(job)
    taken = {place for part in exactly for place in part.places}
    rest = [place for place in range(len(asks)) if place not in taken]
    found: dict[int, Estimate] = {}
    try:
        for part in exactly:
            found.update(_solve(job, part))
        if rest:
            found.update(_simulate(job, rest))
    except Interrupted as stop:
        if isinstance(stop.finished, dict):
            found.update(stop.finished)
        raise Interrupted(stop.message, _answer(found, notes)) from None
    return _answer(found, notes)


def _job(
    case: Case, asks: Sequence[Ask], effort: Effort, progress: Progress | None
) -> _Job:
    network = compile_network(case)
    return _Job(
        case=case,
        network=network,
        asks=tuple(asks),
        effort=effort,
        run=new_run(
            case,
            network,
            seed=effort.seed,
            worlds=effort.worlds,
            futures_per_world=effort.futures_per_world,
            central=effort.central,
        ),
        uncertain=not effort.central and bool(coordinate_names(case)),
        progress=progress,
    )


def _answer(found: dict[int, Estimate], notes: Iterable[str]) -> Answer:
    return Answer(
        estimates=tuple(found[place] for place in sorted(found)), notes=tuple(notes)
    )


def _exact_part(job: _Job) -> tuple[list[_Exactly], list[str]]:
    """The questions that are solved exactly, and why they are or are not."""
    numbers = _numbers(job)
    names = dict.fromkeys(ask.question for ask in job.asks)
    exactly, notes, spent = list[_Exactly](), list[str](), 0.0
    for name in names:
        places = tuple(p for p, ask in enumerate(job.asks) if ask.question == name)
        asks = [job.asks[place] for place in places]
        chosen = _choose(job, name, asks, numbers, AUTO_TOTAL - spent)
        if isinstance(chosen, str):
            notes.append(f"{name}: simulated, {chosen}")
            continue
        exactly.append(_Exactly(places=places, plan=chosen))
        if job.effort.method == "auto":
            spent += seconds_of(chosen, job.threads)
            notes.append(f"{name}: exact, {_states(chosen)}")
    return exactly, notes


def _choose(
    job: _Job, name: str, asks: Sequence[Ask], numbers: FloatArray, left: float
) -> ExactPlan | str:
    """The plan by which a question is solved exactly, or why it is simulated."""
    method = job.effort.method
    if job.case.question(name).kind == "number" or method == "exact":
        allowance = Allowance(threads=job.threads)
        return plan_exact(job.case, asks, numbers, allowance)
    if method == "simulated":
        return "as asked"
    allowance = Allowance(states=AUTO_STATES, threads=job.threads)
    try:
        plan = plan_exact(job.case, asks, numbers, allowance)
    except NotComputable as refusal:
        return f"since {str(refusal).split(';')[0]}"
    seconds = seconds_of(plan, job.threads)
    if seconds > min(AUTO_SECONDS, left):
        return (
            f"since solving {_states(plan)} in {len(numbers):,} worlds would take "
            f"about {seconds:,.0f} s"
        )
    return plan


def _states(plan: ExactPlan) -> str:
    states = sum(question.joint_states for question in plan.questions)
    return f"{states:,} joint state{'' if states == 1 else 's'}"


def _numbers(job: _Job) -> FloatArray:
    """Numbers of every world and, last, of the central one; shape (world + 1, number).

    Only the central one where worlds do not differ.
    """
    central = central_numbers(job.network, job.case)[np.newaxis]
    if not job.uncertain:
        return central
    drawn = draw_worlds(
        job.network,
        job.case,
        seed=job.effort.seed,
        worlds=job.effort.worlds,
        replicates=_groups(job.run),
    )
    return np.concatenate([drawn, central])


def _groups(run: Run) -> int:
    return run.plan.replicates if run.plan.shared == "worlds" else 1


def _solve(job: _Job, part: _Exactly) -> Iterator[tuple[int, Estimate]]:
    name = job.asks[part.places[0]].question
    report = job.report(f"solving {name}")
    try:
        solved = carry_out(part.plan, threads=job.threads, progress=report)
    except Interrupted as stop:
        raise Interrupted(stop.message) from None
    for column, place in enumerate(part.places):
        yield place, _solved_estimate(job, place, solved, column)


def _solved_estimate(
    job: _Job, place: int, solved: ExactAnswers, column: int
) -> Estimate:
    values, weights = solved.values[:, column], solved.weights[:, column]
    central = float(values[-1])
    if job.uncertain:
        summary = summarise_worlds(values[:-1], weights[:-1], _groups(job.run))
    else:
        summary = _certain(central)
    return _estimate(
        job,
        place,
        summary,
        method="exact",
        central=central,
        note=solved.reasons[column],
    )


def _certain(value: float) -> Summary:
    return Summary(
        value=value,
        error=0.0,
        freedom=0,
        low=value,
        median=value,
        high=value,
        ess=1.0,
    )


def _simulate(job: _Job, places: Sequence[int]) -> dict[int, Estimate]:
    asks = [job.asks[place] for place in places]
    central = _central(job, asks) if job.uncertain else None
    try:
        tally = simulate(
            job.run,
            asks,
            threads=job.threads,
            progress=job.report("simulating futures"),
        )
    except Interrupted as stop:
        partial_tally = stop.finished
        done = isinstance(partial_tally, Tally) and partial_tally.futures > 0
        finished = (
            _estimates(job, places, partial_tally, central, stop.message)
            if done
            else None
        )
        raise Interrupted(stop.message, finished) from None
    return _estimates(job, places, tally, central, "")


def _estimates(
    job: _Job,
    places: Sequence[int],
    tally: Tally,
    central: Sequence[float] | None,
    note: str,
) -> dict[int, Estimate]:
    found = {}
    for row, (place, outcomes) in enumerate(zip(places, tally.outcomes, strict=True)):
        summary = summarise_outcomes(outcomes, uncertain=job.uncertain)
        found[place] = _estimate(
            job,
            place,
            summary,
            method="simulated",
            central=summary.value if central is None else central[row],
            note="; ".join(filter(None, (note, _unseen(outcomes, summary)))),
        )
    return found


def _unseen(outcomes: Outcomes, summary: Summary) -> str:
    trials = int(outcomes.replicates.trials.sum())
    if trials == 0:
        return "its onset was never seen, so there is nothing to say"
    if outcomes.kind in ("count", "time") or summary.value not in (0.0, 1.0):
        return ""
    seen = "never seen" if summary.value == 0 else "always seen"
    return f"{seen} in {trials:,} futures, which is no proof"


def _central(job: _Job, asks: Sequence[Ask]) -> list[float]:
    """The answers with all numbers at their medians."""
    futures = job.effort.worlds * job.effort.futures_per_world // CENTRAL_SHARE
    run = new_run(
        job.case,
        job.network,
        seed=job.effort.seed,
        worlds=1,
        futures_per_world=max(futures, job.effort.futures_per_world),
        central=True,
    )
    try:
        tally = simulate(
            run,
            asks,
            threads=job.threads,
            progress=job.report("simulating the central world"),
        )
    except Interrupted as stop:
        raise Interrupted(stop.message) from None
    return [outcomes.value for outcomes in tally.outcomes]


def _estimate(  # noqa: PLR0913  # all that makes up an estimate
    job: _Job,
    place: int,
    summary: Summary,
    *,
    method: Method,
    central: float,
    note: str,
) -> Estimate:
    ask, effort = job.asks[place], job.effort
    by = None if ask.years is None else date_after(job.case.start, ask.years)
    return Estimate(
        question=ask.question,
        kind=job.case.question(ask.question).kind,
        by=by,
        years=ask.years,
        value=summary.value,
        median=summary.median,
        central=central,
        low=summary.low,
        high=summary.high,
        error=summary.error,
        method=method,
        worlds=effort.worlds if job.uncertain else 1,
        futures_per_world=_futures(job, method),
        ess=summary.ess,
        as_of=job.case.start,
        seed=effort.seed,
        digest=job.case.digest,
        version=VERSION,
        note=note,
        freedom=summary.freedom,
    )


def _futures(job: _Job, method: Method) -> int:
    if method == "exact":
        return 0
    effort = job.effort
    return effort.futures_per_world * (1 if job.uncertain else effort.worlds)
