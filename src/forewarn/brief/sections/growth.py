"""Chance over time: one small picture a question, with its interval."""

from collections.abc import Iterator

from forewarn.brief.charts.growth import growth_chart
from forewarn.brief.document import (
    Block,
    Code,
    Line,
    Paragraph,
    Picture,
    Pictures,
    Quoted,
    Section,
    Shown,
    Trace,
    anchor,
)
from forewarn.brief.findings import Findings
from forewarn.brief.from_run import AMOUNTS
from forewarn.brief.phrases import titles_of
from forewarn.brief.wording import chance_text
from forewarn.model.estimate import Curve
from forewarn.model.units import date_after
from forewarn.model.words import amount_text, short_day

LINE, BAND = "Line: the mean.", "Band: the 80% interval."
REST = "Rings: the dates asked. Each picture has its own scale."


def compose_growth(findings: Findings) -> Section:
    """Chance over time, or what would fill it."""
    return Section(
        anchor="over-time", title="Chance over time", blocks=tuple(_blocks(findings))
    )


def _blocks(findings: Findings) -> Iterator[Block]:
    curves = [curve for curve in findings.curves if curve.years]
    if not curves:
        yield Paragraph(
            line=("A run that answers for many dates would fill this section.",),
            role="lacking",
        )
        return
    banded = any(
        low < high for c in curves for low, high in zip(c.low, c.high, strict=True)
    )
    yield Paragraph(line=(" ".join((LINE, BAND, REST) if banded else (LINE, REST)),))
    yield Pictures(items=tuple(_picture(findings, curve) for curve in curves))


def _picture(findings: Findings, curve: Curve) -> Picture:
    estimates = findings.answer.estimates if findings.answer else ()
    mine = [e for e in estimates if e.question == curve.question]
    title = titles_of(findings.case).questions.get(curve.question, curve.question)
    words = _words(findings, curve)
    return Picture(
        anchor=anchor("over-time", curve.question),
        title=(Quoted(text=title),),
        alternative=words,
        caption=words,
        spec=growth_chart(curve, mine, start=findings.case.start),
    )


def _words(findings: Findings, curve: Curve) -> Line:
    half = curve.years[-1] / 2
    middle = min(range(len(curve.years)), key=lambda i: abs(curve.years[i] - half))
    return (
        f"{_day(findings, curve, middle)}: ",
        _shown(curve, curve.value[middle]),
        f". {_day(findings, curve, -1)}: ",
        _shown(curve, curve.value[-1]),
        *_interval(curve),
        ".",
    )


def _interval(curve: Curve) -> Line:
    """The last 80 % interval; nothing where worlds do not differ."""
    low, high = _shown(curve, curve.low[-1]), _shown(curve, curve.high[-1])
    if low.value == high.value:
        return ()
    return (
        ", 80% interval ",
        *((low,) if low.text == high.text else (low, " to ", high)),
    )


def _day(findings: Findings, curve: Curve, place: int) -> str:
    return short_day(date_after(findings.case.start, curve.years[place]))


def _shown(curve: Curve, value: float) -> Shown:
    trace = Trace(
        origin="run",
        line=(Code(text=curve.question), " over time; every point is in the record"),
    )
    if curve.kind in AMOUNTS:
        return Shown(value=value, text=amount_text(value), trace=trace)
    return Shown(value=value, text=_chance(value), trace=trace)


def _chance(value: float) -> str:
    return {0.0: "none seen", 1.0: "always seen"}.get(value) or chance_text(value)
