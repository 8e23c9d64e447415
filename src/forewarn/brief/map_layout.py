"""Where the nodes of the influence map stand: on a ring with two sides."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, sqrt, tau

import networkx as nx

from forewarn.brief.map_text import fitted

#: Above this many nodes the springs take seconds, and the declared order must do.
MOST_SPRUNG = 150
BOX_WIDTH = 176
#: Height of a box: for its text, and for each edge that meets it.
LEAST_HEIGHT, MOST_HEIGHT, EDGE_ROOM = 40.0, 130.0, 9.0
GAP, GROUP_GAP, MARGIN = 16.0, 20.0, 10.0
#: The title in a box: its lines, and from one to the next.
MOST_LINES, LINE_STEP = 3, 16.0
TOP = 34
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A variable or an event on the map."""

    name: str
    title: str
    group: str
    is_event: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node's box; edges meet it in the middle of its inner side."""

    node: Node
    #: Inner side of the box.
    x: float
    #: Middle of the box.
    y: float
    width: float
    height: float
    #: 1 where the box is right of the ring, -1 where it is left.
    side: int

    @property
    def left(self) -> float:
        """Left end of the box."""
        return self.x if self.side > 0 else self.x - self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName:
    """The name of a group, above the boxes of one side that belong to it."""

    text: str
    x: float
    y: float
    side: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Boxes and names, and the size of all of it; x is 0 in the middle."""

    places: tuple[Place, ...]
    names: tuple[GroupName, ...]
    width: float
    height: float


def ring(nodes: Sequence[Node], pairs: Sequence[tuple[str, str]]) -> Layout:
    """Nodes around a ring, groups together and what pulls on each other near.

    Boxes stand outside the ring and edges run inside it, so no edge runs under a box.
    A box is as high as its edges need room to meet it.

    Args:
        nodes: What to place; at least one.
        pairs: Names of the nodes that each edge joins.
    """
    order = _order(nodes, pairs)
    ends = Counter(name for pair in pairs for name in pair)
    boxes = [
        _Box(node=node, height=_box_height(node, ends[node.name])) for node in order
    ]
    right, left = _halves(boxes)
    height = max(sum(_steps(right)), sum(_steps(left)))
    inner = min(280.0, max(150.0, 0.45 * height))
    sides = [_side(right, 1, inner, height), _side(left, -1, inner, height)]
    return Layout(
        places=tuple(place for places, _ in sides for place in places),
        names=tuple(name for _, names in sides for name in names),
        width=2 * (inner + BOX_WIDTH + MARGIN),
        height=height + TOP,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    node: Node
    height: float


def title_lines(node: Node) -> list[str]:
    """The title of a node as the lines that its box shows."""
    return fitted(node.title, width=BOX_WIDTH - 18, lines=MOST_LINES)


def _box_height(node: Node, edges: int) -> float:
    text = LINE_STEP * len(title_lines(node)) + 8
    return min(MOST_HEIGHT, max(LEAST_HEIGHT, text, EDGE_ROOM * edges + 6))


def _halves(boxes: Sequence[_Box]) -> tuple[list[_Box], list[_Box]]:
    """The right side top to bottom and the left side top to bottom, alike in height."""
    whole, used = sum(box.height for box in boxes), 0.0
    right: list[_Box] = []
    for box in boxes:
        if right and used + box.height / 2 > whole / 2:
            break
        right.append(box)
        used += box.height
    return right, list(boxes[len(right) :])[::-1]


def _order(nodes: Sequence[Node], pairs: Collection[tuple[str, str]]) -> list[Node]:
    """Nodes clockwise from the top, in the order that springs would hold them."""
    if len(nodes) > MOST_SPRUNG:
        return sorted(nodes, key=lambda node: (node.group, node.name))
    spots = _spots(nodes, pairs)
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.group, []).append(node)
    turn = {
        group: _turn(_middle([spots[node.name] for node in members]))
        for group, members in groups.items()
    }
    return sorted(
        nodes,
        key=lambda n: (turn[n.group], n.group, _turn(spots[n.name]), n.name),
    )


def _spots(
    nodes: Sequence[Node], pairs: Collection[tuple[str, str]]
) -> Mapping[str, Spot]:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(node.name for node in nodes))
    # Members of one group are drawn together by springs of their own.
    graph.add_edges_from(sorted({*pairs, *_neighbours(nodes)}))
    spots = nx.kamada_kawai_layout(graph, weight=None)
    return {name: (float(x), float(y)) for name, (x, y) in spots.items()}


def _middle(spots: Sequence[Spot]) -> Spot:
    return (
        sum(x for x, _ in spots) / len(spots),
        sum(y for _, y in spots) / len(spots),
    )


def _turn(spot: Spot) -> float:
    """Angle clockwise from the top; rounded, so that last bits move no box."""
    x, y = spot
    return round(atan2(x, y) % tau, 6)


def _neighbours(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    for first in nodes:
        for second in nodes:
            if first.group and first.group == second.group and first.name < second.name:
                yield first.name, second.name


def _steps(side: Sequence[_Box]) -> list[float]:
    """Height that each box of a side takes up, the name of its group included."""
    return [
        box.height + GAP + GROUP_GAP * _opens_group(side, place)
        for place, box in enumerate(side)
    ]


def _opens_group(side: Sequence[_Box], place: int) -> bool:
    group = side[place].node.group
    return bool(group) and (place == 0 or side[place - 1].node.group != group)


def _side(
    side: Sequence[_Box], sign: int, inner: float, height: float
) -> tuple[list[Place], list[GroupName]]:
    places, names = [], []
    steps = _steps(side)
    top = TOP + (height - sum(steps)) / 2
    for rank, (box, step) in enumerate(zip(side, steps, strict=True)):
        y = top + step - GAP / 2 - box.height / 2
        x = sign * _ring_width(y - TOP, inner, height)
        places.append(
            Place(
                node=box.node,
                x=x,
                y=y,
                width=BOX_WIDTH,
                height=box.height,
                side=sign,
            )
        )
        if _opens_group(side, rank):
            above = y - box.height / 2 - 8
            names.append(GroupName(text=box.node.group, x=x, y=above, side=sign))
        top += step
    return places, names


def _ring_width(y: float, inner: float, height: float) -> float:
    """Half the width of the ring at some height: an ellipse, never closing."""
    across = min(1.0, abs(2 * y / height - 1)) if height else 0.0
    return inner * (0.5 + 0.5 * sqrt(1 - across**2))
