"""Effects: influences, ladders and pools, in the order written, each with its name."""

import pytest
from marked import case_of, told

from forewarn.model.case import Influence, Ladder, Pool
from forewarn.model.conditions import Holds, text_of

TIMES = "          war = hot: 3\n"
OWNER = "talks: low -> mid"


def effects(*lines):
    block = "".join(f"          {line}\n" for line in lines)
    return case_of((TIMES, block)).variable("talks").transitions[0].effects


def codes(*lines):
    return told((TIMES, "".join(f"          {line}\n" for line in lines)))


def test_an_influence_is_named_by_its_condition() -> None:
    (effect,) = effects("war in  hot|calm: 3 (2 to 5)")
    assert isinstance(effect, Influence)
    assert text_of(effect.condition) == "war in calm|hot"
    assert effect.times.name == f"{OWNER} | war in calm|hot"
    assert effect.times.quantity.text == "3 (2 to 5)"


def test_an_influence_may_say_why() -> None:
    (effect,) = effects("war = hot: {times: 3, because: Seen., basis: definition}")
    assert effect.times.because == "Seen."
    assert effect.times.basis == "definition"


def test_a_ladder_has_a_rung_for_each_state_written() -> None:
    (effect,) = effects("war: {hot: 3, calm: {times: 2, because: Seen.}}")
    assert isinstance(effect, Ladder)
    names = [rung.times.name for rung in effect.rungs]
    assert names == [f"{OWNER} | war = hot", f"{OWNER} | war = calm"]
    assert effect.rungs[0].condition == Holds(
        variable="war", operator="=", states=("hot",), within=("hot",)
    )


def test_a_pool_counts_each_condition() -> None:
    (effect,) = effects("each: {of: [war = hot, not war = calm], times: 2}")
    assert isinstance(effect, Pool)
    assert [text_of(each) for each in effect.of] == ["war = hot", "not war = calm"]
    assert effect.times.name == f"{OWNER} | each"


def test_several_pools_are_a_list() -> None:
    pools = effects(
        "each:",
        "  - {of: [war = hot], times: 2}",
        "  - {of: [war = calm], times: 0.5}",
        "  - {of: [war = calm, war = hot], times: 4}",
    )
    names = [pool.times.name.removeprefix(f"{OWNER} | ") for pool in pools]
    assert names == ["each", "each 2", "each 3"]


def test_effects_stand_in_the_order_written() -> None:
    first = effects(
        "war: {hot: 2}", "each: {of: [war = hot], times: 2}", "not war = hot: 3"
    )
    again = effects(
        "not war = hot: 3", "each: {of: [war = hot], times: 2}", "war: {hot: 2}"
    )
    assert [type(each) for each in first] == [Ladder, Pool, Influence]
    assert [type(each) for each in again] == [Influence, Pool, Ladder]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("«wr» = hot: 3", "E402"),
        ("war = «mid»: 3", "E404"),
        ("war = «warm»: 3", "E403"),
        ("war «>=» hot: 3", "E406"),
        ("«war»: 3", "E410"),
        ("«raid»: 3", "E408"),
        ("«war -> hot»: 3", "E408"),
        ("not «war» -> hot: 3", "E407"),
        ("«wrath»: 3", "E405"),
        ("war = hot «xor» war = calm: 3", "E401"),
        ('"war = «warm»": 3', "E403"),
        ("war = hot: «3» to 2", "E304"),
        ("war = hot: «-3»", "E307"),
        ("war = hot: «3 per day»", "E303"),
        ("war: {hot: 3, «warm»: 2}", "E403"),
        ("«ward»: {hot: 3}", "E402"),
        ("war: {hot: {«tims»: 3}}", "E201"),
        ("war: {«hot»: {because: So.}}", "E202"),
        ("«war = hot»: {because: So.}", "E202"),
        ("«each»: {times: 3}", "E202"),
        ("each: {of: «war = hot», times: 2}", "E203"),
        ("each: {of: [], times: «2»}", "E203"),
        ("each: {of: [war = hot, «war -> hot»], times: 2}", "E408"),
        ("each: {of: [«wr» = hot], times: 2}", "E402"),
        ("war = hot: «[2]»", "E203"),
        ("war = hot:«»", "E204"),
    ],
)
def test_an_effect_that_cannot_be_is_told_where_it_is(line, code) -> None:
    assert codes(line) == code


@pytest.mark.parametrize(
    "again", ["«war  =  hot and war = calm»: 2", "«(war = hot) and war = calm»: 2"]
)
def test_two_influences_of_one_condition_would_share_a_name(again) -> None:
    codes_told = codes("war = hot and war = calm: 3", again)
    assert codes_told in {"E421", "E120"}


def test_a_rung_and_an_influence_of_one_state_would_share_a_name() -> None:
    assert codes("war = hot: 3", "war: {«hot»: 2}") == "E421"
