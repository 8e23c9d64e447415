"""The parts of a back-test, each alone: counting, rivals, laws, what is kept."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from raids import raids

from forewarn.evidence.series import read_source
from forewarn.insight.backtest.counted import past_counts
from forewarn.insight.backtest.forecast import Drawn, law_of, seed_of
from forewarn.insight.backtest.keep import Keeper
from forewarn.insight.backtest.observed import observed_by
from forewarn.insight.backtest.rivals import rival_laws
from forewarn.insight.baselines import BASELINES, baselines
from forewarn.model.backtest import Law
from forewarn.model.series import Count, Series
from forewarn.model.steps import Step, is_end_of_month

START = date(2019, 12, 31)
pasts = st.lists(st.integers(0, 5), max_size=30)
days = st.dates(date(2020, 1, 1), date(2020, 12, 31))


def series(counts, *, since=date(2020, 1, 1), until=date(2020, 12, 31)):
    rows = sorted(counts.items())
    return Series(
        counts=tuple(Count(first=d, last=d, number=n, known=d) for d, n in rows),
        since=since,
        until=until,
    )


@given(pasts, st.integers(1, 20))
def test_the_law_of_a_rival_has_the_chance_of_its_rule(past, recent):
    told = rival_laws(past, recent=recent)
    rules = baselines([count > 0 for count in past], recent=recent)
    assert tuple(told) == BASELINES
    for name, law in told.items():
        assert law.chance == pytest.approx(rules[name])
        assert sum(law.counts) == pytest.approx(1.0)


def test_a_rival_that_saw_nothing_expects_one():
    assert rival_laws([0, 0], recent=12)["constant"].counts == pytest.approx(
        (5 / 6, 1 / 6)
    )


@given(st.lists(st.integers(0, 9), min_size=1, max_size=50))
def test_a_law_of_draws_calls_nothing_certain_and_keeps_their_shares(draws):
    law = law_of(np.array(draws))
    assert 0.0 < law.chance < 1.0
    assert sum(law.counts) == pytest.approx(1.0)
    some = [draw for draw in draws if draw]
    for count in range(1, len(law.counts)):
        share = some.count(count) / len(some) if some else 1.0
        assert law.counts[count] == pytest.approx(law.chance * share)


@given(days, st.integers(1, 40))
def test_steps_of_months_keep_to_the_ends_of_months(day, times):
    later = Step(months=1).after(day, times)
    months = 12 * (later.year - day.year) + later.month - day.month
    assert months == times
    assert not is_end_of_month(day) or is_end_of_month(later)


@given(days, st.integers(-40, 40))
def test_steps_of_days_add_up(day, times):
    assert Step(days=7).after(day, times) == day + timedelta(days=7 * times)


@given(st.dictionaries(days, st.integers(0, 4), max_size=20), days)
def test_periods_lie_end_to_end_up_to_the_day_and_not_before_the_start(counts, day):
    known = series(counts).known_by(day)
    found = past_counts(known, START, day, Step(months=1), "all")
    months = 12 * (day.year - 2020) + day.month - (0 if is_end_of_month(day) else 1)
    assert len(found) == months
    assert sum(found) <= sum(counts.values())


def test_the_first_period_begins_on_the_first_day_of_the_case_or_after():
    seen = series({date(2020, 1, 1): 1, date(2020, 2, 1): 1})
    for start, periods in ((date(2020, 1, 1), 2), (date(2020, 1, 2), 1)):
        found = past_counts(seen, start, date(2020, 2, 29), Step(months=1), "all")
        assert len(found) == periods


@given(st.dictionaries(days, st.integers(0, 4), max_size=20), days)
def test_stretches_tell_of_every_day_once(counts, day):
    known = series(counts).known_by(day)
    seen = observed_by(raids().case, "raid", known, day, "all").evidence.reports
    assert seen[0].first == date(2020, 1, 1)
    assert seen[-1].last == day
    for before, after in pairwise(seen):
        assert after.first == before.last + timedelta(days=1)
    assert sum(report.count[1] for report in seen) == sum(
        number for when, number in counts.items() if when <= day
    )


def test_days_with_something_are_jumps_and_the_rest_was_watched():
    seen = observed_by(
        raids().case, "raid", series({date(2020, 2, 1): 3}), date(2020, 3, 1), "days"
    ).evidence
    assert [(one.event, one.last) for one in seen.reports] == [
        ("raid", date(2020, 2, 1))
    ]
    (coverage,) = seen.coverage
    assert (coverage.names, coverage.until) == (("raid",), date(2020, 3, 1))


def test_what_was_not_watched_is_no_silence():
    late = series({date(2020, 5, 1): 1}, since=date(2020, 4, 1))
    seen = observed_by(raids().case, "raid", late, date(2020, 12, 31), "days").evidence
    assert not seen.coverage
    assert [(one.first, one.count[1]) for one in seen.reports] == [
        (date(2020, 4, 1), 0),
        (date(2020, 5, 1), 1),
        (date(2020, 5, 2), 0),
    ]


def test_a_month_and_days_within_it_are_one_stretch():
    counts = (
        Count(
            first=date(2020, 4, 1),
            last=date(2020, 4, 30),
            number=2,
            known=date(2020, 4, 30),
        ),
        Count(
            first=date(2020, 4, 9),
            last=date(2020, 4, 9),
            number=1,
            known=date(2020, 4, 9),
        ),
    )
    vague = Series(counts=counts, since=date(2020, 1, 1), until=date(2020, 5, 31))
    seen = observed_by(raids().case, "raid", vague, date(2020, 5, 31), "all")
    assert [(r.first.month, r.count[1]) for r in seen.evidence.reports] == [
        (1, 0),
        (4, 3),
        (5, 0),
    ]


def test_a_line_that_was_cut_short_is_made_again_and_spoils_no_other(tmp_path):
    path = tmp_path / "deep" / "kept.jsonl"
    drawn = Drawn(law=Law(counts=(0.5, 0.5)), error=0.1, r_hat=1.0, effective=9.0)
    Keeper(path=path).keep("one", drawn)
    with path.open("a") as file:
        file.write('{"key": "two", "law": {"cou')
    Keeper(path=path).keep("three", drawn)
    again = Keeper(path=path)
    assert again.found("one") == again.found("three") == drawn
    assert again.found("two") is None


def test_what_cannot_be_kept_is_said_and_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    keeper = Keeper(path=tmp_path / "file" / "kept.jsonl")
    drawn = Drawn(law=Law(counts=(0.5, 0.5)), error=0.1, r_hat=1.0, effective=9.0)
    keeper.keep("one", drawn)
    assert keeper.found("one") == drawn
    assert keeper.trouble


def test_each_day_and_each_seed_have_draws_of_their_own():
    seeds = {seed_of(seed, date(2020, 1, day)) for seed in (1, -1) for day in (1, 2)}
    assert len(seeds) == 4


BROKEN = ("never,1", "2020-13-01,1", "2020-08-01", "2020-08-01,many", '"', "a,b,c")
later_rows = st.lists(
    st.one_of(
        st.builds(
            "{:%Y-%m-%d},{}".format,
            st.dates(date(2020, 7, 1), date(2023, 1, 1)),
            st.integers(0, 9),
        ),
        st.sampled_from(BROKEN),
    ),
    max_size=8,
)
earlier_days = st.lists(
    st.dates(date(2020, 1, 1), date(2020, 6, 30)), min_size=1, max_size=8
).map(lambda days: [f"{day},{day.day % 3}" for day in days])
earlier_months = st.integers(2, 6).map(
    lambda months: [f"2020-{month:02}-01,{month % 3}" for month in range(1, months + 1)]
)


@given(earlier_days | earlier_months, later_rows, st.randoms(use_true_random=False))
def test_no_row_of_later_can_be_told_from_what_is_known_by_a_day(
    earlier, later, random
):
    day = date(2020, 6, 30)

    def known(rows):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "seen.csv"
            path.write_text("\n".join(["date,count", *rows, ""]))
            series = read_source(path).by(day)
        seen = observed_by(raids().case, "raid", series, day, "days").evidence
        return seen, past_counts(series, START, day, Step(months=1), "days")

    mixed = [*earlier, *later]
    if '"' not in later:  # nothing is read after an open quote, so its place matters
        random.shuffle(mixed)
    assert known(mixed) == known(earlier)
