"""The network: a case as flat arrays that both twins compute with.

Everything stands in order of names, so the order of declarations changes no bit. A
*pulse* is a transition or an event. Pulses are grouped in *units*: the transitions of
one variable out of one state (or one of them, where tables would grow too large), or
one event. A unit has a table of hazards, an *entry* for each cell and pulse; entries
are symbolic, so that the numbers of a world become hazards in one quick pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import (
    Acts,
    Adopted,
    act,
    adopted_measures,
    find_acts,
    find_adopted,
)
from forewarn.engine.kernel import kernel
from forewarn.engine.tables import (
    Indices,
    Integers,
    Maps,
    Scope,
    SignedIndices,
    Truths,
    build_maps,
)
from forewarn.engine.units import (
    Entries,
    Unit,
    build_acts,
    build_entries,
    find_leaps,
    find_pulses,
    group_pulses,
)
from forewarn.errors import NotComputable, UsageError
from forewarn.model.case import Case

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A case as flat arrays.

    A *flat state* is ``state_ptr[variable] + state``. The hazard of pulse j of unit u
    in a joint state is ``hazards[unit_entry_ptr[u] + cell * width + j]``, where width
    is ``unit_pulse_ptr[u + 1] - unit_pulse_ptr[u]`` and the cell follows from ``maps``.
    """

    #: Names of variables, and of each variable's states; in order of names.
    variables: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    #: First flat state of each variable; shape (variable + 1,).
    state_ptr: Indices
    #: Names of all numbers, in order of names.
    numbers: tuple[str, ...]
    #: Number that is the share of a flat state at the start, -1 where the variable
    #: cannot start; shape (flat state,).
    start_number: SignedIndices
    #: Names of pulses: transitions by (variable, source, target); then events; then
    #: jumps that only schedules and triggers make, which have no unit.
    pulses: tuple[str, ...]
    #: Variable, source and target of each pulse, -1 for an event; shape (pulse,).
    pulse_variable: SignedIndices
    pulse_source: SignedIndices
    pulse_target: SignedIndices
    #: Unit of each pulse, -1 for one without; shape (pulse,).
    pulse_unit: SignedIndices
    #: Whether a pulse's rate is a share of the other exits; shape (pulse,).
    pulse_odds: npt.NDArray[np.bool_]
    #: First pulse of each unit; shape (unit + 1,).
    unit_pulse_ptr: Indices
    #: Variable and state whose exits a unit holds, -1 for an event; shape (unit,).
    unit_variable: SignedIndices
    unit_source: SignedIndices
    #: First entry of each unit; shape (unit + 1,).
    unit_entry_ptr: Indices
    #: First unit of each flat state; the last is the first event; shape (flat + 1,).
    state_unit_ptr: Indices
    #: Cells of the units' tables; table u is unit u's.
    maps: Maps
    #: Units whose cell each variable moves: ``child_ptr[v]:child_ptr[v + 1]``.
    child_ptr: Indices
    #: Unit, and where in ``maps.offsets`` the variable's state 0 stands for it.
    child_unit: Indices
    child_offset: Integers
    #: Symbolic hazards of each unit, cell and pulse.
    entries: Entries
    #: Names of adopted measures, in order; when they are in place; what they multiply.
    measures: tuple[str, ...]
    adopted: Adopted
    acts: Acts

    @property
    def scope(self) -> Scope:
        """The variables and states, as tables are built from them."""
        return _scope(self.variables, self.states)

    @property
    def state_counts(self) -> Indices:
        """Number of states of each variable; shape (variable,)."""
        return np.diff(self.state_ptr)

    @property
    def leap_number(self) -> Mapping[tuple[str, str, str], int]:
        """Number of the pulse of each jump, by variable, source and target."""
        places = zip(
            self.pulse_variable, self.pulse_source, self.pulse_target, strict=True
        )
        return {
            (self.variables[v], self.states[v][a], self.states[v][b]): pulse
            for pulse, (v, a, b) in enumerate(places)
            if v >= 0
        }

    @property
    def pulse_number(self) -> Mapping[str, int]:
        """Number of each pulse by its name."""
        return {name: number for number, name in enumerate(self.pulses)}


def compile_network(case: Case) -> Network:
    """The network of a case.

    Args:
        case: A case without errors.

    Raises:
        UsageError: if two different numbers have one name.
        NotComputable: if one transition reads so many variables that its table of
            hazards would have over 2**20 cells.
    """
    variables = sorted(case.variables, key=lambda variable: variable.name)
    scope = _scope(
        tuple(variable.name for variable in variables),
        tuple(tuple(sorted(variable.state_names)) for variable in variables),
    )
    numbers = _number_names(case)
    number = {name: i for i, name in enumerate(numbers)}
    pulses = find_pulses(case, scope, number, find_acts(case, number))
    units = group_pulses(pulses, scope)
    pulses += find_leaps(case, scope, pulses)
    maps, entries = build_maps([unit.grid for unit in units]), build_entries(units)
    child_ptr, children = _children(maps, len(scope.variables))
    return Network(
        variables=scope.variables,
        states=scope.states,
        state_ptr=_ends([len(names) for names in scope.states]),
        numbers=numbers,
        start_number=_start_numbers(case, scope, numbers),
        pulses=tuple(pulse.name for pulse in pulses),
        pulse_variable=np.array([p.variable for p in pulses], dtype=np.int32),
        pulse_source=np.array([p.source for p in pulses], dtype=np.int32),
        pulse_target=np.array([p.target for p in pulses], dtype=np.int32),
        pulse_unit=_unit_of_pulses(units, len(pulses)),
        pulse_odds=np.array([p.odds for p in pulses], dtype=np.bool_),
        unit_pulse_ptr=_ends([len(unit.pulses) for unit in units]),
        unit_variable=np.array([u.pulses[0].variable for u in units], dtype=np.int32),
        unit_source=np.array([u.pulses[0].source for u in units], dtype=np.int32),
        unit_entry_ptr=_ends([unit.entries for unit in units]),
        state_unit_ptr=_state_units(units, scope),
        maps=maps,
        child_ptr=child_ptr,
        child_unit=_table_of_reads(maps)[children],
        child_offset=maps.read_offset[children],
        entries=entries,
        measures=tuple(measure.name for measure in adopted_measures(case)),
        adopted=find_adopted(case, number),
        acts=build_acts(units, 1 - case.measure_cap),
    )


def fill_hazards(
    network: Network, numbers: FloatArray, in_place: Truths | None = None
) -> FloatArray:
    r"""Hazards of every entry in one world.

    .. math:: \lambda = r \prod_i m_i^{c_i}

    and, where the rate is a share q of the exits, with H the sum of the state's other
    exits that are rates,

    .. math:: \lambda = \frac{q}{1 - \sum q} H \prod_i m_i^{c_i}

    so that shares hold as written where nothing acts, and influences act on the odds.
    Measures in place multiply it once more, together by at least 1 less the cap.

    Args:
        network: The network.
        numbers: Value of every number in the world; shape (number,).
        in_place: Whether each adopted measure is in place, none if None; (measure,).

    Returns:
        Expected jumps per year; shape (entry,).

    Raises:
        UsageError: if the numbers do not fit the network.
        NotComputable: if a hazard has no finite value: shares of one state's exits
            reach 100 %, or a product is past the largest number there is.

    Source:
        Design of the language: influences multiply hazards, or odds.
    """
    if numbers.shape != (len(network.numbers),):
        raise UsageError(
            f"{numbers.shape} values do not fit {len(network.numbers)} numbers"
        )
    hazards = np.empty(network.entries.rate.size)
    numbers = np.ascontiguousarray(numbers, np.float64)
    multiply_out(network.entries, numbers, hazards)
    if in_place is not None:
        act(network.acts, numbers, in_place, hazards)
    if network.pulse_odds.any():
        share_exits(
            network.entries,
            network.unit_pulse_ptr,
            network.unit_entry_ptr,
            numbers,
            hazards,
        )
    _check_hazards(network, hazards)
    return hazards


@kernel
def multiply_out(entries: Entries, numbers: FloatArray, hazards: FloatArray) -> None:
    """Fill in rates, or shares, times their multipliers; see :func:`fill_hazards`."""
    for entry in range(hazards.size):
        value = numbers[entries.rate[entry]]
        for factor in range(entries.factor_ptr[entry], entries.factor_ptr[entry + 1]):
            for _ in range(entries.factor_power[factor]):
                value *= numbers[entries.factor_number[factor]]
        hazards[entry] = value


@kernel
def share_exits(
    entries: Entries,
    unit_pulse_ptr: Indices,
    unit_entry_ptr: Indices,
    numbers: FloatArray,
    hazards: FloatArray,
) -> None:
    """Turn shares of exits into hazards, cell by cell; see :func:`fill_hazards`."""
    for unit in range(unit_pulse_ptr.size - 1):
        width = np.int64(unit_pulse_ptr[unit + 1]) - np.int64(unit_pulse_ptr[unit])
        first, last = np.int64(unit_entry_ptr[unit]), np.int64(unit_entry_ptr[unit + 1])
        shares = 0.0
        for entry in range(first, first + width):
            if entries.odds[entry]:
                shares += numbers[entries.rate[entry]]
        for cell in range(first, last, width):
            others = 0.0
            for entry in range(cell, cell + width):
                if not entries.odds[entry]:
                    others += hazards[entry]
            for entry in range(cell, cell + width):
                if entries.odds[entry]:
                    hazards[entry] *= others / (1.0 - shares)


def _scope(variables: tuple[str, ...], states: tuple[tuple[str, ...], ...]) -> Scope:
    return Scope(
        variables=variables,
        states=states,
        number={name: i for i, name in enumerate(variables)},
    )


def _number_names(case: Case) -> tuple[str, ...]:
    quantities = {number.name: number.quantity for number in case.numbers()}
    for number in case.numbers():
        if quantities[number.name] != number.quantity:
            raise UsageError(f"two different numbers have the name {number.name!r}")
    return tuple(sorted(quantities))


def _start_numbers(case: Case, scope: Scope, numbers: tuple[str, ...]) -> SignedIndices:
    number_of = {name: i for i, name in enumerate(numbers)}
    shares = {
        (variable.name, state): number_of[share.name]
        for variable in case.variables
        for state, share in variable.start
    }
    flat = [
        shares.get((variable, state), -1)
        for variable, names in zip(scope.variables, scope.states, strict=True)
        for state in names
    ]
    return np.array(flat, dtype=np.int32)


def _check_hazards(network: Network, hazards: FloatArray) -> None:
    wrong = np.flatnonzero(~(np.isfinite(hazards) & (hazards >= 0)))
    if wrong.size:
        name = network.pulses[network.entries.pulse[wrong[0]]]
        raise NotComputable(
            f"the hazard of {name!r} has no finite value in some world; its rate times "
            "its multipliers is too large, or shares of one state's exits reach 100%"
        )


def _ends(sizes: list[int]) -> Indices:
    return np.cumsum([0, *sizes]).astype(np.uint32)


def _unit_of_pulses(units: Sequence[Unit], pulses: int) -> SignedIndices:
    sizes = [len(unit.pulses) for unit in units]
    of_units = np.repeat(np.arange(len(units), dtype=np.int32), sizes)
    return np.append(of_units, np.full(pulses - of_units.size, -1, dtype=np.int32))


def _state_units(units: Sequence[Unit], scope: Scope) -> Indices:
    # Units stand in order of their flat states, and events come last.
    first = _ends([len(names) for names in scope.states])
    exits = [unit.pulses[0] for unit in units if unit.pulses[0].variable >= 0]
    of_state = np.zeros(int(first[-1]), dtype=np.int64)
    for pulse in exits:
        of_state[int(first[pulse.variable]) + pulse.source] += 1
    return _ends(of_state.tolist())


def _table_of_reads(maps: Maps) -> Indices:
    tables = np.arange(maps.cells.size, dtype=np.uint32)
    return np.repeat(tables, np.diff(maps.read_ptr))


def _children(maps: Maps, variables: int) -> tuple[Indices, Indices]:
    # A stable sort keeps the units of each variable in their order.
    reads = np.argsort(maps.read_variable, kind="stable")
    counts = np.bincount(maps.read_variable, minlength=variables)
    return _ends(counts.tolist()), reads.astype(np.uint32)
