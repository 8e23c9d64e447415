"""Claims about history: counted once, by what acted, where that is known."""

from dataclasses import replace
from datetime import timedelta
from textwrap import dedent

import numpy as np
import pytest
from dice import seeded
from random_history import with_history
from strategies import structured_of

from forewarn.engine.leaps import compile_leaps
from forewarn.engine.network import compile_network, fill_hazards
from forewarn.engine.posterior.past.past import find_past
from forewarn.engine.tables import cell_of
from forewarn.engine.worlds import draw_worlds
from forewarn.errors import NotComputable
from forewarn.language.load import read_case

NETWORKS = 60
HEAD = """\
forewarn: 1
case: {title: T, start: 2020-01-01, horizon: 5 years, status: draft}
basis: judgement
"""
MODEL = """\
variables:
  front:
    title: Front
    states: {calm: c., tense: t., war: w.}
    start: calm
    transitions:
      calm -> tense: 1 (0.5 to 2) per year
      tense -> calm: 1 (0.5 to 2) per year
      tense -> war: {rate: 0.1 (0.05 to 0.2) per year, times: {camp = full: 4 (2 to 8)}}
  camp:
    title: Camp
    states: {empty: e., full: f.}
    start: empty
    transitions:
      empty -> full: 1 (0.5 to 2) per year
      full -> empty: 1 (0.5 to 2) per year
events:
  raid: {title: Raid, rate: 2 (1 to 4) per year, times: {camp = full: 3 (2 to 5)}}
"""
STATES = "date,variable,state,source\n"
EVENTS = "date,event,source\n"
COVERED = "from,to,name\n"


def a_case(states="", events="", covered="", model=MODEL):
    files = {"model.yaml": HEAD + dedent(model)}
    files["history/states.csv"] = STATES + dedent(states)
    files["history/events.csv"] = EVENTS + dedent(events)
    files["history/coverage.csv"] = COVERED + dedent(covered)
    reading = read_case(files)
    assert reading.case is not None, list(reading.problems)
    return reading.case


def past_of(case):
    network = compile_network(case)
    return find_past(network, compile_leaps(network, case), case)


def uses(past, about):
    return [
        (s.use, s.count, round(s.exposure * 365.25), s.why)
        for s in past.stretches
        if s.about == about
    ]


def plainly(case, numbers, dice):
    """The logarithm day by day, whatever is not known being anything."""
    network = compile_network(case)
    hazards, total = fill_hazards(network, numbers), 0.0
    rows = case.evidence.history
    coming = {(row.day, row.event) for row in rows if row.event}
    for stretch in past_of(case).stretches:
        if stretch.use != "learned":
            continue
        pulse = network.pulse_number[stretch.about]
        unit, variable = int(network.pulse_unit[pulse]), network.pulse_variable[pulse]
        first = int(network.unit_pulse_ptr[unit])
        width = int(network.unit_pulse_ptr[unit + 1]) - first
        day = stretch.since
        while day <= stretch.until:
            states = tuple(
                state_before(case, network, at, day, dice)
                for at in range(len(network.variables))
            )
            cell = cell_of(network.maps, unit, states)
            entry = int(network.unit_entry_ptr[unit]) + cell * width + pulse - first
            total -= hazards[entry] / 365.25
            if variable < 0:
                came = (day, stretch.about) in coming
            else:
                name, names = network.variables[variable], network.states[variable]
                came = names[network.pulse_target[pulse]] in said(rows, name, day)
            total += np.log(hazards[entry]) if came else 0.0
            day += timedelta(days=1)
    return total


def said(rows, name, day):
    return {row.state for row in rows if row.variable == name and row.day == day}


def state_before(case, network, variable, day, dice):
    """The last state that rows name before a day that is covered; any if none is."""
    name, names = network.variables[variable], network.states[variable]
    covered = [c for c in case.evidence.history_coverage if c.names == (name,)]
    rows = [r for r in case.evidence.history if r.variable == name and r.day < day]
    if rows and any(c.since <= day <= c.until for c in covered):
        return names.index(rows[-1].state)
    return dice.roll(len(names))


def test_history_is_as_likely_as_day_by_day_whatever_is_not_known():
    """Random histories of random networks: what is left out hangs on the unknown."""
    learned, never = 0, []
    for seed in range(NETWORKS):
        dice = seeded(seed)
        case = with_history(dice, replace(structured_of(seed), adopted=()))
        network = compile_network(case)
        try:
            past = past_of(case)
        except NotComputable as wrong:
            never.append(str(wrong))
            continue
        (numbers,) = draw_worlds(network, case, seed=seed, worlds=1, replicates=1)
        found = past.log_likelihood(fill_hazards(network, numbers))
        assert found == pytest.approx(plainly(case, numbers, dice), abs=1e-9), seed
        learned += bool(past.met)
    assert learned > NETWORKS / 2
    assert all("is 0; correct the row" in each for each in never)


def test_jumps_and_years_are_told_by_what_acted():
    case = a_case(
        states="2010-01-01,camp,empty,un\n2011-01-01,camp,full,un\n",
        events="2010-06-01,raid,un\n2011-01-01,raid,un\n2011-06-01,raid,un\n",
        covered="2010-01-01,2011-12-31,camp\n2010-01-02,2011-12-31,raid\n",
    )
    past, network = past_of(case), compile_network(case)
    assert uses(past, "raid") == [("learned", 3, 729, "")]
    raids = int(
        network.unit_entry_ptr[network.pulse_unit[network.pulses.index("raid")]]
    )
    met = [(m.came, round(m.years * 365.25)) for m in past.met if m.entry >= raids]
    assert met == [((2,), 365), ((1,), 364)]  # while empty, then while full


def test_the_same_row_twice_counts_once_whoever_says_it():
    case = a_case(
        states="2010-01-01,camp,empty,un\n2010-01-01,camp,empty,us\n",
        events="2010-06-01,raid,un\n2010-06-01,raid,un\n2010-06-01,raid,us\n",
        covered="2010-01-01,2010-12-31,camp\n2010-01-02,2010-12-31,raid\n",
    )
    assert uses(past_of(case), "raid") == [("learned", 1, 364, "")]


def test_what_two_stretches_cover_counts_once():
    one = "2010-01-01,2011-12-31,camp\n"
    cut = "2010-01-01,2011-03-01,camp\n2010-12-01,2011-12-31,camp\n"
    rows = "2010-01-01,camp,empty,un\n2011-01-01,camp,full,un\n"
    assert past_of(a_case(states=rows, covered=one)) == past_of(
        a_case(states=rows, covered=cut)
    )


def test_days_on_which_an_influence_is_not_known_are_left_out():
    past = past_of(
        a_case(
            states="2010-07-01,camp,full,un\n2010-01-01,front,tense,un\n",
            covered="""\
                2010-01-01,2010-12-31,front
                2010-07-01,2010-12-31,camp
                """,
        )
    )
    why = "history does not say what camp was"
    assert uses(past, "front: tense -> war") == [
        ("left out", 0, 181, why),
        ("learned", 0, 183, ""),
    ]
    # What no influence acts on hangs on nothing that is not known.
    assert uses(past, "front: tense -> calm") == [("learned", 0, 364, "")]


def test_an_influence_need_not_be_known_where_another_settles_it():
    either = MODEL.replace(
        "{camp = full: 3 (2 to 5)}", '{"camp = full or front = war": 3}'
    )
    past = past_of(
        a_case(
            model=either,
            states="2010-01-01,camp,full,un\n2010-07-01,camp,empty,un\n",
            covered="2010-01-01,2010-12-31,camp\n2010-01-02,2010-12-31,raid\n",
        )
    )
    why = "history does not say what front was"
    assert uses(past, "raid") == [
        ("learned", 0, 181, ""),
        ("left out", 0, 183, why),
    ]


def with_rate(rate):
    return MODEL.replace(
        "rate: 2 (1 to 4) per year, times: {camp = full: 3 (2 to 5)}", rate
    )


RAIDS = "2010-06-01,raid,un\n2011-06-01,raid,un\n2012-06-01,raid,un\n"
RAIDED = "2010-01-02,2012-12-31,raid\n"


@pytest.mark.parametrize(
    "rate",
    [
        "rate: 1 in 2011-01-01 to 2011-12-31",
        "rate: 2 (1 to 4) per year, count: 1 in 2011-01-01 to 2011-12-31, because: b",
        "rate: 50% of (1 in 2011-01-01 to 2011-12-31) or 50% of (2 to 4 per year)",
    ],
)
def test_what_a_count_of_its_number_covers_is_used_once(rate):
    past = past_of(a_case(model=with_rate(rate), events=RAIDS, covered=RAIDED))
    why = "its number counts these days already"
    assert uses(past, "raid") == [
        ("learned", 1, 364, ""),
        ("counted", 1, 365, why),
        ("learned", 1, 366, ""),
    ]


@pytest.mark.parametrize(
    ("rate", "why"),
    [
        ("rate: 1 in 2 years", 'the days of its count "1 in 2 years" are not written'),
        (
            "rate: 2 (1 to 4) per year, basis: data",
            "its basis is data, and no count is written",
        ),
        (
            "rate: 50% of (1 in 2005-01-01 to 2006-01-01) or 50% of (1 in 2 years)",
            "the days of its count",
        ),
    ],
)
def test_a_count_without_days_leaves_all_of_history_out(rate, why):
    past = past_of(a_case(model=with_rate(rate), events=RAIDS, covered=RAIDED))
    (only,) = uses(past, "raid")
    assert only[:3] == ("left out", 3, 1095)
    assert why in only[3]
    assert past.met == ()


def test_a_count_of_a_variant_is_used_once_too():
    variant = """\
        variants:
          other:
            title: Other
            weight: 30%
            set: {raid: 1 in 2011-01-01 to 2011-12-31}
        """
    model = with_rate("rate: 2 (1 to 4) per year") + dedent(variant)
    past = past_of(a_case(model=model, events=RAIDS, covered=RAIDED))
    assert [use for use, *_ in uses(past, "raid")] == ["learned", "counted", "learned"]


def test_a_jump_that_a_trigger_may_make_is_left_out():
    model = (
        MODEL
        + "triggers:\n  - {after: raid, jump: {camp: empty -> full}, chance: 50%}\n"
    )
    past = past_of(
        a_case(
            model=model,
            states="2010-01-01,camp,empty,un\n2010-07-01,camp,full,un\n",
            covered="2010-01-01,2010-12-31,camp\n",
        )
    )
    why = "a date or a trigger may make it as well"
    assert uses(past, "camp: empty -> full") == [("left out", 1, 181, why)]
    assert uses(past, "camp: full -> empty") == [("learned", 0, 183, "")]


def test_a_day_with_two_states_and_what_led_to_it_are_left_out():
    past = past_of(
        a_case(
            states="""\
                2010-01-01,camp,empty,un
                2010-02-01,camp,empty,un
                2010-02-01,camp,full,un
                2010-03-01,camp,full,un
                """,
            covered="2010-01-01,2010-12-31,camp\n",
        )
    )
    why = "rows name several states on 2010-02-01"
    assert uses(past, "camp: empty -> full") == [("left out", 0, 31, why)]
    assert uses(past, "camp: full -> empty") == [("learned", 0, 305, "")]
    assert uses(past, "camp")[0][:3] == ("left out", 0, 28)


def test_a_jump_that_the_model_does_not_have_is_told():
    past = past_of(
        a_case(
            states="2010-01-01,front,war,un\n2010-03-01,front,calm,un\n",
            covered="2010-01-01,2010-12-31,front\n",
        )
    )
    why = "nothing in the model makes this jump"
    assert uses(past, "front: war -> calm") == [("left out", 1, 1, why)]


def test_what_no_row_and_no_stretch_tells_is_said():
    past = past_of(
        a_case(
            states="2010-01-01,front,calm,un\n2005-01-01,camp,empty,un\n",
            events="2010-06-01,raid,un\n",
            covered="2009-01-01,2010-12-31,front\n",
        )
    )
    assert uses(past, "front")[0][:3] == ("left out", 0, 366)
    assert uses(past, "front: calm -> tense") == [("learned", 0, 364, "")]
    assert past.beyond == 2


def test_what_the_case_says_never_comes_must_not_have_come():
    case = a_case(model=with_rate("rate: 0 per year"), events=RAIDS, covered=RAIDED)
    with pytest.raises(NotComputable, match=r'raid by 2012-12-31.* "raid" is 0'):
        past_of(case)


def test_shares_of_exits_are_learned_with_all_that_they_share():
    shared = MODEL.replace(
        "{rate: 0.1 (0.05 to 0.2) per year, times: {camp = full: 4 (2 to 8)}}",
        "3% (1% to 9%) of exits",
    )
    rows = "2010-01-01,front,tense,un\n2010-07-01,front,war,un\n"
    past = past_of(
        a_case(model=shared, states=rows, covered="2010-01-01,2010-12-31,front\n")
    )
    assert (0, 1) in [met.came for met in past.met]
    (once,) = [met for met in past.met if met.came == (0, 1)]
    assert once.years == pytest.approx(181 / 365.25)
