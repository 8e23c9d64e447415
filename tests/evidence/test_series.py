"""Series from the files of others: every layout, every row taken or told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.errors import UsageError
from forewarn.evidence.series import read_series, read_source

TESTS = "date,time_utc,missile_type,outcome\n"
ENTERED = "date,date_entered_updated,missile_type,test_outcome\n"
LAUNCHES = "launch_time,missile_type,test_successful\n"
EVENTS = "date,type,event,mentions_kim\n"
MEETINGS = """Month,Year,Leadership,Event Type,Parties Involved
Feb,2022,Them,Dialogue,Both
Jan,2022,Them,Dialogue,Both
1,2022,Them,Dialogue,Both
"""
MARCH = (date(2022, 3, 1), date(2022, 3, 31))
CATEGORIES = "date,category,event,severity\n"


def series(folder, text):
    path = folder / "seen.csv"
    path.write_text(text, encoding="utf-8")
    return read_series(path)


def days(found):
    return [(one.first.isoformat(), one.number) for one in found.counts]


@pytest.mark.parametrize(
    "text",
    [
        TESTS + "2022-01-05,,SRBM,success\n" * 2 + "2022-03-16,,ICBM,failure\n",
        ENTERED + "5-Jan-22,1/6/2022,SRBM,Success\n" * 2 + "16-Mar-22,,ICBM,Failure\n",
        LAUNCHES + "2022-01-05,SRBM,True\n" * 2 + "2022-03-16,ICBM,False\n",
        "date,count\n2022-01-05,2\n2022-03-16,1\n",
    ],
)
def test_every_layout_of_tests_tells_the_same(tmp_path, text):
    found = series(tmp_path, text)
    assert days(found) == [("2022-01-05", 2), ("2022-03-16", 1)]
    assert (found.since, found.until) == (date(2022, 1, 5), date(2022, 3, 31))
    assert found.number_in(date(2022, 1, 1), date(2022, 1, 31)) == 2
    assert found.days_in(date(2022, 1, 1), date(2022, 12, 31)) == 2


@pytest.mark.parametrize(
    "text",
    [
        EVENTS
        + "2022-01-05,Missile Provocation,One,False\n"
        + "2022-02-01,Other Provocation,Two,False\n",
        CATEGORIES + "2022-01-05,missile,One,3\n2022-02-01,cyber,Two,1\n",
    ],
)
def test_other_provocations_are_passed_over_and_tell_how_long_was_watched(
    tmp_path, text
):
    found = series(tmp_path, text)
    assert days(found) == [("2022-01-05", 1)]
    assert found.until == date(2022, 2, 28)
    assert "1 rows of other kinds" in found.notes[0]


def test_a_month_without_its_day_counts_at_its_end(tmp_path):
    for text in (TESTS + "1984-09,,SRBM,success\n", ENTERED + "Sep-84,,SRBM,Success\n"):
        (one,) = series(tmp_path, text).counts
        assert (one.first, one.last) == (date(1984, 9, 1), date(1984, 9, 30))
        assert one.known == date(1984, 9, 30)


def test_one_row_each_first_of_a_month_is_that_month_and_it_says_so(tmp_path):
    found = series(tmp_path, "date,count\n2022-01-01,3\n2022-02-01,0\n2022-03-01,1\n")
    assert "a row is a month" in found.notes[0]
    assert found.until == date(2022, 3, 31)
    assert found.number_in(date(2022, 1, 1), date(2022, 1, 31)) == 3
    assert not found.known_by(date(2022, 1, 30)).counts


@pytest.mark.parametrize("broken", ["2022-02-01,none", "2022-02-31,1", "2022-02,1,1"])
def test_a_broken_row_does_not_turn_months_into_days(tmp_path, broken):
    text = f"date,count\n2022-01-01,3\n{broken}\n2022-03-01,1\n"
    found = series(tmp_path, text)
    assert "a row is a month" in found.notes[0]
    assert not found.known_by(date(2022, 3, 30)).days_in(*MARCH)
    assert len(found.problems) == 1
    assert found.number_in(date(2022, 1, 1), date(2022, 3, 31)) == 4


def test_one_row_alone_is_a_day(tmp_path):
    found = series(tmp_path, "date,count\n2022-03-01,2\n")
    assert "a row is a day" in found.notes[0]


def test_a_row_of_none_each_month_is_watched_and_empty(tmp_path):
    found = series(tmp_path, "date,count\n2022-01-01,0\n2022-02-01,0\n")
    assert [one.number for one in found.counts] == [0, 0]
    assert found.days_in(date(2022, 1, 1), date(2022, 2, 28)) == 0
    assert found.until == date(2022, 2, 28)


def test_capitals_and_numbers_of_a_spreadsheet_are_read(tmp_path):
    found = series(tmp_path, "\ufeffDate,Count\r\n2022-01-05,2.0\r\n")
    assert days(found) == [("2022-01-05", 2)]


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("Year,Month,Prov,Nego\n2022,Jan,2,1\n2022,Feb,0,0\n", 2, "every kind"),
        (
            MEETINGS,
            3,
            "one negotiation",
        ),
    ],
)
def test_counts_by_month_are_known_at_its_end(tmp_path, text, number, words):
    found = series(tmp_path, text)
    assert (found.since, found.until) == (date(2022, 1, 1), date(2022, 2, 28))
    assert found.number_in(found.since, found.until) == number
    assert all(one.known == one.last for one in found.counts)
    assert words in found.notes[0]


@pytest.mark.parametrize("row", ["2022,Jam,2,1", "22a,Jan,2,1", "2022,Jan,two,1"])
def test_a_month_that_is_none_is_told_and_the_rest_is_kept(tmp_path, row):
    text = f"Year,Month,Prov,Nego\n2022,Jan,2,1\n{row}\n2022,Feb,1,0\n"
    found = series(tmp_path, text)
    assert [one.number for one in found.counts] == [2, 1]
    assert [problem.span.line for problem in found.problems] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "date,count\n2022-01-01,3\n2022-03-01,1\n",  # a month is missing
        "date,count\n2022-01-01,3\n2022-02-02,1\n",  # not all on the 1st
        "date,count\n2022-01-01,3\n2022-01-01,1\n",  # twice one day
    ],
)
def test_otherwise_a_row_is_a_day(tmp_path, text):
    assert "a row is a day" in series(tmp_path, text).notes[0]


def test_a_row_of_none_is_observed(tmp_path):
    found = series(tmp_path, "date,count\n2022-01-05,1\n2023-06-01,0\n")
    assert found.until == date(2023, 6, 30)
    assert found.days_in(date(2022, 1, 1), date(2023, 12, 31)) == 1


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2022-13-01,1", "is no date"),
        ("2022-01-05,-1", "is no count"),
        ("2022-01-05,1.5", "is no count"),
        ("2022-01-05", "1 cells stand under 2 columns"),
    ],
)
def test_a_broken_row_is_told_by_its_line_and_the_rest_is_kept(tmp_path, row, words):
    found = series(tmp_path, f"date,count\n2022-01-04,1\n{row}\n2022-01-06,1\n")
    assert found.number_in(date(2022, 1, 1), date(2022, 1, 31)) == 2
    (problem,) = found.problems
    assert problem.span.line == 3
    assert words in problem.message


def test_of_very_many_broken_rows_a_hundred_are_told(tmp_path):
    found = series(tmp_path, "date,count\n2022-01-04,1\n" + "soon,1\n" * 1000)
    assert len(found.problems) == 101
    assert "more than 100" in found.problems[-1].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day,number\n2022-01-01,1\n", "date,count"),
        ("date,count\n", "no row"),
        ("", "columns"),
        ("date,date\n", "columns"),
        ("a" * 200_000 + ",b\n", "no CSV"),
    ],
)
def test_a_file_of_another_layout_is_refused_with_the_way_out(tmp_path, text, words):
    with pytest.raises(UsageError, match=words):
        series(tmp_path, text)
    with pytest.raises(UsageError, match="cannot be read"):
        read_series(tmp_path / "nothing.csv")


rows = st.lists(
    st.tuples(st.dates(date(2000, 1, 1), date(2009, 12, 31)), st.integers(0, 4)),
    min_size=1,
)


@given(before=rows, after=rows, day=st.dates(date(2005, 1, 1), date(2005, 12, 31)))
def test_what_comes_later_changes_nothing_that_was_known(
    tmp_path_factory, before, after, day
):
    folder = tmp_path_factory.mktemp("series")
    kept = [(date(1999, 6, 2), 1), *(row for row in before if row[0] <= day)]
    later = [row for row in after if row[0] > day]
    told = [
        series(folder, "date,count\n" + "".join(f"{d},{n}\n" for d, n in some))
        for some in (kept, [*later, *kept])
    ]
    one, other = (found.known_by(day) for found in told)
    assert one.counts == other.counts
    assert one.since == other.since


def test_on_an_earlier_day_months_with_a_broken_row_are_months_too(tmp_path):
    path = tmp_path / "seen.csv"
    for broken in ("2022-02-31,1", "2022-02-01,none", "2022-02,1,1"):
        text = f"date,count\n2022-01-01,3\n{broken}\n2022-03-01,1\n2022-04-01,2\n"
        path.write_text(text, encoding="utf-8")
        known = read_source(path).by(date(2022, 4, 29))
        assert known.monthly
        assert [one.number for one in known.counts] == [3, 1]


@pytest.mark.parametrize(
    "text",
    [
        "date,count\n2022-01-05,1\n{}",
        "date,count\n2022-01-01,1\n{}",
        "Year,Month,Prov,Nego\n2022,Jan,2,1\n{}",
        MEETINGS.replace("2022", "2021") + "{}",
        TESTS + "2022-01-05,,SRBM,success\n{}",
        EVENTS + "2022-01-05,Missile Provocation,One,False\n{}",
    ],
)
def test_rows_of_later_days_do_not_change_what_a_file_said_on_a_day(tmp_path, text):
    later = {
        "date,count": "2022-03-01,5\n2022-02-01,4\n",
        "Year": "2022,Mar,3,1\n2022,Feb,3,1\n",
        "Month": "Mar,2022,Them,Dialogue,Both\n",
        "date,time": "2022-03-05,,SRBM,success\n",
        "date,type": "2022-03-05,Missile Provocation,Two,False\n",
    }
    rows = next(more for start, more in later.items() if text.startswith(start))
    path, found = tmp_path / "seen.csv", []
    for more in ("", rows):
        path.write_text(text.format(more), encoding="utf-8")
        found.append(read_source(path).by(date(2022, 1, 31)))
    assert found[0] == found[1]


HEADS = (TESTS, ENTERED, LAUNCHES, EVENTS, CATEGORIES, MEETINGS, "date,count\n")
cells = st.sampled_from(
    ["2022-01-01", "9999-12-31", "0001-01-01", "Sep-84", "Jan", "2022", "0", "1.0"]
) | st.text(max_size=4)


@given(
    head=st.sampled_from(HEADS),
    table=st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5),
    day=st.dates(),
)
def test_any_text_is_read_or_refused(tmp_path_factory, head, table, day):
    path = tmp_path_factory.mktemp("series") / "seen.csv"
    text = head + "\n".join(",".join(row) for row in table)
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    try:
        source = read_source(path)
    except UsageError:
        return
    assert source.whole.since <= source.whole.until
    known = source.by(day)
    assert known is None or all(one.known <= day for one in known.counts)
