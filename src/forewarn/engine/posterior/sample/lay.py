"""The lie of the land: a network with what is counted, as chains go through it.

An indicator that is counted is laid out as one more unit: an event whose rate hangs on
the state of one variable.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.statistics.ground import Ground, IntArray, Tables, ground_of
from forewarn.engine.tables import Truths
from forewarn.engine.units import Entries
from forewarn.model.case import Case
from forewarn.model.evidence import Indicator


class Products(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Symbolic hazards or chances: a number times others to some powers."""

    rate: IntArray
    odds: Truths
    factor_ptr: IntArray
    factor_number: IntArray
    factor_power: IntArray


class Lay(NamedTuple):
    """All that a chain goes through."""

    ground: Ground
    hazards: Products
    chances: Products


def lay_of(network: Network, leaps: Leaps, counted: Sequence[Indicator]) -> Lay:
    """The land of a network, with some indicators that are counted as its last units.

    Beyond its dates stand schedules by themselves, in order of names: one that a report
    has spent ahead of its date has its turn alone.

    Args:
        network: The network.
        leaps: Its schedules and triggers.
        counted: Indicators that are counted.
    """
    number = {name: i for i, name in enumerate(network.numbers)}
    ground, hazards = _with_turns(ground_of(network, leaps)), _products(network.entries)
    for indicator in counted:
        variable = network.scope.number[indicator.counted]
        rate_of = dict(indicator.rates)
        states = network.states[variable]
        rates = [number[rate_of[state].name] for state in states]
        ground = _with_unit(ground, variable, len(rates))
        hazards = _with_rates(hazards, rates)
    return Lay(ground, hazards, _products(leaps.chances.entries))


def counted_in(case: Case) -> tuple[Indicator, ...]:
    """Indicators of a case that are counted, in order of names."""
    counted = [each for each in case.indicators if each.kind == "counts"]
    return tuple(sorted(counted, key=lambda each: each.name))


def _products(entries: Entries) -> Products:
    return Products(
        rate=_whole(entries.rate),
        odds=entries.odds,
        factor_ptr=_whole(entries.factor_ptr),
        factor_number=_whole(entries.factor_number),
        factor_power=_whole(entries.factor_power),
    )


def _with_turns(ground: Ground) -> Ground:
    schedules = np.arange(ground.draws.size)
    return ground._replace(
        turn_ptr=np.append(ground.turn_ptr, ground.turn_ptr[-1] + 1 + schedules),
        turn=np.append(ground.turn, schedules),
    )


def _with_unit(ground: Ground, variable: int, states: int) -> Ground:
    units, pulses = ground.units, ground.pulse_variable.size
    return ground._replace(
        units=Tables(
            read_ptr=np.append(units.read_ptr, units.read_ptr[-1] + 1),
            read_variable=np.append(units.read_variable, variable),
            read_offset=np.append(units.read_offset, units.offsets.size),
            offsets=np.append(units.offsets, np.arange(states)),
            first=np.append(units.first, units.first[-1] + states),
        ),
        unit_pulse=np.append(ground.unit_pulse, pulses),
        unit_width=np.append(ground.unit_width, 1),
        unit_variable=np.append(ground.unit_variable, -1),
        unit_source=np.append(ground.unit_source, -1),
        pulse_variable=np.append(ground.pulse_variable, -1),
        pulse_target=np.append(ground.pulse_target, -1),
        pulse_unit=np.append(ground.pulse_unit, ground.unit_pulse.size),
        wake_ptr=np.append(ground.wake_ptr, ground.wake_ptr[-1]),
    )


def _with_rates(hazards: Products, rates: Sequence[int]) -> Products:
    more = len(rates)
    return hazards._replace(
        rate=np.append(hazards.rate, rates),
        odds=np.append(hazards.odds, np.zeros(more, np.bool_)),
        factor_ptr=np.append(
            hazards.factor_ptr, np.full(more, hazards.factor_ptr[-1], np.int64)
        ),
    )


def _whole(numbers: npt.ArrayLike) -> IntArray:
    return np.asarray(numbers, dtype=np.int64)


@inlined
def fill_cell(lay: Lay, x: FloatArray, unit: int, first: int, out: FloatArray) -> None:
    """The hazards of one cell of a unit's table, whose first entry is given."""
    shares, others = 0.0, 0.0
    width = lay.ground.unit_width[unit]
    for entry in range(first, first + width):
        out[entry] = product_of(lay.hazards, x, entry)
        if lay.hazards.odds[entry]:
            shares += x[lay.hazards.rate[entry]]
        else:
            others += out[entry]
    if shares > 0.0:
        for entry in range(first, first + width):
            if lay.hazards.odds[entry]:
                out[entry] *= others / (1.0 - shares)


@inlined
def chance_at(lay: Lay, x: FloatArray, entry: int) -> float:
    """The chance of one entry of the tables of chances."""
    odds = product_of(lay.chances, x, entry)
    return float(odds / (odds + 1.0 - x[lay.chances.rate[entry]]))


@inlined
def product_of(products: Products, x: FloatArray, entry: int) -> float:
    """A number times its multipliers."""
    value = x[products.rate[entry]]
    for factor in range(products.factor_ptr[entry], products.factor_ptr[entry + 1]):
        for _ in range(products.factor_power[factor]):
            value *= x[products.factor_number[factor]]
    return float(value)


@kernel
def fill_all(lay: Lay, x: FloatArray, hazards: FloatArray, chances: FloatArray) -> None:
    """Every hazard and every chance."""
    for unit in range(lay.ground.unit_width.size):
        first = lay.ground.units.first[unit]
        while first < lay.ground.units.first[unit + 1]:
            fill_cell(lay, x, unit, first, hazards)
            first += lay.ground.unit_width[unit]
    for entry in range(chances.size):
        chances[entry] = chance_at(lay, x, entry)


@inlined
def cell_in(tables: Tables, state: IntArray, table: int) -> int:
    """The cell of a table in a joint state."""
    cell = 0
    for read in range(tables.read_ptr[table], tables.read_ptr[table + 1]):
        cell += tables.offsets[
            tables.read_offset[read] + state[tables.read_variable[read]]
        ]
    return cell


@inlined
def entry_in(ground: Ground, state: IntArray, unit: int) -> int:
    """The first entry of a unit's cell in a joint state."""
    cell = cell_in(ground.units, state, unit)
    return int(ground.units.first[unit] + cell * ground.unit_width[unit])
