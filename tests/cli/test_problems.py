"""Problems on the screen: the right words are underlined, whatever the line holds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from forewarn.cli.problems import count_of, excerpt
from forewarn.errors import NOWHERE, Problem, Span


def place(column: int, end: int, *, lines: int = 1) -> Span:
    return Span(file="", line=1, column=column, end_line=lines, end_column=end)


def underlined(line: str, span: Span) -> str:
    """The characters that stand above carets on a screen."""
    found = excerpt(line, span)
    at, shown = 0, ""
    for character in found.line:
        width = cell_len(character)
        if "^" in found.carets[at : at + width]:
            shown += character
        at += width
    return shown


LETTERS = st.characters(categories=("L", "N", "P", "So"))


@given(st.text(LETTERS, max_size=90), st.data())
def test_the_carets_stand_under_the_words_meant(line: str, data) -> None:
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, len(line)))
    found = excerpt(line, place(start + 1, end + 1))
    assert found.line == line
    assert len(found.carets) - len(found.carets.lstrip()) == cell_len(line[:start])
    assert found.carets.count("^") == max(
        cell_len(line[start : max(end, start + 1)]), 1
    )


@given(st.text(), st.integers(1, 300), st.integers(1, 300))
def test_any_place_in_any_line_can_be_shown(line: str, column: int, end: int) -> None:
    found = excerpt(line.replace("\n", ""), place(column, end))
    assert found.carets.strip(" ").strip("^") == ""
    assert "^" in found.carets
    assert not any(ord(one) < 0x20 for one in found.line)


@pytest.mark.parametrize(
    ("line", "span", "shown"),
    [
        ("a: ful", place(4, 7), "ful"),
        ("\ta: ful", place(5, 8), "ful"),
        ("台灣: ful", place(5, 8), "ful"),
        ("a: |", place(4, 9, lines=3), "|"),
        ("a" * 500 + "here" + "b" * 500, place(501, 505), "here"),
    ],
)
def test_tabs_wide_letters_and_long_lines(line: str, span: Span, shown: str) -> None:
    assert underlined(line, span) == shown


def test_a_place_past_the_end_gets_one_caret() -> None:
    assert excerpt("a:", place(3, 3)).carets == "  ^"


def problem(severity: str) -> Problem:
    return Problem(code="W101", severity=severity, span=NOWHERE, message="x")


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ("", "no problems"),
        ("e", "1 error"),
        ("ww", "2 warnings"),
        ("eewww", "2 errors, 3 warnings"),
    ],
)
def test_the_count_is_in_words(severities: str, words: str) -> None:
    names = {"e": "error", "w": "warning"}
    assert count_of([problem(names[one]) for one in severities]) == words


def test_problems_stand_by_file_with_line_caret_and_hint(forewarn) -> None:
    ran = forewarn("check", "bad")
    assert ran.status == 1
    assert "bad/model.yaml:27:20: error E" in ran.out
    assert "27 |           strait = clozed: 3 (1.5 to 6)" in ran.out
    assert "closed" in ran.out
    assert ran.out.rstrip().splitlines()[-1].startswith("1 error")


def test_a_case_cannot_steer_the_terminal(forewarn, here: Path) -> None:
    model = here / "bad" / "model.yaml"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("A strait", '"\\e]0;owned\\a"'), encoding="utf-8")
    for words in (("check", "bad"), ("show", "bad")):
        ran = forewarn(*words)
        assert "\x1b" not in ran.out + ran.err
