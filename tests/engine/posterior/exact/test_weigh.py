"""Claims about weighing: worlds from the prior become those of the posterior."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from forewarn.engine.posterior.exact.weigh import weigh
from forewarn.errors import NotComputable, UsageError
from forewarn.language.load import read_case

AS_OF = date(2026, 1, 1)
HEAD = """\
forewarn: 1
case: {title: T, start: 2024-01-01, horizon: 5 years, status: draft}
basis: judgement
variables:
  front:
    title: Front
    states: {calm: c., war: w.}
    start: calm
    transitions:
      calm -> war: 0.5 (0.2 to 1) per year
      war -> calm: 1 per year
events:
  raid: {title: Raid, rate: 2 in 10 years}
"""
RAIDS = """\
fully_reported: {until: 2026-01-01, variables: [raid]}
reports:
  - {date: 2024-03-01, event: raid}
  - {date: 2024-09-01, event: raid}
"""


def a_case(text):
    reading = read_case({"model.yaml": HEAD + text})
    assert reading.case is not None, reading.problems
    return reading.case


def test_a_counted_rate_of_a_known_event_is_a_gamma_again():
    found = weigh(a_case(RAIDS), AS_OF, worlds=256)
    law = stats.gamma(2.5 + 2, scale=1 / (10 + 731 / 365.25))
    values = found.numbers[:, found.network.numbers.index("raid")]
    mean = found.weights @ values
    assert abs(mean - law.mean()) < 4 * law.std() / np.sqrt(found.effective)
    assert 50 < found.effective < 256


def test_beliefs_are_shares_and_a_sure_report_is_believed():
    seen = "reports:\n  - {date: 2025-01-01, state: {front: war}}\n"
    days = [date(2024, 1, 1), date(2025, 1, 1), AS_OF]
    found = weigh(a_case(seen), AS_OF, worlds=32, days=days)
    assert found.beliefs.sum(axis=1) == pytest.approx(1.0)
    assert found.beliefs[:2, 1] == pytest.approx([0.0, 1.0])
    assert 0 < found.beliefs[2, 1] < 1


def test_without_evidence_every_world_weighs_the_same():
    found = weigh(a_case(""), AS_OF, worlds=8)
    assert found.weights == pytest.approx(1 / 8)
    assert found.log_evidence == pytest.approx(0.0, abs=1e-12)


def test_too_few_worlds_left_are_not_trusted():
    many = "".join(f"  - {{date: 2024-02-{d:02}, event: raid}}\n" for d in range(1, 26))
    known = "fully_reported: {until: 2026-01-01, variables: [raid]}\nreports:\n"
    with pytest.raises(NotComputable, match="effective worlds of 16"):
        weigh(a_case(known + many), AS_OF, worlds=16)


def test_days_outside_are_refused():
    with pytest.raises(UsageError, match="from 2024-01-01 to 2026-01-01"):
        weigh(a_case(""), AS_OF, worlds=2, days=[date(2026, 2, 1)])
