"""Sizes: laws of losses that are drawn anew at each jump, as kernels draw them."""

from collections.abc import Sequence
from itertools import accumulate
from math import exp, pi, sqrt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from forewarn.engine.kernel import inlined
from forewarn.engine.tables import Indices, Truths
from forewarn.errors import NotComputable
from forewarn.laws import spreads
from forewarn.model.quantities import Fixed, Interval, Law, Mixture

FloatArray = npt.NDArray[np.float64]


class Sizes(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Several laws, each a mixture of two-piece normal parts.

    Parts of law i are ``part_ptr[i]:part_ptr[i + 1]``.
    """

    part_ptr: Indices
    #: Up to where in (0, 1) each part is picked; shape (part,).
    edge: FloatArray
    #: Whether a part is normal on the scale of logarithms; shape (part,).
    logarithmic: Truths
    #: Median of each part, and its spread below and above it, on its scale; (part,).
    middle: FloatArray
    below: FloatArray
    above: FloatArray


def build_sizes(laws: Sequence[Law | None]) -> Sizes:
    """The sizes of some laws, in their order; None has no parts.

    Raises:
        NotComputable: if a law is no value, interval or mixture of such.
    """
    weighted = [[] if law is None else _weighted(law) for law in laws]
    parts = [part for of_one in weighted for _, part in of_one]
    edges = [e for of_one in weighted for e in accumulate(w for w, _ in of_one)]
    spread = [_spread(part) for part in parts]
    return Sizes(
        part_ptr=np.cumsum([0, *map(len, weighted)]).astype(np.uint32),
        edge=np.array(edges, dtype=np.float64),
        logarithmic=np.array([_is_log(part) for part in parts], dtype=np.bool_),
        middle=np.array([middle for middle, _, _ in spread], dtype=np.float64),
        below=np.array([below for _, below, _ in spread], dtype=np.float64),
        above=np.array([above for _, _, above in spread], dtype=np.float64),
    )


def mean_size(law: Law) -> float:
    r"""Mean of the law of a size.

    With median m and spreads s on the scale of the law,

    .. math:: E = m + (s_+ - s_-)/\sqrt{2\pi}, \qquad
              E = e^m \left(e^{s_+^2/2}\,\Phi(s_+) + e^{s_-^2/2}\,\Phi(-s_-)\right)

    where the scale is linear, and where it is that of logarithms.

    Args:
        law: The law.

    Raises:
        NotComputable: if the law is no value, interval or mixture of such.

    Source:
        Wallis (2014), the two-piece normal law; the second by completing the square.

    >>> mean_size(Interval(scale="linear", low=-1.0, median=0.0, high=3.0)).__round__(3)
    0.623
    """
    total = 0.0
    for weight, part in _weighted(law):
        middle, below, above = _spread(part)
        if _is_log(part):
            up = exp(above**2 / 2) * special.ndtr(above)
            total += (
                weight * exp(middle) * (up + exp(below**2 / 2) * special.ndtr(-below))
            )
        else:
            total += weight * (middle + (above - below) / sqrt(2 * pi))
    return float(total)


@inlined
def size_at(sizes: Sizes, law: int, pick: float, z: float) -> float:
    """A size, by a uniform pick among a law's parts and a normal coordinate in one.

    Args:
        sizes: Several laws.
        law: Which of them.
        pick: From 0 up to, but not, 1.
        z: Standard normal.
    """
    part = sizes.part_ptr[law]
    last = sizes.part_ptr[law + 1] - 1
    while part < last and pick >= sizes.edge[part]:
        part += 1
    at = sizes.middle[part] + z * (sizes.below[part] if z < 0.0 else sizes.above[part])
    return exp(at) if sizes.logarithmic[part] else at


def _weighted(law: Law) -> list[tuple[float, Fixed | Interval]]:
    pairs = (
        list(zip(law.weights, law.laws, strict=True))
        if isinstance(law, Mixture)
        else [(1.0, law)]
    )
    plain = [
        (weight, part) for weight, part in pairs if isinstance(part, Fixed | Interval)
    ]
    if len(plain) < len(pairs) or any(_is_logit(part) for _, part in plain):
        raise NotComputable(
            "a loss that varies by event is a count or a share; write an amount, such "
            "as 300 (60 to 1_500)"
        )
    return plain


def _spread(part: Fixed | Interval) -> tuple[float, float, float]:
    return (part.value, 0.0, 0.0) if isinstance(part, Fixed) else spreads(part)


def _is_log(part: Fixed | Interval) -> bool:
    return isinstance(part, Interval) and part.scale == "log"


def _is_logit(part: Fixed | Interval) -> bool:
    return isinstance(part, Interval) and part.scale == "logit"
