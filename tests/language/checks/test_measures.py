"""Measures and losses: each acts on something that can come, at a cost that adds up."""

import pytest
from marked import MODEL, told_with

from forewarn.language.load import read_case


def measure(*effects, more=""):
    listed = ", ".join(f"{{{effect}}}" for effect in effects)
    return (
        "measures:\n  plan:\n    cost: 5m USD\n    ready: 1 year\n"
        f"    effects: [{listed}]\n{more}"
    )


def test_a_measure_that_acts_is_told_nothing() -> None:
    assert not told_with(
        measure("hazard: war -> hot, times: 0.6", "hazard: raid, times: 2")
    )


def test_a_measure_without_effects_is_told() -> None:
    text = measure().replace("plan", "«plan»")
    assert told_with(text) == "W317"


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ("hazard: war -> hot, times: «1»", "W309"),
        ("hazard: «war -> hot», when: war = hot and war = calm, times: 0.5", "W307"),
    ],
)
def test_an_effect_that_changes_nothing_is_told(effect, code) -> None:
    assert told_with(measure(effect)) == code


def test_an_effect_on_what_never_comes_is_told() -> None:
    text = "losses:\n  «deaths»: {unit: people}\n" + measure(
        "loss: «deaths», times: 0.5"
    )
    assert told_with(text) == "W320 W317"


def test_a_measure_that_draws_on_more_than_there_is_is_told() -> None:
    drawn = measure("hazard: raid, times: 2", more="    draws_on: {staff: 3}\n")
    stocks = "stocks: {staff: 3}\n"
    assert not told_with(stocks + drawn)
    text = stocks.replace("3", "2.5") + drawn.replace("plan", "«plan»")
    assert told_with(text) == "W319"


def test_costs_in_two_currencies_are_told() -> None:
    text = measure("hazard: raid, times: 2")
    other = text.replace("measures:\n", "").replace("plan", "other")
    assert not told_with(text + other)
    assert told_with(text + other.replace("5m USD", "«5m EUR per year»")) == "E315"


@pytest.mark.parametrize(
    "term",
    [
        "per_jump: {«'talks: low -> high'»: 5}",
        "per_jump: {«war -> hot»: {size: 5, when: war = calm}}",
        "per_year: {«war = hot and war = calm»: 5}",
    ],
)
def test_a_term_of_a_loss_that_never_counts_is_told(term) -> None:
    assert told_with(f"losses:\n  deaths: {{unit: people, {term}}}\n") == "W320"


def test_what_a_loss_names_is_asked_about() -> None:
    event = "events:\n  raid:\n"
    added = MODEL.replace(event, f"{event}    title: A raid\n")
    silent = added.replace("  raids: {count: raid, by: 5 years}\n", "")
    assert "W311" in told_codes(silent)
    loss = "losses:\n  deaths: {unit: people, per_jump: {raid: 5}}\n"
    assert "W311" not in told_codes(silent + loss)


def told_codes(text):
    return [each.code for each in read_case({"model.yaml": text}).problems]
