"""Facts: what a case knows at a date, as rows and arrays that chains are held to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from forewarn.engine.leaps import Leaps, scheduled_at
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.posterior.exact.known import chance_right
from forewarn.engine.posterior.sample.lay import counted_in
from forewarn.engine.posterior.sample.rows import (
    DATE,
    END,
    EVENT,
    JUMP,
    LOOK,
    MOST,
    PLAIN,
    START,
    Facts,
    Rows,
    new_rows,
)
from forewarn.engine.statistics.ground import IntArray
from forewarn.errors import NotComputable
from forewarn.model.case import Case
from forewarn.model.evidence import Report
from forewarn.model.units import years_between

#: Years between what is known of one day and has nothing to do with each other.
APART: Final = 2.0**-24  # two seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is known of a case at a date."""

    facts: Facts
    #: Rows of what is known; hidden variables stand where they may start.
    rows: Rows
    #: Variables whose trajectory is not known.
    hidden: tuple[int, ...]
    #: Reports that say something the chain is not held to, in words.
    left_out: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Item:
    """Something known that happened on a day."""

    time: float
    kind: int
    of: int = -1
    known: int = -1
    #: States that fully known variables move to, and pulses that may be meant.
    moves: dict[int, int] = field(default_factory=dict)
    pulses: frozenset[int] = frozenset()


@dataclass(slots=True, kw_only=True)
class _Finder:
    network: Network
    leaps: Leaps
    case: Case
    as_of: date
    windows: list[tuple[float, float, int, int, frozenset[int]]] = field(
        default_factory=list
    )
    known: list[tuple[int, int, frozenset[int]]] = field(default_factory=list)
    looks: list[tuple[float, int, list[float]]] = field(default_factory=list)
    marks: list[tuple[float, float, float, float, int, int, frozenset[int]]] = field(
        default_factory=list
    )
    watches: list[tuple[float, float, float, int, float, int]] = field(
        default_factory=list
    )
    items: list[_Item] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def end(self) -> float:
        return self.years(self.as_of)

    def years(self, day: date) -> float:
        return years_between(self.case.start, day)

    def reports(self) -> list[Report]:
        known = [
            r
            for r in self.case.evidence.reports
            if r.known <= self.as_of
            and self.case.start <= r.first
            and r.last <= self.as_of
        ]
        unique = {repr(_says(r)): r for r in known}
        return [unique[key] for key in sorted(unique)]

    def covered(self, name: str) -> float:
        """Until when all of a variable or event was reported, in years."""
        ends = [
            min(c.until, self.as_of)
            for c in self.case.evidence.coverage
            if name in c.names
        ]
        return max((self.years(day) for day in ends), default=-1.0)

    def states(self, variable: int, names: Sequence[str]) -> frozenset[int]:
        return frozenset(self.network.states[variable].index(n) for n in names)


def find_facts(network: Network, leaps: Leaps, case: Case, as_of: date) -> Found:
    """What a case knows at a date.

    Args:
        network: The network of the case.
        leaps: Its schedules and triggers.
        case: The case.
        as_of: The day; what became known later is not known.

    Raises:
        NotComputable: if what is known cannot be told from what sampling can hold.
    """
    finder = _Finder(network=network, leaps=leaps, case=case, as_of=as_of)
    for report in finder.reports():
        _read(finder, report)
    fixed = _fixed_starts(finder)
    hidden = [v for v in range(len(network.variables)) if v not in fixed]
    for variable in hidden:
        until = finder.covered(network.variables[variable])
        if until > 0:
            _close(finder, variable, until)
    _watch_events(finder)
    rows = _rows(finder, fixed)
    return Found(
        facts=_arrays(finder),
        rows=rows,
        hidden=tuple(hidden),
        left_out=tuple(finder.left_out),
    )


def _says(report: Report) -> tuple[object, ...]:
    """What a report says: two that say the same count once."""
    return (
        report.first,
        report.last,
        report.jump
        and (report.jump.variable, sorted(report.jump.sources), report.jump.target),
        report.state and (report.state[0], sorted(report.state[1])),
        report.count,
        report.event,
        report.reliability if (report.jump or report.state) else "",
        report.sighting or report.sensor_off or "",
    )


def _read(finder: _Finder, report: Report) -> None:
    right = chance_right(report.reliability)
    if report.jump is not None:
        _read_jump(finder, report, right)
    elif report.state is not None:
        _read_state(finder, report, right)
    elif report.event and right == 1.0:
        _read_event(finder, report)
    elif report.count is not None and right == 1.0:
        _read_count(finder, report)
    elif report.event or report.count is not None:
        finder.left_out.append(
            f"a count or an event of {report.last} that may be wrong"
        )
    elif report.sighting:
        finder.left_out.append(f"the sighting {report.sighting} of {report.last}")


def _window(finder: _Finder, report: Report) -> tuple[float, float]:
    """From the end of the day before the first to the end of the last."""
    last = finder.years(report.last)
    since = (
        finder.years(report.first) - 1 / 365.25 if report.first < report.last else last
    )
    return max(since, 0.0), last


def _read_jump(finder: _Finder, report: Report, right: float) -> None:
    leap = report.jump
    assert leap is not None  # noqa: S101  # told by the caller
    variable = finder.network.scope.number[leap.variable]
    sources = finder.states(variable, [s for s in leap.sources if s != leap.target])
    (target,) = finder.states(variable, [leap.target])
    since, until = _window(finder, report)
    if right < 1.0:
        since = min(since, max(until - 1 / 365.25, 0.0))
        finder.marks.append((since, until, right, 1 - right, variable, target, sources))
        return
    if since < until:
        finder.marks.append((since, until, 1.0, 0.0, variable, target, sources))
        if finder.covered(leap.variable) >= until:
            finder.windows.append((since, until, variable, target, sources))
            count = len(finder.network.states[variable])
            for time, within in ((since, sources), (until, frozenset({target}))):
                weights = [float(s in within) for s in range(count)]
                finder.looks.append((time, variable, weights))
        return
    finder.known.append((variable, target, sources))
    time, turn = _scheduled(finder, report, variable, target)
    pulses = _pulses(finder.network, variable, target, sources)
    finder.items.append(
        _Item(
            time=time,
            kind=DATE if turn >= 0 else JUMP,
            of=turn,
            known=len(finder.known) - 1,
            pulses=pulses,
        )
    )


def _pulses(
    network: Network, variable: int, target: int, sources: frozenset[int]
) -> frozenset[int]:
    return frozenset(
        p
        for p in range(len(network.pulses))
        if network.pulse_variable[p] == variable
        and network.pulse_target[p] == target
        and int(network.pulse_source[p]) in sources
    )


def _scheduled(
    finder: _Finder, report: Report, variable: int, target: int
) -> tuple[float, int]:
    """When a jump came, and the date that it is the jump of, -1 for none."""
    states = finder.network.states[variable]
    for schedule in finder.case.schedules:
        leap, draw = schedule.leap, schedule.draw
        makes = (
            leap is not None
            and finder.network.scope.number[leap.variable] == variable
            and leap.target == states[target]
        ) or (
            draw is not None and finder.network.scope.number[draw.variable] == variable
        )
        for day in schedule.dates if makes else ():
            ahead = (day - report.last).days / 365.25
            if 0 <= ahead <= schedule.window:
                at = scheduled_at(finder.case.start, day)
                turn = int(np.searchsorted(finder.leaps.date, at))
                return min(at, finder.end), turn
    return finder.years(report.last), -1


def _read_state(finder: _Finder, report: Report, right: float) -> None:
    assert report.state is not None  # noqa: S101  # told by the caller
    name, states = report.state
    variable = finder.network.scope.number[name]
    within = finder.states(variable, states)
    since, until = _window(finder, report)
    if since < until:
        finder.marks.append((since, until, right, 1 - right, variable, -1, within))
        return
    weights = [
        right if s in within else 1 - right
        for s in range(len(finder.network.states[variable]))
    ]
    finder.looks.append((until, variable, weights))


def _read_event(finder: _Finder, report: Report) -> None:
    pulse = finder.network.pulse_number[report.event]
    since, until = _window(finder, report)
    unit = int(finder.network.pulse_unit[pulse])
    if since < until:
        if _wakes(finder.leaps, pulse):
            raise NotComputable(
                f"{report.event!r} sets off triggers and its day is not known; give one"
            )
        finder.watches.append((since, until, 0.0, unit, 1.0, 1))
        return
    finder.items.append(
        _Item(time=until, kind=EVENT, of=pulse, pulses=frozenset({pulse}))
    )


def _wakes(leaps: Leaps, pulse: int) -> bool:
    first, last = leaps.after.pulse_clause_ptr[pulse : pulse + 2]
    return bool(last > first)


def _read_count(finder: _Finder, report: Report) -> None:
    assert report.count is not None  # noqa: S101  # told by the caller
    name, count = report.count
    last = finder.years(report.last)
    since = max(finder.years(report.first) - 1 / 365.25, 0.0)
    counted = [each.name for each in counted_in(finder.case)]
    if name in counted:
        indicator = counted_in(finder.case)[counted.index(name)]
        unit = finder.network.unit_variable.size + counted.index(name)
        spread = indicator.overdispersed
        scale = float(np.log(spread) / (spread - 1)) if spread > 1 else 1.0
        finder.watches.append((since, last, scale, unit, spread, count))
    elif finder.covered(name) > since:
        finder.left_out.append(f"a count of {name}, whose every event is reported")
    elif _wakes(finder.leaps, finder.network.pulse_number[name]):
        raise NotComputable(f"{name!r} sets off triggers and is only counted")
    else:
        pulse = finder.network.pulse_number[name]
        unit = int(finder.network.pulse_unit[pulse])
        finder.watches.append((since, last, 1.0, unit, 1.0, count))


def _watch_events(finder: _Finder) -> None:
    for event in finder.case.events:
        pulse = finder.network.pulse_number[event.name]
        until = finder.covered(event.name)
        if until > 0:
            unit = int(finder.network.pulse_unit[pulse])
            finder.watches.append((0.0, until, 1.0, unit, -1.0, 0))
        if until < finder.end and _wakes(finder.leaps, pulse):
            raise NotComputable(
                f"{event.name!r} sets off triggers; sampling needs all of it reported "
                f"up to {finder.as_of}"
            )


def _fixed_starts(finder: _Finder) -> dict[int, int]:
    """State at the start of each variable whose whole trajectory is known."""
    fixed: dict[int, int] = {}
    soft = {mark[4] for mark in finder.marks if mark[5] >= 0}
    for variable, name in enumerate(finder.network.variables):
        if finder.covered(name) < finder.end or variable in soft:
            continue
        start = _start_of(finder, variable)
        if start >= 0:
            fixed[variable] = start
    for item in finder.items:
        if item.known >= 0:
            variable, target, _ = finder.known[item.known]
            if variable in fixed:
                item.moves[variable] = target
                item.known = -1
    return fixed


def _start_of(finder: _Finder, variable: int) -> int:
    flat = int(finder.network.state_ptr[variable])
    numbers = finder.network.start_number[
        flat : int(finder.network.state_ptr[variable + 1])
    ]
    possible = set(np.flatnonzero(numbers >= 0).tolist())
    shares = {s.name: s.quantity for v in finder.case.variables for _, s in v.start}
    for state in list(possible):
        law = shares[finder.network.numbers[numbers[state]]].law
        if getattr(law, "value", 1.0) == 0.0:
            possible.discard(state)
    jumps = (
        sorted(
            (item.time, finder.known[item.known])
            for item in finder.items
            if item.known >= 0 and finder.known[item.known][0] == variable
        )
        if any(True for _ in finder.items)
        else []
    )
    first = jumps[0][0] if jumps else np.inf
    if jumps:
        possible &= set(jumps[0][1][2])
    for time, of, weights in finder.looks:
        if of == variable and time < first:
            sure = {s for s, weight in enumerate(weights) if weight > 0}
            possible &= sure
    return possible.pop() if len(possible) == 1 else -1


def _close(finder: _Finder, variable: int, until: float) -> None:
    """No jump of a variable up to a time, but those that are known."""
    opened = sorted(
        (since, to) for since, to, of, _, _ in finder.windows if of == variable
    )
    at = 0.0
    for since, to in opened:
        if since > at:
            finder.windows.append((at, since, variable, -1, frozenset()))
        at = max(at, to)
    if at < until:
        finder.windows.append((at, until, variable, -1, frozenset()))


def _instants(finder: _Finder) -> Iterator[_Item]:
    """Everything known as instants: those that one trigger ties are one."""
    for turn, at in enumerate(finder.leaps.date.tolist()):
        told = any(i.kind == DATE and i.of == turn for i in finder.items)
        if at <= finder.end and not told:
            finder.items.append(_Item(time=at, kind=DATE, of=turn))
    merged: list[_Item] = []
    for item in sorted(finder.items, key=lambda i: (i.time, -i.kind, i.of, i.known)):
        other = next((m for m in merged if _one_instant(finder, m, item)), None)
        if other is None:
            merged.append(item)
            continue
        other.moves.update(item.moves)
        other.pulses |= item.pulses
        other.known = max(other.known, item.known)
        if item.kind in (EVENT, DATE) and other.kind == JUMP:
            other.kind, other.of = item.kind, item.of
    last = -1.0
    for item in merged:
        item.time = max(item.time, last + APART if last >= 0 else item.time)
        last = item.time
        yield item


def _one_instant(finder: _Finder, one: _Item, other: _Item) -> bool:
    if one.time != other.time:
        return False
    if one.kind == other.kind == DATE and one.of == other.of:
        return True
    return _leads(finder, one, other) or _leads(finder, other, one)


def _leads(finder: _Finder, cause: _Item, effect: _Item) -> bool:
    after = finder.leaps.after
    first = int(finder.leaps.schedule_ptr[-1])
    for pulse in cause.pulses:
        clauses = after.pulse_clause[
            after.pulse_clause_ptr[pulse] : after.pulse_clause_ptr[pulse + 1]
        ]
        for clause in clauses:
            way = first + int(after.clause_signal[clause])
            begin, end = finder.leaps.way_ptr[way : way + 2]
            if effect.pulses & set(finder.leaps.way_pulse[begin:end].tolist()):
                return True
    return False


def _rows(finder: _Finder, fixed: Mapping[int, int]) -> Rows:
    network, end = finder.network, finder.end
    state = np.zeros(len(network.variables), np.int64)
    for variable in range(state.size):
        flat = network.state_ptr[variable : variable + 2]
        numbers = network.start_number[int(flat[0]) : int(flat[1])]
        state[variable] = fixed.get(variable, int(np.argmax(numbers >= 0)))
    plan: list[tuple[float, int, int, int, int, dict[int, int]]] = [
        (item.time, 0, item.kind, item.of, item.known, item.moves)
        for item in _instants(finder)
    ]
    edges = {t for w in finder.windows for t in w[:2]}
    edges |= {t for w in finder.watches for t in w[:2]}
    edges |= {t for m in finder.marks for t in m[:2]}
    plan += [(t, 2, PLAIN, -1, -1, {}) for t in sorted(edges) if 0 < t < end]
    plan += [
        (time, 1, LOOK, at, -1, {}) for at, (time, of, _) in enumerate(finder.looks)
    ]
    plan.sort(key=lambda row: row[:5])
    rows = new_rows(state.size)
    _put(rows, 0.0, (START, -1, -1), state)
    for time, _, kind, of, known, moves in plan:
        for variable, target in moves.items():
            state[variable] = target
        _put(rows, time, (kind, of, known), state)
    last = max(end, float(rows.time[rows.filled[0] - 1]))
    _put(rows, last, (END, -1, -1), state)
    return rows


def _put(rows: Rows, time: float, what: tuple[int, int, int], state: IntArray) -> None:
    at = int(rows.filled[0])
    if at >= MOST:
        raise NotComputable(f"over {MOST:,} things are known; ask for an earlier day")
    rows.time[at], rows.what[at], rows.state[at] = time, what, state
    rows.filled[0] += 1


def _arrays(finder: _Finder) -> Facts:
    most = max((len(s) for s in finder.network.states), default=1)
    weights = [w + [0.0] * (most - len(w)) for _, _, w in finder.looks]
    return Facts(
        window_from=_floats([w[0] for w in finder.windows]),
        window_until=_floats([w[1] for w in finder.windows]),
        window=_whole([[w[2], w[3]] for w in finder.windows], 2),
        window_source=_masks([w[4] for w in finder.windows], most),
        known=_whole([[k[0], k[1]] for k in finder.known], 2),
        known_source=_masks([k[2] for k in finder.known], most),
        look=np.array([v for _, v, _ in finder.looks], np.int64),
        look_weight=np.array(weights, np.float64).reshape(-1, most),
        mark=np.array([m[:4] for m in finder.marks], np.float64).reshape(-1, 4),
        mark_jump=_whole([[m[4], m[5]] for m in finder.marks], 2),
        mark_source=_masks([m[6] for m in finder.marks], most),
        watch=np.array([w[:3] for w in finder.watches], np.float64).reshape(-1, 3),
        watch_unit=np.array([w[3] for w in finder.watches], np.int64),
        watch_spread=_floats([w[4] for w in finder.watches]),
        watch_count=np.array([w[5] for w in finder.watches], np.int64),
    )


def _floats(values: Sequence[float]) -> FloatArray:
    return np.array(values, np.float64)


def _whole(rows: Sequence[Sequence[int]], width: int) -> IntArray:
    return np.array(rows, np.int64).reshape(-1, width)


def _masks(sets: Sequence[frozenset[int]], most: int) -> np.ndarray:
    return np.array(
        [[s in one for s in range(most)] for one in sets], np.bool_
    ).reshape(-1, most)
