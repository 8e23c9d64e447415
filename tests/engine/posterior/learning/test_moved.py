"""How far a number moved is told from what it was before, variants included."""

import numpy as np
import pytest
from scipy import stats

from forewarn.engine.network import compile_network
from forewarn.engine.posterior.learning.learned import learn_numbers
from forewarn.engine.posterior.learning.moved import laws_before, moved_by
from forewarn.engine.worlds import draw_worlds
from forewarn.language.load import read_case
from forewarn.laws import quantile
from forewarn.model.quantities import Fixed, Interval, Mixture

MODEL = """\
forewarn: 1
case: {title: T, start: 2020-01-01, horizon: 5 years, status: draft}
basis: judgement
variables:
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: empty
    transitions:
      empty -> full: 1 (0.5 to 2) per year
      full -> empty: 50% of (1 to 2 per year) or 50% of (4 per year)
variants:
  low: {title: L, weight: 30%, set: {"camp: empty -> full": 0.2 per year}}
  high:
    title: H
    weight: 20%
    set:
      "camp: empty -> full": 50% of (3 to 6 per year) or 50% of (9 per year)
"""


def test_laws_before_data_are_those_of_prior_worlds():
    """P10, P50 and P90 of 20,000 worlds, stratified; a mass is one value."""
    case = read_case({"model.yaml": MODEL}).case
    network, laws = compile_network(case), laws_before(case)
    worlds = draw_worlds(network, case, seed=1, worlds=20_000, replicates=1)
    for column, name in enumerate(network.numbers):
        for p in (0.1, 0.35, 0.6, 0.85):
            drawn = np.quantile(worlds[:, column], p)
            assert quantile(laws[name], p) == pytest.approx(drawn, rel=0.05), (name, p)


def test_without_data_no_number_moves():
    """Medians of 4,000 draws, or few less: within 4 errors of 1.25 / sqrt(2,000)."""
    case = read_case({"model.yaml": MODEL}).case
    for row in learn_numbers(case, case.start).numbers:
        assert abs(row.moved) < 4 * 1.25 / np.sqrt(2000), row.number.name


def test_a_median_that_leaves_a_mass_moved_by_what_lies_beyond_it():
    beyond = Interval(scale="log", low=2.0, median=4.0, high=8.0)
    law = Mixture(weights=(0.7, 0.3), laws=(Fixed(value=1.0), beyond))
    assert moved_by(law, 1.0) == 0.0
    assert moved_by(law, 4.0) == pytest.approx(stats.norm.ppf(0.85))
    assert moved_by(law, 0.5) < -4
