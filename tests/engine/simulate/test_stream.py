"""Claims about random streams: known words, fair draws, no two alike."""

from math import exp, log, sqrt

import numpy as np
from plain_futures import WORD, PlainStream, mixed

from forewarn.engine.simulate.stream import (
    TAIL,
    next_share,
    next_wait,
    next_word,
    seed_stream,
)


def words(stream):
    """A stream as kernels take it: to Python its words are plain integers."""
    return tuple(np.uint64(word) for word in stream)


def stream_of(seed, world, future):
    return words(seed_stream(np.uint64(seed), np.uint64(world), np.uint64(future)))


def drawn_by(draw, stream, count):
    """What some draws give."""
    drawn = []
    for _ in range(count):
        value, stream = draw(words(stream))
        drawn.append(value)
    return drawn


def draws(draw, count, seed=1):
    return np.array(drawn_by(draw, stream_of(seed, 0, 0), count))


def test_words_are_those_of_the_published_generator():
    # As in the tests of the rand_xoshiro crate, from the authors' own C code.
    assert drawn_by(next_word, (1, 2, 3, 4), 6) == [
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
    for place in [(0, 0, 0), (1, 2, 3), (2**64 - 1, 2**40, 10**8)]:
        stream, plain = stream_of(*place), PlainStream(*place)
        for _ in range(100):
            share, stream = next_share(words(stream))
            assert share == plain.share()
            wait, stream = next_wait(words(stream))
            assert wait == plain.wait()


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
    assert farthest(draws(next_share, 50_000), lambda share: share) < 1.95


def test_waits_are_exponential():
    waits = draws(next_wait, 100_000)
    assert farthest(waits, lambda wait: 1 - np.exp(-wait)) < 1.95
    assert waits.min() > 0.0
    assert abs(waits.mean() - 1) < 4 / sqrt(len(waits))


def test_long_waits_are_as_frequent_as_they_should_be():
    waits = draws(next_wait, 100_000, seed=2)
    for length in (TAIL, TAIL + log(4)):
        expected = len(waits) * exp(-length)
        assert abs((waits > length).sum() - expected) < 4 * sqrt(expected)
