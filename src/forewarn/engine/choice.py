"""Choice: which questions are solved exactly and which simulated, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.effort import PRECISIONS
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import ExactPlan, plan_exact, seconds_of
from forewarn.engine.job import Job, central_world, every_world
from forewarn.engine.rare.answers import KINDS
from forewarn.errors import NotComputable
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]

#: Joint states up to which ``auto`` solves a question, in every world or in just one.
EACH_STATES: Final = 30_000  # found in about 0.03 s, so that asking costs little
ONE_STATES: Final = 200_000  # found in about 0.2 s, and then solved only once
#: Seconds of one processor that ``auto`` spends on solving one question, and on all, at
#: the normal precision; in proportion to the futures at others.
QUESTION_SECONDS: Final = 4.0
TOTAL_SECONDS: Final = 12.0
#: Share of these seconds that a run of however few futures may spend.
LEAST_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Exactly:
    """A question that is solved exactly: its asks' places, and its plan."""

    places: tuple[int, ...]
    plan: ExactPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How each question is answered."""

    exactly: tuple[Exactly, ...]
    #: Places of the asks that are simulated, and of those by steered futures.
    simulated: tuple[int, ...]
    rare: tuple[int, ...]
    #: A sentence a question on why.
    notes: tuple[str, ...]


def choose_methods(job: Job) -> Choice:
    """Choose how each question is answered.

    The choice hangs on nothing but the case, what is asked and the effort, so that it
    is the same on every machine that has the memory.

    Raises:
        UsageError: if an ask does not fit the case.
        NotComputable: if an exact or a rare answer was asked for and cannot be had.
    """
    exactly, notes, spent = list[Exactly](), list[str](), 0.0
    numbers = _numbers(job)
    for name in dict.fromkeys(ask.question for ask in job.asks):
        places = tuple(p for p, ask in enumerate(job.asks) if ask.question == name)
        asks = [job.asks[place] for place in places]
        chosen = _choose(job, name, asks, numbers, spent)
        if isinstance(chosen, str):
            if job.effort.method != "rare":
                notes.append(f"{name}: simulated, {chosen}")
            continue
        exactly.append(Exactly(places=places, plan=chosen))
        if job.effort.method == "auto":
            spent += seconds_of(chosen)
            notes.append(f"{name}: exact, {_states(chosen)}")
    taken = {place for part in exactly for place in part.places}
    left = tuple(p for p in range(len(job.asks)) if p not in taken)
    steered = job.effort.method == "rare"
    return Choice(
        exactly=tuple(exactly),
        simulated=() if steered else left,
        rare=left if steered else (),
        notes=tuple(notes),
    )


def _numbers(job: Job) -> FloatArray | str:
    """Numbers of the worlds to solve in; why there are none where that is so."""
    if job.effort.method in {"simulated", "rare"}:
        return central_world(job)
    try:
        return every_world(job)
    except NotComputable as refusal:
        if job.effort.method == "exact":
            raise
        return _since(refusal)


def _choose(
    job: Job, name: str, asks: Sequence[Ask], numbers: FloatArray | str, spent: float
) -> ExactPlan | str:
    """The plan by which a question is solved exactly, or why it is simulated."""
    method = job.effort.method
    if job.case.question(name).kind == "number":
        return _plan(job, asks, central_world(job), Allowance())
    if method in {"simulated", "rare"}:
        return _as_asked(job, name)
    if isinstance(numbers, str):
        return numbers
    if method == "exact":
        return _plan(job, asks, numbers, Allowance(threads=job.threads))
    try:
        plan = _plan(job, asks, numbers, _allowance(job))
    except NotComputable as refusal:
        return _since(refusal)
    return _slow(job, plan, len(numbers), spent) or plan


def _plan(
    job: Job, asks: Sequence[Ask], numbers: FloatArray, allowance: Allowance
) -> ExactPlan:
    return plan_exact(job.case, asks, numbers, allowance, network=job.network)


def _as_asked(job: Job, name: str) -> str:
    kind = job.case.question(name).kind
    if job.effort.method == "rare" and kind not in KINDS:
        kinds = ", ".join(map(repr, KINDS))
        raise NotComputable(
            f"{name!r} asks {kind!r}, and futures are steered for {kinds}; ask for "
            "method='auto'"
        )
    return "as asked"


def _allowance(job: Job) -> Allowance:
    states = EACH_STATES if job.uncertain else ONE_STATES
    return Allowance(states=states, threads=job.threads)


def _slow(job: Job, plan: ExactPlan, worlds: int, spent: float) -> str:
    """Why solving takes too long; empty where it does not."""
    effort, normal = job.effort, PRECISIONS["normal"]
    futures = effort.worlds * effort.futures_per_world
    share = max(futures / (normal[0] * normal[1]), LEAST_SHARE)
    seconds = seconds_of(plan)
    if seconds <= min(share * QUESTION_SECONDS, share * TOTAL_SECONDS - spent):
        return ""
    where = f"in {worlds:,} worlds " if worlds > 1 else ""
    rounded = float(f"{seconds:.1g}")
    return f"since solving {_states(plan)} {where}would take about {rounded:,g} s"


def _since(refusal: NotComputable) -> str:
    return f"since {str(refusal).split(';')[0]}"


def _states(plan: ExactPlan) -> str:
    states = sum(question.joint_states for question in plan.questions)
    if states == 0:
        return "no joint states needed"
    return f"{states:,} joint state{'' if states == 1 else 's'}"
