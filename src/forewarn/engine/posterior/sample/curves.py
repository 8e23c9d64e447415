r"""Curves: laws as functions of a standard normal coordinate, as kernels read them.

Intervals are two lines on their scale. The quantiles of counts have no formula, so
they are kept on a grid of coordinates as log or logit with its slope, and read between
by the cubic that fits both ends (Hermite), which is within 1e-8 of the law.
"""

from collections.abc import Sequence
from math import exp, log1p
from typing import Final, NamedTuple

import numpy as np
from scipy import special

from forewarn.engine.kernel import inlined
from forewarn.engine.network import FloatArray
from forewarn.engine.statistics.ground import IntArray
from forewarn.laws import spreads, value_at
from forewarn.model.quantities import (
    Fixed,
    Interval,
    Law,
    Mixture,
    RateCount,
    ShareCount,
    Window,
)

#: Kinds of curves: one value; lines on three scales; tables of log and of logit.
FIXED, LINEAR, LOG, LOGIT, LOG_TABLE, LOGIT_TABLE = range(6)
SCALES: Final = {"linear": LINEAR, "log": LOG, "logit": LOGIT}
#: Coordinates that tables hold, and how many to one.
FAR: Final = 8
FINE: Final = 64
KNOTS: Final = 2 * FAR * FINE + 1


class Curves(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Several laws, a row each."""

    #: What a row is; shape (curve,).
    kind: IntArray
    #: Value, or place and slope below and above 0; shape (curve, 3).
    line: FloatArray
    #: Years of a window that a chance becomes a rate over, 0 for none; (curve,).
    years: FloatArray
    #: Row in the tables, -1 for none; shape (curve,).
    table: IntArray
    #: Log or logit at each knot, and its slope; shape (table, KNOTS) each.
    at: FloatArray
    slope: FloatArray


def build_curves(laws: Sequence[Law]) -> Curves:
    """The curves of some laws, none of them a mixture.

    Raises:
        ValueError: if one is a mixture.
    """
    rows = [_row(law) for law in laws]
    tables = [law for law in laws if isinstance(law, RateCount | ShareCount)]
    knots = [_knots(law) for law in tables]
    number = iter(range(len(tables)))
    return Curves(
        kind=np.array([kind for kind, _, _ in rows], np.int64),
        line=np.array([line for _, line, _ in rows], np.float64).reshape(-1, 3),
        years=np.array([years for _, _, years in rows], np.float64),
        table=np.array(
            [next(number) if kind >= LOG_TABLE else -1 for kind, _, _ in rows], np.int64
        ),
        at=np.array([at for at, _ in knots]).reshape(-1, KNOTS),
        slope=np.array([slope for _, slope in knots]).reshape(-1, KNOTS),
    )


def _row(law: Law) -> tuple[int, tuple[float, float, float], float]:
    match law:
        case Fixed():
            return FIXED, (law.value, 0.0, 0.0), 0.0
        case Interval():
            return SCALES[law.scale], spreads(law), 0.0
        case RateCount():
            return LOG_TABLE, (0.0, 0.0, 0.0), 0.0
        case ShareCount():
            return LOGIT_TABLE, (0.0, 0.0, 0.0), 0.0
        case Window():
            kind, line, _ = _row(law.chance)
            return kind, line, law.years
        case Mixture():
            raise ValueError("a mixture is several curves")


def _knots(law: RateCount | ShareCount) -> tuple[FloatArray, FloatArray]:
    z = np.linspace(-FAR, FAR, KNOTS)
    x = value_at(law, z)
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    if isinstance(law, RateCount):
        shape, rate = law.count + 0.5, law.exposure
        log_f = special.xlogy(shape, rate) + special.xlogy(shape - 1, x) - rate * x
        slope = density / (x * np.exp(log_f - special.gammaln(shape)))
        return np.log(x), slope
    a, b = law.count + 0.5, law.trials - law.count + 0.5
    # The other side's quantile keeps its digits where the share is near 1.
    rest = value_at(ShareCount(count=law.trials - law.count, trials=law.trials), -z)
    log_f = (a - 1) * np.log(x) + (b - 1) * np.log(rest) - special.betaln(a, b)
    return np.log(x) - np.log(rest), density / (x * rest * np.exp(log_f))


@inlined
def value_on(curves: Curves, curve: int, z: float) -> float:
    """The value of a curve at a coordinate."""
    kind = curves.kind[curve]
    if kind == FIXED:
        value = curves.line[curve, 0]
    elif kind <= LOGIT:
        side = 1 if z < 0.0 else 2
        value = _from_scale(kind, curves.line[curve, 0] + z * curves.line[curve, side])
    else:
        at = _between(curves, curves.table[curve], z)
        value = _from_scale(LOG if kind == LOG_TABLE else LOGIT, at)
    if curves.years[curve] > 0.0:
        return float(-log1p(-value) / curves.years[curve])
    return float(value)


@inlined
def _from_scale(kind: int, at: float) -> float:
    if kind == LOG:
        return float(exp(at))
    if kind == LOGIT:
        return float(1.0 / (1.0 + exp(-at)))
    return at


@inlined
def _between(curves: Curves, table: int, z: float) -> float:
    """Log or logit between two knots; beyond the last it goes straight on."""
    place = (z + FAR) * FINE
    knot = min(max(int(place), 0), KNOTS - 2)
    t = place - knot
    if place < 0.0 or place > KNOTS - 1:
        end = 0 if place < 0.0 else KNOTS - 1
        beyond = (place - end) / FINE * curves.slope[table, end]
        return float(curves.at[table, end] + beyond)
    low, high = curves.at[table, knot], curves.at[table, knot + 1]
    rise, fall = curves.slope[table, knot] / FINE, curves.slope[table, knot + 1] / FINE
    return float(
        low * (1 + 2 * t) * (1 - t) ** 2
        + rise * t * (1 - t) ** 2
        + high * t**2 * (3 - 2 * t)
        - fall * t**2 * (1 - t)
    )
