"""Following: one world of a small network through all that is known of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import sparse

from forewarn.engine.exact.uniformisation import FloatArray
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import Network
from forewarn.engine.posterior.exact.joint import Joint, States, Way
from forewarn.engine.posterior.exact.known import Came, Known, Look, Window
from forewarn.engine.posterior.exact.memory import Digits
from forewarn.engine.posterior.exact.smooth import (
    Impossible,
    Instant,
    Quiet,
    Smoothed,
    Step,
    smooth,
)
from forewarn.errors import NotComputable
from forewarn.model.units import date_after


class NoChance(NotComputable):
    """What is known cannot be in a world; the message names the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One world with its joint states, from before and from after."""

    #: State of every variable in each joint state.
    states: tuple[States, ...]
    smoothed: Smoothed

    def now(self) -> FloatArray:
        """Chance of each joint state at the end; shape (joint state,)."""
        return self._joint(self.smoothed.filtered(float(self.smoothed.times[-1])))

    def at(self, years: float) -> FloatArray:
        """Chance of each joint state at a time, knowing all; shape (joint state,)."""
        return self._joint(self.smoothed.smoothed(years))

    def _joint(self, chances: FloatArray) -> FloatArray:
        return np.asarray(chances.reshape(-1, len(self.states)).sum(axis=0))


def follow(
    network: Network, leaps: Leaps, known: Known, numbers: FloatArray
) -> Followed:
    """One world of a small network through all that is known of it.

    Args:
        network: The network.
        leaps: Its schedules and triggers.
        known: What is known.
        numbers: Value of every number in the world; shape (number,).

    Raises:
        NoChance: if what is known cannot be in this world.
        NotComputable: if there are too many joint states.
    """
    joint = Joint(network, leaps, numbers)
    follower = _Follower(joint, known)
    steps = tuple(follower.steps())
    try:
        smoothed = smooth(joint.start, steps)
    except Impossible as wrong:
        raise NoChance(follower.why(wrong)) from wrong
    return Followed(states=tuple(joint.states), smoothed=smoothed)


class _Follower:
    """Lays out the steps, and keeps which windows are open."""

    def __init__(self, joint: Joint, known: Known) -> None:
        self.joint, self.known = joint, known
        self.open: list[Window] = []
        self.at = 0.0
        #: What each step is, in words.
        self.words: list[str] = []

    def why(self, wrong: Impossible) -> str:
        """Which report cannot be, and what was likeliest before it."""
        network, joint = self.joint.network, self.joint
        mass = wrong.before.reshape(-1, len(joint.states)).sum(axis=0)
        likeliest = joint.states[int(mass.argmax())]
        names = zip(network.variables, network.states, likeliest, strict=True)
        before = ", ".join(f"{name} = {all_of[s]}" for name, all_of, s in names)
        return (
            f"the model gives what is known no chance: {self.words[wrong.step]}; "
            f"likeliest before it is {before}. Look at that report and at those "
            "before it, or say with a reliability that one may be wrong"
        )

    def _day(self, years: float) -> date:
        return date_after(self.known.start, years)

    def steps(self) -> Iterator[Step]:
        yield from self._looks()
        yield from self._edges()
        for time in self._times():
            self.words.append(
                f"nothing else came from {self._day(self.at)} to {self._day(time)}"
            )
            yield self._quiet(time - self.at)
            self.at = time
            yield from self._instants()
            yield from self._looks()
            yield from self._edges()

    def _looks(self) -> Iterator[Step]:
        for look in self.known.looks:
            if look.years == self.at:
                self.words.append(self._seen(look))
                yield self._look(look)

    def _times(self) -> list[float]:
        known, joint = self.known, self.joint
        times = {came.years for came in known.came}
        times |= {look.years for look in known.looks}
        times |= {edge for w in known.windows for edge in (w.since, w.until)}
        times |= {*known.covered, *joint.leaps.date.tolist()}
        times |= {stage.start for stage in joint.stages}
        return sorted({t for t in times if 0 < t < known.end} | {known.end})

    def _edges(self) -> Iterator[Step]:
        for window in [w for w in self.open if w.until == self.at]:
            digits, at = self._digits(), self.open.index(window)
            self.words.append(self._shut(window))
            yield Instant(digits.shut(at, len(self.joint.states)))
            self.open.pop(at)
        for window in self.known.windows:
            if window.since == self.at < window.until:
                self.words.append("")  # opening leaves all that there is
                yield Instant(self._digits().opened(window, self.joint.states))
                self.open.append(window)

    def _digits(self) -> Digits:
        network = self.joint.network
        covered = self.known.covered
        return Digits(
            tuple(self.open),
            [w.kind == "once" and self._all_told(w, covered) for w in self.open],
            network.pulse_target.tolist(),
            network.pulse_variable.tolist(),
        )

    def _all_told(self, window: Window, covered: Sequence[float]) -> bool:
        return all(covered[pulse] >= window.until for pulse in window.pulses)

    def _quiet(self, years: float) -> Quiet:
        digits, joint = self._digits(), self.joint
        ways = joint.flowing(joint.stage_at(self.at))
        allowed = [way for way in ways if self._untold(way, digits, self.at + years)]
        counted, groups = digits.signs(joint.numbers, joint.states)
        exits = np.zeros(len(joint.states))
        for way in ways:
            exits[way.before] += way.rate
        return Quiet(
            years=years,
            rates=sparse.csr_array(digits.matrix(allowed, len(joint.states)) + counted),
            exits=np.tile(exits, digits.size) + groups,
        )

    def _untold(self, way: Way, digits: Digits, until: float) -> bool:
        """Whether all that came in a way may have come without a report of the day."""
        return all(
            self.known.covered[pulse] < until or digits.permitted(pulse)
            for pulse in way.pulses
        )

    def _instants(self) -> Iterator[Instant]:
        now = [came for came in self.known.came if came.years == self.at]
        dates = self.joint.leaps.date
        turns: list[tuple[list[Way], list[Came]]] = []
        for turn in np.flatnonzero(dates == self.at).tolist():
            told = [c for c in now if c.schedule and c.scheduled == self.at]
            turns.append((self._dated(turn), told))
        for early in [c for c in now if c.schedule and c.scheduled > self.at]:
            turn = int(np.searchsorted(dates, early.scheduled))
            turns.append((self._dated(turn, early.schedule), [early]))
        flowing = self.joint.flowing(self.joint.stage_at(self.at))
        turns += self._flows(flowing, [c for c in now if not c.schedule])
        for ways, told in turns:
            self.words.append(
                " and ".join(came.what for came in told)
                or f"nothing unreported came of what {self._day(self.at)} has on it"
            )
            yield self._instant(ways, told)

    def _dated(self, turn: int, schedule: str = "") -> list[Way]:
        names = self.schedules
        number = names.index(schedule) if schedule else -1
        return self.joint.dated(self.joint.stage_at(self.at), turn, number)

    @property
    def schedules(self) -> tuple[str, ...]:
        """Names of schedules, in order."""
        return self.known.schedules

    def _flows(
        self, flowing: list[Way], came: Sequence[Came]
    ) -> list[tuple[list[Way], list[Came]]]:
        """Instants of what came at one time: those that triggers tie are one."""
        groups: list[list[Came]] = []
        for one in _in_order(came, self._leads):
            for group in groups:
                if any(_tells([*group, one], way.pulses) for way in flowing):
                    group.append(one)
                    break
            else:
                groups.append([one])
        return [(flowing, group) for group in groups]

    def _leads(self, one: Came, other: Came) -> bool:
        """Whether a jump ends in a state that another begins in."""
        network = self.joint.network
        ends = {
            (network.pulse_variable[p], network.pulse_target[p]) for p in one.pulses
        }
        begins = {
            (network.pulse_variable[p], network.pulse_source[p])
            for p in other.pulses
            if network.pulse_variable[p] >= 0
        }
        return bool(ends & begins)

    def _instant(self, ways: Sequence[Way], told: Sequence[Came]) -> Instant:
        digits = self._digits()
        allowed = [
            way
            for way in ways
            if _tells(told, way.pulses)
            and all(
                self.known.covered[pulse] < self.at
                or digits.permitted(pulse)
                or any(pulse in came.pulses for came in told)
                for pulse in way.pulses
            )
        ]
        return Instant(digits.matrix(allowed, len(self.joint.states)))

    def _seen(self, look: Look) -> str:
        network = self.joint.network
        names = network.states[look.variable]
        within = [n for n, w in zip(names, look.likelihood, strict=True) if w > 0]
        day = self._day(look.years)
        return f"{network.variables[look.variable]} = {'|'.join(within)} on {day}"

    def _shut(self, window: Window) -> str:
        network = self.joint.network
        if window.variable >= 0:
            what = network.variables[window.variable]
        else:
            what = " or ".join(network.pulses[pulse] for pulse in sorted(window.pulses))
        since, until = self._day(window.since), self._day(window.until)
        return f"the report of {what} between {since} and {until}"

    def _look(self, look: Look) -> Instant:
        weights = [look.likelihood[s[look.variable]] for s in self.joint.states]
        return Instant(
            sparse.csr_array(sparse.diags_array(np.tile(weights, self._digits().size)))
        )


def _tells(told: Sequence[Came], pulses: Sequence[int]) -> bool:
    return all(any(pulse in came.pulses for pulse in pulses) for came in told)


def _in_order(came: Sequence[Came], leads: Callable[[Came, Came], bool]) -> list[Came]:
    """What came, each after what leads to it, else by name."""
    left, ordered = sorted(came, key=lambda each: each.what), list[Came]()
    while left:
        first = next(
            (
                each
                for each in left
                if not any(leads(o, each) and not leads(each, o) for o in left)
            ),
            left[0],
        )
        left.remove(first)
        ordered.append(first)
    return ordered
