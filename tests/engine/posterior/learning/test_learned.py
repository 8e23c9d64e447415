"""What was learned is told beside what was written, and what contradicts it."""

from textwrap import dedent

import pytest

from forewarn.engine.posterior.learning.learned import learn_numbers
from forewarn.language.load import read_case

HEAD = """\
forewarn: 1
case: {title: T, start: 2020-01-01, horizon: 5 years, status: draft}
basis: judgement
variables:
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: empty
    transitions:
      empty -> full: 1 (0.5 to 2) per year
      full -> empty: 1 (0.5 to 2) per year
events:
  raid: {title: Raid, rate: 1 (0.5 to 2) per year, times: {camp = full: 2 (1 to 4)}}
  storm: {title: Storm, rate: 1 (0.5 to 2) per year}
"""
STATES = """\
2010-01-01,camp,empty,un
2012-01-01,camp,full,un
"""
STORMS = "".join(f"2011-{m:02}-{d:02},storm,un\n" for m in range(1, 11) for d in (3, 9))
EVENTS = "2010-06-01,raid,un\n2012-06-01,raid,un\n2012-07-01,raid,un\n" + STORMS
COVERED = """\
2010-01-01,2012-12-31,camp
2010-01-02,2012-12-31,raid
2010-01-02,2012-12-31,storm
"""


def learned(model="", states=STATES, events=EVENTS, covered=COVERED, as_of=None):
    files = {"model.yaml": HEAD + dedent(model)}
    files["history/states.csv"] = "date,variable,state,source\n" + states
    files["history/events.csv"] = "date,event,source\n" + events
    files["history/coverage.csv"] = "from,to,name\n" + covered
    case = read_case(files).case
    assert case is not None
    found = learn_numbers(case, as_of or case.start)
    return found, {row.number.name: row for row in found.numbers}


def test_history_is_told_by_what_acted_and_what_it_contradicts():
    found, rows = learned()
    raid = [(s.acting, s.count, round(s.exposure, 2)) for s in rows["raid"].seen]
    assert raid == [((), 1.0, 2.0), (("raid | camp = full",), 2.0, 1.0)]
    assert (rows["raid"].count, round(rows["raid"].exposure, 2)) == (3.0, 3.0)
    # 20 storms in 3 years, where 1 a year was written.
    assert [name for name, row in rows.items() if row.flag] == ["storm"]
    assert rows["storm"].tail < 0.005
    assert rows["storm"].posterior[1] > 2 * rows["storm"].prior[1]
    assert rows["storm"].moved > 1
    assert found.tested == 4
    assert found.false_discovery == pytest.approx(0.1)
    assert found.expected_false == pytest.approx(0.1)
    assert {stretch.use for stretch in found.history} == {"learned"}


def test_history_and_reports_are_counted_together():
    told = """\
    fully_reported: {until: 2021-01-01, variables: [storm, camp]}
    reports:
      - {date: 2020-06-01, event: storm}
    """
    _, rows = learned(
        told, as_of=read_case({"m.yaml": HEAD}).case.start.replace(year=2021)
    )
    assert rows["storm"].count == 21
    assert rows["storm"].exposure == pytest.approx((1095 + 366) / 365.25)
    assert rows["camp: empty -> full"].exposure == pytest.approx((730 + 366) / 365.25)


def test_without_history_nothing_is_told_of_it():
    found, rows = learned(states="", events="", covered="")
    assert found.history == ()
    assert not any("history" in note for note in found.notes)
    assert not any(row.flag or row.seen for row in rows.values() if row.exposure)
