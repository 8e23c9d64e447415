"""Known: what reports say by a day, as instants, looks, windows and silence.

A day is its end: what came on it came at that moment, and what came between two days
came after the end of the day before the first, and up to the end of the last. A report
that may be wrong, with chance r of being right, weighs r if what it says is so and
1 − r if it is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from forewarn.engine.leaps import scheduled_at
from forewarn.engine.network import Network
from forewarn.model.case import Case
from forewarn.model.evidence import Report
from forewarn.model.structure import Leap, Schedule
from forewarn.model.units import years_between

#: How likely a report is right, by the letter of its source and the digit of what it
#: says; the lesser of both counts. At 50 % a report says nothing.
RIGHT: Final[Mapping[str, float]] = {
    "A": 0.98, "B": 0.9, "C": 0.8, "D": 0.65, "E": 0.5, "F": 0.5,
    "1": 0.98, "2": 0.9, "3": 0.8, "4": 0.65, "5": 0.5, "6": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A jump or an event that came at a known moment."""

    years: float
    #: Pulses that are meant: one of them came.
    pulses: frozenset[int]
    #: The schedule whose date it was, by name, and that date, in years.
    schedule: str = ""
    scheduled: float = 0.0
    #: As a reader would say it.
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a variable was at a known moment."""

    years: float
    variable: int
    #: How likely the report is in each state; shape (state,).
    likelihood: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What is known of some time: more than ``since``, up to ``until``.

    ``once``: one of some pulses came; ``was``: a variable was in one of some states;
    ``count``: so many of some pulses came; ``signs``: so many signs were counted.
    """

    kind: Literal["once", "was", "count", "signs"]
    since: float
    until: float
    #: Chance that it is right.
    right: float = 1.0
    pulses: frozenset[int] = frozenset()
    variable: int = -1
    states: frozenset[int] = frozenset()
    count: int = 1
    #: Numbers of the rates of signs in each state, and their variance over their mean.
    rates: tuple[int, ...] = ()
    spread: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a case by a day."""

    #: The start of the case, and the day in years after it.
    start: date
    end: float
    came: tuple[Came, ...]
    looks: tuple[Look, ...]
    windows: tuple[Window, ...]
    #: Until when all of each pulse would have been reported, in years; (pulse,).
    covered: tuple[float, ...]
    #: Names of schedules, in order; and dates that a report has spent: the schedule's
    #: number, and when it would have been, in years.
    schedules: tuple[str, ...]
    spent: tuple[tuple[int, float], ...]
    #: Reports that are not used, in words.
    left_out: tuple[str, ...]


def known_by(network: Network, case: Case, as_of: date) -> Known:
    """What is known of a case by a day.

    Args:
        network: The network of the case.
        case: The case with its evidence.
        as_of: The day; what became known later is not known.
    """
    reader = _Reader(network, case, as_of)
    came, looks, windows, left_out = [], [], [], []
    for report in known_reports(case, as_of):
        for found in reader.read(report):
            match found:
                case Came():
                    came.append(found)
                case Look():
                    looks.append(found)
                case Window():
                    windows.append(found)
                case _:
                    left_out.append(found)
    schedules = tuple(sorted(schedule.name for schedule in case.schedules))
    return Known(
        start=case.start,
        schedules=schedules,
        spent=tuple(
            (schedules.index(c.schedule), c.scheduled) for c in came if c.schedule
        ),
        end=reader.years(as_of),
        came=tuple(came),
        looks=tuple(looks),
        windows=tuple(windows),
        covered=tuple(reader.covered(p) for p in range(len(network.pulses))),
        left_out=tuple(left_out),
    )


def chance_right(reliability: str) -> float:
    """The chance that a report is right, by its admiralty code.

    >>> chance_right("B3"), chance_right("F"), chance_right("")
    (0.8, 0.5, 1.0)
    """
    return min((RIGHT[mark] for mark in reliability), default=1.0)


class _Reader:
    def __init__(self, network: Network, case: Case, as_of: date) -> None:
        self.network, self.case, self.as_of = network, case, as_of
        self.signs = {each.name: each for each in case.indicators}

    def years(self, day: date) -> float:
        return years_between(self.case.start, day)

    def covered(self, pulse: int) -> float:
        variable = int(self.network.pulse_variable[pulse])
        names = self.network.variables if variable >= 0 else self.network.pulses
        name = names[variable if variable >= 0 else pulse]
        ends = [
            each.until for each in self.case.evidence.coverage if name in each.names
        ]
        return max((self.years(min(day, self.as_of)) for day in ends), default=0.0)

    def read(self, report: Report) -> Iterator[Came | Look | Window | str]:
        start = self.case.start
        if report.last <= start and not _was_on(report, start):
            yield f"a report of {report.last}, which is not after the start"
        elif report.jump is not None:
            yield self._jump(report, report.jump)
        elif report.event:
            pulse = self.network.pulse_number[report.event]
            yield self._pulse(report, frozenset({pulse}), report.event)
        elif report.state is not None:
            yield self._state(report, *report.state)
        elif report.count is not None:
            yield self._count(report, *report.count)
        elif report.sighting:
            yield f"the sighting of {report.sighting} on {report.last}"

    def _span(self, report: Report, *, day: bool) -> tuple[float, float]:
        """When it may have been; one day is a span, or a moment."""
        since = report.first - timedelta(days=1) if day else report.first
        return max(self.years(since), 0.0), self.years(report.last)

    def _jump(self, report: Report, leap: Leap) -> Came | Window:
        pulses = frozenset(_pulses_of(self.network, leap))
        text = f"{leap.variable}: {'|'.join(leap.sources)} -> {leap.target}"
        return self._pulse(report, pulses, text, leap)

    def _pulse(
        self,
        report: Report,
        pulses: frozenset[int],
        text: str,
        leap: Leap | None = None,
    ) -> Came | Window:
        right = chance_right(report.reliability)
        if right < 1 or report.first < report.last:
            since, until = self._span(report, day=True)
            return Window(
                kind="once", since=since, until=until, right=right, pulses=pulses
            )
        what = f"{text} on {report.last}"
        for schedule, day in dates_of(self.case.schedules, leap, report.last):
            at = scheduled_at(self.case.start, day)
            return Came(
                years=min(at, self.years(self.as_of)),
                pulses=pulses,
                schedule=schedule.name,
                scheduled=at,
                what=what,
            )
        return Came(years=self.years(report.last), pulses=pulses, what=what)

    def _state(self, report: Report, name: str, states: Sequence[str]) -> Look | Window:
        variable = self.network.scope.number[name]
        names = self.network.states[variable]
        right = chance_right(report.reliability)
        if report.first == report.last:
            likelihood = tuple(right if s in states else 1 - right for s in names)
            return Look(
                years=self.years(report.last), variable=variable, likelihood=likelihood
            )
        since, until = self._span(report, day=True)
        return Window(
            kind="was",
            since=since,
            until=until,
            right=right,
            variable=variable,
            states=frozenset(names.index(s) for s in states),
        )

    def _count(self, report: Report, name: str, count: int) -> Window | str:
        since, until = self._span(report, day=True)
        if chance_right(report.reliability) < 1:
            return f"the count of {name} up to {report.last}, which may be wrong"
        if name in self.signs:
            sign = self.signs[name]
            number = {each: i for i, each in enumerate(self.network.numbers)}
            rates = {state: number[rate.name] for state, rate in sign.rates}
            variable = self.network.scope.number[sign.counted]
            return Window(
                kind="signs",
                since=since,
                until=until,
                count=count,
                variable=variable,
                rates=tuple(rates[s] for s in self.network.states[variable]),
                spread=sign.overdispersed,
            )
        pulse = self.network.pulse_number[name]
        if self.covered(pulse) > since:
            return f"the count of {name} up to {report.last}: each was to be reported"
        return Window(
            kind="count",
            since=since,
            until=until,
            count=count,
            pulses=frozenset({pulse}),
        )


def _was_on(report: Report, day: date) -> bool:
    """Whether a report is of a state on one day."""
    return report.state is not None and report.first == report.last == day


def known_reports(case: Case, as_of: date) -> list[Report]:
    """Reports known by a day, each once, in an order of what they say."""
    known = [
        report
        for report in case.evidence.reports
        if max(report.known, report.last) <= as_of
    ]
    said = {repr(says(report)): report for report in known}
    return [said[key] for key in sorted(said)]


def says(report: Report) -> tuple[object, ...]:
    """What a report says: two that say the same count once."""
    jump, state = report.jump, report.state
    return (
        report.first,
        report.last,
        jump and (jump.variable, sorted(jump.sources), jump.target),
        state and (state[0], sorted(state[1])),
        report.count,
        report.event,
        report.sighting,
        sorted(report.sensor_off),
        chance_right(report.reliability),
    )


def _pulses_of(network: Network, leap: Leap) -> Iterator[int]:
    for (variable, source, target), pulse in network.leap_number.items():
        if (variable, target) == (leap.variable, leap.target) and (
            source in leap.sources
        ):
            yield pulse


def dates_of(
    schedules: Sequence[Schedule], leap: Leap | None, day: date
) -> Iterator[tuple[Schedule, date]]:
    """The schedule a jump may be of, and the date whose window holds the day."""
    for schedule in sorted(schedules, key=lambda each: each.name):
        if leap is not None and _makes(schedule, leap):
            for at in schedule.dates:
                if 0 <= (at - day).days <= round(schedule.window * 365.25):
                    yield schedule, at
                    break


def _makes(schedule: Schedule, leap: Leap) -> bool:
    if schedule.leap is not None:
        mine = schedule.leap
        return (mine.variable, mine.target) == (leap.variable, leap.target) and bool(
            {*mine.sources} & {*leap.sources}
        )
    draw = schedule.draw
    return (
        draw is not None
        and draw.variable == leap.variable
        and leap.target in {state for state, _ in draw.shares}
    )
