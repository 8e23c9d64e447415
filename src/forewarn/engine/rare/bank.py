"""Banks: futures kept where they stand between instants, to go on from there again."""

from typing import NamedTuple

import numpy as np

from forewarn.engine.kernel import part
from forewarn.engine.network import FloatArray
from forewarn.engine.rare.hand import Hand
from forewarn.engine.rare.typical import IntArray
from forewarn.engine.simulate.leap_future import Game
from forewarn.engine.tables import Integers


class Bank(NamedTuple):  # a tuple, since kernels take tuples of arrays whole
    """Futures where they reached a level; shape (future, part)."""

    words: IntArray
    amounts: FloatArray


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
