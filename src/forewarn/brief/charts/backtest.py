"""A back-test: chances against what came, and how far they could be relied on."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from forewarn.brief.charts.growth import calendar
from forewarn.brief.charts.ticks import year_ticks
from forewarn.brief.theme import BAND, INK, LINE, OUTSIDE, PAPER, SOFT, chart_settings
from forewarn.model.backtest import Backtest, BacktestScores

WIDTH, HEIGHT, SQUARE = 620, 170, 220
#: Where what came is marked: above certain and below impossible.
YES, NO = 1.06, -0.06


def backtest_chart(found: Backtest) -> Mapping[str, Any]:
    """A Vega-Lite specification: chances and outcomes over time, then reliability.

    Args:
        found: A back-test with at least one forecast; where nothing is scored there is
            no reliability to show.
    """
    import altair as alt  # noqa: PLC0415  # heavy, and only charts need it

    parts = [_over_time(alt, found)]
    if found.scores is not None:
        parts.append(_reliability(alt, found.scores))
    chart = alt.vconcat(*parts, spacing=28)
    return {**chart.to_dict(), "config": chart_settings()}


def _over_time(alt: Any, found: Backtest) -> Any:
    first, last = found.forecasts[0], found.forecasts[-1]
    span = _year(first.as_of), _year(last.until)
    marks = year_ticks(date(first.as_of.year, 1, 1), *span).axis()
    time = alt.X("year:Q").axis(**marks, grid=False).scale(domain=span, nice=False)
    chance = alt.Y("chance:Q", axis=_percent(alt), scale=alt.Scale(domain=(-0.1, 1.1)))
    said = alt.Chart({"values": list(_said(found))}).encode(x=time, y=chance)
    came = alt.Chart({"values": list(_came(found))}).encode(x=time, y=chance)
    yes = came.transform_filter("datum.came")
    no = came.transform_filter("!datum.came")
    beside = alt.Y("beside:Q", axis=_percent(alt), scale=alt.Scale(domain=(-0.1, 1.1)))
    layers = [
        said.mark_line(color=OUTSIDE.light, strokeDash=[4, 3]).encode(y=beside),
        said.mark_line(color=LINE.light, strokeWidth=2),
        yes.mark_point(shape="circle", color=INK.light, fill=INK.light, size=22),
        no.mark_point(shape="circle", color=SOFT.light, fill=PAPER.light, size=22),
    ]
    return alt.layer(*layers).properties(
        width=WIDTH, height=HEIGHT, title=_title(found)
    )


def _title(found: Backtest) -> Mapping[str, Any]:
    text = "Chance given (line), and what came: filled yes, hollow no"
    if found.scores is not None:
        text += f"; dashed: {found.scores.best.name.replace('_', ' ')}"
    return _words(text)


def _words(text: str) -> Mapping[str, Any]:
    return {
        "text": text,
        "anchor": "start",
        "color": INK.light,
        "fontSize": 13,
        "fontWeight": "normal",
    }


def _percent(alt: Any) -> Any:
    return alt.Axis(values=[0, 0.25, 0.5, 0.75, 1], format="%", domain=False)


def _year(day: date) -> float:
    return calendar(day, 0.0)


def _said(found: Backtest) -> Iterator[Mapping[str, Any]]:
    """Each forecast half way through the time it speaks of, and the best baseline."""
    best = found.scores.best.name if found.scores else None
    for one in found.forecasts:
        beside = {"beside": one.baselines[best].chance} if best else {}
        middle = (_year(one.as_of) + _year(one.until)) / 2
        yield {"year": middle, "chance": one.chance, **beside}


def _came(found: Backtest) -> Iterator[Mapping[str, Any]]:
    for one in found.forecasts:
        if one.outcome is not None:
            middle = (_year(one.as_of) + _year(one.until)) / 2
            yes = one.outcome > 0
            yield {"year": middle, "chance": YES if yes else NO, "came": yes}


def _reliability(alt: Any, scores: BacktestScores) -> Any:
    axis = {"axis": _percent(alt), "scale": alt.Scale(domain=(0, 1))}
    said = alt.X("said:Q", **axis)
    values = [
        {"said": b.forecast, "came": b.observed, "low": b.low, "high": b.high}
        for b in scores.bins
    ]
    seen = alt.Chart({"values": values}).encode(x=said)
    right = alt.Chart({"values": [{"said": 0, "came": 0}, {"said": 1, "came": 1}]})
    layers = [
        right.mark_line(color=SOFT.light, strokeDash=[2, 3]).encode(
            x=said, y=alt.Y("came:Q", **axis)
        ),
        seen.mark_rule(color=BAND.light, strokeWidth=6).encode(
            y=alt.Y("low:Q", **axis), y2="high:Q"
        ),
        seen.mark_point(
            shape="circle", color=LINE.light, fill=LINE.light, size=50
        ).encode(y=alt.Y("came:Q", **axis)),
    ]
    title = "How often it came, by the chance given; bars: 9 of 10 shares if right"
    return alt.layer(*layers).properties(
        width=SQUARE, height=SQUARE, title=_words(title)
    )
