"""The vetoes that come along: forecast as a plain filter over prior worlds does."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

import forewarn as fw
from forewarn.evidence.series import read_series
from forewarn.language.load import observed_files
from forewarn.laws import value_at
from forewarn.model.units import years_between

WORLDS = 16_000
AS_OF, UNTIL = date(1999, 11, 30), date(1999, 12, 31)


def stayed(into, out, seen, years):
    """Chances to go from each state to each with nothing seen; shape (2, 2, world).

    The exponential of a matrix of two by two, by its eigenvalues.
    """
    a, d = -into - seen[0], -out - seen[1]
    middle, root = (a + d) / 2, np.sqrt(((a - d) / 2) ** 2 + into * out)
    grow, turn = np.exp(middle * years), np.sinh(root * years) / root
    even = np.cosh(root * years)
    return grow * np.array(
        [
            [even + (a - middle) * turn, into * turn],
            [out * turn, even + (d - middle) * turn],
        ]
    )


def plain(case, days):
    """The chance of a veto in the month, each prior world weighed by what came."""
    rng = np.random.default_rng(5)
    (climate,), (veto,) = case.variables, case.events
    numbers = [*(jump.rate for jump in climate.transitions), veto.rate]
    laws = [one.quantity.law for one in (*numbers, veto.effects[0].times)]
    draws = [value_at(law, rng.standard_normal(WORLDS)) for law in laws]
    into, out, rate, damped = (np.asarray(draw, dtype=float) for draw in draws)
    seen = np.array([rate * damped, rate])
    believed, weight = np.full((2, WORLDS), 0.5), np.ones(WORLDS)
    for before, now in pairwise([case.start, *days, AS_OF]):
        step = stayed(into, out, seen, years_between(before, now))
        believed = np.einsum("sw,stw->tw", believed, step)
        believed *= seen if now != AS_OF else 1.0
        weight *= believed.sum(axis=0)
        believed /= believed.sum(axis=0)
    silent = stayed(into, out, seen, years_between(AS_OF, UNTIL)).sum(axis=1)
    return 1 - np.average((believed * silent).sum(axis=0), weights=weight)


def test_the_next_month_is_forecast_as_prior_worlds_do_that_fit_the_record():
    """Four standard errors of the back-test, and 0.002 for those of the filter."""
    opened = fw.open_case("security-council-vetoes")
    (path,) = observed_files(opened.reading)
    days = [one.first for one in read_series(path).known_by(AS_OF).counts]
    found = opened.backtest(first=AS_OF, last=AS_OF, worlds=1024)
    (told,) = found.forecasts
    expected = plain(opened.case, [day for day in days if day > opened.case.start])
    assert told.until == UNTIL
    assert told.chance == pytest.approx(expected, abs=4 * told.error + 0.002)
    assert told.outcome == 0
