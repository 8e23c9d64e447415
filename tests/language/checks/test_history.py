"""History: counted once, over stretches that begin in a state that is known."""

import pytest
from marked import MODEL

from forewarn.language.load import read_case

STATES = "date,variable,state,source\n2001-01-01,war,calm,un\n2002-02-02,war,hot,un\n"
COVERAGE = "from,to,name\n2001-01-01,2010-01-01,war\n"


def told(states=STATES, coverage=COVERAGE, model=MODEL):
    files = {"history/states.csv": states, "history/coverage.csv": coverage}
    problems = read_case({"model.yaml": model, **files}).problems
    return [(each.code, each.span.line) for each in problems]


def test_a_history_that_is_whole_is_told_nothing() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2010-01-02,2020-01-01,war", []),
        ("2010-01-01,2020-01-01,war", [("W605", 3)]),
        ("2001-01-01,2010-01-01,war", [("W605", 3)]),
        ("2009-01-01,2020-01-01,raid", []),
    ],
)
def test_stretches_of_one_name_that_overlap_are_told(row, expected) -> None:
    assert told(coverage=f"{COVERAGE}{row}\n") == expected


def test_a_name_without_a_stretch_is_told_once() -> None:
    rows = "2003-01-01,talks,low,un\n2004-01-01,talks,mid,un\n"
    assert told(states=STATES + rows) == [("W606", 4)]


def test_a_stretch_that_begins_before_its_first_state_is_told() -> None:
    assert told(coverage=COVERAGE.replace("2001", "2000")) == [("W606", 2)]


def test_an_event_needs_no_row_when_its_stretch_begins() -> None:
    assert told(coverage=f"{COVERAGE}1990-01-01,2020-01-01,raid\n") == []


def test_a_source_that_is_not_declared_is_told_once_for_each() -> None:
    rows = "2003-01-01,war,calm,nu\n2004-01-01,war,hot,nu\n2005-01-01,war,calm,\n"
    assert told(states=STATES + rows) == [("W607", 4), ("W607", 6)]


def test_a_source_that_only_history_cites_is_cited() -> None:
    model = MODEL.replace(
        "sources:\n", 'sources:\n  dig: {title: "A yearbook of the war"}\n'
    )
    assert told(model=model) == [("W301", 8)]
    assert told(states=STATES.replace(",un", ",dig"), model=model) == []


def test_what_is_fully_reported_twice_is_told() -> None:
    twice = "fully_reported:\n" + "  - {until: 2026-01-01, variables: [war]}\n" * 2
    line = MODEL.count("\n") + 3
    assert told(model=MODEL + twice) == [("W605", line)]
