"""History: tables read row by row; a bad row is told with its place, the rest kept."""

from datetime import date

import pytest
from marked import MODEL

from forewarn.language.load import load_case, read_case

STATES = "date,variable,state,source\n2001-01-01,war,calm,un\n2002-02-02,war,hot,un\n"
EVENTS = 'date,event,source\n2003-03-03,raid,"un, page 3"\n'
COVERAGE = "from,to,name\n2001-01-01,2024-01-01,war\n2003-01-01,2024-01-01,raid\n"
FILES = {
    "model.yaml": MODEL,
    "history/states.csv": STATES,
    "history/events.csv": EVENTS,
    "history/coverage.csv": COVERAGE,
}


def read(**changed):
    tables = {f"history/{name}.csv": text for name, text in changed.items()}
    return read_case(FILES | tables)


def told(reading):
    return [(p.code, p.span.file, p.span.line, p.span.column) for p in reading.problems]


def test_a_history_has_states_and_events_in_order_of_days() -> None:
    reading = read()
    assert not reading.problems
    rows = [
        (row.day, row.variable or row.event, row.state, row.source)
        for row in reading.case.evidence.history
    ]
    assert rows == [
        (date(2001, 1, 1), "war", "calm", "un"),
        (date(2002, 2, 2), "war", "hot", "un"),
        (date(2003, 3, 3), "raid", "", "un, page 3"),
    ]
    covered = [(c.names, c.since) for c in reading.case.evidence.history_coverage]
    assert covered == [
        (("raid",), date(2003, 1, 1)),
        (("war",), date(2001, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2002-13-02,war,hot,un", 1),
        ("last May,war,hot,un", 1),
        ("2030-02-02,war,hot,un", 1),
        ("2002-02-02,wra,hot,un", 12),
        ("2002-02-02,war,warm,un", 16),
        ("2002-02-02,war,hot", 1),
        ("2002-02-02,war,hot,un,more", 1),
        ("2002-02-02,,hot,un", 1),
        ("2002-02-02,war,,un", 1),
    ],
)
def test_a_bad_row_is_told_and_the_rest_kept(row, column) -> None:
    reading = read(states=f"{STATES}{row}\n2002-03-03,war,calm,un\n")
    assert told(reading) == [("W604", "history/states.csv", 4, column)]
    days = [row.day for row in reading.case.evidence.history]
    assert [day.isoformat() for day in days] == [
        "2001-01-01",
        "2002-02-02",
        "2002-03-03",
        "2003-03-03",
    ]


@pytest.mark.parametrize(
    "row",
    [
        "2024-01-01,2001-01-01,war",
        "2001-01-01,2026-01-01,war",
        "2001-01-01,2002-01-01,wra",
        "2001-01-01,,war",
    ],
)
def test_a_bad_stretch_is_told_and_the_rest_kept(row) -> None:
    reading = read(coverage=f"{COVERAGE}{row}\n")
    assert [code for code, *_ in told(reading)] == ["W604"]
    assert len(reading.case.evidence.history_coverage) == 2


def test_lines_are_counted_over_cells_of_several_lines() -> None:
    text = f'{STATES}2002-03-03,war,calm,"un, page\n3"\nnever,war,hot,un\n'
    assert told(read(states=text)) == [("W604", "history/states.csv", 6, 1)]


def test_empty_lines_and_a_mark_at_the_beginning_change_nothing() -> None:
    text = "\ufeff" + STATES.replace("\n", "\r\n") + "\r\n,,,\r\n"
    assert read(states=text).case == read().case
    assert not read(states=text).problems


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_what_a_spreadsheet_would_compute_stays_text(sign) -> None:
    formula = f'{sign}HYPERLINK(""http://x"")'
    reading = read(states=f'{STATES}2002-03-03,war,calm,"{formula}"\n')
    sources = [row.source for row in reading.case.evidence.history]
    assert f'{sign}HYPERLINK("http://x")'.strip() in sources
    assert [code for code, *_ in told(reading)] == ["W607"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E605"),
        ("day,variable,state\n2001-01-01,war,calm\n", "E605"),
        ("date,variable\n2001-01-01,war\n", "E605"),
        ('date,event,source\n2001-01-01,"raid,un\n', "E605"),
        ('date,event,source\n2001-01-01,"raid"x,un\n', "E605"),
    ],
)
def test_a_table_that_is_none_is_an_error(text, code) -> None:
    reading = read(events=text)
    assert [(p.code, p.span.file) for p in reading.problems] == [
        (code, "history/events.csv")
    ]
    assert reading.case is None


def test_a_column_that_is_not_read_is_told() -> None:
    reading = read(events="date,event,source,note\n2003-03-03,raid,un,x\n")
    assert told(reading) == [("W604", "history/events.csv", 1, 1)]
    assert len(reading.case.evidence.history) == 3


def test_a_table_that_is_no_text_is_told(tmp_path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "history" / "events.csv").write_bytes("date,event\né".encode("latin-1"))
    assert [p.code for p in load_case(tmp_path).problems] == ["E101"]


def test_after_a_hundred_bad_rows_it_says_that_there_are_more() -> None:
    reading = read(states=STATES + "never,war,hot,un\n" * 1000)
    assert len(reading.problems) == 101
    assert "more than 100" in reading.problems[-1].message


def test_a_broken_model_does_not_hide_a_broken_table() -> None:
    files = FILES | {"model.yaml": MODEL + "  x: [", "history/states.csv": "day\n"}
    assert {each.code for each in read_case(files).problems} == {"E102", "E605"}
