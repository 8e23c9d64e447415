"""Claims about random streams: known words, fair draws, no two alike."""

from math import exp, log, sqrt

import numba
import numpy as np
from plain_futures import WORD, PlainStream, mixed

from forewarn.engine.simulate.stream import (
    TAIL,
    next_share,
    next_wait,
    next_word,
    seed_stream,
)


@numba.njit
def stream_of(seed, world, future):
    return seed_stream(np.uint64(seed), np.uint64(world), np.uint64(future))


@numba.njit
def drawn_words(stream, count):
    drawn = np.empty(count, np.uint64)
    for at in range(count):
        drawn[at], stream = next_word(stream)
    return drawn


@numba.njit
def drawn_shares(stream, count):
    drawn = np.empty(count)
    for at in range(count):
        drawn[at], stream = next_share(stream)
    return drawn


@numba.njit
def drawn_waits(stream, count):
    drawn = np.empty(count)
    for at in range(count):
        drawn[at], stream = next_wait(stream)
    return drawn


@numba.njit
def drawn_in_turn(seed, world, future, count):
    """Shares and waits of one stream, in turn; shape (count, 2)."""
    stream, drawn = stream_of(seed, world, future), np.empty((count, 2))
    for at in range(count):
        drawn[at, 0], stream = next_share(stream)
        drawn[at, 1], stream = next_wait(stream)
    return drawn


@numba.njit
def shares(seed, count):
    return drawn_shares(stream_of(seed, 0, 0), count)


@numba.njit
def waits(seed, count):
    return drawn_waits(stream_of(seed, 0, 0), count)


def test_words_are_those_of_the_published_generator():
    # As in the tests of the rand_xoshiro crate, from the authors' own C code.
    start = tuple(np.uint64(word) for word in (1, 2, 3, 4))
    assert drawn_words(start, 6).tolist() == [
        5,
        211106232532999,
        211106635186183,
        9223759065350669058,
        9250833439874351877,
        13862484359527728515,
    ]


def test_the_plain_stream_mixes_as_splitmix_does():
    # First outputs for 1234567, from the authors' own C code.
    golden = 0x9E3779B97F4A7C15
    keys = [(1234567 + step * golden) & WORD for step in (1, 2, 3)]
    assert [mixed(key) for key in keys] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_streams_are_the_plain_ones_word_for_word():
    for place in [(0, 0, 0), (1, 2, 3), (2**63 - 1, 2**40, 10**8)]:
        plain = PlainStream(*place)
        expected = [(plain.share(), plain.wait()) for _ in range(100)]
        assert drawn_in_turn(*place, 100).tolist() == [list(pair) for pair in expected]


def test_every_future_has_a_stream_of_its_own():
    places = [(s, w, f) for s in range(10) for w in range(10) for f in range(10)]
    assert len({tuple(stream_of(*place)) for place in places}) == len(places)


def farthest(drawn, below):
    """Kolmogorov's distance between draws and their law, in its own scale."""
    ordered = np.sort(drawn)
    ranks = np.arange(1, len(ordered) + 1) / len(ordered)
    return np.abs(ranks - below(ordered)).max() * sqrt(len(ordered))


def test_shares_are_even():
    # Past 1.95 once in a thousand seeds.
    assert farthest(shares(1, 1_000_000), lambda share: share) < 1.95


def test_waits_are_exponential():
    drawn = waits(1, 1_000_000)
    assert farthest(drawn, lambda wait: 1 - np.exp(-wait)) < 1.95
    assert drawn.min() > 0.0
    assert abs(drawn.mean() - 1) < 4 / sqrt(len(drawn))


def test_long_waits_are_as_frequent_as_they_should_be():
    drawn = waits(2, 1_000_000)
    for length in (TAIL, TAIL + log(4)):
        expected = len(drawn) * exp(-length)
        assert abs((drawn > length).sum() - expected) < 4 * sqrt(expected)
