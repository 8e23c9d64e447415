"""The score of a back-test: the same dates for all, and differences that mean it."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.insight.backtest.rivals import rival_laws
from forewarn.insight.backtest.score import score_forecasts
from forewarn.model.backtest import Hindcast, Law
from forewarn.model.steps import Step


def made(chances, outcomes):
    month, past, found = Step(months=1), [], []
    for at, (chance, outcome) in enumerate(zip(chances, outcomes, strict=True)):
        found.append(
            Hindcast(
                as_of=month.after(date(2010, 1, 31), at),
                until=month.after(date(2010, 1, 31), at + 1),
                law=Law(counts=(1 - chance, chance)),
                outcome=outcome,
                baselines=rival_laws(past, recent=12),
                error=0.0,
                r_hat=1.0,
                effective=1.0,
            )
        )
        past.append(outcome or 0)
    return found


pairs = st.lists(
    st.tuples(st.floats(0.01, 0.99), st.none() | st.integers(0, 3)),
    min_size=1,
    max_size=40,
)


@given(pairs)
def test_only_dates_with_an_outcome_are_scored_and_for_all_the_same(both):
    scores = score_forecasts(made(*zip(*both, strict=True)))
    known = [(p, n) for p, n in both if n is not None]
    if not known:
        assert scores is None
        return
    assert scores.count == len(known) == sum(one.count for one in scores.bins)
    assert scores.true == sum(n > 0 for _, n in known)
    mean = np.mean([(p - (n > 0)) ** 2 for p, n in known])
    assert scores.marks.brier == pytest.approx(mean)
    assert scores.decomposition.brier == pytest.approx(mean)
    for rival in scores.rivals:
        for rule, gap in rival.gaps.items():
            ahead = getattr(scores.marks, rule) - getattr(rival.marks, rule)
            assert gap.value == pytest.approx(ahead)
            assert gap.low <= gap.value + 1e-9
            assert gap.value <= gap.high + 1e-9
    assert scores.best.marks.brier == min(r.marks.brier for r in scores.rivals)


def test_who_says_what_a_baseline_says_is_no_better_and_no_worse():
    outcomes = [0, 1, 0, 0, 2, 1, 0, 1] * 6
    same = [one.baselines["markov"].chance for one in made([0.5] * 48, outcomes)]
    gap = score_forecasts(made(same, outcomes)).rival("markov").gaps["brier"]
    assert gap.value == gap.low == gap.high == 0.0


def test_who_knows_is_ahead_of_all_beyond_doubt():
    outcomes = np.random.default_rng(1).integers(0, 2, 60).tolist()
    scores = score_forecasts(made([0.05 + 0.9 * o for o in outcomes], outcomes))
    assert all(gap.high < 0 for rival in scores.rivals for gap in rival.gaps.values())


def test_bins_hold_ten_forecasts_where_there_are_so_many():
    for count, bins in ((9, 1), (35, 3), (108, 10), (200, 10)):
        chances = np.linspace(0.1, 0.9, count).tolist()
        scores = score_forecasts(
            made(chances, [0, 1] * (count // 2) + [0] * (count % 2))
        )
        assert len(scores.bins) == bins


def test_there_is_no_rival_of_another_name():
    with pytest.raises(KeyError):
        score_forecasts(made([0.5], [1])).rival("oracle")
