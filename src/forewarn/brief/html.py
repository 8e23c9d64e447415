"""The brief as one page of HTML that needs nothing beside it."""

from markupsafe import Markup

from forewarn.brief.document import Brief, Picture
from forewarn.brief.draw import draw
from forewarn.brief.templates_of import template
from forewarn.brief.theme import variables
from forewarn.model.words import day_text


def render_html(brief: Brief) -> str:
    """The page: no request to anywhere, no script, pictures drawn into it.

    Args:
        brief: A composed brief.

    Returns:
        HTML; the same bytes for the same brief.
    """
    return template("brief.html.j2").render(
        brief=brief,
        dark=Markup(variables(dark=True)),  # noqa: S704  # our own colours
        day_text=day_text,
        drawn=_drawn,
        light=Markup(variables(dark=False)),  # noqa: S704  # our own colours
        note=brief.note_numbers(),
        sections=(brief.front, *brief.sections),
    )


def _drawn(picture: Picture) -> Markup:
    svg = picture.svg
    if picture.spec is not None:
        svg = draw(picture.spec, prefix=picture.anchor)
    return Markup(svg)  # noqa: S704  # what drew it escapes every text
