"""Claims about exact answers: every kind of question, in every world."""

from dataclasses import replace
from math import exp, expm1

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from plain_answers import PlainWorld
from strategies import networks
from written import written

from forewarn.engine.change import fix
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.exact.plan import plan_exact, seconds_of
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers, draw_worlds
from forewarn.errors import Interrupted, NotComputable, UsageError
from forewarn.laws import below_chance
from forewarn.model.estimate import Ask

# Shrinking would take minutes: each example is solved by dense matrix exponentials.
PHASES = [Phase.explicit, Phase.generate]
SEEDS = st.integers(0, 99)


def worlds_of(case, count=2, seed=1):
    return draw_worlds(
        compile_network(case), case, seed=seed, worlds=count, replicates=1
    )


def asks_of(case):
    return [
        Ask(question=question.name, years=deadline.years)
        for question in case.questions
        for deadline in question.by
    ]


def middle(case, question, *years):
    """Answers of the central world, one for each date."""
    numbers = central_numbers(compile_network(case), case)
    asks = [Ask(question=question, years=date) for date in years]
    answers = exact_answers(case, asks, numbers[None])
    return answers.values[0].tolist() if len(years) > 1 else answers.values[0, 0]


def reason(case, question, years=1.0):
    numbers = central_numbers(compile_network(case), case)
    asks = [Ask(question=question, years=years)]
    return exact_answers(case, asks, numbers[None]).reasons[0]


@settings(max_examples=20, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(networks(most_variables=3, most_states=3), SEEDS)
def test_every_answer_is_the_plain_one(case, seed):
    numbers, asks = worlds_of(case, seed=seed), asks_of(case)
    answers = exact_answers(case, asks, numbers)
    names = compile_network(case).numbers
    for world, row in enumerate(numbers):
        plain = PlainWorld(case=case, numbers=dict(zip(names, row, strict=True)))
        for place, ask in enumerate(asks):
            expected = plain.answer(case.question(ask.question), ask.years)
            value = answers.values[world, place]
            assert value == pytest.approx(expected, abs=1e-10, nan_ok=True), ask


@settings(max_examples=20, phases=PHASES)
@given(networks(), SEEDS)
def test_one_pass_over_many_dates_is_each_date_alone(case, seed):
    numbers, asks = worlds_of(case, 1, seed), asks_of(case)
    together = exact_answers(case, asks, numbers).values[0]
    for ask, value in zip(asks, together, strict=True):
        alone = exact_answers(case, [ask], numbers).values[0, 0]
        assert value == pytest.approx(alone, rel=1e-10, nan_ok=True)


@settings(max_examples=15, phases=PHASES)
@given(networks(), SEEDS)
def test_threads_change_no_bit(case, seed):
    numbers, asks = worlds_of(case, 20, seed), asks_of(case)
    one, two = (
        exact_answers(case, asks, numbers, allowance=Allowance(threads=threads))
        for threads in (1, 2)
    )
    assert np.array_equal(one.values, two.values, equal_nan=True)
    assert np.array_equal(one.weights, two.weights)


@settings(max_examples=20, phases=PHASES)
@given(networks(), SEEDS, st.randoms(use_true_random=False))
def test_declaration_order_changes_no_bit(case, seed, random):
    moved = shuffled(case, random)
    before = exact_answers(case, asks_of(case), worlds_of(case, seed=seed))
    after = exact_answers(moved, asks_of(case), worlds_of(moved, seed=seed))
    assert np.array_equal(before.values, after.values, equal_nan=True)


def shuffled(case, random):
    def mixed(things):
        return tuple(random.sample(things, len(things)))

    def moved(mover):
        return replace(mover, effects=mixed(mover.effects))

    return replace(
        case,
        questions=mixed(case.questions),
        events=mixed(tuple(map(moved, case.events))),
        variables=mixed(
            tuple(
                replace(
                    variable,
                    start=mixed(variable.start),
                    transitions=mixed(tuple(map(moved, variable.transitions))),
                )
                for variable in case.variables
            )
        ),
    )


@settings(max_examples=20, phases=PHASES)
@given(networks(), SEEDS)
def test_an_ever_true_question_never_falls_with_the_date(case, seed):
    dates = [0.0, 0.1, 0.5, 1.0, 2.0]
    kinds = ("happens", "order", "count", "time")
    for question in (q for q in case.questions if q.kind in kinds):
        asks = [Ask(question=question.name, years=years) for years in dates]
        values = exact_answers(case, asks, worlds_of(case, 1, seed)).values[0]
        assert (np.diff(values) >= -1e-11 * values[1:]).all()


def test_doubling_every_hazard_is_doubling_the_horizon():
    numbers = worlds_of(TWO_FRONT, 4)
    network = compile_network(TWO_FRONT)
    rates = np.unique(network.entries.rate)
    faster = numbers.copy()
    faster[:, rates] *= 2
    for question in ("both", "raids", "first_then"):
        once = exact_answers(TWO_FRONT, [Ask(question=question, years=2.0)], faster)
        longer = exact_answers(TWO_FRONT, [Ask(question=question, years=4.0)], numbers)
        assert once.values == pytest.approx(longer.values, rel=1e-11)


TEXT = """
variables:
  peninsula:
    states: {calm: A, tense: B, war: C}
    start: {calm: 70%, tense: 30%}
    transitions:
      calm -> tense:
        rate: 0.2 to 0.6 per year
        times: {strait = closed: 2 (1.5 to 4)}
      tense -> calm: 0.5 per year
      tense -> war: {rate: 0.02 (0.01 to 0.1) per year, times: {strait = closed: 5}}
  strait:
    states: {open: A, closed: B}
    start: open
    transitions:
      open -> closed: {rate: 0.1 per year, times: {peninsula = war: 3}}
      closed -> open: 1 per year
events:
  raid: {rate: 2 per year, times: {peninsula = calm: 0.5}}
questions:
  both: {happens: peninsula = war and strait = closed, by: 1 year}
  raids: {count: raid, by: 1 year}
  first_then: {order: [peninsula -> war, strait -> closed], by: 1 year}
"""
TWO_FRONT = written(TEXT)


@pytest.mark.parametrize("question", ["both", "raids", "first_then"])
def test_renaming_changes_nothing(question):
    names = {"peninsula": "zebra", "strait": "ant", "calm": "worst", "war": "able"}
    text = TEXT
    for old, new in (
        names | {"open": "yellow", "raid:": "act:", "raid,": "act,"}
    ).items():
        text = text.replace(old, new)
    renamed = middle(written(text), question, 1.0, 10.0)
    assert renamed == pytest.approx(middle(TWO_FRONT, question, 1.0, 10.0), rel=1e-12)


@pytest.mark.parametrize("question", ["both", "raids", "first_then"])
def test_an_influence_with_ratio_1_changes_nothing(question):
    text = TEXT.replace(
        "tense -> calm: 0.5 per year",
        "tense -> calm: {rate: 0.5 per year, times: {strait = closed: 1}}",
    )
    assert text != TEXT
    added = middle(written(text), question, 1.0, 10.0)
    assert added == pytest.approx(middle(TWO_FRONT, question, 1.0, 10.0), rel=1e-12)


# Semantics, by closed forms.

CHAIN = written(
    """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions: {a -> b: 2 per year, b -> c: 3 per year}
  lamp:
    states: {lit: A, dark: B}
    start: lit
    transitions: {lit -> dark: 0.5 per year, dark -> lit: 4 per year}
events:
  raid: {rate: 1.5 per year, times: {x = b: 2}}
questions:
  starts_true: {happens: x = a, by: 1 year}
  jump_back: {happens: x -> a, by: 1 year}
  reach_c: {happens: x = c, by: 1 year}
  jump_c: {happens: x -> c, by: 1 year}
  in_b: {holds: x = b, at: 1 year}
  years_in_a: {time: x = a, by: 1 year}
  raids: {count: raid, by: 1 year}
  lit_again: {count: lamp -> lit, by: 1 year}
  order_abc: {order: [x = a, x = b, x = c], by: 1 year}
  order_same: {order: [x -> b, x = b], by: 1 year}
  order_back: {order: [x -> c, x -> b], by: 1 year}
  order_raid: {order: [x -> b, raid], by: 1 year}
  raid_in_b: {happens: raid and x = b, by: 1 year}
  jump_in_state: {happens: x -> b and x = b, by: 1 year}
  jump_from_state: {happens: x -> b and x = a, by: 1 year}
  all_three: {happened: [reach_c, in_b], by: 1 year}
  two: {happened: [reach_c, starts_true], by: 1 year}
  next_c: {happens: x -> c, given: x -> b, within: 6 months, by: 1 year}
  same: {happens: x -> b, given: x -> b, within: 1 day, by: 1 year}
  held: {happens: x = a, given: x = a, within: 1 day, by: 1 year}
  jumped: {happens: lamp -> dark, given: lamp = lit, within: 6 months, by: 1 year}
  never: {happens: x -> b, given: x -> a, within: 1 year, by: 1 year}
"""
)


def test_what_is_true_at_the_start_has_happened():
    assert middle(CHAIN, "starts_true", 0.0, 1.0) == [1.0, 1.0]
    assert "start" in reason(CHAIN, "starts_true")


def test_a_jump_is_more_than_being_there():
    assert middle(CHAIN, "jump_back", 1.0) == 0.0
    assert "x -> a" in reason(CHAIN, "jump_back")


@pytest.mark.parametrize("years", [0.01, 1.0, 10.0])
@pytest.mark.parametrize("question", ["reach_c", "jump_c"])
def test_two_jumps_in_turn_take_a_sum_of_waits(question, years):
    expected = 1 - 3 * exp(-2 * years) + 2 * exp(-3 * years)
    assert middle(CHAIN, question, years) == pytest.approx(expected, rel=1e-11)


def test_being_there_is_read_at_the_date():
    expected = 2 * (exp(-2) - exp(-3))
    assert middle(CHAIN, "in_b", 1.0) == pytest.approx(expected, rel=1e-11)


def test_mean_years_add_up():
    assert middle(CHAIN, "years_in_a", 1.0) == pytest.approx(-expm1(-2) / 2, rel=1e-11)


def test_a_count_is_the_rate_times_the_time():
    in_b = (1 - exp(-2)) - 2 / 3 * (1 - exp(-3))
    assert middle(CHAIN, "raids", 1.0) == pytest.approx(1.5 * (1 + in_b), rel=1e-11)


def test_jumps_back_and_forth_are_counted_each_time():
    # In the long run a jump comes every 1/0.5 + 1/4 years.
    assert middle(CHAIN, "lit_again", 1000.0) == pytest.approx(1000 / 2.25, rel=1e-3)


def test_an_order_begins_with_what_holds_at_the_start():
    expected = 1 - 3 * exp(-2) + 2 * exp(-3)
    assert middle(CHAIN, "order_abc", 1.0) == pytest.approx(expected, rel=1e-11)


def test_what_comes_in_one_instant_is_not_in_order():
    assert middle(CHAIN, "order_same", 1.0) == 0.0


def test_a_wrong_order_never_comes_right():
    assert middle(CHAIN, "order_back", 1.0) == 0.0


def test_an_order_counts_first_times_only():
    # The first raid must come after x -> b: with chance 2/3.5, then at 3 per year.
    expected = 2 / 3.5
    assert middle(CHAIN, "order_raid", 1000.0) == pytest.approx(expected, rel=1e-9)


def test_a_pulse_reads_the_state_after_it():
    assert middle(CHAIN, "jump_in_state", 1.0) == pytest.approx(-expm1(-2), rel=1e-11)
    assert middle(CHAIN, "jump_from_state", 1.0) == 0.0
    # In b, a raid at 3 per year races the jump to c at 3 per year.
    assert middle(CHAIN, "raid_in_b", 1000.0) == pytest.approx(0.5, rel=1e-9)


def test_all_that_is_named_must_be_true_at_the_date():
    assert middle(CHAIN, "all_three", 1.0) == 0.0
    assert middle(CHAIN, "two", 1.0) == pytest.approx(middle(CHAIN, "reach_c", 1.0))


@pytest.mark.parametrize("years", [0.0001, 1.0, 1000.0])
def test_a_window_runs_its_length_past_any_date(years):
    assert middle(CHAIN, "next_c", years) == pytest.approx(-expm1(-1.5), rel=1e-9)


def test_a_window_holds_the_instant_that_opens_it():
    assert middle(CHAIN, "same", 1.0) == 1.0
    assert middle(CHAIN, "held", 1.0) == 1.0


def test_a_state_that_holds_at_the_start_opens_its_window_there():
    assert middle(CHAIN, "jumped", 0.0) == pytest.approx(-expm1(-0.25), rel=1e-11)


def test_a_window_that_never_opens_has_no_answer():
    assert np.isnan(middle(CHAIN, "never", 1.0))
    assert "onset never comes" in reason(CHAIN, "never")


def test_worlds_where_the_onset_is_likelier_weigh_more():
    numbers = worlds_of(TWO_FRONT, 8)
    case = written(
        """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions:
      a -> b: 0.1 (0.01 to 1) per year
      b -> c: 0.5 (0.1 to 2) per year
questions:
  follow: {happens: x -> c, given: x -> b, within: 1 year, by: 1 year}
  onset: {happens: x -> b, by: 1 year}
"""
    )
    numbers = worlds_of(case, 8)
    asks = [Ask(question="follow", years=2.0), Ask(question="onset", years=2.0)]
    answers = exact_answers(case, asks, numbers)
    assert answers.weights[:, 0] == pytest.approx(answers.values[:, 1], rel=1e-11)
    assert (answers.weights[:, 1] == 1).all()


def test_a_number_is_above_a_bound_by_its_law():
    case = written(
        """
variables:
  x:
    states: {a: A, b: B}
    start: a
    transitions: {a -> b: 0.1 (0.05 to 0.4) per year}
questions:
  high: {number: "x: a -> b", above: 0.4 per year}
"""
    )
    law = next(n for n in case.numbers() if n.name == "x: a -> b").quantity.law
    assert middle(case, "high", None) == pytest.approx(1 - below_chance(law, 0.4))
    assert middle(case, "high", None) == pytest.approx(0.1, abs=1e-12)


# Extremes.

STIFF = written(
    """
variables:
  fast:
    states: {up: A, down: B}
    start: up
    transitions: {up -> down: 1000000 per year, down -> up: 3000000 per year}
  slow:
    states: {not_yet: A, came: B}
    start: not_yet
    transitions:
      not_yet -> came: {rate: 1e-12 per year, times: {fast = up: 5}}
  still:
    states: {not_yet: A, came: B}
    start: not_yet
    transitions:
      not_yet -> came: {rate: 0 per year, times: {fast = up: 5}}
questions:
  slow: {happens: slow = came, by: 1 year}
  still: {happens: still = came, by: 1 year}
  up: {holds: fast = up, at: 1 year}
  jumps: {count: fast -> down, by: 1 year}
"""
)


@pytest.mark.parametrize("years", [1 / 365.25, 1.0, 1000.0])
def test_hazards_of_every_size_stand_beside_each_other(years):
    # The fast pair is in balance within microseconds: up three quarters of the time.
    rate = 1e-12 * (0.75 * 5 + 0.25)
    assert middle(STIFF, "slow", years) == pytest.approx(rate * years, rel=1e-6)
    assert middle(STIFF, "still", years) == 0.0
    assert middle(STIFF, "up", years) == pytest.approx(0.75, rel=1e-9)
    # Starting up, a quarter more than in balance for a quarter of a microsecond.
    jumps = 750_000 * years + 0.0625
    assert middle(STIFF, "jumps", years) == pytest.approx(jumps, rel=1e-9)


def test_a_hazard_of_nothing_is_named():
    assert "slow" not in reason(STIFF, "still")
    assert "still = came" in reason(STIFF, "still")


def test_the_smallest_chances_keep_their_digits():
    case = written(LONG)
    # Twelve jumps in turn at 1e-6 each: (rate T)^12 / 12!, to first order.
    expected = (1e-6 * 0.01) ** 12 / 479_001_600
    assert middle(case, "end", 0.01) == pytest.approx(expected, rel=1e-7)


LONG = (
    "variables:\n  x:\n    states: {"
    + ", ".join(f"s{i}: S" for i in range(13))
    + "}\n    start: s0\n    transitions: {"
    + ", ".join(f"s{i} -> s{i + 1}: 1e-6 per year" for i in range(12))
    + "}\nquestions:\n  end: {happens: x = s12, by: 1 year}\n"
)


def test_what_a_change_cannot_reach_stays_the_same_to_the_last_bit():
    before = middle(CHAIN, "reach_c", 1.0)
    assert middle(fix(CHAIN, {"lamp": "dark"}), "reach_c", 1.0) == before


def test_a_variable_held_in_a_state_stays_there():
    held = fix(CHAIN, {"x": "b"})
    assert middle(held, "reach_c", 1.0) == 0.0
    assert middle(held, "in_b", 1.0) == 1.0
    assert middle(held, "raids", 2.0) == pytest.approx(6.0, rel=1e-11)


# Limits and mistakes.


def test_too_many_joint_states_are_refused_with_the_way_out():
    with pytest.raises(NotComputable, match=r"3 .*limit of 2; .*method='simulated'"):
        plan_exact(
            TWO_FRONT,
            [Ask(question="both", years=1.0)],
            worlds_of(TWO_FRONT),
            Allowance(states=2),
        )


def test_the_joint_states_are_told():
    answers = exact_answers(
        TWO_FRONT, [Ask(question="raids", years=1.0)], worlds_of(TWO_FRONT)
    )
    assert answers.joint_states == (6,)


def test_a_stopped_run_keeps_the_worlds_done():
    def stop(done, _worlds):
        if done >= 16:
            raise KeyboardInterrupt

    asks, numbers = [Ask(question="both", years=1.0)], worlds_of(TWO_FRONT, 40)
    with pytest.raises(Interrupted, match="16 of 40 worlds") as stopped:
        exact_answers(TWO_FRONT, asks, numbers, progress=stop)
    whole = exact_answers(TWO_FRONT, asks, numbers).values
    assert np.array_equal(stopped.value.finished.values, whole[:16])


def test_more_worlds_take_longer():
    asks, allowance = [Ask(question="both", years=1.0)], Allowance()
    few, many = (
        seconds_of(plan_exact(TWO_FRONT, asks, worlds_of(TWO_FRONT, n), allowance))
        for n in (2, 20)
    )
    assert 0 < few < many


@pytest.mark.parametrize(
    ("question", "years", "message"),
    [
        ("none", 1.0, "no question 'none'"),
        ("both", -1.0, "no date"),
        ("both", None, "no date"),
    ],
)
def test_an_ask_that_does_not_fit_is_refused(question, years, message):
    with pytest.raises(UsageError, match=message):
        middle(TWO_FRONT, question, years)
