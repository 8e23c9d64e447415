r"""Past: jumps and years at risk before the start, by which influences acted.

.. math:: \log L = \sum_c n_c \log \lambda_c - T_c \lambda_c

over combinations c of influences, of the days that no number counts already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.posterior.past.counts import Count, counts_of
from forewarn.engine.posterior.past.courses import (
    UNKNOWN,
    Course,
    Days,
    Piece,
    courses_of,
)
from forewarn.engine.posterior.past.settling import Settling
from forewarn.errors import NotComputable
from forewarn.laws import can_be_positive
from forewarn.model.case import Case
from forewarn.model.learned import Stretch, Use
from forewarn.model.units import DAYS_PER_YEAR


class Met(NamedTuple):
    """One combination of influences that history met."""

    #: First entry of its pulses, and how often each came.
    entry: int
    came: tuple[int, ...]
    #: Years at risk.
    years: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What history before the start tells of the hazards of a case."""

    #: In order of entries.
    met: tuple[Met, ...] = ()
    #: What became of each stretch, by name and day.
    stretches: tuple[Stretch, ...] = ()
    #: Rows that no stretch covers.
    beyond: int = 0

    def log_likelihood(self, hazards: FloatArray) -> float:
        """How likely history is in one world, up to a constant.

        Args:
            hazards: Hazard of every entry, per year; shape (entry,).
        """
        total = 0.0
        for met in self.met:
            here = hazards[met.entry : met.entry + len(met.came)]
            came = np.array(met.came)
            if (here[came > 0] <= 0).any():
                return -inf
            total += float(came[came > 0] @ np.log(here[came > 0]))
            total -= met.years * float(here.sum())
        return total


def find_past(network: Network, leaps: Leaps, case: Case) -> Past:
    """What history before the start tells of the hazards of a case.

    It ends with the start, so it is known on any day that answers may stand at.

    Args:
        network: The network of the case.
        leaps: Its schedules and triggers.
        case: The case, with its history.

    Raises:
        NotComputable: if something came that the case says never comes.
    """
    finder = _Finder(network=network, case=case)
    finder.others = set(leaps.way_pulse[leaps.way_pulse >= 0].tolist())
    for name in sorted(finder.courses):
        finder.read(name)
    return Past(
        met=tuple(
            Met(entry, tuple(came), days / DAYS_PER_YEAR)
            for (entry, _), (days, came) in sorted(finder.met.items())
        ),
        stretches=tuple(_joined(finder.told)),
        beyond=sum(course.beyond for course in finder.courses.values()),
    )


class _Told(NamedTuple):
    about: str
    days: Days
    use: Use
    why: str
    came: int


class _Source(NamedTuple):
    """What may come out of one state, or an event, and when it could."""

    unit: int
    pulses: tuple[int, ...]
    pieces: tuple[Piece, ...]


@dataclass(slots=True, kw_only=True)
class _Finder:
    network: Network
    case: Case
    courses: Mapping[str, Course] = field(init=False)
    counts: Mapping[str, Count] = field(init=False)
    settling: Settling = field(init=False)
    #: Pulses that schedules and triggers make.
    others: set[int] = field(default_factory=set)
    #: Days at risk and how often each pulse came, by first entry and number of pulses.
    met: dict[tuple[int, int], tuple[int, list[int]]] = field(default_factory=dict)
    told: list[_Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.courses = courses_of(self.case.evidence)
        self.counts = counts_of(self.case)
        self.settling = Settling(self.network)

    def read(self, name: str) -> None:
        """Take in what history says of one variable or event."""
        course, network = self.courses[name], self.network
        if name not in network.scope.number:
            pulse = network.pulse_number[name]
            pieces = tuple(_spells(course))
            self._read_source(_Source(int(network.pulse_unit[pulse]), (pulse,), pieces))
            return
        variable = network.scope.number[name]
        self._tell_unknown(name, course)
        for state, source in enumerate(network.states[variable]):
            pulses = np.flatnonzero(
                (network.pulse_variable == variable) & (network.pulse_source == state)
            ).tolist()
            pieces = tuple(p for p in course.pieces if p.state == source)
            self._tell_strange(name, pulses, pieces)
            for unit, block in self._blocks(pulses):
                self._read_source(_Source(unit, block, pieces))

    def _tell_unknown(self, name: str, course: Course) -> None:
        without = [Piece(d, UNKNOWN, "", torn=False) for d in course.covered]
        for piece in course.pieces or without:
            if piece.state == UNKNOWN:
                why = f"no row says in which state {name} was"
                self.told.append(_Told(name, piece.days, "left out", why, 0))

    def _tell_strange(
        self, name: str, pulses: Sequence[int], pieces: Sequence[Piece]
    ) -> None:
        """Jumps that nothing makes: what they end counts, they do not."""
        known = {self._target(pulse) for pulse in pulses}
        for piece in pieces:
            if piece.target and piece.target not in known:
                about = f"{name}: {piece.state} -> {piece.target}"
                days = Days(piece.days.until - 1, piece.days.until)
                why = "nothing in the model makes this jump"
                self.told.append(_Told(about, days, "left out", why, 1))

    def _blocks(self, pulses: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Pulses by themselves, or all of a unit where one is a share of the exits."""
        network = self.network
        for unit in sorted({int(network.pulse_unit[p]) for p in pulses}):
            mine = tuple(p for p in pulses if network.pulse_unit[p] == unit)
            if unit >= 0 and network.pulse_odds[list(mine)].any():
                yield unit, mine
            else:
                yield from ((unit, (pulse,)) for pulse in mine)

    def _read_source(self, source: _Source) -> None:
        for piece in source.pieces:
            for days in self._cut(source, piece.days):
                came = [int(self._came(p, piece, days)) for p in source.pulses]
                use, why = self._judged(source, piece, days)
                if use == "learned":
                    why = self._learn(source, days, came)
                    use = "left out" if why else use
                for pulse, count in zip(source.pulses, came, strict=True):
                    about = self.network.pulses[pulse]
                    self.told.append(_Told(about, days, use, why, count))

    def _cut(self, source: _Source, days: Days) -> Iterator[Days]:
        """Days in which nothing changes that a hazard or a count hangs on."""
        edges = {edge for window in self._windows(source) for edge in window}
        if source.unit >= 0:
            for variable in self.settling.reads(source.unit).tolist():
                course = self.courses.get(self.network.variables[variable], Course())
                edges |= set(course.edges())
        inside = sorted(e for e in edges if days.since < e < days.until)
        for since, until in pairwise([days.since, *inside, days.until]):
            yield Days(since, until)

    def _came(self, pulse: int, piece: Piece, days: Days) -> int:
        name = self.network.pulses[pulse]
        if self.network.pulse_variable[pulse] < 0:
            came = self.courses[name].came
            return sum(days.since < day <= days.until for day in came)
        return days.until == piece.days.until and piece.target == self._target(pulse)

    def _target(self, pulse: int) -> str:
        states = self.network.states[int(self.network.pulse_variable[pulse])]
        return states[int(self.network.pulse_target[pulse])]

    def _judged(self, source: _Source, piece: Piece, days: Days) -> tuple[Use, str]:
        """Whether some days may be learned from, and why not."""
        if piece.torn:
            day = date.fromordinal(piece.days.until)
            return "left out", f"rows name several states on {day}"
        if source.unit < 0 or self.others & {*source.pulses}:
            return "left out", "a date or a trigger may make it as well"
        for window in self._windows(source):
            if window.since <= days.since and days.until <= window.until:
                return "counted", "its number counts these days already"
        for name in self._rates(source):
            if self.counts[name].undated:
                return "left out", self.counts[name].undated
        return "learned", ""

    def _windows(self, source: _Source) -> list[Days]:
        return [w for name in self._rates(source) for w in self.counts[name].windows]

    def _rates(self, source: _Source) -> list[str]:
        """Numbers that are the rates of some pulses."""
        if source.unit < 0:
            return []
        network = self.network
        first = int(network.unit_entry_ptr[source.unit])
        begin = int(network.unit_pulse_ptr[source.unit])
        rates = network.entries.rate
        return [network.numbers[rates[first + p - begin]] for p in source.pulses]

    def _learn(self, source: _Source, days: Days, came: list[int]) -> str:
        """Add some days to what is known, or say why not."""
        states = {}
        for variable in self.settling.reads(source.unit).tolist():
            name = self.network.variables[variable]
            state = self.courses.get(name, Course()).state_in(days)
            if state != UNKNOWN:
                states[variable] = self.network.states[variable].index(state)
        found = self.settling.settle(source.unit, source.pulses, states)
        if found.lacking:
            return f"history does not say what {' and '.join(found.lacking)} was"
        key = found.entry, len(came)
        spent, before = self.met.get(key, (0, [0] * len(came)))
        total = [a + b for a, b in zip(before, came, strict=True)]
        self.met[key] = spent + days.until - days.since, total
        self._check_possible(found.entry, source.pulses, came, days)
        return ""

    def _check_possible(
        self, entry: int, pulses: Sequence[int], came: Sequence[int], days: Days
    ) -> None:
        network, laws = self.network, self._laws
        for at, (pulse, count) in enumerate(zip(pulses, came, strict=True)):
            first, last = network.entries.factor_ptr[entry + at : entry + at + 2]
            numbers = [network.entries.rate[entry + at]]
            numbers += network.entries.factor_number[int(first) : int(last)].tolist()
            never = [network.numbers[n] for n in numbers if not laws[n]]
            if count and never:
                raise NotComputable(
                    f"history has {network.pulses[pulse]} by "
                    f"{date.fromordinal(days.until)}, and the case says that "
                    f'"{never[0]}" is 0; correct the row or the number'
                )

    @property
    def _laws(self) -> Sequence[bool]:
        """Whether each number may be above 0."""
        laws = {number.name: [number.quantity.law] for number in self.case.numbers()}
        for variant in self.case.variants:
            for name, quantity in variant.changes:
                laws[name].append(quantity.law)
        names = self.network.numbers
        return [any(can_be_positive(law) for law in laws[name]) for name in names]


def _spells(course: Course) -> Iterator[Piece]:
    """An event may come whenever it is covered."""
    return (Piece(days, UNKNOWN, "", torn=False) for days in course.covered)


def _joined(told: Sequence[_Told]) -> Iterator[Stretch]:
    """Days told one after the other, those that go on alike as one stretch."""
    merged: list[_Told] = []
    exposures: list[int] = []
    for one in sorted(told):
        last = merged[-1] if merged else None
        length = one.days.until - one.days.since
        if (
            last
            and (last.about, last.use, last.why) == (one.about, one.use, one.why)
            and last.days.until == one.days.since
        ):
            days, count = Days(last.days.since, one.days.until), last.came + one.came
            merged[-1] = last._replace(days=days, came=count)
            exposures[-1] += length
        else:
            merged.append(one)
            exposures.append(length)
    for one, length in zip(merged, exposures, strict=True):
        yield Stretch(
            about=one.about,
            since=date.fromordinal(one.days.since + 1),
            until=date.fromordinal(one.days.until),
            use=one.use,
            count=one.came,
            exposure=length / DAYS_PER_YEAR,
            why=one.why,
        )
