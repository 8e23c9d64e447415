"""Words that fit a box, whatever they are."""

from hypothesis import given
from hypothesis import strategies as st

from forewarn.brief.map_text import fitted, width_of

WORDS = st.text(max_size=300).map(lambda text: " ".join(text.split()))


@given(WORDS, st.integers(1, 3))
def test_no_line_is_wider_than_the_box_and_none_is_over(text, lines):
    shown = fitted(text, width=158, lines=lines)
    assert len(shown) <= lines
    assert all(width_of(line) <= 158 for line in shown)


@given(WORDS)
def test_what_fits_is_whole_and_what_does_not_says_so(text):
    shown = fitted(text, width=158, lines=2)
    whole = "".join(text.split()) == "".join("".join(shown).split())
    assert whole or shown[-1].endswith("…")


def test_a_title_of_ten_thousand_letters_fits():
    assert fitted("A" * 10_000, width=158, lines=2)[-1].endswith("…")
