"""The tour builds what comes along, and its words are in the glossary."""

import re
from functools import cache
from pathlib import Path

from test_docs import blocks_of

from forewarn.language.load import load_case, read_case
from forewarn.model.case import Case

DOCS = Path(__file__).parents[1] / "docs"
TOUR = DOCS / "tour.md"


@cache
def built() -> Case:
    """The case that a reader of the tour has at its end."""
    files = {
        block.file: block.text
        for block in blocks_of(TOUR)
        if block.file.startswith("wars/") and "oops" not in block.file
    }
    case = read_case(files).case
    assert case is not None
    return case


@cache
def bundled() -> Case:
    case = load_case("two-front").case
    assert case is not None
    return case


def test_every_number_of_the_tour_is_that_of_the_tutorial() -> None:
    known = {number.name: number for number in bundled().numbers()}
    for number in built().numbers():
        theirs = known[number.name]
        assert number.quantity == theirs.quantity
        assert number.count == theirs.count
        assert number.basis == theirs.basis


def test_every_variable_of_the_tutorial_is_in_the_tour() -> None:
    assert {each.name for each in built().variables} == {
        each.name for each in bundled().variables
    }


def test_a_question_of_the_tour_asks_what_the_tutorial_asks() -> None:
    known = {question.name: question for question in bundled().questions}
    shared = [question for question in built().questions if question.name in known]
    assert len(shared) > 5
    for question in shared:
        theirs = known[question.name]
        assert question.kind == theirs.kind
        assert question.condition == theirs.condition


def test_a_word_in_italics_is_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    defined = re.findall(r"^\| ([^|]+) \|", glossary, flags=re.MULTILINE)
    words = {word.strip("` ") for row in defined for word in re.split(r"[,()]", row)}
    prose = re.sub(
        r"^```.*?^```",
        "",
        TOUR.read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    italics = set(re.findall(r"(?<!\*)\*(\w[\w -]*)\*(?!\*)", prose)) - {"italics"}
    assert italics
    assert {word.removesuffix("s") for word in italics} <= words
