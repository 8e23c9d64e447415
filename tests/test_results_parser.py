"""Known answers are read with their question, date, tolerance, source and line."""

from pathlib import Path

import pytest
from results import Result, results_of

FILE = """\
forewarn: 1
questions:
  first_wins:
    happens: race -> first
    by:
      - 1 year      # RESULT 0.25 ± 1e-9  a closed form
      - 2000-06-30
      - 10 years    # RESULT 9.5e-14 ± 1e-12  another
  held:
    holds: race = first
    at: 2 years     # RESULT 0.5 ± 1e-6  PRISM
  flow: {holds: race = first, at: 3 years}  # RESULT 0.75 ± 1e-6  PRISM
  belief:
    number: "race: running -> first"
    above: 1        # RESULT 0.125 ± 1e-3  quantiles
claims:
  any: {says: no RESULT here}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.yaml"


def test_every_result_has_its_question_date_tolerance_source_and_line(
    path: Path,
) -> None:
    path.write_text(FILE.replace("says: no RESULT here", "says: nothing"))
    assert results_of(path) == [
        Result(
            question=question,
            date_text=date,
            value=value,
            tolerance=tolerance,
            source=source,
            line=line,
        )
        for question, date, value, tolerance, source, line in [
            ("first_wins", "1 year", 0.25, 1e-9, "a closed form", 6),
            ("first_wins", "10 years", 9.5e-14, 1e-12, "another", 8),
            ("held", "2 years", 0.5, 1e-6, "PRISM", 11),
            ("flow", "3 years", 0.75, 1e-6, "PRISM", 12),
            ("belief", "", 0.125, 1e-3, "quantiles", 15),
        ]
    ]


def test_a_file_without_results_has_none(path: Path) -> None:
    path.write_text("forewarn: 1\nquestions:\n  any:\n    at: 1 year\n")
    assert results_of(path) == []


def test_the_word_alone_is_no_result(path: Path) -> None:
    path.write_text(FILE)
    assert len(results_of(path)) == 5


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("    at: 1 year  # RESULT 0.5", "not 'RESULT"),
        ("    at: 1 year  # RESULT 0.5 ± 1e-9", "not 'RESULT"),
        ("    holds: x = a  # RESULT 0.5 ± 1e-9  here", "no date"),
    ],
)
def test_a_result_that_cannot_be_read_is_an_error_with_its_line(
    path: Path, line: str, complaint: str
) -> None:
    path.write_text(f"questions:\n  held:\n{line}\n")
    with pytest.raises(ValueError, match=f"model.yaml:3: .*{complaint}"):
        results_of(path)


def test_a_result_outside_any_question_is_an_error(path: Path) -> None:
    path.write_text("case:\n  horizon: 1 year  # RESULT 0.5 ± 1e-9  here\n")
    with pytest.raises(ValueError, match="outside any question"):
        results_of(path)
