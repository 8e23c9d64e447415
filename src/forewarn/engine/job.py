"""Job: one call for answers: the case, what is asked of it, and with what effort."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from os import cpu_count

import numpy as np
import numpy.typing as npt

from forewarn.engine.caps import note_caps
from forewarn.engine.effort import Effort
from forewarn.engine.exact.limits import SHARE, free_memory
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.losses import compile_losses
from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.simulate.run import Run, new_run, run_on_from
from forewarn.engine.worlds import central_numbers, coordinate_names, draw_worlds
from forewarn.errors import NotComputable, UsageError
from forewarn.model.case import Case
from forewarn.model.estimate import Ask

FloatArray = npt.NDArray[np.float64]
#: Called with what is being done, how much of it is done and how much there is; that
#: is 0 where it is not known.
Progress = Callable[[str, int, int], None]

#: Worlds in which caps are looked at: shares are told to a hundredth.
MOST_CAPPED = 1_024
#: Arrays as large as all numbers of all worlds that drawing them takes.
COPIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
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
        """Threads that share the work."""
        return self.effort.threads or cpu_count() or 1

    @property
    def groups(self) -> int:
        """Independent replicates that the worlds make up, in order."""
        plan = self.run.plan
        return plan.replicates if plan.shared == "worlds" else 1

    def report(self, doing: str) -> Callable[[int, int], None] | None:
        """What to call as one kind of work is done."""
        return partial(self.progress, doing) if self.progress else None


def new_job(
    case: Case, asks: Sequence[Ask], effort: Effort, progress: Progress | None
) -> Job:
    """The job of answering what is asked with some effort.

    Raises:
        UsageError: if there is no such question.
    """
    known = {question.name for question in case.questions}
    for ask in asks:
        if ask.question not in known:
            raise UsageError(f"there is no question {ask.question!r}")
    network = compile_network(case)
    return Job(
        case=case,
        network=network,
        asks=tuple(asks),
        effort=effort,
        run=run_of(case, effort, network),
        uncertain=not effort.central and bool(coordinate_names(case)),
        progress=progress,
    )


def run_of(
    case: Case,
    effort: Effort,
    network: Network | None = None,
    *,
    belief: Belief | None = None,
) -> Run:
    """The run whose futures answer with some effort, and of which a replay tells one.

    Args:
        case: The case.
        effort: How many worlds and futures, and which.
        network: Its network, where there is one already.
        belief: What is believed on a day: its worlds are then those of the run.
    """
    network = network or compile_network(case)
    if belief is not None:
        each = effort.futures_per_world
        return run_on_from(
            case, network, belief, seed=effort.seed, futures_per_world=each
        )
    return new_run(
        case,
        network,
        seed=effort.seed,
        worlds=effort.worlds,
        futures_per_world=effort.futures_per_world,
        central=effort.central,
    )


def central_world(job: Job) -> FloatArray:
    """Numbers of the central world alone; shape (1, number)."""
    return central_numbers(job.network, job.case)[np.newaxis]


def every_world(job: Job) -> FloatArray:
    """Numbers of every world and, last, of the central one; shape (world + 1, number).

    Only those of the central one where worlds do not differ.

    Raises:
        NotComputable: if they do not fit into memory.
    """
    if not job.uncertain:
        return central_world(job)
    _check_room(job.effort.worlds, len(job.network.numbers))
    drawn = draw_worlds(
        job.network,
        job.case,
        seed=job.effort.seed,
        worlds=job.effort.worlds,
        replicates=job.groups,
    )
    return np.concatenate([drawn, central_world(job)])


def caps_of(job: Job) -> tuple[str, ...]:
    """How often the measures adopted would do more together than the case lets them."""
    if not job.case.adopted:
        return ()
    numbers = central_world(job)
    if job.uncertain:
        worlds = min(job.effort.worlds, MOST_CAPPED)
        seed = job.effort.seed
        numbers = draw_worlds(
            job.network, job.case, seed=seed, worlds=worlds, replicates=1
        )
    leaps = compile_leaps(job.network, job.case)
    losses = compile_losses(job.network, job.case)
    return note_caps(job.case, job.network, leaps, losses, numbers)


def _check_room(worlds: int, numbers: int) -> None:
    free, needed = free_memory(), 8.0 * COPIES * worlds * numbers
    if free is not None and needed > SHARE * free:
        raise NotComputable(
            f"{worlds:,} worlds of {numbers:,} numbers need about {needed / 1e9:,.1f} "
            f"GB and {free / 1e9:.1f} GB are free; ask for fewer worlds, or for "
            "method='simulated'"
        )
