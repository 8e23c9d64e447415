"""What the language page shows is read, means what it says, and names what exists."""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from forewarn.language.conditions import parse_condition
from forewarn.language.layout.base import Section
from forewarn.language.layout.evidence import Indicator, Report
from forewarn.language.layout.file import ModelFile
from forewarn.language.layout.losses import Loss
from forewarn.language.layout.measures import Measure
from forewarn.language.layout.questions import Question
from forewarn.language.layout.structure import Schedule
from forewarn.language.load import Reading, read_case
from forewarn.language.not_yet import LATER_FILES
from forewarn.language.quantities import parse_quantity
from forewarn.language.reader import read_tree
from forewarn.laws import quantile
from forewarn.model.case import Case
from forewarn.model.quantities import Dimension

PAGE = (Path(__file__).parents[1] / "docs" / "language.md").read_text(encoding="utf-8")
TABLES = re.findall(
    r"^```text\n((?:date|from),.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL
)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the table under a header row that starts so, code marks gone."""
    after = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    rows = [re.split(r"(?<!\\)\|", line.strip("|")) for line in after.splitlines()[2:]]
    return [
        [cell.strip().replace("\\|", "|").strip("`") for cell in row] for row in rows
    ]


@cache
def whole() -> Reading:
    return read_case({f"{n:02}.yaml": text for n, text in enumerate(BLOCKS)})


def page_case() -> Case:
    case = whole().case
    assert case is not None, whole().problems
    return case


def test_the_first_block_is_a_whole_model_without_problems() -> None:
    reading = read_case({"model.yaml": BLOCKS[0]})
    assert not reading.problems
    assert reading.case is not None


def test_the_blocks_of_the_page_are_the_files_of_one_model() -> None:
    page_case()
    said = [p.message for p in whole().problems]
    # The page shows what hindsight is; nothing else on it is worth a warning.
    assert all("2024-03-01" in message for message in said), said


@pytest.mark.parametrize(
    "row", rows_under("written | measures"), ids=lambda row: row[0]
)
def test_a_quantity_has_the_quantiles_that_the_page_states(row: list[str]) -> None:
    text, dimension, *stated, _ = row
    read = parse_quantity(text, cast("Dimension", dimension), start=date(2023, 9, 14))
    for probability, number in zip((0.1, 0.5, 0.9), stated, strict=True):
        # Four digits are written.
        expected = pytest.approx(float(number), rel=6e-4, abs=0)
        assert float(quantile(read.law, probability)) == expected


@pytest.mark.parametrize("row", rows_under("written | true"), ids=lambda row: row[0])
def test_a_condition_of_the_page_can_be_read(row: list[str]) -> None:
    case = page_case()
    parse_condition(
        row[0],
        variables={each.name: each for each in case.variables},
        events=[each.name for each in case.events],
    )


@pytest.mark.parametrize("row", rows_under("name | is"), ids=lambda row: row[0])
def test_a_number_that_the_page_names_is_in_the_model(row: list[str]) -> None:
    assert row[0] in {number.name for number in page_case().numbers()}


@pytest.mark.parametrize(
    "row", rows_under("written | YAML reads"), ids=lambda row: row[0]
)
def test_a_trap_is_reported_and_its_correction_is_not(row: list[str]) -> None:
    written, _, instead, code = row
    assert code in {problem.code for problem in traps_in(written)}
    assert not traps_in(instead)


def traps_in(line: str) -> tuple:
    return read_tree(f"{line}\n".encode(), file="model.yaml")[1]


def test_every_kind_of_question_is_shown_and_explained() -> None:
    shown = {question.kind for question in page_case().questions}
    explained = " ".join(row[0] for row in rows_under("kind | asks for"))
    assert shown == set(re.findall(r"\w+", explained)) - {
        "with",
        "and",
        "within",
        "above",
    }


def test_every_key_of_a_question_is_on_the_page() -> None:
    assert [key for key in Question.model_fields if f"{key}" not in PAGE] == []


def test_what_is_not_read_yet_is_said() -> None:
    told = PAGE.split("## Not read yet", 1)[1]
    for file in LATER_FILES:
        assert file in told


@pytest.mark.parametrize(
    "section", [key for key in ModelFile.model_fields if key != "basis"]
)
def test_every_section_is_shown(section: str) -> None:
    assert any(re.search(rf"^{section}:", text, re.MULTILINE) for text in BLOCKS)


@pytest.mark.parametrize("section", [Report, Indicator, Measure, Schedule, Loss])
def test_every_key_of_a_part_is_on_the_page(section: type[Section]) -> None:
    assert [key for key in section.known_keys() if f"{key}" not in PAGE] == []


def test_the_tables_of_history_are_read_without_a_word() -> None:
    names = ("history/states.csv", "history/events.csv", "history/coverage.csv")
    tables = dict(zip(names, TABLES, strict=True))
    files = {f"{n:02}.yaml": text for n, text in enumerate(BLOCKS)}
    reading = read_case(files | tables)
    assert [p.message for p in reading.problems] == [
        p.message for p in whole().problems
    ]
    assert reading.case is not None
    assert len(reading.case.evidence.history) == 4
