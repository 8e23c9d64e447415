r"""Pulling back: from slopes of hazards and chances to those of numbers behind them.

A rate or a multiplier x moves an answer a by :math:`\partial a / \partial \log x`, a
chance p, or a share of exits, by :math:`\partial a / \partial \operatorname{logit} p`.
Where shares sum to 1, of starts or of what a schedule draws, one grows at the cost of
all others in proportion,

.. math:: s_i \left(\frac{\partial a}{\partial s_i}
          - \sum_j s_j \frac{\partial a}{\partial s_j}\right)

which is the slope with the share as written, before it is brought to a sum of 1.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from forewarn.engine.acts import Acts
from forewarn.engine.chances import Chances
from forewarn.engine.exact.chain import Tree
from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.leaps import Leaps
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.tables import Indices, SignedIndices, Truths
from forewarn.engine.units import Entries
from forewarn.model.case import Case


class Origin(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What hazards and chances are made of."""

    entries: Entries
    acts: Acts
    unit_pulse_ptr: Indices
    unit_entry_ptr: Indices
    chances: Chances
    #: Numbers of each group of shares: ``group_ptr[g]:group_ptr[g + 1]``.
    group_ptr: Indices
    group_number: SignedIndices


def origin_of(network: Network, leaps: Leaps, case: Case) -> Origin:
    """What the hazards and chances of a case are made of."""
    number = {name: i for i, name in enumerate(network.numbers)}
    groups = [
        *([number[share.name] for _, share in v.start] for v in case.variables),
        *(
            [number[share.name] for _, share in schedule.draw.shares]
            for schedule in case.schedules
            if schedule.draw is not None
        ),
    ]
    return Origin(
        entries=network.entries,
        acts=network.acts,
        unit_pulse_ptr=network.unit_pulse_ptr,
        unit_entry_ptr=network.unit_entry_ptr,
        chances=leaps.chances,
        group_ptr=_ends([len(group) for group in groups]),
        group_number=np.array([n for group in groups for n in group], dtype=np.int32),
    )


@kernel
def pull_nodes(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    tree: Tree,
    chances: FloatArray,
    numbers: FloatArray,
    values: FloatArray,
    slopes: FloatArray,
    of_chances: FloatArray,
    of_numbers: FloatArray,
) -> None:
    """From slopes of nodes to those of entries, chances and numbers.

    Args:
        tree: The nodes.
        chances: Every chance; shape (chance entry,).
        numbers: Every number; shape (number,).
        values: Value of every node; shape (node,).
        slopes: Slope of every node; those of entries, which come first, are added to.
        of_chances: Added to; shape (chance entry,).
        of_numbers: Added to; slopes with the logs of numbers; shape (number,).
    """
    first = values.size - tree.parent.size
    for node in range(tree.parent.size - 1, -1, -1):
        slope, parent = slopes[first + node], tree.parent[node]
        factor = tree.factor[node]
        if slope == 0.0:
            continue
        grown = slope * values[parent]
        if factor >= 2 * chances.size:
            number = factor - 2 * chances.size
            slopes[parent] += slope * numbers[number]
            of_numbers[number] += grown * numbers[number]
        elif factor % 2:
            slopes[parent] += slope * (1.0 - chances[factor // 2])
            of_chances[factor // 2] -= grown
        else:
            slopes[parent] += slope * chances[factor // 2]
            of_chances[factor // 2] += grown


@kernel
def pull_hazards(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    origin: Origin,
    numbers: FloatArray,
    hazards: FloatArray,
    in_place: Truths,
    slopes: FloatArray,
    of_numbers: FloatArray,
) -> None:
    """From slopes with the logs of hazards to slopes of numbers.

    Args:
        origin: What hazards are made of.
        numbers: Every number; shape (number,).
        hazards: Hazard of every entry, per year; shape (entry,).
        in_place: Whether each adopted measure is in place; shape (measure,).
        slopes: Slope with the log of each hazard; shape (entry,).
        of_numbers: Added to; shape (number,).
    """
    for unit in range(origin.unit_pulse_ptr.size - 1):
        width = np.int64(origin.unit_pulse_ptr[unit + 1]) - np.int64(
            origin.unit_pulse_ptr[unit]
        )
        first = np.int64(origin.unit_entry_ptr[unit])
        for cell in range(first, np.int64(origin.unit_entry_ptr[unit + 1]), width):
            pull_cell(
                origin.entries,
                origin.acts,
                numbers,
                hazards,
                in_place,
                cell,
                int(width),
                slopes,
                cell,
                of_numbers,
            )


@inlined
def pull_cell(  # noqa: PLR0913, PLR0917  # one cell, and all it is made of
    entries: Entries,
    acts: Acts,
    numbers: FloatArray,
    hazards: FloatArray,
    in_place: Truths,
    cell: int,
    width: int,
    slopes: FloatArray,
    at: int,
    of_numbers: FloatArray,
) -> None:
    """As ``pull_hazards``, for the entries of one cell.

    Args:
        entries: Symbolic hazards.
        acts: What measures multiply them by.
        numbers: Every number; shape (number,).
        hazards: Hazard of every entry, per year; shape (entry,).
        in_place: Whether each adopted measure is in place; shape (measure,).
        cell: First entry of the cell.
        width: How many entries it has.
        slopes: Slope with the log of each hazard.
        at: Where in ``slopes`` that of the first entry stands.
        of_numbers: Added to; shape (number,).
    """
    shared, shares, others = 0.0, 0.0, 0.0
    for j in range(width):
        if entries.odds[cell + j]:
            shared += slopes[at + j]
            shares += numbers[entries.rate[cell + j]]
        else:
            others += hazards[cell + j]
    for j in range(width):
        entry, slope = cell + j, slopes[at + j]
        rate = entries.rate[entry]
        if entries.odds[entry]:
            left = (1.0 - numbers[rate]) / (1.0 - shares)
            of_numbers[rate] += (1.0 - numbers[rate]) * slope
            of_numbers[rate] += numbers[rate] * left * shared
        else:
            # Shares of exits grow with the exits that they are shares of.
            if shared != 0.0 and others > 0.0:
                slope += shared * hazards[entry] / others
            of_numbers[rate] += slope
        if slope != 0.0:
            pull_factors(entries, acts, numbers, in_place, entry, slope, of_numbers)


@inlined
def pull_factors(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    entries: Entries,
    acts: Acts,
    numbers: FloatArray,
    in_place: Truths,
    entry: int,
    slope: float,
    of_numbers: FloatArray,
) -> None:
    """Add the slope of one entry to those of its multipliers."""
    for factor in range(entries.factor_ptr[entry], entries.factor_ptr[entry + 1]):
        number = entries.factor_number[factor]
        of_numbers[number] += entries.factor_power[factor] * slope
    product = 1.0
    for at in range(acts.act_ptr[entry], acts.act_ptr[entry + 1]):
        if in_place[acts.act_measure[at]]:
            product *= numbers[acts.act_number[at]]
    if product > acts.floor:  # past the cap, doing more does nothing
        for at in range(acts.act_ptr[entry], acts.act_ptr[entry + 1]):
            if in_place[acts.act_measure[at]]:
                of_numbers[acts.act_number[at]] += slope


@kernel
def pull_chances(
    origin: Origin,
    numbers: FloatArray,
    in_place: Truths,
    slopes: FloatArray,
    of_numbers: FloatArray,
) -> None:
    """From slopes with the logits of chances to slopes of numbers.

    Args:
        origin: What chances are made of.
        numbers: Every number; shape (number,).
        in_place: Whether each adopted measure is in place; shape (measure,).
        slopes: Slope with the logit of each chance; shape (chance entry,).
        of_numbers: Added to; shape (number,).
    """
    entries, acts = origin.chances.entries, origin.chances.acts
    for entry in range(slopes.size):
        if slopes[entry] != 0.0:
            of_numbers[entries.rate[entry]] += slopes[entry]
            pull_factors(
                entries, acts, numbers, in_place, entry, slopes[entry], of_numbers
            )


@kernel
def pull_shares(origin: Origin, numbers: FloatArray, of_numbers: FloatArray) -> None:
    """Let shares that sum to 1 grow at the cost of each other.

    Args:
        origin: Which shares sum to 1.
        numbers: Every number; shape (number,).
        of_numbers: Slopes with logs, replaced for shares; shape (number,).
    """
    for group in range(origin.group_ptr.size - 1):
        first, last = origin.group_ptr[group], origin.group_ptr[group + 1]
        total = 0.0
        for at in range(first, last):
            total += of_numbers[origin.group_number[at]]
        for at in range(first, last):
            number = origin.group_number[at]
            of_numbers[number] -= numbers[number] * total


def _ends(sizes: Sequence[int]) -> Indices:
    return np.cumsum([0, *sizes]).astype(np.uint32)
