r"""Weighing: worlds from the prior, each as likely as what is known is in it.

.. math:: w_i \propto P(\text{known} \mid \text{world}_i)

Nothing is sampled but the worlds; few of them survive much evidence, which is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

import numpy as np

from forewarn.engine.exact.uniformisation import FloatArray
from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import Network, compile_network, fill_hazards
from forewarn.engine.posterior.exact.follow import Followed, NoChance, follow
from forewarn.engine.posterior.exact.known import known_by
from forewarn.engine.posterior.past.past import find_past
from forewarn.engine.worlds import draw_worlds
from forewarn.errors import NotComputable, UsageError
from forewarn.model.case import Case
from forewarn.model.units import years_between

#: Effective worlds below which weights are not trusted.
LEAST = 50.0  # their mean then errs by a seventh of the spread between worlds


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Worlds from the prior with their weights, and what was the case when."""

    network: Network
    #: Value of every number; shape (world, number).
    numbers: FloatArray
    #: Weight of each world; shape (world,), summing to 1.
    weights: FloatArray
    #: How many equally likely worlds these are worth.
    effective: float
    #: Logarithm of how likely what is known was before it was known; that history came
    #: just when it did is a density.
    log_evidence: float
    #: Chance of each state of each variable at each time asked, knowing all; shape
    #: (time, flat state).
    beliefs: FloatArray
    #: Reports that are not used, in words.
    left_out: tuple[str, ...]


def weigh(
    case: Case,
    as_of: date,
    *,
    seed: int = 1,
    worlds: int = 256,
    days: Sequence[date] = (),
) -> Weighed:
    """Worlds from the prior of a small network, weighed by what is known.

    Args:
        case: The case with its evidence.
        as_of: The day; what became known later is not known.
        seed: Which draw of worlds; any integer.
        worlds: How many.
        days: Days from the start up to ``as_of`` of which to tell beliefs.

    Raises:
        UsageError: if a day is outside.
        NotComputable: if there are too many joint states, what is known has no chance
            in any world, or too few worlds are left to trust.

    Source:
        Importance sampling from the prior; effective worlds as Kish (1965) has them.
    """
    if any(not case.start <= day <= as_of for day in days):
        raise UsageError(f"beliefs are told from {case.start} to {as_of}")
    network = compile_network(case)
    leaps, known = compile_leaps(network, case), known_by(network, case, as_of)
    past = find_past(network, leaps, case)
    numbers = draw_worlds(network, case, seed=seed, worlds=worlds, replicates=1)
    logs, told = np.full(worlds, -inf), np.zeros((worlds, len(days), _flats(network)))
    reason: NoChance | None = None
    for world, values in enumerate(numbers):
        try:
            found = follow(network, leaps, known, values)
        except NoChance as wrong:
            reason = reason or wrong
            continue
        logs[world] = found.smoothed.log_evidence + past.log_likelihood(
            fill_hazards(network, values)
        )
        for at, day in enumerate(days):
            told[world, at] = _shares(network, found, years_between(case.start, day))
    if not np.isfinite(logs).any():
        raise reason or NotComputable(
            "what history says came has no chance in any world that was drawn; correct "
            "its rows, or numbers that are 0"
        )
    weights, effective = _weights(logs)
    return Weighed(
        network=network,
        numbers=numbers,
        weights=weights,
        effective=effective,
        log_evidence=float(logs.max() + np.log(np.exp(logs - logs.max()).mean())),
        beliefs=np.tensordot(weights, told, axes=1),
        left_out=known.left_out,
    )


def _flats(network: Network) -> int:
    return int(network.state_ptr[-1])


def _weights(logs: FloatArray) -> tuple[FloatArray, float]:
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    effective = float(1 / (weights**2).sum())
    needed = min(LEAST, logs.size / 2)  # of few worlds half will do
    if effective < needed:
        raise NotComputable(
            f"what is known leaves {effective:.1f} effective worlds of {logs.size:,}, "
            f"and {needed:.0f} are needed; ask for more worlds, or method='simulated'"
        )
    return weights, effective


def _shares(network: Network, found: Followed, years: float) -> FloatArray:
    """Chance of each state of each variable at a time; shape (flat state,)."""
    shares = np.zeros(_flats(network))
    joint = found.at(min(years, float(found.smoothed.times[-1])))
    flats = np.asarray(found.states, dtype=np.int64) + network.state_ptr[:-1]
    np.add.at(shares, flats, joint[:, np.newaxis])
    return shares
