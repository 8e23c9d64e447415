r"""Reweighting: answers with nearby numbers, from futures that were played with others.

.. math:: \hat a = \frac{1}{n} \sum_i \left(w_i y_i - b (w_i - 1)\right), \qquad
          w_i = \frac{L_i(\text{new})}{L_i(\text{old})}

with b what the outcomes have in common with the weights, whose mean is 1. How many
futures that hit the weights leave, :math:`(\sum w)^2 / \sum w^2` over these, says how
far the numbers may move.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Final

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import FloatArray
from forewarn.engine.statistics.ground import IntArray, cells_of
from forewarn.engine.statistics.groups import spread_of, sums_by
from forewarn.engine.statistics.likelihood import (
    Odds,
    odds_of,
    rows_of,
    weigh_futures,
)
from forewarn.engine.statistics.statistics import Statistics, worlds_in
from forewarn.errors import NotComputable, UsageError

#: Least share of the futures that hit which weights must leave.
LEAST: Final = 0.1
#: Instead of a sum of weights that is 0.
TINY: Final = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class Reweighted:
    """Answers with other numbers."""

    #: Ratio of each future's likelihoods; shape (future,).
    weights: FloatArray
    #: Answer to each ask, and its standard error from all sampling; shape (ask,).
    values: FloatArray
    errors: FloatArray
    #: Futures that hit, as many as the weights leave; and their share of those that
    #: hit, or the share left of all futures where that is less; shape (ask,) each.
    ess: FloatArray
    ess_share: FloatArray


def with_number(statistics: Statistics, name: str, value: npt.ArrayLike) -> FloatArray:
    """The numbers of every world with one of them set.

    Args:
        statistics: Statistics of some futures.
        name: Which number.
        value: Its value in each world, or in all; shape (row,) or scalar.

    Returns:
        Numbers; shape (row, number). Where shares sum to 1, others make room.

    Raises:
        UsageError: if there is no such number, or others cannot make room.
    """
    names = statistics.network.numbers
    if name not in names:
        raise UsageError(f"there is no number {name!r}")
    numbers, column = statistics.numbers.copy(), names.index(name)
    numbers[:, column] = value
    for group in statistics.shares:
        if column in group:
            rest = [other for other in group if other != column]
            numbers[:, rest] *= _room(numbers[:, rest], 1 - numbers[:, column])
    return numbers


def _room(shares: FloatArray, left: FloatArray) -> FloatArray:
    """What shares are multiplied by to sum to what is left; shape (row, 1)."""
    total = shares.sum(axis=1)
    if ((total == 0) & (left != 0)).any():
        raise UsageError("the other shares are 0, so they cannot take what is left")
    return np.asarray((left / np.where(total > 0, total, 1.0))[:, np.newaxis])


def reweigh(statistics: Statistics, numbers: FloatArray) -> Reweighted:
    """Answers with other numbers in every world.

    Args:
        statistics: What some futures did.
        numbers: Other values of all numbers in each world; shape (row, number).

    Raises:
        NotComputable: if the weights leave under a tenth of the futures that hit; if
            something could happen that could not before; or if measures would come
            into place at other times.
    """
    found = weigh(statistics, numbers)
    worst = int(found.ess_share.argmin()) if found.ess_share.size else 0
    if found.ess_share.size and found.ess_share[worst] < LEAST:
        raise NotComputable(
            f"the weights leave {found.ess_share[worst]:.1%} of the futures that tell "
            f"{statistics.asks[worst].question!r}, and {LEAST:.0%} are the least; move "
            "the numbers less, or answer with fresh futures"
        )
    return found


def weigh(statistics: Statistics, numbers: FloatArray) -> Reweighted:
    """As :func:`reweigh`, however few futures the weights leave."""
    weights = weights_of(statistics, numbers)
    groups = statistics.replicates()
    found = [
        _answer(statistics.outcomes[:, ask], weights, groups)
        for ask in range(len(statistics.asks))
    ]
    values, errors, ess, share = np.array(found).reshape(-1, 4).T
    return Reweighted(
        weights=weights, values=values, errors=errors, ess=ess, ess_share=share
    )


def weights_of(statistics: Statistics, numbers: FloatArray) -> FloatArray:
    """How much likelier other numbers make each future; shape (future,).

    Raises:
        UsageError: if the numbers do not fit the worlds.
        NotComputable: as for :func:`reweigh`, but whatever the weights are.
    """
    network, leaps = statistics.network, statistics.leaps
    if numbers.shape != statistics.numbers.shape:
        raise UsageError(f"{numbers.shape} numbers do not fit the worlds of these")
    cells, rows = cells_of(network), rows_of(statistics)
    logs = np.empty(len(statistics.futures))
    shared = [number for group in statistics.shares for number in group]
    for row, futures in worlds_in(statistics):
        before = odds_of(network, leaps, statistics.numbers[row])
        after = odds_of(network, leaps, numbers[row])
        _check_near(before, after, shared)
        weigh_futures(cells, before, after, rows, futures.start, logs[futures])
    return np.asarray(np.exp(logs))


def _answer(
    outcomes: FloatArray, weights: FloatArray, groups: IntArray
) -> tuple[float, float, float, float]:
    """Value, error, and effective futures that hit with their share, of one ask."""
    opened = np.isfinite(outcomes)
    worth = weights * np.where(opened, outcomes, 0.0)
    if opened.all():
        # Weights have a mean of 1: what outcomes share with their noise is taken out.
        worth = worth - _shared(worth, weights) * (weights - 1.0)
        base, value = float(weights.size), float(worth.mean())
        apart = worth - value
    else:
        base = float((weights * opened).sum())
        value = float(worth.sum()) / base if base > 0 else nan
        apart = worth - value * weights * opened
    error = float(spread_of(sums_by(apart[:, np.newaxis], groups))[0]) / max(base, TINY)
    hits = np.where(opened, outcomes, 0.0)
    left, all_hits = _effective(weights * hits), _effective(hits)
    # Of hits alone, a few heavy weights to come may not show yet.
    share = _effective(weights) / weights.size
    return value, error, left, min(left / all_hits, share) if all_hits > 0 else share


def _shared(worth: FloatArray, weights: FloatArray) -> float:
    noise = weights - weights.mean()
    spread = float(noise @ noise)
    return float(worth @ noise) / spread if spread > 0 else 0.0


def _effective(parts: FloatArray) -> float:
    """How many equal parts make up a sum as noisy as some parts do."""
    squares = float(parts @ parts)
    return float(parts.sum()) ** 2 / squares if squares > 0 else 0.0


def _check_near(before: Odds, after: Odds, shared: Sequence[int]) -> None:
    if not np.array_equal(before.begins, after.begins):
        raise NotComputable(
            "weights cannot tell what another lead time of a measure does; answer with "
            "fresh futures"
        )
    pairs = (
        (before.hazards, after.hazards),
        (before.chances, after.chances),
        (1.0 - before.chances, 1.0 - after.chances),
        (before.numbers[shared], after.numbers[shared]),
    )
    if any(((old == 0) & (new > 0)).any() for old, new in pairs):
        raise NotComputable(
            "something could happen that could not before, so no future shows it; "
            "answer with fresh futures"
        )
