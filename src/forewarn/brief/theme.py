"""One look for page and pictures: colours by role, in light and dark, and settings.

Pictures are specified in the light colours, so they stand alone in print; on a page
each is replaced by the variable of its role, which follows the reader's choice of light
or dark. Roles differ in lightness too, and nothing is told by colour alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Widths that Arial and its metric twins share, so labels fit wherever they are drawn.
FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a colour is for, and the colour in light and in dark."""

    name: str
    light: str
    dark: str


PAPER = Role(name="paper", light="#fffffe", dark="#14181d")
SHEET = Role(name="sheet", light="#f5f6f7", dark="#1b2026")
INK = Role(name="ink", light="#1a2028", dark="#e7eaed")
SOFT = Role(name="soft", light="#55606b", dark="#a5afb9")
RULE = Role(name="rule", light="#d3d8dd", dark="#3a434d")
BAND = Role(name="band", light="#c2d2e5", dark="#2d4563")
LINE = Role(name="line", light="#1d4f8c", dark="#8fbaec")
OUTSIDE = Role(name="outside", light="#9a4a0a", dark="#eda766")
RAISING = Role(name="raising", light="#a8400c", dark="#f0a070")
LOWERING = Role(name="lowering", light="#1f6470", dark="#7cc4cf")

#: Groups of variables, told apart in colour-blind sight and named beside their nodes.
GROUPS = (
    Role(name="group-1", light="#33679f", dark="#7fb0e6"),
    Role(name="group-2", light="#b3621e", dark="#e8a467"),
    Role(name="group-3", light="#2e7d5b", dark="#74c9a2"),
    Role(name="group-4", light="#8a4a86", dark="#d29ace"),
    Role(name="group-5", light="#8c7a12", dark="#d8c65a"),
    Role(name="group-6", light="#b33a4a", dark="#ee8d99"),
    Role(name="group-7", light="#2a7f92", dark="#74cbdc"),
    Role(name="group-8", light="#5c6470", dark="#a9b2bd"),
)
ROLES = (
    PAPER,
    SHEET,
    INK,
    SOFT,
    RULE,
    BAND,
    LINE,
    OUTSIDE,
    RAISING,
    LOWERING,
    *GROUPS,
)


def group_role(place: int) -> Role:
    """The colour of a group by its place; colours repeat after eight."""
    return GROUPS[place % len(GROUPS)]


def variables(*, dark: bool) -> str:
    """The roles as CSS declarations.

    >>> variables(dark=False)[:18]
    '--paper: #fffffe; '
    """
    return "".join(_declared(dark=dark)).rstrip()


def as_variables(picture: str) -> str:
    """A picture with each role's light colour replaced by its variable.

    >>> as_variables('<path stroke="#1d4f8c"/>')
    '<path stroke="var(--line)"/>'
    """
    for role in ROLES:
        picture = picture.replace(f'"{role.light}"', f'"var(--{role.name})"')
    return picture


def as_colours(picture: str) -> str:
    """A picture with the variable of each role replaced by its light colour.

    >>> as_colours('<path stroke="var(--line)"/>')
    '<path stroke="#1d4f8c"/>'
    """
    for role in ROLES:
        picture = picture.replace(f"var(--{role.name})", role.light)
    return picture


def chart_settings() -> dict[str, Any]:
    """Vega-Lite settings that every chart shares."""
    axis = {
        "domainColor": RULE.light,
        "gridColor": RULE.light,
        "gridOpacity": 0.7,
        "labelColor": SOFT.light,
        "labelFontSize": 12,
        "labelPadding": 5,
        "tickColor": RULE.light,
        "tickSize": 4,
        "title": None,
    }
    return {
        "aria": False,
        "axis": axis,
        "background": None,
        "font": FONT,
        "padding": 2,
        "text": {"color": INK.light, "fontSize": 13},
        "view": {"stroke": None},
    }


def _declared(*, dark: bool) -> Iterator[str]:
    for role in ROLES:
        yield f"--{role.name}: {role.dark if dark else role.light}; "
