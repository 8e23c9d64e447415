"""Ancestors: the part of a network that the answer to one question depends on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forewarn.engine.network import FloatArray, Network, multiply_out
from forewarn.engine.tables import Truths
from forewarn.model.conditions import Condition, Pulse, leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The variables and events in play, and the states that could ever be seen."""

    #: Numbers of variables, rising.
    variables: tuple[int, ...]
    #: Units of the events that are watched, rising.
    events: tuple[int, ...]
    #: States each variable in play may start in, in some world, rising; one tuple each.
    starts: tuple[tuple[int, ...], ...]
    #: States each could reach by itself, likewise.
    alive: tuple[tuple[int, ...], ...]
    #: Whether an entry's hazard is above 0 in some world; shape (entry,).
    possible: Truths


def find_part(
    network: Network, conditions: Iterable[Condition], numbers: FloatArray
) -> Part:
    """The part of a network that some conditions depend on.

    Args:
        network: The whole network.
        conditions: What is watched.
        numbers: Numbers of every world to be solved; shape (world, number).

    Returns:
        The variables read or watched and all that influence them, transitively. Events
        influence nothing, so they are in play only where they are watched.
    """
    variables, events = _watched(network, conditions)
    waiting = [*variables]
    for event in events:
        waiting.extend(_parents(network, event))
    seen: set[int] = set()
    while waiting:
        variable = waiting.pop()
        if variable not in seen:
            seen.add(variable)
            for unit in _units(network, variable):
                waiting.extend(_parents(network, unit))
    possible = possible_entries(network, numbers)
    pulses = possible_pulses(network, possible)
    starts = tuple(_starts(network, variable, numbers) for variable in sorted(seen))
    return Part(
        variables=tuple(sorted(seen)),
        events=tuple(sorted(events)),
        starts=starts,
        alive=tuple(
            _alive(network, variable, states, pulses)
            for variable, states in zip(sorted(seen), starts, strict=True)
        ),
        possible=possible,
    )


def possible_entries(network: Network, numbers: FloatArray) -> Truths:
    """Which entries' hazards are above 0 in some world; shape (entry,)."""
    some: FloatArray = np.asarray((numbers > 0).any(axis=0), dtype=np.float64)
    hazards = np.empty(network.entries.rate.size)
    # A product of zeros and ones; a share of exits counts as possible like a rate.
    multiply_out(network.entries, some, hazards)
    return hazards > 0


def possible_pulses(network: Network, possible: Truths) -> Truths:
    """Which pulses have a possible entry; shape (pulse,)."""
    pulses = np.zeros(len(network.pulses), dtype=np.bool_)
    pulses[network.entries.pulse[possible]] = True
    return pulses


def _starts(network: Network, variable: int, numbers: FloatArray) -> tuple[int, ...]:
    first, last = network.state_ptr[variable : variable + 2]
    shares = network.start_number[first:last]
    return tuple(
        state
        for state, number in enumerate(shares)
        if number >= 0 and (numbers[:, number] > 0).any()
    )


def _watched(
    network: Network, conditions: Iterable[Condition]
) -> tuple[set[int], set[int]]:
    variables, events = set(), set()
    number = network.scope.number
    for condition in conditions:
        for leaf in leaves(condition):
            if isinstance(leaf, Pulse):
                events.add(int(network.pulse_unit[network.pulse_number[leaf.event]]))
            else:
                variables.add(number[leaf.variable])
    return variables, events


def _units(network: Network, variable: int) -> range:
    first, last = network.state_ptr[variable : variable + 2]
    return range(int(network.state_unit_ptr[first]), int(network.state_unit_ptr[last]))


def _parents(network: Network, unit: int) -> list[int]:
    first, last = network.maps.read_ptr[unit : unit + 2]
    return [int(variable) for variable in network.maps.read_variable[first:last]]


def _alive(
    network: Network, variable: int, starts: tuple[int, ...], pulses: Truths
) -> tuple[int, ...]:
    mine = pulses & (network.pulse_variable == variable)
    moves = np.column_stack((network.pulse_source, network.pulse_target))[mine]
    seen, waiting = set[int](), [*starts]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(_targets(moves, state))
    return tuple(sorted(seen))


def _targets(moves: npt.NDArray[np.int32], state: int) -> Sequence[int]:
    return [int(target) for source, target in moves if source == state]
