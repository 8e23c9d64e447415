"""The analyst's own words: filled, checked, and never changed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_answers import made_estimate

from forewarn.brief.compose import compose
from forewarn.brief.document import plain_text, shown_in, visible
from forewarn.brief.json_text import render_json
from forewarn.brief.own_words import blocks_of, misfits
from forewarn.language.load import load_case
from forewarn.model.estimate import Answer
from forewarn.model.own_words import OwnWords
from forewarn.model.yardstick import ICD_203

CASE = load_case("two-front").case
TREATY = CASE.question("treaty")


def answered(chance):
    """An answer to one question, which over ten years comes to a chance."""
    made = [
        replace(
            made_estimate(TREATY, by, 0.5, CASE.start), value=chance, low=chance / 2
        )
        for by in TREATY.by
    ]
    return Answer(estimates=tuple(made))


def told(text, chance=0.3):
    blocks = blocks_of(OwnWords(text=text), CASE, answered(chance))
    return [plain_text(b.line) for b in blocks if hasattr(b, "line")]


def complaints(text, chance=0.3):
    return list(misfits(OwnWords(text=text), CASE, answered(chance)))


def test_a_field_is_filled_with_its_number():
    assert told("A treaty has {{treaty by 10 years}} of chance.") == [
        "A treaty has 30% of chance."
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("treaty", "30%"),
        ("treaty.low", "15%"),
        ("treaty by 10 years.word", "unlikely"),
        ("treaty by 2026-08-20.low", "15%"),
        (" treaty  by  10  years ", "30%"),
    ],
)
def test_a_field_may_ask_for_any_of_an_answer_s_numbers(field, text):
    assert told(f"It is {{{{{field}}}}}.") == [f"It is {text}."]


def test_headings_items_and_paragraphs_are_told_apart():
    blocks = list(blocks_of(OwnWords(text="# A\none\ntwo\n\n- b\n- c\n"), CASE, None))
    assert [type(block).__name__ for block in blocks] == [
        "Heading",
        "Paragraph",
        "Listing",
    ]
    assert plain_text(blocks[1].line) == "one two"


@given(st.floats(0.011, 0.989))
def test_the_word_that_fits_is_the_one_that_is_not_complained_of(chance):
    for band in ICD_203.bands:
        text = f"It is {band.word} that a treaty comes ({{{{treaty by 10 years}}}})."
        assert bool(complaints(text, chance)) != (band.low <= chance <= band.high)


def test_a_word_that_does_not_fit_is_told_with_its_line():
    text = "First.\n\nIt is likely, at {{treaty by 10 years}}, to come.\n"
    (complaint,) = complaints(text, 0.03)
    assert complaint.startswith('brief.md:3: "likely" does not fit 3.0% of treaty')
    assert complaint.endswith("which is almost no chance")


def test_other_words_for_the_same_chance_are_known():
    assert not complaints("It is highly improbable ({{treaty}}).", 0.1)
    assert complaints("It is highly improbable ({{treaty}}).", 0.5)


def test_a_word_is_held_to_the_number_nearest_to_it():
    text = "Unlikely by then ({{treaty}}), and its least is {{treaty.low}}."
    assert not complaints(text, 0.3)


def test_a_word_without_a_number_and_one_beside_confidence_are_told():
    assert "without a number" in complaints("A war is unlikely.")[0]
    both = "We say with high confidence that it is unlikely ({{treaty}})."
    assert any("make it two" in one for one in complaints(both))


def test_a_changed_estimate_changes_word_number_and_footnote(answered_two):
    text = OwnWords(text="It is {{treaty.word}}: {{treaty}}.\n", digest="sha256:0")
    briefs = [compose(replace(one, words=text)) for one in answered_two]
    sections = [next(s for s in b.sections if s.anchor == "own-words") for b in briefs]
    (one, other) = (next(shown_in(section)) for section in sections)
    lines = [plain_text(section.blocks[0].line) for section in sections]
    assert lines[0] != lines[1]
    assert (one.text, one.value) != (other.text, other.value)
    assert plain_text(one.trace.line) != plain_text(other.trace.line)
    assert f'"text": "{one.text}"' in render_json(briefs[0])


@pytest.fixture
def answered_two(unanswered):
    return [replace(unanswered, answer=answered(chance)) for chance in (0.03, 0.6)]


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "**b** _c_ `d` [e](f)", "\u202ex\x00", "{{", "}}"]
)
def test_all_else_is_text(text, unanswered):
    brief = compose(replace(unanswered, words=OwnWords(text=f"Say {text} now.")))
    assert json.loads(render_json(brief))
    section = next(s for s in brief.sections if s.anchor == "own-words")
    assert visible(f"Say {text} now.") in plain_text(section.blocks[0].line)
