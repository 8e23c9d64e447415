"""Losses: sizes in the unit of their loss, at jumps and for years in a state."""

import pytest
from marked import case_with, told_with

from forewarn.model.conditions import text_of
from forewarn.model.quantities import Fixed


def loss(*lines, unit="people"):
    block = "".join(f"    {line}\n" for line in lines)
    return f"losses:\n  deaths:\n    unit: {unit}\n{block}"


def the_loss(*lines, unit="people"):
    return case_with(loss(*lines, unit=unit)).losses[0]


def test_a_size_is_in_the_unit_of_its_loss() -> None:
    made = the_loss("per_jump: {war -> hot: 300_000 (60_000 to 1_500_000)}")
    (term,) = made.per_jump
    assert term.size.name == "deaths: war -> hot"
    assert term.size.quantity.text == "300_000 (60_000 to 1_500_000)"
    assert (term.size.quantity.unit, term.varies, term.when) == (
        "people",
        "world",
        None,
    )


def test_a_size_may_name_the_unit_again() -> None:
    made = the_loss("per_jump: {war -> hot: 3k people}")
    assert made.per_jump[0].size.quantity.unit == "people"


@pytest.mark.parametrize("text", ["3bn", "3bn USD", "3bn USD per year", "3bn per year"])
def test_a_year_in_a_state_costs_so_much_a_year(text) -> None:
    made = the_loss(f"per_year: {{war = hot: {text}}}", unit="USD")
    size = made.per_year[0].size.quantity
    assert (size.law, size.dimension, size.unit) == (Fixed(value=3e9), "flow", "USD")


def test_a_term_says_when_it_counts_and_how_it_varies() -> None:
    made = the_loss(
        "varies: event",
        "per_jump:",
        "  war -> hot or raid: {size: 5, when: talks = low, because: Seen.}",
        "  war -> calm: {size: 5, varies: world}",
    )
    first, second = made.per_jump
    assert text_of(first.when) == "talks = low"
    assert (first.varies, second.varies) == ("event", "world")
    assert first.size.because == "Seen."


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("per_jump: {war -> hot: «3bn per year»}", "E303"),
        ("per_jump: {war -> hot: 3bn «USD»}", "E315"),
        ("per_jump: {«war = hot»: 3}", "E420"),
        ("per_year: {«war -> hot»: 3}", "E408"),
        ("per_jump: {war -> hot: {size: 3, when: «war -> hot»}}", "E408"),
        ("per_jump: {war -> hot: {size: 3, varies: «never»}}", "E206"),
        ("per_jump: {war -> hot: {size: 3, «count»: 1 of 2}}", "E201"),
        ('per_jump: {"war: hot -> «clam»": 3}', "E403"),
        ("per_jump: {war -> hot: 3, «war->hot»: 4}", "E120"),
    ],
)
def test_a_slip_in_a_loss_is_told_where_it_is(line, code) -> None:
    assert told_with(loss(line)) == code


def test_one_condition_written_in_two_ways_is_told() -> None:
    text = loss("per_jump: {raid or war -> hot: 3, «raid or (war->hot)»: 4}")
    assert told_with(text) == "E421"


def test_the_unforeseen_has_a_rate() -> None:
    rate = case_with("unforeseen: 0.02% to 0.5% within 1 year\n").unforeseen
    assert (rate.name, rate.quantity.dimension) == ("unforeseen", "rate")
    text = "unforeseen: {rate: 0.001 per year, because: Past surprises.}\n"
    assert case_with(text).unforeseen.because == "Past surprises."
    assert told_with("unforeseen: «0.02%»\n") == "E302"
