"""The ledger on disk: rows are only added, whole, by one writer after another."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import HEAD, written

from forewarn.errors import NotWritten
from forewarn.language.ledger import read_ledger
from forewarn.language.ledger_rows import add_forecasts, add_outcomes
from forewarn.language.load import load_case
from forewarn.model.ledger import FORECAST_COLUMNS, Forecast, Outcome, wording_of

TEXT = """
variables:
  x:
    states: {calm: Calm, war: War}
    start: calm
    transitions: {calm -> war: 0.1 per year}
questions:
  war: {happens: x = war, by: 1 year}
"""
CASE = written(TEXT)
FORECAST = Forecast(
    published=date(2000, 3, 1),
    who="ana",
    question="war",
    by=date(2001, 1, 1),
    value=0.1,
    low=0.05,
    high=0.2,
    digest="sha256:0",
    wording=wording_of(CASE.question("war")),
    hand="own",
)
OUTCOME = Outcome(
    question="war",
    by=date(2001, 1, 1),
    verdict="no",
    resolved=date(2001, 1, 2),
    source="yearbook, page 3",
    hand="own",
)


def read(folder):
    return read_ledger(folder, CASE)


def codes(problems):
    return [problem.code for problem in problems]


def test_what_is_added_is_read_back(tmp_path):
    add_forecasts(tmp_path / "forecasts.csv", [FORECAST])
    add_forecasts(tmp_path / "forecasts.csv", [replace(FORECAST, value=1e-9)])
    add_outcomes(tmp_path / "outcomes.csv", [OUTCOME])
    ledger, problems = read(tmp_path)
    assert ledger.forecasts == (FORECAST, replace(FORECAST, value=1e-9))
    assert ledger.outcomes == (OUTCOME,)
    assert not problems


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30
).map(lambda text: " ".join(text.split()))


@given(who=texts, source=texts)
def test_any_text_comes_back_inert(tmp_path_factory, who, source):
    folder = tmp_path_factory.mktemp("ledger")
    add_forecasts(folder / "forecasts.csv", [replace(FORECAST, who=who)])
    add_outcomes(folder / "outcomes.csv", [replace(OUTCOME, source=source)])
    ledger, problems = read(folder)
    assert not problems
    for told, asked in (
        (ledger.forecasts[0].who, who),
        (ledger.outcomes[0].source, source),
    ):
        assert told in {asked, f"'{asked}"}
        assert not told.startswith(("=", "+", "-", "@"))


def test_a_row_that_was_cut_off_is_told_and_the_rest_is_kept(tmp_path):
    path = tmp_path / "forecasts.csv"
    add_forecasts(path, [FORECAST])
    path.write_bytes(path.read_bytes() + b"2000-04-01,ana,wa")
    add_forecasts(path, [replace(FORECAST, value=0.3)])
    ledger, problems = read(tmp_path)
    assert [row.value for row in ledger.forecasts] == [0.1, 0.3]
    assert codes(problems) == ["W701"]
    assert problems[0].span.line == 3


def test_a_quote_left_open_spoils_its_own_line_alone(tmp_path):
    path = tmp_path / "outcomes.csv"
    add_outcomes(path, [OUTCOME])
    path.write_bytes(path.read_bytes() + b'war,2001-01-01,"no,2001-01-02,it\n')
    add_outcomes(path, [OUTCOME])
    ledger, problems = read(tmp_path)
    assert len(ledger.outcomes) == 2
    assert codes(problems) == ["W701"]


def test_a_hand_edit_is_noticed_and_kept(tmp_path):
    path = tmp_path / "forecasts.csv"
    add_forecasts(path, [FORECAST, replace(FORECAST, who="bo")])
    path.write_text(path.read_text().replace("0.1,0.05", "0.9,0.05", 1))
    ledger, problems = read(tmp_path)
    assert [row.hand for row in ledger.forecasts] == ["edited", "own"]
    assert ledger.forecasts[0].value == 0.9
    assert codes(problems) == ["W702"]


def test_a_person_writes_the_columns_of_the_design_and_no_more(tmp_path):
    path = tmp_path / "forecasts.csv"
    path.write_text(
        ",".join(FORECAST_COLUMNS) + "\n2000-03-01,ana,war,2001-01-01,0.1,,,\n"
    )
    add_forecasts(path, [FORECAST])
    ledger, problems = read(tmp_path)
    assert not problems
    by_hand, added = ledger.forecasts
    assert by_hand.hand == added.hand == "person"
    assert (by_hand.value, by_hand.low) == (0.1, None)
    assert added.value == FORECAST.value


def test_two_ledgers_can_be_merged_line_by_line(tmp_path):
    for name, row in (("a", FORECAST), ("b", replace(FORECAST, who="bo"))):
        add_forecasts(tmp_path / name, [row])
    merged = b"".join((tmp_path / name).read_bytes() for name in "ba")
    (tmp_path / "forecasts.csv").write_bytes(merged)
    ledger, problems = read(tmp_path)
    assert [row.who for row in ledger.forecasts] == ["bo", "ana"]
    assert not problems


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2000-03-01,ana,war,2001-13-01,0.1,,,", "not a day"),
        ("yesterday,ana,war,2001-01-01,0.1,,,", "not a date"),
        ("2000-03-01,ana,war,2001-01-01,10%,,,", "no chance"),
        ("2000-03-01,ana,war,2001-01-01,1.5,,,", "no chance"),
        ("2000-03-01,ana,war,2001-01-01,nan,,,", "no chance"),
        ("2000-03-01,ana,war", "3 cells stand under 8 columns"),
    ],
)
def test_a_broken_row_says_what_is_wrong(tmp_path, row, words):
    path = tmp_path / "forecasts.csv"
    path.write_text(",".join(FORECAST_COLUMNS) + f"\n{row}\n")
    ledger, problems = read(tmp_path)
    assert not ledger.forecasts
    assert codes(problems) == ["W701"]
    assert words in problems[0].message


def test_a_file_of_other_columns_is_neither_read_nor_added_to(tmp_path):
    path = tmp_path / "forecasts.csv"
    path.write_text("day,chance\n2000-03-01,0.1\n")
    assert codes(read(tmp_path)[1]) == ["W701"]
    with pytest.raises(NotWritten, match="column published"):
        add_forecasts(path, [FORECAST])
    assert path.read_text() == "day,chance\n2000-03-01,0.1\n"


def test_a_folder_where_the_file_should_be_is_told(tmp_path):
    (tmp_path / "forecasts.csv").mkdir()
    with pytest.raises(NotWritten, match="cannot be written"):
        add_forecasts(tmp_path / "forecasts.csv", [FORECAST])


WRITER = """
import sys
from datetime import date
from pathlib import Path
from forewarn.language.ledger_rows import add_outcomes
from forewarn.model.ledger import Outcome
for i in range(60):
    add_outcomes(Path(sys.argv[1]), [Outcome(
        question="war", by=date(2001, 1, 1), verdict="no",
        resolved=date(2001, 1, 2), source=f"{sys.argv[2]} {i} " + "x" * 5000,
    )])
"""


def test_two_writers_at_once_lose_no_row_and_break_none(tmp_path):
    path = tmp_path / "outcomes.csv"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name])
        for name in ("one", "two")
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    ledger, problems = read(tmp_path)
    assert not problems
    for name in ("one", "two"):
        mine = [row.source.split() for row in ledger.outcomes if name in row.source]
        assert [int(number) for _, number, _ in mine] == list(range(60))


def test_a_writer_killed_in_the_middle_leaves_whole_rows(tmp_path):
    path = tmp_path / "outcomes.csv"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "one"])
    while not path.exists() or path.stat().st_size < 20_000:
        assert writer.poll() is None
    writer.kill()
    writer.wait()
    add_outcomes(path, [OUTCOME])
    ledger, problems = read(tmp_path)
    assert ledger.outcomes[-1] == OUTCOME
    assert all(row.hand == "own" for row in ledger.outcomes)
    assert len(problems) <= 1


def test_the_ledger_changes_neither_the_case_nor_its_digest(tmp_path):
    (tmp_path / "model.yaml").write_text(HEAD + TEXT)
    before = load_case(tmp_path)
    add_forecasts(tmp_path / "forecasts.csv", [FORECAST])
    add_outcomes(tmp_path / "outcomes.csv", [replace(OUTCOME, question="peace")])
    after = load_case(tmp_path)
    assert after.case == before.case
    assert after.case.digest == before.case.digest
    assert after.ledger.forecasts == (FORECAST,)
    assert codes(after.problems) == [*codes(before.problems), "W703"]
