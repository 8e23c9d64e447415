"""Simulated answers against closed forms, within four of their standard errors."""

from dataclasses import replace
from math import exp, sqrt

import numpy as np
import pytest
from written import written

from forewarn.engine.network import compile_network
from forewarn.engine.simulate.run import new_run
from forewarn.engine.simulate.simulate import simulate
from forewarn.model.estimate import Ask
from forewarn.model.quantities import Fixed, Quantity

FUTURES = 40_000


def ask(case, question, years=1.0, futures=FUTURES):
    """What some futures came to, in the one world there is."""
    case = written(case) if isinstance(case, str) else case
    run = new_run(
        case, compile_network(case), seed=7, worlds=1, futures_per_world=futures
    )
    (outcomes,) = simulate(run, [Ask(question=question, years=years)]).outcomes
    return outcomes


def errors_off(outcomes, expected):
    """How many standard errors the answer lies from what it should be."""
    sums = outcomes.replicates
    means = (sums.total - expected * sums.trials) / sums.trials.mean()
    return abs(means.mean()) / (means.std(ddof=1) / sqrt(len(means)))


RACE = """
variables:
  race:
    states: [running, first, second]
    start: running
    transitions:
      running -> first: 1 per year
      running -> second: 2 per year
questions:
  first: {happens: race -> first, by: 1 year}
  second: {happens: race = second, by: 1 year}
  running: {time: race = running, by: 1 year}
"""


def test_a_race_is_won_in_proportion_to_hazards():
    assert errors_off(ask(RACE, "first"), (1 - exp(-3)) / 3) < 4
    assert errors_off(ask(RACE, "second"), 2 * (1 - exp(-3)) / 3) < 4
    assert errors_off(ask(RACE, "running"), (1 - exp(-3)) / 3) < 4


EVENTS = """
variables:
  season:
    states: [calm, stormy]
    start: {calm: 25%, stormy: 75%}
events:
  raid:
    rate: 3 per year
    times:
      season = stormy: 2
questions:
  raids: {count: raid, by: 2 years}
  stormy: {holds: season = stormy, at: 2 years}
"""


def test_events_come_as_poisson_says_in_every_season():
    raids = ask(EVENTS, "raids", 2.0)
    sums = raids.replicates
    square = sums.squares.sum() / sums.futures.sum()
    assert errors_off(raids, 0.25 * 6 + 0.75 * 12) < 4
    assert square == pytest.approx(0.25 * (6 + 6**2) + 0.75 * (12 + 12**2), rel=0.01)


def test_a_start_is_drawn_by_its_shares():
    assert errors_off(ask(EVENTS, "stormy", 2.0), 0.75) < 4


SWITCH = """
variables:
  light:
    states: [dark, lit]
    start: dark
    transitions:
      dark -> lit: 2 per year
      lit -> dark: 3 per year
questions:
  lit: {holds: light = lit, at: 1 year}
  shining: {time: light = lit, by: 1 year}
  switched: {count: light -> lit, by: 1 year}
"""


def test_a_switch_follows_birth_and_death():
    lit = 0.4 * (1 - exp(-5))
    shining = 0.4 * (1 - (1 - exp(-5)) / 5)
    assert errors_off(ask(SWITCH, "lit"), lit) < 4
    assert errors_off(ask(SWITCH, "shining"), shining) < 4
    assert errors_off(ask(SWITCH, "switched"), 2 * (1 - shining)) < 4


CLOCKS = """
variables:
  a: {states: [still, rung], start: still, transitions: {still -> rung: 0.5 per year}}
  b: {states: [still, rung], start: still, transitions: {still -> rung: 2 per year}}
questions:
  in_order: {order: [a = rung, b -> rung], by: 1 year}
  follows: {happens: b -> rung, given: a -> rung, within: 0.5 years, by: 1 year}
"""


def test_two_clocks_ring_in_order():
    expected = (1 - exp(-2)) - 2 / 2.5 * (1 - exp(-2.5))
    assert errors_off(ask(CLOCKS, "in_order"), expected) < 4


def test_one_clock_rings_in_the_window_the_other_opens():
    met = (1 - exp(-1)) * 0.5 / 2.5 * (1 - exp(-2.5)) / (1 - exp(-0.5))
    follows = ask(CLOCKS, "follows")
    assert errors_off(follows, met) < 4
    assert follows.replicates.trials.sum() < FUTURES


# Hazards of every size beside each other.

EXTREMES = """
variables:
  never: {states: [a, b], start: a, transitions: {a -> b: 0 per year}}
  tiny: {states: [a, b], start: a, transitions: {a -> b: 1e-12 per year}}
  some: {states: [a, b], start: a, transitions: {a -> b: 100 per year}}
  fast:
    states: [a, b]
    start: a
    transitions: {a -> b: 1e6 per year, b -> a: 1e6 per year}
questions:
  never: {happens: never = b, by: 0.01 years}
  tiny: {happens: tiny = b, by: 0.01 years}
  some: {happens: some = b, by: 0.01 years}
  fast: {count: fast -> b, by: 0.01 years}
"""


def test_hazards_of_every_size_keep_their_own_pace():
    answers = {
        name: ask(EXTREMES, name, 0.01, futures=640)
        for name in ("never", "tiny", "some", "fast")
    }
    assert answers["never"].value == 0.0
    assert answers["tiny"].value == 0.0
    assert errors_off(answers["some"], 1 - exp(-1)) < 4
    assert errors_off(answers["fast"], 5000) < 4


BURST = """
variables:
  burst: {states: [a, b], start: a, transitions: {a -> b: 1e6 per year}}
  never:
    states: [a, b, c]
    start: a
    transitions: {a -> b: 0 per year, a -> c: 0 per year}
  tiny:
    states: [a, b, c]
    start: a
    transitions: {a -> b: 3e-12 per year, a -> c: 1e-12 per year}
questions:
  tiny: {happens: tiny = c, by: 500 years}
  never: {happens: never != a, by: 500 years}
"""


def test_what_a_burst_leaves_of_rounding_is_not_a_hazard():
    # A million per year, then 4e-12: without a new sum, rounding would be a hundred
    # times the rest. The question's own horizon is only for the file.
    years = 1e12
    assert errors_off(ask(BURST, "tiny", years), (1 - exp(-4)) / 4) < 4
    assert ask(BURST, "never", years).value == 0.0


def test_a_day_and_a_thousand_years_are_as_good_as_a_year():
    day = 1 / 365.25
    assert errors_off(ask(SWITCH, "lit", day), 0.4 * (1 - exp(-5 * day))) < 4
    thousand = ask(SWITCH, "shining", 1000.0, futures=640)
    assert errors_off(thousand, 400 - 0.4 * (1 - exp(-5000)) / 5) < 4


SURE = """
variables:
  gate: {states: [open, shut], start: open, transitions: {open -> shut: 50 per year}}
  wall: {states: [up, down], start: up}
questions:
  at_start: {happens: gate = open, by: 1 year}
  jump: {happens: gate -> open, by: 1 year}
  all_of_them: {happens: gate = shut, by: 1 year}
  beyond_reach: {happens: wall = down, by: 1 year}
  never_opens: {happens: gate = shut, given: wall = down, within: 1 year, by: 1 year}
"""


def test_what_must_and_what_cannot_be_is_exactly_so():
    assert ask(SURE, "at_start").value == 1.0
    assert ask(SURE, "jump").value == 0.0
    assert ask(SURE, "all_of_them").value == 1.0
    assert ask(SURE, "beyond_reach").value == 0.0
    assert np.isnan(ask(SURE, "never_opens").value)


def test_a_share_of_exits_is_kept():
    case = written(RACE)
    (race,) = case.variables
    slow, fast = race.transitions
    share = Quantity(text="25% of exits", dimension="odds", law=Fixed(value=0.25))
    fast = replace(fast, rate=replace(fast.rate, quantity=share))
    case = replace(case, variables=(replace(race, transitions=(slow, fast)),))
    assert errors_off(ask(case, "second"), 0.25 * (1 - exp(-4 / 3))) < 4
