"""The influence map: everything on it, nothing over another, the same every time."""

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from strategies import case_of

from forewarn.brief.map import map_alternative, map_svg
from forewarn.brief.map_edges import LABELLED, curves_of, edges_of
from forewarn.brief.map_layout import MOST_SPRUNG, Node, ring
from forewarn.language.load import load_case, read_case
from forewarn.model.words import TIMES

SVG = "{http://www.w3.org/2000/svg}"
BUNDLED = ("north-korea", "two-front", "benchmark-12", "two-way-race", "three-events")
HEAD = """
forewarn: 1
case: {title: Many, start: 2023-09-14, horizon: 1 year}
basis: judgement
variables:"""


def chained(count):
    """A case of many variables in nine groups, each pushed by the two before it."""
    lines = [HEAD]
    for place in range(count):
        lines += [f"  v{place}:", f"    group: g{place % 9}"]
        lines += ["    states: [low, high]", "    start: low", "    transitions:"]
        lines += ["      low -> high:", "        rate: 1 per year"]
        acting = [place - back for back in (1, 2) if place >= back]
        if acting:
            lines.append("        times:")
            lines += [f"          v{one} = high: {2 + one % 3}" for one in acting]
    return read_case({"model.yaml": "\n".join(lines)}).case


def laid_out(case):
    edges = edges_of(case)
    nodes = [
        Node(name=v.name, title=v.title, group=v.group, is_event=False)
        for v in (*case.variables, *case.events)
        if hasattr(v, "group")
    ]
    nodes += [
        Node(name=e.name, title=e.title, group="events", is_event=True)
        for e in case.events
    ]
    return edges, ring(nodes, [(edge.source, edge.target) for edge in edges])


def drawn(svg):
    return ET.fromstring(svg)  # noqa: S314  # what we drew ourselves


def box_of(place):
    top = place.y - place.height / 2
    return (place.left, top, place.left + place.width, top + place.height)


def label_of(curve):
    # The width of a label as it is drawn at 12 px, a little short of what is kept free.
    (x, y), half = curve.at, 3.3 * len(curve.label)
    return (x - half, y - 5, x + half, y + 5)


def overlap(one, other):
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)


@pytest.mark.parametrize("name", BUNDLED)
def test_the_map_is_an_image_with_title_and_words(name):
    case = load_case(name).case
    root = drawn(map_svg(case))
    assert root.get("role") == "img"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert case.title in title.text
    assert description.text == map_alternative(case)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("name", BUNDLED)
def test_every_variable_and_event_has_a_box(name):
    case = load_case(name).case
    _, layout = laid_out(case)
    named = {place.node.name for place in layout.places}
    assert named == {thing.name for thing in (*case.variables, *case.events)}


@pytest.mark.parametrize("name", BUNDLED)
def test_no_box_and_no_label_lies_over_another(name):
    edges, layout = laid_out(load_case(name).case)
    labels = [label_of(c) for c in curves_of(edges, layout) if c.label]
    boxes = [box_of(place) for place in layout.places]
    assert all(overlap(one, other) == 0 for one, other in combinations(boxes, 2))
    assert all(overlap(one, other) == 0 for one, other in combinations(labels, 2))
    assert all(overlap(box, label) == 0 for box in boxes for label in labels)


@pytest.mark.parametrize("count", [1, 2, 3, 30, 100, MOST_SPRUNG + 10])
def test_any_number_of_variables_can_be_drawn(count):
    case = chained(count)
    edges, layout = laid_out(case)
    boxes = [box_of(place) for place in layout.places]
    assert len(boxes) == count
    assert all(overlap(one, other) == 0 for one, other in combinations(boxes, 2))
    assert min(box[0] for box in boxes) >= -layout.width / 2
    assert max(box[2] for box in boxes) <= layout.width / 2
    drawn(map_svg(case))
    assert sum(bool(c.label) for c in curves_of(edges, layout)) <= LABELLED


def test_groups_stay_together_on_each_side():
    _, layout = laid_out(chained(40))
    for side in (1, -1):
        mine = [p for p in layout.places if p.side == side]
        groups = [p.node.group for p in sorted(mine, key=lambda place: place.y)]
        changes = sum(one != other for one, other in pairwise(groups))
        assert changes == len(set(groups)) - 1


def test_an_edge_is_the_strongest_influence_of_its_pair():
    edges = edges_of(load_case("two-front").case)
    strengths = [edge.strength for edge in edges]
    assert strengths == sorted(strengths, reverse=True)
    (war,) = (e for e in edges if (e.source, e.target) == ("peninsula", "us_bandwidth"))
    assert round(war.median) == 300
    (ties,) = (e for e in edges if (e.source, e.target) == ("rus_dprk", "peninsula"))
    assert not ties.raises


def test_raising_is_solid_and_lowering_dashed():
    svg = map_svg(load_case("two-front").case)
    assert ".lowers { stroke: var(--lowering); stroke-dasharray" in svg
    assert '<path class="curve lowers"' in svg
    assert '<path class="curve raises"' in svg


def test_a_case_without_influences_says_so():
    case = load_case("two-way-race").case
    assert map_alternative(case) == "1 box, 0 influences. Nothing influences anything."


@pytest.mark.parametrize("seed", range(8))
def test_text_of_a_case_is_text_on_the_map(seed):
    case = case_of(seed)
    root = drawn(map_svg(case).encode().decode())
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "g", "path"}


def test_the_same_case_gives_the_same_map():
    case = load_case("benchmark-12").case
    assert map_svg(case) == map_svg(case)


def test_edges_of_one_side_that_pass_each_other_bend_unlike_far() -> None:
    edges, layout = laid_out(load_case("two-front").case)
    sides = {place.node.name: place.side for place in layout.places}
    bends = []
    for curve in curves_of(edges, layout):
        side = sides[curve.edge.source]
        if side == sides[curve.edge.target]:
            (x, y1), (bent, _), _, (_, y2) = curve.points
            bends.append((side, min(y1, y2), max(y1, y2), round(abs(bent - x))))
    for first, second in combinations(bends, 2):
        if first[0] == second[0] and first[1] < second[2] and second[1] < first[2]:
            assert first[3] != second[3]


SUDDEN = f"""{HEAD}
  a: {{states: [low, high], start: low, transitions: {{low -> high: 1 per year}}}}
  b:
    states: [low, high]
    start: low
    transitions: {{low -> high: {{rate: 1 per year, times: {{a = high: 8}}}}}}
  c: {{states: [low, high], start: low}}
triggers:
  - {{after: a -> high, jump: {{b: low -> high}}, chance: 8%}}
  - {{after: b -> high, jump: {{c: low -> high}}, chance: 100%}}
schedule:
  vote:
    dates: [2024-01-01]
    jump: {{c: low -> high}}
    chance: 10%
    times: {{a = high: 2}}
"""


def test_what_comes_at_once_or_on_dates_is_on_the_map():
    edges = edges_of(read_case({"model.yaml": SUDDEN}).case)
    told = {(edge.source, edge.target): edge.label for edge in edges}
    assert told == {
        ("a", "b"): f"{TIMES}8, at once 8%",
        ("b", "c"): "at once",
        ("a", "c"): f"{TIMES}2",
    }
    assert "At once:" in map_svg(read_case({"model.yaml": SUDDEN}).case)


def test_a_title_of_three_lines_makes_its_box_higher():
    titles = ("Short", "Alignment of Moscow, Beijing, Tehran and Pyongyang")
    nodes = [Node(name=t, title=t, group="", is_event=False) for t in titles]
    low, high = sorted(ring(nodes, []).places, key=lambda place: place.height)
    assert low.node.title == "Short"
    assert high.height > low.height
