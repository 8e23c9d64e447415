"""Steps: every way a variable can change state, and which cells of tables it moves."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import Network
from forewarn.engine.tables import Indices, Maps

IntArray = npt.NDArray[np.int64]
Rows = npt.NDArray[np.uint32]
#: A place in an array; in kernels without a sign, which would be looked at each time.
Index = int | np.uint64


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A variable's way from one state to another; variable -1 for an event's pulse."""

    variable: int
    source: int
    target: int


def find_steps(network: Network) -> list[Step]:
    """The step of each pulse, then the steps to where variables may start.

    The latter lead from the first possible start state to each, itself included, of
    variables that have several.
    """
    pulses = zip(
        network.pulse_variable.tolist(),
        network.pulse_source.tolist(),
        network.pulse_target.tolist(),
        strict=True,
    )
    jumps = [Step(variable=v, source=a, target=b) for v, a, b in pulses]
    return jumps + list(_placements(network))


def start_states(network: Network, variable: int) -> list[int]:
    """States that a variable can start in, in order of names."""
    first, last = network.state_ptr[variable : variable + 2]
    return list(np.flatnonzero(network.start_number[first:last] >= 0).tolist())


def first_states(network: Network) -> list[int]:
    """The first possible start state of each variable."""
    return [start_states(network, v)[0] for v in range(len(network.variables))]


def cells_at(maps: Maps, states: Sequence[int]) -> IntArray:
    """The cell of each table in a joint state; shape (table,)."""
    at = np.array(states, dtype=np.int64)[maps.read_variable] + maps.read_offset
    sums: IntArray = np.cumsum([0, *maps.offsets[at]], dtype=np.int64)
    return np.asarray(np.diff(sums[maps.read_ptr]), dtype=np.int64)


def shifts_of(maps: Maps, variables: int) -> Callable[[Step], IntArray]:
    """What a step does to some tables: rows of table and change of its cell.

    Args:
        maps: Maps of the tables.
        variables: Number of variables.
    """
    order = np.argsort(maps.read_variable, kind="stable")
    counts = np.bincount(maps.read_variable, minlength=variables)
    first = np.concatenate([[0], np.cumsum(counts)])
    tables = np.repeat(np.arange(maps.cells.size), np.diff(maps.read_ptr))[order]
    at = maps.read_offset.astype(np.int64)[order]
    offsets = maps.offsets.astype(np.int64)

    def shifts(step: Step) -> IntArray:
        if step.variable < 0:
            return np.empty((0, 2), dtype=np.int64)
        reads = slice(first[step.variable], first[step.variable + 1])
        by = offsets[at[reads] + step.target] - offsets[at[reads] + step.source]
        rows: IntArray = np.stack([tables[reads], by], axis=1)[by != 0]
        return rows

    return shifts


def ends(sizes: Sequence[int]) -> Indices:
    """Where rows begin that are laid end to end, and the end of the last."""
    return np.cumsum([0, *sizes]).astype(np.uint32)


def indices(numbers: Iterable[int]) -> Indices:
    """Whole numbers from 0, as kernels read them."""
    return np.fromiter(numbers, dtype=np.uint32)


def joined(parts: Sequence[IntArray], width: int) -> Rows:
    """Rows laid end to end; numbers below 0 wrap, as sums of unsigned words do."""
    return np.concatenate([np.empty((0, width), np.int64), *parts]).astype(np.uint32)


def _placements(network: Network) -> Iterator[Step]:
    for variable in range(len(network.variables)):
        states = start_states(network, variable)
        if len(states) > 1:
            for state in states:
                yield Step(variable=variable, source=states[0], target=state)
