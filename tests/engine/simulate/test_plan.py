"""Claims about plans: every future once, in equal shares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.engine.simulate.plan import BLOCK, plan_run

SIZES = st.integers(1, 300)
PLANS = st.builds(plan_run, SIZES, st.integers(1, 5000), uncertain=st.booleans())


def tasks_of(plan):
    return np.arange(plan.tasks)


@given(PLANS)
def test_every_future_is_in_one_task(plan):
    futures = plan.futures_of(tasks_of(plan))
    worlds = plan.world_of(tasks_of(plan))
    for world in (0, plan.worlds - 1):
        first, last = futures[worlds == world].T
        assert first[0] == 0
        assert (first[1:] == last[:-1]).all()
        assert last[-1] == plan.futures_per_world
    assert (futures[:, 1] - futures[:, 0]).max() <= BLOCK
    assert (futures[:, 1] > futures[:, 0]).all()


@given(PLANS)
def test_replicates_are_equal_shares(plan):
    tasks = tasks_of(plan)
    first, last = plan.futures_of(tasks).T
    sizes = np.zeros(plan.replicates, dtype=np.int64)
    np.add.at(sizes, plan.replicate_of(tasks), last - first)
    if plan.shared == "worlds":
        assert len(set(sizes.tolist())) == 1
        assert (np.diff(plan.replicate_of(tasks)) >= 0).all()
    else:  # of each world, to within a future
        assert sizes.max() - sizes.min() <= plan.worlds
    assert sizes.sum() == plan.futures


@pytest.mark.parametrize(
    ("worlds", "replicates"), [(64, 64), (4096, 64), (100, 50), (67, 67), (96, 48)]
)
def test_uncertain_worlds_make_up_about_64_replicates(worlds, replicates):
    plan = plan_run(worlds, 10, uncertain=True)
    assert (plan.shared, plan.replicates) == ("worlds", replicates)


def test_very_many_worlds_make_up_more_replicates_not_larger_ones():
    assert plan_run(2**20, 1, uncertain=True).replicates == 1024


@pytest.mark.parametrize("worlds", [2, 31, 32, 48, 63])
def test_few_uncertain_worlds_are_a_replicate_each(worlds):
    plan = plan_run(worlds, 1000, uncertain=True)
    assert (plan.shared, plan.replicates) == ("worlds", worlds)


@pytest.mark.parametrize(("worlds", "uncertain"), [(1, True), (63, False)])
def test_one_world_or_like_ones_share_out_their_futures(worlds, uncertain):
    plan = plan_run(worlds, 1000, uncertain=uncertain)
    assert (plan.shared, plan.replicates) == ("futures", 64)


def test_fewer_futures_than_shares_are_a_share_each():
    assert plan_run(1, 5, uncertain=False).replicates == 5
