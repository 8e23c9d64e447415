"""The main path: a case opens, or says everything that stands in its way."""

from pathlib import Path

import pytest

from forewarn.errors import CaseError, NotWritten, UsageError
from forewarn.workbench import check, new_case, open_case, opened, schema

RACE = """\
forewarn: 1
case: {title: A race, start: 2024-01-01, horizon: 1 year}
basis: definition
variables:
  race:
    title: The race
    states: {running: It runs., won: It is won.}
    start: running
    transitions:
      running -> won: 1 per year
questions:
  won: {happens: race = won, by: 1 year, resolves: The judges say so.}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "model.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_case_opens_by_name_folder_or_file(tmp_path: Path) -> None:
    folder = written(tmp_path, RACE)
    by_folder, by_file = open_case(folder), open_case(folder / "model.yaml")
    assert by_folder.case == by_file.case
    assert by_folder.case.digest == by_file.case.digest
    assert open_case("two-way-race").case.name == "two-way-race"


def test_a_case_with_errors_raises_all_of_them(tmp_path: Path) -> None:
    bad = RACE.replace("ng -> won", "ng -> one").replace("race = won", "race = wun")
    with pytest.raises(CaseError) as caught:
        open_case(written(tmp_path, bad))
    errors = [one for one in caught.value.problems if one.severity == "error"]
    assert [problem.span.line for problem in errors] == [10, 12]
    assert caught.value.problems == check(tmp_path).problems


def test_a_name_of_nothing_is_a_wrong_call() -> None:
    with pytest.raises(UsageError, match="two-way-race"):
        open_case("two-way-rase")


@pytest.mark.parametrize("target", ["", "\0", "x" * 5000, "~nobody/x"])
def test_no_name_breaks_the_way_in(target: str) -> None:
    with pytest.raises((UsageError, CaseError)):
        open_case(target)


def test_results_go_beside_a_folder_and_here_otherwise(tmp_path: Path) -> None:
    folder = written(tmp_path, RACE)
    assert open_case(folder).out == folder / "out"
    assert open_case(folder / "model.yaml").out == Path("out")
    assert open_case("two-way-race").out == Path("out")


def test_the_texts_are_those_the_places_count_in(tmp_path: Path) -> None:
    case = open_case(written(tmp_path, RACE))
    rate = case.case.variable("race").transitions[0].rate
    line = case.texts[rate.span.file].splitlines()[rate.span.line - 1]
    assert line[rate.span.column - 1 : rate.span.end_column - 1] == "1 per year"


def test_a_copy_is_the_same_case(tmp_path: Path) -> None:
    new_case(tmp_path / "copy", source="two-way-race")
    assert open_case(tmp_path / "copy").case == open_case("two-way-race").case


def test_nothing_is_copied_from_where_no_model_is(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CaseError):
        new_case(tmp_path / "copy", source=tmp_path / "empty")
    assert not (tmp_path / "copy").exists()


def test_the_map_and_the_prose_tell_of_every_variable(tmp_path: Path) -> None:
    case = open_case(written(tmp_path, RACE))
    drawn = case.save_map(tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "The race" in drawn
    assert "The race" in case.prose()


def test_a_map_has_nowhere_to_go_where_there_is_no_folder(tmp_path: Path) -> None:
    case = open_case(written(tmp_path, RACE))
    with pytest.raises(NotWritten, match=r"map\.svg"):
        case.save_map(tmp_path / "nowhere" / "map.svg")


def test_a_reading_opens_as_often_as_wanted() -> None:
    reading = check("two-way-race")
    assert opened(reading) == opened(reading)


def test_the_schema_knows_what_a_model_file_starts_with() -> None:
    assert {"forewarn", "case", "variables"} <= set(schema()["properties"])
