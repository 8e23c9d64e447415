"""Coordinates: what a chain moves, and the numbers that they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import special

from forewarn.engine.doubts import VARIANTS, Doubt, doubts_of, variant_edges
from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray, Network
from forewarn.engine.posterior.sample.curves import Curves, build_curves, value_on
from forewarn.engine.statistics.ground import IntArray
from forewarn.laws import is_uncertain
from forewarn.model.case import Case
from forewarn.model.quantities import Law, Mixture


class Doubts(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """What each number is: doubts stand number by number, first as written."""

    #: Doubts of each number; shape (number + 1,).
    ptr: IntArray
    #: Variant that a doubt is for, -1 for none; shape (doubt,).
    variant: IntArray
    #: Coordinates and loadings: ``load_ptr[d]:load_ptr[d + 1]``.
    load_ptr: IntArray
    coordinate: IntArray
    load: FloatArray
    #: Coordinate that picks a law, -1 for one law; laws, and up to where each is.
    pick: IntArray
    law_ptr: IntArray
    edge: FloatArray
    #: Coordinate that picks a variant, -1 for none; and up to where each is picked.
    variants: int
    variant_edge: FloatArray
    curves: Curves


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """The coordinates of a case by name, and how numbers hang on them."""

    names: tuple[str, ...]
    doubts: Doubts
    #: Coordinates that several numbers share; the others are each number's own.
    shared: IntArray
    #: Own coordinate of each number's doubts, with those that pick; by number.
    owned: Mapping[int, tuple[int, ...]]
    #: Shared loadings and the rest of each own coordinate that has any.
    centred: tuple[tuple[int, tuple[tuple[int, float], ...], float], ...]

    def varies(self, number: int) -> bool:
        """Whether a number is another in some variant, or hangs on any coordinate."""
        first, last = self.doubts.ptr[number : number + 2]
        return bool(last - first > 1 or self.loads(number))

    def loads(self, number: int) -> set[int]:
        """Coordinates that a number hangs on, in any variant."""
        first, last = self.doubts.load_ptr[self.doubts.ptr[number : number + 2]]
        return set(self.doubts.coordinate[first:last].tolist())


def find_coordinates(network: Network, case: Case) -> Coordinates:
    """The coordinates of a case, in order of names.

    Args:
        network: The network of the case.
        case: The case, for the laws of its numbers.
    """
    number = {name: i for i, name in enumerate(network.numbers)}
    variants, edges = variant_edges(case)
    found = [d for d in doubts_of(case) if d.name in number]
    found.sort(key=lambda d: (number[d.name], d.variant))
    names = sorted({n for d in found for n in d.factors()})
    names += [VARIANTS] if case.variants else []
    place = {name: i for i, name in enumerate(names)}
    return Coordinates(
        names=tuple(names),
        doubts=_doubts(found, number, place, variants, edges),
        shared=np.array(_shared(found, place), np.int64),
        owned=_owned(found, number, place),
        centred=_centred(found, place),
    )


def _shared(doubts: Sequence[Doubt], place: Mapping[str, int]) -> list[int]:
    names = {n for d in doubts for n, _ in d.loadings[:-1] if is_uncertain(d.law)}
    return sorted(place[name] for name in names)


def _owned(
    doubts: Sequence[Doubt], number: Mapping[str, int], place: Mapping[str, int]
) -> dict[int, tuple[int, ...]]:
    owned: dict[int, list[int]] = {}
    for doubt in doubts:
        mine = [n for n in (doubt.own, doubt.pick) if n in set(doubt.factors())]
        owned.setdefault(number[doubt.name], []).extend(place[n] for n in mine)
    return {n: tuple(sorted(set(mine))) for n, mine in owned.items()}


def _centred(
    doubts: Sequence[Doubt], place: Mapping[str, int]
) -> tuple[tuple[int, tuple[tuple[int, float], ...], float], ...]:
    """Own coordinates whose sum with shared ones can be held while these move."""
    loads: dict[int, tuple[tuple[int, float], ...]] = {}
    rest: dict[int, float] = {}
    mixed: set[int] = set()
    for doubt in doubts:
        if not is_uncertain(doubt.law) or len(doubt.loadings) == 1:
            continue
        own = place[doubt.own]
        shared = tuple((place[n], load) for n, load in doubt.loadings[:-1])
        if loads.setdefault(own, shared) != shared:
            mixed.add(own)  # rungs of one ladder that rest on different bases
        rest[own] = doubt.loadings[-1][1]
    return (
        tuple((own, loads[own], rest[own]) for own in sorted(loads))
        if not mixed
        else ()
    )


def _doubts(
    found: Sequence[Doubt],
    number: Mapping[str, int],
    place: Mapping[str, int],
    variants: Sequence[str],
    edges: Sequence[float],
) -> Doubts:
    laws = [_laws(doubt.law) for doubt in found]
    sizes = np.bincount([number[d.name] for d in found], minlength=len(number))
    loads = [
        [(place[n], load) for n, load in d.loadings if n in place]
        if is_uncertain(d.law)
        else []
        for d in found
    ]
    mixed = [isinstance(d.law, Mixture) for d in found]
    return Doubts(
        ptr=_ends(sizes.tolist()),
        variant=_whole([variants.index(d.variant) if d.variant else -1 for d in found]),
        load_ptr=_ends([len(row) for row in loads]),
        coordinate=_whole([c for row in loads for c, _ in row]),
        load=np.array([load for row in loads for _, load in row], np.float64),
        pick=_whole(
            [place[d.pick] if m else -1 for d, m in zip(found, mixed, strict=True)]
        ),
        law_ptr=_ends([len(of_one) for of_one in laws]),
        edge=np.array([e for of_one in laws for _, e in of_one], np.float64),
        variants=place.get(VARIANTS, -1),
        variant_edge=special.ndtri(np.minimum(np.array(edges, np.float64), 1.0)),
        curves=build_curves([law for of_one in laws for law, _ in of_one]),
    )


def _laws(law: Law) -> list[tuple[Law, float]]:
    """The laws that one is picked from, and up to which coordinate each is picked."""
    if not isinstance(law, Mixture):
        return [(law, np.inf)]
    edges = special.ndtri(np.minimum(np.cumsum(law.weights), 1.0))
    edges[-1] = np.inf
    return list(zip(law.laws, edges.tolist(), strict=True))


def _ends(sizes: Sequence[int]) -> IntArray:
    return np.asarray(np.cumsum([0, *sizes]), np.int64)


def _whole(numbers: Sequence[int]) -> IntArray:
    return np.array(numbers, np.int64)


@inlined
def variant_of(doubts: Doubts, z: FloatArray) -> int:
    """The variant that a world follows, -1 for none."""
    if doubts.variants >= 0:
        for variant in range(doubts.variant_edge.size):
            if z[doubts.variants] < doubts.variant_edge[variant]:
                return variant
    return -1


@inlined
def number_of(doubts: Doubts, z: FloatArray, variant: int, number: int) -> float:
    """The value of a number at some coordinates."""
    doubt = doubts.ptr[number]
    for other in range(doubts.ptr[number] + 1, doubts.ptr[number + 1]):
        if doubts.variant[other] == variant:
            doubt = other
    at = 0.0
    for load in range(doubts.load_ptr[doubt], doubts.load_ptr[doubt + 1]):
        at += doubts.load[load] * z[doubts.coordinate[load]]
    law = doubts.law_ptr[doubt]
    if doubts.pick[doubt] >= 0:
        while z[doubts.pick[doubt]] >= doubts.edge[law]:
            law += 1
    return value_on(doubts.curves, law, at)


@kernel
def fill_numbers(doubts: Doubts, z: FloatArray, x: FloatArray) -> None:
    """The value of every number at some coordinates."""
    variant = variant_of(doubts, z)
    for number in range(x.size):
        x[number] = number_of(doubts, z, variant, number)
