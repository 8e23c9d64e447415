"""Records of others, where they lie beside the checkout: read whole, and as counted.

Source of the counts: data/SOURCES.md, section 2, which counted them by other means.
"""

from datetime import date
from pathlib import Path

import pytest

from forewarn.evidence.series import read_series, read_source
from forewarn.insight.backtest.counted import outcome_in, past_counts
from forewarn.insight.baselines import BASELINES, baselines
from forewarn.model.steps import Step

RECORDS = Path(__file__).parents[3] / "shared" / "data"
CNS = "dprk_missile_tests/cns_dprk_missile_tests_1984_2023.csv"
CNS_2023 = "dprk_missile_tests/cns_dprk_missile_tests_1984_2023_vintage.csv"
CNS_2019 = "dprk_missile_tests/cns_dprk_missile_tests_1984_2019_vintage.csv"
CSIS = "dprk_provocations/csis_provocations_1958_2023.csv"
KINDS = "dprk_provocations/csis_provocations_categorised_1958_2023.csv"
MONTHS = "dprk_provocations/csis_us_dprk_monthly_prov_nego_1990_2018.csv"
MEETINGS = "dprk_provocations/csis_us_dprk_negotiations_1990_2018.csv"


def record(name):
    path = RECORDS / name
    if not path.exists():
        pytest.skip(f"the record is not here: {path}")
    return path


def by_year(series, years, count):
    return [count(series, date(year, 1, 1), date(year, 12, 31)) for year in years]


def number(series, first, last):
    return series.number_in(first, last)


def launch_days(series, first, last):
    return series.days_in(first, last)


@pytest.mark.parametrize(
    "name", [CNS, CNS_2023, CNS_2019, CSIS, KINDS, MONTHS, MEETINGS]
)
def test_every_row_of_a_record_is_read(name):
    found = read_series(record(name))
    assert found.problems == ()
    assert found.counts
    assert found.notes


@pytest.mark.parametrize(
    ("name", "years", "count", "known"),
    [
        (CNS, [2006, 2009, 2014, 2016, 2017], number, [7, 8, 19, 24, 21]),
        (CNS, range(2018, 2024), number, [0, 27, 9, 6, 69, 33]),
        (CNS, [2016, 2017, 2022, 2023], launch_days, [16, 15, 34, 19]),
        (CNS_2023, [2006, 2014, 2018, 2022], number, [7, 19, 0, 69]),
        (CNS_2019, [2006, 2014, 2018, 2019], number, [7, 19, 0, 22]),
        (CSIS, [2014, 2016, 2017, 2018, 2019], number, [16, 20, 16, 0, 12]),
        (CSIS, [2021, 2022, 2023], number, [8, 37, 23]),
    ],
)
def test_tests_by_year_are_those_counted(name, years, count, known):
    assert by_year(read_series(record(name)), years, count) == known


@pytest.mark.parametrize(
    ("name", "known"),
    [(CNS, [0.269, 0.240, 0.209, 0.211]), (CSIS, [0.264, 0.232, 0.201, 0.203])],
)
def test_baselines_score_what_the_specification_says(name, known):
    """Source: docs/backtest-spec.md, to the half of its last digit."""
    source, month, start = read_source(record(name)), Step(months=1), date(2011, 12, 31)
    scores = dict.fromkeys(BASELINES, 0.0)
    for times in range(108):
        day = month.after(date(2014, 12, 31), times)
        past = past_counts(source.by(day), start, day, month, "days")
        came = outcome_in(source.whole, day, month.after(day), "days")
        for rule, chance in baselines([count > 0 for count in past]).items():
            scores[rule] += (chance - bool(came)) ** 2 / 108
    assert list(scores.values()) == pytest.approx(known, abs=0.0005)
