"""Levels: futures that nothing steers, started again where they reach a level.

The product of the shares that get from level to level is the chance asked for.
"""

from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import kernel, part
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.follow import Hand, begin, follow, new_hand
from forewarn.engine.rare.guide import fill_guide, new_guide
from forewarn.engine.rare.tasks import Terms
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.simulate.course import fill_course, new_course
from forewarn.engine.simulate.future import Log, new_scene
from forewarn.engine.simulate.leap_future import Game
from forewarn.engine.simulate.leaping import new_play
from forewarn.engine.simulate.notes import new_notes, read_rest
from forewarn.engine.simulate.stream import next_share, seed_stream
from forewarn.engine.tables import Integers


class Bank(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Futures where they reached a level; shape (future, part)."""

    words: IntArray
    amounts: FloatArray


@kernel
def run_splitting(  # noqa: PLR0913, PLR0917  # a compiled loop and all it reads
    terms: Terms,
    numbers: FloatArray,
    levels: FloatArray,
    seed: np.uint64,
    effort: int,
    found: FloatArray,
) -> None:
    """Run some splittings, one for each place of ``found``.

    Args:
        terms: What all futures have in common.
        numbers: Value of every number; shape (number,).
        levels: Values of the guide, rising, the last one out of reach; shape (stage,).
        seed: Seed of the streams.
        effort: Futures from each level.
        found: To fill with estimates; shape (run,).
    """
    lump, watch = terms.lump, terms.watch
    scene, notes = new_scene(terms.layout), new_notes(watch, terms.pulses)
    play, room = new_play(terms.leaping), new_course(terms.plot)
    guide, hand = new_guide(lump), new_hand(lump)
    log_ = Log(np.empty(0), np.empty(0, np.uint32))
    course = fill_course(terms.plot, numbers, room)
    fill_guide(lump, course, guide)
    game = Game(terms.layout, terms.leaping, watch, course, scene, play, notes)
    here, there = new_bank(game, effort), new_bank(game, effort)
    seen, stopped = np.empty((0, 0), np.int64), np.zeros(1, np.bool_)
    for run in range(found.size):
        estimate, held = 1.0, 0
        for stage in range(levels.size):
            reached, last = 0, stage == levels.size - 1
            for future in range(effort):
                stream = seed_stream(
                    seed,
                    np.uint64(run * levels.size + stage),
                    np.uint64(future),
                )
                if stage == 0:
                    stream = begin(game, hand, log_, stream)
                else:
                    share, stream = next_share(stream)
                    take_up(game, hand, here, min(int(share * held), held - 1))
                stream, up = follow(
                    game,
                    lump,
                    guide,
                    hand,
                    log_,
                    seen,
                    stream,
                    stopped,
                    False,  # noqa: FBT003  # kernels take no keywords
                    levels[stage],
                )
                if last:
                    read_rest(watch, notes)
                    up = notes.outcome[0] > 0.0
                if up:
                    if not last:
                        put_down(game, hand, there, reached)
                    reached += 1
            estimate *= reached / effort
            if reached == 0:
                break
            here, there, held = there, here, reached
        found[run] = estimate


@part
def new_bank(game: Game, futures: int) -> Bank:
    """Room for some futures."""
    scene, play, notes = game.scene, game.play, game.notes
    words = scene.entry.size + scene.unit.size + play.state.size + play.place.size
    words += notes.place.size + notes.stage.size + play.at.size + 4
    amounts = scene.sums.size + play.clock.size + 4 * notes.stage.size
    amounts += notes.outcome.size + 4
    return Bank(np.empty((futures, words), np.int64), np.empty((futures, amounts)))


@part
def put_down(game: Game, hand: Hand, bank: Bank, place: int) -> None:
    """Keep a future as it stands; between instants no trigger is awake."""
    words, amounts = bank.words[place], bank.amounts[place]
    scene, play, notes = game.scene, game.play, game.notes
    at = keep_words(words, scene.entry, 0)
    at = keep_words(words, scene.unit, at)
    at = keep_words(words, play.state, at)
    at = keep_words(words, play.place, at)
    at = keep_words(words, notes.place, at)
    at = keep_words(words, notes.stage, at)
    at = keep_words(words, play.at, at)
    keep_words(words, hand.at, at)
    at = keep_amounts(amounts, scene.sums, 0)
    at = keep_amounts(amounts, play.clock, at)
    at = keep_amounts(amounts, notes.first, at)
    at = keep_amounts(amounts, notes.second, at)
    at = keep_amounts(amounts, notes.amount, at)
    at = keep_amounts(amounts, notes.until, at)
    at = keep_amounts(amounts, notes.outcome, at)
    keep_amounts(amounts, hand.clock, at)


@part
def take_up(game: Game, hand: Hand, bank: Bank, place: int) -> None:
    """Let a future go on from where it was kept."""
    words, amounts = bank.words[place], bank.amounts[place]
    scene, play, notes = game.scene, game.play, game.notes
    at = give_words(words, scene.entry, 0)
    at = give_words(words, scene.unit, at)
    at = give_words(words, play.state, at)
    at = give_words(words, play.place, at)
    at = give_words(words, notes.place, at)
    at = give_words(words, notes.stage, at)
    at = give_words(words, play.at, at)
    give_words(words, hand.at, at)
    at = give_amounts(amounts, scene.sums, 0)
    at = give_amounts(amounts, play.clock, at)
    at = give_amounts(amounts, notes.first, at)
    at = give_amounts(amounts, notes.second, at)
    at = give_amounts(amounts, notes.amount, at)
    at = give_amounts(amounts, notes.until, at)
    at = give_amounts(amounts, notes.outcome, at)
    give_amounts(amounts, hand.clock, at)


@part
def keep_words(bank: IntArray, values: Integers, at: int) -> int:
    """Keep some words from a place on; returns the place after them."""
    for value in values:
        bank[at] = value
        at += 1
    return at


@part
def give_words(bank: IntArray, values: Integers, at: int) -> int:
    """Give some words back from a place on; returns the place after them."""
    for place in range(values.size):
        values[place] = bank[at]
        at += 1
    return at


@part
def keep_amounts(bank: FloatArray, values: FloatArray, at: int) -> int:
    """Keep some amounts from a place on; returns the place after them."""
    for value in values:
        bank[at] = value
        at += 1
    return at


@part
def give_amounts(bank: FloatArray, values: FloatArray, at: int) -> int:
    """Give some amounts back from a place on; returns the place after them."""
    for place in range(values.size):
        values[place] = bank[at]
        at += 1
    return at
