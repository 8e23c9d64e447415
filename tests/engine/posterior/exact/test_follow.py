"""Claims about following what is known: memory is right where none is needed."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from textwrap import dedent

import numpy as np
import pytest
from dice import seeded
from plain_evidence import Plain
from random_evidence import with_evidence
from scipy import stats
from strategies import structured_of

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network
from forewarn.engine.posterior.exact.follow import follow
from forewarn.engine.posterior.exact.known import known_by
from forewarn.engine.worlds import central_numbers
from forewarn.errors import NotComputable
from forewarn.language.load import read_case
from forewarn.model.units import years_between

AS_OF = date(2025, 1, 1)
NETWORKS = 100
HEAD = """\
forewarn: 1
case: {title: T, start: 2024-01-01, horizon: 5 years, status: draft}
basis: judgement
"""
FRONT = """\
variables:
  front:
    title: Front
    states: {calm: c., tense: t., war: w.}
    start: {calm: 60%, tense: 40%}
    transitions:
      calm -> tense: 2 per year
      tense -> calm: 1 per year
      tense -> war: 0.5 per year
      war -> tense: 3 per year
"""
OPEN = "events:\n  raid: {title: Raid, rate: 3 per year}\n"


def a_case(text):
    reading = read_case({"model.yaml": HEAD + dedent(text)})
    assert reading.case is not None, reading.problems
    return reading.case


def parts(case, as_of=AS_OF):
    network = compile_network(case)
    leaps = compile_leaps(network, case)
    known = known_by(network, case, as_of)
    return network, leaps, known, central_numbers(network, case)


def followed(text, as_of=AS_OF):
    return follow(*parts(a_case(text), as_of))


def log_evidence(text, as_of=AS_OF):
    return followed(text, as_of).smoothed.log_evidence


@cache
def random_case(seed):
    dice = seeded(seed)
    case = structured_of(seed, most_variables=2)
    return with_evidence(dice, case)


@pytest.mark.parametrize("seed", range(NETWORKS))
def test_random_evidence_is_followed_as_generating_functions_do(seed):
    case = random_case(seed)
    network, leaps, known, numbers = parts(case, case.start + timedelta(days=500))
    known = replace(known, windows=known.windows[:2])
    plain = Plain(network, leaps, known, numbers)
    mass = plain.now()
    if not mass.sum() > 1e-12:
        pytest.skip("this evidence cannot be")
    found = follow(network, leaps, known, numbers)
    assert found.smoothed.log_evidence == pytest.approx(np.log(mass.sum()), abs=1e-9)
    assert found.now() == pytest.approx(mass / mass.sum(), abs=1e-9)


def test_a_count_with_a_spread_is_a_negative_binomial():
    text = FRONT + dedent(
        """\
        indicators:
          ships:
            title: Ships
            counts: {front: {calm: 8 per year, tense: 8 per year, war: 8 per year}}
            overdispersed: 3
        reports:
          - {from: 2024-01-02, to: 2024-12-31, count: {ships: 12}}
        """
    )
    wanted = stats.nbinom.logpmf(12, 8 * 365 / 365.25 / 2, 1 / 3)
    assert log_evidence(text) == pytest.approx(wanted, abs=1e-10)


def test_a_count_of_events_is_a_poisson():
    text = (
        FRONT
        + OPEN
        + ("reports:\n  - {from: 2024-01-02, to: 2024-12-31, count: {raid: 5}}\n")
    )
    wanted = stats.poisson.logpmf(5, 3 * 365 / 365.25)
    assert log_evidence(text) == pytest.approx(wanted, abs=1e-10)


def test_silence_of_what_is_fully_reported_is_no_jump():
    text = FRONT + OPEN + "fully_reported: {until: 2024-12-31, variables: [raid]}\n"
    assert log_evidence(text) == pytest.approx(-3 * 365 / 365.25, abs=1e-10)


def test_the_same_report_twice_counts_once():
    report = "  - {date: 2024-06-01, state: {front: war}, reliability: B2}\n"
    once, twice = (FRONT + "reports:\n" + report * count for count in (1, 2))
    assert log_evidence(once) == log_evidence(twice)


def test_the_order_of_entry_changes_no_bit():
    reports = [
        "  - {date: 2024-06-01, state: {front: war}, reliability: B2}\n",
        "  - {from: 2024-03-01, to: 2024-04-01, jump: {front: calm -> tense}}\n",
        "  - {date: 2024-03-10, event: raid}\n",
    ]
    here, there = (
        followed(FRONT + OPEN + "reports:\n" + "".join(order))
        for order in (reports, reports[::-1])
    )
    assert here.smoothed.log_evidence == there.smoothed.log_evidence
    assert (here.now() == there.now()).all()


def test_reliability_f_changes_nothing():
    none = followed(FRONT).now()
    text = FRONT + (
        "reports:\n  - {date: 2024-12-01, state: {front: war}, reliability: F}\n"
    )
    assert followed(text).now() == pytest.approx(none, abs=1e-14)


def test_what_is_known_later_changes_nothing_before():
    late = "reports:\n  - {date: 2024-06-01, known: 2025-02-01, state: {front: war}}\n"
    assert (followed(FRONT + late).now() == followed(FRONT).now()).all()
    assert log_evidence(FRONT + late, date(2025, 2, 1)) < 0


def test_a_report_that_is_sure_settles_the_day_and_shades_the_days_before():
    found = followed(FRONT + "reports:\n  - {date: 2024-06-01, state: {front: war}}\n")
    at = years_between(date(2024, 1, 1), date(2024, 6, 1))
    war = [states == (2,) for states in found.states]
    assert found.at(at)[war] == pytest.approx([1.0])
    assert found.at(at - 0.02)[war][0] > 0.8
    assert found.at(at / 2)[war][0] < 0.5


def test_a_jump_in_the_window_of_a_schedule_is_that_dates_jump_and_spends_it():
    text = FRONT + dedent(
        """\
        schedule:
          vote:
            dates: [2024-07-01]
            window: 60 days
            jump: {front: calm -> war}
            chance: 25%
        fully_reported: {until: 2024-12-31, variables: [front]}
        reports:
          - {date: 2024-06-10, jump: {front: calm -> war}}
        """
    )
    # In calm to 1 July, then in war: 60 %, e^{-2 t}, 25 %, e^{-3 u}.
    start, day, end = date(2024, 1, 1), date(2024, 6, 30), date(2024, 12, 31)
    before, after = years_between(start, day), years_between(day, end)
    wanted = np.log(0.6 * 0.25) - 2 * before - 3 * after
    assert log_evidence(text) == pytest.approx(wanted, abs=1e-10)
    # Known before its date, it is as good as come.
    early = followed(text, date(2024, 6, 15)).now()
    assert early.max() == 1.0


def test_forecasts_are_a_martingale():
    """What is expected of tomorrow's belief, over what may be told, is today's."""
    tellings = [
        f"  - {{date: 2024-06-01, state: {{front: {s}}}, reliability: C3}}\n"
        for s in ("war", "calm|tense")
    ]
    prior = followed(FRONT, AS_OF).now()
    beliefs = [followed(FRONT + "reports:\n" + said) for said in tellings]
    # The two tellings are all that may be said, and their chances sum to 1.
    chances = [np.exp(b.smoothed.log_evidence) for b in beliefs]
    assert sum(chances) == pytest.approx(1.0, abs=1e-12)
    mixed = sum(c * b.now() for c, b in zip(chances, beliefs, strict=True))
    assert mixed == pytest.approx(prior, abs=1e-12)


@pytest.mark.parametrize("told", ["war", "calm|tense"])
def test_successive_forecasts_are_a_martingale(told):
    """After a first report, what a second is expected to make of belief is nothing."""
    first = (
        "reports:\n"
        f"  - {{date: 2024-04-01, state: {{front: {told}}}, reliability: C}}\n"
    )
    belief = followed(FRONT + first)
    after = [
        followed(
            FRONT
            + first
            + f"  - {{date: 2024-06-01, state: {{front: {said}}}, reliability: B}}\n"
        )
        for said in ("war|calm", "tense")
    ]
    before = belief.smoothed.log_evidence
    chances = [np.exp(b.smoothed.log_evidence - before) for b in after]
    assert sum(chances) == pytest.approx(1.0, abs=1e-12)
    mixed = sum(c * b.now() for c, b in zip(chances, after, strict=True))
    assert mixed == pytest.approx(belief.now(), abs=1e-12)


def test_what_has_no_chance_is_said_with_the_report_and_what_was_likeliest():
    text = FRONT + (
        "reports:\n"
        "  - {date: 2024-03-01, state: {front: calm}}\n"
        "  - {date: 2024-06-01, state: {front: war}}\n"
    )
    network, leaps, known, numbers = parts(a_case(text))
    numbers[network.numbers.index("front: tense -> war")] = 0.0
    with pytest.raises(NotComputable, match="front = war on 2024-06-01") as wrong:
        follow(network, leaps, known, numbers)
    assert "likeliest before it is front = calm" in str(wrong.value)
