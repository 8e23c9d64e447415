"""Variables: states, scales, starts and jumps, built as written or told where not."""

import pytest
from marked import case_of, problem_of, told

from forewarn.model.quantities import Fixed

STATES = "    states: [calm, hot]\n"
START = "    start: calm\n"
CALM_HOT = "      calm -> hot: 0.1 per year\n"
SCALE = "    scale: low < mid < high\n"


def test_the_small_model_has_no_problem() -> None:
    assert told() == ""


def test_a_variable_is_built_as_written() -> None:
    war = case_of((START, "    group: korea\n" + START)).variable("war")
    assert (war.title, war.group, war.scaled) == ("War", "korea", False)
    assert war.state_names == ("calm", "hot")
    assert [t.name for t in war.transitions] == ["war: calm -> hot", "war: hot -> calm"]
    assert war.transitions[0].rate.quantity.text == "0.1 per year"
    assert (war.span.line, war.transitions[0].span.line) == (10, 16)


def test_a_variable_without_a_title_is_called_by_its_name() -> None:
    assert case_of(("    title: War\n", "")).variable("war").title == "war"


def test_states_keep_their_definitions() -> None:
    blocks = "    states:\n      calm: Quiet.\n      hot: |\n        Shots: many.\n"
    states = case_of((STATES, blocks)).variable("war").states
    assert [state.definition for state in states] == ["Quiet.", "Shots: many."]


def test_a_scale_orders_the_states() -> None:
    turned = ("states: [low, mid, high]", "states: [high, low, mid]")
    talks = case_of(turned).variable("talks")
    assert talks.scaled
    assert talks.state_names == ("low", "mid", "high")


@pytest.mark.parametrize(
    "scale",
    [
        "low < mid < «top»",
        "«low < mid»",
        "low < mid < high < «mid»",
        "low < mid < «top» < high",
    ],
)
def test_a_scale_names_each_state_once(scale) -> None:
    assert told((SCALE, f"    scale: {scale}\n")) == "E417"


def test_a_state_at_the_start_is_certain_by_definition() -> None:
    ((state, chance),) = case_of().variable("war").start
    assert state == "calm"
    assert chance.name == "war: start = calm"
    assert chance.quantity.law == Fixed(value=1.0)
    assert chance.basis == "definition"


def test_chances_at_the_start_are_numbers_of_the_model() -> None:
    shares = "{calm: 85% (70% to 95%), hot: {share: 3 of 20, because: Counted.}}"
    war = case_of((START, f"    start: {shares}\n")).variable("war")
    names = [number.name for _, number in war.start]
    assert names == ["war: start = calm", "war: start = hot"]
    assert [number.basis for _, number in war.start] == ["judgement", "data"]
    assert war.start[1][1].because == "Counted."


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ("{calm: «80%», hot: 10%}", "E312"),
        ("{calm: «100.1%»}", "E306"),
        ("{calm: «80%»}", "E312"),
        ("{calm: 80%, hot: «120%»}", "E306"),
        ("{calm: 80%, «hott»: 20%}", "E403"),
        ("{calm: 80%, «mid»: 20%}", "E404"),
        ("«cool»", "E403"),
        ("«mid»", "E404"),
        ("{calm: «60% (50% to 70%)», hot: 20%}", "E312"),
        ("{calm: «1 per year», hot: 20%}", "E303"),
    ],
)
def test_a_start_that_cannot_be_is_told(shares, code) -> None:
    assert told((START, f"    start: {shares}\n")) == code


def test_uncertain_chances_may_miss_one_by_their_rounding() -> None:
    shares = "{calm: 70% to 95%, hot: 5% to 30%}"
    assert case_of((START, f"    start: {shares}\n"))


def test_the_owner_of_a_state_is_told() -> None:
    problem = problem_of((START, "    start: mid\n"))
    assert problem.hint == '"mid" is a state of "talks".'


@pytest.mark.parametrize(
    ("arrow", "code"),
    [
        ("calm -> «hott»", "E403"),
        ("calm -> «high»", "E404"),
        ("«calm -> calm»", "E419"),
        ("«calm|hot -> hot»", "E418"),
        ("«calm»", "E418"),
        ("«calm to hot»", "E418"),
        ('"calm -> «hott»"', "E403"),
    ],
)
def test_a_jump_that_cannot_be_is_told(arrow, code) -> None:
    assert told((CALM_HOT, f"      {arrow}: 0.1 per year\n")) == code


def test_spaces_around_an_arrow_mean_nothing() -> None:
    case = case_of((CALM_HOT, "      calm->hot: 0.1 per year\n"))
    assert case.variable("war").transitions[0].name == "war: calm -> hot"


def test_the_same_jump_twice_is_one_problem() -> None:
    twice = CALM_HOT + "      «calm->hot»: 0.2 per year\n"
    assert told((CALM_HOT, twice)) == "E120"


@pytest.mark.parametrize("states", ["[calm, hot, «calm»]"])
def test_a_state_twice_is_told(states) -> None:
    assert told((STATES, f"    states: {states}\n")) == "E416"


@pytest.mark.parametrize(
    "name", ["and", "not", "in", "each", "true", "two words", "a.b"]
)
def test_a_word_that_conditions_cannot_read_is_no_name(name) -> None:
    assert (
        told(
            ("  war:\n", f"  «{name}»:\n"),
            ("war = hot: 3", "talks = low: 3"),
            ("happens: war -> hot", "happens: talks -> high"),
        )
        == "E205"
    )


def test_a_variable_without_states_is_told_once() -> None:
    assert told((STATES, "    states: []\n"), ("  war:\n", "  «war»:\n")) == "E203"


def test_a_broken_variable_is_not_unknown_elsewhere() -> None:
    assert told(("  war:\n", "  «war»:\n"), (STATES, "")) == "E202"
