"""Ladders: lumps that grow by the variables that matter most.

What a lump leaves out, it takes as it typically is. A variable that could raise a
hazard far above that, or bring a jump about in an instant, opens ways that the lump
would not see at all, and neither would the few futures that it is tried out on. So
such *decisive* variables come first.
"""

from collections.abc import Iterator, Sequence
from math import exp
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.network import FloatArray, Network, fill_hazards
from forewarn.engine.rare.lump import CODES, codes_of, memories_of
from forewarn.engine.rare.steering import TYPICAL, Steering
from forewarn.engine.rare.typical import cells_in

#: Variables a lump may have beyond those that the question watches.
MORE: Final = 5
#: Least log ratio of hazards that makes a variable matter.
MATTERS: Final = 0.05
#: Log ratio that stands for any larger one, and for a hazard that may be 0.
LARGE: Final = 5.0
#: How far above its typical mean a variable must be able to raise a hazard to be
#: decisive: what is seen in under one of the typical futures is then a tenth of it.
RAISED: Final = 0.1 * TYPICAL


class Rung(NamedTuple):
    """A lump of a ladder."""

    #: Its variables.
    variables: tuple[int, ...]
    #: Whether a decisive variable is left out that the next one has.
    may_grow: bool


class _Sway(NamedTuple):
    """How hazards of the lump change with one variable outside."""

    variable: int
    #: Hazard of each pulse in each state of the variable; shape (pulse, state).
    rates: FloatArray


def ladder(steering: Steering) -> Iterator[Rung]:
    """Lumps of more and more variables; each adds the one that matters most."""
    chosen = list(steering.core)
    hazards = fill_hazards(steering.ground.network, steering.ground.central)
    for more in range(MORE + 1):
        sways = list(_sways(steering, chosen, hazards))
        decisive = _fitting(steering, chosen, _decisive(steering, chosen, sways))
        yield Rung(tuple(chosen), bool(decisive) and more < MORE)
        scores = _scores(sways)
        fitting = decisive or _fitting(steering, chosen, set(scores))
        if not fitting:
            return
        chosen.append(max(sorted(fitting), key=lambda v: scores.get(v, 0.0)))


def _fitting(
    steering: Steering, chosen: Sequence[int], variables: set[int]
) -> set[int]:
    """Those of some variables that a lump has room for."""
    network, kind = steering.ground.network, steering.question.kind
    memories = memories_of(kind, len(steering.setting.signals.state_table))
    return {v for v in variables if codes_of(network, [*chosen, v], memories) <= CODES}


def _sways(
    steering: Steering, chosen: Sequence[int], hazards: FloatArray
) -> Iterator[_Sway]:
    """How each variable outside changes each group of hazards of the lump."""
    network, usual = steering.ground.network, _usual(steering)
    for unit in _units(steering, chosen):
        first, last = network.maps.read_ptr[unit : unit + 2]
        read = set(network.maps.read_variable[first:last].tolist())
        for variable in sorted(read - set(chosen)):
            yield _Sway(variable, _rates(network, hazards, usual, unit, variable))


def _units(steering: Steering, chosen: Sequence[int]) -> list[int]:
    """Groups of hazards of the lump's variables, and of events that are watched."""
    network = steering.ground.network
    both = steering.setting.signals, steering.ground.leaps.after
    seen = [np.diff(signals.pulse_clause_ptr) > 0 for signals in both]
    watched = seen[0] | seen[1]
    events = network.pulse_unit[(network.pulse_variable < 0) & watched]
    inside = np.flatnonzero(np.isin(network.unit_variable, chosen))
    return sorted({*inside.tolist(), *events[events >= 0].tolist()})


def _usual(steering: Steering) -> list[int]:
    typical = steering.setting.typical
    flat = typical.reshape(-1, typical.shape[-1])
    return [int(np.bincount(column).argmax()) for column in flat.T]


def _rates(
    network: Network, hazards: FloatArray, usual: list[int], unit: int, variable: int
) -> FloatArray:
    """Hazards of a group as one variable changes; shape (pulse, state)."""
    states = np.tile(
        np.array(usual, dtype=np.int64), (int(network.state_counts[variable]), 1)
    )
    states[:, variable] = np.arange(len(states))
    cells = cells_in(network.maps, unit, states, range(states.shape[1]))
    first, last = (int(p) for p in network.unit_pulse_ptr[unit : unit + 2])
    width, start = last - first, int(network.unit_entry_ptr[unit])
    entries = start + cells * width + np.arange(width)[:, np.newaxis]
    return np.asarray(hazards[entries])


def _scores(sways: Sequence[_Sway]) -> dict[int, float]:
    """How much each variable outside moves the hazards of those inside."""
    scores = dict[int, float]()
    for variable, rates in sways:
        most, least = rates.max(axis=1), rates.min(axis=1)
        some = most > 0.0
        least = np.maximum(least[some], most[some] * exp(-LARGE))
        moved = float(np.log(most[some] / least).max(initial=0.0))
        scores[variable] = scores.get(variable, 0.0) + moved
    return {v: score for v, score in scores.items() if score > MATTERS}


def _decisive(
    steering: Steering, chosen: Sequence[int], sways: Sequence[_Sway]
) -> set[int]:
    """Variables outside without which a lump would not see some ways at all."""
    typical = steering.setting.typical.reshape(-1, steering.setting.typical.shape[-1])
    found = _at_once(steering, chosen)
    for variable, rates in sways:
        counts = np.bincount(typical[:, variable], minlength=rates.shape[1])
        mean = rates @ (counts / len(typical))
        if (rates.max(axis=1) > RAISED * mean).any():
            found.add(variable)
    return found - set(chosen)


def _at_once(steering: Steering, chosen: Sequence[int]) -> set[int]:
    """Variables that may make one inside jump by a trigger, or decide whether."""
    leaps, network = steering.ground.leaps, steering.ground.network
    first, after, found = int(leaps.schedule_ptr[-1]), leaps.after, set[int]()
    for clause, trigger in enumerate(after.clause_signal.tolist()):
        if int(leaps.way_variable[first + trigger]) not in chosen:
            continue
        pulses = after.clause_pulse_ptr[clause : clause + 2]
        waking = after.clause_pulse[pulses[0] : pulses[1]]
        table = int(after.clause_table[clause])
        reads = after.maps.read_ptr[table : table + 2]
        found |= set(network.pulse_variable[waking].tolist())
        found |= set(after.maps.read_variable[reads[0] : reads[1]].tolist())
    return {variable for variable in found if variable >= 0}
