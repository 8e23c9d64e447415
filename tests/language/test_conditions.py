"""Conditions: the text, the tree and the truth agree."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarn.language.conditions import ConditionError, parse_condition
from forewarn.model.case import State, Variable
from forewarn.model.conditions import And, Holds, Jump, Not, Or, Pulse, holds, text_of

steady = settings(derandomize=True, deadline=None)
RANKS = {"tech": ("none", "conventional", "nuclear"), "taiwan": ("calm", "war", "won")}
VARIABLES = {
    name: Variable(
        name=name,
        title=name,
        group="",
        states=tuple(State(name=state) for state in states),
        scaled=name == "tech",
        start=(),
        transitions=(),
    )
    for name, states in RANKS.items()
}
EVENTS = ("raid", "test-launch")


def parse(text):
    return parse_condition(text, variables=VARIABLES, events=EVENTS)


def some_of(name):
    chosen = st.sets(st.sampled_from(RANKS[name]), min_size=1)
    return chosen.map(lambda few: tuple(s for s in RANKS[name] if s in few))


def plainly(operator, rank, bound):
    return {
        "=": rank == bound,
        "!=": rank != bound,
        ">=": rank >= bound,
        "<=": rank <= bound,
        ">": rank > bound,
        "<": rank < bound,
    }[operator]


@st.composite
def of_one_variable(draw):
    name = draw(st.sampled_from(sorted(RANKS)))
    operators = ["=", "!=", "in"] + [">=", "<=", ">", "<"] * (name == "tech")
    operator = draw(st.sampled_from(operators))
    if operator == "in":
        states = within = draw(some_of(name))
    else:
        states = (draw(st.sampled_from(RANKS[name])),)
        bound = RANKS[name].index(states[0])
        ranked = enumerate(RANKS[name])
        within = tuple(s for rank, s in ranked if plainly(operator, rank, bound))
    return Holds(variable=name, operator=operator, states=states, within=within)


@st.composite
def pulses(draw):
    if draw(st.booleans()):
        return Pulse(event=draw(st.sampled_from(EVENTS)))
    name = draw(st.sampled_from(sorted(RANKS)))
    sources = draw(st.just(()) | some_of(name))
    return Jump(variable=name, sources=sources, targets=draw(some_of(name)))


def joined(parts):
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    both = several.map(lambda few: And(parts=few))
    return both | several.map(lambda few: Or(parts=few))


def negated_or_joined(parts):
    return joined(parts) | parts.map(lambda part: Not(part=part))


of_state = st.recursive(of_one_variable(), negated_or_joined, max_leaves=12)
any_condition = st.recursive(of_state | pulses(), joined, max_leaves=8)


@steady
@given(any_condition)
def test_printing_then_parsing_changes_nothing(condition):
    assert parse(text_of(condition)) == condition


def truth(text, states):
    """The text itself, run as a Python expression over plain comparisons."""
    words = text.replace("(", " ( ").replace(")", " ) ").split()
    expression = []
    while words:
        word = words.pop(0)
        if word in ("and", "or", "not", "(", ")"):
            expression.append(word)
            continue
        operator, right = words.pop(0), words.pop(0)
        rank = RANKS[word].index(states[word])
        bounds = [RANKS[word].index(state) for state in right.split("|")]
        if operator == "in":
            expression.append(str(rank in bounds))
        else:
            expression.append(str(plainly(operator, rank, bounds[0])))
    return eval(" ".join(expression))  # noqa: S307  # only True, False, and, or, not


@steady
@given(of_state)
def test_a_parsed_condition_agrees_with_its_text_in_every_joint_state(condition):
    text = text_of(condition)
    parsed = parse(text)
    for tech, taiwan in product(*RANKS.values()):
        states = {"tech": tech, "taiwan": taiwan}
        assert holds(parsed, states) == truth(text, states)


def mistake_in(text):
    try:
        parse(text)
    except ConditionError as error:
        return error
    return None


@steady
@given(st.text(max_size=60) | st.text("0123456789.%-()ye artofin|=><", max_size=60))
def test_any_text_is_a_condition_or_a_mistake_with_a_place(text):
    error = mistake_in(text)
    assert error is None or (error.hint and 0 <= error.offset <= len(text))


def test_not_binds_before_and_and_before_or():
    written = parse("not tech = none and taiwan = war or raid")
    assert written == parse("((not (tech = none)) and taiwan = war) or raid")


def test_alternatives_come_in_declared_order():
    assert parse("taiwan -> won|war") == parse("taiwan -> war|won")
    assert parse("taiwan in won|calm").states == ("calm", "won")


def test_a_jump_may_name_where_it_starts():
    assert parse("taiwan: calm|war -> won") == Jump(
        variable="taiwan", sources=("calm", "war"), targets=("won",)
    )


def test_fifty_brackets_are_read_and_one_more_is_refused():
    assert parse("(" * 50 + "raid" + ")" * 50) == Pulse(event="raid")
    with pytest.raises(ConditionError, match="deep"):
        parse("(" * 51 + "raid" + ")" * 51)
    with pytest.raises(ConditionError, match="deep"):
        parse("not " * 2_000 + "tech = none")


@pytest.mark.parametrize(
    ("text", "message", "hint", "offset"),
    [
        ("taiwn = war", 'variable "taiwn"', '"taiwan"', 0),
        ("taiwan = waar", 'state "waar"', '"war"', 9),
        ("rade", 'event "rade"', '"raid"', 0),
        ("zzzzzz", 'event "zzzzzz"', "Declare", 0),
        ("taiwan", "is a variable", "taiwan = calm", 0),
        ("taiwan >= war", "no scale", "scale:", 7),
        ("tech = none|nuclear", "takes one state", "tech in none|nuclear", 5),
        ("not raid", "under 'not'", "before a state", 4),
        ("not (tech = none or tech -> nuclear)", "under 'not'", "before a state", 5),
        ("tech = none and", "too soon", "joined by", 15),
        ("tech == none", "does not fit", "single", 6),
        ("raid" + " " * 10_000, "characters", "shorter", 10_000),
    ],
)
def test_a_mistake_says_what_where_and_what_to_do(text, message, hint, offset):
    with pytest.raises(ConditionError, match=message) as caught:
        parse(text)
    assert hint in caught.value.hint
    assert caught.value.offset == offset
