"""Claims about exact answers where schedules, triggers and measures act."""

from dataclasses import replace
from datetime import date, timedelta
from math import exp

import numpy as np
import pytest
from plain_structure import Structured
from strategies import structured_of
from structure import with_draw, with_measure, with_schedule, with_trigger
from written import written

from forewarn.engine.change import adopt, fix
from forewarn.engine.exact.answers import exact_answers
from forewarn.engine.exact.limits import Allowance
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import central_numbers, draw_worlds
from forewarn.errors import NotComputable
from forewarn.language.quantities import parse_quantity
from forewarn.laws import below_chance
from forewarn.model.estimate import Ask
from forewarn.model.structure import Variant
from forewarn.model.units import DAYS_PER_YEAR

START = date(2000, 1, 1)


def worlds_of(case, count=2, seed=1):
    network = compile_network(case)
    return draw_worlds(network, case, seed=seed, worlds=count, replicates=1)


def asks_of(case, *kinds):
    return [
        Ask(question=question.name, years=deadline.years)
        for question in case.questions
        for deadline in question.by
        if question.kind in kinds or not kinds
    ]


def compare(case, asks):
    numbers = worlds_of(case, 1)
    found = exact_answers(case, asks, numbers).values[0]
    names = compile_network(case).numbers
    plain = Structured(case=case, numbers=dict(zip(names, numbers[0], strict=True)))
    for ask, value in zip(asks, found, strict=True):
        expected = plain.answer(case.question(ask.question), ask.years)
        assert value == pytest.approx(expected, abs=1e-9, nan_ok=True), ask


@pytest.mark.parametrize("seed", range(24))
def test_every_answer_is_the_plain_one(seed):
    kinds = ("happens", "holds", "count", "order", "happened", "time")
    case = structured_of(seed)
    compare(case, asks_of(case, *kinds))


# The plain sum over onsets is what takes long.
@pytest.mark.parametrize("seed", range(100, 108))
def test_every_window_is_the_plain_one(seed):
    case = structured_of(seed, most_variables=2)
    compare(case, asks_of(case, "given")[:1])


def test_one_pass_over_many_dates_is_each_date_alone():
    for seed in range(6):
        case = structured_of(seed)
        numbers, asks = worlds_of(case, 1), asks_of(case)
        together = exact_answers(case, asks, numbers).values[0]
        for ask, value in zip(asks, together, strict=True):
            alone = exact_answers(case, [ask], numbers).values[0, 0]
            assert value == pytest.approx(alone, rel=1e-9, nan_ok=True)


def test_threads_change_no_bit():
    for seed in range(6):
        case = structured_of(seed)
        numbers, asks = worlds_of(case, 12), asks_of(case)
        one, two = (
            exact_answers(case, asks, numbers, allowance=Allowance(threads=threads))
            for threads in (1, 2)
        )
        assert np.array_equal(one.values, two.values, equal_nan=True)


def test_declaration_order_changes_no_bit_but_of_triggers():
    for seed in range(6):
        case = structured_of(seed)
        moved = replace(
            case,
            variables=case.variables[::-1],
            events=case.events[::-1],
            schedules=case.schedules[::-1],
            measures=case.measures[::-1],
            common_causes=case.common_causes[::-1],
            variants=case.variants[::-1],
        )
        asks = asks_of(case)
        before = exact_answers(case, asks, worlds_of(case)).values
        after = exact_answers(moved, asks, worlds_of(moved)).values
        assert np.array_equal(before, after, equal_nan=True)


# Known answers.

BARE = """
variables:
  x:
    states: {a: A, b: B, c: C}
    start: a
    transitions: {b -> c: 2 per year}
  y:
    states: {down: L, up: H}
    start: down
    transitions: {down -> up: 0.5 per year}
events:
  raid: {rate: 3 per year}
questions:
"""


def case_of(*questions):
    return written(BARE + "".join(f"  {question}\n" for question in questions))


def answer(case, *years, question="asked"):
    numbers = central_numbers(compile_network(case), case)
    asks = [Ask(question=question, years=date) for date in years]
    found = exact_answers(case, asks, numbers[None]).values[0].tolist()
    return found if len(years) > 1 else found[0]


def by_end_of(day):
    return (day - START).days / DAYS_PER_YEAR


VOTE = date(2001, 6, 30)


def test_what_is_scheduled_is_seen_from_its_own_day_on():
    case = case_of("asked: {happens: x = c or x -> c, by: 1 year}")
    case = with_schedule(case, "vote", [str(VOTE)], "x: a -> c", "30%")
    before, on = by_end_of(VOTE - timedelta(days=1)), by_end_of(VOTE)
    assert answer(case, before, on) == [0.0, pytest.approx(0.3, abs=1e-11)]


def test_a_hazard_and_a_vote_compete():
    case = case_of("asked: {holds: y = up, at: 1 year}")
    case = with_schedule(case, "vote", [str(VOTE)], "y: down -> up", "30%")
    for years in (1.0, 2.0, 9.0):
        left = exp(-0.5 * years) * (0.7 if years > 1.5 else 1)
        assert answer(case, years) == pytest.approx(1 - left, abs=1e-11)


def test_votes_are_counted_one_by_one():
    case = case_of("asked: {count: y -> down, by: 1 year}")
    dates = [f"{year}-05-05" for year in range(2000, 2010)]
    case = with_schedule(case, "vote", dates, "y: up -> down", "100%")
    # Up by the first vote, or since the last one: in both cases within a stretch.
    days = [date.fromisoformat(day) for day in dates]
    ends = [by_end_of(day - timedelta(days=1)) for day in days]
    waits = np.diff([0.0, *ends])
    assert answer(case, 10.0) == pytest.approx((1 - np.exp(-0.5 * waits)).sum())


def test_a_draw_forgets_the_state_before():
    case = case_of("asked: {holds: y = up, at: 1 year}")
    case = with_draw(case, "vote", [str(VOTE)], "y", {"up": "20%", "down": "80%"})
    since = 3.0 - by_end_of(VOTE - timedelta(days=1))
    assert answer(case, 3.0) == pytest.approx(1 - 0.8 * exp(-0.5 * since), abs=1e-11)


def test_a_trigger_thins_what_it_comes_after():
    case = case_of("asked: {happens: x = b or x = c, by: 1 year}")
    case = with_trigger(case, "raid", "x: a -> b", "25%")
    assert answer(case, 2.0) == pytest.approx(1 - exp(-3 * 0.25 * 2), abs=1e-11)


def test_a_trigger_and_its_own_hazard_add_up():
    case = case_of("asked: {happens: y -> up, by: 1 year}")
    case = with_trigger(case, "raid and x = a", "y: down -> up", "25%")
    assert answer(case, 2.0) == pytest.approx(1 - exp(-(0.5 + 0.75) * 2), abs=1e-11)


def test_every_jump_of_an_instant_is_counted():
    case = case_of("asked: {count: x -> b|c, by: 1 year}")
    case = with_trigger(case, "raid", "x: a -> b", "50%")
    case = with_trigger(case, "x -> b", "x: b -> c", "40%")
    # b comes 1.5 times a year; c at once, or 2 a year after it.
    both = 1 - (2 * exp(-1.5 * 9) - 1.5 * exp(-2 * 9)) / 0.5
    once = 1 - exp(-1.5 * 9)
    expected = once + 0.4 * once + 0.6 * both
    assert answer(case, 9.0) == pytest.approx(expected, abs=1e-10)


def test_a_state_that_is_left_in_the_same_instant_does_not_hold():
    case = case_of(
        "asked: {happens: x = b, by: 1 year}", "seen: {happens: x -> b, by: 1 year}"
    )
    case = with_trigger(case, "raid", "x: a -> b", "100%")
    case = with_trigger(case, "x -> b", "x: b -> c", "60%")
    reached = 1 - exp(-6)
    assert answer(case, 2.0) == pytest.approx(0.4 * reached, abs=1e-11)
    assert answer(case, 2.0, question="seen") == pytest.approx(reached, abs=1e-11)


def test_two_things_of_one_instant_are_in_no_order():
    case = case_of("asked: {order: [raid, x -> b], by: 1 year}")
    case = with_trigger(case, "raid", "x: a -> b", "50%")
    # The first raid must not be the one that brings b about.
    assert answer(case, 300.0) == pytest.approx(0.5, abs=1e-9)


def test_a_window_holds_the_same_instant():
    case = case_of(
        "asked: {happens: x -> b, given: raid, within: 1 day, by: 1 year}",
    )
    case = with_trigger(case, "raid", "x: a -> b", "30%")
    day = 1 / DAYS_PER_YEAR
    later = 0.7 * (1 - exp(-3 * 0.3 * day))
    assert answer(case, 5.0) == pytest.approx(0.3 + later, abs=1e-11)


@pytest.mark.parametrize(("days", "seen"), [(59, 0.0), (60, 0.3), (61, 0.3)])
def test_a_window_holds_what_is_scheduled_on_its_last_day(days, seen):
    case = case_of(
        f"asked: {{happens: x -> c, given: y -> up, within: {days} days, by: 1 year}}",
    )
    still = {"y": replace(case.variable("y"), transitions=())}
    case = replace(case, variables=tuple(still.get(v.name, v) for v in case.variables))
    case = with_schedule(case, "first", ["2003-03-01"], "y: down -> up", "50%")
    case = with_schedule(case, "second", ["2003-04-30"], "x: a -> c", "30%")
    assert answer(case, 5.0) == pytest.approx(seen, abs=1e-11)


def test_a_window_of_an_onset_at_any_time_sums_over_it():
    case = case_of(
        "asked: {happens: x -> c, given: y -> up, within: 1 year, by: 1 year}",
    )
    case = with_schedule(case, "vote", ["2002-01-01"], "x: a -> c", "30%")
    vote = by_end_of(date(2001, 12, 31))
    # The onset comes within the year before the vote, or it does not.
    opened = 1 - exp(-0.5 * 4)
    before = exp(-0.5 * (vote - 1)) - exp(-0.5 * vote)
    assert answer(case, 4.0) == pytest.approx(0.3 * before / opened, abs=1e-10)


def test_many_steps_between_dates_are_taken_at_once():
    fast = BARE.replace("2 per year", "1e6 per year").replace("b -> c", "b -> a")
    case = written(fast + "  asked: {count: x -> a, by: 1 year}\n")
    case = with_trigger(case, "raid", "x: a -> b", "50%")
    case = with_schedule(case, "vote", ["2005-01-01"], "y: down -> up", "50%")
    case = with_trigger(case, "y -> up", "x: a -> c", "100%")
    # Until y goes up, b comes 1.5 times a year, and leads back at once.
    vote = by_end_of(date(2004, 12, 31))
    until = (1 - exp(-0.5 * vote)) / 0.5
    after = 0.5 * exp(-0.5 * vote) * (1 - exp(-0.5 * (9 - vote))) / 0.5
    assert answer(case, 9.0) == pytest.approx(1.5 * (until + after), rel=1e-5)


def test_a_held_variable_is_moved_by_nothing():
    case = case_of("asked: {happens: y -> up or x -> b, by: 1 year}")
    case = with_schedule(case, "vote", [str(VOTE)], "y: down -> up", "100%")
    case = with_trigger(case, "raid", "x: a -> b", "100%")
    assert answer(fix(case, {"x": "a", "y": "down"}), 9.0) == 0.0


# Measures.


def halved(**ready):
    case = case_of("asked: {happens: y -> up, by: 1 year}")
    return adopt(
        with_measure(case, "plan", ("y: down -> up", "0.5"), **ready), {"plan": START}
    )


def test_a_measure_that_halves_a_hazard_in_time():
    case = halved(ready="18 months")
    for years, hazard in ((1.0, 0.5), (1.5, 0.75), (4.0, 0.75 + 0.25 * 2.5)):
        assert answer(case, years) == pytest.approx(1 - exp(-hazard), abs=1e-12)


def test_a_measure_ready_later_never_helps_more():
    found = [answer(halved(ready=f"{months} months"), 3.0) for months in range(1, 40)]
    assert found == sorted(found)
    assert found[0] < found[34] < found[35] == found[-1]


def test_a_measure_without_effect_changes_no_bit():
    for seed in range(8):
        case = structured_of(seed)
        names = compile_network(case).pulses
        idle = with_measure(case, "idle", *((n, "1") for n in names), ready="3 months")
        idle = adopt(
            with_measure(idle, "none"), {"idle": case.start, "none": case.start}
        )
        asks = asks_of(case)
        before = exact_answers(case, asks, worlds_of(case))
        after = exact_answers(idle, asks, worlds_of(idle))
        assert np.array_equal(before.values, after.values, equal_nan=True)


def test_a_measure_acts_on_a_vote_once_it_is_in_place():
    case = case_of("asked: {holds: x = c, at: 1 year}")
    votes = ["2001-01-01", "2003-01-01"]
    case = with_schedule(case, "vote", votes, "x: a -> c", "50%")
    case = with_measure(case, "plan", ("vote", "0.6"), ready="2 years")
    case = adopt(case, {"plan": START})
    first, second = 0.5, 0.6 / 1.6
    expected = first + (1 - first) * second
    assert answer(case, 5.0) == pytest.approx(expected, abs=1e-11)


def test_a_measure_is_in_place_before_what_the_next_day_brings():
    case = case_of("asked: {holds: x = c, at: 1 year}")
    case = with_schedule(case, "vote", ["2001-01-02"], "x: a -> c", "50%")
    case = with_measure(case, "plan", ("vote", "0.6"), by="2001-01-01")
    late = with_measure(case, "late", ("vote", "0.6"), by="2001-01-02")
    assert answer(adopt(case, {"plan": START}), 5.0) == pytest.approx(0.6 / 1.6)
    assert answer(adopt(late, {"late": START}), 5.0) == pytest.approx(0.5)


# Numbers, and what is refused.


def test_a_number_is_above_a_bound_by_the_laws_of_all_variants():
    case = case_of("asked: {number: raid, above: 1 per year}")
    loud = parse_quantity("0.5 to 2 per year", "rate")
    case = replace(
        case,
        variants=(
            Variant(
                name="v",
                title="",
                weight=0.3,
                weight_text="30%",
                changes=(("raid", loud),),
            ),
        ),
    )
    expected = 0.7 + 0.3 * (1 - below_chance(loud.law, 1.0))
    assert answer(case, None) == pytest.approx(expected)


def test_too_many_triggers_are_refused():
    case = case_of("asked: {holds: x = b, at: 1 year}")
    for count in range(63):
        factor = {"y = up": f"1.{count:02}"}
        case = with_trigger(case, "raid", "x: a -> b", "1%", times=factor)
    numbers = [
        replace(t, chance=replace(t.chance, name=f"{t.chance.name} {i}"), effects=())
        for i, t in enumerate(case.triggers)
    ]
    with pytest.raises(NotComputable, match="63 triggers"):
        answer(replace(case, triggers=tuple(numbers)), 1.0)


def test_a_window_over_fast_hazards_and_dates_is_refused():
    fast = BARE.replace("3 per year", "1e6 per year").replace("c: 2 per", "a: 1e6 per")
    asked = "{happens: x -> c, given: y -> up, within: 1 year, by: 1 year}"
    case = written(f"{fast}  asked: {asked}\n")
    case = with_trigger(case, "raid", "x: a -> b", "50%")
    case = with_schedule(case, "vote", ["2002-01-01"], "x: a -> c", "30%")
    with pytest.raises(NotComputable, match=r"points.*simulated"):
        answer(case, 4.0)
