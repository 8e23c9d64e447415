r"""Weights: how likely what a trajectory did is, as numbers move.

.. math:: \log L = \sum_e n_e \log \lambda_e - T_e \lambda_e
          + \sum_i k_i \log c_i + (m_i - k_i) \log (1 - c_i) + \sum_j d_j \log s_j
"""

from math import inf, log, log1p

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.account import Account
from forewarn.engine.posterior.sample.coordinates import Doubts, number_of, variant_of
from forewarn.engine.posterior.sample.groups import CHANCE, UNIT, Groups
from forewarn.engine.posterior.sample.lay import Lay, chance_at, fill_cell


@kernel
def has_met(lay: Lay, groups: Groups, account: Account, group: int) -> bool:
    """Whether a trajectory tells anything of a group."""
    for at in range(groups.term_ptr[group], groups.term_ptr[group + 1]):
        kind, of = groups.term[at]
        if kind == UNIT:
            met = account.cells[of] > 0
        elif kind == CHANCE:
            first, last = lay.ground.chances.first[of], lay.ground.chances.first[of + 1]
            met = account.tried[first:last].sum() > 0.0
        else:
            met = _drawn(groups, account, of) > 0.0
        if met:
            return True
    return False


@kernel
def weigh_group(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    lay: Lay,
    doubts: Doubts,
    groups: Groups,
    account: Account,
    group: int,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> float:
    """Log-likelihood of one group's terms; its numbers are brought to date."""
    variant = variant_of(doubts, z)
    for at in range(groups.number_ptr[group], groups.number_ptr[group + 1]):
        number = groups.number[at]
        x[number] = number_of(doubts, z, variant, number)
    total = 0.0
    for at in range(groups.term_ptr[group], groups.term_ptr[group + 1]):
        kind, of = groups.term[at]
        if kind == UNIT:
            total += _weigh_unit(lay, account, of, x, room)
        elif kind == CHANCE:
            total += _weigh_chance(lay, account, of, x)
        else:
            total += _weigh_shares(groups, account, of, x)
    return total if total == total else -inf  # noqa: PLR0124  # not a number


@kernel
def weigh_all(  # noqa: PLR0913, PLR0917  # as weigh_group
    lay: Lay,
    doubts: Doubts,
    groups: Groups,
    account: Account,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> float:
    """Log-likelihood of every group's terms."""
    total = 0.0
    for group in range(groups.term_ptr.size - 1):
        total += weigh_group(lay, doubts, groups, account, group, z, x, room)
    return total


@inlined
def _weigh_unit(
    lay: Lay, account: Account, unit: int, x: FloatArray, room: FloatArray
) -> float:
    start, total = lay.ground.units.first[unit], 0.0
    for place in range(account.cells[unit]):
        first = account.cell[start + place]
        fill_cell(lay, x, unit, first, room)
        for entry in range(first, first + lay.ground.unit_width[unit]):
            total -= account.years[first] * room[entry]
            if account.came[entry] > 0.0:
                if not room[entry] > 0.0:
                    return -inf
                total += account.came[entry] * log(room[entry])
    return total


@inlined
def _weigh_chance(lay: Lay, account: Account, table: int, x: FloatArray) -> float:
    total = 0.0
    for entry in range(
        lay.ground.chances.first[table], lay.ground.chances.first[table + 1]
    ):
        tried, hit = account.tried[entry], account.hit[entry]
        if tried > 0.0:
            chance = chance_at(lay, x, entry)
            if (hit > 0.0 and not chance > 0.0) or (hit < tried and not chance < 1.0):
                return -inf
            if hit > 0.0:
                total += hit * log(chance)
            if hit < tried:
                total += (tried - hit) * log1p(-chance)
    return total


@inlined
def _drawn(groups: Groups, account: Account, shares: int) -> float:
    drawn = 0.0
    for at in range(groups.share_ptr[shares], groups.share_ptr[shares + 1]):
        drawn += account.drawn[groups.share[at]]
    return drawn


@inlined
def _weigh_shares(
    groups: Groups, account: Account, shares: int, x: FloatArray
) -> float:
    total, log_share = 0.0, 0.0
    for at in range(groups.share_ptr[shares], groups.share_ptr[shares + 1]):
        number = groups.share[at]
        total += x[number]
        if account.drawn[number] > 0.0:
            if not x[number] > 0.0:
                return -inf
            log_share += account.drawn[number] * log(x[number])
    return log_share - _drawn(groups, account, shares) * log(total)


@inlined
def gather(groups: Groups, group: int, z: FloatArray, out: FloatArray) -> None:
    """A group's coordinates, in their order."""
    first = groups.coordinate_ptr[group]
    for at in range(first, groups.coordinate_ptr[group + 1]):
        out[at - first] = z[groups.coordinate[at]]


@inlined
def scatter(groups: Groups, group: int, of: FloatArray, z: FloatArray) -> None:
    """Put a group's coordinates where they belong."""
    first = groups.coordinate_ptr[group]
    for at in range(first, groups.coordinate_ptr[group + 1]):
        z[groups.coordinate[at]] = of[at - first]
