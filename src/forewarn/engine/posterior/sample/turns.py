r"""Turns: numbers moved, given a trajectory, in coordinates that are N(0, 1) before it.

A group is moved on an ellipse through where it is and a draw from its prior, which
needs no step size and never stays where it is. What shared factors do to a number can
be told in two ways: they move and the number with them, or the number stays and its own
part makes up for it. Both turns are taken; one of them mixes well whatever the data.

Source:
    Murray, Adams and MacKay (2010), Elliptical slice sampling; Yu and Meng (2011), To
    center or not to center.
"""

from math import cos, log, pi, sin, sqrt
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.kernel import kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.account import Account
from forewarn.engine.posterior.sample.coordinates import Doubts, fill_numbers
from forewarn.engine.posterior.sample.groups import Groups, Told
from forewarn.engine.posterior.sample.lay import Lay
from forewarn.engine.posterior.sample.luck import draw_normal, draw_normals, draw_share
from forewarn.engine.posterior.sample.weigh import (
    find_told,
    gather,
    scatter,
    weigh_group,
    weigh_some,
)
from forewarn.engine.statistics.ground import IntArray
from forewarn.engine.tables import Truths

#: Moves of each group, and of shared factors, to one of the trajectory; and of factors
#: that move most groups, which takes long and, measured, gains little.
OFTEN: Final = 4
SHARED_OFTEN: Final = 4
WIDE_OFTEN: Final = 2


class Shared(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Factors that several numbers share."""

    #: Their coordinates; shape (factor,).
    coordinate: IntArray
    #: Own coordinates that have a share in them, and what is left to each; (own,).
    own: IntArray
    rest: FloatArray
    #: Loading of each on each factor; shape (own, factor).
    load: FloatArray
    #: Whether each factor moves each group, and how often it is moved; shape (factor,
    #: group) and (factor,).
    moves: Truths
    often: IntArray


class Turns(NamedTuple):
    """All that numbers are moved by."""

    lay: Lay
    doubts: Doubts
    groups: Groups
    shared: Shared
    #: Coordinates that pick laws, the own coordinates beside them, and their groups.
    pick: IntArray
    #: What the trajectory tells of.
    told: Told


@kernel
def take_turns(
    turns: Turns, account: Account, z: FloatArray, x: FloatArray, room: FloatArray
) -> None:
    """Move every coordinate once or more.

    Args:
        turns: All that numbers are moved by.
        account: What the trajectory did.
        z: Coordinates, moved; shape (coordinate,).
        x: Value of every number, brought to date; shape (number,).
        room: Room for hazards; shape (entry,).
    """
    told = turns.told
    find_told(turns.lay, turns.groups, account, told)
    for coordinate in turns.groups.coordinate:
        if not told.is_told[coordinate]:
            z[coordinate] = draw_normal()
    for group in range(told.numbers.size):
        if told.coordinates[group] > 0:
            _turn_often(turns, account, group, z, x, room)
    if turns.doubts.variants >= 0:
        _turn_variant(turns, account, z, x, room)
    for turn in range(SHARED_OFTEN):
        for at in range(turns.shared.coordinate.size):
            if turn < turns.shared.often[at]:
                _turn_shared(turns, account, at, z, x, room)
        if turns.shared.own.size > 0:
            _turn_centred(turns, z)
    fill_numbers(turns.doubts, z, x)


@kernel
def _turn_often(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    turns: Turns,
    account: Account,
    group: int,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> None:
    lay, doubts, groups, told = turns.lay, turns.doubts, turns.groups, turns.told
    level = weigh_group(lay, doubts, groups, told, account, group, z, x, room)
    for _ in range(OFTEN):
        level = _turn_group(turns, account, group, z, x, room, level)
    _pick_anew(turns, account, group, z, x, room)


@kernel
def _turn_group(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    turns: Turns,
    account: Account,
    group: int,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
    level: float,
) -> float:
    """Move a group's own coordinates on an ellipse, and tell how likely it is now."""
    lay, doubts, groups, told = turns.lay, turns.doubts, turns.groups, turns.told
    size = told.coordinates[group]
    here = np.empty(size)
    gather(groups, told, group, z, here)
    aside = draw_normals(size)
    least = level + log(1.0 - draw_share())
    angle = draw_share() * 2 * pi
    low, high = angle - 2 * pi, angle
    for _ in range(200):
        scatter(groups, told, group, here * cos(angle) + aside * sin(angle), z)
        now = weigh_group(lay, doubts, groups, told, account, group, z, x, room)
        if now >= least:
            return now
        if angle < 0.0:
            low = angle
        else:
            high = angle
        angle = low + (high - low) * draw_share()
    scatter(groups, told, group, here, z)
    return weigh_group(lay, doubts, groups, told, account, group, z, x, room)


@kernel
def _pick_anew(  # noqa: PLR0913, PLR0917  # as _turn_group
    turns: Turns,
    account: Account,
    group: int,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> None:
    """Offer each mixture of a group a law and a place in it from the prior."""
    lay, doubts, groups, told = turns.lay, turns.doubts, turns.groups, turns.told
    for at in range(len(turns.pick)):
        pick, own = turns.pick[at, 0], turns.pick[at, 1]
        if turns.pick[at, 2] != group or not told.is_told[pick]:
            continue
        before = weigh_group(lay, doubts, groups, told, account, group, z, x, room)
        old_pick, old_own = z[pick], z[own]
        z[pick], z[own] = draw_normal(), draw_normal()
        after = weigh_group(lay, doubts, groups, told, account, group, z, x, room)
        if log(1.0 - draw_share()) >= after - before:
            z[pick], z[own] = old_pick, old_own
            weigh_group(lay, doubts, groups, told, account, group, z, x, room)


@kernel
def _turn_variant(
    turns: Turns, account: Account, z: FloatArray, x: FloatArray, room: FloatArray
) -> None:
    """Offer a variant from the prior."""
    lay, doubts, groups, told = turns.lay, turns.doubts, turns.groups, turns.told
    every = np.ones(told.numbers.size, np.bool_)
    before = weigh_some(lay, doubts, groups, told, account, every, z, x, room)
    old = z[doubts.variants]
    z[doubts.variants] = draw_normal()
    after = weigh_some(lay, doubts, groups, told, account, every, z, x, room)
    if log(1.0 - draw_share()) >= after - before:
        z[doubts.variants] = old


@kernel
def _turn_shared(  # noqa: PLR0913, PLR0917  # as _turn_group
    turns: Turns,
    account: Account,
    at: int,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> None:
    """Move a shared factor, and with it all numbers that share it."""
    lay, doubts, groups, told = turns.lay, turns.doubts, turns.groups, turns.told
    factor, moved = turns.shared.coordinate[at], turns.shared.moves[at]
    here, aside = z[factor], draw_normal()
    level = weigh_some(lay, doubts, groups, told, account, moved, z, x, room)
    level += log(1.0 - draw_share())
    angle = draw_share() * 2 * pi
    low, high = angle - 2 * pi, angle
    for _ in range(200):
        z[factor] = here * cos(angle) + aside * sin(angle)
        if weigh_some(lay, doubts, groups, told, account, moved, z, x, room) >= level:
            return
        if angle < 0.0:
            low = angle
        else:
            high = angle
        angle = low + (high - low) * draw_share()
    z[factor] = here


@kernel
def _turn_centred(turns: Turns, z: FloatArray) -> None:
    r"""Move all shared factors, while every number that is told of stays as it is.

    Given :math:`y = aZ + re`, with e and Z standard normal, Z is normal with precision
    :math:`I + \sum aa'/r^2`.
    """
    shared = turns.shared
    factors = shared.coordinate.size
    precision, pull = np.eye(factors), np.zeros(factors)
    sums = np.zeros(shared.own.size)
    for at in range(shared.own.size):
        if turns.told.is_told[shared.own[at]]:
            rest = shared.rest[at]
            sums[at] = rest * z[shared.own[at]]
            for one in range(factors):
                sums[at] += shared.load[at, one] * z[shared.coordinate[one]]
            for one in range(factors):
                pull[one] += shared.load[at, one] * sums[at] / rest**2
                for other in range(factors):
                    precision[one, other] += (
                        shared.load[at, one] * shared.load[at, other] / rest**2
                    )
    drawn = _draw_around(precision, pull)
    for one in range(factors):
        z[shared.coordinate[one]] = drawn[one]
    for at in range(shared.own.size):
        if turns.told.is_told[shared.own[at]]:
            left = sums[at]
            for one in range(factors):
                left -= shared.load[at, one] * drawn[one]
            z[shared.own[at]] = left / shared.rest[at]


@kernel
def _draw_around(precision: FloatArray, pull: FloatArray) -> FloatArray:
    """A draw from the normal law with some precision P and mean of P m = pull."""
    size = pull.size
    root = np.zeros((size, size))  # P = LL', written out: the libraries may round apart
    for i in range(size):
        for j in range(i + 1):
            left = precision[i, j]
            for k in range(j):
                left -= root[i, k] * root[j, k]
            root[i, j] = sqrt(left) if i == j else left / root[j, j]
    drawn = np.empty(size)
    for i in range(size):
        left = pull[i]
        for k in range(i):
            left -= root[i, k] * drawn[k]
        drawn[i] = left / root[i, i]
    drawn += draw_normals(size)
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            drawn[i] -= root[k, i] * drawn[k]
        drawn[i] /= root[i, i]
    return drawn
