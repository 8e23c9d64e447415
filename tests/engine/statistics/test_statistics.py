"""Claims about path statistics: what recorded futures did, and what they met."""

import numpy as np
import pytest
from dice import seeded
from kept_futures import PULSE, dated, kept_of, run_of
from random_networks import a_network
from structure import with_measure
from written import written

from forewarn.engine.change import adopt
from forewarn.engine.statistics.statistics import (
    MOST,
    record_statistics,
    spread_futures,
    total_statistics,
)
from forewarn.errors import UsageError


def network_statistics(seed, **size):
    return kept_of(a_network(seeded(seed), 3, 3), **size)


def rows_of(statistics, future):
    """What one future did, whatever it is called there."""
    ends = statistics.ptr[future], statistics.ptr[future + 1]
    cells, jumps, trials, picks = (
        slice(int(a), int(b)) for a, b in zip(*ends, strict=True)
    )
    return (
        statistics.outcomes[future].tolist(),
        statistics.risk_key[cells].tolist(),
        statistics.risk_years[cells].tolist(),
        statistics.jump_key[jumps].tolist(),
        statistics.trial_key[trials].tolist(),
        statistics.trial_came[trials].tolist(),
        statistics.pick[picks].tolist(),
    )


@pytest.mark.parametrize("seed", range(6))
def test_every_variable_is_at_risk_in_one_state_at_a_time(seed):
    kept = network_statistics(seed)
    network, totals = kept.network, total_statistics(kept)
    first = network.unit_entry_ptr[:-1].astype(int)
    width = np.diff(network.unit_pulse_ptr).astype(int)
    whole = len(kept.futures) * kept.until
    at_risk = np.zeros(len(network.variables))
    for unit, variable in enumerate(network.unit_variable.tolist()):
        cells = totals.years[
            first[unit] : network.unit_entry_ptr[unit + 1] : width[unit]
        ]
        if variable < 0:
            assert cells.sum() == pytest.approx(whole)
        else:
            at_risk[variable] += cells.sum()
    assert (at_risk <= whole * (1 + 1e-12)).all()


def test_a_future_alone_has_the_row_it_has_among_others():
    case = written(PULSE)
    run = run_of(case)
    together = record_statistics(run, spread_futures(run), dated(case))
    for future in (0, 5, 311, 511):
        pair = together.futures[future, :2][np.newaxis]
        alone = record_statistics(run, pair, dated(case))
        assert rows_of(alone, 0) == rows_of(together, future)


def test_jumps_are_those_of_the_outcomes():
    case = written(PULSE)
    kept = kept_of(case)
    pulses = kept.network.entries.pulse[kept.jump_key]
    war = kept.network.pulses.index("front: calm -> war")
    future = np.repeat(np.arange(len(kept.futures)), np.diff(kept.ptr[:, 1]))
    jumped = np.bincount(future, pulses == war, minlength=len(kept.futures)) > 0
    place = [ask.question for ask in kept.asks].index("war")
    assert (jumped == (kept.outcomes[:, place] == 1)).all()


def test_time_at_risk_is_the_time_asked_for():
    case = written(PULSE)
    kept = kept_of(case)
    network, totals = kept.network, total_statistics(kept)
    out = network.pulses.index("front: war -> calm")
    at_war = totals.years[network.entries.pulse == out].sum()
    place = [ask.question for ask in kept.asks].index("left")
    assert at_war == pytest.approx(kept.outcomes[:, place].sum())


def test_an_influence_splits_the_time_at_risk_by_what_holds():
    case = written(PULSE)
    kept = kept_of(case, worlds=64, futures=200)
    network, totals = kept.network, total_statistics(kept)
    into = network.entries.pulse == network.pulses.index("front: calm -> war")
    assert into.sum() == 2
    rates = totals.jumps[into] / totals.years[into]
    assert rates.max() / rates.min() == pytest.approx(3, rel=0.3)


def test_statistics_go_as_far_as_windows_do():
    asked = "{happens: mood = bad, given: front = war, within: 1 year, by: [2 years]}"
    text = f"{PULSE}  next: {asked}\n"
    case = written(text)
    assert kept_of(case).until == 3.0


def test_no_more_futures_are_kept_than_there_is_room_for():
    case = written(PULSE)
    run = run_of(case, worlds=4096, futures=256)
    assert len(spread_futures(run)) == 4096 * (MOST // 4096)
    pairs = np.zeros((MOST + 1, 2), dtype=np.int64)
    with pytest.raises(UsageError, match="choose fewer"):
        record_statistics(run, pairs, dated(case))
    with pytest.raises(UsageError, match="in order"):
        record_statistics(run, np.array([[1, 0], [0, 0]]), dated(case))


def test_a_hundred_thousand_futures_are_kept_with_rows_for_what_each_met_alone():
    kept = kept_of(written(PULSE), worlds=400, futures=MOST // 400)
    assert len(kept.futures) == MOST
    future = np.repeat(np.arange(MOST), np.diff(kept.ptr[:, 0]))
    assert len(np.unique(future * 2**32 + kept.risk_key)) == len(kept.risk_key)
    assert (kept.risk_years > 0).mean() > 0.999
    cells = kept.network.unit_entry_ptr[-1]
    assert len(kept.risk_key) < 0.9 * MOST * cells
    size = sum(getattr(kept, name).nbytes for name in ROWS)
    assert size < 200 * MOST


ROWS = ("risk_key", "risk_years", "jump_key", "trial_key", "trial_came", "pick", "ptr")
VOTE = """
schedule:
  vote:
    dates: [2000-07-01, 2001-07-01]
    jump: {front: calm -> war}
    chance: 30%
    times:
      mood = bad: 2
  poll:
    dates: [2001-01-01]
    draw: {mood: {good: 80%, bad: 20%}}
triggers:
  - after: mood -> bad
    jump: {front: calm -> war}
    chance: 10%
"""


def test_chances_come_as_often_as_they_should():
    kept = kept_of(written(PULSE + VOTE), worlds=64, futures=200)
    totals = total_statistics(kept)
    chances = np.array([0.3, 0.6 / 1.3, 0.1])
    assert totals.trials.sum() == len(kept.trial_key)
    errors = np.sqrt(chances * (1 - chances) / totals.trials)
    assert (np.abs(totals.came / totals.trials - chances) < 4 * errors).all()


def test_states_are_drawn_as_often_as_their_shares_say():
    kept = kept_of(written(PULSE + VOTE), worlds=64, futures=200)
    names = kept.network.numbers
    good, bad = (
        (kept.pick == names.index(f"poll: mood = {state}")).sum()
        for state in ("good", "bad")
    )
    assert good + bad == len(kept.futures)
    assert bad / len(kept.futures) == pytest.approx(0.2, abs=4 * 0.4 / 12_800**0.5)


def test_a_way_that_failed_is_told_from_one_that_came_for_another_reason():
    # Both schedules of a day make the same jump: the record alone cannot tell which.
    twice = VOTE.replace(
        "  poll:",
        """  again:
    dates: [2000-07-01, 2001-07-01]
    jump: {front: calm -> war}
    chance: 50%
  poll:""",
    )
    kept = kept_of(written(PULSE + twice), worlds=64, futures=200)
    totals = total_statistics(kept)
    shares = totals.came / totals.trials
    errors = np.sqrt(shares * (1 - shares) / totals.trials)
    assert abs(shares[0] - 0.5) < 4 * errors[0]
    assert abs(shares[1] - 0.3) < 4 * errors[1]


def test_time_before_a_measure_is_kept_apart():
    case = written(PULSE)
    case = with_measure(case, "plan", ("front: calm -> war", "0.6"), ready="1 year")
    kept = kept_of(adopt(case, {"plan": case.start}))
    entries = kept.network.entries.rate.size
    before = kept.risk_years[kept.risk_key < entries].sum()
    assert before == pytest.approx(kept.risk_years.sum() / 2)


ONLY_DATES = """
variables:
  front:
    title: Front
    states: {calm: At peace., war: At war.}
    start: calm
schedule:
  vote:
    dates: [2000-07-01]
    jump: {front: calm -> war}
    chance: 30%
questions:
  war: {happens: front = war, by: [2 years]}
"""
STILL = (
    ONLY_DATES.partition("schedule:")[0]
    + """
questions:
  war: {happens: front = war, by: [2 years]}
"""
)


def test_a_case_may_have_nothing_but_dates():
    kept = kept_of(written(ONLY_DATES), worlds=4, futures=500)
    (trials,), (came,) = total_statistics(kept).trials, total_statistics(kept).came
    assert trials == len(kept.futures)
    assert came == kept.outcomes.sum()


def test_or_nothing_at_all():
    kept = kept_of(written(STILL), worlds=4, futures=4)
    assert kept.ptr[-1].tolist() == [0, 0, 0, 0]
    assert not kept.outcomes.any()
