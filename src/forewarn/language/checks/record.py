"""Checks of the record: what is fully reported is told as one story, step by step."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from forewarn.errors import Problem
from forewarn.language.checks.reach import Reach
from forewarn.language.places import error
from forewarn.model.case import Case
from forewarn.model.evidence import Report


def check_record(case: Case, reach: Reach) -> Iterator[Problem]:
    """Tell of reports that cannot be true together.

    Between two reports of a variable that is fully reported it did not move; of others
    only what two reports say of one day can clash. Where the order of two reports
    cannot be told, since one is of an interval, nothing is said of what follows.
    """
    until: dict[str, date] = {}
    for coverage in case.evidence.coverage:
        for name in coverage.names:
            until[name] = max(coverage.until, until.get(name, coverage.until))
    facts: dict[str, list[Report]] = {}
    for report in case.evidence.reports:
        if not report.reliability and _variable(report):
            facts.setdefault(_variable(report), []).append(report)
    for name, told in facts.items():
        known = [report for report in told if report.last <= until.get(name, date.min)]
        yield from _story(name, known, reach.starts[name])
        yield from _same_day([report for report in told if report not in known])


def _variable(report: Report) -> str:
    if report.jump is not None:
        return report.jump.variable
    return report.state[0] if report.state is not None else ""


def _story(
    name: str, reports: Iterable[Report], starts: frozenset[str]
) -> Iterator[Problem]:
    states, since = starts, "at the start"
    for report in _in_order(reports):
        left = frozenset(_left(report))
        clash = states.isdisjoint(left)
        if clash:
            yield _clash(report, name, states, since)
        after = frozenset((report.jump.target,)) if report.jump else left & states
        # Which of two is wrong is not known, so either may be so from here on.
        states = states | left | after if clash else after
        since = f"{'since' if report.jump else 'on'} {report.last}"


def _in_order(reports: Iterable[Report]) -> Iterator[Report]:
    """By day, jumps before states of one day; up to where the order is not known."""
    ordered = sorted(reports, key=lambda report: (report.first, report.jump is None))
    for report, after in pairwise([*ordered, None]):
        if report is None or (report.first < report.last and report.jump is None):
            continue  # some day of an interval: no one day of the story
        if after is not None and after.first < report.last:
            return
        yield report


def _left(report: Report) -> tuple[str, ...]:
    """States it may have been in: before a jump, or on the day."""
    if report.jump is not None:
        return report.jump.sources
    return report.state[1] if report.state is not None else ()


def _clash(report: Report, name: str, states: frozenset[str], since: str) -> Problem:
    was = " or ".join(f'"{state}"' for state in sorted(states))
    says = report.jump.text if report.jump else f"{name} = {'|'.join(_left(report))}"
    return error(
        "E604",
        report.span,
        f'this says "{says}", and "{name}" was {was} {since}',
        "Correct one of the two, report the jump between them, or say with "
        "'reliability:' that one may be wrong.",
    )


def _same_day(reports: Sequence[Report]) -> Iterator[Problem]:
    """Two states of one day that exclude each other."""
    dated = [each for each in reports if each.state and each.first == each.last]
    dated.sort(key=lambda report: report.first)
    for day, same in groupby(dated, key=lambda report: report.first):
        for report, after in pairwise(same):
            if set(_left(report)).isdisjoint(_left(after)):
                name = _variable(after)
                yield _clash(after, name, frozenset(_left(report)), f"on {day}")
