"""Signals: what questions watch for, as clauses that kernels evaluate by index.

A condition becomes clauses joined by *or*. A *state clause* is true while its state
condition holds, the start included. A *pulse clause* fires at a jump or event of its
set, if its state condition holds in the state after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from forewarn.engine.network import Network
from forewarn.engine.tables import (
    Grid,
    Indices,
    Integers,
    Maps,
    Scope,
    Truths,
    build_grid,
    build_maps,
    cell_of,
    check_cells,
)
from forewarn.model.conditions import (
    And,
    Condition,
    Jump,
    Not,
    Or,
    Pulse,
    has_pulse,
    text_of,
    variables_of,
)

#: Tables of one cell: a condition that never holds, and one that always does.
NEVER, ALWAYS = 0, 1


class Signals(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Several signals as flat arrays.

    A table's condition holds where ``truth[truth_ptr[table] + cell]``; the first two
    tables are ``NEVER`` and ``ALWAYS``.
    """

    #: How a joint state picks a cell of each table.
    maps: Maps
    #: First truth of each table; shape (table + 1,).
    truth_ptr: Integers
    #: Whether a table's condition holds in a cell; shape (sum of cells,).
    truth: Truths
    #: Table of each signal's state clause, ``NEVER`` without one; shape (signal,).
    state_table: Integers
    #: First pulse clause of each signal; shape (signal + 1,).
    clause_ptr: Integers
    #: Signal of each pulse clause, and the table that must hold after the pulse.
    clause_signal: Integers
    clause_table: Integers
    #: Pulses of a clause, rising: ``clause_pulse_ptr[c]:clause_pulse_ptr[c + 1]``.
    clause_pulse_ptr: Integers
    clause_pulse: Integers
    #: Clauses that watch a pulse: ``pulse_clause_ptr[p]:pulse_clause_ptr[p + 1]``.
    pulse_clause_ptr: Integers
    pulse_clause: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Pulses that are watched, and a condition on the state after them."""

    #: Numbers of pulses; None for a state clause.
    pulses: frozenset[int] | None
    #: None where any state will do.
    state: Condition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    grid: Grid
    truth: Truths


def compile_signals(network: Network, conditions: Sequence[Condition]) -> Signals:
    """The signals of some conditions, in their order.

    Args:
        network: The network they watch.
        conditions: Conditions on its variables and pulses.

    Raises:
        NotComputable: if a condition ties so many variables together that its table
            would have over 2**20 cells.
    """
    split = [split_clauses(network, condition) for condition in conditions]
    watches = [[c for c in clauses if c.pulses is not None] for clauses in split]
    flat = [clause for clauses in watches for clause in clauses]
    scope = network.scope
    tables = [_constant(scope, holds=False), _constant(scope, holds=True)]
    state_table = [_place_state(scope, tables, clauses) for clauses in split]
    clause_table = [_place(scope, tables, clause.state) for clause in flat]
    pulses = [sorted(clause.pulses or ()) for clause in flat]
    watchers = _watchers(pulses, len(network.pulses))
    return Signals(
        maps=build_maps([table.grid for table in tables]),
        truth_ptr=_ends([table.truth.size for table in tables]),
        truth=np.concatenate([table.truth for table in tables]),
        state_table=_indices(state_table),
        clause_ptr=_ends([len(clauses) for clauses in watches]),
        clause_signal=_indices([s for s, cs in enumerate(watches) for _ in cs]),
        clause_table=_indices(clause_table),
        clause_pulse_ptr=_ends([len(numbers) for numbers in pulses]),
        clause_pulse=_indices([p for numbers in pulses for p in numbers]),
        pulse_clause_ptr=_ends([len(clauses) for clauses in watchers]),
        pulse_clause=_indices([c for clauses in watchers for c in clauses]),
    )


def split_clauses(network: Network, condition: Condition) -> tuple[Clause, ...]:
    """The clauses of a condition: at most one of state, and those of pulses.

    Clauses that no pulse can fire are left out; so a signal may have none at all.
    """
    clauses = tuple(_clauses(network, condition))
    states = tuple(c.state for c in clauses if c.pulses is None and c.state is not None)
    pulses = tuple(c for c in clauses if c.pulses)
    if not states:
        return pulses
    whole = states[0] if len(states) == 1 else Or(parts=states)
    return (Clause(pulses=None, state=whole), *pulses)


def is_true(
    signals: Signals, signal: int, states: Sequence[int], pulse: int | None = None
) -> bool:
    """Whether a signal is true at an instant: the plain form of what kernels do.

    Args:
        signals: Several signals.
        signal: Which of them.
        states: State of every variable, after the pulse; shape (variable,).
        pulse: The pulse of that instant, if one comes.
    """
    if table_holds(signals, int(signals.state_table[signal]), states):
        return True
    first, last = signals.clause_ptr[signal : signal + 2]
    return any(
        pulse in _pulses_of(signals, clause)
        and table_holds(signals, int(signals.clause_table[clause]), states)
        for clause in range(int(first), int(last))
    )


def table_holds(signals: Signals, table: int, states: Sequence[int]) -> bool:
    """Whether a table's condition holds in a joint state.

    Args:
        signals: Several signals.
        table: Which of their tables.
        states: State of every variable; shape (variable,).
    """
    cell = cell_of(signals.maps, table, states)
    return bool(signals.truth[int(signals.truth_ptr[table]) + cell])


def _pulses_of(signals: Signals, clause: int) -> list[int]:
    first, last = signals.clause_pulse_ptr[clause : clause + 2]
    return [int(pulse) for pulse in signals.clause_pulse[first:last]]


def _clauses(network: Network, condition: Condition) -> Iterator[Clause]:
    if not has_pulse(condition):
        yield Clause(pulses=None, state=condition)
        return
    match condition:
        case Jump() | Pulse():
            yield Clause(pulses=_pulses(network, condition), state=None)
        case Or():
            for part in condition.parts:
                yield from _clauses(network, part)
        case And():
            parts = [list(_clauses(network, part)) for part in condition.parts]
            yield from map(_together, product(*parts))
        case _:
            raise ValueError(f"a pulse cannot stand under not: {text_of(condition)!r}")


def _pulses(network: Network, condition: Jump | Pulse) -> frozenset[int]:
    if isinstance(condition, Pulse):
        return frozenset({network.pulse_number[condition.event]})
    variable = network.scope.number[condition.variable]
    names = network.states[variable]
    return frozenset(
        pulse
        for pulse in range(len(network.pulses))
        if network.pulse_variable[pulse] == variable
        and names[network.pulse_target[pulse]] in condition.targets
        and (
            not condition.sources
            or names[network.pulse_source[pulse]] in condition.sources
        )
    )


def _together(clauses: Sequence[Clause]) -> Clause:
    # The language joins no two jumps by "and": both are seen where one jump is both.
    states = tuple(clause.state for clause in clauses if clause.state is not None)
    sets = [clause.pulses for clause in clauses if clause.pulses is not None]
    return Clause(
        pulses=frozenset.intersection(*sets) if sets else None,
        state=And(parts=states) if len(states) > 1 else (*states, None)[0],
    )


def _place_state(scope: Scope, tables: list[_Table], clauses: Sequence[Clause]) -> int:
    states = [clause.state for clause in clauses if clause.pulses is None]
    return _place(scope, tables, states[0]) if states else NEVER


def _place(scope: Scope, tables: list[_Table], condition: Condition | None) -> int:
    if condition is None:
        return ALWAYS
    tables.append(_table(scope, condition))
    return len(tables) - 1


def _constant(scope: Scope, *, holds: bool) -> _Table:
    return _Table(grid=build_grid(scope, []), truth=np.array([holds]))


def _table(scope: Scope, condition: Condition) -> _Table:
    if isinstance(condition, Or):  # not all of the opposites
        opposite = And(parts=tuple(_opposite(part) for part in condition.parts))
        table = _table(scope, opposite)
        return _Table(grid=table.grid, truth=~table.truth)
    parts = condition.parts if isinstance(condition, And) else (condition,)
    alone, tied = _parted(parts)
    grid = build_grid(scope, tied, [alone] if alone else [])
    check_cells(
        grid, f"the condition {text_of(condition)!r}", "ask about fewer variables"
    )
    truth = np.ones(grid.cells, dtype=np.bool_)
    for part in tied:
        truth &= grid.truth(part)
    return _Table(
        grid=grid, truth=truth & (grid.count(0) == len(alone)) if alone else truth
    )


def _opposite(condition: Condition) -> Condition:
    return condition.part if isinstance(condition, Not) else Not(part=condition)


def _parted(parts: Sequence[Condition]) -> tuple[list[Condition], list[Condition]]:
    """Conditions on variables that no other part reads, and the rest.

    The first can be counted together on one axis: all hold where the count is full.
    """
    reads = [variables_of(part) for part in parts]
    tied = frozenset[str]().union(*(names for names in reads if len(names) > 1))
    alone: dict[str, list[Condition]] = {}
    rest: list[Condition] = []
    for part, names in zip(parts, reads, strict=True):
        if names & tied:
            rest.append(part)
        else:
            alone.setdefault(min(names), []).append(part)
    return [And(parts=tuple(conditions)) for conditions in alone.values()], rest


def _watchers(pulses: Sequence[Sequence[int]], count: int) -> list[list[int]]:
    watchers: list[list[int]] = [[] for _ in range(count)]
    for clause, numbers in enumerate(pulses):
        for pulse in numbers:
            watchers[pulse].append(clause)
    return watchers


def _ends(sizes: Sequence[int]) -> Indices:
    return np.cumsum([0, *sizes]).astype(np.uint32)


def _indices(numbers: Sequence[int]) -> Indices:
    return np.array(numbers, dtype=np.uint32)
