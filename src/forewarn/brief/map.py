"""The influence map: what pushes what, drawn so that a person can read it."""

from math import log
from typing import Any

from forewarn.brief.document import visible
from forewarn.brief.map_edges import Curve, Edge, curves_of, edge_width, edges_of
from forewarn.brief.map_layout import (
    BOX_WIDTH,
    LINE_STEP,
    Node,
    Place,
    ring,
    title_lines,
)
from forewarn.brief.map_text import fitted
from forewarn.brief.templates_of import template
from forewarn.brief.theme import group_role, variables
from forewarn.brief.wording import counted, multiplier_text, shorten
from forewarn.model.case import Case
from forewarn.model.words import listed, spaced

STRONGEST_TOLD = 5


def map_svg(case: Case) -> str:
    """The influence map of a case as an SVG file of its own.

    Variables and events are boxes around a ring, groups together under their name. A
    curve is the strongest influence of one on another: its width is the size of the
    multiplier at the median, on a log scale; solid raises, dashed lowers. The strongest
    carry their multiplier.

    Args:
        case: A case with at least one variable.

    Returns:
        The SVG; the same bytes for the same case.
    """
    return _drawn(case, title=f"Influences in {visible(case.title)}")


def map_for_page(case: Case) -> str:
    """The same map without a visible title, for a page that gives it one."""
    return _drawn(case, title="")


def map_alternative(case: Case) -> str:
    """What the map shows, in words."""
    edges = edges_of(case)
    titles = {node.name: node.title for node in _nodes(case)}
    boxes = len(titles)
    shown = f"{boxes} {counted(boxes, 'box', 'boxes')}, {len(edges)} "
    shown += f"{counted(len(edges), 'influence')}."
    if not edges:
        return f"{shown} Nothing influences anything."
    told = [_told(edge, titles) for edge in edges[:STRONGEST_TOLD]]
    return f"{shown} Strongest: {listed(told)}."


def _told(edge: Edge, titles: dict[str, str]) -> str:
    source, target = titles[edge.source], titles[edge.target]
    return f"{source} on {target} {edge.label}"


def _drawn(case: Case, *, title: str) -> str:
    edges = edges_of(case)
    nodes = _nodes(case)
    layout = ring(nodes, [(edge.source, edge.target) for edge in edges])
    colours = _colours(nodes)
    return template("map.svg.j2").render(
        alternative=map_alternative(case),
        at_once=any(edge.at_once for edge in edges),
        boxes=[_box(place, colours) for place in layout.places],
        # Strongest last, so that they lie on top.
        curves=[_curve(curve) for curve in reversed(curves_of(edges, layout))],
        layout=layout,
        legend=_legend(),
        light=variables(dark=False),
        dark=variables(dark=True),
        name=f"Influences in {visible(case.title)}",
        title=title and shorten(title, 80),
    )


def _nodes(case: Case) -> list[Node]:
    variables = [
        Node(
            name=variable.name,
            title=visible(variable.title or spaced(variable.name)),
            group="".join(fitted(visible(variable.group), width=BOX_WIDTH, lines=1)),
            is_event=False,
        )
        for variable in case.variables
    ]
    events = [
        Node(
            name=event.name,
            title=visible(event.title or spaced(event.name)),
            group="events",
            is_event=True,
        )
        for event in case.events
    ]
    return variables + events


def _colours(nodes: list[Node]) -> dict[str, str]:
    groups = dict.fromkeys(node.group for node in nodes)
    return {group: group_role(place).name for place, group in enumerate(groups)}


def _box(place: Place, colours: dict[str, str]) -> dict[str, Any]:
    lines = title_lines(place.node)
    first = place.y - LINE_STEP * (len(lines) - 1) / 2
    return {
        "place": place,
        "colour": colours[place.node.group],
        "lines": [(text, first + LINE_STEP * rank) for rank, text in enumerate(lines)],
    }


def _curve(curve: Curve) -> dict[str, Any]:
    start, *bend = [f"{x:.1f} {y:.1f}" for x, y in curve.points]
    return {
        "path": f"M{start}C{' '.join(bend)}",
        "head": _head(curve),
        "width": f"{curve.width:.2f}",
        "kind": "raises" if curve.edge.raises else "lowers",
        "faint": not curve.label,
        "label": curve.label,
        "at": curve.at,
    }


def _head(curve: Curve) -> str:
    """An arrow head that ends at the box, level as the curve ends."""
    _, _, (before, _), (x, y) = curve.points
    ahead = 1 if x > before else -1
    half = 2.5 + 0.6 * curve.width
    tip = x + 7 * ahead
    return f"M{tip:.1f} {y:.1f}L{x:.1f} {y - half:.1f}V{y + half:.1f}Z"


def _legend() -> list[dict[str, Any]]:
    return [
        {"text": multiplier_text(times), "width": f"{edge_width(log(times)):.2f}"}
        for times in (1.5, 3.0, 10.0, 100.0)
    ]
