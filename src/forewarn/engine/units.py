"""Units: pulses that share a table of hazards, and the table's symbolic entries."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import Act, Acts
from forewarn.engine.tables import (
    Counts,
    Grid,
    Indices,
    Scope,
    SignedIndices,
    Truths,
    build_grid,
    check_cells,
)
from forewarn.errors import NotComputable
from forewarn.model.case import Case, Effect, Influence, Ladder, Number, Pool
from forewarn.model.conditions import Condition, variables_of

#: Cells up to which one table for all exits of a state is always worth its space.
SMALL = 256  # with a few exits each, 8 kB
#: How much larger than separate tables a shared one may be.
GROWTH = 4  # a shared cell is kept up to date once, separate ones each time


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A multiplier of a pulse's rate: once where a condition holds, or for each."""

    #: Number of the multiplier.
    number: int
    #: One condition, or those that are counted.
    of: tuple[Condition, ...]
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A transition or an event, with names turned into numbers."""

    name: str
    #: Variable, source and target state; -1 for an event.
    variable: int
    source: int
    target: int
    #: Number of the rate, and whether it is a share of the state's other exits.
    rate: int
    odds: bool
    #: In order of numbers, so that products round alike however they were declared.
    factors: tuple[Factor, ...]
    #: What adopted measures multiply it by, likewise.
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Pulses that share a table, and the table's grid."""

    pulses: tuple[Pulse, ...]
    grid: Grid
    #: Counting axis of each factor that has one, by the factor's number.
    axis_of: Mapping[int, int]

    @property
    def entries(self) -> int:
        """Cells times pulses."""
        return self.grid.cells * len(self.pulses)


class Entries(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Symbolic hazards: a rate times multipliers, by unit, cell and pulse."""

    #: Pulse of each entry; shape (entry,).
    pulse: Indices
    #: Number of its rate, and whether that is a share of the other exits; (entry,).
    rate: Indices
    odds: Truths
    #: Multipliers of entry e: ``factor_ptr[e]:factor_ptr[e + 1]``; shape (entry + 1,).
    factor_ptr: Indices
    #: Number of each multiplier and how often it acts; shape (factor,).
    factor_number: Indices
    factor_power: SignedIndices


def find_pulses(
    case: Case,
    scope: Scope,
    number: Mapping[str, int],
    acts: Mapping[str, tuple[Act, ...]],
) -> list[Pulse]:
    """Every transition, by variable, source and target, then every event by name.

    Args:
        case: The case.
        scope: Its variables and states, in order of names.
        number: Number of each named number.
        acts: What adopted measures multiply, by name.
    """
    moves = [
        _Move(
            scope=scope, name=t.name, at=(t.variable, t.source, t.target), rate=t.rate
        ).pulse(t.effects, number)
        for variable in case.variables
        for t in variable.transitions
    ]
    events = [
        _Move(scope=scope, name=event.name, at=None, rate=event.rate).pulse(
            event.effects, number
        )
        for event in sorted(case.events, key=lambda event: event.name)
    ]
    moves.sort(key=lambda p: (p.variable, p.source, p.target))
    return [replace(p, acts=acts.get(p.name, ())) for p in [*moves, *events]]


def find_leaps(case: Case, scope: Scope, pulses: Sequence[Pulse]) -> list[Pulse]:
    """Jumps that only schedules and triggers make, in order; they have no hazard.

    Args:
        case: The case.
        scope: Its variables and states, in order of names.
        pulses: The pulses that have hazards.
    """
    made = {(pulse.variable, pulse.source, pulse.target) for pulse in pulses}
    places = {
        (variable, states.index(source), states.index(target))
        for variable, states, source, target in _leaps(case, scope)
        if source != target
    }
    return [
        Pulse(
            name=(
                f"{scope.variables[variable]}: {scope.states[variable][source]} -> "
                f"{scope.states[variable][target]}"
            ),
            variable=variable,
            source=source,
            target=target,
            rate=-1,
            odds=False,
            factors=(),
        )
        for variable, source, target in sorted(places - made)
    ]


def group_pulses(pulses: Sequence[Pulse], scope: Scope) -> list[Unit]:
    """Units of some pulses, in the pulses' order.

    Raises:
        NotComputable: if a table would be too large.
    """
    units: list[Unit] = []
    moves = [pulse for pulse in pulses if pulse.variable >= 0]
    for _, exits in groupby(moves, key=lambda pulse: (pulse.variable, pulse.source)):
        units.extend(_units_of(tuple(exits), scope))
    units.extend(new_unit((event,), scope) for event in pulses[len(moves) :])
    for unit in units:
        check_cells(
            unit.grid,
            f"the hazard of {unit.pulses[0].name!r}",
            "let fewer variables influence it",
        )
    return units


def build_entries(units: Sequence[Unit]) -> Entries:
    """The entries of some units, laid end to end: by unit, cell and pulse."""
    first = np.cumsum([0, *(len(unit.pulses) for unit in units)])
    pulses = [pulse for unit in units for pulse in unit.pulses]
    pulse = _joined(
        [_tiled(unit, np.arange(*first[u : u + 2])) for u, unit in enumerate(units)]
    )
    factors = [_factors_of(unit) for unit in units]
    counts = [
        np.bincount(entry, minlength=unit.entries)
        for unit, (entry, _, _) in zip(units, factors, strict=True)
    ]
    return Entries(
        pulse=pulse,
        rate=np.array([p.rate for p in pulses], dtype=np.uint32)[pulse],
        odds=np.array([p.odds for p in pulses], dtype=np.bool_)[pulse],
        factor_ptr=np.append(np.uint32(0), np.cumsum(_joined(counts), dtype=np.uint32)),
        factor_number=_joined([number for _, number, _ in factors]),
        factor_power=_joined([power for _, _, power in factors]).astype(np.int32),
    )


def build_acts(units: Sequence[Unit], floor: float) -> Acts:
    """What measures multiply in the entries of some units.

    Args:
        units: The units.
        floor: Least product of all measures together.
    """
    found = [_acts_of(unit) for unit in units]
    counts = [
        np.bincount(entry, minlength=unit.entries)
        for unit, (entry, _, _) in zip(units, found, strict=True)
    ]
    return Acts(
        act_ptr=np.append(np.uint32(0), np.cumsum(_joined(counts), dtype=np.uint32)),
        act_measure=_joined([measure for _, measure, _ in found]),
        act_number=_joined([number for _, _, number in found]),
        floor=floor,
    )


def _leaps(case: Case, scope: Scope) -> Iterator[tuple[int, tuple[str, ...], str, str]]:
    """Variable, its states, source and target of all that may leap."""
    leaps = [schedule.leap for schedule in case.schedules if schedule.leap is not None]
    for leap in (*leaps, *(trigger.leap for trigger in case.triggers)):
        variable = scope.number[leap.variable]
        for source in leap.sources:
            yield variable, scope.states[variable], source, leap.target
    for draw in (s.draw for s in case.schedules if s.draw is not None):
        variable = scope.number[draw.variable]
        for source in scope.states[variable]:
            for target, _ in draw.shares:
                yield variable, scope.states[variable], source, target


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    scope: Scope
    name: str
    #: Variable, source and target; None for an event.
    at: tuple[str, str, str] | None
    rate: Number

    def pulse(self, effects: Sequence[Effect], number: Mapping[str, int]) -> Pulse:
        variable, source, target = self._place()
        return Pulse(
            name=self.name,
            variable=variable,
            source=source,
            target=target,
            rate=number[self.rate.name],
            odds=self._odds(),
            factors=find_factors(effects, number),
        )

    def _place(self) -> tuple[int, int, int]:
        if self.at is None:
            return -1, -1, -1
        name, source, target = self.at
        variable = self.scope.number[name]
        names = self.scope.states[variable]
        return variable, names.index(source), names.index(target)

    def _odds(self) -> bool:
        dimension = self.rate.quantity.dimension
        if dimension not in ("rate", "odds") or (dimension == "odds" and not self.at):
            raise NotComputable(
                f"the rate of {self.name!r} is a {dimension}; give it per year"
            )
        return dimension == "odds"


def find_factors(
    effects: Sequence[Effect], number: Mapping[str, int]
) -> tuple[Factor, ...]:
    """The multipliers of some effects, in order of numbers."""
    factors = [f for effect in effects for f in _factors(effect, number)]
    return tuple(sorted(factors, key=lambda factor: factor.number))


def _factors(effect: Effect, number: Mapping[str, int]) -> Iterator[Factor]:
    match effect:
        case Influence():
            yield Factor(
                number=number[effect.times.name], of=(effect.condition,), counted=False
            )
        case Ladder():
            for rung in effect.rungs:
                yield from _factors(rung, number)
        case Pool():
            yield Factor(number=number[effect.times.name], of=effect.of, counted=True)


def _units_of(exits: tuple[Pulse, ...], scope: Scope) -> list[Unit]:
    # As if no measure acted: adopting one moves no hazard to another unit.
    bare = tuple(replace(pulse, acts=()) for pulse in exits)
    shared = new_unit(bare, scope)
    odds = any(pulse.odds for pulse in exits)  # a share needs the other exits beside it
    if odds or shared.grid.cells <= SMALL or len(exits) == 1:
        return [new_unit(exits, scope)]
    apart = [new_unit((pulse,), scope) for pulse in bare]
    worth = shared.grid.cells <= GROWTH * sum(unit.grid.cells for unit in apart)
    groups = [exits] if worth else [(pulse,) for pulse in exits]
    return [new_unit(pulses, scope) for pulses in groups]


def new_unit(pulses: tuple[Pulse, ...], scope: Scope) -> Unit:
    """A unit of some pulses, its table as small as can be."""
    factors = [factor for pulse in pulses for factor in pulse.factors]
    told = [c for factor in factors if not _may_count(factor) for c in factor.of]
    told += [act.when for pulse in pulses for act in pulse.acts if act.when is not None]
    axes = {factor.number: factor for factor in factors if _may_count(factor)}
    grid = _grid(scope, told, list(axes.values()))
    for number, factor in sorted(axes.items()):
        fewer = [other for n, other in axes.items() if n != number]
        without = _grid(scope, [*told, *factor.of], fewer)
        if without.cells <= grid.cells:
            told, grid = [*told, *factor.of], without
            axes = {n: other for n, other in axes.items() if n != number}
    return Unit(
        pulses=pulses, grid=grid, axis_of={number: i for i, number in enumerate(axes)}
    )


def _grid(scope: Scope, told: Sequence[Condition], counted: Sequence[Factor]) -> Grid:
    return build_grid(scope, told, [factor.of for factor in counted])


def _may_count(factor: Factor) -> bool:
    return factor.counted and all(len(variables_of(c)) == 1 for c in factor.of)


def _factors_of(unit: Unit) -> tuple[Indices, Indices, Counts]:
    """Entry, number and power of every factor that acts, by entry and number."""
    columns = [
        (j, factor) for j, pulse in enumerate(unit.pulses) for factor in pulse.factors
    ]
    if not columns:
        none = np.empty(0, dtype=np.uint32)
        return none, none, none.astype(np.int32)
    powers = np.stack([_powers(unit, factor) for _, factor in columns], axis=1)
    cell, column = np.nonzero(powers)
    pulse = np.array([j for j, _ in columns])[column]
    number = np.array([factor.number for _, factor in columns])[column]
    return cell * len(unit.pulses) + pulse, number, powers[cell, column]


def _acts_of(unit: Unit) -> tuple[Indices, Indices, Indices]:
    """Entry, measure and number of every act, by entry and number."""
    columns = [(j, act) for j, pulse in enumerate(unit.pulses) for act in pulse.acts]
    if not columns:
        none = np.empty(0, dtype=np.uint32)
        return none, none, none
    truths = np.stack([_truth(unit, act.when) for _, act in columns], axis=1)
    cell, column = np.nonzero(truths)
    pulse = np.array([j for j, _ in columns])[column]
    return (
        cell * len(unit.pulses) + pulse,
        np.array([act.measure for _, act in columns])[column],
        np.array([act.number for _, act in columns])[column],
    )


def _truth(unit: Unit, when: Condition | None) -> Truths:
    return np.ones(unit.grid.cells, np.bool_) if when is None else unit.grid.truth(when)


def _tiled(unit: Unit, numbers: npt.NDArray[np.integer]) -> Indices:
    return np.tile(numbers, unit.grid.cells).astype(np.uint32)


def _joined(parts: Sequence[npt.NDArray[np.integer]]) -> Indices:
    return np.concatenate([np.empty(0, np.uint32), *parts]).astype(np.uint32)


def _powers(unit: Unit, factor: Factor) -> Counts:
    if factor.number in unit.axis_of:
        return unit.grid.count(unit.axis_of[factor.number])
    total = np.zeros(unit.grid.cells, dtype=np.int32)
    for condition in factor.of:
        total += unit.grid.truth(condition)
    return total
