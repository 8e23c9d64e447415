"""How likely and how sure: one bar, dot and diamond for each of some answers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from forewarn.brief.theme import BAND, INK, LINE, OUTSIDE, PAPER, chart_settings
from forewarn.brief.wording import chance_text

WIDTH, ROW_HEIGHT = 400, 50
#: Chances the axis may be marked at.
MARKS = (1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
#: Share of the axis that one label needs.
LABEL_SHARE = 0.17


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One row: chances, 0 to 1."""

    label: str
    low: float
    value: float
    high: float
    #: None where there is no outside view.
    outside: float | None


def intervals_chart(rows: Sequence[Answered]) -> Mapping[str, Any]:
    """A Vega-Lite specification on an axis of log odds: rare and likely both show.

    Args:
        rows: Answers, top to bottom; at least one.
    """
    import altair as alt  # noqa: PLC0415  # heavy, and only charts need it

    placed = alt.Chart({"values": list(_placed(rows))}).encode(
        y=alt.Y("row:O", axis=None)
    )
    marks = _marks(rows)
    across: dict[str, Any] = {
        "title": None,
        "axis": alt.Axis(values=marks, labelExpr=_labels(marks), domain=False),
        "scale": alt.Scale(domain=(marks[0], marks[-1]), nice=False, clamp=True),
    }
    layers = alt.layer(
        placed.mark_rule(color=BAND.light, strokeWidth=11).encode(
            x=alt.X("low:Q", **across), x2="high:Q"
        ),
        placed.mark_point(
            shape="diamond",
            color=OUTSIDE.light,
            fill=PAPER.light,
            strokeWidth=2,
            size=70,
        ).encode(x=alt.X("outside:Q", **across)),
        placed.mark_point(
            shape="circle", color=LINE.light, fill=LINE.light, size=90
        ).encode(x=alt.X("value:Q", **across)),
        placed.mark_text(align="left", dy=-17, color=INK.light).encode(
            x=alt.value(0), text="label:N"
        ),
    )
    chart = layers.properties(width=WIDTH, height=ROW_HEIGHT * len(rows))
    settings = chart_settings()
    return {**chart.to_dict(), "config": {**settings, "point": {"opacity": 1}}}


def log_odds(chance: float) -> float:
    """Where a chance stands on the axis; the ends are moved to its first and last mark.

    >>> log_odds(0.5)
    0.0
    """
    inside = min(max(chance, MARKS[0]), MARKS[-1])
    return log(inside / (1 - inside))


def _placed(rows: Sequence[Answered]) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(rows):
        outside = None if row.outside is None else log_odds(row.outside)
        yield {
            "row": place,
            "label": row.label,
            "low": log_odds(row.low),
            "value": log_odds(row.value),
            "high": log_odds(row.high),
            "outside": outside,
        }


def _marks(rows: Sequence[Answered]) -> list[float]:
    """Marks around all the answers, thinned until their labels fit side by side."""
    seen = [row.outside for row in rows if row.outside is not None]
    seen += [chance for row in rows for chance in (row.low, row.value, row.high)]
    first = bisect_right(MARKS, min(seen)) - 1
    last = bisect_left(MARKS, max(seen))
    # Two marks at least, also where every answer is the same and stands on one.
    first = min(max(first, 0), len(MARKS) - 2)
    inside = MARKS[first : max(last, first + 1) + 1]
    needed = LABEL_SHARE * (log_odds(inside[-1]) - log_odds(inside[0]))
    kept = [inside[0]]
    for mark in inside[1:-1]:
        clear = log_odds(mark) - log_odds(kept[-1]) >= needed
        if clear and log_odds(inside[-1]) - log_odds(mark) >= needed:
            kept.append(mark)
    return [log_odds(mark) for mark in (*kept, inside[-1])]


def _labels(marks: Sequence[float]) -> str:
    """A Vega expression that gives each mark its label."""
    texts = {round(1000 * log_odds(mark)): _label(mark) for mark in MARKS}
    keys = [round(1000 * mark) for mark in marks]
    pairs = ", ".join(f"'{key}': '{texts[key]}'" for key in keys)
    return f"({{{pairs}}})[round(1000 * datum.value)]"


def _label(mark: float) -> str:
    return chance_text(mark, digits=1).removeprefix("about ")
