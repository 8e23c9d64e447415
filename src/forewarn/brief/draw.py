"""Vega-Lite specifications drawn as SVG that fits into a page."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from forewarn.brief.theme import as_variables

_SVG = "{http://www.w3.org/2000/svg}"
#: Attributes that say nothing once the whole picture is one image with words for it.
_IDLE = ("role", "class", "pointer-events")


def draw(spec: Mapping[str, Any], *, prefix: str) -> str:
    """A specification as SVG: no ids shared with other pictures, colours by role.

    Args:
        spec: A Vega-Lite specification with its data inside; nothing is fetched.
        prefix: Unique in the page; starts every id.

    Returns:
        An ``svg`` element without title; whoever places it says what it shows.
    """
    drawn = _drawn(json.dumps(spec, allow_nan=False))
    root = ET.fromstring(drawn)  # noqa: S314  # drawn a line above, from plain data
    _strip(root)
    _rename(root, prefix)
    width = root.attrib.pop("width")
    root.attrib.pop("height", None)
    root.set("style", f"max-width: {width}px")
    ET.register_namespace("", _SVG[1:-1])
    return as_variables(ET.tostring(root, encoding="unicode"))


@lru_cache(maxsize=256)  # each picture is drawn for the page, for paper and for Word
def _drawn(text: str) -> str:
    import vl_convert  # noqa: PLC0415  # heavy, and only pages need it

    return vl_convert.vegalite_to_svg(text, allowed_base_urls=[])


def _strip(node: ET.Element) -> None:
    for name in [n for n in node.attrib if n in _IDLE or n.startswith("aria-")]:
        del node.attrib[name]
    for child in list(node):
        if child.get("display") == "none":
            node.remove(child)
        else:
            _strip(child)


def _rename(root: ET.Element, prefix: str) -> None:
    ids = {node.get("id"): node for node in root.iter() if node.get("id")}
    for node in ids.values():
        node.set("id", f"{prefix}-{node.get('id')}")
    for node in root.iter():
        for name, value in node.attrib.items():
            node.set(name, _renamed(value, ids, prefix))


def _renamed(value: str, ids: Iterable[str | None], prefix: str) -> str:
    """A value with the ids it points to renamed as those were."""
    for old in ids:
        value = value.replace(f"#{old})", f"#{prefix}-{old})")
    return value
