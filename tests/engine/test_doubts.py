"""Claims about doubts: common causes, variants and authors, in many worlds."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarn.engine.doubts import doubts_of
from forewarn.engine.network import compile_network
from forewarn.engine.worlds import (
    central_numbers,
    coordinate_names,
    draw_coordinates,
    draw_worlds,
    variants_at,
)
from forewarn.errors import NotComputable
from forewarn.language.quantities import parse_quantity
from forewarn.laws import quantile
from forewarn.model.case import (
    Case,
    Event,
    Influence,
    Ladder,
    Number,
    State,
    Variable,
)
from forewarn.model.conditions import Holds
from forewarn.model.structure import CommonCause, Draw, Schedule, Variant

WORLDS = 16_384
RATES = ("0.1 to 0.4 per year", "0.06 (0.02 to 0.5) per year", "2 in 30 years")
MIXED = "20% of (5 in 10.9 years) or 80% of (0.1 (0.05 to 0.9) per year)"
NAMES = ("attack", "raid", "test")


def number(name, text, dimension="rate", basis="published"):
    quantity = parse_quantity(text, dimension)
    return Number(name=name, quantity=quantity, basis=basis)


def events(rates, basis="published"):
    pairs = zip(NAMES, rates, strict=False)
    return tuple(
        Event(name=name, title=name, rate=number(name, text, basis=basis))
        for name, text in pairs
    )


def case_of(rates=RATES, basis="published", **parts):
    return Case(
        title="",
        start=date(2023, 9, 14),
        horizon=1.0,
        horizon_text="1 year",
        variables=parts.pop("variables", ()),
        events=parts.pop("events", events(rates, basis)),
        **parts,
    )


def cause(share, raises=(), lowers=(), name="need"):
    return CommonCause(
        name=name,
        title=name,
        share=share,
        share_text=f"{share:.0%}",
        raises=raises,
        lowers=lowers,
    )


def variant(name, weight, **changes):
    return Variant(
        name=name,
        title=name,
        weight=weight,
        weight_text=f"{weight:.0%}",
        changes=tuple(
            (number, parse_quantity(text, "rate")) for number, text in changes.items()
        ),
    )


def drawn(case, worlds=WORLDS, seed=3):
    """Every number by name; shape (world,) each."""
    network = compile_network(case)
    values = draw_worlds(network, case, seed=seed, worlds=worlds, replicates=1)
    return dict(zip(network.numbers, values.T, strict=True))


def close_to(share):
    """Four standard errors of a rank correlation near some value."""
    return pytest.approx(share, abs=4 / np.sqrt(WORLDS))


def correlation(one, other):
    """The correlation of two numbers' coordinates, from their ranks."""
    ranks = np.argsort(np.argsort((one, other), axis=1), axis=1)
    return 2 * np.sin(np.pi / 6 * np.corrcoef(ranks)[0, 1])


# Common causes.

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=4).map(
    lambda shares: [share / max(sum(shares), 1) for share in shares]
)


@given(SHARES, st.floats(0, 1), st.booleans())
def test_whatever_is_shared_makes_up_all_of_a_doubt(shares, rho, judged):
    causes = [cause(share, ("raid",), name=f"c{i}") for i, share in enumerate(shares)]
    basis = "judgement" if judged else "data"
    case = case_of(basis=basis, common_causes=tuple(causes), author_correlation=rho)
    for doubt in doubts_of(case):
        squares = sum(loading**2 for _, loading in doubt.loadings)
        assert squares == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("share", [0.2, 0.65, 1.0])
@pytest.mark.parametrize("rate", [*RATES, MIXED])
def test_a_common_cause_keeps_every_written_interval(rate, share):
    shared = cause(share, raises=("attack",), lowers=("test",))
    case = case_of((rate, RATES[0], rate), common_causes=(shared,))
    for name in ("attack", "test"):
        law = case.events[0].rate.quantity.law
        values = drawn(case)[name]
        for p in (0.1, 0.5, 0.9):
            below = (values <= quantile(law, p)).mean()
            assert below == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / WORLDS))


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.65, 1.0])
def test_a_common_cause_moves_numbers_together_by_its_share(share):
    shared = cause(share, raises=("attack", "raid"), lowers=("test",))
    worlds = drawn(case_of(common_causes=(shared,)))
    together = correlation(worlds["attack"], worlds["raid"])
    against = correlation(worlds["attack"], worlds["test"])
    print(f"{share:.0%}: {together:+.3f}, {against:+.3f}")  # noqa: T201  # shown by -s
    assert together == close_to(share)
    assert against == close_to(-share)


def test_two_causes_add_what_they_share():
    causes = (
        cause(0.3, raises=("attack", "raid"), name="a"),
        cause(0.5, raises=("attack",), lowers=("raid",), name="b"),
    )
    worlds = drawn(case_of(common_causes=causes))
    assert correlation(worlds["attack"], worlds["raid"]) == close_to(0.3 - 0.5)


def test_a_cause_leaves_the_author_a_share_of_the_rest():
    shared = cause(0.5, raises=("attack", "raid"))
    worlds = drawn(
        case_of(basis="judgement", common_causes=(shared,), author_correlation=0.4)
    )
    assert correlation(worlds["attack"], worlds["raid"]) == close_to(0.5 + 0.5 * 0.4)
    crossed = correlation(worlds["attack"], worlds["test"])
    assert crossed == close_to(np.sqrt(0.5 * 0.4) * np.sqrt(0.4))


def test_a_cause_changes_no_number_it_does_not_name():
    shared = cause(0.65, raises=("attack",))
    before, after = drawn(case_of()), drawn(case_of(common_causes=(shared,)))
    assert (after["raid"] == before["raid"]).all()
    assert (after["test"] == before["test"]).all()
    assert (after["attack"] != before["attack"]).any()


def test_a_cause_of_no_share_changes_nothing():
    shared = cause(0.0, raises=("attack",))
    before, after = drawn(case_of()), drawn(case_of(common_causes=(shared,)))
    assert (after["attack"] == before["attack"]).all()


def with_ladder(named):
    states = [
        Holds(variable="tie", operator="=", states=(state,), within=(state,))
        for state in ("low", "high")
    ]
    rungs = tuple(
        Influence(
            condition=state,
            times=number(f"raid | tie = {state.states[0]}", text, "multiplier"),
        )
        for state, text in zip(states, ("2 (1.5 to 3)", "4 (3 to 6)"), strict=True)
    )
    tie = Variable(
        name="tie",
        title="tie",
        group="",
        states=(State(name="low"), State(name="high")),
        scaled=True,
        start=(("low", number("tie: start = low", "100%", "probability")),),
        transitions=(),
    )
    raid = Event(
        name="raid",
        title="raid",
        rate=number("raid", RATES[0]),
        effects=(Ladder(variable="tie", rungs=rungs),),
    )
    return case_of(
        variables=(tie,), events=(raid,), common_causes=(cause(0.5, raises=named),)
    )


@pytest.mark.parametrize(
    "named",
    [
        ("raid | tie",),
        ("raid | tie = low",),
        ("raid | tie = high",),
        ("raid | tie = low", "raid | tie = high"),
    ],
)
def test_a_rung_stands_for_its_ladder(named):
    worlds, whole = drawn(with_ladder(named)), drawn(with_ladder(("raid | tie",)))
    low, high = worlds["raid | tie = low"], worlds["raid | tie = high"]
    assert (low < high).all()
    assert correlation(low, high) == pytest.approx(1)
    assert (low == whole["raid | tie = low"]).all()


def test_a_cause_does_not_say_which_reference_class_is_picked():
    shared = cause(1.0, raises=("attack", "raid"))
    classes = "50% of (1 to 2 per year) or 50% of (100 to 200 per year)"
    worlds = drawn(case_of((classes, classes), common_causes=(shared,)))
    first, second = worlds["attack"] > 50, worlds["raid"] > 50
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(WORLDS)


def test_causes_that_share_more_than_all_are_refused():
    causes = tuple(cause(0.6, raises=("raid",), name=name) for name in "ab")
    with pytest.raises(NotComputable, match="120% of the doubt of 'raid'"):
        drawn(case_of(common_causes=causes), worlds=8)


def test_a_cause_that_raises_and_lowers_one_number_is_refused():
    with pytest.raises(NotComputable, match="both raises and lowers 'raid'"):
        drawn(case_of(common_causes=(cause(0.5, ("raid",), ("raid",)),)), worlds=8)


# Variants.


def followed(case, worlds=WORLDS):
    names = coordinate_names(case)
    z = draw_coordinates(names, seed=3, worlds=worlds, replicates=1)
    at = {name: z[:, column] for column, name in enumerate(names)}
    return variants_at(case, at, worlds=worlds)


def test_worlds_follow_each_variant_as_often_as_it_weighs():
    case = case_of(variants=(variant("b", 0.3), variant("a", 0.2)))
    picked = followed(case)
    for name, weight in (("a", 0.2), ("b", 0.3), ("", 0.5)):
        # Worlds are stratified, so the share is out by one world at most.
        assert (picked == name).sum() == pytest.approx(weight * WORLDS, abs=1)


@given(st.permutations([("a", 0.1), ("b", 0.25), ("c", 0.4)]))
def test_the_order_of_variants_does_not_matter(order):
    case = case_of(variants=tuple(variant(*each) for each in order))
    usual = case_of(variants=tuple(variant(*each) for each in sorted(order)))
    assert (followed(case, 64) == followed(usual, 64)).all()


def test_a_variant_replaces_its_numbers_in_its_worlds_alone():
    quiet = variant("quiet", 0.25, attack="7 per year")
    case = case_of(variants=(quiet,))
    before, after, picked = drawn(case_of()), drawn(case), followed(case)
    assert (after["attack"][picked == "quiet"] == 7).all()
    rest = picked == ""
    assert (after["attack"][rest] == before["attack"][rest]).all()
    assert (after["raid"] == before["raid"]).all()


def test_what_a_variant_puts_in_place_has_a_doubt_of_its_own():
    wide = variant("wide", 0.5, attack="100 to 400 per year")
    case = case_of((RATES[0], RATES[0]), variants=(wide,))
    picked, worlds = followed(case) == "wide", drawn(case)
    law = parse_quantity("100 to 400 per year", "rate").law
    values = worlds["attack"][picked]
    for p in (0.1, 0.5, 0.9):
        below = (values <= quantile(law, p)).mean()
        assert below == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / picked.sum()))
    without = drawn(case_of((RATES[0], RATES[0])))["attack"][picked]
    assert abs(correlation(values, without)) < 4 / np.sqrt(picked.sum())


def test_a_common_cause_reaches_what_a_variant_puts_in_place():
    wide = variant("wide", 1.0, attack="100 to 400 per year")
    shared = cause(0.5, raises=("attack", "raid"))
    worlds = drawn(case_of(variants=(wide,), common_causes=(shared,)))
    assert correlation(worlds["attack"], worlds["raid"]) == close_to(0.5)


def test_the_central_world_is_the_case_as_written():
    case = case_of(variants=(variant("quiet", 0.9, attack="7 per year"),))
    network = compile_network(case)
    assert (central_numbers(network, case) == central_numbers(network, case_of())).all()


def test_worlds_differ_where_only_a_variant_makes_them():
    case = case_of(("1 per year",), variants=(variant("a", 0.5, attack="2 per year"),))
    assert set(drawn(case, worlds=16)["attack"]) == {1.0, 2.0}


def test_a_variant_of_a_number_that_is_not_there_changes_nothing():
    case = case_of(variants=(variant("a", 0.5, gone="2 per year"),))
    before, after = drawn(case_of()), drawn(case)
    assert all((before[name] == after[name]).all() for name in NAMES)


def test_variants_that_weigh_more_than_all_are_refused():
    case = case_of(variants=(variant("a", 0.6), variant("b", 0.6)))
    with pytest.raises(NotComputable, match=r"sum to 1\.2"):
        drawn(case, worlds=8)


# Draws.


def test_what_a_schedule_draws_sums_to_one_in_every_world():
    shares = [
        number(f"vote: house = {state}", text, "probability")
        for state, text in (("hard", "60% (40% to 80%)"), ("soft", "50%"))
    ]
    house = Draw(variable="house", shares=(("hard", shares[0]), ("soft", shares[1])))
    vote = Schedule(name="vote", title="", dates=(), dates_text="", draw=house)
    case = replace(case_of(), schedules=(vote,))
    names = tuple(sorted(number.name for number in case.numbers()))
    network = replace(compile_network(case_of()), numbers=names)
    values = draw_worlds(network, case, seed=1, worlds=64, replicates=1)
    worlds = dict(zip(names, values.T, strict=True))
    total = worlds["vote: house = hard"] + worlds["vote: house = soft"]
    assert total == pytest.approx(1)
    assert len(set(worlds["vote: house = soft"])) == 64
