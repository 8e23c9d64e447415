"""Pictures on paper: in the light colours, with nothing left for a page to set."""

import re
from collections.abc import Iterator

from forewarn.brief.document import Brief, Picture, Pictures
from forewarn.brief.draw import draw
from forewarn.brief.theme import as_colours


def pictures_in(brief: Brief) -> Iterator[Picture]:
    """Every picture of a brief, in reading order."""
    for section in (brief.front, *brief.sections):
        for block in section.blocks:
            if isinstance(block, Picture):
                yield block
            elif isinstance(block, Pictures):
                yield from block.items


def svg_on_paper(picture: Picture) -> str:
    """A picture as SVG that stands alone.

    Args:
        picture: Of a brief.

    Returns:
        An ``svg`` element, coloured for paper.
    """
    drawn = picture.svg
    if picture.spec is not None:
        drawn = draw(picture.spec, prefix=picture.anchor)
    return _without_media(as_colours(drawn))


def png_on_paper(picture: Picture, *, scale: float = 2.0) -> bytes:
    """A picture as PNG, for programs that draw no SVG.

    Args:
        picture: Of a brief.
        scale: Dots for each dot of the drawing.
    """
    import vl_convert  # noqa: PLC0415  # heavy, and only Word needs it

    return vl_convert.svg_to_png(svg_on_paper(picture), scale=scale)


def _without_media(svg: str) -> str:
    """SVG without rules for dark screens, which not every program tells apart."""
    return re.sub(r"@media[^{]*\{[^{}]*\{[^{}]*\}[^{}]*\}", "", svg)
