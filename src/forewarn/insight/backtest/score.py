"""The score of a back-test: against what came, and against what baselines said."""

from collections.abc import Callable, Mapping, Sequence
from math import fsum
from typing import Final

import numpy as np

from forewarn.insight.baselines import BASELINES
from forewarn.judgement.differences import difference, usual_block
from forewarn.judgement.reliability import decompose, reliability
from forewarn.judgement.rules import brier_score, crps_of_count, log_score
from forewarn.model.backtest import (
    BacktestScores,
    Gap,
    Hindcast,
    Law,
    Marks,
    Rival,
    Rule,
)

RULES: Final[Mapping[Rule, Callable[[Law, int], float]]] = {
    "brier": lambda law, count: brier_score(law.chance, true=count > 0),
    "log": lambda law, count: log_score(law.chance, true=count > 0),
    "crps": lambda law, count: crps_of_count(law.counts, count),
}
#: Forecasts in a bin at least, where there are so many; and bins at most.
IN_A_BIN: Final = 10
MOST_BINS: Final = 10
#: Scores of forecasts in order of time, by rule.
Series = Mapping[Rule, Sequence[float]]


def score_forecasts(
    forecasts: Sequence[Hindcast], *, seed: int = 1, overlap: int = 1
) -> BacktestScores | None:
    """Score forecasts whose outcome is known, and baselines on the same.

    Args:
        forecasts: Forecasts in order of time.
        seed: Which draws the intervals of differences come from.
        overlap: How many forecasts in a row speak of one day: they err together, so
            that a block holds as many at least.

    Returns:
        Mean scores, and by how much the forecasts are ahead of each baseline; None
        where no outcome is known.
    """
    known = [one for one in forecasts if one.outcome is not None]
    if not known:
        return None
    counts = [one.outcome or 0 for one in known]
    ours = _series([one.law for one in known], counts)
    theirs = {
        name: _series([one.baselines[name] for one in known], counts)
        for name in BASELINES
    }
    block = overlap if overlap > usual_block(len(known)) else 0
    bins = min(max(len(known) // IN_A_BIN, 1), MOST_BINS)
    chances, true = [one.chance for one in known], [count > 0 for count in counts]
    return BacktestScores(
        count=len(known),
        true=sum(true),
        marks=_marks(ours),
        rivals=tuple(
            _rival(name, ours, theirs[name], block=block, seed=seed)
            for name in BASELINES
        ),
        bins=reliability(chances, true, bins=bins),
        decomposition=decompose(chances, true, bins=bins),
    )


def _series(laws: Sequence[Law], counts: Sequence[int]) -> Series:
    pairs = list(zip(laws, counts, strict=True))
    return {
        name: [rule(law, count) for law, count in pairs] for name, rule in RULES.items()
    }


def _marks(scores: Series) -> Marks:
    brier, log, crps = (fsum(scores[rule]) / len(scores[rule]) for rule in RULES)
    return Marks(brier=brier, log=log, crps=crps)


def _rival(name: str, ours: Series, theirs: Series, *, block: int, seed: int) -> Rival:
    gaps: dict[Rule, Gap] = {
        rule: difference(
            ours[rule], theirs[rule], rng=np.random.default_rng(seed), block=block
        )
        for rule in RULES
    }
    return Rival(name=name, marks=_marks(theirs), gaps=gaps)
