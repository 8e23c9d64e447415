"""Compare: by how much changes move answers, from futures that share their luck."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from forewarn.engine.compiling import telling_of_compiling
from forewarn.engine.coupled.apart import Apart, tell_apart, unmoved
from forewarn.engine.coupled.exactly import solve_pairs
from forewarn.engine.coupled.pairs import Paired, Pairing, run_pairs
from forewarn.engine.coupled.reach import (
    Key,
    Told,
    changed_parts,
    tell,
    why_unmoved,
)
from forewarn.engine.coupled.sides import (
    Compiled,
    are_uncertain,
    compile_case,
    make_ready,
)
from forewarn.engine.doubts import doubts_of
from forewarn.engine.effort import Effort
from forewarn.engine.job import Progress
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.plan import plan_run
from forewarn.errors import Interrupted, UsageError
from forewarn.model.case import Case
from forewarn.model.comparison import Altered, Comparison, Difference
from forewarn.model.estimate import Ask
from forewarn.model.units import date_after

#: A change and an ask, by their places.
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One comparison: the cases, what is asked, and with what effort."""

    base: Compiled
    changes: tuple[Altered, ...]
    others: tuple[Compiled, ...]
    #: All of them told part by part, the case first.
    told: tuple[Told, ...]
    asks: tuple[Ask, ...]
    effort: Effort
    belief: Belief | None
    progress: Progress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Had:
    """What is known so far."""

    #: Why a change cannot move an answer.
    unmoved: dict[Place, str]
    #: Two answers apart.
    apart: dict[Place, Apart]
    #: The answer of the case itself, by ask.
    before: dict[int, float]


def compare(  # noqa: PLR0913  # what is compared, and how
    case: Case,
    changes: Sequence[Altered],
    asks: Sequence[Ask],
    effort: Effort = Effort(),  # noqa: B008  # frozen
    *,
    belief: Belief | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """By how much each of some changes moves each of some answers.

    Futures of all cases run coupled, in the same worlds: each transition, event, start,
    schedule and trigger has a stream of its own, so what is not changed comes as it
    came, until something else leads it astray. The futures of the case itself are run
    once, whatever the number of changes.

    Args:
        case: The case, without errors.
        changes: The changed cases; each with a name of its own.
        asks: What is asked: questions with dates, in years after the start.
        effort: How much may be computed, and how.
        belief: What is believed of the case on a day; futures are free, and changes
            act, from then on. Its worlds are taken as they are.
        progress: Called as work is done.

    Returns:
        Differences by change, and in the order asked. A change from which nothing leads
        to the question makes one of exactly 0, and says so.

    Raises:
        UsageError: if an ask does not fit a case, if two changes have one name, or if a
            case starts on another day.
        NotComputable: if a case cannot be run.
        Interrupted: if the user stops it; ``finished`` is the Comparison had by then,
            if there is one.

    Source:
        Rathinam, Sheppard and Khammash (2010), the common reaction path method; with
        the clocks of Anderson (2007).
    """
    if not (changes and asks):
        return _comparison(effort, (), ())
    with telling_of_compiling(progress):
        return _found(_job(case, changes, asks, effort, belief, progress))


def _job(  # noqa: PLR0913, PLR0917  # as compare
    case: Case,
    changes: Sequence[Altered],
    asks: Sequence[Ask],
    effort: Effort,
    belief: Belief | None,
    progress: Progress | None,
) -> _Job:
    if any(ask.years is None for ask in asks):
        raise UsageError("what is asked about a number does not differ by futures")
    if effort.method == "rare":
        raise UsageError(
            "futures that are steered share no luck: leave out --method rare to compare"
        )
    names = [change.name for change in changes]
    if len(set(names)) < len(names):
        raise UsageError("two changes have one name; give each its own")
    for change in changes:
        if change.case.start != case.start:
            raise UsageError(
                f"one case starts on {case.start} and the other on "
                f"{change.case.start}; only futures from one day can be compared"
            )
    base = compile_case(case)
    others = tuple(compile_case(c.case, dict(c.held)) for c in changes)
    job = _Job(
        base=base,
        changes=tuple(changes),
        others=others,
        told=tuple(tell(c.case, c.network, c.leaps) for c in (base, *others)),
        asks=tuple(asks),
        effort=effort,
        belief=belief,
        progress=progress,
    )
    _check_pasts(job)
    return job


def _check_pasts(job: _Job) -> None:
    """Refuse changes that another belief would be needed for.

    Raises:
        UsageError: if a change does more than hold variables and adopt measures.
    """
    for change, other in zip(job.changes, job.others, strict=True):
        if job.belief is None:
            if change.held:
                raise UsageError("nothing can be held from a day on without a belief")
        elif other.network.pulses != job.base.network.pulses or _learned(
            change.case
        ) != _learned(job.base.case):
            raise UsageError(
                "as of a day, only measures and held variables can be compared: with "
                "other numbers, what is known would make another belief"
            )


def _learned(case: Case) -> object:
    """What a belief hangs on, but for measures."""
    bare = replace(case, adopted=())
    return tuple((d.name, d.law, d.loadings, d.variant) for d in doubts_of(bare))


def _found(job: _Job) -> Comparison:
    reasons = _unmoved(job)
    wanted = [place for place in _places(job) if place not in reasons]
    cases = [other.case for other in job.others]
    effort = job.effort
    if job.belief is not None:
        effort = replace(effort, method="simulated")
    try:
        solved = solve_pairs(
            job.base.case, cases, job.asks, wanted, effort, job.progress
        )
    except Interrupted as stop:
        raise Interrupted(stop.message) from None
    had = _Had(unmoved=reasons, apart=dict(solved.apart), before=dict(solved.before))
    left = [place for place in wanted if place not in solved.apart]
    alone = [ask for ask in range(len(job.asks)) if ask not in solved.before]
    try:
        if left or alone:
            _simulate(job, had, left, alone)
    except Interrupted as stop:
        finished = list(_differences(job, had))
        raise Interrupted(
            stop.message,
            _comparison(job.effort, finished, solved.notes) if finished else None,
        ) from None
    notes = (*solved.notes, *(job.belief.notes if job.belief else ()))
    return _comparison(job.effort, list(_differences(job, had)), notes)


def _comparison(
    effort: Effort, differences: Sequence[Difference], notes: Sequence[str]
) -> Comparison:
    return Comparison(
        differences=tuple(differences),
        worlds=effort.worlds,
        futures_per_world=effort.futures_per_world,
        seed=effort.seed,
        notes=tuple(notes),
    )


def _places(job: _Job) -> Iterator[Place]:
    for change in range(len(job.changes)):
        for ask in range(len(job.asks)):
            yield change, ask


def _unmoved(job: _Job) -> dict[Place, str]:
    """Why a change cannot move an answer, where that is so."""
    base, reasons = job.told[0], dict[Place, str]()
    for change, other in enumerate(job.others):
        told = job.told[1 + change]
        changed = changed_parts(base, told) | {("variable", v) for v in other.pins}
        for ask, asked in enumerate(job.asks):
            reason = why_unmoved(base, told, asked, changed)
            if reason:
                reasons[change, ask] = reason
    return reasons


def _simulate(
    job: _Job, had: _Had, left: Sequence[Place], alone: Sequence[int]
) -> None:
    """Add what futures come to: for some changes and asks, and for the base alone."""
    effort = job.effort
    changes = sorted({change for change, _ in left})
    cases = [job.base, *(job.others[change] for change in changes)]
    uncertain = job.belief is not None or are_uncertain(
        [each.case for each in cases], central=effort.central
    )
    worlds = effort.worlds if job.belief is None else job.belief.worlds
    needed = sorted({*alone, *(ask for _, ask in left)})
    ready = partial(make_ready, asks=job.asks, seed=effort.seed, belief=job.belief)
    base = ready(job.base, places=needed, live=_live(job, 0, needed))
    sides = [base]
    for change in changes:
        asks = [ask for of, ask in left if of == change]
        live = _live(job, 1 + change, asks)
        other = job.others[change]
        sides.append(ready(other, places=asks, live=live, first=base.asked))
    pairing = Pairing(
        sides=tuple(sides),
        plan=plan_run(worlds, effort.futures_per_world, uncertain=uncertain),
        seed=effort.seed,
        central=effort.central,
        belief=job.belief,
    )
    report = partial(job.progress, "running coupled futures") if job.progress else None
    try:
        paired = run_pairs(pairing, threads=effort.threads, progress=report)
    except Interrupted as stop:
        if isinstance(stop.finished, Paired) and stop.finished.futures.any():
            _add(job, had, pairing, changes, stop.finished)
        raise
    _add(job, had, pairing, changes, paired)


def _live(job: _Job, side: int, places: Sequence[int]) -> frozenset[Key]:
    """All that some of what is asked of a side depends on."""
    behind = (job.told[side].behind(job.asks[place]) for place in places)
    return frozenset[Key]().union(*behind)


def _add(
    job: _Job, had: _Had, pairing: Pairing, changes: Sequence[int], paired: Paired
) -> None:
    """Add what pairs of futures came to."""
    for change, side, sums in zip(
        (-1, *changes), pairing.sides, paired.sums, strict=True
    ):
        for column, ask in enumerate(side.places.tolist()):
            kind = job.base.case.question(job.asks[ask].question).kind
            apart = tell_apart(sums[:, :, column], paired.futures, kind)
            if change >= 0:
                had.apart[change, ask] = apart
            else:
                had.before.setdefault(ask, apart.before)


def _differences(job: _Job, had: _Had) -> Iterator[Difference]:
    """The differences that are known, by change and in the order asked."""
    for place in _places(job):
        if place in had.apart:
            yield _difference(job, place, had.apart[place])
        elif place in had.unmoved and place[1] in had.before:
            apart = unmoved(had.before[place[1]], had.unmoved[place])
            yield _difference(job, place, apart)


def _difference(job: _Job, place: Place, apart: Apart) -> Difference:
    change, ask = job.changes[place[0]], job.asks[place[1]]
    years = ask.years or 0.0
    return Difference(
        change=change.name,
        question=ask.question,
        kind=job.base.case.question(ask.question).kind,
        by=date_after(job.base.case.start, years),
        years=years,
        before=apart.before,
        after=apart.after,
        difference=apart.difference,
        error=apart.error,
        freedom=apart.freedom,
        correlation=apart.correlation,
        variance=apart.variance,
        method=apart.method,
        note=apart.note,
    )
