r"""Likelihoods: how likely recorded futures were, and how that hangs on the numbers.

.. math:: \log L = \sum_{\text{jumps}} \log \lambda_e
          - \sum_{\text{cells}} t_c \sum_{e \in c} \lambda_e
          + \sum_{\text{trials}} \log c_i^{\,\text{came}} (1 - c_i)^{1 - \text{came}}
          + \sum_{\text{picks}} \log s_j
"""

from typing import NamedTuple

import numpy as np

from forewarn.engine.acts import find_phases
from forewarn.engine.chances import chances_at
from forewarn.engine.gradients.pull import (
    Origin,
    origin_of,
    pull_cell,
    pull_chances,
    pull_factors,
    pull_hazards,
    pull_shares,
)
from forewarn.engine.kernel import kernel
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network, fill_hazards
from forewarn.engine.statistics.ground import Cells, cells_of
from forewarn.engine.statistics.room import Rows
from forewarn.engine.statistics.statistics import Statistics, worlds_in
from forewarn.engine.tables import Indices, Truths


class Odds(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What futures of one world meet, phase by phase."""

    #: Value of every number; shape (number,).
    numbers: FloatArray
    #: When phases begin, in years; shape (phase,).
    begins: FloatArray
    #: Whether each measure is in place; shape (phase, measure).
    in_place: Truths
    #: Hazards, per year, and chances; shape (phase, entry) and (phase, chance entry).
    hazards: FloatArray
    chances: FloatArray


def odds_of(network: Network, leaps: Leaps, numbers: FloatArray) -> Odds:
    """What futures of one world meet.

    Args:
        network: The network.
        leaps: Its schedules and triggers.
        numbers: Value of every number; shape (number,).

    Raises:
        NotComputable: if a hazard or chance has no value.
    """
    numbers = np.ascontiguousarray(numbers)
    phases = find_phases(network.adopted, numbers)
    return Odds(
        numbers=numbers,
        begins=phases.start,
        in_place=phases.in_place,
        hazards=np.array([fill_hazards(network, numbers, p) for p in phases.in_place]),
        chances=np.array(
            [chances_at(leaps.chances, numbers, p) for p in phases.in_place]
        ),
    )


def rows_of(statistics: Statistics) -> Rows:
    """The rows of statistics, as kernels take them."""
    return Rows(
        risk_key=statistics.risk_key,
        risk_years=statistics.risk_years,
        jump_key=statistics.jump_key,
        trial_key=statistics.trial_key,
        trial_came=statistics.trial_came,
        pick=statistics.pick,
        ptr=statistics.ptr,
    )


def events_by_number(statistics: Statistics, weights: FloatArray) -> FloatArray:
    """Weights of the jumps and trials that each number is expected to have a part in.

    What could have come counts, whether it came or not: each hazard by the jumps that
    are expected of it, each chance c by c(1 - c) for a trial.

    Args:
        statistics: What some futures did.
        weights: What an event of each future counts; shape (future,).

    Returns:
        Sum over events; shape (number,).
    """
    network, leaps = statistics.network, statistics.leaps
    origin = origin_of(network, leaps, statistics.run.case)
    cells, found = cells_of(network), np.zeros(len(network.numbers))
    for row, futures in worlds_in(statistics):
        odds = odds_of(network, leaps, statistics.numbers[row])
        (risk, of_risk), _, (trial, of_trial), (pick, of_pick) = (
            _weighted(statistics, futures, kind, weights) for kind in range(4)
        )
        years = _by_key(
            statistics.risk_key[risk],
            of_risk * statistics.risk_years[risk],
            odds.hazards,
        )
        tried = _by_key(statistics.trial_key[trial], of_trial, odds.chances)
        for phase, in_place in enumerate(odds.in_place):
            hazards, chances = odds.hazards[phase], odds.chances[phase]
            jumps = years[phase][cells.first] * hazards
            pull_hazards(origin, odds.numbers, hazards, in_place, jumps, found)
            doubt = tried[phase] * chances * (1.0 - chances)
            pull_chances(origin, odds.numbers, in_place, doubt, found)
        np.add.at(found, statistics.pick[pick], of_pick)
    return found


def _weighted(
    statistics: Statistics, futures: slice, kind: int, weights: FloatArray
) -> tuple[slice, FloatArray]:
    """Rows of a kind of some futures, with the weight of the future of each."""
    ptr = statistics.ptr[futures.start : futures.stop + 1, kind]
    return slice(int(ptr[0]), int(ptr[-1])), np.repeat(weights[futures], np.diff(ptr))


def _by_key(keys: Indices, amounts: FloatArray, like: FloatArray) -> FloatArray:
    sums = np.bincount(keys, amounts, minlength=like.size)
    return np.asarray(sums.reshape(like.shape))


@kernel
def score_futures(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    origin: Origin,
    cells: Cells,
    odds: Odds,
    rows: Rows,
    first: int,
    scores: FloatArray,
) -> None:
    r"""Fill in the slopes of the log likelihoods of some futures of one world.

    .. math:: \frac{\partial \log L}{\partial \log \lambda_e} = n_e - t_e \lambda_e,
              \qquad \frac{\partial \log L}{\partial \operatorname{logit} c}
              = \text{came} - c

    Args:
        origin: What hazards and chances are made of.
        cells: Where cells begin.
        odds: What the futures meet.
        rows: What they did.
        first: The first of them.
        scores: To fill; shape (future, number).
    """
    entries, acts = origin.entries, origin.acts
    chances = origin.chances
    per_phase, trials = odds.hazards.shape[1], odds.chances.shape[1]
    slopes = np.zeros(cells.width.max() if cells.width.size > 0 else 1)
    for at in range(scores.shape[0]):
        future, score = first + at, scores[at]
        score[:] = 0.0
        for row in range(rows.ptr[future, 0], rows.ptr[future + 1, 0]):
            phase = rows.risk_key[row] // per_phase
            cell = np.int64(rows.risk_key[row] % per_phase)
            hazards = odds.hazards[phase]
            for j in range(cells.width[cell]):
                slopes[j] = -rows.risk_years[row] * hazards[cell + j]
            pull_cell(
                entries,
                acts,
                odds.numbers,
                hazards,
                odds.in_place[phase],
                int(cell),
                int(cells.width[cell]),
                slopes,
                0,
                score,
            )
        slopes[:] = 0.0
        for row in range(rows.ptr[future, 1], rows.ptr[future + 1, 1]):
            phase = rows.jump_key[row] // per_phase
            entry = np.int64(rows.jump_key[row] % per_phase)
            cell = cells.first[entry]
            slopes[entry - cell] = 1.0
            pull_cell(
                entries,
                acts,
                odds.numbers,
                odds.hazards[phase],
                odds.in_place[phase],
                int(cell),
                int(cells.width[cell]),
                slopes,
                0,
                score,
            )
            slopes[entry - cell] = 0.0
        for row in range(rows.ptr[future, 2], rows.ptr[future + 1, 2]):
            phase = rows.trial_key[row] // trials
            entry = np.int64(rows.trial_key[row] % trials)
            slope = (1.0 if rows.trial_came[row] else 0.0) - odds.chances[phase, entry]
            score[chances.entries.rate[entry]] += slope
            pull_factors(
                chances.entries,
                chances.acts,
                odds.numbers,
                odds.in_place[phase],
                int(entry),
                slope,
                score,
            )
        for row in range(rows.ptr[future, 3], rows.ptr[future + 1, 3]):
            score[rows.pick[row]] += 1.0
        pull_shares(origin, odds.numbers, score)


@kernel
def weigh_futures(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    cells: Cells,
    before: Odds,
    after: Odds,
    rows: Rows,
    first: int,
    weights: FloatArray,
) -> None:
    """Fill in how much likelier other numbers make some futures of one world.

    Args:
        cells: Where cells begin.
        before: What the futures met.
        after: What they would have met.
        rows: What they did.
        first: The first of them.
        weights: To fill with the logs of ratios of likelihoods; shape (future,).
    """
    per_phase, trials = before.hazards.shape[1], before.chances.shape[1]
    for at in range(weights.size):
        future, total = first + at, 0.0
        for row in range(rows.ptr[future, 0], rows.ptr[future + 1, 0]):
            phase = rows.risk_key[row] // per_phase
            cell = int(rows.risk_key[row] % per_phase)
            gone = 0.0
            for entry in range(cell, cell + cells.width[cell]):
                gone += after.hazards[phase, entry] - before.hazards[phase, entry]
            total -= rows.risk_years[row] * gone
        for row in range(rows.ptr[future, 1], rows.ptr[future + 1, 1]):
            phase = rows.jump_key[row] // per_phase
            entry = int(rows.jump_key[row] % per_phase)
            total += np.log(after.hazards[phase, entry] / before.hazards[phase, entry])
        for row in range(rows.ptr[future, 2], rows.ptr[future + 1, 2]):
            phase = rows.trial_key[row] // trials
            entry = int(rows.trial_key[row] % trials)
            new, old = after.chances[phase, entry], before.chances[phase, entry]
            if rows.trial_came[row]:
                total += np.log(new / old)
            else:
                total += np.log((1.0 - new) / (1.0 - old))
        for row in range(rows.ptr[future, 3], rows.ptr[future + 1, 3]):
            number = rows.pick[row]
            total += np.log(after.numbers[number] / before.numbers[number])
        weights[at] = total
