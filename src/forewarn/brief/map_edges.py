"""The edges of the influence map: who pushes whom, how hard, and along which curve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from forewarn.brief.map_layout import Layout, Place
from forewarn.brief.wording import chance_text, multiplier_text
from forewarn.influences import Link, links_of, moved_by
from forewarn.laws import quantile
from forewarn.model.case import Case, Number
from forewarn.model.conditions import Holds, Pulse, leaves

#: Edges that carry their multiplier; more would be unreadable.
LABELLED = 30
#: Strength of a factor of a thousand, and of what surely comes at once.
MOST, SURELY = log(1000), log(10)
#: How far the nearest edge between boxes of one side bends, and each next one further.
NEAREST, LANE = 56.0, 30.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The strongest influence of one node on another."""

    source: str
    target: str
    #: The strongest multiplier; None where there is only what comes at once.
    times: Number | None
    #: The multiplier at its median; 1 without one.
    median: float
    #: Size on the log scale, at most that of a factor of a thousand.
    strength: float
    #: Chance that the source moves the target in the same instant; 0 where it cannot.
    at_once: float = 0.0

    @property
    def raises(self) -> bool:
        """Whether it raises a rate of the target, or moves it at once."""
        return self.median >= 1

    @property
    def label(self) -> str:
        """What it does, in few letters."""
        told = [multiplier_text(self.median)] if self.times else []
        if self.at_once:
            chance = chance_text(self.at_once, digits=1) if self.at_once < 1 else ""
            told.append(f"at once {chance}".rstrip())
        return ", ".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """An edge as drawn: a cubic from port to port, and its label where it has one."""

    edge: Edge
    points: tuple[Point, Point, Point, Point]
    width: float
    label: str = ""
    at: Point = (0.0, 0.0)


def edges_of(case: Case) -> tuple[Edge, ...]:
    """One edge for each ordered pair, strongest first."""
    strongest: dict[tuple[str, str], Link] = {}
    for link in links_of(case):
        for source in link.sources:
            pair = source, moved_by(link.target)
            held = strongest.get(pair)
            if held is None or link.strength > held.strength:
                strongest[pair] = link
    at_once = _at_once(case)
    edges = [
        _edge(pair, strongest.get(pair), at_once.get(pair, 0.0))
        for pair in strongest | at_once
    ]
    return tuple(sorted(edges, key=lambda e: (-e.strength, e.source, e.target)))


def _edge(pair: tuple[str, str], link: Link | None, at_once: float) -> Edge:
    strength = link.strength if link else 0.0
    return Edge(
        source=pair[0],
        target=pair[1],
        times=link.times if link else None,
        median=link.median if link else 1.0,
        strength=min(max(strength, at_once * SURELY), MOST),
        at_once=at_once,
    )


def _at_once(case: Case) -> dict[tuple[str, str], float]:
    """The largest chance that one moves the other in the same instant, by pairs."""
    chances: dict[tuple[str, str], float] = {}
    for trigger in case.triggers:
        chance = float(quantile(trigger.chance.quantity.law, 0.5))
        for part in leaves(trigger.after):
            if isinstance(part, Holds):
                continue
            source = part.event if isinstance(part, Pulse) else part.variable
            pair = source, trigger.leap.variable
            chances[pair] = max(chance, chances.get(pair, 0.0))
    return chances


def curves_of(edges: Sequence[Edge], layout: Layout) -> tuple[Curve, ...]:
    """Edges along their curves, the strongest labelled where there is room."""
    places = {place.node.name: place for place in layout.places}
    ports = _ports(edges, places)
    reaches = _reaches(edges, places, ports)
    taken: list[tuple[float, float, float, float]] = []
    curves = []
    for rank, edge in enumerate(edges):
        points = _bend(edge, places, ports, reaches)
        label = edge.label if rank < LABELLED or edge.at_once else ""
        at = _free_spot(points, label, taken) if label else (0.0, 0.0)
        width = edge_width(edge.strength)
        curves.append(Curve(edge=edge, points=points, width=width, label=label, at=at))
    return tuple(curves)


def edge_width(strength: float) -> float:
    """Width of a curve, in pixels; in proportion to the strength above a hairline.

    Args:
        strength: Size of the multiplier on the log scale.
    """
    return 0.8 + 1.2 * strength


def _ports(
    edges: Sequence[Edge], places: Mapping[str, Place]
) -> dict[tuple[str, str, str], float]:
    """Height at which each edge meets each of its nodes, spread along the box."""
    meets: dict[str, list[tuple[float, str, str]]] = {}
    for edge in edges:
        for mine, other in ((edge.source, edge.target), (edge.target, edge.source)):
            seen = _height_seen(places[mine], places[other])
            meets.setdefault(mine, []).append((seen, edge.source, edge.target))
    ports = {}
    for name, ends in meets.items():
        place = places[name]
        room = place.height - 10
        for rank, (_, source, target) in enumerate(sorted(ends)):
            share = (rank + 0.5) / len(ends) - 0.5
            ports[name, source, target] = place.y + room * share
    return ports


def _height_seen(mine: Place, far: Place) -> float:
    # Seen from a box, what is on its own side lies further up or down than what is
    # across: edges leave in that order and do not cross at the door.
    lift = far.y - mine.y
    return lift * (3 if far.side == mine.side else 1)


def _reaches(
    edges: Sequence[Edge],
    places: Mapping[str, Place],
    ports: Mapping[tuple[str, str, str], float],
) -> dict[tuple[str, str], float]:
    """How far into the ring each edge between boxes of one side bends.

    Edges that pass each other bend unlike far, the longer around the shorter, so that
    a person can follow each.
    """
    reaches = {}
    for side in (-1, 1):
        stretches = sorted(
            (abs(y2 - y1), min(y1, y2), max(y1, y2), edge.source, edge.target)
            for edge in edges
            if places[edge.source].side == places[edge.target].side == side
            for y1, y2 in [_ends(edge, ports)]
        )
        lanes: list[list[tuple[float, float]]] = []
        for _, top, bottom, source, target in stretches:
            lane = _lane(lanes, top, bottom)
            reaches[source, target] = NEAREST + LANE * lane
    return reaches


def _lane(lanes: list[list[tuple[float, float]]], top: float, bottom: float) -> int:
    """The first lane past all those that a stretch would meet; it is taken."""
    met = [
        number
        for number, taken in enumerate(lanes)
        if any(top < end and start < bottom for start, end in taken)
    ]
    lane = met[-1] + 1 if met else 0
    if lane == len(lanes):
        lanes.append([])
    lanes[lane].append((top, bottom))
    return lane


def _ends(
    edge: Edge, ports: Mapping[tuple[str, str, str], float]
) -> tuple[float, float]:
    """Heights at which an edge leaves its source and meets its target."""
    return (
        ports[edge.source, edge.source, edge.target],
        ports[edge.target, edge.source, edge.target],
    )


def _bend(
    edge: Edge,
    places: Mapping[str, Place],
    ports: Mapping[tuple[str, str, str], float],
    reaches: Mapping[tuple[str, str], float],
) -> tuple[Point, Point, Point, Point]:
    start, end = places[edge.source], places[edge.target]
    y1, y2 = _ends(edge, ports)
    x1, x2 = start.x - 3 * start.side, end.x - 9 * end.side
    if start.side == end.side:
        most = 1.5 * min(abs(x1), abs(x2))
        reach = min(reaches[edge.source, edge.target], most)
    else:
        reach = 0.5 * abs(x2 - x1)
    return (
        (x1, y1),
        (x1 - start.side * reach, y1),
        (x2 - end.side * reach, y2),
        (x2, y2),
    )


def _free_spot(
    points: tuple[Point, Point, Point, Point],
    label: str,
    taken: list[tuple[float, float, float, float]],
) -> Point:
    """The place along a curve where its label covers least of the others."""
    width, height = 7.0 * len(label) + 4, 15.0
    best, least = (0.0, 0.0), float("inf")
    # In the middle, where an edge between boxes of one side lies apart from the others.
    for t in (0.5, 0.58, 0.42, 0.66, 0.34, 0.74, 0.26, 0.82, 0.18):
        x, y = _along(points, t)
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        covered = sum(_overlap(box, other) for other in taken)
        if covered < least:
            best, least = (x, y), covered
        if covered == 0:
            break
    x, y = best
    taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))
    return best


def _along(points: tuple[Point, Point, Point, Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    pairs = list(zip(weights, points, strict=True))
    return sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def _overlap(
    a: tuple[float, float, float, float], b: tuple[float, float, float, float]
) -> float:
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)
