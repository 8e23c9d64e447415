"""The influence map as a picture of the brief, and its numbers as a table."""

from forewarn.brief.document import Column, Picture, Quoted, Row, Rows, Table
from forewarn.brief.from_case import median_shown
from forewarn.brief.map import map_alternative, map_for_page
from forewarn.brief.map_edges import LABELLED, edges_of
from forewarn.brief.phrases import Titles, titles_of
from forewarn.model.case import Case


def map_picture(case: Case) -> Picture:
    """What pushes what, drawn and told."""
    return Picture(
        anchor="map",
        title=("What pushes what",),
        alternative=(Quoted(text=map_alternative(case)),),
        svg=map_for_page(case),
    )


def influence_table(case: Case) -> Table | None:
    """The strongest influence of each pair, strongest first; None if there is none."""
    titles = titles_of(case)
    rows = tuple(
        Row(
            head=(_title(titles, edge.source),),
            cells=((_title(titles, edge.target),), (median_shown(case, edge.times),)),
        )
        for edge in edges_of(case)[:LABELLED]
        if edge.times
    )
    if not rows:
        return None
    return Table(
        caption=("The strongest influences of one on another",),
        columns=(
            Column(title="What acts"),
            Column(title="On what"),
            Column(title="Multiplier", holds="numbers"),
        ),
        groups=(Rows(rows=rows),),
    )


def _title(titles: Titles, name: str) -> Quoted:
    return Quoted(text=titles.variables.get(name) or titles.events.get(name, name))
