"""Claims about smoothing: a chain through what is known of it, forward and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_models import REFERENCES
from scipy import sparse
from scipy.linalg import expm

from forewarn.engine.posterior.exact.smooth import Instant, Quiet, smooth
from forewarn.errors import NotComputable, UsageError

PUBLISHED = REFERENCES / "ctbn/ctbnrle_queries_288state.txt"


def quiet(rates, years, extra=0.0):
    return Quiet(years, sparse.csr_array(rates), rates.sum(axis=1) + extra)


def seen(likelihood):
    return Instant(sparse.csr_array(np.diag(likelihood)))


@st.composite
def trails(draw):
    """A start, and steps of quiet years and looks by turns."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(1, 5))
    steps = []
    for _ in range(draw(st.integers(1, 3))):
        rates = chance.random((size, size)) * chance.choice([0.1, 1.0, 20.0])
        np.fill_diagonal(rates, 0.0)
        steps.append(quiet(rates, chance.random() * 2, chance.random(size)))
        steps.append(seen(chance.random(size)))
    return chance.random(size), tuple(steps)


def dense(step):
    if isinstance(step, Instant):
        return step.matrix.toarray()
    return expm((step.rates.toarray() - np.diag(step.exits)) * step.years)


@given(trails())
def test_forward_and_back_are_dense_matrices(trail):
    start, steps = trail
    known = smooth(start, steps)
    mass = start
    for step in steps:
        mass = mass @ dense(step)
    assert known.log_evidence == pytest.approx(np.log(mass.sum()), abs=1e-10)
    assert known.filtered(known.times[-1]) == pytest.approx(
        mass / mass.sum(), abs=1e-10
    )
    middle = steps[0]._replace(years=steps[0].years / 2)
    worth = np.ones(start.size)
    for step in (*reversed(steps[1:]), middle):
        worth = dense(step) @ worth
    both = (start @ dense(middle)) * worth
    wanted = both / both.sum()
    assert known.smoothed(middle.years) == pytest.approx(wanted, abs=1e-10)


@given(trails())
def test_years_in_all_states_are_all_years(trail):
    start, steps = trail
    known = smooth(start, steps)
    spent = sum(known.years_in(at, np.ones(start.size)) for at in range(len(steps)))
    assert spent == pytest.approx(known.times[-1], rel=1e-10)


def test_what_cannot_be_is_said():
    never = quiet(np.zeros((2, 2)), 1.0)
    with pytest.raises(NotComputable, match="step 2 leaves nothing"):
        smooth(np.array([1.0, 0.0]), (never, seen([0.0, 1.0])))


def test_times_outside_and_gains_of_moments_are_refused():
    known = smooth(np.array([1.0]), (quiet(np.zeros((1, 1)), 1.0),))
    with pytest.raises(UsageError, match="outside"):
        known.smoothed(2.0)


def test_one_jump_at_a_known_time_is_a_density():
    """exp(−0.5) · 0.5, the density of a first jump after a year."""
    rates = np.array([[0.0, 0.5], [0.0, 0.0]])
    none = Quiet(1.0, sparse.csr_array((2, 2)), np.array([0.5, 0.0]))
    known = smooth(np.array([1.0, 0.0]), (none, Instant(sparse.csr_array(rates))))
    assert known.log_evidence == pytest.approx(-0.5 + np.log(0.5), abs=1e-14)


@pytest.mark.skipif(not PUBLISHED.exists(), reason="references are not here")
def test_a_published_network_with_evidence_is_answered_as_published():
    """CTBN-RLE's filter, smooth, expected time and expected jumps, to 1e-4."""
    start, rates, exits, seen_at, end, asked = published()
    steps = list(trail_of(rates, exits, seen_at, end))
    known = smooth(start * seen_at[0][2], tuple(steps))
    (_, low, early), (_, _, late), (_, high, _), (_, left, entered) = asked
    moves = np.outer(left, entered)
    jumps = [
        (at, step.rates if isinstance(step, Quiet) else step.matrix)
        for at, step in enumerate(steps)
        if isinstance(step, Quiet) or seen_at[(at + 1) // 2][1] == 1
    ]
    answers = (
        known.filtered(early) @ low,
        known.smoothed(late) @ low,
        sum(known.years_in(at, high) for at in range(len(steps))),
        sum(known.jumps_in(at, matrix.multiply(moves).tocsr()) for at, matrix in jumps),
    )
    assert answers == pytest.approx((0.546618, 0.432647, 0.940300, 1.76552), rel=1e-4)


def trail_of(rates, exits, seen_at, end):
    ends = [*(time for time, _, _ in seen_at[1:]), end]
    before = None
    for (time, jumped, within), last in zip(seen_at, ends, strict=True):
        if before is not None:
            came = np.outer(before, within) * rates if jumped else np.diag(within)
            yield Instant(sparse.csr_array(came))
        inside = sparse.csr_array(np.outer(within, within) * rates)
        yield Quiet(last - time, inside, exits * within)
        before = within


def published():
    words = iter(PUBLISHED.read_text().split())

    def whole():
        return int(next(words))

    def some():
        within = np.zeros(size)
        within[[whole() for _ in range(whole())]] = 1.0
        return within

    size = whole()
    start = np.array([float(next(words)) for _ in range(size)])
    shape = whole(), whole()
    matrix = np.array([float(next(words)) for _ in range(size * size)]).reshape(shape)
    exits = -np.diag(matrix)
    seen_at = [(float(next(words)), whole(), some()) for _ in range(whole())]
    end = float(next(words))
    asked = []
    for _ in range(4):
        kind, within = whole(), some()
        rest = float(next(words)) if kind < 2 else some() if kind == 3 else None
        asked.append((kind, within, rest))
    return start, matrix + np.diag(exits), exits, seen_at, end, asked
