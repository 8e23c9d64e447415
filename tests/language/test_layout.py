"""The layout: every key is known once, and what does not fit is told where it is."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import told

from forewarn.language.found import Found
from forewarn.language.layout.base import Section
from forewarn.language.layout.file import ModelFile
from forewarn.language.layout.numbers import Times
from forewarn.language.reader import read_tree


def sections(section=Section):
    """Every section that has keys of its own."""
    for each in section.__subclasses__():
        yield from sections(each)
        if each is not Times:  # its keys are names and conditions
            yield each


KEYS = [
    (section, key)
    for section in sorted(set(sections()), key=lambda each: each.__name__)
    for key in section.known_keys()
]


def found_in(section, text):
    found = Found()
    tree, problems = read_tree(text.encode(), file="m.yaml")
    assert not problems
    # A section that lacks what it needs is refused, and told by what holds it.
    with suppress(ValueError):
        section.model_validate(tree, context=found)
    return found.problems


@pytest.mark.parametrize(("section", "key"), KEYS)
def test_every_key_says_what_it_is_for(section, key) -> None:
    assert section.known_keys()[key].description


@given(st.sampled_from([key for key in KEYS if len(key[1]) > 3]), st.data())
def test_a_key_with_a_slip_is_told_with_the_key_that_was_meant(known, data) -> None:
    section, key = known
    where = data.draw(st.integers(0, len(key) - 1))
    slip = key[:where] + "x" + key[where + 1 :]
    problems = found_in(section, f"{slip}: [here]\n")
    assert [(each.code, each.span.column) for each in problems] == [("E201", 1)]
    assert f'"{key}"' in problems[0].hint


@pytest.mark.parametrize("key", ["", "a", "zebra", "x" * 1_000, "[odd]", "two words"])
def test_a_key_that_is_near_to_none_is_told_with_all(key) -> None:
    (problem,) = found_in(ModelFile, f'"{key}": 1\n')
    assert (problem.code, problem.span.line) == ("E201", 1)
    assert "variables" in problem.hint
    assert len(problem.message) < 200


RAIDS = "  raids: {count: raid, by: 5 years}\n"
ASKED = "  raids:\n    count: raid\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("    states: [calm, hot]\n", "    states: «calm»\n", "E203"),
        ("    states: [calm, hot]\n", "    states:«»\n", "E204"),
        ("    start: calm\n", "    start: «[calm]»\n", "E203"),
        ("    title: War\n", "    «titel»: War\n", "E201"),
        (RAIDS, "  raids: «[raid]»\n", "E203"),
        (RAIDS, f"{ASKED}    by:«»\n", "E204"),
        (RAIDS, f"{ASKED}    by: [«{{a: b}}»]\n", "E203"),
        (RAIDS, f"{ASKED}    «bye»: 5 years\n", "E201"),
        (RAIDS, f"{ASKED}    by: 5 years\n    «extra»: 1\n", "E201"),
    ],
)
def test_the_wrong_shape_is_told_once_and_where_it_stands(old, new, code) -> None:
    assert told((old, new)) == code


def test_a_file_that_is_no_map_is_told() -> None:
    for text in ("just words\n", "- a\n- list\n"):
        found = Found()
        tree, _ = read_tree(text.encode(), file="m.yaml")
        with pytest.raises(ValueError, match="a map of keys and values"):
            ModelFile.model_validate(tree, context=found)


def test_sections_may_be_empty() -> None:
    empty = "".join(f"{key}:\n" for key in ("sources", "dynamics", "events", "claims"))
    assert found_in(ModelFile, empty) == []
