"""Claims about exported futures: they are the run's, row by row, and harmless."""

import json
from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from written import written

from forewarn.engine.answer import answer
from forewarn.engine.asking import asks_of, futures_asked
from forewarn.engine.effort import Effort
from forewarn.engine.export import (
    Tables,
    export_futures,
    file_names,
    future_tables,
    inert,
    outcome_columns,
    run_record,
    write_csv,
)
from forewarn.engine.job import run_of
from forewarn.engine.simulate.record import replay
from forewarn.model.changes import Changes

CASE = replace(
    written(
        """
variables:
  front:
    states: {calm: A, war: B}
    start: {calm: 70%, war: 30%}
    transitions: {calm -> war: 0.1 to 0.4 per year, war -> calm: 1 per year}
  talks:
    states: {open: A, broken: B}
    start: open
    transitions:
      open -> broken: {rate: 0.2 per year, times: {front = war: 3 (1 to 9)}}
events:
  raid: {rate: 0.5 per year, times: {front = war: 4}}
questions:
  war: {happens: front = war, by: [5 years, 2010-01-01, 10 years], resolves: So said.}
  now: {holds: front = war, at: 5 years, resolves: So said.}
  raids: {count: raid, by: 10 years, resolves: So said.}
  at_war: {time: front = war, by: 10 years, resolves: So said.}
  after: {happens: raid, given: talks = broken, within: 90 days, by: 10 years}
  high: {number: "front: calm -> war", above: 0.1 per year, resolves: So said.}
"""
    ),
    horizon=10.0,
)
EFFORT = Effort(worlds=64, futures_per_world=20, method="simulated")
ASKS = asks_of(CASE)
FUTURES = futures_asked(ASKS)
RUN = run_of(CASE, EFFORT)


@pytest.fixture(scope="module")
def tables():
    parts = list(future_tables(RUN, FUTURES, until=10.0))
    jumps = pl.concat([part.jumps for part in parts])
    return jumps, pl.concat([part.futures for part in parts])


def test_there_is_a_row_for_each_future_in_order(tables):
    _, futures = tables
    whole = [(world, future) for world in range(64) for future in range(20)]
    assert futures.select("world", "future").rows() == whole


def test_the_futures_are_those_that_the_answers_come_from(tables):
    _, futures = tables
    found = answer(CASE, ASKS, EFFORT).estimates[:-1]
    columns = outcome_columns(CASE, FUTURES)
    for estimate, column in zip(found, columns, strict=True):
        assert futures[column].mean() == pytest.approx(estimate.value, rel=1e-12)


def test_a_window_that_did_not_open_leaves_its_cell_empty(tables):
    _, futures = tables
    broken = futures["talks at start"].is_null().sum()
    assert broken == 0
    assert 0 < futures["after by 2010-01-01"].null_count() < len(futures)


def test_two_dates_on_one_day_have_two_columns():
    names = outcome_columns(CASE, ASKS[:3])
    assert names[0] == "war by 2004-12-31"
    assert names[2] == "war by 2010-01-01 (10 years)"


@pytest.mark.parametrize(("world", "future"), [(0, 0), (5, 19), (63, 7)])
def test_the_jumps_of_a_future_are_its_story(tables, world, future):
    jumps, futures = tables
    told = replay(RUN, world=world, future=future, until=10.0)
    mine = (pl.col("world") == world) & (pl.col("future") == future)
    rows = jumps.filter(mine).rows(named=True)
    assert len(rows) == len(told.moments)
    for row, moment in zip(rows, told.moments, strict=True):
        assert row["years"] == moment.years
        assert (row["variable"] or "") == moment.variable
        assert (row["from"] or "", row["to"] or "") == (moment.source, moment.target)
        assert row["event"] == (None if moment.variable else moment.name)
        near = CASE.start + timedelta(days=365.25 * moment.years)
        assert abs((row["date"] - near).days) <= 1
    (start,) = futures.filter(mine).rows(named=True)
    assert dict(told.start) == {n: start[f"{n} at start"] for n in ("front", "talks")}


def exported(folder, layout, progress=None):
    places = {name: folder / name for name in file_names(layout)}
    export_futures(
        CASE, ASKS, EFFORT, Changes(), layout=layout, places=places, progress=progress
    )


def test_both_layouts_hold_the_same(tables, tmp_path):
    exported(tmp_path, "parquet")
    exported(tmp_path, "csv")
    assert len(list(tmp_path.iterdir())) == 5
    for name, table in zip(("jumps", "futures"), tables, strict=True):
        assert pl.read_parquet(tmp_path / f"{name}.parquet").equals(table)
        text = pl.read_csv(tmp_path / f"{name}.csv", schema=table.schema)
        assert text.equals(table)


def test_how_many_are_written_is_told_as_they_are(tmp_path):
    seen = []
    exported(tmp_path, "csv", lambda *told: seen.append(told))
    written_so_far = [done for doing, done, _ in seen if doing == "writing futures"]
    assert written_so_far == sorted(written_so_far)
    assert seen[-1] == ("writing futures", 64 * 20, 64 * 20)


def test_the_record_says_what_makes_the_files_again():
    changes = Changes(fixed=(("talks", "open"),))
    record = json.loads(run_record(CASE, EFFORT, changes, FUTURES))
    assert (record["seed"], record["worlds"]) == (1, 64)
    assert record["fix"] == {"talks": "open"}
    assert record["outcomes"][0] == {
        "column": "war by 2004-12-31",
        "question": "war",
        "years": 5.0,
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_spreadsheet_takes_a_text_for_a_formula(text):
    assert inert(text) == f"'{text}"


def test_a_cell_that_would_be_a_formula_is_quoted(tables, tmp_path):
    jumps, futures = tables
    evil = jumps.with_columns(pl.lit("=HYPERLINK(1)").alias("variable"))
    parts = [Tables(jumps=evil.head(2), futures=futures.head(1))]
    write_csv(parts, jumps=tmp_path / "j.csv", futures=tmp_path / "f.csv")
    assert pl.read_csv(tmp_path / "j.csv")["variable"].to_list() == [
        "'=HYPERLINK(1)",
        "'=HYPERLINK(1)",
    ]
