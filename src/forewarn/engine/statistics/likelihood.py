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
    pull_cell,
    pull_chances,
    pull_factors,
    pull_hazards,
    pull_shares,
)
from forewarn.engine.kernel import kernel
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network, fill_hazards
from forewarn.engine.statistics.ground import Cells
from forewarn.engine.statistics.room import Rows
from forewarn.engine.statistics.statistics import Statistics
from forewarn.engine.tables import Truths


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


@kernel
def count_events(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    origin: Origin,
    cells: Cells,
    odds: Odds,
    rows: Rows,
    first: int,
    weights: FloatArray,
    events: FloatArray,
) -> None:
    """Add up the jumps and trials that each number is expected to have a part in.

    What could have come counts, whether it came or not: each hazard by the jumps that
    are expected of it, each chance c by c(1 - c) for a trial.

    Args:
        origin: What hazards and chances are made of.
        cells: Where cells begin.
        odds: What some futures of one world meet.
        rows: What they did.
        first: The first of them.
        weights: What an event of each of them counts; shape (future,).
        events: Added to; shape (number,).
    """
    phases, per_phase = odds.hazards.shape
    trials = odds.chances.shape[1]
    jumps = np.zeros((phases, per_phase))
    tried = np.zeros((phases, trials))
    for at in range(weights.size):
        future, weight = first + at, weights[at]
        for row in range(rows.ptr[future, 0], rows.ptr[future + 1, 0]):
            phase = rows.risk_key[row] // per_phase
            cell = int(rows.risk_key[row] % per_phase)
            for entry in range(cell, cell + cells.width[cell]):
                years = weight * rows.risk_years[row]
                jumps[phase, entry] += years * odds.hazards[phase, entry]
        for row in range(rows.ptr[future, 2], rows.ptr[future + 1, 2]):
            phase = rows.trial_key[row] // trials
            trial = rows.trial_key[row] % trials
            chance = odds.chances[phase, trial]
            tried[phase, trial] += weight * chance * (1.0 - chance)
        for row in range(rows.ptr[future, 3], rows.ptr[future + 1, 3]):
            events[rows.pick[row]] += weight
    for phase in range(phases):
        placed, hazards = odds.in_place[phase], odds.hazards[phase]
        pull_hazards(origin, odds.numbers, hazards, placed, jumps[phase], events)
        pull_chances(origin, odds.numbers, placed, tried[phase], events)


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
