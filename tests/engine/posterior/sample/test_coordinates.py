"""Numbers at coordinates are those that worlds have."""

import numpy as np
import pytest

from forewarn.engine.network import compile_network
from forewarn.engine.posterior.sample.coordinates import fill_numbers, find_coordinates
from forewarn.engine.worlds import numbers_at
from forewarn.language.load import load_case, read_case

EVERY_LAW = """\
forewarn: 1
case: {title: T, start: 2024-01-01, horizon: 5 years, author_correlation: 0.3}
basis: judgement
variables:
  front:
    title: Front
    states: {calm: c., war: w., truce: t.}
    start: calm
    transitions:
      calm -> war: 0.06 (0.02 to 0.3) per year
      war -> calm: 20% of (5 in 10.9 years) or 80% of (0 in 6.03 years)
      war -> truce: 5% to 20% within 5 years
      truce -> calm: 1 in 62.2 years
schedule:
  vote: {dates: every 1 March, jump: {front: calm -> war}, chance: 0 of 12}
  other: {dates: every 2 March, jump: {front: truce -> war}, chance: 12% (3% to 30%)}
variants:
  hot: {weight: 30%, title: Hot, set: {"front: calm -> war": 2 to 5 per year}}
common_causes:
  heat: {title: Heat, share: 65%, raises: ["front: calm -> war"], lowers: [vote]}
"""


@pytest.mark.parametrize("text", [EVERY_LAW, ""])
def test_numbers_at_coordinates_are_those_of_worlds_there(text):
    """Within 1e-8, which is what tables of counts leave out; a bundled case too."""
    case = (read_case({"model.yaml": text}) if text else load_case("north-korea")).case
    network = compile_network(case)
    coordinates = find_coordinates(network, case)
    shares = {n.name for v in case.variables for _, n in v.start}
    shares |= {n.name for s in case.schedules if s.draw for _, n in s.draw.shares}
    told = [i for i, name in enumerate(network.numbers) if name not in shares]
    z = np.random.default_rng(3).normal(size=(20, len(coordinates.names))) * 1.5
    at = dict(zip(coordinates.names, z.T, strict=True))
    wanted = numbers_at(network, case, at, worlds=len(z))[:, told]
    found = np.empty((len(z), len(network.numbers)))
    for row, place in zip(found, z, strict=True):
        fill_numbers(coordinates.doubts, place, row)
    assert np.allclose(found[:, told], wanted, rtol=1e-7, atol=0)
