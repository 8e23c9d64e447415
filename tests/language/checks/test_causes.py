"""Common causes and variants: each moves something, and nothing past its doubt."""

import pytest
from marked import MODEL, changed, told_with

LADDER = changed(
    ("calm -> hot: 0.1 per year", "calm -> hot: 0.1 (0.05 to 0.2) per year"),
    (
        "          war = hot: 3\n",
        "          war: {hot: 3 (2 to 4), calm: 0.5 (0.3 to 1)}\n",
    ),
    ("    rate: 1 per year\n", "    rate: 1 to 2 per year\n"),
)
WAR = "'war: calm -> hot'"
HOT = "'talks: low -> mid | war = hot'"
CALM = "'talks: low -> mid | war = calm'"


def causes(*lines):
    return "common_causes:\n" + "".join(f"  {line}\n" for line in lines)


def codes(*lines):
    return told_with(causes(*lines), model=LADDER)


def test_causes_that_share_a_number_within_its_doubt_are_told_nothing() -> None:
    assert not codes(
        f"need: {{share: 50%, raises: [{WAR}]}}",
        f"want: {{share: 50%, lowers: [{WAR}]}}",
    )


def test_causes_that_share_more_than_a_doubt_are_told_at_the_last_straw() -> None:
    assert (
        codes(
            f"need: {{share: 50%, raises: [{WAR}]}}",
            "want: {share: 30%, raises: [raid]}",
            f"«luck»: {{share: 51%, lowers: [{WAR}, raid]}}",
        )
        == "E316"
    )


def test_the_rungs_of_a_ladder_are_one_number_to_a_cause() -> None:
    assert not codes(f"need: {{share: 60%, raises: [{HOT}, {CALM}]}}")
    assert (
        codes(
            f"need: {{share: 60%, raises: [{HOT}]}}",
            f"«want»: {{share: 60%, raises: [{CALM}]}}",
        )
        == "E316"
    )
    assert codes(f"«need»: {{share: 60%, raises: [{HOT}], lowers: [{CALM}]}}") == "E320"


def test_a_cause_that_raises_and_lowers_a_number_is_told() -> None:
    assert (
        codes(f"«need»: {{share: 60%, raises: [raid], lowers: [{WAR}, raid]}}")
        == "E320"
    )


@pytest.mark.parametrize(
    "cause",
    [
        "share: 60%, raises: ['war: hot -> calm']",
        f"share: 0%, raises: [{WAR}]",
        "share: 60%",
    ],
)
def test_a_cause_that_moves_nothing_is_told(cause) -> None:
    assert codes(f"«need»: {{{cause}}}") == "W315"


def variants(*lines):
    text = "variants:\n" + "".join(f"  {line}\n" for line in lines)
    return told_with(text, model=MODEL)


def test_variants_of_at_most_all_worlds_are_told_nothing() -> None:
    assert not variants(
        f"one: {{weight: 30%, set: {{{WAR}: 0.2 per year}}}}",
        f"two: {{weight: 70%, set: {{{WAR}: 0.3 per year}}}}",
    )


def test_variants_of_more_than_all_worlds_are_told_once() -> None:
    assert (
        variants(
            f"one: {{weight: 30%, set: {{{WAR}: 0.2 per year}}}}",
            f"«two»: {{weight: 71%, set: {{{WAR}: 0.3 per year}}}}",
        )
        == "E317"
    )


@pytest.mark.parametrize(
    "variant",
    [
        f"weight: 30%, set: {{{WAR}: 0.1 per year}}",
        f"weight: 30%, set: {{{WAR}: 0.10 per year}}",
        "weight: 30%, set: {}",
        f"weight: 0%, set: {{{WAR}: 0.2 per year}}",
    ],
)
def test_a_variant_that_changes_nothing_is_told(variant) -> None:
    assert variants(f"«quiet»: {{{variant}}}") == "W316"
