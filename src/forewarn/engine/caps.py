"""Caps: how often measures together would do more than a case lets them."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import Acts
from forewarn.engine.leaps import Leaps
from forewarn.engine.losses import Losses, terms_of
from forewarn.engine.network import Network
from forewarn.model.case import Case

FloatArray = npt.NDArray[np.float64]


def note_caps(
    case: Case,
    network: Network,
    leaps: Leaps,
    losses: Losses,
    numbers: FloatArray,
) -> tuple[str, ...]:
    """A sentence on each hazard, chance and loss whose measures meet the cap.

    Args:
        case: The case, with adopted measures.
        network: Its network.
        leaps: Its schedules and triggers.
        losses: Its losses.
        numbers: Value of every number in each world; shape (world, number).

    Returns:
        Sentences: in what share of worlds all measures together, once in place, would
        take away more than they may, in some state.
    """
    pulses = [network.pulses[pulse] for pulse in network.entries.pulse]
    chances = [network.numbers[number] for number in leaps.chances.entries.rate]
    owners = [term.loss.name for term in terms_of(case)]
    sizes = np.diff(losses.entry_ptr)
    costs = [
        name for name, size in zip(owners, sizes, strict=True) for _ in range(size)
    ]
    found = [
        *_met(network.acts, pulses, numbers),
        *_met(leaps.chances.acts, chances, numbers),
        *_met(losses.acts, costs, numbers),
    ]
    return tuple(
        f"{name}: measures together would take more than {case.measure_cap:.0%} away "
        f"in {share:.0%} of worlds; they take no more than that"
        for name, share in found
    )


def _met(
    acts: Acts, names: Sequence[str], numbers: FloatArray
) -> Iterator[tuple[str, float]]:
    """Name of each thing that is acted on too much, and in what share of worlds."""
    rows: dict[str, set[tuple[int, ...]]] = {}
    for entry in np.flatnonzero(np.diff(acts.act_ptr)).tolist():
        first, last = acts.act_ptr[entry : entry + 2]
        row = tuple(acts.act_number[first:last].tolist())
        rows.setdefault(names[entry], set()).add(row)
    for name, products in rows.items():
        met = np.zeros(len(numbers), dtype=np.bool_)
        for row in products:
            met |= numbers[:, row].prod(axis=1) < acts.floor
        if met.any():
            yield name, float(met.mean())
