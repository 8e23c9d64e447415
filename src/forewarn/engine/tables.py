"""Tables: how a joint state picks a cell, by adding one offset for each variable read.

A table's cells are a grid of axes. An axis of *classes* belongs to one variable: states
that nothing in the table tells apart share a class. An axis that *counts* belongs to
several variables: each adds how many of the counted tests its state passes, so ``each``
of ten tests needs eleven cells and not a thousand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.errors import NotComputable
from forewarn.model.conditions import (
    And,
    Condition,
    Holds,
    Not,
    Or,
    leaves,
    text_of,
    variables_of,
)

Indices = npt.NDArray[np.uint32]
Integers = npt.NDArray[np.integer[Any]]
SignedIndices = npt.NDArray[np.int32]
Truths = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]

#: Cells one table may have.
CELLS = 2**20  # measured: the symbolic entries of one such table take about 0.5 GB


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The variables there are, in order of names, each with its states likewise."""

    variables: tuple[str, ...]
    #: States of each variable, in order of names.
    states: tuple[tuple[str, ...], ...]
    #: Number of each variable.
    number: Mapping[str, int]


class Maps(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Several tables' maps from joint states to cells, laid end to end.

    The cell of table i is the sum, over its reads r in
    ``read_ptr[i]:read_ptr[i + 1]``, of
    ``offsets[read_offset[r] + state of read_variable[r]]``.
    """

    #: Where each table's reads begin; shape (table + 1,).
    read_ptr: Integers
    #: Variable of each read, rising within a table; shape (read,).
    read_variable: Integers
    #: Where in ``offsets`` a read's state 0 stands; shape (read,).
    read_offset: Integers
    #: What each state adds; shape (sum of states over reads,).
    offsets: Integers
    #: Number of cells; shape (table,).
    cells: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAxis:
    """An axis of one variable's classes of states."""

    variable: int
    #: Class of each state; shape (state,).
    classes: Indices
    #: A state of each class; shape (class,).
    examples: Indices

    @property
    def size(self) -> int:
        """How many classes there are."""
        return self.examples.size


@dataclass(frozen=True, slots=True, kw_only=True)
class CountAxis:
    """An axis that counts how many of some one-variable tests hold."""

    #: How many of the tests each state of each variable passes; shape (state,) each.
    passes: Mapping[int, Indices]

    @property
    def size(self) -> int:
        """One more than the most tests that can hold together."""
        return 1 + sum(int(counts.max()) for counts in self.passes.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table's axes, classes first; the last axis moves fastest."""

    scope: Scope
    classes: tuple[ClassAxis, ...]
    counts: tuple[CountAxis, ...]

    @property
    def axes(self) -> tuple["ClassAxis | CountAxis", ...]:
        """All axes, those of classes first."""
        return (*self.classes, *self.counts)

    @property
    def shape(self) -> tuple[int, ...]:
        """Size of each axis."""
        return tuple(axis.size for axis in self.axes)

    @property
    def cells(self) -> int:
        """Number of cells."""
        return prod(self.shape)

    def offsets(self) -> dict[int, Indices]:
        """What each state of each variable adds to the cell; shape (state,) each."""
        sums: dict[int, Indices] = {}
        stride = self.cells
        for axis in self.axes:
            stride //= axis.size
            for variable, steps in _steps_along(axis):
                sums[variable] = sums.get(variable, np.uint32(0)) + steps * stride
        return {v: sums[v].astype(np.uint32) for v in sorted(sums)}

    def truth(self, condition: Condition) -> Truths:
        """In which cells a condition on the classes holds; shape (cell,)."""
        return np.broadcast_to(self._truth(condition), self.shape).ravel()

    def count(self, at: int) -> Counts:
        """How many tests of a counting axis hold in each cell; shape (cell,)."""
        axis = len(self.classes) + at
        numbers = np.arange(self.shape[axis], dtype=np.int32)
        return np.broadcast_to(self._along(axis, numbers), self.shape).ravel()

    def _truth(self, condition: Condition) -> Truths:
        match condition:
            case Holds():
                return self._test(condition)
            case Not():
                return ~self._truth(condition.part)
            case And():
                return _all([self._truth(part) for part in condition.parts])
            case Or():
                return ~_all([~self._truth(part) for part in condition.parts])
            case _:
                raise ValueError(f"{text_of(condition)!r} is a pulse, not a state")

    def _test(self, test: Holds) -> Truths:
        variable = self.scope.number[test.variable]
        names = self.scope.states[variable]
        axis = next(i for i, a in enumerate(self.classes) if a.variable == variable)
        passed = [names[s] in test.within for s in self.classes[axis].examples]
        return self._along(axis, np.array(passed, dtype=np.bool_))

    def _along(self, axis: int, values: npt.NDArray[np.generic]) -> npt.NDArray:  # type: ignore[type-arg]
        return values.reshape([-1 if i == axis else 1 for i in range(len(self.shape))])


def scope_of(variables: Sequence[str], states: Sequence[Sequence[str]]) -> Scope:
    """The scope of some variables and their states, both in order of names."""
    return Scope(
        variables=tuple(variables),
        states=tuple(tuple(names) for names in states),
        number={name: i for i, name in enumerate(variables)},
    )


def build_grid(
    scope: Scope,
    told_apart: Sequence[Condition],
    counted: Sequence[Sequence[Condition]] = (),
) -> Grid:
    """The smallest grid that tells some conditions, and some counts, apart.

    Args:
        scope: The variables there are.
        told_apart: Conditions that each cell must settle.
        counted: Lists of one-variable conditions; each list is counted on an axis.
    """
    tests = [leaf for condition in told_apart for leaf in leaves(condition)]
    by_variable: dict[int, list[Holds]] = {}
    for test in tests:
        if isinstance(test, Holds):
            by_variable.setdefault(scope.number[test.variable], []).append(test)
    return Grid(
        scope=scope,
        classes=tuple(
            _class_axis(scope, v, by_variable[v]) for v in sorted(by_variable)
        ),
        counts=tuple(_count_axis(scope, conditions) for conditions in counted),
    )


def build_maps(grids: Sequence[Grid]) -> Maps:
    """The maps of some grids, laid end to end."""
    reads = [grid.offsets() for grid in grids]
    flat = [(v, offsets) for read in reads for v, offsets in read.items()]
    ends = np.cumsum([0, *(offsets.size for _, offsets in flat)])
    return Maps(
        read_ptr=np.cumsum([0, *map(len, reads)]).astype(np.uint32),
        read_variable=np.array([v for v, _ in flat], dtype=np.uint32),
        read_offset=ends[:-1].astype(np.uint32),
        offsets=np.concatenate(
            [np.empty(0, np.uint32), *(offsets for _, offsets in flat)]
        ),
        cells=np.array([grid.cells for grid in grids], dtype=np.uint32),
    )


def cell_of(maps: Maps, table: int, states: Sequence[int]) -> int:
    """The cell of a table in a joint state: the plain form of what kernels do.

    Args:
        maps: Maps of several tables.
        table: Which of them.
        states: State of every variable; shape (variable,).
    """
    reads = range(int(maps.read_ptr[table]), int(maps.read_ptr[table + 1]))
    return sum(
        int(maps.offsets[int(maps.read_offset[r]) + states[maps.read_variable[r]]])
        for r in reads
    )


def check_cells(grid: Grid, what: str, way_out: str) -> None:
    """Refuse a table that is too large to hold.

    Raises:
        NotComputable: if the grid has more than ``CELLS`` cells.
    """
    if grid.cells > CELLS:
        raise NotComputable(
            f"{what} reads variables in {grid.cells:,} combinations, more than the "
            f"limit of {CELLS:,}; {way_out}"
        )


def passes_of(scope: Scope, condition: Condition) -> tuple[int, Truths]:
    """The one variable a condition reads, and in which of its states it holds."""
    (name,) = variables_of(condition)
    axis = ClassAxis(
        variable=scope.number[name],
        classes=np.arange(len(scope.states[scope.number[name]]), dtype=np.uint32),
        examples=np.arange(len(scope.states[scope.number[name]]), dtype=np.uint32),
    )
    grid = Grid(scope=scope, classes=(axis,), counts=())
    return axis.variable, grid.truth(condition)


def _steps_along(axis: ClassAxis | CountAxis) -> Iterator[tuple[int, Indices]]:
    if isinstance(axis, ClassAxis):
        yield axis.variable, axis.classes
    else:
        yield from axis.passes.items()


def _class_axis(scope: Scope, variable: int, tests: Sequence[Holds]) -> ClassAxis:
    seen = {
        tuple(name in test.within for test in tests) for name in scope.states[variable]
    }
    order = {passed: number for number, passed in enumerate(sorted(seen))}
    classes = [
        order[tuple(name in test.within for test in tests)]
        for name in scope.states[variable]
    ]
    return ClassAxis(
        variable=variable,
        classes=np.array(classes, dtype=np.uint32),
        examples=np.array(
            [classes.index(number) for number in range(len(order))], dtype=np.uint32
        ),
    )


def _count_axis(scope: Scope, conditions: Sequence[Condition]) -> CountAxis:
    passes: dict[int, Indices] = {}
    for condition in conditions:
        variable, passed = passes_of(scope, condition)
        passes[variable] = passes.get(variable, np.uint32(0)) + passed.astype(np.uint32)
    return CountAxis(passes={v: passes[v] for v in sorted(passes)})


def _all(truths: Sequence[Truths]) -> Truths:
    whole: Truths = np.ones((), dtype=np.bool_)
    for truth in truths:
        whole = whole & truth
    return whole
