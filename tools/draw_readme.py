"""Draws the picture in the README: the tutorial's first answers, as its brief has them.

Run it where answers of the tutorial have changed; it takes half a minute.
"""

import json
from pathlib import Path
from typing import Any

import vl_convert

from forewarn.brief.compose import compose
from forewarn.brief.document import Brief, Picture, Pictures, plain_text
from forewarn.brief.theme import INK, PAPER, chart_settings
from forewarn.workbench import open_case

PICTURE = Path(__file__).parent.parent / "docs" / "two-front.svg"


def pictures_of(brief: Brief) -> list[Picture]:
    """The picture of page one, and the first of answers over time."""
    (front,) = (block for block in brief.front.blocks if isinstance(block, Picture))
    over_time = next(
        block
        for section in brief.sections
        for block in section.blocks
        if isinstance(block, Pictures)
    )
    return [front, over_time.items[0]]


def joined(pictures: list[Picture]) -> dict[str, Any]:
    """Pictures side by side as one, each under its title."""
    specs = [dict(picture.spec or {}) for picture in pictures]
    whole: dict[str, Any] = {"$schema": specs[0]["$schema"], "datasets": {}}
    for spec, picture in zip(specs, pictures, strict=True):
        whole["datasets"] |= spec.pop("datasets", {})
        spec["title"] = plain_text(picture.title)
    shared = ("config", "$schema")
    parts = [{k: v for k, v in spec.items() if k not in shared} for spec in specs]
    return {**whole, "hconcat": parts, "bounds": "flush", "spacing": 70}


def main() -> None:
    """Draw, and say where."""
    pictures = pictures_of(compose(open_case("two-front").findings()))
    title = {"anchor": "start", "color": INK.light, "fontSize": 15, "offset": 12}
    config = {
        **chart_settings(),
        "background": PAPER.light,
        "padding": 16,
        "point": {"opacity": 1},
        "title": title,
    }
    spec = {**joined(pictures), "config": config}
    drawn = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
    PICTURE.write_text(drawn, encoding="utf-8")
    print(f"{PICTURE}: {len(drawn):,} bytes")


if __name__ == "__main__":
    main()
