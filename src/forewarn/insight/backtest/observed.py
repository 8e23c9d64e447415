"""Observed: a case that knows what a series said of one of its events by a day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from forewarn.insight.backtest.counted import number_of
from forewarn.model.backtest import Counting
from forewarn.model.case import Case
from forewarn.model.evidence import Coverage, Report
from forewarn.model.series import Count, Series

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days together in which so many came, on one knows not which."""

    first: date
    last: date
    number: int


def observed_by(
    case: Case, event: str, series: Series | None, as_of: date, counting: Counting
) -> Case:
    """The case as it stood on a day, with what a series said of an event by then.

    Each day with something is a jump at its end, and all others are watched in vain.
    Where that cannot be said (months, several on one day, or a series that begins
    after the case) stretches are counted instead.

    Args:
        case: The case; it says nothing of the event itself.
        event: Name of the event.
        series: What was known on the day; None where nothing was.
        as_of: The day.
        counting: What counts.
    """
    own = case.evidence
    coverage = tuple(_without(own.coverage, event))
    if series is None:
        return replace(case, evidence=replace(own, coverage=coverage))
    if _is_told_by_the_day(series, case.start, counting):
        whole = Coverage(since=case.start, until=as_of, names=(event,))
        reports = tuple(_jumps(series, event, case.start))
        coverage = (*coverage, whole)
    else:
        stretches = _stretches(series, case.start, counting)
        reports = tuple(_counted(stretches, event))
    evidence = replace(own, reports=(*own.reports, *reports), coverage=coverage)
    return replace(case, evidence=evidence)


def _is_told_by_the_day(series: Series, start: date, counting: Counting) -> bool:
    whole = series.since <= start + _DAY
    return whole and counting == "days" and not series.monthly


def _without(coverage: tuple[Coverage, ...], event: str) -> Iterator[Coverage]:
    for each in coverage:
        names = tuple(name for name in each.names if name != event)
        if names:
            yield replace(each, names=names)


def _jumps(series: Series, event: str, start: date) -> Iterator[Report]:
    for count in series.counts:
        if count.number and count.first > start:
            yield Report(
                first=count.first, last=count.last, known=count.known, event=event
            )


def _counted(stretches: list[Stretch], event: str) -> Iterator[Report]:
    for each in stretches:
        yield Report(
            first=each.first,
            last=each.last,
            known=each.last,
            count=(event, each.number),
        )


def _stretches(series: Series, start: date, counting: Counting) -> list[Stretch]:
    """All that was watched after the start, in order; no days come twice."""
    told = _apart(series, start, counting)
    if series.monthly:  # a month without a row is not known to have had none
        return told
    found, next_day = list[Stretch](), max(start + _DAY, series.since)
    for each in told:
        if each.first > next_day:
            quiet = Stretch(first=next_day, last=each.first - _DAY, number=0)
            found.append(quiet)
        found.append(each)
        next_day = each.last + _DAY
    if next_day <= series.until:
        found.append(Stretch(first=next_day, last=series.until, number=0))
    return found


def _apart(series: Series, start: date, counting: Counting) -> list[Stretch]:
    """Rows after the start, those that overlap as one: a month and days within it."""
    found: list[Stretch] = []
    for count in sorted(series.counts, key=_place):
        number = number_of(count, series, counting)
        if count.first <= start or not (number or series.monthly):
            continue
        if found and count.first <= found[-1].last:
            before = found.pop()
            last, number = max(before.last, count.last), before.number + number
            found.append(Stretch(first=before.first, last=last, number=number))
        else:
            found.append(Stretch(first=count.first, last=count.last, number=number))
    return found


def _place(count: Count) -> tuple[date, date]:
    return count.first, count.last
