"""Moved: how far data took a number from where it was before them."""

from collections.abc import Iterator, Mapping
from math import inf
from typing import Final

import numpy as np
from scipy import special

from forewarn.laws import below_chance
from forewarn.model.case import Case
from forewarn.model.quantities import (
    Fixed,
    Interval,
    Law,
    Mixture,
    RateCount,
    ShareCount,
    Window,
)

_Part = Fixed | Interval | RateCount | ShareCount | Window

#: Where chances of tails end, so that coordinates stay finite.
END: Final = 1e-9


def laws_before(case: Case) -> Mapping[str, Law]:
    """The law of each number before any data, by name; variants have their share.

    Args:
        case: The case.
    """
    written: dict[str, Law] = {n.name: n.quantity.law for n in case.numbers()}
    instead: dict[str, list[tuple[float, Law]]] = {}
    for variant in case.variants:
        for name, quantity in variant.changes:
            if name in written:  # it is not where a variable is held in a state
                instead.setdefault(name, []).append((variant.weight, quantity.law))
    return {
        name: _mixed(law, instead[name]) if name in instead else law
        for name, law in written.items()
    }


def _mixed(law: Law, instead: list[tuple[float, Law]]) -> Mixture:
    """One law of several, each in some worlds; the first in those that are left."""
    left = max(1 - sum(weight for weight, _ in instead), 0.0)
    parts = [
        (weight * share, part)
        for weight, whole in [(left, law), *instead]
        for share, part in _parts(whole)
    ]
    return Mixture(
        weights=tuple(weight for weight, _ in parts),
        laws=tuple(part for _, part in parts),
    )


def _parts(law: Law) -> Iterator[tuple[float, _Part]]:
    if isinstance(law, Mixture):
        yield from zip(law.weights, law.laws, strict=True)
    else:
        yield 1.0, law


def moved_by(law: Law, median: float) -> float:
    r"""By how many of its own standard deviations a number's median moved.

    .. math:: z = \Phi^{-1}(F(m))

    Where the law has a mass at m, the point between F(m-) and F(m) nearest to one half
    stands for F(m): a median that stays in a mass has not moved.

    Args:
        law: The law before data, of distribution function F.
        median: The median m in the light of data.

    Returns:
        Standard deviations, below 0 where it fell; never infinite.

    >>> from forewarn.model.quantities import Fixed, Interval
    >>> law = Interval(scale="log", low=0.02, median=0.06, high=0.16)
    >>> round(moved_by(law, 0.16), 3), moved_by(law, 0.06)
    (1.282, 0.0)
    >>> moved_by(Mixture(weights=(0.7, 0.3), laws=(Fixed(value=1), Fixed(value=2))), 1)
    0.0
    """
    under = below_chance(law, float(np.nextafter(median, -inf)))
    place = float(np.clip(0.5, under, max(below_chance(law, median), under)))
    return float(special.ndtri(np.clip(place, END, 1 - END)))
