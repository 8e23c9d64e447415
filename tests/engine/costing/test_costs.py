"""What futures cost: closed forms, brute force, and the futures of the run itself."""

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_stories import instants_of
from scipy import special
from strategies import structured_of
from structure import with_loss, with_measure, with_schedule
from written import written

from forewarn.engine.acts import find_phases
from forewarn.engine.asking import asks_of
from forewarn.engine.change import adopt
from forewarn.engine.costing.amounts import WORST, Amounts
from forewarn.engine.costing.costs import costs_of, price
from forewarn.engine.effort import Effort
from forewarn.engine.losses import compile_losses, fill_factors, terms_of
from forewarn.engine.network import compile_network
from forewarn.engine.signals import is_true, table_holds
from forewarn.engine.simulate.record import replay
from forewarn.engine.simulate.run import draw_around, new_run
from forewarn.engine.sizes import mean_size
from forewarn.engine.tables import cell_of

ONCE = written(
    """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.2 per year}
  y:
    states: {down: L, up: H}
    start: {down: 70%, up: 30%}
"""
)
#: Standard errors that an answer may lie off; fixed seeds, some sixty looks.
ERRORS = 4.0


def costs(case, dates, *, worlds=1, futures=20_000, seed=1):
    run = new_run(
        case,
        compile_network(case),
        seed=seed,
        worlds=worlds,
        futures_per_world=futures,
    )
    return costs_of(run, dates)


def close(cost, expected):
    assert abs(cost.mean - expected) < ERRORS * cost.error, (cost, expected)


# Closed forms.


def test_a_jump_costs_its_size_as_often_as_it_comes():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": "100"})
    for cost in costs(case, [1.0, 5.0]):
        close(cost, 100 * (1 - exp(-0.2 * cost.years)))
        assert (cost.low, cost.median) == (0, 100 if cost.years > log(2) / 0.2 else 0)


def test_a_jump_costs_only_where_its_condition_holds_after_it():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": ("100", "y = up")})
    (cost,) = costs(case, [5.0])
    close(cost, 0.3 * 100 * (1 - exp(-1)))


def test_a_state_costs_for_each_year_it_holds():
    case = with_loss(ONCE, "money", per_year={"x = b": "10"})
    for cost in costs(case, [1.0, 5.0]):
        spent = cost.years - (1 - exp(-0.2 * cost.years)) / 0.2
        close(cost, 10 * spent)


SPREAD = "100 (20 to 500)"


@pytest.mark.parametrize("varies", ["world", "event"])
def test_a_doubtful_size_costs_its_mean_however_it_varies(varies):
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": SPREAD}, varies=varies)
    size = mean_size(case.losses[0].per_jump[0].size.quantity.law)
    (cost,) = costs(case, [5.0], worlds=4_096, futures=8)
    close(cost, size * (1 - exp(-1)))


def test_sizes_of_one_world_are_alike_and_those_of_events_are_not():
    """Of 3 raids a year for 10 years the sum varies by the world, or evens out."""
    raids = written("events: {raid: {rate: 3 per year}}\nvariables: {}\n")
    high = {}
    for varies in ("world", "event"):
        case = with_loss(raids, "deaths", per_jump={"raid": SPREAD}, varies=varies)
        (cost,) = costs(case, [10.0], worlds=4_096, futures=4)
        high[varies] = cost.high / cost.mean
    assert high["world"] > 1.4 * high["event"]


def test_a_measure_makes_what_comes_after_it_is_ready_cheaper():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": "100"})
    case = with_loss(case, "money", per_year={"x = a": "10"})
    case = with_measure(
        case, "plan", ("deaths", "0.6"), ("money", "0.6"), ready="1 year"
    )
    case = adopt(case, {"plan": case.start})
    deaths, money = costs(case, [5.0])
    before, after = 1 - exp(-0.2), exp(-0.2) - exp(-1)
    close(deaths, 100 * (before + 0.6 * after))
    close(money, 10 * (before + 0.6 * after) / 0.2)


def test_a_scheduled_jump_costs_on_its_day():
    case = with_schedule(ONCE, "vote", ["2001-01-01"], "x: a -> b", "50%")
    case = with_loss(case, "deaths", per_jump={"x -> b": "100"})
    early, late = costs(case, [1.0 - 1 / 365.25, 1.01])
    close(early, 100 * (1 - exp(-0.2 * early.years)))
    stays = exp(-0.2 * late.years)
    close(late, 100 * (1 - stays * 0.5))


# Tails.


def test_the_worst_of_a_lognormal_size_is_its_tail():
    """P10, P50, P90 and the mean of the worst 5 %, 40,000 certain events; to 2 %."""
    case = with_loss(
        ONCE, "deaths", per_jump={"x -> b": "100 (20 to 500)"}, varies="event"
    )
    (cost,) = costs(case, [200.0], futures=40_000)
    spread = log(5) / special.ndtri(0.9)
    tail = 100 * exp(spread**2 / 2) * special.ndtr(spread - special.ndtri(0.95)) / 0.05
    assert cost.low == pytest.approx(20, rel=0.04)
    assert cost.median == pytest.approx(100, rel=0.04)
    assert cost.high == pytest.approx(500, rel=0.04)
    assert cost.worst5 == pytest.approx(tail, rel=0.1)


@given(
    st.lists(
        st.floats(-1e12, 1e12).map(lambda a: 0.0 if abs(a) < 1e-5 else a),
        min_size=1,
        max_size=200,
    )
)
def test_bins_tell_quantiles_and_tails_to_half_a_per_cent(values):
    amounts, count = Amounts(kinds=1, replicates=1), len(values)
    amounts.add(np.array(values)[:, np.newaxis], np.zeros(count, dtype=np.int64))
    for share in (0.1, 0.5, 0.9):
        exact = plain_quantile(values, share)
        assert amounts.quantile(0, share) == pytest.approx(exact, rel=0.006)
    worst, scale = plain_worst(values)
    assert amounts.worst(0) == pytest.approx(worst, abs=0.006 * scale)
    assert amounts.mean(0) == pytest.approx(np.mean(values), abs=1e-9 * 1e12)


def plain_quantile(values, share):
    """The least value that a share of all is not above."""
    return np.sort(values)[max(int(np.ceil(share * len(values) - 1e-9)) - 1, 0)]


def plain_worst(values):
    """Mean of the worst 5 %, a part of one included, and the largest of them."""
    falling = np.sort(values)[::-1]
    wanted = WORST * len(values)
    whole = int(wanted)
    rest = falling[min(whole, len(values) - 1)] * (wanted - whole)
    worst = (falling[:whole].sum() + rest) / wanted
    return worst, np.abs(falling[: whole + 1]).max()


# Futures of structured cases, each by the plainest accounting.


def plain_costs(case, run, story, years):
    """What one future costs, term by term, from its instants."""
    network = run.network
    losses, terms = compile_losses(network, case), list(terms_of(case))
    numbers = draw_around(run, story.world)
    values = numbers.numbers[numbers.row_of(np.array([story.world]))[0]]
    phases = find_phases(network.adopted, values)
    names = sorted(loss.name for loss in case.losses)
    totals = dict.fromkeys(names, 0.0)

    def factor(term, states, time):
        phase = int(np.searchsorted(phases.start, time, side="right")) - 1
        factors = np.empty(losses.entry_ptr[-1])
        fill_factors(losses, values, phases.in_place[phase], factors)
        return factors[losses.entry_ptr[term] + cell_of(losses.maps, term, states)]

    path = instants_of(story)
    ends = [*(instant.years for instant in path[1:]), years]
    for instant, end in zip(path, ends, strict=True):
        if instant.years > years:
            break
        states = [
            network.states[v].index(instant.states[name])
            for v, name in enumerate(network.variables)
        ]
        pulses = [network.pulse_number[moment.name] for moment in instant.moments]
        for place, term in enumerate(terms):
            size = values[losses.number[place]]
            if not term.yearly:
                for pulse in pulses:
                    if is_true(losses.signals, place, states, pulse):
                        totals[term.loss.name] += size * factor(
                            place, states, instant.years
                        )
                continue
            table = int(losses.signals.state_table[place])
            if not table_holds(losses.signals, table, states):
                continue
            stop = min(end, years)
            cuts = [t for t in phases.start if instant.years < t < stop]
            for a, b in zip([instant.years, *cuts], [*cuts, stop], strict=True):
                totals[term.loss.name] += size * factor(place, states, a) * (b - a)
    return [totals[name] for name in names]


def of_worlds(case):
    """The case with sizes of worlds alone, which plain accounting can tell again."""

    def terms(some):
        return tuple(replace(term, varies="world") for term in some)

    losses = (
        replace(loss, per_jump=terms(loss.per_jump), per_year=terms(loss.per_year))
        for loss in case.losses
    )
    return replace(case, losses=tuple(losses))


COSTLY = [seed for seed in range(60) if any(terms_of(structured_of(seed)))]


@pytest.mark.parametrize("seed", COSTLY)
def test_every_future_costs_what_plain_accounting_says(seed):
    """Means to rounding; quantiles and the tail to the half per cent of a bin."""
    case = of_worlds(structured_of(seed))
    run = new_run(case, compile_network(case), seed=seed, worlds=6, futures_per_world=3)
    years = 2.5
    found = costs_of(run, [years])
    plain = np.array(
        [
            plain_costs(case, run, replay(run, world=w, future=f, until=years), years)
            for w in range(6)
            for f in range(3)
        ]
    )
    for cost, each in zip(found, plain.T, strict=True):
        assert cost.mean == pytest.approx(each.mean(), rel=1e-9, abs=1e-9)
        told = {0.1: cost.low, 0.5: cost.median, 0.9: cost.high}
        for share, value in told.items():
            exact = plain_quantile(each, share)
            assert value == pytest.approx(exact, rel=0.006, abs=1e-5)
        worst, scale = plain_worst(each)
        assert cost.worst5 == pytest.approx(worst, abs=0.006 * scale + 1e-5)


# The run.


def test_error_bars_of_the_mean_cover():
    """Over 200 seeds, 80 % bars cover 74 to 86 %; worlds differ."""
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": SPREAD})
    size = mean_size(case.losses[0].per_jump[0].size.quantity.law)
    expected, covered = size * (1 - exp(-1)), []
    for seed in range(200):
        (cost,) = costs(case, [5.0], worlds=256, futures=4, seed=seed)
        covered.append(abs(cost.mean - expected) < special.ndtri(0.9) * cost.error)
    assert 0.74 < np.mean(covered) < 0.86


def test_more_dates_change_nothing_but_rounding():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": SPREAD}, varies="event")
    case = with_loss(case, "money", per_year={"x = b": SPREAD})
    alone = costs(case, [5.0], worlds=8, futures=8)
    more = costs(case, [1.0, 5.0], worlds=8, futures=8)
    for one, other in zip(alone, [c for c in more if c.years == 5.0], strict=True):
        assert one.mean == pytest.approx(other.mean, rel=1e-12)
        assert one.worst5 == pytest.approx(other.worst5, rel=1e-12)


def test_a_case_without_losses_or_dates_costs_nothing():
    few = Effort(worlds=4, futures_per_world=4)
    assert price(ONCE, asks_of(ONCE), few) == ()
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": "1"})
    assert price(case, [], few) == ()


def test_any_number_of_threads_adds_up_to_the_same_bits():
    case = with_loss(ONCE, "deaths", per_jump={"x -> b": SPREAD}, varies="event")
    case = with_loss(case, "money", per_year={"x = b": SPREAD})
    network = compile_network(case)
    run = new_run(case, network, seed=3, worlds=2_048, futures_per_world=48)
    one = costs_of(run, [1.0, 5.0], threads=1)
    assert one == costs_of(run, [1.0, 5.0], threads=3)
