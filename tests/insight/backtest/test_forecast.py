"""Forecasts of a back-test: as closed forms and a plain filter have them."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from raids import written
from scipy import stats
from scipy.linalg import expm

from forewarn.insight.backtest.forecast import Drawing, forecast
from forewarn.insight.backtest.observed import observed_by
from forewarn.language.load import read_case
from forewarn.model.series import Count, Series
from forewarn.model.units import years_between

#: A rate with a Gamma law, shape 2 + 1/2 and 3 years, and nothing hidden.
STEADY = """\
forewarn: 1
case: {title: Raids, start: 2019-12-31, horizon: 10 years}
basis: data
variables:
  sky: {title: The sky, states: {blue: It is., grey: It is.}, start: blue}
events:
  raid: {title: A raid, rate: 2 in 3 years}
"""
#: A hidden campaign whose numbers are all known.
HIDDEN = """\
forewarn: 1
case: {title: Raids, start: 2019-12-31, horizon: 10 years}
basis: definition
variables:
  campaign:
    title: A campaign
    states: {quiet: None., active: One.}
    start: {quiet: 50%, active: 50%}
    transitions:
      quiet -> active: 1 per year
      active -> quiet: 3 per year
events:
  raid:
    title: A raid
    rate: 1 per year
    times: {campaign = active: 12}
"""
START, AS_OF, UNTIL = date(2019, 12, 31), date(2020, 9, 30), date(2020, 10, 31)
RAIDS = [date(2020, 3, 5), date(2020, 3, 20), date(2020, 8, 30), date(2020, 9, 12)]
DRAWING = Drawing(seed=1, worlds=2048, futures_per_world=32, threads=2)


def days(raids, until=AS_OF):
    counts = tuple(Count(first=d, last=d, number=1, known=d) for d in raids)
    return Series(counts=counts, since=date(2020, 1, 1), until=until)


def months(numbers):
    counts = []
    for at, number in enumerate(numbers):
        first = date(2020, at + 1, 1)
        last = date.fromordinal(date(2020, at + 2, 1).toordinal() - 1)
        counts.append(Count(first=first, last=last, number=number, known=last))
    last = counts[-1].last
    since = counts[0].first
    return Series(counts=tuple(counts), since=since, until=last, monthly=True)


SEEN = {
    "days": (days(RAIDS), "days"),
    "all": (days(RAIDS), "all"),
    "months": (months([0, 0, 2, 0, 0, 0, 0, 1, 1]), "days"),
}


@pytest.mark.parametrize("seen", SEEN)
def test_a_steady_rate_has_the_negative_binomial_law(tmp_path: Path, seen) -> None:
    """Gamma(k + n + 1/2, T + t) over w years: negative binomial; within 4 errors."""
    series, counting = SEEN[seen]
    case = observed_by(written(tmp_path, STEADY).case, "raid", series, AS_OF, counting)
    drawn = forecast(case, "raid", AS_OF, UNTIL, DRAWING)
    shape, years = 2.5 + len(RAIDS), 3 + years_between(START, AS_OF)
    width = years_between(AS_OF, UNTIL)
    exact = stats.nbinom(shape, years / (years + width))
    assert abs(drawn.law.chance - (1 - exact.pmf(0))) < 4 * drawn.error
    assert 0.0001 < drawn.error < 0.01
    for count in (1, 2):
        share = drawn.law.counts[count]
        error = np.sqrt(share / 65_536) + drawn.error
        assert abs(share - exact.pmf(count)) < 4 * error


@pytest.mark.parametrize("seen", ["days", "all"])
def test_a_hidden_campaign_is_filtered(tmp_path: Path, seen) -> None:
    """The plain filter of a Markov-modulated Poisson process; within 4 errors.

    Between raids mass moves by exp((Q - L) t), at one it is multiplied by L. Where all
    that came on a day is counted the raid lies within its day, which the hazards hardly
    tell apart.
    """
    series, counting = SEEN[seen]
    case = observed_by(written(tmp_path, HIDDEN).case, "raid", series, AS_OF, counting)
    drawn = forecast(case, "raid", AS_OF, UNTIL, DRAWING)
    jumps, hazards = np.array([[-1.0, 1.0], [3.0, -3.0]]), np.array([1.0, 12.0])
    quiet = jumps - np.diag(hazards)
    mass, at = np.array([0.5, 0.5]), 0.0
    for day in RAIDS:
        time = years_between(START, day)
        mass, at = mass @ expm(quiet * (time - at)) * hazards, time
    mass = mass @ expm(quiet * (years_between(START, AS_OF) - at))
    none = mass @ expm(quiet * years_between(AS_OF, UNTIL)) / mass.sum()
    chance = 1 - none.sum()
    allowed = 4 * drawn.error + (0.002 if seen == "all" else 0.0)
    assert abs(drawn.law.chance - chance) < allowed
    assert drawn.error < 0.01


def test_what_is_not_watched_is_not_learned_from(tmp_path: Path) -> None:
    """A file that begins late says nothing of before: T grows from there alone."""
    late = Series(counts=(), since=date(2020, 7, 1), until=AS_OF)
    case = observed_by(written(tmp_path, STEADY).case, "raid", late, AS_OF, "days")
    drawn = forecast(case, "raid", AS_OF, UNTIL, DRAWING)
    years = 3 + years_between(date(2020, 6, 30), AS_OF)
    exact = stats.nbinom(2.5, years / (years + years_between(AS_OF, UNTIL)))
    assert abs(drawn.law.chance - (1 - exact.pmf(0))) < 4 * drawn.error


def test_at_the_start_it_is_what_the_case_says_alone(tmp_path: Path) -> None:
    case = written(tmp_path, STEADY).case
    drawn = forecast(case, "raid", START, date(2020, 1, 31), DRAWING)
    exact = stats.nbinom(2.5, 3 / (3 + years_between(START, date(2020, 1, 31))))
    assert abs(drawn.law.chance - (1 - exact.pmf(0))) < 4 * drawn.error


def test_at_the_start_it_knows_history() -> None:
    """Gamma of shape 5/2 + 3 and 10 + 5 years over the next; within 4 errors."""
    dated = STEADY.replace("2 in 3 years", "2 in 1990-01-01 to 2000-01-01")
    files = {
        "raids.csv": "date,event\n2011-06-01,raid\n2012-06-01,raid\n2012-08-01,raid\n",
        "coverage.csv": "from,to,name\n2010-01-02,2014-12-31,raid\n",
    }
    case = read_case(
        {"model.yaml": dated} | {f"history/{name}": t for name, t in files.items()}
    ).case
    assert case is not None
    drawn = forecast(case, "raid", START, date(2020, 12, 31), DRAWING)
    exact = stats.nbinom(5.5, 15 / (15 + years_between(START, date(2020, 12, 31))))
    assert abs(drawn.law.chance - (1 - exact.pmf(0))) < 4 * drawn.error
