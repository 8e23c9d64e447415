"""History moves numbers as closed forms, grids and the exact twin say."""

from textwrap import dedent

import numpy as np
import pytest
from scipy import stats

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network
from forewarn.engine.posterior.believe import believe
from forewarn.engine.posterior.exact.weigh import weigh
from forewarn.engine.posterior.past.laid import lay_with_past
from forewarn.engine.posterior.sample.sample import sample_case
from forewarn.errors import NotComputable
from forewarn.language.load import read_case

HEAD = """\
forewarn: 1
case: {title: T, start: 2020-01-01, horizon: 5 years, status: draft}
basis: judgement
"""
CAMP = """\
variables:
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: empty
    transitions: {empty -> full: 1 per year, full -> empty: 1 per year}
"""
#: Chances of a sampled quantile or mean: errors that it may be off by.
WIDTH = 4.0


def a_case(model, states="", events="", covered="", **more):
    files = {"model.yaml": HEAD + dedent(model)}
    files["history/states.csv"] = "date,variable,state,source\n" + states
    files["history/events.csv"] = "date,event,source\n" + events
    files["history/coverage.csv"] = "from,to,name\n" + covered
    reading = read_case(files | more)
    assert reading.case is not None, list(reading.problems)
    return reading.case


def sampled(case, draws=1000):
    return sample_case(compile_network(case), case, case.start, draws=draws, most=1)


def draws_of(found, name):
    return found.numbers[:, :, found.network.numbers.index(name)].ravel()


def worth(found, name):
    return found.ess[found.network.numbers.index(name)]


RAIDS = "2011-06-01,raid,un\n2012-06-01,raid,un\n2012-08-01,raid,un\n"
RAIDED = "2010-01-02,2014-12-31,raid\n"
COUNTED = CAMP + "events:\n  raid: {title: Raid, rate: 2 in 1990-01-01 to 2000-01-01}\n"


def test_a_rate_with_history_is_a_gamma_again():
    """Gamma(2.5, 10 years) with 3 more in 5 years: by both ways."""
    case = a_case(COUNTED, events=RAIDS, covered=RAIDED)
    law = stats.gamma(2.5 + 3, scale=1 / (3652 / 365.25 + 1825 / 365.25))
    found = sampled(case)
    values = draws_of(found, "raid")
    for p in (0.1, 0.5, 0.9):
        error = np.sqrt(p * (1 - p) / worth(found, "raid"))
        assert abs((values < law.ppf(p)).mean() - p) < WIDTH * error
    exact = weigh(case, case.start, worlds=512)
    mean = exact.weights @ exact.numbers[:, exact.network.numbers.index("raid")]
    assert abs(mean - law.mean()) < WIDTH * law.std() / np.sqrt(exact.effective)


def test_days_that_a_count_covers_change_nothing():
    """The count of 2010 to 2014 is in the prior already."""
    model = COUNTED.replace("1990-01-01 to 2000-01-01", "2010-01-01 to 2014-12-31")
    case = a_case(model, events=RAIDS, covered=RAIDED)
    assert lay_with_past_of(case).met == ()
    found = sampled(case)
    law = stats.gamma(2.5, scale=1 / (1825 / 365.25))
    error = np.sqrt(0.25 / worth(found, "raid"))
    assert abs((draws_of(found, "raid") < law.ppf(0.5)).mean() - 0.5) < WIDTH * error


def lay_with_past_of(case):
    network = compile_network(case)
    return lay_with_past(network, compile_leaps(network, case), case)[2]


BOTH = CAMP + (
    "events:\n  raid: {title: R, rate: 1 (0.5 to 2) per year, "
    "times: {camp = full: 2 (1 to 4)}}\n"
)


def test_two_combinations_of_influences_are_weighed_as_on_a_grid():
    """A rate r and a multiplier m, both lognormal: 1 in 2 years of r, 6 in 1 of rm."""
    raids = "2010-06-01,raid,un\n" + "".join(
        f"2012-0{month}-01,raid,un\n" for month in range(2, 8)
    )
    case = a_case(
        BOTH,
        states="2010-01-01,camp,empty,un\n2012-01-01,camp,full,un\n",
        events=raids,
        covered="2010-01-01,2012-12-31,camp\n2010-01-02,2012-12-31,raid\n",
    )
    z = np.linspace(-5, 5, 401)
    spread = np.log(2) / stats.norm.ppf(0.9)
    rate, times = np.meshgrid(np.exp(spread * z), 2 * np.exp(spread * z))
    years = 730, 365
    log = stats.norm.logpdf(z)[:, None] + stats.norm.logpdf(z)[None, :]
    log = log + np.log(rate) - rate * years[0] / 365.25
    log += 6 * np.log(rate * times) - rate * times * years[1] / 365.25
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    found = sampled(case)
    for name, values in (("raid", rate), ("raid | camp = full", times)):
        drawn = np.log(draws_of(found, name))
        mean = (weight * np.log(values)).sum()
        sd = np.sqrt((weight * (np.log(values) - mean) ** 2).sum())
        error = sd / np.sqrt(worth(found, name))
        assert abs(drawn.mean() - mean) < WIDTH * error
        assert drawn.std() == pytest.approx(sd, rel=0.1)


TWINS = """\
variables:
  front:
    title: Front
    states: {calm: c., tense: t., war: w.}
    start: calm
    transitions:
      calm -> tense: {rate: 1 (0.5 to 2) per year, times: {camp = full: 2 (1 to 4)}}
      tense -> calm: 2 (1 to 4) per year
      tense -> war: {rate: 10% (3% to 30%) of exits, times: {camp = full: 2 (1 to 4)}}
      war -> tense: 50% of (1 per year) or 50% of (4 per year)
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: empty
    transitions: {empty -> full: 1 (0.5 to 2) per year, full -> empty: 1 per year}
common_causes:
  unrest:
    title: Unrest
    raises: ["front: calm -> tense", "camp: empty -> full"]
    share: 0.5
"""
STATES = """\
2010-01-01,front,calm,un
2010-03-01,front,tense,un
2010-06-01,front,war,un
2010-08-01,front,tense,un
2011-03-01,front,calm,un
2011-05-01,front,tense,un
2011-07-01,front,war,un
2010-01-01,camp,empty,un
2010-07-01,camp,full,un
2011-06-01,camp,empty,un
"""


def test_chains_and_weighed_worlds_are_twins_under_history_and_reports():
    """Means of every number within 4 errors; odds, mixtures and common causes too."""
    told = (
        "fully_reported: {until: 2021-01-01, variables: [front]}\n"
        "reports:\n  - {date: 2020-06-01, jump: {front: calm -> tense}}\n"
    )
    case = a_case(
        TWINS,
        states=STATES,
        covered="2010-01-01,2011-12-31,front\n2010-01-01,2011-12-31,camp\n",
        **{"evidence.yaml": told},
    )
    as_of = case.start.replace(year=2021)
    network = compile_network(case)
    found = sample_case(network, case, as_of, draws=1000, most=1)
    exact = weigh(case, as_of, worlds=512)
    for column, name in enumerate(network.numbers):
        values = np.log(exact.numbers[:, column])
        mean = exact.weights @ values
        spread = np.sqrt(exact.weights @ (values - mean) ** 2)
        error = spread * np.hypot(exact.effective**-0.5, worth(found, name) ** -0.5)
        assert abs(np.log(draws_of(found, name)).mean() - mean) <= WIDTH * error, name


def test_beliefs_know_history_and_say_so():
    case = a_case(COUNTED, events=RAIDS, covered=RAIDED)
    belief = believe(case, case.start, worlds=400)
    law = stats.gamma(2.5 + 3, scale=1 / (5477 / 365.25))
    column = compile_network(case).numbers.index("raid")
    mean = belief.numbers[:, column].mean()
    assert abs(mean - law.mean()) < WIDTH * law.std() / np.sqrt(belief.effective / 2)
    said = (
        "learned from history before the start: 1 stretch of 1 hazard; 3 in 5.0 years"
    )
    assert said in belief.notes


def test_history_without_any_chance_is_refused_by_weighing():
    never = CAMP + "events:\n  raid: {title: R, rate: 0 per year}\n"
    case = a_case(never, events=RAIDS, covered=RAIDED)
    with pytest.raises(NotComputable, match="history has raid"):
        weigh(case, case.start, worlds=2)


def test_units_of_history_stand_last_and_never_fire():
    case = a_case(
        BOTH,
        events=RAIDS,
        covered=RAIDED + "2010-01-01,2012-01-01,camp\n",
        states="2010-01-01,camp,empty,un\n",
    )
    network = compile_network(case)
    lay, account, past = lay_with_past(network, compile_leaps(network, case), case)
    ground, units = lay.ground, len(past.met)
    assert units == 2
    assert (ground.unit_variable[-units:] == -1).all()
    assert ground.units.first[-1] == lay.hazards.rate.size == account.years.size
    assert account.cells.tolist() == [0] * (account.cells.size - units) + [1] * units
    firsts = ground.units.first[-units - 1 : -1]
    assert account.cell[firsts].tolist() == firsts.tolist()
