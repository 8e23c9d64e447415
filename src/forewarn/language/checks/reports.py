"""Checks of reports: each says something that can be, once, and where it is from."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from forewarn.errors import Problem, Span
from forewarn.language.checks.reach import Move, Reach
from forewarn.language.places import error, warning
from forewarn.model.case import Case
from forewarn.model.evidence import Report
from forewarn.model.structure import Leap, Schedule
from forewarn.model.units import DAYS_PER_YEAR


def check_reports(case: Case, reach: Reach) -> Iterator[Problem]:
    """Tell of reports of what cannot be, of such as say nothing, and of repetitions.

    A report that may be wrong is evidence and no fact, so it may say anything.
    """
    schedules = {schedule.name: schedule for schedule in case.schedules}
    states = {each.name: each.state_names for each in case.variables}
    for report in case.evidence.reports:
        yield from _bare(report)
        if report.state and set(report.state[1]) == set(states[report.state[0]]):
            yield _empty(report)
        if not report.reliability:
            yield from _impossible(report, reach, schedules)
    yield from _repeated(case.evidence.reports)


def _bare(report: Report) -> Iterator[Problem]:
    missing = [
        f"'{key}:'"
        for key, there in (("source", report.citation), ("what", report.what))
        if not there
    ]
    if missing:
        yield warning(
            "W601",
            report.span,
            f"this report has no {' and no '.join(missing)}",
            "Say where it was published, and what it says, in a sentence.",
        )


def _empty(report: Report) -> Problem:
    name = report.state[0] if report.state else ""
    return warning(
        "W603",
        report.span,
        f'this report lets "{name}" be in any of its states, so it says nothing',
        "Name the states that are still possible, or remove it.",
    )


def _repeated(reports: Iterable[Report]) -> Iterator[Problem]:
    first: dict[Report, Span] = {}
    for report in reports:
        before = first.setdefault(report, report.span)
        if before is not report.span:
            yield warning(
                "W602",
                report.span,
                f"this report stands already in {before.file}, line {before.line}",
                "It counts once; remove one of the two.",
            )


def _impossible(
    report: Report, reach: Reach, schedules: dict[str, Schedule]
) -> Iterator[Problem]:
    if report.jump is not None:
        yield from _jump(report, report.jump, reach, schedules)
    elif report.state is not None:
        name, states = report.state
        if reach.states[name].isdisjoint(states):
            shown = " or ".join(f'"{state}"' for state in states)
            possible = ", ".join(sorted(reach.states[name]))
            hint = f"In the model it may be: {possible}. Write a transition into it."
            yield _cannot(report, f'"{name}" is never in {shown}', hint)
    elif report.event and report.event not in reach.events:
        message = f'the event "{report.event}" never occurs in the model'
        yield _cannot(report, message, "Give it a rate above 0.")


def _cannot(report: Report, message: str, hint: str) -> Problem:
    return error("E603", report.span, message, hint)


def _jump(
    report: Report, leap: Leap, reach: Reach, schedules: dict[str, Schedule]
) -> Iterator[Problem]:
    moves = [
        move
        for move in reach.jumps.get((leap.variable, leap.target), ())
        if move.source in leap.sources
    ]
    if not moves:
        message = f'nothing in the model makes the jump "{leap.text}"'
        yield _cannot(report, message, _nearest_jump(leap, reach))
    elif all(move.name in schedules for move in moves):
        dates = [schedules[move.name] for move in moves]
        if not any(_is_in_window(report, schedule) for schedule in dates):
            yield _outside(report, leap, dates)


def _nearest_jump(leap: Leap, reach: Reach) -> str:
    """The move that shares most with a jump that nothing makes."""
    moves: list[Move] = list(reach.jumps.get((leap.variable, leap.target), ()))
    for (variable, _), jumps in reach.jumps.items():
        if variable == leap.variable:
            moves += (jump for jump in jumps if jump.source in leap.sources)
    if not moves:
        return f'Nothing moves "{leap.variable}" that way; write a transition.'
    near = f"{moves[0].variable}: {moves[0].source} -> {moves[0].target}"
    return f'The nearest that it makes is "{near}"; or write a transition.'


def _is_in_window(report: Report, schedule: Schedule) -> bool:
    return any(
        _opens(schedule, day) <= report.last and report.first <= day
        for day in schedule.dates
    )


def _opens(schedule: Schedule, day: date) -> date:
    """The first day on which a report is of this date's jump."""
    return day - timedelta(days=schedule.window * DAYS_PER_YEAR)


def _outside(report: Report, leap: Leap, schedules: list[Schedule]) -> Problem:
    dates = [(schedule, day) for schedule in schedules for day in schedule.dates]
    near, day = min(dates, key=lambda each: abs(each[1] - report.first))
    window = f", and its window opens on {_opens(near, day)}" if near.window else ""
    return _cannot(
        report,
        f'"{leap.text}" comes only on the dates of "{near.name}", and {report.first} '
        "is in none of their windows",
        f"The nearest date is {day}{window}; write a longer window, or a transition.",
    )
