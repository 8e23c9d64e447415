"""Pictures on paper: in the light colours, with nothing left for a page to set."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

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
    if picture.spec is not None:
        return svg_of(picture.spec, prefix=picture.anchor)
    return _without_media(as_colours(picture.svg))


def svg_of(spec: Mapping[str, Any], *, prefix: str) -> str:
    """A Vega-Lite specification as SVG that stands alone, as ``draw`` takes it."""
    return _without_media(as_colours(draw(spec, prefix=prefix)))


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
