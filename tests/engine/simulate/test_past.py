"""Futures with a past: they begin with what came, and go on as any other future."""

import numpy as np
import pytest
from pasts import believed
from scipy import stats
from twins import dated, errors_off

from forewarn.engine.simulate.record import record_futures
from forewarn.engine.simulate.run import new_run, run_on_from
from forewarn.engine.simulate.simulate import simulate

#: Standard errors that an answer may lie off.
ERRORS = 4.0
#: Worlds that must differ for their mean to be near normal.
ENOUGH = 100


@pytest.mark.parametrize("seed", range(6))
def test_every_future_begins_with_its_past(seed):
    case, network, belief = believed(seed, worlds=8, years=0.8)
    run = run_on_from(case, network, belief, seed=5, futures_per_world=3)
    for part in record_futures(run, (), until=2.0):
        for at, world in enumerate(part.worlds):
            first, last = part.ptr[at : at + 2]
            past = slice(*belief.ptr[world : world + 2])
            told = part.years[first:last] <= belief.years
            assert part.years[first:last][told].tolist() == (
                belief.past_years[past].tolist()
            )
            assert part.pulses[first:last][told].tolist() == (
                belief.past_pulses[past].tolist()
            )
            assert part.starts[at].tolist() == belief.starts[world].tolist()


def test_pasts_drawn_from_the_case_and_gone_on_from_give_its_own_answers():
    """By the law of total expectation; 20 networks in which everything acts.

    Means of 1,024 worlds against those of the same worlds run freely.
    """
    apart = []
    for seed in range(20):
        case, network, belief = believed(seed, worlds=1024, years=0.9)
        asks = [a for a in dated(case) if case.question(a.question).kind != "given"]
        free = new_run(case, network, seed=seed + 100, worlds=1024, futures_per_world=8)
        on = run_on_from(case, network, belief, seed=seed, futures_per_world=8)
        for one, other in zip(
            simulate(free, asks).outcomes, simulate(on, asks).outcomes, strict=True
        ):
            off = (one.worlds.total - other.worlds.total).astype(float)
            if (off != 0).sum() > ENOUGH:
                apart.append(errors_off(off.reshape(64, -1).mean(axis=1)))
    assert len(apart) > 50
    misses = sum(abs(one) > ERRORS for one in apart)
    assert misses <= stats.binom.ppf(0.99, len(apart), 2 * stats.t(63).sf(ERRORS))


def test_threads_change_no_bit():
    case, network, belief = believed(3, worlds=64, years=0.9)
    run = run_on_from(case, network, belief, seed=1, futures_per_world=32)
    one, two = (simulate(run, dated(case), threads=n) for n in (1, 2))
    for a, b in zip(one.outcomes, two.outcomes, strict=True):
        assert a.value == b.value or (np.isnan(a.value) and np.isnan(b.value))


def test_what_is_asked_by_the_day_is_what_the_past_says():
    case, network, belief = believed(1, worlds=256, years=1.0)
    few, many = (
        run_on_from(case, network, belief, seed=1, futures_per_world=n) for n in (1, 8)
    )
    asks = [ask for ask in dated(case) if ask.years <= 1.0]
    for one, other in zip(
        simulate(few, asks).outcomes, simulate(many, asks).outcomes, strict=True
    ):
        if one.kind != "given":
            assert one.value == pytest.approx(other.value, nan_ok=True)
