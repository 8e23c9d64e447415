"""Groups: coordinates that terms of the likelihood tie together, shared ones apart."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from forewarn.engine.posterior.sample.coordinates import Coordinates
from forewarn.engine.posterior.sample.lay import Lay, Products
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths

#: Kinds of terms: a unit's hazards, a table of chances, shares that sum to 1.
UNIT, CHANCE, SHARES = range(3)


class Groups(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Groups, each with its coordinates, numbers and terms."""

    coordinate_ptr: IntArray
    coordinate: IntArray
    number_ptr: IntArray
    number: IntArray
    #: Kind of each term, and which it is; shape (term, 2).
    term_ptr: IntArray
    term: IntArray
    #: Numbers of the terms that are shares: ``share_ptr[s]:share_ptr[s + 1]``.
    share_ptr: IntArray
    share: IntArray
    #: Own coordinates of each number, with those that pick: ``own_ptr[n]:...``.
    own_ptr: IntArray
    own: IntArray


class Told(NamedTuple):
    """What of each group a trajectory tells of, renewed before each turn."""

    #: Coordinates and numbers, laid out as those of groups; and how many of each.
    coordinate: IntArray
    number: IntArray
    coordinates: IntArray
    numbers: IntArray
    #: Whether it tells of each coordinate, and of each number.
    is_told: Truths
    is_used: Truths


def new_told(groups: Groups, coordinates: int) -> Told:
    """Nothing told of some groups."""
    count, numbers = groups.term_ptr.size - 1, groups.own_ptr.size - 1
    return Told(
        coordinate=np.zeros(groups.coordinate.size, np.int64),
        number=np.zeros(groups.number.size, np.int64),
        coordinates=np.zeros(count, np.int64),
        numbers=np.zeros(count, np.int64),
        is_told=np.zeros(coordinates, np.bool_),
        is_used=np.zeros(numbers, np.bool_),
    )


def find_groups(lay: Lay, coordinates: Coordinates) -> Groups:
    """The groups of a case: what the data of one tell nothing of another.

    Args:
        lay: The network.
        coordinates: What its numbers hang on.
    """
    shares = list(_shares(lay))
    owned = [
        coordinates.owned.get(n, ()) for n in range(coordinates.doubts.ptr.size - 1)
    ]
    terms = list(_terms(lay, shares))
    roots = list(range(len(coordinates.names)))
    for _, numbers in terms:
        tied = [c for n in numbers for c in owned[n]]
        for one in tied[1:]:
            roots[_root(roots, one)] = _root(roots, tied[0])
    own = sorted({c for mine in coordinates.owned.values() for c in mine})
    group = {root: i for i, root in enumerate(sorted({_root(roots, c) for c in own}))}
    rows: list[tuple[list[int], set[int], list[tuple[int, int]]]] = [
        ([], set(), []) for _ in group
    ]
    for c in own:
        rows[group[_root(roots, c)]][0].append(c)
    rows.append(([], set(), []))  # what no coordinate moves, but variants do
    for term, numbers in terms:
        tied = [c for n in numbers for c in owned[n]]
        if tied or any(coordinates.varies(n) for n in numbers):
            place = group[_root(roots, tied[0])] if tied else -1
            _, members, mine = rows[place]
            members.update(numbers)
            mine.append(term)
    return Groups(
        coordinate_ptr=_ends([len(c) for c, _, _ in rows]),
        coordinate=_flat([c for c, _, _ in rows]),
        number_ptr=_ends([len(n) for _, n, _ in rows]),
        number=_flat([sorted(n) for _, n, _ in rows]),
        term_ptr=_ends([len(t) for _, _, t in rows]),
        term=np.array([t for _, _, mine in rows for t in mine], np.int64).reshape(
            -1, 2
        ),
        share_ptr=_ends([len(of_one) for of_one in shares]),
        share=_flat(shares),
        own_ptr=_ends([len(mine) for mine in owned]),
        own=_flat(owned),
    )


def _root(roots: list[int], one: int) -> int:
    while roots[one] != one:
        one = roots[one]
    return one


def _terms(
    lay: Lay, shares: Sequence[Sequence[int]]
) -> Iterator[tuple[tuple[int, int], tuple[int, ...]]]:
    """Every term and the numbers it hangs on."""
    units, chances = lay.ground.units.first, lay.ground.chances.first
    for unit in range(units.size - 1):
        yield (UNIT, unit), _numbers(lay.hazards, units[unit], units[unit + 1])
    for table in range(chances.size - 1):
        yield (CHANCE, table), _numbers(lay.chances, chances[table], chances[table + 1])
    for place, of_one in enumerate(shares):
        yield (SHARES, place), tuple(of_one)


def _numbers(products: Products, first: int, last: int) -> tuple[int, ...]:
    factors = products.factor_number[
        products.factor_ptr[first] : products.factor_ptr[last]
    ]
    return tuple(sorted({*products.rate[first:last].tolist(), *factors.tolist()}))


def _shares(lay: Lay) -> Iterator[list[int]]:
    ground = lay.ground
    for first, last in zip(ground.state_ptr[:-1], ground.state_ptr[1:], strict=True):
        numbers = ground.start_number[first:last]
        yield sorted(numbers[numbers >= 0].tolist())
    for schedule, draws in enumerate(ground.draws):
        if draws:
            first, last = ground.schedule_ptr[schedule : schedule + 2]
            yield sorted(ground.way_number[first:last].tolist())


def _ends(sizes: Sequence[int]) -> IntArray:
    return np.asarray(np.cumsum([0, *sizes]), np.int64)


def _flat(rows: Sequence[Sequence[int]]) -> IntArray:
    return np.array([each for row in rows for each in row], np.int64)
