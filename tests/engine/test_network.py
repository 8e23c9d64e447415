"""Claims about networks: a case as flat arrays, hazards as written."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_answers import PlainWorld
from strategies import networks
from written import written

from forewarn.engine.network import compile_network, fill_hazards
from forewarn.engine.tables import CELLS, cell_of
from forewarn.engine.worlds import central_numbers, draw_worlds
from forewarn.errors import NotComputable, UsageError
from forewarn.language.quantities import parse_quantity
from forewarn.model.case import Event

SEEDS = st.integers(0, 99)


def drawn(case, seed=1):
    network = compile_network(case)
    return network, draw_worlds(network, case, seed=seed, worlds=1, replicates=1)[0]


def some_state(network, seed):
    rng = np.random.default_rng(seed)
    return [int(rng.integers(len(names))) for names in network.states]


def named(network, states):
    pairs = zip(network.variables, states, strict=True)
    return {v: network.states[i][s] for i, (v, s) in enumerate(pairs)}


def entry_of(network, name, states):
    pulse = network.pulses.index(name)
    unit = int(network.pulse_unit[pulse])
    first, last = network.unit_pulse_ptr[unit : unit + 2].astype(int)
    row = int(network.unit_entry_ptr[unit])
    return row + cell_of(network.maps, unit, states) * (last - first) + pulse - first


def hazard(case, name, **states):
    """The hazard of one pulse where some variables are in some states."""
    network = compile_network(case)
    hazards = fill_hazards(network, central_numbers(network, case))
    at = [
        names.index(states.get(variable, names[0]))
        for variable, names in zip(network.variables, network.states, strict=True)
    ]
    return hazards[entry_of(network, name, at)]


@settings(max_examples=50)
@given(networks(), SEEDS)
def test_every_hazard_is_the_rate_times_what_acts(case, seed):
    network, numbers = drawn(case, seed)
    hazards = fill_hazards(network, numbers)
    plain = PlainWorld(
        case=case, numbers=dict(zip(network.numbers, numbers, strict=True))
    )
    states = some_state(network, seed)
    movers = [t for v in case.variables for t in v.transitions] + [*case.events]
    for mover in movers:
        entry = entry_of(network, mover.name, states)
        expected = plain.hazard(mover, named(network, states))
        assert hazards[entry] == pytest.approx(expected, rel=1e-14)
        assert network.pulses[network.entries.pulse[entry]] == mover.name


@settings(max_examples=50)
@given(networks(), st.randoms(use_true_random=False))
def test_declaration_order_changes_no_bit(case, random):
    moved = replace(
        case,
        variables=tuple(random.sample(case.variables, len(case.variables))),
        events=case.events[::-1],
    )
    before, after = drawn(case), drawn(moved)
    assert before[0].pulses == after[0].pulses
    assert (before[1] == after[1]).all()
    assert (fill_hazards(*before) == fill_hazards(*after)).all()


@settings(max_examples=30)
@given(networks())
def test_each_variable_knows_the_units_that_read_it(case):
    network = compile_network(case)
    for variable in range(len(network.variables)):
        first, last = network.child_ptr[variable : variable + 2]
        children = network.child_unit[first:last].tolist()
        readers = [
            unit
            for unit in range(network.unit_variable.size)
            if variable in reads_of(network, unit)
        ]
        assert children == readers


def reads_of(network, unit):
    first, last = network.maps.read_ptr[unit : unit + 2]
    return network.maps.read_variable[first:last].tolist()


@settings(max_examples=30)
@given(networks())
def test_units_are_the_exits_of_states_and_then_events(case):
    network = compile_network(case)
    for unit, variable in enumerate(network.unit_variable):
        pulses = range(*network.unit_pulse_ptr[unit : unit + 2])
        assert all(network.pulse_variable[pulse] == variable for pulse in pulses)
        if variable >= 0:
            source = network.unit_source[unit]
            assert all(network.pulse_source[pulse] == source for pulse in pulses)
            flat = network.state_ptr[variable] + source
            assert unit in range(*network.state_unit_ptr[flat : flat + 2])


POOLS = """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions:
      a -> b:
        rate: 0.5 per year
        times:
          each: {of: [%s], times: 2}
""" + "".join(
    f"  v{i}:\n    states: {{calm: A, tense: B}}\n    start: calm\n"
    f"    transitions: {{calm -> tense: 1 per year}}\n"
    for i in range(10)
)


def test_a_pool_of_ten_needs_eleven_cells():
    case = written(POOLS % ", ".join(f"v{i} = tense" for i in range(10)))
    network = compile_network(case)
    assert (
        network.maps.cells[network.pulse_unit[network.pulses.index("x: a -> b")]] == 11
    )
    assert hazard(case, "x: a -> b") == 0.5
    assert hazard(case, "x: a -> b", v3="tense", v7="tense") == 2.0


def test_a_pool_may_count_conditions_that_tie_variables():
    case = written(POOLS % "v0 = tense and v1 = tense, v0 = tense, v2 != calm")
    assert hazard(case, "x: a -> b", v0="tense") == 1.0
    assert hazard(case, "x: a -> b", v0="tense", v1="tense", v2="tense") == 4.0


def wide(count, joined):
    """One transition that reads so many variables at once."""
    condition = joined.join(f"v{i} = tense" for i in range(count))
    return (
        "variables:\n"
        + "".join(
            f"  v{i}:\n    states: {{calm: A, tense: B}}\n    start: calm\n"
            f"    transitions: {{calm -> tense: 1 per year}}\n"
            for i in range(count)
        )
        + (
            "  x:\n    states: {a: A, b: B, c: C}\n    start: a\n    transitions:\n"
            f"      a -> b: {{rate: 1 per year, times: {{{condition}: 2}}}}\n"
            "      a -> c: 1 per year\n"
        )
    )


def test_a_table_too_large_is_refused_by_name():
    assert CELLS < 2**21
    with pytest.raises(
        NotComputable, match=r"'x: a -> b'.*2,097,152.*1,048,576.*fewer"
    ):
        compile_network(written(wide(21, " and ")))


def test_exits_of_one_state_share_a_table_while_it_is_small():
    small, large = (
        compile_network(written(wide(8, " and "))),
        compile_network(written(wide(12, " and "))),
    )
    together = [n.pulse_unit[n.pulses.index("x: a -> b")] for n in (small, large)]
    others = [n.pulse_unit[n.pulses.index("x: a -> c")] for n in (small, large)]
    assert together[0] == others[0]
    assert together[1] == others[1]  # 4,096 cells are under 4 times 4,096 + 1


def test_exits_that_read_different_variables_get_tables_of_their_own():
    text = wide(9, " and ") + (
        "      b -> a: {rate: 1 per year, times: {"
        + " and ".join(f"v{i} = tense" for i in range(4))
        + ": 2}}\n      b -> c: {rate: 1 per year, times: {"
        + " and ".join(f"v{i} = tense" for i in range(4, 9))
        + ": 2}}\n"
    )
    network = compile_network(written(text))
    units = [network.pulse_unit[network.pulses.index(f"x: b -> {s}")] for s in "ac"]
    assert units[0] != units[1]
    assert [network.maps.cells[unit] for unit in units] == [16, 32]


def test_hazards_of_every_size_multiply_exactly():
    case = written(
        """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions:
      a -> b: {rate: 1e-12 per year, times: {far = tense: 5}}
      a -> c: 0 per year
      b -> a: 1000000 per year
  far:
    states: {calm: A, tense: B}
    start: calm
    transitions: {calm -> tense: 1 per year}
"""
    )
    assert hazard(case, "x: a -> b", far="tense") == 1e-12 * 5
    assert hazard(case, "x: a -> c") == 0
    assert hazard(case, "x: b -> a", x="b") == 1e6


SHARES = written(
    """
variables:
  x:
    states: {a: A, b: B, c: C, d: D}
    start: a
    transitions:
      a -> b: 0.6 per year
      a -> c: {rate: 1 per year, times: {far = tense: 3}}
      a -> d: 0.3 per year
  far:
    states: {calm: A, tense: B}
    start: calm
    transitions: {calm -> tense: 1 per year}
"""
)


def sharing(**shares):
    """The case in which some exits of a are shares of all of them."""
    variable = SHARES.variable("x")
    transitions = tuple(
        replace(t, rate=replace(t.rate, quantity=share_of(shares[t.target])))
        if t.target in shares
        else t
        for t in variable.transitions
    )
    moved = replace(variable, transitions=transitions)
    return replace(SHARES, variables=(moved, SHARES.variable("far")))


def share_of(percent):
    return parse_quantity(f"{percent}% of exits", "odds", start=SHARES.start)


def test_a_share_of_exits_is_odds_against_the_others():
    case = sharing(c=25)
    assert hazard(case, "x: a -> c") == pytest.approx(0.9 / 3)
    # The influence acts on the odds: 3 times 1 to 3 is 1 to 1.
    assert hazard(case, "x: a -> c", far="tense") == pytest.approx(0.9)


def test_two_shares_of_exits_keep_their_shares_of_all():
    case = sharing(c=25, d=15)
    assert hazard(case, "x: a -> c") == pytest.approx(0.25)
    assert hazard(case, "x: a -> d") == pytest.approx(0.15)


def test_an_influence_on_one_share_leaves_the_odds_of_the_other():
    case = sharing(c=25, d=60)
    before, after = hazard(case, "x: a -> d"), hazard(case, "x: a -> d", far="tense")
    assert before == after == pytest.approx(0.6 * 0.6 / 0.15)
    assert hazard(case, "x: a -> c", far="tense") == pytest.approx(
        3 * 0.25 * 0.6 / 0.15
    )


def test_shares_that_leave_nothing_to_the_rest_are_refused():
    with pytest.raises(NotComputable, match=r"'x: a -> c'.*100%"):
        hazard(sharing(c=25, d=76), "x: a -> d")


def test_two_numbers_of_one_name_are_refused():
    event = Event(
        name="raid", title="", rate=sharing(c=25).variable("x").transitions[1].rate
    )
    with pytest.raises(UsageError, match="two different numbers"):
        compile_network(replace(SHARES, events=(event,)))


def test_numbers_that_do_not_fit_are_refused():
    network = compile_network(SHARES)
    with pytest.raises(UsageError, match="numbers"):
        fill_hazards(network, np.ones(2))
