"""Reach: which numbers can move the answer to a question at all."""

import numpy as np
import numpy.typing as npt

from forewarn.engine.acts import Acts
from forewarn.engine.exact.ancestors import Part, find_part, ways_in
from forewarn.engine.exact.pose import word
from forewarn.engine.exact.terrain import Terrain
from forewarn.engine.network import Network
from forewarn.engine.tables import Indices, Truths
from forewarn.engine.units import Entries
from forewarn.model.case import Case, Question


def reaching_numbers(terrain: Terrain, case: Case, question: Question) -> Truths:
    """Which numbers the answer to a question can depend on; shape (number,).

    All others have a slope of exactly 0, whatever futures seem to say.

    Args:
        terrain: The network of the case, until the question is settled.
        case: The case.
        question: The question.

    Raises:
        UsageError: if it is no question about futures.
    """
    network, leaps = terrain.network, terrain.leaps
    part = find_part(terrain, word(case, question).conditions)
    found = np.zeros(len(network.numbers), dtype=np.bool_)
    in_play = _entries_of(network, part)
    _mark(found, network.entries, network.acts, in_play)
    chances = np.zeros(leaps.chances.entries.rate.size, dtype=np.bool_)
    for way in ways_in(leaps, part):
        chance = int(leaps.way_chance[way])
        if chance < 0:
            found[int(leaps.way_number[way])] = True
        else:
            chances[slice(*leaps.chances.entry_ptr[chance : chance + 2])] = True
    _mark(found, leaps.chances.entries, leaps.chances.acts, chances)
    for variable, states in zip(part.variables, part.starts, strict=True):
        if len(states) > 1:
            flat = int(network.state_ptr[variable]) + np.array(states)
            found[network.start_number[flat]] = True
    lead = network.adopted.lead
    acting = _acting(network.acts, in_play) | _acting(leaps.chances.acts, chances)
    found[[lead[m] for m in acting if lead[m] >= 0]] = True
    return found


def _entries_of(network: Network, part: Part) -> Truths:
    """Entries of the units in play; shape (entry,)."""
    found = np.zeros(network.entries.rate.size, dtype=np.bool_)
    of_variable = np.isin(network.unit_variable, part.variables)
    of_variable[list(part.events)] = True
    for unit in np.flatnonzero(of_variable).tolist():
        found[slice(*network.unit_entry_ptr[unit : unit + 2])] = True
    return found


def _mark(found: Truths, entries: Entries, acts: Acts, in_play: Truths) -> None:
    """Mark all numbers that some entries are made of."""
    found[entries.rate[in_play]] = True
    factors = np.repeat(in_play, _sizes(entries.factor_ptr))
    found[entries.factor_number[factors]] = True
    acting = np.repeat(in_play, _sizes(acts.act_ptr))
    found[acts.act_number[acting]] = True


def _acting(acts: Acts, in_play: Truths) -> set[int]:
    """Measures that act on some entries."""
    rows = np.repeat(in_play, _sizes(acts.act_ptr))
    return set(acts.act_measure[rows].tolist())


def _sizes(ends: Indices) -> npt.NDArray[np.int64]:
    return np.asarray(np.diff(ends.astype(np.int64)), np.int64)
