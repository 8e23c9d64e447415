r"""Weights: how likely what a trajectory did is, as numbers move.

.. math:: \log L = \sum_e n_e \log \lambda_e - T_e \lambda_e
          + \sum_i k_i \log c_i + (m_i - k_i) \log (1 - c_i) + \sum_j d_j \log s_j
"""

from math import inf, log, log1p

from forewarn.engine.kernel import inlined, kernel
from forewarn.engine.network import FloatArray
from forewarn.engine.posterior.sample.account import Account
from forewarn.engine.posterior.sample.coordinates import Doubts, number_of, variant_of
from forewarn.engine.posterior.sample.groups import CHANCE, UNIT, Groups, Told
from forewarn.engine.posterior.sample.lay import Lay, Products, chance_at, fill_cell
from forewarn.engine.tables import Truths


@kernel
def find_told(  # noqa: C901  # one for each kind of term
    lay: Lay, groups: Groups, account: Account, told: Told
) -> None:
    """Which numbers a trajectory tells of, and the coordinates that they hang on.

    What it tells nothing of is as it was before any data.
    """
    told.is_told[:] = False
    told.is_used[:] = False
    for group in range(told.numbers.size):
        told.numbers[group] = 0
        told.coordinates[group] = 0
        for at in range(groups.term_ptr[group], groups.term_ptr[group + 1]):
            kind, of = groups.term[at]
            if kind == UNIT:
                start = lay.ground.units.first[of]
                for place in range(account.cells[of]):
                    first = account.cell[start + place]
                    for entry in range(first, first + lay.ground.unit_width[of]):
                        _use_product(groups, told, group, lay.hazards, entry)
            elif kind == CHANCE:
                first, last = (
                    lay.ground.chances.first[of],
                    lay.ground.chances.first[of + 1],
                )
                for entry in range(first, last):
                    if account.tried[entry] > 0.0:
                        _use_product(groups, told, group, lay.chances, entry)
            elif _drawn(groups, account, of) > 0.0:
                for place in range(groups.share_ptr[of], groups.share_ptr[of + 1]):
                    _use(groups, told, group, groups.share[place])


@inlined
def _use_product(
    groups: Groups, told: Told, group: int, products: Products, entry: int
) -> None:
    _use(groups, told, group, products.rate[entry])
    for factor in range(products.factor_ptr[entry], products.factor_ptr[entry + 1]):
        _use(groups, told, group, products.factor_number[factor])


@inlined
def _use(groups: Groups, told: Told, group: int, number: int) -> None:
    if told.is_used[number]:
        return
    told.is_used[number] = True
    told.number[groups.number_ptr[group] + told.numbers[group]] = number
    told.numbers[group] += 1
    for at in range(groups.own_ptr[number], groups.own_ptr[number + 1]):
        coordinate = groups.own[at]
        if not told.is_told[coordinate]:
            told.is_told[coordinate] = True
            place = groups.coordinate_ptr[group] + told.coordinates[group]
            told.coordinate[place] = coordinate
            told.coordinates[group] += 1


@kernel
def weigh_group(  # noqa: PLR0913, PLR0917  # compiled, and all it reads
    lay: Lay,
    doubts: Doubts,
    groups: Groups,
    told: Told,
    account: Account,
    group: int,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> float:
    """Log-likelihood of one group's terms; numbers told of are brought to date."""
    variant, first = variant_of(doubts, z), groups.number_ptr[group]
    for at in range(first, first + told.numbers[group]):
        number = told.number[at]
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
def weigh_some(  # noqa: PLR0913, PLR0917  # as weigh_group
    lay: Lay,
    doubts: Doubts,
    groups: Groups,
    told: Told,
    account: Account,
    which: Truths,
    z: FloatArray,
    x: FloatArray,
    room: FloatArray,
) -> float:
    """Log-likelihood of the terms of some groups."""
    total = 0.0
    for group in range(told.numbers.size):
        if which[group] and told.numbers[group] > 0:
            total += weigh_group(lay, doubts, groups, told, account, group, z, x, room)
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
def gather(
    groups: Groups, told: Told, group: int, z: FloatArray, out: FloatArray
) -> None:
    """The coordinates that are told of in a group, in the order found."""
    first = groups.coordinate_ptr[group]
    for at in range(told.coordinates[group]):
        out[at] = z[told.coordinate[first + at]]


@inlined
def scatter(
    groups: Groups, told: Told, group: int, of: FloatArray, z: FloatArray
) -> None:
    """Put the coordinates of a group that are told of where they belong."""
    first = groups.coordinate_ptr[group]
    for at in range(told.coordinates[group]):
        z[told.coordinate[first + at]] = of[at]
