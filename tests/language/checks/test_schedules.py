"""Schedules, triggers and shares of exits: each can come, and none go round."""

import pytest
from marked import changed, told_with

from forewarn.language.load import read_case

JUMP = "jump: {talks: low -> mid}"


def trigger(after, jump, chance="5%", more=""):
    return f"  - {{after: {after}, jump: {{{jump}}}, chance: {chance}{more}}}\n"


def codes(*triggers):
    return told_with("triggers:\n" + "".join(triggers))


def test_a_schedule_that_comes_is_told_nothing() -> None:
    text = f"schedule:\n  vote: {{dates: every 30 April, {JUMP}, chance: 20%}}\n"
    assert not told_with(text)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"dates: [], {JUMP}, chance: 20%", "W313"),
        (f"dates: every 30 April from 2040, {JUMP}, chance: 20%", "W313"),
        (f"dates: every 30 April, {JUMP}, chance: 0%", "W313"),
        ("dates: every 30 April to 2020, draw: {talks: {low: 100%}}", "W313"),
    ],
)
def test_a_schedule_that_never_comes_is_told(line, code) -> None:
    assert told_with(f"schedule:\n  «vote»: {{{line}}}\n") == code


@pytest.mark.parametrize("chance", ["0%", "100%"])
def test_influences_on_odds_that_are_settled_are_told(chance) -> None:
    text = trigger(
        "raid", "talks: low -> mid", f"«{chance}»", ", times: {war = hot: 2}"
    )
    told = "W321 W314" if chance == "0%" else "W314"
    text = text.replace("raid", "«raid»") if chance == "0%" else text
    assert codes(text) == told


@pytest.mark.parametrize(
    ("after", "jump"),
    [
        ("war -> hot and war = calm", "talks: low -> mid"),
        ("talks: low -> high", "war: calm -> hot"),
    ],
)
def test_a_trigger_that_never_fires_is_told(after, jump) -> None:
    assert codes(trigger(f"«'{after}'»", jump)) == "W321"


def test_triggers_in_a_circle_are_told_at_the_first() -> None:
    first = trigger("war -> hot", "talks: low|mid -> high")
    second = trigger("talks -> high", "war: hot -> calm")
    third = trigger("war -> calm", "talks: high -> low")
    fourth = trigger("talks -> low", "war: calm -> hot")
    assert not codes(first, second, third)
    marked = first.replace("war -> hot", "«war -> hot»")
    assert codes(marked, second, third, fourth) == "E512"


def test_a_circle_that_cannot_close_is_one_until_it_says_where_it_begins() -> None:
    first = trigger("«war -> hot»", "talks: low -> high")
    second = trigger("talks -> high", "war: calm -> hot")
    assert codes(first, second) == "E512"
    assert codes(trigger("«talks -> high|mid»", "talks: low -> mid")) == "E512"
    named = trigger("'war: hot -> calm'", "talks: low -> high")
    assert not codes(named, second)


def test_order_of_triggers_decides_where_a_circle_is_told_and_nothing_else() -> None:
    parts = [
        trigger("war -> hot", "talks: low|mid -> high"),
        trigger("talks -> high", "war: hot -> calm"),
        trigger("war -> calm", "talks: high -> low"),
        trigger("talks -> low", "war: calm -> hot"),
    ]
    for turn in range(4):
        one, *rest = parts[turn:] + parts[:turn]
        after = one.partition("after: ")[2].partition(",")[0]
        assert codes(one.replace(after, f"«{after}»", 1), *rest) == "E512"


NEVER = changed(("calm -> hot: 0.1 per year", "calm -> hot: 0 per year"))
NEVER = NEVER.replace("raids: {count: raid", "hot: {happens: war = hot")


@pytest.mark.parametrize(
    "section",
    [
        "schedule:\n  lot: {dates: every 1 May, draw: {war: {hot: 5%, calm: 95%}}}\n",
        "triggers:\n" + trigger("raid", "war: calm -> hot"),
    ],
)
def test_a_jump_on_a_date_or_at_once_reaches_a_state(section) -> None:
    def codes_of(text):
        return {each.code for each in read_case({"model.yaml": text}).problems}

    assert {"W303", "W401"} <= codes_of(NEVER)
    assert not {"W303", "W401", "W302"} & codes_of(NEVER + section)


SHARE = ("      hot -> calm: 2 per year\n", "      hot -> calm: «5% of exits»\n")


def test_a_share_of_exits_needs_another_exit() -> None:
    assert told_with("", model=changed(SHARE)) == "W318"
