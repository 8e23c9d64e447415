"""Pinned: what stands still once futures are free, laid out for kernels.

A held variable keeps its past. From the day on it stands where it is held: none of its
clocks runs, and no schedule or trigger moves it. What nothing asked depends on may
stand still as well: since all else has luck of its own, no bit of an answer changes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from forewarn.engine.coupled.reach import Key
from forewarn.engine.network import Network
from forewarn.engine.simulate.leaping import NOWHERE, Leaping
from forewarn.engine.simulate.steps import start_states
from forewarn.engine.tables import Indices, Truths
from forewarn.errors import UsageError
from forewarn.model.case import Case, Variable
from forewarn.model.numbers import Number
from forewarn.model.quantities import Fixed, Quantity


class Pins(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What is held and where, and what stands still."""

    #: Each variable that is held, its place among those with a choice of starts, and
    #: the state it is held in; shape (pin,).
    variable: Indices
    choice: Indices
    state: Indices
    #: Whether each variable stands still, and each event; shape (variable,), (event,).
    still: Truths
    silent: Truths


def open_starts(case: Case, pins: Mapping[str, str]) -> Case:
    """The case in which what is held may start anywhere, as steps to there are needed.

    Raises:
        UsageError: if there is no such variable or state.
    """
    known = {variable.name: variable for variable in case.variables}
    for name, state in pins.items():
        if name not in known or state not in known[name].state_names:
            raise UsageError(f"there is no {name!r} that could be held at {state!r}")
    return replace(
        case,
        variables=tuple(_opened(v) if v.name in pins else v for v in case.variables),
    )


def pins_of(network: Network, pins: Mapping[str, str], live: Collection[Key]) -> Pins:
    """What is held, and what stands still, in a network of a case with open starts.

    Args:
        network: The network.
        pins: What is held, and the state of each.
        live: Variables and events that something asked depends on.
    """
    names, events = network.variables, _events(network)
    variables = [names.index(name) for name in sorted(pins)]
    chosen = [v for v in range(len(names)) if len(start_states(network, v)) > 1]
    states = [network.scope.states[v].index(pins[names[v]]) for v in variables]
    return Pins(
        variable=_words(variables),
        choice=_words([chosen.index(v) for v in variables]),
        state=_words(states),
        still=_truths([n in pins or ("variable", n) not in live for n in names]),
        silent=_truths([("event", name) not in live for name in events]),
    )


def without_ways(leaping: Leaping, pins: Pins) -> Leaping:
    """What may leap, without what would move a variable that stands still."""
    pulses, still = leaping.way_pulse.copy(), pins.still
    for way, variable in enumerate(leaping.way_variable.tolist()):
        if still[variable]:
            pulses[leaping.way_ptr[way] : leaping.way_ptr[way + 1]] = NOWHERE
    return leaping._replace(way_pulse=pulses)


def _opened(variable: Variable) -> Variable:
    written = dict(variable.start)
    start = tuple(
        (s, written.get(s) or _share(variable, s)) for s in variable.state_names
    )
    return replace(variable, start=start)


def _share(variable: Variable, state: str) -> Number:
    """A start that no world has; its past says where each starts."""
    return Number(
        name=f"{variable.name}: start = {state}",
        quantity=Quantity(text="50%", dimension="probability", law=Fixed(value=0.5)),
        basis="definition",
    )


def _events(network: Network) -> tuple[str, ...]:
    """Events, in the order of their clocks."""
    first = int(network.unit_pulse_ptr[network.state_unit_ptr[-1]])
    return network.pulses[first : int(network.unit_pulse_ptr[-1])]


def _truths(truths: Sequence[bool]) -> Truths:
    return np.array(truths, dtype=np.bool_)


def _words(numbers: Sequence[int]) -> Indices:
    return np.array(numbers, dtype=np.uint32)
