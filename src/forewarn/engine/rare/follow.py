r"""Following: one future steered by a guide, with the weight that makes up for it.

A jump of the lump that would come at hazard λ comes at :math:`f \lambda`, with f the
ratio of the guide's values after and before it, held between bounds. A future's weight
is how much likelier it is as it would be than as it was made,

.. math:: W = \prod_{\text{jumps}} \frac{1}{f} \exp\int \sum (f - 1) \lambda \, dt

f is constant between jumps within a cell of time: the weight is exact, not approximate.
Where an instant may go several ways, by a trigger or a schedule, it is tried several
times and one try taken; see ``fork``. A share ε of the futures comes as it would; by
the weight of the mixture,

.. math:: w = \frac{1}{\varepsilon + (1 - \varepsilon) / W}

none weighs more than 1/ε, all weigh 1 on average, and the mean of weight times outcome
is the chance asked for, whatever the guide.

Source:
    Hesterberg (1995), defensive mixtures.
"""

from math import exp, inf, log
from typing import Final

import numpy as np

from forewarn.engine.kernel import inlined
from forewarn.engine.rare.bank import Bank
from forewarn.engine.rare.fork import FLOOR, NEVER_DUE, fork, fork_date, tries_of
from forewarn.engine.rare.guide import Guide
from forewarn.engine.rare.hand import (
    CELL,
    CHANGE,
    CODE,
    EXTRA,
    LOOPS,
    OPENED,
    TIME,
    WEIGHT,
    Hand,
)
from forewarn.engine.rare.lump import Lump
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.simulate.future import Log, pick_again, pick_pulse
from forewarn.engine.simulate.leap_future import (
    Game,
    come,
    end_instant,
    goes_on,
    make_change,
    next_change,
    settle,
    start_leaping,
)
from forewarn.engine.simulate.leaping import AWAKE, LIMIT, TOTAL
from forewarn.engine.simulate.rates import pick_slot
from forewarn.engine.simulate.stream import Stream, next_share, next_wait
from forewarn.engine.simulate.watch import WINDOW
from forewarn.engine.tables import Truths

#: Share of the futures that come as they would.
DEFENCE: Final = 0.1
#: Jumps that one pulse may be sped up to in the width of a cell of time.
MOST: Final = 10.0
#: Steps between two looks at whether to stop.
LOOK: Final = 4096

_ONE: Final = np.uint64(1)


@inlined
def begin(game: Game, hand: Hand, log_: Log, stream: Stream) -> Stream:
    """Put every variable in its start state."""
    stream = start_leaping(game, log_, stream)
    hand.clock[TIME] = hand.clock[WEIGHT] = 0.0
    for column in range(4):
        hand.at[column] = 0
    return stream


@inlined
def follow(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    game: Game,
    lump: Lump,
    guide: Guide,
    hand: Hand,
    bank: Bank,
    log_: Log,
    seen: IntArray,
    stream: Stream,
    stopped: Truths,
    steered: bool,  # noqa: FBT001  # kernels take no keywords
    weighed: bool,  # noqa: FBT001  # as above
    level: float,
) -> tuple[Stream, bool]:
    """Follow a future until everything asked is settled, or a level is reached.

    Args:
        game: What it is run by.
        lump: The lump.
        guide: Its values in this world.
        hand: How far it is; its weight is there afterwards.
        bank: Room for one future.
        log_: Room for its jumps.
        seen: To fill with the state of every variable as cells of time end, where
            there is room; shape (cell, variable) or (0, 0).
        stream: Its stream.
        stopped: Set from outside to leave it unfinished; shape (1,).
        steered: Whether it is steered; else it comes as it would.
        weighed: Whether its weight is asked for, or that of its like.
        level: Value of the guide at which to stop, where it is not settled before.

    Returns:
        The stream, and whether the level was reached.
    """
    play, clock, at = game.play, hand.clock, hand.at
    while True:
        aim(game, lump, guide, hand, steered, weighed)
        if guide.value[row_of(lump, hand), at[CODE]] >= level or is_hit(game, lump):
            return stream, True
        total = play.clock[TOTAL] + clock[EXTRA]
        wait, stream = next_wait(stream)
        then = clock[TIME] + wait / total
        edge = next_edge(game, lump, hand)
        turn = next_change(game)
        upto = min(then, edge, turn)
        at[LOOPS] += 1
        if upto > play.clock[LIMIT]:
            pass_time(hand, play.clock[LIMIT])
            if not goes_on(game, upto) or stopped[0]:
                break
        elif turn == upto:
            pass_time(hand, upto)
            if weighed and turns(game, lump, hand, upto):
                stream = fork_date(
                    game, lump, guide, hand, bank, log_, stream, upto, steered
                )
            else:
                stream = make_change(game, log_, stream, upto)
        elif edge == upto:
            pass_time(hand, upto)
            pass_edge(game, lump, hand, seen)
        else:
            pass_time(hand, upto)
            stream = jump(game, lump, guide, hand, bank, log_, stream, steered, weighed)
        if at[LOOPS] % LOOK == 0 and stopped[0]:
            break
    return stream, False


@inlined
def is_hit(game: Game, lump: Lump) -> bool:
    """Whether what is asked has come true for good."""
    if lump.kind == WINDOW:
        return bool(game.notes.second[0] < inf)
    return bool(game.notes.first[0] < inf)


@inlined
def pass_time(hand: Hand, time: float) -> None:
    """Let time pass in which nothing happens."""
    if time > hand.clock[TIME]:
        hand.clock[WEIGHT] += hand.clock[CHANGE] * (time - hand.clock[TIME])
        hand.clock[TIME] = time


@inlined
def row_of(lump: Lump, hand: Hand) -> int:
    """Row of the guide for the time it is, and for what is remembered."""
    cells = lump.edge.size - 1
    if lump.kind == WINDOW and hand.at[CODE] % 2 == 1:
        return int(cells + min(hand.at[OPENED], lump.window.size - 2))
    return int(min(hand.at[CELL], cells - 1))


@inlined
def next_edge(game: Game, lump: Lump, hand: Hand) -> float:
    """When the next cell of time begins, or the next of the window."""
    if lump.kind == WINDOW and game.notes.stage[0] == 1:
        after = hand.at[OPENED] + 1
        if after >= lump.window.size - 1:
            return inf
        return float(game.notes.first[0] + lump.window[after])
    after = hand.at[CELL] + 1
    return float(lump.edge[after]) if after < lump.edge.size else inf


@inlined
def pass_edge(game: Game, lump: Lump, hand: Hand, seen: IntArray) -> None:
    """Enter the next cell."""
    if lump.kind == WINDOW and game.notes.stage[0] == 1:
        hand.at[OPENED] += 1
        return
    if hand.at[CELL] < seen.shape[0]:
        for variable in range(seen.shape[1]):
            seen[hand.at[CELL], variable] = game.play.state[variable]
    hand.at[CELL] += 1


@inlined
def aim(  # noqa: PLR0913, PLR0917  # as follow
    game: Game,
    lump: Lump,
    guide: Guide,
    hand: Hand,
    steered: bool,  # noqa: FBT001  # kernels take no keywords
    weighed: bool,  # noqa: FBT001  # as above
) -> None:
    """Find the code, and how every jump out of it is steered and weighed, if it is."""
    state, scene, table = game.play.state, game.scene, game.course.world.table
    place = 0
    for variable in range(lump.variable.size):
        place += lump.stride[variable] * np.int64(state[lump.variable[variable]])
    memory = min(np.int64(game.notes.stage[0]), np.int64(lump.memories - 1))
    code = int(place * lump.memories + memory)
    hand.at[CODE] = code
    if not weighed:
        hand.clock[EXTRA] = hand.clock[CHANGE] = 0.0
        return
    row = row_of(lump, hand)
    here, extra, changed = guide.value[row, code], 0.0, 0.0
    cap = MOST / (width_of(lump, hand))
    first = lump.jump_ptr[code]
    for jump in range(first, lump.jump_ptr[code + 1]):
        entry = np.int64(scene.entry[lump.jump_unit[jump]]) + lump.jump_place[jump]
        hazard, factor = table[entry], 1.0
        if not lump.jump_last[jump]:
            hazard -= table[entry + 1]
        if here > 0.0 and hazard > 0.0:
            value = 0.0
            for out in range(lump.out_ptr[jump], lump.out_ptr[jump + 1]):
                value += lump.out_chance[out] * guide.value[row, lump.out_code[out]]
            factor = max(value / here, FLOOR)
            if factor > 1.0 and factor * hazard > cap:
                factor = max(cap / hazard, 1.0)
            changed += hazard * (factor - 1.0)
            if steered and factor > 1.0:
                extra += hazard * (factor - 1.0)
        hand.hazard[jump - first] = hazard
        hand.factor[jump - first] = factor
    hand.clock[EXTRA], hand.clock[CHANGE] = extra, changed


@inlined
def turns(game: Game, lump: Lump, hand: Hand, date: float) -> bool:
    """Whether what is scheduled now moves the lump, at the end of a cell."""
    cell = hand.at[CELL] + 1
    if lump.kind == WINDOW and game.notes.stage[0] == 1:
        return False
    if cell >= lump.block.size or lump.edge[cell] != date:
        return False
    return bool(lump.block[cell] >= 0)


@inlined
def width_of(lump: Lump, hand: Hand) -> float:
    """Years that the present cell is wide."""
    if lump.kind == WINDOW and hand.at[CODE] % 2 == 1:
        cell = min(hand.at[OPENED], lump.window.size - 2)
        return float(lump.window[cell + 1] - lump.window[cell])
    cell = min(hand.at[CELL], lump.edge.size - 2)
    return float(lump.edge[cell + 1] - lump.edge[cell])


@inlined
def jump(  # noqa: PLR0913, PLR0917  # as follow
    game: Game,
    lump: Lump,
    guide: Guide,
    hand: Hand,
    bank: Bank,
    log_: Log,
    stream: Stream,
    steered: bool,  # noqa: FBT001  # kernels take no keywords
    weighed: bool,  # noqa: FBT001  # as above
) -> Stream:
    """A jump or event comes, as it would or because it is steered to."""
    layout, scene, play = game.layout, game.scene, game.play
    row, which = row_of(lump, hand), np.int64(-1)
    first = lump.jump_ptr[hand.at[CODE]]
    count = lump.jump_ptr[hand.at[CODE] + 1] - first
    total = play.clock[TOTAL]
    share, stream = next_share(stream)
    at = share * (total + hand.clock[EXTRA])
    if at >= total and hand.clock[EXTRA] > 0.0:
        chosen = pick_extra(hand, count, at - total)
        pulse = np.uint64(lump.jump_pulse[first + chosen])
        which = np.int64(first + chosen)
        hand.clock[WEIGHT] -= log(hand.factor[chosen])
    else:
        slot, place, found = pick_slot(layout.level, scene.sums, at)
        if not found:
            slot, place, play.clock[TOTAL] = pick_again(
                layout.level, scene.sums, min(at / total, 1.0 - 2.0**-53)
            )
        pulse = np.uint64(pick_pulse(layout, game.course.world, scene, slot, place))
        for other in range(count if weighed else 0):
            if np.uint64(lump.jump_pulse[first + other]) == pulse:
                factor = hand.factor[other]
                which = np.int64(first + other)
                if steered and factor < 1.0:
                    share, stream = next_share(stream)
                    if share >= factor:
                        return stream
                hand.clock[WEIGHT] -= log(factor)
    if weighed and which >= 0:
        tries = tries_of(lump, guide, row, int(which))
        if tries > 1:
            return fork(
                game,
                lump,
                guide,
                hand,
                bank,
                log_,
                stream,
                pulse,
                NEVER_DUE,
                row,
                tries,
                steered,
            )
    come(game, pulse)
    if play.at[AWAKE] > 0:
        stream = settle(game, stream)
    end_instant(game, log_, hand.clock[TIME])
    return stream


@inlined
def pick_extra(hand: Hand, count: int, at: float) -> int:
    """The jump whose added rate holds a place among those of all."""
    likely = 0
    for jump in range(count):
        if hand.factor[jump] > 1.0:
            likely = jump
            rate = hand.hazard[jump] * (hand.factor[jump] - 1.0)
            if at < rate:
                break
            at -= rate
    return likely


@inlined
def weight_of(hand: Hand) -> float:
    """The weight of a future of the mixture."""
    return 1.0 / (DEFENCE + (1.0 - DEFENCE) * exp(-hand.clock[WEIGHT]))
