"""Common causes and variants: they name numbers, however a person spells the names."""

import pytest
from marked import case_with, told_with

from forewarn.model.quantities import Fixed

PARTS = """\
schedule:
  vote: {dates: every 30 April, jump: {talks: low -> mid}, chance: 10% to 20%}
triggers:
  - {after: war->hot, jump: {talks: mid|high -> low}, chance: 5% to 9%}
losses:
  deaths: {unit: people, per_jump: {war -> hot: 5 to 9}}
"""


ONE = "'trigger: war -> hot: talks: mid|high -> low'"


def cause(names):
    return f"{PARTS}common_causes:\n  need: {{share: 65%, raises: [{names}]}}\n"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("'war: calm->hot'", "war: calm -> hot"),
        ("raid", "raid"),
        ("vote", "vote"),
        ("'talks:low -> mid|war = hot'", "talks: low -> mid | war = hot"),
        ("'raid | talks=high'", "raid | talks = high"),
        ("'talks:start=low'", "talks: start = low"),
        ("'deaths: war->hot'", "deaths: war -> hot"),
        (
            "'trigger: war->hot: talks: high|mid->low'",
            "trigger: war -> hot: talks: mid|high -> low",
        ),
    ],
)
def test_a_cause_names_numbers_of_every_kind(written, name) -> None:
    (need,) = case_with(cause(written)).common_causes
    assert (need.raises, need.share, need.share_text) == ((name,), 0.65, "65%")


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("«'war: calm -> hto'»", "E413"),
        ("«'trigger: raid: talks: mid -> low'»", "E413"),
        ("'war: calm -> hot', «'war: calm->hot'»", "E416"),
    ],
)
def test_a_name_that_is_none_is_told(names, code) -> None:
    assert told_with(cause(names)) == code


@pytest.mark.parametrize(("share", "code"), [("«65»", "E306"), ("«5% to 9%»", "E313")])
def test_a_share_is_an_exact_chance(share, code) -> None:
    text = cause("raid").replace("65%", share)
    assert told_with(text) == code


def variant(changes, weight="30%"):
    return f"{PARTS}variants:\n  quiet: {{weight: {weight}, set: {{{changes}}}}}\n"


@pytest.mark.parametrize(
    ("name", "phrase", "value"),
    [
        ("'war: calm -> hot'", "0.7 per year", 0.7),
        ("'raid | talks = high'", "2", 2),
        ("vote", "30%", 0.3),
        ("'talks: start = low'", "10%", 0.1),
        ("'deaths: war -> hot'", "7_000", 7000),
    ],
)
def test_a_variant_sets_a_number_to_what_measures_the_same(name, phrase, value) -> None:
    (quiet,) = case_with(variant(f"{name}: {phrase}")).variants
    ((_, quantity),) = quiet.changes
    assert quantity.law == Fixed(value=value)
    assert (quiet.weight, quiet.weight_text) == (0.3, "30%")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ("'war: calm -> hot': «0.7»", "E302"),
        ("vote: «2 per year»", "E303"),
        ("'deaths: war -> hot': 7 «USD»", "E315"),
        ("«rad»: 2 per year", "E413"),
        (f"{ONE}: 5%, «{ONE.replace('mid|high', 'high|mid')}»: 6%", "E416"),
    ],
)
def test_a_slip_in_a_variant_is_told_where_it_is(changes, code) -> None:
    assert told_with(variant(changes)) == code


def test_a_weight_is_an_exact_chance() -> None:
    assert told_with(variant("raid: 2 per year", "«130%»")) == "E306"
