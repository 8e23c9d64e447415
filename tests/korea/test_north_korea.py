"""The Korea case is whole: its size, its questions, its labels, its record."""

import re
from functools import cache

import pytest

from forewarn.influences import links_of
from forewarn.language.load import load_case
from forewarn.model.case import Case

#: Names that others ask by.
QUESTIONS = """
treaty troops panel_gone resolution money_eased money_flush tech_conv tech_strategic
iran_war syria_falls me_trade invasion blockade strait_crisis nuclear_test clash
two_front decoupling seoul_hedges shielded accepted bloc_coord crypto_1bn
missile_surge korean_war
nuclear_use wedge seoul_armed proliferate compel breakout regime_lives cheap_deals
q_split q_provoke q_provoke_base q_two_front_given q_wedge_given q_gain q_order
q_all_three q_iran_deal q_pool q_relief q_great_powers
"""
HEADLINES = """
treaty troops panel_gone nuclear_test clash korean_war invasion blockade two_front
nuclear_use shielded breakout
"""


@cache
def korea() -> Case:
    case = load_case("north-korea").case
    assert case is not None
    return case


def test_the_case_has_no_errors() -> None:
    problems = load_case("north-korea").problems
    assert [one for one in problems if one.severity == "error"] == []


def test_the_case_is_as_large_as_its_argument() -> None:
    case = korea()
    jumps = [jump for variable in case.variables for jump in variable.transitions]
    assert len(case.variables) >= 25
    assert len(jumps) == 89
    assert sum(1 for _ in links_of(case)) >= 100
    assert len(case.events) == 5
    assert len(case.schedules) == 3
    assert len(case.triggers) == 2
    assert len(case.common_causes) == 4
    assert len(case.variants) == 3


def test_the_case_has_what_may_be_lost_seen_and_done() -> None:
    case = korea()
    assert len(case.losses) >= 20
    assert len(case.indicators) >= 50
    assert len(case.measures) == 30


def test_every_claim_is_tested_or_waits_and_something_counts_against_it() -> None:
    case = korea()
    assert [claim.name for claim in case.claims] == [f"C{n:02}" for n in range(1, 26)]
    assert all(claim.fails_if for claim in case.claims)
    assert all(claim.tested_by or claim.waits_for for claim in case.claims)


def test_the_questions_keep_the_names_that_others_ask_by() -> None:
    names = {question.name for question in korea().questions}
    assert names >= set(QUESTIONS.split())


@pytest.mark.parametrize("name", HEADLINES.split())
def test_a_headline_is_asked_to_the_last_report_and_for_ten_years(name: str) -> None:
    question = korea().question(name)
    assert {"2026-08-20", "10 years"} <= {date.text for date in question.by}
    assert question.resolves


def test_no_multiplier_is_said_to_be_counted_or_published() -> None:
    assert {link.times.basis for link in links_of(korea())} == {"judgement"}


def test_only_losses_and_the_prices_of_two_measures_are_said_to_be_published() -> None:
    published = {n.name for n in korea().numbers() if n.basis == "published"}
    sizes = {n.name for loss in korea().losses for n in loss.numbers()}
    assert published - sizes == {"three_axis: cost", "chip_sources: cost"}


def test_a_moved_count_is_said_to_be_adjusted_and_why() -> None:
    adjusted = [n for n in korea().numbers() if n.basis == "adjusted"]
    assert len(adjusted) == 14
    assert all(number.because and number.count for number in adjusted)


def test_nobody_living_is_named() -> None:
    named = re.compile(r"Kim Jong|Xi Jinping|Putin|Trump|Biden|Yoon|Lee Jae|Khamenei")
    texts = load_case("north-korea").texts
    assert {name for name, text in texts.items() if named.search(text)} == set()
