"""Reading: each report as what chains are held to."""

from datetime import date
from math import log

from forewarn.engine.leaps import scheduled_at
from forewarn.engine.posterior.exact.known import chance_right, dates_of
from forewarn.engine.posterior.sample.finding import (
    Finder,
    Item,
    Jump,
    Mark,
    Span,
    Watch,
)
from forewarn.engine.posterior.sample.lay import counted_in
from forewarn.engine.posterior.sample.rows import COUNTED, DATE, EVENT, JUMP
from forewarn.model.evidence import Report
from forewarn.model.structure import Schedule


def read(finder: Finder, report: Report) -> None:
    """Take in what one report says.

    Args:
        finder: What has been read so far; what the report says is added.
        report: The report.
    """
    on_the_day = report.state is not None and report.first == report.last
    start = finder.case.start
    if report.last < start or (report.last == start and not on_the_day):
        finder.left_out.append(
            f"a report of {report.last}, which is not after the start"
        )
    elif report.state is not None:
        _read_state(finder, report, *report.state)
    elif report.jump is not None:
        _read_jump(finder, report)
    elif report.event:
        _read_event(finder, report)
    elif report.count is not None:
        _read_count(finder, report, *report.count)
    elif report.sighting:
        finder.left_out.append(f"the sighting {report.sighting} of {report.last}")


def _read_jump(finder: Finder, report: Report) -> None:
    leap = report.jump
    assert leap is not None  # noqa: S101  # told by the caller
    variable = finder.network.scope.number[leap.variable]
    sources = finder.states(variable, [s for s in leap.sources if s != leap.target])
    (target,) = finder.states(variable, [leap.target])
    jump = Jump(variable, target, sources)
    right = chance_right(report.reliability)
    if right < 1.0 or report.first < report.last:
        since, until = finder.span(report)
        once = finder.covered(leap.variable) >= until
        finder.marks.append(Mark(since, until, right, 1 - right, jump, once))
        return
    finder.known.append(jump)
    item = Item(
        time=finder.years(report.last),
        kind=JUMP,
        known=len(finder.known) - 1,
        pulses=_pulses(finder, jump),
    )
    dated = next(dates_of(finder.case.schedules, leap, report.last), None)
    if dated is not None:
        _spend(finder, item, *dated)
    finder.items.append(item)


def _spend(finder: Finder, item: Item, schedule: Schedule, day: date) -> None:
    """Make a jump that of a date, which is spent."""
    at = scheduled_at(finder.case.start, day)
    item.time, item.kind = min(at, finder.end), DATE
    if at <= finder.end:
        item.of = int(finder.leaps.date.searchsorted(at))
        return
    # It has its turn alone, ahead of the others of its date.
    names = sorted(each.name for each in finder.case.schedules)
    item.of = finder.leaps.date.size + names.index(schedule.name)
    finder.spent.append((schedule.name, at))


def _pulses(finder: Finder, jump: Jump) -> frozenset[int]:
    network = finder.network
    return frozenset(
        p
        for p in range(len(network.pulses))
        if network.pulse_variable[p] == jump.variable
        and network.pulse_target[p] == jump.target
        and int(network.pulse_source[p]) in jump.sources
    )


def _read_state(
    finder: Finder, report: Report, name: str, states: tuple[str, ...]
) -> None:
    variable = finder.network.scope.number[name]
    within = finder.states(variable, states)
    right = chance_right(report.reliability)
    if report.first < report.last:
        since, until = finder.span(report)
        jump = Jump(variable, -1, within)
        finder.marks.append(Mark(since, until, right, 1 - right, jump, once=False))
        return
    weights = [
        right if s in within else 1 - right
        for s in range(len(finder.network.states[variable]))
    ]
    finder.looks.append((finder.years(report.last), variable, weights))


def _read_event(finder: Finder, report: Report) -> None:
    pulse = finder.network.pulse_number[report.event]
    right = chance_right(report.reliability)
    if right < 1.0 or report.first < report.last:
        finder.spans.append(Span(pulse, *finder.span(report), -1, right, 1 - right))
        return
    time = finder.years(report.last)
    finder.items.append(
        Item(time=time, kind=EVENT, of=pulse, pulses=frozenset({pulse}))
    )


def _read_count(finder: Finder, report: Report, name: str, count: int) -> None:
    since, until = finder.span(report)
    signs = {each.name: i for i, each in enumerate(counted_in(finder.case))}
    if chance_right(report.reliability) < 1:
        finder.left_out.append(
            f"the count of {name} up to {report.last}, which may be wrong"
        )
    elif name in signs:
        spread = counted_in(finder.case)[signs[name]].overdispersed
        unit = finder.network.unit_variable.size + signs[name]
        scale = _scale(spread)
        finder.watches.append(
            Watch(since, until, scale, unit, -1, COUNTED, spread, count)
        )
    elif finder.covered(name) > since:
        finder.left_out.append(
            f"the count of {name} up to {report.last}: each was to be reported"
        )
    else:
        pulse = finder.network.pulse_number[name]
        finder.spans.append(Span(pulse, since, until, count, 1.0, 0.0))


def _scale(spread: float) -> float:
    """Clusters of a count, for one sign."""
    return log(spread) / (spread - 1) if spread > 1 else 1.0
