"""Claims about worlds: a Latin hypercube by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from forewarn.engine.worlds import draw_coordinates
from forewarn.errors import UsageError

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
