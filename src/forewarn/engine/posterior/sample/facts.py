"""Facts: what a case knows at a date, as rows and arrays that chains are held to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.posterior.exact.known import known_reports
from forewarn.engine.posterior.sample.finding import Finder, Jump
from forewarn.engine.posterior.sample.moments import moments_of
from forewarn.engine.posterior.sample.reading import read
from forewarn.engine.posterior.sample.rows import (
    END,
    LOOK,
    PLAIN,
    START,
    Facts,
    Rows,
    new_rows,
)
from forewarn.engine.posterior.sample.watching import close_windows, watch_events
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths
from forewarn.model.case import Case


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
    #: Dates after the day that a report has spent: the schedule, and when, in years.
    spent: tuple[tuple[str, float], ...]


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
    finder = Finder(network=network, leaps=leaps, case=case, as_of=as_of)
    for report in known_reports(case, as_of):
        read(finder, report)
    fixed = _fixed_starts(finder)
    hidden = [v for v in range(len(network.variables)) if v not in fixed]
    for variable in hidden:
        until = finder.covered(network.variables[variable])
        if until > 0:
            close_windows(finder, variable, until)
    watch_events(finder)
    rows = _rows(finder, fixed)
    return Found(
        facts=_arrays(finder),
        rows=rows,
        hidden=tuple(hidden),
        left_out=tuple(finder.left_out),
        spent=tuple(finder.spent),
    )


def _fixed_starts(finder: Finder) -> dict[int, int]:
    """State at the start of each variable whose whole trajectory is known."""
    fixed: dict[int, int] = {}
    soft = {mark.jump.variable for mark in finder.marks if mark.jump.target >= 0}
    for variable, name in enumerate(finder.network.variables):
        if finder.covered(name) < finder.end or variable in soft:
            continue
        start = _start_of(finder, variable)
        if start >= 0:
            fixed[variable] = start
    for item in finder.items:
        if item.known >= 0:
            jump = finder.known[item.known]
            if jump.variable in fixed:
                item.moves[jump.variable] = jump.target
                item.known = -1
    return fixed


def _start_of(finder: Finder, variable: int) -> int:
    """The one state a variable may have started in, -1 if there are several."""
    possible = _starts(finder, variable)
    jumps = sorted(
        (item.time, finder.known[item.known].sources)
        for item in finder.items
        if item.known >= 0 and finder.known[item.known].variable == variable
    )
    if jumps:
        possible &= jumps[0][1]
    for time, of, weights in finder.looks:
        if of == variable and time < (jumps[0][0] if jumps else np.inf):
            possible &= {s for s, weight in enumerate(weights) if weight > 0}
    return possible.pop() if len(possible) == 1 else -1


def _starts(finder: Finder, variable: int) -> set[int]:
    first, last = finder.network.state_ptr[variable : variable + 2]
    numbers = finder.network.start_number[int(first) : int(last)]
    shares = {s.name: s.quantity for v in finder.case.variables for _, s in v.start}
    return {
        state
        for state in np.flatnonzero(numbers >= 0).tolist()
        if getattr(shares[finder.network.numbers[numbers[state]]].law, "value", 1.0)
    }


def _rows(finder: Finder, fixed: Mapping[int, int]) -> Rows:
    network, end = finder.network, finder.end
    state = np.zeros(len(network.variables), np.int64)
    for variable in range(state.size):
        flat = network.state_ptr[variable : variable + 2]
        numbers = network.start_number[int(flat[0]) : int(flat[1])]
        state[variable] = fixed.get(variable, int(np.argmax(numbers >= 0)))
    plan: list[tuple[float, int, int, int, int, dict[int, int]]] = [
        (item.time, 0, item.kind, item.of, item.known, item.moves)
        for item in moments_of(finder)
    ]
    edges = {t for w in finder.windows for t in (w.since, w.until)}
    edges |= {t for w in finder.watches for t in (w.since, w.until)}
    edges |= {t for m in finder.marks for t in (m.since, m.until)}
    plan += [(t, 2, PLAIN, -1, -1, {}) for t in sorted(edges) if 0 < t < end]
    plan += [
        (time, 1, LOOK, at, -1, {}) for at, (time, _, _) in enumerate(finder.looks)
    ]
    plan.sort(key=lambda row: row[:5])
    rows = new_rows(state.size, len(plan) + 2)
    _put(rows, 0.0, (START, -1, -1), state)
    for time, _, kind, of, jump, moves in plan:
        for variable, target in moves.items():
            state[variable] = target
        _put(rows, time, (kind, of, jump), state)
    last = max(end, float(rows.time[rows.filled[0] - 1]))
    _put(rows, last, (END, -1, -1), state)
    return rows


def _put(rows: Rows, time: float, what: tuple[int, int, int], state: IntArray) -> None:
    at = int(rows.filled[0])
    rows.time[at], rows.what[at], rows.state[at] = time, what, state
    rows.filled[0] += 1


def _arrays(finder: Finder) -> Facts:
    most = max((len(s) for s in finder.network.states), default=1)
    weights = [w + [0.0] * (most - len(w)) for _, _, w in finder.looks]
    windows, watches, marks = finder.windows, finder.watches, finder.marks
    unit = finder.network.pulse_unit
    return Facts(
        window_from=_floats([w.since for w in windows]),
        window_until=_floats([w.until for w in windows]),
        window=np.array([w.variable for w in windows], np.int64),
        window_allow=_allowed([w.jumps for w in windows], most),
        known=_whole([[k.variable, k.target] for k in finder.known], 2),
        known_source=_masks([k.sources for k in finder.known], most),
        look=np.array([v for _, v, _ in finder.looks], np.int64),
        look_weight=np.array(weights, np.float64).reshape(-1, most),
        mark=np.array(
            [[m.since, m.until, m.right, m.wrong] for m in marks], np.float64
        ).reshape(-1, 4),
        mark_jump=_whole([[m.jump.variable, m.jump.target] for m in marks], 2),
        mark_source=_masks([m.jump.sources for m in marks], most),
        mark_once=np.array([m.once for m in marks], np.bool_),
        watch=np.array(
            [[w.since, w.until, w.scale] for w in watches], np.float64
        ).reshape(-1, 3),
        watch_unit=np.array([w.unit for w in watches], np.int64),
        watch_pulse=np.array([w.pulse for w in watches], np.int64),
        watch_kind=np.array([w.kind for w in watches], np.int64),
        watch_spread=_floats([w.spread for w in watches]),
        watch_count=np.array([w.number for w in watches], np.int64),
        watch_weight=_reals([(w.came, w.none) for w in watches], 2),
        gap=_reals([gap[:2] for gap in finder.gaps], 2),
        gap_of=_whole([[int(unit[g[2]]), g[2]] for g in finder.gaps], 2),
    )


def _floats(values: Sequence[float]) -> FloatArray:
    return np.array(values, np.float64)


def _reals(rows: Sequence[Sequence[float]], width: int) -> FloatArray:
    return np.array(rows, np.float64).reshape(-1, width)


def _whole(rows: Sequence[Sequence[int]], width: int) -> IntArray:
    return np.array(rows, np.int64).reshape(-1, width)


def _masks(sets: Sequence[frozenset[int]], most: int) -> Truths:
    masks = np.array([[s in one for s in range(most)] for one in sets], np.bool_)
    return masks.reshape(-1, most)


def _allowed(windows: Sequence[Sequence[Jump]], most: int) -> Truths:
    """Whether each jump may come in each window; shape (window, from, to)."""
    allowed = np.zeros((len(windows), most, most), np.bool_)
    for window, jumps in enumerate(windows):
        for jump in jumps:
            allowed[window, sorted(jump.sources), jump.target] = True
    return allowed
