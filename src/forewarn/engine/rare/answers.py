"""Rare answers: of one question after another, checked, or told to be poor and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import Final

import numpy as np

from forewarn.engine.job import Job
from forewarn.engine.mixing import mixing_of_amounts
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.run import Steered, run_alike, run_worlds, seed_of, shift_for
from forewarn.engine.rare.splitting import errors_apart, split
from forewarn.engine.rare.steering import Ground, Steering, ground_of, steering_of
from forewarn.engine.rare.trial import Tried, pick_lump
from forewarn.engine.settled import Settled, Settler
from forewarn.engine.summary import SHARES, Summary, certain, ratio_with_error
from forewarn.engine.worlds import draw_worlds
from forewarn.model.case import Question, QuestionKind
from forewarn.model.estimate import Ask

#: Kinds of questions that futures can be steered for.
KINDS: Final[tuple[QuestionKind, ...]] = ("happens", "holds", "order", "given")
#: Kinds of which futures steered for one date tell of earlier ones, too.
GROWING: Final[tuple[QuestionKind, ...]] = ("happens", "order", "given")
#: A steered future tells about as much as so many that come as they would, or more.
SPARE: Final = 16
#: Fewest futures of a world, and of all numbers at their medians.
FEWEST: Final = 4
FEWEST_ALIKE: Final = 4096
#: Effective hits without which an answer is not told.
ENOUGH: Final = 100.0
#: Share of the hits for one date that an earlier one must have; else futures are
#: steered for it, too.
LEAST: Final = 0.25
#: Share of an answer that may hang on one future.
HEAVY: Final = 0.1
#: Errors, and times, that splitting may lie above. Below it often lies: a few of its
#: runs make up most of its mean, and those are missed as often as not.
APART: Final = 4.0
TIMES: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RareAnswer:
    """What steered futures say of one ask."""

    #: Place of the ask in the job.
    place: int
    summary: Summary
    central: float
    #: Share of the answer that hangs on the future that weighs most.
    largest: float
    #: Futures of each world.
    futures: int
    #: What a reader must know.
    note: str = ""
    #: Why it is not to be relied on; empty where it is.
    poor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guided:
    """Steered futures of a question, and the lump that steered them."""

    steering: Steering
    tried: Tried
    #: μ, where worlds were drawn besides; shape (coordinate,).
    shift: FloatArray
    worlds: Steered
    central: Steered

    def told(self) -> str:
        """What steered, in words."""
        names = self.steering.ground.network.variables
        chosen = ", ".join(names[v] for v in sorted(self.tried.variables))
        return f"steered by {chosen}"


def rare_answers(job: Job, places: Sequence[int]) -> Iterator[RareAnswer]:
    """Answers by steered futures.

    Args:
        job: The job.
        places: Places of the asks to answer, of kinds in ``KINDS``.

    Yields:
        An answer for each, in any order.

    Raises:
        NotComputable: if what a question watches has too many joint states, or if a
            world is not sound.

    Source:
        Importance sampling by approximate value functions: Juneja and Shahabuddin
        (2006); L'Ecuyer and Tuffin (2011).
    """
    ground = ground_of(job.case, job.network)
    settler = Settler(job.case, job.network)
    pending: dict[str, list[int]] = {}
    for place in places:
        settled = settler.settle(job.asks[place])
        if settled is None:
            pending.setdefault(job.asks[place].question, []).append(place)
        else:
            yield _settled(place, settled)
    for name, waiting in pending.items():
        yield from _of_question(job, ground, job.case.question(name), waiting)


def _settled(place: int, settled: Settled) -> RareAnswer:
    return RareAnswer(
        place=place,
        summary=certain(settled.value),
        central=settled.value,
        largest=0.0,
        futures=0,
        note=settled.reason,
    )


def _of_question(
    job: Job, ground: Ground, question: Question, waiting: Sequence[int]
) -> Iterator[RareAnswer]:
    """Answers for the last date, and those before that its futures tell as well."""
    left = sorted(waiting, key=lambda place: -(job.asks[place].years or 0.0))
    while left:
        together = left if question.kind in GROWING else left[:1]
        asks = list(dict.fromkeys(job.asks[place] for place in together))
        found = list(_run(job, ground, question, asks))
        told = {
            ask: answer
            for ask, answer in zip(asks, found, strict=True)
            if ask == asks[0] or _tells(answer, found[0])
        }
        for place in together:
            if job.asks[place] in told:
                yield replace(told[job.asks[place]], place=place)
        left = [place for place in left if job.asks[place] not in told]


def _tells(answer: RareAnswer, best: RareAnswer) -> bool:
    """Whether futures steered for a later date tell enough of an earlier one."""
    return not answer.poor and answer.summary.ess > LEAST * best.summary.ess


def _run(
    job: Job, ground: Ground, question: Question, asks: Sequence[Ask]
) -> Iterator[RareAnswer]:
    """Answers for dates of one question, steered for the first of them."""
    top = _guide(job, ground, question, asks, None)
    bottom = None
    if question.kind == "given" and isinstance(top, _Guided):
        onset = replace(
            question, kind="happens", condition=question.given, given=None, within=None
        )
        bottom = _guide(job, ground, onset, asks, top)
    if not isinstance(top, _Guided) or isinstance(bottom, str):
        why = top if isinstance(top, str) else str(bottom)
        yield from (_unknown(why) for _ in asks)
        return
    apart = _apart(job, top) or (_apart(job, bottom) if bottom else "")
    for ask in asks:
        yield _told(job, ask, top, bottom, apart)


def _guide(
    job: Job,
    ground: Ground,
    question: Question,
    asks: Sequence[Ask],
    like: _Guided | None,
) -> _Guided | str:
    """Steered futures of a question, or why there are none to speak of.

    Where they are ``like`` others, it is in the same worlds.
    """
    steering = steering_of(ground, question, asks)
    futures, seed = _futures(job), job.effort.seed
    tried = pick_lump(
        steering,
        worlds=job.effort.worlds if job.uncertain else 1,
        futures=futures,
        seed=seed_of(seed, "try-out"),
    )
    if tried is None:
        return "no steered future came true"
    central = _central(job, steering, tried)
    shift = like.shift if like else _shift(job, steering, tried)
    return _Guided(
        steering=steering,
        tried=tried,
        shift=shift,
        worlds=_worlds(job, steering, tried, shift) if job.uncertain else central,
        central=central,
    )


def _shift(job: Job, steering: Steering, tried: Tried) -> FloatArray:
    if not job.uncertain or job.effort.worlds == 1:
        return np.zeros(0)
    return shift_for(steering, tried, seed=job.effort.seed, threads=job.threads)


def _futures(job: Job) -> int:
    """Futures of each world, or of the one there is."""
    effort = job.effort
    if job.uncertain and effort.worlds > 1:
        return max(effort.futures_per_world // SPARE, FEWEST)
    return max(effort.worlds * effort.futures_per_world // SPARE, FEWEST_ALIKE)


def _worlds(job: Job, steering: Steering, tried: Tried, shift: FloatArray) -> Steered:
    effort = job.effort
    if effort.worlds == 1:
        numbers = draw_worlds(
            job.network, job.case, seed=effort.seed, worlds=1, replicates=1
        )[0]
        return run_alike(
            steering,
            tried,
            numbers,
            futures=_futures(job),
            seed=effort.seed,
            threads=job.threads,
        )
    return run_worlds(
        steering,
        tried,
        shift,
        worlds=effort.worlds,
        futures=_futures(job),
        seed=effort.seed,
        threads=job.threads,
        progress=job.report(f"steering futures to {steering.question.name}"),
    )


def _central(job: Job, steering: Steering, tried: Tried) -> Steered:
    effort = job.effort
    futures = effort.worlds * effort.futures_per_world // SPARE
    return run_alike(
        steering,
        tried,
        steering.ground.central,
        futures=max(futures, FEWEST_ALIKE),
        seed=effort.seed,
        threads=job.threads,
    )


def _told(
    job: Job, ask: Ask, top: _Guided, bottom: _Guided | None, apart: str
) -> RareAnswer:
    row = top.steering.asks.index(ask)
    under = bottom.steering.asks.index(ask) if bottom else 0
    tops = top.worlds.tops(row)
    bottoms = bottom.worlds.tops(under) if bottom else top.worlds.bottoms()
    hits, largest = top.worlds.hits(row), top.worlds.largest(row)
    if bottom:
        hits = min(hits, bottom.worlds.hits(under))
        largest = max(largest, bottom.worlds.largest(under))
    if not (hits > 0.0 and bottoms.sum() > 0.0):
        return _unknown("no steered future came true")
    value, error = ratio_with_error(tops, bottoms)
    low, median, high = _quantiles(job, top, bottom, row, under, value)
    return RareAnswer(
        place=-1,
        summary=Summary(
            value=value,
            error=error,
            freedom=int(np.count_nonzero(bottoms)) - 1,
            low=low,
            median=median,
            high=high,
            ess=hits,
        ),
        central=_central_value(top, bottom, row, under),
        largest=largest,
        futures=_futures(job),
        note=top.told(),
        poor=_poor(hits, largest) or apart,
    )


def _central_value(top: _Guided, bottom: _Guided | None, row: int, under: int) -> float:
    below = bottom.central.tops(under) if bottom else top.central.bottoms()
    return float(top.central.tops(row).sum() / below.sum()) if below.sum() else inf


def _poor(hits: float, largest: float) -> str:
    if hits < ENOUGH:
        return f"its futures tell as much as {hits:.0f} that come true would"
    if largest > HEAVY:
        return f"one future weighs {largest:.0%} of it"
    return ""


def _apart(job: Job, guided: _Guided) -> str:
    """Why splitting contradicts: it finds more; empty where it does not."""
    values = guided.central.tops(0) / guided.central.bottoms()
    mean, error = float(values.mean()), float(values.std(ddof=1)) / sqrt(len(values))
    if not 0.0 < mean < 1.0:
        return ""
    runs = split(guided.steering, guided.tried, mean, seed=job.effort.seed)
    checked = float(runs.mean())
    if checked > TIMES * mean and errors_apart((mean, error), runs) > APART:
        return f"splitting finds {checked:.2g} where it finds {mean:.2g}"
    return ""


def _quantiles(  # noqa: PLR0913, PLR0917  # the two parts of a ratio
    job: Job,
    top: _Guided,
    bottom: _Guided | None,
    row: int,
    under: int,
    value: float,
) -> tuple[float, float, float]:
    """P10, P50 and P90 over worlds, each by its weight."""
    if not job.uncertain or job.effort.worlds == 1:
        return value, value, value
    futures = int(top.worlds.futures[0])
    totals, squares = top.worlds.sums[:, 0, row], top.worlds.sums[:, 1, row]
    weights = top.worlds.weights
    if bottom:
        onsets = bottom.worlds.sums[:, 0, under] / futures
        some = onsets > 0.0
        weights = np.where(some, weights * onsets / onsets.mean(), 0.0)
        onsets = np.where(some, onsets, 1.0)
        totals, squares = totals / onsets, squares / onsets**2
    kept = weights > 0.0
    mixing = mixing_of_amounts(
        totals[kept] / value,
        squares[kept] / value**2,
        weights[kept],
        futures=futures,
    )
    low, median, high = (value * mixing.quantile(share) for share in SHARES)
    return low, median, high


def _unknown(why: str) -> RareAnswer:
    return RareAnswer(
        place=-1,
        summary=certain(float("nan")),
        central=float("nan"),
        largest=0.0,
        futures=0,
        poor=why,
    )
