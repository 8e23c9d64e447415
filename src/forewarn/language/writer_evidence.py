"""Evidence as we write it: indicators and reports, and history as tables."""

import csv
import io
from collections.abc import Iterable, Sequence

from forewarn.language.tables import COVERAGE
from forewarn.language.writer_numbers import (
    Section,
    day,
    decimal,
    filled,
    number_map,
    short,
    titled,
)
from forewarn.language.writer_structure import leap_map
from forewarn.language.writer_yaml import Figure, Inline, Prose, Tree
from forewarn.model.case import Basis, Case, Number
from forewarn.model.conditions import text_of
from forewarn.model.evidence import Coverage, Indicator, Report

_STATES = "history/states.csv"
_EVENTS = "history/events.csv"


def indicator_map(indicator: Indicator, basis: Basis | None) -> Section:
    """An indicator under its name."""
    spread = indicator.overdispersed
    return titled(indicator.title, indicator.name) | filled(
        {
            indicator.kind: _shown(indicator, basis),
            "ahead": Figure(text=indicator.ahead_text),
            "seen": _ratio(indicator.seen, basis),
            "silent": _ratio(indicator.silent, basis),
            "window": Figure(text=indicator.window_text),
            "overdispersed": Figure(text=decimal(spread) if spread != 1 else ""),
            "group": indicator.group,
            "how": Prose(text=indicator.how),
        }
    )


def _shown(indicator: Indicator, basis: Basis | None) -> Tree:
    if indicator.condition is not None:
        return text_of(indicator.condition)
    rates: Section = {
        state: short(number_map(rate, "rate", basis), "rate")
        for state, rate in indicator.rates
    }
    return {indicator.counted: rates}


def _ratio(number: Number | None, basis: Basis | None) -> Tree:
    return short(number_map(number, "ratio", basis), "ratio") if number else ""


def coverage_map(coverage: Coverage) -> Section:
    """Of what everything would have been reported, an item of a list."""
    return {"until": day(coverage.until), "variables": Inline(of=[*coverage.names])}


def report_map(report: Report) -> Section:
    """A report, an item of a list."""
    cited = report.citation
    place = f", {cited.place}" if cited and cited.place else ""
    return filled(
        {
            **_days(report),
            "known": day(report.known if report.known != report.last else None),
            **_said(report),
            "reliability": report.reliability,
            "source": cited.source + place if cited else "",
            "what": Prose(text=report.what),
        }
    )


def _days(report: Report) -> Section:
    if report.first == report.last:
        return {"date": day(report.first)}
    return {"from": day(report.first), "to": day(report.last)}


def _said(report: Report) -> Section:
    if report.jump is not None:
        return {"jump": leap_map(report.jump)}
    if report.state is not None:
        name, states = report.state
        return {"state": Inline(of={name: "|".join(states)})}
    if report.count is not None:
        name, count = report.count
        return {"count": Inline(of={name: Figure(text=str(count))})}
    return {
        "event": report.event,
        "sighting": report.sighting,
        "sensor_off": Inline(of=[*report.sensor_off]),
    }


def write_history(case: Case) -> dict[str, str]:
    """The tables of a case's history, by file name; none that is empty."""
    rows = case.evidence.history
    stretches = case.evidence.history_coverage
    tables = {
        _STATES: _table(
            ("date", "variable", "state", "source"),
            [
                (row.day.isoformat(), row.variable, row.state, row.source)
                for row in rows
                if row.variable
            ],
        ),
        _EVENTS: _table(
            ("date", "event", "source"),
            [(r.day.isoformat(), r.event, r.source) for r in rows if r.event],
        ),
        COVERAGE: _table(
            ("from", "to", "name"),
            [
                (each.since.isoformat(), each.until.isoformat(), name)
                for each in stretches
                for name in each.names
            ],
        ),
    }
    return {file: text for file, text in tables.items() if text}


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rows = list(rows)
    if not rows:
        return ""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([columns, *rows])
    return text.getvalue()
