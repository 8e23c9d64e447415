"""Text of a case is text: what acts unseen is shown instead."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forewarn.brief.document import (
    TURNING,
    Paragraph,
    Quoted,
    Shown,
    Trace,
    anchor,
    shown_in,
    visible,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_nothing_left_in_a_visible_text_turns_or_controls_what_follows(text):
    for letter in visible(text):
        assert letter not in TURNING
        assert unicodedata.category(letter) not in ("Cc", "Cs")


@given(ANY_TEXT)
def test_making_a_text_visible_twice_changes_nothing(text):
    assert visible(visible(text)) == visible(text)


@given(ANY_TEXT)
def test_a_visible_text_can_be_written_anywhere(text):
    assert visible(text).encode().decode() == visible(text)


def test_text_that_runs_right_to_left_stays_as_it_is():
    assert visible("النص \u200fabc") == "النص \u200fabc"


def test_quoted_words_are_made_visible_wherever_they_come_from():
    assert Quoted(text="a\u202eb").text == "a[U+202E]b"
    assert replace(Quoted(text="a"), text="\x00").text == "[U+0000]"


@given(st.lists(st.text(min_size=1), unique=True))
def test_different_names_land_in_different_places(names):
    assert len({anchor("claim", name) for name in names}) == len(names)


def test_shown_numbers_are_found_in_reading_order():
    trace = Trace(origin="count", line=("counted",))
    one, two = (Shown(value=x, text=str(x), trace=trace) for x in (1, 2))
    paragraphs = (Paragraph(line=("a", one)), Paragraph(line=(two, "b")))
    assert list(shown_in(paragraphs)) == [one, two]
