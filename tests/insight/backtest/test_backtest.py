"""Back-tests: no peeking, the same bits whatever else is asked, and honest scores."""

from datetime import date

import pytest
from raids import DAYS, RAIDS, raids, written

from forewarn.errors import Interrupted, UsageError
from forewarn.workbench import open_case

LATER = [
    DAYS.replace("2020-08-02,1\n", "").replace("2020-12-31,0\n", ""),  # deleted
    DAYS.replace("2020-08-02,1", "2020-07-09,9\n2020-07-10,9\n2021-02-03,4"),
    "date,count\n" + "\n".join(reversed(DAYS.splitlines()[1:])) + "\n",  # shuffled
    DAYS + "2020-07-01,3\n2020-08-01,3\nnever,1\n",
]


@pytest.mark.parametrize("text", LATER)
def test_what_comes_after_a_day_changes_no_bit_of_what_was_said_by_then(tested, text):
    one, other = tested(), tested(text)
    for before, after in zip(one.forecasts, other.forecasts, strict=True):
        assert before.law == after.law
        assert before.error == after.error
        assert before.baselines == after.baselines


def test_what_comes_before_a_day_changes_what_is_said(tested):
    one, other = tested(), tested(DAYS + "2020-04-20,1\n")
    assert one.forecasts[0].law != other.forecasts[0].law


def test_each_day_says_the_same_whatever_other_days_are_asked(tested):
    long, short = tested(last="2020-07"), tested(first="2020-06", last="2020-06")
    assert short.forecasts == long.forecasts[1:2]


def test_threads_change_no_bit_and_another_seed_does(tested):
    one = tested().forecasts
    assert tested(threads=2).forecasts == one
    assert tested(seed=2).forecasts != one


def test_a_month_is_forecast_from_the_day_before_it(tested):
    found = tested(first="2020-03", last="2020-05")
    days = [(one.as_of, one.until) for one in found.forecasts]
    assert days == [
        (date(2020, 2, 29), date(2020, 3, 31)),
        (date(2020, 3, 31), date(2020, 4, 30)),
        (date(2020, 4, 30), date(2020, 5, 31)),
    ]
    assert [one.outcome for one in found.forecasts] == [2, 1, 0]
    assert [one.outcome for one in tested(counting="all").forecasts] == [0, 0]


def test_forecasts_past_the_end_of_the_file_are_made_and_not_scored(tested):
    found = tested(first="2020-12", last="2021-02")
    assert [one.outcome for one in found.forecasts] == [0, None, None]
    assert found.scores is not None
    assert found.scores.count == 1
    assert any("2 of 3 forecasts are not scored" in note for note in found.notes)
    assert any("where the file ends" in note for note in found.notes)


def test_without_an_outcome_there_is_no_score(tested):
    assert tested(first="2021-02", last="2021-02").scores is None


def test_a_forecast_may_stand_at_the_start_of_the_case(tested):
    (one,) = tested(first="2020-01", last="2020-01").forecasts
    assert one.as_of == date(2019, 12, 31)
    assert 0.05 < one.chance < 0.9


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"first": "2020-07", "last": "2020-06"}, "there is no day"),
        ({"first": "2019-11-30"}, "starts on 2019-12-31"),
        ({"last": "2031-01"}, "past the horizon"),
        ({"first": "May 2020"}, "is no day"),
        ({"every": "a month"}, "is no step"),
        ({"ahead": "0 months"}, "is no step"),
        ({"ahead": "99999 years"}, "the calendar has ended"),
        ({"ahead": "99999 days"}, "past the horizon"),
        ({"every": "1 day", "last": "9999-12"}, "more than 100,000 dates"),
        ({"event": "raids"}, "there is no event raids: name one of raid"),
        ({"text": "when,what\n2020-01-01,1\n"}, "not known: when, what"),
        ({"text": "date,count\nnever,1\n"}, "no row"),
        ({"worlds": 0}, "nothing to compute"),
    ],
)
def test_what_cannot_be_is_refused_in_words(tested, asked, words):
    with pytest.raises(UsageError, match=words):
        tested(**asked)


def test_months_are_forecast_by_whole_months(tested):
    months = "date,count\n" + "".join(f"2020-{m:02}-01,{m % 3}\n" for m in range(1, 13))
    found = tested(months)
    assert [one.outcome for one in found.forecasts] == [2, 0]
    assert "a row is a month" in found.notes[0]
    with pytest.raises(UsageError, match="not the end of one"):
        tested(months, first="2020-05-15", last="2020-06-15")


@pytest.mark.parametrize("text", ["2020-09-15,2", "2020-11-01,1\n2021-02-01,4"])
def test_later_rows_do_not_turn_months_into_days_before(tested, text):
    months = [f"2020-{m:02}-01,{m % 3}\n" for m in range(1, 10)]
    one = tested("date,count\n" + "".join(months))
    other = tested("date,count\n" + "".join(months[:6]) + text + "\n")
    assert [f.law for f in one.forecasts] == [f.law for f in other.forecasts]
    assert [f.baselines for f in one.forecasts] == [
        f.baselines for f in other.forecasts
    ]


def test_a_case_that_reports_the_event_itself_is_refused(tmp_path):
    twice = RAIDS + "reports:\n  - {date: 2020-02-01, event: raid}\n"
    (tmp_path / "seen.csv").write_text(DAYS)
    case = written(tmp_path, twice)
    with pytest.raises(UsageError, match=r"model.yaml:\d+ reports raid too"):
        case.backtest(tmp_path / "seen.csv", first="2020-05", last="2020-05")


def test_a_broken_row_is_told_and_the_rest_is_kept(tested):
    found = tested(DAYS + "2020-05-99,1\n")
    assert [one.outcome for one in found.forecasts] == [0, 0]
    (problem,) = found.problems
    assert problem.span.line == 8


def test_a_case_without_events_has_nothing_to_test(tmp_path):
    (tmp_path / "seen.csv").write_text(DAYS)
    with pytest.raises(UsageError, match="no event"):
        open_case("two-way-race").backtest(
            tmp_path / "seen.csv", first="2020-05", last="2020-05"
        )


def test_whether_the_author_could_know_is_told(tested, tmp_path):
    later = RAIDS.replace("written: 2019-12-31", "written: 2021-01-01")
    assert not any("written on" in note for note in tested().notes)
    found = written(tmp_path, later).backtest(
        tmp_path / "seen.csv", first="2020-05", last="2020-05", worlds=64
    )
    assert any("written on 2021-01-01" in note for note in found.notes)


def test_forecasts_are_kept_and_used_again_where_all_is_the_same(tested, tmp_path):
    keep = tmp_path / "kept"
    one = tested(keep=keep)
    (file,) = keep.glob("*.jsonl")
    lines = file.read_text()
    file.write_text(lines.replace('"error": 0', '"error": 7'))  # to be recognised
    again = tested(DAYS + "2020-09-09,1\n", keep=keep, last="2020-07")
    assert [f.error > 7 for f in again.forecasts] == [True, True, False]
    assert [f.law for f in again.forecasts[:2]] == [f.law for f in one.forecasts]
    new = tested(DAYS + "2020-04-20,1\n", keep=keep)
    assert all(f.error < 7 for f in new.forecasts)


def test_a_stopped_run_tells_what_it_had_and_goes_on_from_there(tested, tmp_path):
    def stop(doing, done, total):
        assert (doing, total) == ("forecasting", 2)
        if done == 1:
            raise KeyboardInterrupt

    keep = tmp_path / "kept"
    with pytest.raises(Interrupted, match="1 of 2 forecasts; those are kept") as caught:
        tested(keep=keep, progress=stop)
    assert caught.value.finished.forecasts == tested().forecasts[:1]
    assert len(next(keep.glob("*.jsonl")).read_text().split("\n\n")) == 1
    assert tested(keep=keep) == tested()
    with pytest.raises(Interrupted, match="none is kept"):
        tested(progress=stop)


def test_counts_of_the_case_that_the_file_may_tell_again_are_told(tested, tmp_path):
    tested()  # the file
    counted = RAIDS.replace(
        "rate: 0.3 to 2 per year", "rate: 3 in 2018-01-01 to 2020-02-01"
    )
    found = written(tmp_path, counted).backtest(
        tmp_path / "seen.csv", first="2020-05", last="2020-05", worlds=64
    )
    assert any("told twice if in both" in note for note in found.notes)
    assert not any("not blind" in note for note in found.notes)


def test_a_number_that_was_set_makes_other_forecasts_and_a_held_variable_none(
    tested, tmp_path
):
    one = tested(keep=tmp_path / "kept")  # and the file
    asked = {"first": "2020-05", "last": "2020-06", "keep": tmp_path / "kept"}
    size = {"worlds": 64, "futures_per_world": 8}
    rarer = raids().changed(settings={"raid": "0.1 per year"})
    other = rarer.backtest(tmp_path / "seen.csv", **asked, **size)
    assert other.forecasts[0].chance < one.forecasts[0].chance
    held = raids().changed(fix={"campaign": "quiet"})
    with pytest.raises(UsageError, match="cannot be held"):
        held.backtest(tmp_path / "seen.csv", **asked)


def test_a_month_whose_row_is_broken_is_no_month_of_none(tested):
    months = [f"2020-{m:02}-01,{m % 3}\n" for m in range(1, 13)]
    whole = tested("date,count\n" + "".join(months), last="2020-07")
    months[4] = "2020-05-01,many\n"
    found = tested("date,count\n" + "".join(months), last="2020-07")
    assert [one.outcome for one in found.forecasts] == [None, 0, 1]
    assert found.forecasts[0].law == whole.forecasts[0].law
    june, before = (one.forecasts[1].baselines["constant"] for one in (found, whole))
    assert june.chance == pytest.approx(3.5 / 5)  # four months, three with a raid
    assert before.chance == pytest.approx(4.5 / 6)


def test_forecasts_that_speak_of_the_same_days_stand_in_one_block(tested):
    found = tested(first="2020-04", last="2020-06", ahead="3 months")
    assert [one.outcome for one in found.forecasts] == [1, 0, 1]
    assert found.scores is not None
    assert {r.gaps["brier"].block for r in found.scores.rivals} == {3}
    assert any("3 forecasts in a row" in note for note in found.notes)
    apart = tested(last="2020-06", ahead="1 month")
    assert not any("in a row" in note for note in apart.notes)


def test_steps_of_weeks_are_counted_in_days(tested):
    found = tested(
        first="2020-03-01", last="2020-03-15", every="1 week", ahead="2 weeks"
    )
    days = [(one.as_of.day, one.until.day) for one in found.forecasts]
    assert days == [(1, 15), (8, 22), (15, 29)]
    assert [one.outcome for one in found.forecasts] == [1, 1, 1]


def test_what_the_case_says_of_its_own_watch_gives_way_to_the_file(tested, tmp_path):
    one = tested()  # and the file
    case = written(
        tmp_path,
        RAIDS + "fully_reported: {until: 2029-01-01, variables: [raid]}\n",
    )
    found = case.backtest(
        tmp_path / "seen.csv",
        first="2020-05",
        last="2020-06",
        worlds=64,
        futures_per_world=8,
    )
    assert [f.law for f in found.forecasts] == [f.law for f in one.forecasts]
    assert any("is passed over" in note for note in found.notes)


def test_reports_of_the_case_count_from_the_day_they_were_known(tested, tmp_path):
    one = tested(last="2020-07")  # and the file

    def laws(report):
        case = written(tmp_path, f"{RAIDS}reports:\n  - {report}\n")
        found = case.backtest(
            tmp_path / "seen.csv",
            first="2020-05",
            last="2020-07",
            worlds=64,
            futures_per_world=8,
        )
        return [f.law for f in found.forecasts]

    before = [f.law for f in one.forecasts]
    later = laws("{date: 2020-04-20, known: 2020-08-01, state: {campaign: active}}")
    assert later == before
    known = laws("{date: 2020-04-20, known: 2020-06-15, state: {campaign: active}}")
    assert known[:2] == before[:2]
    assert known[2] != before[2]
