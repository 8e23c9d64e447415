"""What can be seen, what was reported, and what was so before, read aloud."""

from collections.abc import Iterator

from forewarn.language.prose_moves import Line
from forewarn.language.prose_numbers import spoken_rate, spoken_reasons
from forewarn.language.prose_words import (
    called,
    plain,
    said,
    said_leap,
    sentence,
    titles_of,
    with_name,
)
from forewarn.model.case import Basis, Case, Citation
from forewarn.model.evidence import Coverage, HistoryRow, Indicator, Report
from forewarn.model.words import day_text, listed, spaced


def indicator_lines(
    indicator: Indicator, case: Case, usual: Basis | None
) -> Iterator[Line]:
    """What is seen, what it is a sign of and how strong a sign."""
    yield 0, " ".join(_indicator(indicator, case, usual))
    for state, rate in indicator.rates:
        reasons = spoken_reasons(rate, case, usual)
        yield 1, f"while it is {spaced(state)}: {spoken_rate(rate)}.{reasons}"


def _indicator(indicator: Indicator, case: Case, usual: Basis | None) -> Iterator[str]:
    yield f"{with_name(indicator)}: {_sign(indicator, case)}."
    if indicator.seen and indicator.silent:
        seen, silent = indicator.seen, indicator.silent
        yield (
            f"Seen, it makes that {seen.quantity.text} times as likely against not; "
            f"unseen for {indicator.window_text}, {silent.quantity.text} times."
        )
        for number, what in ((seen, "Seen"), (silent, "Unseen")):
            if reasons := spoken_reasons(number, case, usual):
                yield f"{what}:{reasons}"
    if indicator.overdispersed != 1:
        yield (
            f"Its counts vary {indicator.overdispersed:g} times as much as at random."
        )
    if indicator.group:
        yield f"Group: {sentence(indicator.group)}"
    if indicator.how:
        yield f"How: {sentence(indicator.how)}"


def _sign(indicator: Indicator, case: Case) -> str:
    if indicator.condition is None:
        variable = case.variable(indicator.counted)
        title = called(variable.title, variable.name)
        return f"it is counted, and how often tells of {title}"
    clause = said(indicator.condition, case)
    if indicator.kind == "shows":
        return f"it shows that {clause}"
    return f"it warns, {indicator.ahead_text} ahead, that {clause}"


def coverage_line(coverage: Coverage, case: Case) -> Line:
    """Of what silence says that nothing happened."""
    names = listed((_title(name, case) for name in coverage.names), "and")
    text = (
        f"Up to {day_text(coverage.until)} everything would have been reported of "
        f"{names}."
    )
    return 0, text


def _title(name: str, case: Case) -> str:
    return titles_of((*case.events, *case.variables))[name]


def report_line(report: Report, case: Case) -> Line:
    """One dated report: when, what, from where, and whether it may be wrong."""
    return 0, " ".join(filter(None, _report(report, case)))


def _report(report: Report, case: Case) -> Iterator[str]:
    between = f"Between {day_text(report.first)} and {day_text(report.last)}"
    day = f"On {day_text(report.last)}" if report.first == report.last else between
    yield f"{day}: {_reported(report, case)}."
    yield sentence(report.what)
    if report.citation:
        yield sentence(f"Source: {_cited(report.citation, case)}")
    if report.known != report.last:
        yield f"Known since {day_text(report.known)}."
    if report.reliability:
        yield f"It may be wrong: its reliability is {report.reliability}."


def _cited(citation: Citation, case: Case) -> str:
    titles = {source.name: source.title for source in case.sources}
    cited = called(titles[citation.source], citation.source)
    return f"{cited}, {citation.place}" if citation.place else cited


def _reported(report: Report, case: Case) -> str:
    if report.jump is not None:
        return said_leap(report.jump, case, "turned")
    if report.state is not None:
        name, states = report.state
        return f"{_title(name, case)} was {listed(map(spaced, states), 'or')}"
    if report.count is not None:
        name, count = report.count
        return f"{count} of {_seen(name, case)} were counted"
    if report.sensor_off:
        names = listed((_seen(name, case) for name in report.sensor_off), "and")
        return f"nobody could have seen {names}"
    if report.sighting:
        return f"{_seen(report.sighting, case)} was seen"
    return f"{_title(report.event, case)} occurred"


def _seen(name: str, case: Case) -> str:
    return titles_of((*case.events, *case.indicators))[name]


def history_lines(case: Case) -> Iterator[Line]:
    """What was so before the start, name by name, and which stretches that covers."""
    rows: dict[str, list[HistoryRow]] = {}
    for row in case.evidence.history:
        rows.setdefault(row.variable or row.event, []).append(row)
    for name, told in rows.items():
        yield 0, f"{_title(name, case)}: {'; '.join(map(_row, told))}."
    for stretch in case.evidence.history_coverage:
        names = listed((_title(name, case) for name in stretch.names), "and")
        text = (
            f"From {day_text(stretch.since)} to {day_text(stretch.until)} that is all "
            f"there was of {names}."
        )
        yield 0, text


def _row(row: HistoryRow) -> str:
    source = f" ({plain(row.source)})" if row.source else ""
    what = (
        f"{spaced(row.state)} from {day_text(row.day)}"
        if row.state
        else day_text(row.day)
    )
    return f"{what}{source}"
