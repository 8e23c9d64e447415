"""Colours that can be read: in light, in dark, in grey."""

from itertools import pairwise

import pytest

from forewarn.brief.theme import (
    BAND,
    GROUPS,
    INK,
    LINE,
    LOWERING,
    OUTSIDE,
    PAPER,
    RAISING,
    ROLES,
    SHEET,
    SOFT,
    as_variables,
)


def luminance(colour):
    """Relative luminance by WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return sum(w * x for w, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("role", [INK, SOFT, RAISING, LINE], ids=lambda r: r.name)
def test_text_stands_out_from_what_it_is_written_on(role, look):
    for ground in (PAPER, SHEET):
        assert contrast(getattr(role, look), getattr(ground, look)) >= 4.5


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(
    "role", [LOWERING, OUTSIDE, *GROUPS], ids=lambda role: role.name
)
def test_what_is_drawn_stands_out_from_the_page(role, look):
    assert contrast(getattr(role, look), getattr(PAPER, look)) >= 3


@pytest.mark.parametrize("look", ["light", "dark"])
def test_line_band_and_page_differ_in_grey(look):
    shades = [getattr(role, look) for role in (LINE, BAND, PAPER)]
    for one, other in pairwise(shades):
        assert contrast(one, other) >= 1.4


def test_every_role_has_a_light_colour_of_its_own():
    assert len({role.light for role in ROLES}) == len(ROLES)


def test_every_colour_of_a_picture_becomes_its_role():
    for role in ROLES:
        assert as_variables(f'"{role.light}"') == f'"var(--{role.name})"'
