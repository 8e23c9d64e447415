"""One forecast: what is believed on a day, and how many of an event come after it."""

from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network, compile_network
from forewarn.engine.posterior.belief import Belief
from forewarn.engine.posterior.believe import believe
from forewarn.engine.simulate.record import record_futures
from forewarn.engine.simulate.run import Run, new_run, run_on_from
from forewarn.model.backtest import Law
from forewarn.model.case import Case, Question
from forewarn.model.conditions import Pulse
from forewarn.model.estimate import Ask
from forewarn.model.units import years_between

IntArray = npt.NDArray[np.int64]
#: Batches of worlds that an error is told from; worlds of one chain stand together.
BATCHES: Final = 16
#: What is asked of futures: how many of the event came.
_ASKED: Final = "how many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How much is drawn for each forecast."""

    seed: int
    worlds: int
    futures_per_world: int
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A law of a count, and how well it was drawn."""

    law: Law
    #: Standard error of the chance of any.
    error: float
    #: Largest R-hat of the numbers, and what the worlds are worth at least.
    r_hat: float
    effective: float


def forecast(
    case: Case, event: str, as_of: date, until: date, drawing: Drawing
) -> Drawn:
    """How many of an event come from the end of one day to that of another.

    Worlds are drawn from the posterior of the day, and futures of each go on from it.

    Args:
        case: The case, with what is known.
        event: Name of the event.
        as_of: The day; what became known later is not used.
        until: A later day.
        drawing: How much is drawn, and from which seed: each day has draws of its own,
            so that no other day that is asked for changes them.

    Raises:
        NotComputable: if what is known cannot be under the model.
    """
    asked = replace(case, questions=(_question(event),))
    seed = seed_of(drawing.seed, as_of)
    run, belief = _run(asked, as_of, seed, drawing)
    years = years_between(case.start, until)
    ask = Ask(question=_ASKED, years=years)
    parts = record_futures(run, [ask], until=years)
    outcomes = [part.outcomes[:, 0] for part in parts]
    counts = np.concatenate(outcomes).astype(np.int64)
    worth = float(run.plan.worlds) if belief is None else belief.effective
    return Drawn(
        law=law_of(counts),
        error=_error(counts.reshape(run.plan.worlds, -1) > 0),
        r_hat=1.0 if belief is None else belief.r_hat,
        effective=worth,
    )


def seed_of(seed: int, day: date) -> int:
    """The seed of one day's draws.

    >>> seed_of(1, date(2020, 1, 1)) == seed_of(1, date(2020, 1, 2))
    False
    """
    return int.from_bytes(sha256(f"{seed} {day}".encode()).digest()[:6])


def law_of(counts: IntArray) -> Law:
    r"""The law of a count from draws of it, without ever calling anything impossible.

    .. math:: P(N > 0) = (k + 1/2) / (n + 1)

    Args:
        counts: Draws; shape (draw,).

    Returns:
        The law: a count above 0 has its share of the draws above 0. If none is, 1 is
        all that may come.
    """
    seen = np.bincount(counts).astype(np.float64)
    some = seen[1:] if seen.size > 1 else np.ones(1)
    chance = (seen[1:].sum() + 0.5) / (counts.size + 1)
    return Law(counts=(float(1.0 - chance), *(some / some.sum() * chance).tolist()))


def _question(event: str) -> Question:
    return Question(name=_ASKED, title="", kind="count", condition=Pulse(event=event))


def _run(
    case: Case, as_of: date, seed: int, drawing: Drawing
) -> tuple[Run, Belief | None]:
    network = compile_network(case)
    if as_of == case.start and not case.evidence.history_coverage:
        run = new_run(
            case,
            network,
            seed=seed,
            worlds=drawing.worlds,
            futures_per_world=drawing.futures_per_world,
        )
        return run, None
    belief = believe(
        case, as_of, seed=seed, worlds=drawing.worlds, threads=drawing.threads
    )
    run = run_on_from(
        case,
        network,
        _without_events(belief, network),
        seed=seed,
        futures_per_world=drawing.futures_per_world,
    )
    return run, belief


def _without_events(belief: Belief, network: Network) -> Belief:
    """The belief without past events, which move no state and would be counted."""
    kept = network.pulse_variable[belief.past_pulses] >= 0
    before = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
    return replace(
        belief,
        ptr=before[belief.ptr],
        past_years=belief.past_years[kept],
        past_pulses=belief.past_pulses[kept],
    )


def _error(came: npt.NDArray[np.bool_]) -> float:
    """Standard error of a chance by batches of worlds; shape (world, future)."""
    shares = came.mean(axis=1)
    batches = [batch.mean() for batch in np.array_split(shares, BATCHES)]
    return float(np.std(batches, ddof=1) / np.sqrt(BATCHES))
