"""Claims about losses: when a term costs, and what a size drawn at a jump is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special
from structure import with_loss
from written import written

from forewarn.engine.kernel import kernel
from forewarn.engine.losses import compile_losses, terms_of
from forewarn.engine.network import compile_network
from forewarn.engine.signals import is_true
from forewarn.engine.sizes import build_sizes, mean_size, size_at
from forewarn.errors import NotComputable
from forewarn.language.quantities import parse_quantity
from forewarn.laws import value_at
from forewarn.model.quantities import Fixed, Interval, Mixture, RateCount

CASE = written(
    """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 1 per year}
  y:
    states: {down: L, up: H}
    start: down
    transitions: {down -> up: 1 per year}
events:
  raid: {rate: 3 per year}
"""
)


@kernel
def size(sizes, law, pick, z):
    return size_at(sizes, law, pick, z)


# Sizes drawn at a jump.

MARKS = st.lists(st.floats(0.01, 1e6), min_size=3, max_size=3, unique=True).map(sorted)
INTERVALS = st.builds(
    lambda scale, marks: Interval(
        scale=scale, low=marks[0], median=marks[1], high=marks[2]
    ),
    st.sampled_from(["linear", "log"]),
    MARKS,
)
PARTS = st.one_of(INTERVALS, st.builds(Fixed, value=st.floats(-1e6, 1e6)))
LAWS = st.one_of(
    PARTS,
    st.builds(
        lambda laws: Mixture(weights=(0.25, 0.75), laws=tuple(laws)),
        st.lists(PARTS, min_size=2, max_size=2),
    ),
)


@given(st.lists(LAWS, min_size=1, max_size=3), st.floats(0, 0.999), st.floats(-4, 4))
def test_a_size_is_where_its_law_is(laws, pick, z):
    sizes = build_sizes(laws)
    for place, law in enumerate(laws):
        assert size(sizes, place, pick, z) == pytest.approx(
            float(value_at(law, z, pick)), rel=1e-12
        )


def test_a_term_without_a_law_takes_no_place():
    sizes = build_sizes([None, Fixed(value=3.0), None])
    assert sizes.part_ptr.tolist() == [0, 0, 1, 1]
    assert size(sizes, 1, 0.5, 0.0) == 3.0


@pytest.mark.parametrize(
    "law",
    [
        Interval(scale="linear", low=-4.0, median=-3.0, high=1.0),
        Interval(scale="log", low=60.0, median=300.0, high=1_500.0),
        Interval(scale="log", low=2.0, median=3.0, high=40.0),
        Fixed(value=7.0),
    ],
)
def test_the_mean_of_a_size_is_its_integral(law):
    def worth(z):
        return value_at(law, z) * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)

    parts = [integrate.quad(worth, *ends, epsabs=0)[0] for ends in ((-9, 0), (0, 30))]
    assert mean_size(law) == pytest.approx(sum(parts), rel=1e-8)


def test_the_mean_of_a_mixture_is_weighted():
    both = parse_quantity("70% of (4tn USD) or 30% of (1tn USD)", "amount").law
    assert mean_size(both) == pytest.approx(3.1e12)


@pytest.mark.parametrize(
    "law",
    [
        RateCount(count=1, exposure=3.0),
        Interval(scale="logit", low=0.1, median=0.2, high=0.3),
        Mixture(
            weights=(0.5, 0.5),
            laws=(Fixed(value=1.0), RateCount(count=1, exposure=1.0)),
        ),
    ],
)
def test_what_is_no_amount_is_refused(law):
    with pytest.raises(NotComputable, match="write an amount"):
        build_sizes([law])


def test_the_parts_of_a_mixture_are_picked_by_their_weights():
    law = Mixture(weights=(0.2, 0.8), laws=(Fixed(value=1.0), Fixed(value=2.0)))
    sizes = build_sizes([law])
    picks = (np.arange(1000) + 0.5) / 1000
    found = [size(sizes, 0, pick, special.ndtri(0.5)) for pick in picks]
    assert found.count(1.0) == 200


# Terms.


def costly():
    return with_loss(
        with_loss(CASE, "money", per_year={"x = b": "2"}),
        "deaths",
        per_jump={"x -> b or raid": "7", "raid": ("3 (1 to 9)", "y = up")},
        varies="event",
    )


def test_terms_stand_loss_by_loss_per_jump_before_per_year():
    names = [term.term.size.name for term in terms_of(costly())]
    assert names == ["deaths: raid", "deaths: x -> b or raid", "money: x = b"]


def test_the_order_of_losses_does_not_matter():
    case = costly()
    turned = replace(case, losses=case.losses[::-1])
    assert [t.term for t in terms_of(turned)] == [t.term for t in terms_of(case)]


def test_a_term_costs_by_its_pulses_in_the_state_after_them():
    case = costly()
    network = compile_network(case)
    losses = compile_losses(network, case)
    assert losses.loss.tolist() == [0, 0, 1]
    assert losses.yearly.tolist() == [False, False, True]
    assert losses.by_event.tolist() == [True, True, False]
    assert network.numbers[losses.number[2]] == "money: x = b"
    raid, jump = (network.pulses.index(name) for name in ("raid", "x: a -> b"))
    # States stand in order of names: x is a, b; y is down, up.
    for states in ([0, 0], [0, 1], [1, 0], [1, 1]):
        signals = losses.signals
        assert is_true(signals, 0, states, raid) == (states[1] == 1)
        assert not is_true(signals, 0, states, jump)
        assert is_true(signals, 1, states, raid)
        assert is_true(signals, 1, states, jump)
        assert not is_true(signals, 1, states)
        assert is_true(signals, 2, states) == (states[0] == 1)


def test_without_measures_a_term_has_one_factor():
    case = costly()
    losses = compile_losses(compile_network(case), case)
    assert losses.entry_ptr.tolist() == [0, 1, 2, 3]
