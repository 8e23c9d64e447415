"""The sampled posterior and the exact one are twins, whatever is known."""

from dataclasses import replace
from datetime import date, timedelta
from textwrap import dedent

import numpy as np
import pytest
from dice import seeded
from random_evidence import with_evidence
from reworded import certain
from strategies import structured_of

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network
from forewarn.engine.posterior.exact.follow import follow
from forewarn.engine.posterior.exact.known import known_by
from forewarn.engine.posterior.sample.sample import sample_case
from forewarn.engine.worlds import central_numbers
from forewarn.errors import NotComputable
from forewarn.language.load import read_case

NETWORKS = 60
DRAWS = 500
BATCHES = 40
#: Errors that a chance may be off by, and what an error is at least.
WIDTH, LEAST = 4.0, 1e-3


def exact_and_sampled(case, as_of):
    """Chances of joint states by both, and errors of the sampled ones."""
    network = compile_network(case)
    known = known_by(network, case, as_of)
    leaps, numbers = compile_leaps(network, case), central_numbers(network, case)
    exact = follow(network, leaps, known, numbers)
    sampled = sample_case(network, case, as_of, draws=DRAWS, most=1, thin=1)
    assert len(sampled.left_out) >= len(known.left_out)
    flat = sampled.states.reshape(-1, len(network.variables))
    came = np.array([(flat == states).all(axis=1) for states in exact.states])
    batches = came.reshape(len(came), BATCHES, -1).mean(axis=2)
    chance, worlds = exact.now(), came.shape[1]
    error = np.maximum(
        batches.std(axis=1, ddof=1) / np.sqrt(BATCHES),
        np.sqrt(chance * (1 - chance) / worlds),
    )
    return chance, came.mean(axis=1), np.maximum(error, LEAST)


def random_networks():
    """As many as are asked for; those that sampling refuses are passed over."""
    passed, seed = 0, 0
    while passed < NETWORKS:
        case = replace(structured_of(seed), adopted=(), variants=())
        case = with_evidence(seeded(seed), certain(case))
        try:
            yield seed, *exact_and_sampled(case, case.start + timedelta(days=500))
        except NotComputable:
            passed -= 1
        passed, seed = passed + 1, seed + 1


def test_random_evidence_on_random_networks_is_believed_as_exactly():
    """Every joint state within 4 errors, of 40 batches, in 60 networks."""
    for seed, exact, sampled, error in random_networks():
        assert (np.abs(sampled - exact) < WIDTH * error).all(), seed


HEAD = """\
forewarn: 1
case: {title: T, start: 2024-01-01, horizon: 5 years, status: draft}
basis: judgement
variables:
  front:
    title: Front
    states: {calm: c., tense: t., war: w.}
    start: {calm: 70%, tense: 30%}
    transitions:
      calm -> tense: 1.5 per year
      tense -> calm: 1 per year
      tense -> war: {rate: 0.8 per year, times: {camp = full: 4}}
      war -> tense: 2 per year
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: empty
    transitions:
      empty -> full: 0.7 per year
      full -> empty: 0.5 per year
events:
  raid: {title: Raid, rate: 6 per year, times: {camp = full: 3}}
schedule:
  vote:
    dates: [2024-12-01, 2025-02-10]
    window: 60 days
    jump: {camp: full -> empty}
    chance: 40%
"""
TOLD = {
    "a doubtful jump of what is fully reported": """\
fully_reported: {until: 2025-01-01, variables: [front]}
reports:
  - {date: 2024-02-01, state: {front: calm}}
  - {from: 2024-03-01, to: 2024-09-01, jump: {front: calm -> tense}, reliability: B}
  - {date: 2024-10-01, jump: {front: tense|war -> calm}, reliability: C}
""",
    "two doubtful jumps over times that overlap": """\
fully_reported: {until: 2025-01-01, variables: [front]}
reports:
  - {from: 2024-02-01, to: 2024-06-01, jump: {front: calm -> tense}, reliability: B}
  - {from: 2024-04-01, to: 2024-08-01, jump: {front: tense -> war}, reliability: C}
  - {from: 2024-05-01, to: 2024-12-01, jump: {front: calm -> tense}, reliability: D}
""",
    "jumps on days not known of what is fully reported": """\
fully_reported: {until: 2025-01-01, variables: [front]}
reports:
  - {from: 2024-02-01, to: 2024-06-01, jump: {front: calm -> tense}}
  - {from: 2024-04-01, to: 2024-12-01, jump: {front: tense -> war}}
""",
    "jumps on days not known of what is hidden": """\
reports:
  - {from: 2024-02-01, to: 2024-06-01, jump: {front: tense -> war}}
  - {from: 2024-08-01, to: 2024-12-01, jump: {camp: empty -> full}, reliability: B}
  - {from: 2024-11-01, to: 2024-12-01, state: {front: war}, reliability: C}
""",
    "doubtful events of which all are reported": """\
fully_reported: {until: 2025-01-01, variables: [raid]}
reports:
  - {from: 2024-11-01, to: 2024-12-20, event: raid, reliability: B}
  - {date: 2024-06-01, event: raid}
  - {date: 2024-07-01, event: raid, reliability: C}
""",
    "events on days not known": """\
fully_reported: {until: 2024-04-01, variables: [raid]}
reports:
  - {from: 2024-03-01, to: 2024-05-01, event: raid}
  - {from: 2024-08-01, to: 2024-09-01, event: raid, reliability: B}
  - {from: 2024-10-01, to: 2024-12-20, count: {raid: 6}}
  - {date: 2024-11-01, event: raid}
""",
    "what was on the day of the start": """\
reports:
  - {date: 2024-01-01, state: {front: tense}, reliability: B}
""",
    "a date that a report has spent": """\
fully_reported: {until: 2025-01-01, variables: [camp]}
reports:
  - {date: 2024-06-01, jump: {camp: empty -> full}}
  - {date: 2024-12-20, jump: {camp: full -> empty}}
""",
}


@pytest.mark.parametrize("told", TOLD)
def test_every_kind_of_report_is_believed_as_exactly(told):
    reading = read_case({"model.yaml": HEAD + dedent(TOLD[told])})
    assert reading.case is not None, list(reading.problems)
    exact, sampled, error = exact_and_sampled(reading.case, date(2025, 1, 1))
    assert (np.abs(sampled - exact) < WIDTH * error).all()
