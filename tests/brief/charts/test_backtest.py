"""The picture of a back-test."""

from datetime import date

import pytest

from forewarn.brief.charts.backtest import backtest_chart
from forewarn.brief.on_paper import svg_of
from forewarn.insight.backtest.rivals import rival_laws
from forewarn.insight.backtest.score import score_forecasts
from forewarn.model.backtest import Backtest, Hindcast, Law
from forewarn.model.steps import Step


def made(outcomes):
    month = Step(months=1)
    days = [month.after(date(2020, 1, 31), times) for times in range(len(outcomes) + 1)]
    forecasts = tuple(
        Hindcast(
            as_of=days[at],
            until=days[at + 1],
            law=Law(counts=(0.7, 0.2, 0.1)),
            outcome=outcome,
            baselines=rival_laws([1, 0, 2], recent=12),
            error=0.01,
            r_hat=1.0,
            effective=500.0,
        )
        for at, outcome in enumerate(outcomes)
    )
    return Backtest(
        event="raid",
        counting="days",
        evidence="seen.csv",
        every="1 month",
        ahead="1 month",
        forecasts=forecasts,
        scores=score_forecasts(forecasts),
    )


@pytest.mark.parametrize("outcomes", [[1], [None], [0, 2, None], [1, 0] * 30])
def test_any_back_test_can_be_drawn(outcomes):
    drawn = svg_of(backtest_chart(made(outcomes)), prefix="backtest")
    assert drawn.startswith("<svg")
    assert "NaN" not in drawn
    assert "var(" not in drawn


def test_every_outcome_is_marked_and_those_unknown_are_not():
    spec = backtest_chart(made([1, 0, None, 3]))
    marked = [
        row["came"]
        for rows in spec["datasets"].values()
        for row in rows
        if "chance" in row and "came" in row
    ]
    assert sorted(marked) == [False, True, True]
