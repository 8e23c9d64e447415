"""Pictures drawn into a page: coloured by role, and strangers to each other."""

import re

from forewarn.brief.charts.intervals import Answered, intervals_chart
from forewarn.brief.draw import draw
from forewarn.brief.theme import ROLES


def drawn(label="x", *, prefix="one"):
    row = Answered(label=label, low=0.1, value=0.2, high=0.3, outside=0.25)
    return draw(intervals_chart([row]), prefix=prefix)


def test_colours_follow_the_page():
    svg = drawn()
    assert not re.search(r'"#[0-9a-f]{3,6}"', svg)
    used = set(re.findall(r"var\(--([\w-]+)\)", svg))
    assert used <= {role.name for role in ROLES}


def test_pictures_share_no_ids():
    ids = [set(re.findall(r'\bid="([^"]+)"', drawn(prefix=p))) for p in ("one", "two")]
    assert not ids[0] & ids[1]


def test_a_picture_fits_its_place_and_says_nothing_twice():
    svg = drawn()
    assert "viewBox" in svg
    assert not re.search(r"^<svg[^>]*\b(width|height)=", svg)
    assert "aria-" not in svg


def test_words_in_a_picture_are_words():
    svg = drawn('<script>x</script> & "y"')
    assert "&lt;script&gt;x&lt;/script&gt; &amp;" in svg
