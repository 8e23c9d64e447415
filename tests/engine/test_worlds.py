"""Claims about worlds: a Latin hypercube by name."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats
from strategies import networks
from written import written

from forewarn.engine.change import set_number
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers, draw_coordinates, draw_worlds
from forewarn.errors import NotComputable, UsageError
from forewarn.laws import below_chance, is_uncertain, quantile
from forewarn.model.quantities import Fixed, Quantity, RateCount

NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6, unique=True)
SEEDS = st.integers(-(2**70), 2**70)


@given(NAMES, SEEDS, st.integers(1, 20), st.integers(1, 4))
def test_every_stratum_holds_one_world_of_each_replicate(names, seed, size, replicates):
    worlds = size * replicates
    z = draw_coordinates(names, seed=seed, worlds=worlds, replicates=replicates)
    strata = np.floor(special.ndtr(z) * size).reshape(replicates, size, len(names))
    expected = np.broadcast_to(np.arange(size)[None, :, None], strata.shape)
    assert (np.sort(strata, axis=1) == expected).all()


@given(st.permutations("abcdef"), SEEDS)
def test_the_order_of_names_does_not_matter(names, seed):
    z = draw_coordinates("abcdef", seed=seed, worlds=12, replicates=3)
    moved = draw_coordinates(names, seed=seed, worlds=12, replicates=3)
    for column, name in enumerate(names):
        assert (moved[:, column] == z[:, "abcdef".index(name)]).all()


@given(NAMES, SEEDS)
def test_adding_a_name_changes_no_other(names, seed):
    before = draw_coordinates(names, seed=seed, worlds=12, replicates=3)
    after = draw_coordinates(["new", *names], seed=seed, worlds=12, replicates=3)
    assert (after[:, 1:] == before).all()


@given(SEEDS, SEEDS.filter(bool))
def test_different_seeds_differ(seed, step):
    first = draw_coordinates("a", seed=seed, worlds=8, replicates=1)
    second = draw_coordinates("a", seed=seed + step, worlds=8, replicates=1)
    assert (first != second).all()


def test_names_and_replicates_do_not_go_together():
    z = draw_coordinates(["a", "b"], seed=5, worlds=8192, replicates=2)
    first, second = z[:4096], z[4096:]
    columns = np.column_stack((first, second))
    # Four standard errors of a correlation of 4,096 independent pairs: 4/64.
    assert np.abs(np.corrcoef(columns.T) - np.eye(4)).max() < 4 / 64


def test_coordinates_are_standard_normal():
    z = draw_coordinates(["a"], seed=5, worlds=4096, replicates=1)
    # Unstratified, one standard error of the mean would be 1/64.
    assert abs(z.mean()) < 1e-3
    assert z.std() == pytest.approx(1, abs=5e-3)


def test_no_names_is_an_empty_draw():
    assert draw_coordinates([], seed=1, worlds=4, replicates=2).shape == (4, 0)


@pytest.mark.parametrize(
    ("names", "worlds", "replicates", "message"),
    [
        (["a", "a"], 4, 2, "twice"),
        (["a"], 5, 2, "multiple of 2"),
        (["a"], 0, 1, "equal replicates"),
        (["a"], 4, 0, "equal replicates"),
    ],
)
def test_a_draw_that_does_not_fit_is_refused(names, worlds, replicates, message):
    with pytest.raises(UsageError, match=message):
        draw_coordinates(names, seed=1, worlds=worlds, replicates=replicates)


# Numbers of a case.

CASE = written(
    """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: {a: 60% (40% to 80%), b: 40% (20% to 60%)}
    transitions:
      a -> b:
        rate: 0.06 (0.02 to 0.16) per year
        times:
          other: {low: 2 (1 to 4), high: 5 (2.5 to 10)}
      b -> c: 20% of (5 in 10.9 years) or 80% of (0 in 6.03 years)
  other:
    states: {low: A, high: B}
    start: low
    transitions: {low -> high: 0.5 per year}
events:
  raid: {rate: 2 (1 to 4) per year}
"""
)


def draw(case, worlds=4096, seed=1):
    network = compile_network(case)
    values = draw_worlds(network, case, seed=seed, worlds=worlds, replicates=1)
    return {name: values[:, i] for i, name in enumerate(network.numbers)}


def test_rungs_of_a_ladder_keep_their_order():
    drawn = draw(CASE)
    low, high = (drawn[f"x: a -> b | other = {state}"] for state in ("low", "high"))
    # Both are two-piece lognormal with one spread, at one coordinate.
    assert high == pytest.approx(2.5 * low)


def test_a_mixture_is_picked_by_its_weights():
    often, seldom = (RateCount(count=n, exposure=t) for n, t in ((5, 10.9), (0, 6.03)))
    values = draw(CASE)["x: b -> c"]
    for bound in (0.01, 0.1, 0.5, 1.0):
        expected = 0.2 * below_chance(often, bound) + 0.8 * below_chance(seldom, bound)
        assert (values <= bound).mean() == pytest.approx(expected, abs=0.01)


def test_shares_of_a_start_sum_to_one_in_every_world():
    drawn = draw(CASE)
    total = drawn["x: start = a"] + drawn["x: start = b"]
    assert total == pytest.approx(np.ones(4096))
    assert (drawn["other: start = low"] == 1).all()


def test_an_exact_number_is_the_same_in_every_world():
    assert (draw(CASE)["other: low -> high"] == 0.5).all()


@given(networks())
def test_the_central_world_has_every_number_at_its_median(case):
    network = compile_network(case)
    numbers = central_numbers(network, case)
    laws = {number.name: number.quantity.law for number in case.numbers()}
    for name, value in zip(network.numbers, numbers, strict=True):
        if ": start = " not in name:
            assert value == quantile(laws[name], 0.5)


@given(networks(), st.integers(0, 99))
def test_no_world_lies_outside_its_laws(case, seed):
    drawn = draw(case, worlds=8, seed=seed)
    for number in case.numbers():
        values = drawn[number.name]
        assert (values >= 0).all()
        if ": start = " not in number.name and not is_uncertain(number.quantity.law):
            assert (values == quantile(number.quantity.law, 0.5)).all()


def test_a_new_number_leaves_the_others_as_they_were():
    more = replace(CASE, events=(*CASE.events, replace(CASE.events[0], name="salvo")))
    salvo = replace(CASE.events[0].rate, name="salvo")
    more = replace(more, events=(CASE.events[0], replace(more.events[1], rate=salvo)))
    before, after = draw(CASE), draw(more)
    assert all((after[name] == before[name]).all() for name in before)


def judged(case, rho):
    """The case whose event rate and first hazard are judgements of one author."""
    names = ("raid", "x: a -> b")
    variable, other = case.variables
    first, *rest = variable.transitions
    moved = replace(first, rate=replace(first.rate, basis="judgement"))
    event = case.events[0]
    return replace(
        case,
        author_correlation=rho,
        variables=(replace(variable, transitions=(moved, *rest)), other),
        events=(replace(event, rate=replace(event.rate, basis="judgement")),),
    ), names


@pytest.mark.parametrize("rho", [0.0, 0.2, 1.0])
def test_judgements_of_one_author_err_together(rho):
    case, names = judged(CASE, rho)
    drawn = draw(case)
    ranks = [stats.norm.ppf(stats.rankdata(drawn[name]) / 4097) for name in names]
    # Four standard errors of a correlation of 4,096 pairs: 4/64.
    assert np.corrcoef(ranks)[0, 1] == pytest.approx(rho, abs=4 / 64)


def test_erring_together_leaves_each_law_as_written():
    case, _ = judged(CASE, 0.5)
    values = draw(case)["raid"]
    assert np.quantile(values, [0.1, 0.5, 0.9]) == pytest.approx([1, 2, 4], rel=0.1)


def test_what_is_no_judgement_has_no_author():
    case, _ = judged(CASE, 0.5)
    name = "x: a -> b | other = low"
    assert (draw(case)[name] == draw(CASE)[name]).all()


def test_a_variable_that_starts_nowhere_is_refused():
    network = compile_network(CASE)
    zero = Quantity(text="0%", dimension="probability", law=Fixed(value=0.0))
    nowhere = set_number(set_number(CASE, "x: start = a", zero), "x: start = b", zero)
    with pytest.raises(NotComputable, match="'x' starts nowhere"):
        central_numbers(network, nowhere)
