"""The sampled posterior is that of closed forms and of brute force."""

from datetime import date
from textwrap import dedent

import numpy as np
import pytest
from plain_posterior import Brute
from scipy import stats

from forewarn.engine.network import compile_network
from forewarn.engine.posterior.sample.sample import sample_case
from forewarn.errors import NotComputable
from forewarn.language.load import read_case

AS_OF = date(2026, 1, 1)
HEAD = """\
forewarn: 1
case: {title: T, start: 2024-01-01, horizon: 5 years, status: draft}
basis: judgement
"""


def a_case(text):
    reading = read_case({"model.yaml": HEAD + dedent(text)})
    assert reading.case is not None, list(reading.problems)
    return reading.case


def sampled(case, draws=1000, **more):
    network = compile_network(case)
    return sample_case(network, case, AS_OF, draws=draws, most=1, burn=100, **more)


def draws_of(found, name):
    return found.numbers[:, :, found.network.numbers.index(name)]


def error_of(found, name):
    column = found.network.numbers.index(name)
    return draws_of(found, name).std() / np.sqrt(found.ess[column])


TWO_STATES = """\
variables:
  front:
    title: Front
    states: {calm: c., war: w.}
    start: calm
    transitions:
      calm -> war: 0.5 (0.2 to 1) per year
"""


def test_a_counted_rate_of_a_known_event_is_a_gamma_again():
    found = sampled(
        a_case(
            TWO_STATES
            + """\
            events:
              raid: {title: Raid, rate: 2 in 10 years}
            fully_reported: {until: 2026-01-01, variables: [raid]}
            reports:
              - {date: 2024-03-01, event: raid}
              - {date: 2024-09-01, event: raid}
              - {date: 2025-03-01, event: raid}
            """.replace("            ", "")
        )
    )
    law = stats.gamma(2.5 + 3, scale=1 / (10 + 731 / 365.25))
    values = draws_of(found, "raid")
    assert abs(values.mean() - law.mean()) < 4 * error_of(found, "raid")
    for p in (0.1, 0.5, 0.9):
        share = (values < law.ppf(p)).mean()
        worth = found.ess[found.network.numbers.index("raid")]
        assert abs(share - p) < 4 * np.sqrt(p * (1 - p) / worth)


def test_a_counted_chance_of_known_dates_is_a_beta_again():
    found = sampled(
        a_case(
            """\
            variables:
              front:
                title: Front
                states: {calm: c., war: w.}
                start: calm
                transitions: {war -> calm: 3 per year}
            schedule:
              vote:
                dates: every 1 March from 2024
                jump: {front: calm -> war}
                chance: 3 of 12
            fully_reported: {until: 2026-01-01, variables: [front]}
            reports:
              - {date: 2025-03-01, jump: {front: calm -> war}}
              - {date: 2025-06-01, jump: {front: war -> calm}}
            """
        )
    )
    law = stats.beta(3.5 + 1, 9.5 + 1)
    values = draws_of(found, "vote")
    worth = found.ess[found.network.numbers.index("vote")]
    for p in (0.1, 0.5, 0.9):
        share = (values < law.ppf(p)).mean()
        assert abs(share - p) < 4 * np.sqrt(p * (1 - p) / worth)


def test_counts_in_a_window_with_a_spread_are_weighed_as_written():
    """A counted rate with prior Gamma and a negative binomial count, on a grid."""
    found = sampled(
        a_case(
            TWO_STATES
            + """\
            indicators:
              ships:
                title: Ships
                counts: {front: {calm: 4 in 1 year, war: 4 in 1 year}}
                overdispersed: 3
            fully_reported: {until: 2026-01-01, variables: [front]}
            reports:
              - {from: 2024-01-02, to: 2024-12-31, count: {ships: 12}}
            """.replace("            ", "")
        )
    )
    rate = np.linspace(1e-3, 60, 40001)
    mean = rate * 365 / 365.25
    weight = stats.gamma.pdf(rate, 4.5) * stats.nbinom.pmf(12, mean / 2, 1 / 3)
    name = "ships: front = calm"
    wanted = (rate * weight).sum() / weight.sum()
    assert abs(draws_of(found, name).mean() - wanted) < 4 * error_of(found, name)


TIED = """\
variables:
  arms:
    title: Arms
    states: {few: f., many: m., most: o.}
    start: {few: 60%, many: 40% (20% to 60%)}
    transitions:
      few -> many: 0.8 (0.3 to 2) per year
      many -> most: 0.5 (0.2 to 1) per year
      many -> few:
        rate: 0.7 per year
        times: {talks = held: 3 (1.5 to 6)}
  front:
    title: Front
    states: {calm: c., war: w.}
    start: calm
    transitions:
      calm -> war:
        rate: 0.4 (0.2 to 0.9) per year
        times: {arms in many|most: 3 (1 to 6)}
      war -> calm: 1.5 per year
  talks:
    title: Talks
    states: {idle: i., held: h.}
    start: idle
    transitions:
      held -> idle: 1 per year
events:
  raid:
    title: Raid
    rate: 1 (0.5 to 2) per year
    times: {talks = held: 0.3}
schedule:
  summit:
    dates: every 1 June from 2024
    jump: {talks: idle -> held}
    chance: 50% (20% to 80%)
    times: {arms = few: 2}
triggers:
  - after: "arms: few -> many"
    jump: {talks: held -> idle}
    chance: 60% (30% to 80%)
  - after: front -> war
    jump: {talks: held -> idle}
    chance: 40%
  - after: raid
    jump: {front: calm -> war}
    chance: 20% (10% to 40%)
"""
REPORTS = {
    "all hidden but a look": """\
fully_reported: {until: 2026-01-01, variables: [raid]}
reports:
  - {date: 2024-05-01, event: raid}
  - {date: 2025-03-01, state: {arms: many}}
""",
    "triggers from hidden to reported": """\
fully_reported: {until: 2026-01-01, variables: [raid, front]}
reports:
  - {date: 2024-08-01, jump: {front: calm -> war}}
  - {date: 2025-02-01, jump: {front: war -> calm}}
  - {date: 2025-09-01, state: {talks: held}, reliability: C}
  - {date: 2025-10-01, event: raid}
""",
    "triggers from reported to hidden": """\
fully_reported: {until: 2026-01-01, variables: [raid, arms]}
reports:
  - {date: 2024-09-01, state: {arms: few}}
  - {date: 2025-03-01, jump: {arms: few -> many}}
  - {date: 2025-07-01, jump: {front: calm -> war}}
  - {date: 2025-11-01, state: {talks: idle}, reliability: B}
""",
}


@pytest.mark.parametrize("kind", REPORTS)
def test_hidden_trajectories_and_numbers_are_those_of_brute_force(kind):
    """Joint states now and means of logs within 4.5 errors of both, seed fixed."""
    case = a_case(TIED + REPORTS[kind])
    brute = Brute(case, AS_OF)
    numbers, weights, joint = brute.posterior(400)
    found = sampled(case, draws=1500)
    flat = found.states.reshape(-1, found.states.shape[-1])
    for states, chance in zip(brute.joint, joint, strict=True):
        share = (flat == states).all(axis=1).reshape(found.states.shape[:2])
        batches = share.reshape(-1, 100).mean(axis=1)
        error = batches.std(ddof=1) / np.sqrt(batches.size)
        spread = np.sqrt((weights**2).sum()) * 0.5 * chance
        assert abs(share.mean() - chance) < 4.5 * np.hypot(error, spread) + 1e-3, states
    for column, name in enumerate(found.network.numbers):
        if np.ptp(numbers[:, column]) == 0:
            continue
        logs = np.log(numbers[:, column])
        mean = weights @ logs
        spread = np.sqrt((weights**2 * (logs - mean) ** 2).sum())
        mine = np.log(draws_of(found, name))
        error = np.hypot(spread, mine.std() / np.sqrt(found.ess[column]))
        assert abs(mine.mean() - mean) < 4.5 * error, name


def test_threads_change_no_bit():
    case = a_case(TIED + REPORTS["all hidden but a look"])
    one, two = (sampled(case, draws=40, threads=threads) for threads in (1, 2))
    assert np.array_equal(one.coordinates, two.coordinates)
    assert np.array_equal(one.states, two.states)


def test_the_order_of_reports_and_saying_one_twice_change_nothing():
    lines = REPORTS["triggers from reported to hidden"].splitlines()
    cases = [
        a_case(TIED + "\n".join([*lines[:2], *reports]))
        for reports in (lines[2:], [*reversed(lines[2:]), lines[2]])
    ]
    one, two = (sampled(case, draws=40) for case in cases)
    assert np.array_equal(one.numbers, two.numbers)


def test_what_cannot_be_is_said():
    case = a_case(
        TIED
        + """\
fully_reported: {until: 2026-01-01, variables: [raid, front]}
reports:
  - {date: 2024-09-01, state: {talks: held}}
  - {date: 2024-03-01, state: {talks: held}}
"""
    )
    with pytest.raises(NotComputable, match="no course of events") as wrong:
        sampled(case, draws=10)
    assert "the report of 2024-03-01 (talks = held) does not fit" in str(wrong.value)


def test_a_report_that_cannot_be_judged_changes_almost_nothing():
    """A doubtful jump of reliability F opens one day to it, and no more."""
    covered = "fully_reported: {until: 2026-01-01, variables: [raid, front]}\n"
    doubtful = (
        "reports:\n  - {date: 2024-08-01, jump: {front: calm -> war}, reliability: F}\n"
    )
    without, told = (
        sampled(a_case(TIED + text)) for text in (covered, covered + doubtful)
    )
    assert (without.states[:, :, 1] == 0).all()
    assert (told.states[:, :, 1] == 1).mean() < 0.01
    for name in ("front: calm -> war", "front: war -> calm", "arms: few -> many"):
        one, other = (np.log(draws_of(found, name)) for found in (without, told))
        error = np.hypot(*(log_error_of(found, name) for found in (without, told)))
        assert abs(one.mean() - other.mean()) < 4 * error + 1e-9


def log_error_of(found, name):
    column = found.network.numbers.index(name)
    return np.log(draws_of(found, name)).std() / np.sqrt(found.ess[column])


def test_a_number_that_nothing_tells_of_is_drawn_as_written_each_time_anew():
    """Quantiles of a multiplier that never acted, and no memory, within 4 errors."""
    found = sampled(
        a_case(
            TIED
            + """\
fully_reported: {until: 2026-01-01, variables: [raid, arms, front, talks]}
reports:
  - {date: 2024-01-01, state: {arms: few}}
"""
        )
    )
    values = draws_of(found, "front: calm -> war | arms in many|most")
    for p, quantile in ((0.1, 1.0), (0.5, 3.0), (0.9, 6.0)):
        share = (values < quantile).mean()
        assert abs(share - p) < 4 * np.sqrt(p * (1 - p) / values.size)
    logs = np.log(values) - np.log(values).mean()
    memory = (logs[:, 1:] * logs[:, :-1]).mean() / logs.var()
    assert abs(memory) < 4 / np.sqrt(values.size)
