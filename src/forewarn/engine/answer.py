"""Answers: what is asked of a case, by the method that suits each question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import nan
from typing import Final

from forewarn.engine.asking import Grown, asks_between, grown
from forewarn.engine.choice import Exactly, choose_methods
from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.effort import Effort
from forewarn.engine.exact.answers import ExactAnswers, carry_out
from forewarn.engine.job import Job, Progress, caps_of, new_job
from forewarn.engine.rare.answers import RareAnswer, rare_answers
from forewarn.engine.settled import Settler
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.engine.simulate.tally import Outcomes, Tally
from forewarn.engine.summary import (
    Summary,
    are_alike,
    certain,
    summarise_outcomes,
    summarise_worlds,
    unproven,
)
from forewarn.engine.unforeseen import remark_below
from forewarn.engine.unsure import is_unsure, why_left
from forewarn.errors import Interrupted, NotComputable
from forewarn.model.case import Case, QuestionKind
from forewarn.model.estimate import Answer, Ask, Estimate, Method
from forewarn.model.units import date_after
from forewarn.model.version import VERSION

#: What a reader must know where one world was drawn of many that differ.
ONE_WORLD: Final = "of one world, which does not tell how far others lie from it"
#: Futures of the central world, as a share of all futures.
CENTRAL_SHARE: Final = 8


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
    return _answered(case, asks, (), effort, progress)


def answer_growing(
    case: Case,
    asks: Sequence[Ask],
    effort: Effort = Effort(),  # noqa: B008  # frozen
    *,
    progress: Progress | None = None,
) -> Grown:
    """Answer what is asked of a case, and see answers grow up to their last dates.

    The answers are those of :func:`answer`, bit for bit; arguments and what is raised
    are its own too.
    """
    found = _answered(case, asks, asks_between(asks), effort, progress)
    return grown(found, asks)


def _answered(
    case: Case,
    asks: Sequence[Ask],
    between: Sequence[Ask],
    effort: Effort,
    progress: Progress | None,
) -> Answer:
    """Answers to what is asked, and what the same futures tell of dates between."""
    if not asks:
        return Answer(estimates=())
    with telling_of_compiling(progress):
        job = new_job(case, (*asks, *between), effort, progress)
        return _found(job, asked=len(asks))


def _found(job: Job, *, asked: int) -> Answer:
    choice, found = choose_methods(job), dict[int, Estimate]()
    notes = [*choice.notes, *caps_of(job)]
    try:
        for part in choice.exactly:
            found.update(_solve(job, part))
        if choice.simulated:
            found.update(_simulate(job, choice.simulated))
        if job.effort.method == "auto":
            places = [place for place in choice.simulated if place < asked]
            notes += _steer_unsure(job, places, found)
        if choice.rare:
            _steer(job, choice.rare, found)
    except Interrupted as stop:
        if isinstance(stop.finished, dict):
            found.update(stop.finished)
        raise Interrupted(stop.message, _answer(found, notes)) from None
    return _answer(found, notes)


def _answer(found: dict[int, Estimate], notes: Sequence[str]) -> Answer:
    estimates = tuple(found[place] for place in sorted(found))
    return Answer(estimates=estimates, notes=tuple(notes))


def _steer(job: Job, places: Sequence[int], found: dict[int, Estimate]) -> None:
    """Answer by steered futures; by plain ones what those tell too little of."""
    poor = dict[int, str]()
    for answer in _steered(job, places):
        if answer.poor:
            poor[answer.place] = answer.poor
        else:
            found[answer.place] = _rare_estimate(job, answer)
    if poor:
        for place, estimate in _simulate(job, sorted(poor)).items():
            why = f"simulated without steering, since {poor[place]}"
            note = "; ".join(filter(None, (why, estimate.note)))
            found[place] = replace(estimate, note=note)


def _steer_unsure(
    job: Job, places: Sequence[int], found: dict[int, Estimate]
) -> Iterator[str]:
    """Steer futures where plain ones told too little; yields what came of it."""
    unsure = dict[str, list[int]]()
    for place in places:
        if is_unsure(found[place]):
            unsure.setdefault(job.asks[place].question, []).append(place)
    for name, ones in unsure.items():
        try:
            answers = list(_steered(job, ones))
        except NotComputable as refusal:
            yield f"{name}: not steered, since {str(refusal).split(';')[0]}"
            continue
        left = {a.place: why_left(found[a.place], a) for a in answers}
        taken = [answer for answer in answers if not left[answer.place]]
        found.update({answer.place: _rare_estimate(job, answer) for answer in taken})
        dates = sum(job.asks[place].question == name for place in places)
        yield from _notes_on(name, len(taken), dates, left.values())


def _notes_on(name: str, taken: int, dates: int, left: Iterable[str]) -> Iterator[str]:
    """How many dates of a question steered futures answer, and why no others."""
    if taken:
        some = f" for {taken} of its {dates} dates" if taken < dates else ""
        yield f"{name}: rare{some}, since plain futures told too little"
    for why in dict.fromkeys(filter(None, left)):
        yield f"{name}: steered futures are left, since {why}"


def _steered(job: Job, places: Sequence[int]) -> Iterator[RareAnswer]:
    try:
        yield from rare_answers(job, places)
    except KeyboardInterrupt:
        raise Interrupted("stopped while steering futures") from None


def _rare_estimate(job: Job, answer: RareAnswer) -> Estimate:
    estimate = _estimate(
        job,
        answer.place,
        answer.summary,
        method="rare",
        central=answer.central,
        note="; ".join(filter(None, (answer.note, _one_world(job)))),
    )
    return replace(
        estimate, futures_per_world=answer.futures, largest_weight=answer.largest
    )


def _solve(job: Job, part: Exactly) -> Iterator[tuple[int, Estimate]]:
    name = job.asks[part.places[0]].question
    report = job.report(f"solving {name}")
    try:
        solved = carry_out(part.plan, threads=job.threads, progress=report)
    except Interrupted as stop:
        raise Interrupted(stop.message) from None
    for column, place in enumerate(part.places):
        yield place, _solved_estimate(job, place, solved, column)


def _solved_estimate(
    job: Job, place: int, solved: ExactAnswers, column: int
) -> Estimate:
    values, weights = solved.values[:, column], solved.weights[:, column]
    central, note = float(values[-1]), solved.reasons[column]
    if len(values) == 1 or note:  # the same in every world
        summary = certain(central)
    else:
        summary = summarise_worlds(values[:-1], weights[:-1], job.groups)
        note = _one_world(job)
    return _estimate(job, place, summary, method="exact", central=central, note=note)


def _simulate(job: Job, places: Sequence[int]) -> dict[int, Estimate]:
    asks = [job.asks[place] for place in places]
    unknown = [nan] * len(asks) if job.uncertain else None
    try:
        tally = simulate(
            job.run,
            asks,
            threads=job.threads,
            progress=job.report("simulating futures"),
        )
    except Interrupted as stop:
        done = stop.finished
        if not isinstance(done, Tally) or done.futures == 0:
            raise Interrupted(stop.message) from None
        finished = _estimates(job, places, done, unknown, stop.message)
        raise Interrupted(stop.message, finished) from None
    try:
        central = _central(job, asks) if job.uncertain else None
    except Interrupted as stop:
        finished = _estimates(job, places, tally, unknown, "stopped before its central")
        raise Interrupted(stop.message, finished) from None
    return _estimates(job, places, tally, central, "")


def _estimates(
    job: Job,
    places: Sequence[int],
    tally: Tally,
    central: Sequence[float] | None,
    note: str,
) -> dict[int, Estimate]:
    found = {}
    for row, (place, outcomes) in enumerate(zip(places, tally.outcomes, strict=True)):
        summary, remark = _summary(job, outcomes)
        found[place] = _estimate(
            job,
            place,
            summary,
            method="simulated",
            central=summary.value if central is None else central[row],
            note="; ".join(filter(None, (note, remark))),
        )
    return found


def _summary(job: Job, outcomes: Outcomes) -> tuple[Summary, str]:
    """The summary of an answer, and what a reader must know of it."""
    summary = summarise_outcomes(outcomes, uncertain=job.uncertain)
    if not are_alike(outcomes):
        return summary, _one_world(job)
    settled = Settler(job.case, job.network).settle(outcomes.ask)
    if settled is not None:
        return certain(settled.value), settled.reason
    return summary, unproven(outcomes, summary.value)


def _one_world(job: Job) -> str:
    return ONE_WORLD if job.uncertain and job.effort.worlds == 1 else ""


def _central(job: Job, asks: Sequence[Ask]) -> list[float]:
    """The answers with all numbers at their medians, to fewer futures."""
    futures = job.effort.worlds * job.effort.futures_per_world // CENTRAL_SHARE
    run = new_run(
        job.case,
        job.network,
        seed=job.effort.seed,
        worlds=1,
        futures_per_world=max(futures, job.effort.futures_per_world),
        central=True,
    )
    tally = simulate(
        run,
        asks,
        threads=job.threads,
        progress=job.report("simulating the central world"),
    )
    return [outcomes.value for outcomes in tally.outcomes]


def _estimate(  # noqa: PLR0913  # all that makes up an estimate
    job: Job,
    place: int,
    summary: Summary,
    *,
    method: Method,
    central: float,
    note: str,
) -> Estimate:
    ask, effort, kind = job.asks[place], job.effort, _kind(job, place)
    by = None if ask.years is None else date_after(job.case.start, ask.years)
    below = remark_below(job.case, kind, summary.value, ask.years or 0.0)
    return Estimate(
        question=ask.question,
        kind=kind,
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
        note="; ".join(filter(None, (note, below))),
        freedom=summary.freedom,
    )


def _kind(job: Job, place: int) -> QuestionKind:
    return job.case.question(job.asks[place].question).kind


def _futures(job: Job, method: Method) -> int:
    if method == "exact":
        return 0
    effort = job.effort
    return effort.futures_per_world * (1 if job.uncertain else effort.worlds)
