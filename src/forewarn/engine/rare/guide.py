r"""Guides: how likely a lump is to answer yes, from each code and time of one world.

.. math:: -\frac{dh}{dt} = Q_t h

backward from the last date, by uniformisation in cells of time; so nothing is ever
subtracted, and small chances keep their digits.
"""

from math import ceil, sqrt
from typing import Final, NamedTuple

import numpy as np

from forewarn.engine.kernel import part
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.lump import Lump
from forewarn.engine.simulate.course import Course
from forewarn.engine.simulate.watch import WINDOW

#: Power of the value that futures are steered by. Measured: at 1 one run in a few was
#: three errors low, with a weight 500 times the mean; at 0.95 none was.
TILT: Final = 0.95
#: Steps taken at once at most, as a Poisson mean.
STRETCH: Final = 30.0


class Guide(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """The value of each code in each cell of time, to the power of the tilt."""

    #: First the cells of time, then those of a window; shape (cell, code + 2).
    value: FloatArray
    #: Room: typical hazards, rates of codes, and values that are stepped.
    hazard: FloatArray
    #: Rate of each way out of a code.
    flow: FloatArray
    rate: FloatArray
    now: FloatArray
    after: FloatArray
    total: FloatArray


@part
def new_guide(lump: Lump) -> Guide:
    """Room for one world after another."""
    codes = lump.worth.size
    cells = lump.edge.size + lump.window.size - 2
    return Guide(
        np.zeros((cells, codes)),
        np.empty(lump.mean_ptr.size - 1),
        np.empty(lump.out_code.size),
        np.empty(codes),
        np.empty(codes),
        np.empty(codes),
        np.empty(codes),
    )


@part
def fill_guide(lump: Lump, course: Course, guide: Guide) -> None:
    """Fill in a guide for one world.

    Args:
        lump: The lump.
        course: The world.
        guide: To fill.
    """
    cells, now = lump.edge.size - 1, guide.now
    codes = lump.worth.size - 2
    now[:] = lump.worth
    guide.rate[:] = 0.0
    if lump.kind == WINDOW:
        _fill_hazards(lump, course, lump.part[cells - 1], lump.edge[cells], guide)
        for cell in range(lump.window.size - 2, -1, -1):
            _step_cell(
                lump, guide, lump.window[cell + 1] - lump.window[cell], cells + cell
            )
        for code in range(0, codes, 2):
            now[code] = 0.0
        for code in range(1, codes, 2):
            guide.rate[code] = -1.0  # it stands still from here on
    part, phase = -1, -1
    for cell in range(cells - 1, -1, -1):
        middle = 0.5 * (lump.edge[cell] + lump.edge[cell + 1])
        current = _phase_at(course, middle)
        if lump.part[cell] != part or current != phase:
            part, phase = lump.part[cell], current
            _fill_hazards(lump, course, part, middle, guide)
        _step_cell(lump, guide, lump.edge[cell + 1] - lump.edge[cell], cell)
        if lump.block[cell] >= 0:
            _turn(lump, guide, lump.block[cell] * codes)


@part
def _phase_at(course: Course, time: float) -> int:
    phase = 0
    while course.start[phase + 1] <= time:
        phase += 1
    return phase


@part
def _fill_hazards(
    lump: Lump, course: Course, part: int, time: float, guide: Guide
) -> None:
    """Fill in typical hazards, and rates of codes that do not stand still."""
    first = _phase_at(course, time) * course.stride
    table = course.world.table
    for hazard in range(guide.hazard.size):
        mean = 0.0
        for at in range(lump.mean_ptr[hazard], lump.mean_ptr[hazard + 1]):
            entry = first + lump.mean_entry[at]
            rate = table[entry]
            if not lump.mean_last[at]:
                rate -= table[entry + 1]
            mean += lump.mean_share[part, at] * rate
        guide.hazard[hazard] = mean
    still = lump.kind == WINDOW and guide.rate[1] < 0.0
    for code in range(lump.jump_ptr.size - 1):
        if still and code % 2 == 1:
            continue
        rate = 0.0
        for jump in range(lump.jump_ptr[code], lump.jump_ptr[code + 1]):
            hazard = guide.hazard[lump.jump_hazard[jump]]
            rate += hazard
            for out in range(lump.out_ptr[jump], lump.out_ptr[jump + 1]):
                guide.flow[out] = hazard * lump.out_chance[out]
        guide.rate[code] = rate


@part
def _step_cell(lump: Lump, guide: Guide, years: float, row: int) -> None:
    """Step back over a cell, and note the values in its middle."""
    _step(lump, guide, 0.5 * years)
    for code in range(guide.now.size):
        guide.value[row, code] = guide.now[code] ** TILT
    _step(lump, guide, 0.5 * years)


@part
def _step(lump: Lump, guide: Guide, years: float) -> None:
    """Step back some years, by uniformisation."""
    rate, fastest = guide.rate, 0.0
    codes = lump.jump_ptr.size - 1
    for code in range(codes):
        fastest = max(fastest, rate[code])
    stretches = max(ceil(fastest * years / STRETCH), 1)
    mean = fastest * years / stretches
    if not mean > 0.0:
        return
    now, after, total = guide.now, guide.after, guide.total
    after[codes:] = now[codes:]
    for _ in range(stretches):
        weight = np.exp(-mean)
        for code in range(codes):
            total[code] = weight * now[code]
        for count in range(1, terms_of(mean)):
            weight *= mean / count
            _step_once(lump, guide, fastest, now, after)
            for code in range(codes):
                total[code] += weight * after[code]
            now, after = after, now
        now[:codes] = total[:codes]
    guide.now[:codes] = total[:codes]


@part
def terms_of(mean: float) -> int:
    """Terms of a Poisson mixture that are taken: what is left out tells nothing."""
    return int(mean + 6.0 * sqrt(mean)) + 8


@part
def _step_once(
    lump: Lump, guide: Guide, fastest: float, now: FloatArray, after: FloatArray
) -> None:
    """One uniformised step back."""
    # Unsigned, and without what is the same in each: a third of the time.
    ways, target, flow, rate = lump.way_ptr, lump.out_code, guide.flow, guide.rate
    one = np.uint64(1)
    for code in range(np.uint64(0), np.uint64(ways.size) - one):
        value = now[code]
        if rate[code] > 0.0:
            added = 0.0
            for out in range(ways[code], ways[code + one]):
                added += flow[out] * now[target[out]]
            value += (added - rate[code] * value) / fastest
        after[code] = value


@part
def _turn(lump: Lump, guide: Guide, first: int) -> None:
    """Step back over what is scheduled for a date."""
    now, after = guide.now, guide.after
    codes = lump.jump_ptr.size - 1
    for code in range(codes):
        after[code] = 0.0
        for turn in range(lump.turn_ptr[first + code], lump.turn_ptr[first + code + 1]):
            after[code] += lump.turn_chance[turn] * now[lump.turn_code[turn]]
    now[:codes] = after[:codes]
