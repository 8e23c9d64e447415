"""Any expression means what a plain evaluator says it means, however it is spaced."""

import re
from itertools import product

from dice import rolled
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarn.language.conditions import parse_condition
from forewarn.model.case import State, Variable
from forewarn.model.conditions import And, Holds, Jump, Not, Or, Pulse, holds, text_of

quickly = settings(max_examples=200)
ORDERS = {
    "tech": ("nothing", "conventional", "nuclear"),
    "or-der": ("and_so", "in-side", "not1"),
    "économie": ("gut", "schlecht"),
}
SCALED = ("tech", "or-der")
EVENTS = ("raid", "android", "inn")
SYMBOLS = {"=": "==", "!=": "!=", ">=": ">=", "<=": "<=", ">": ">", "<": "<"}
VARIABLES = {
    name: Variable(
        name=name,
        title=name,
        group="",
        states=tuple(State(name=state) for state in states),
        scaled=name in SCALED,
        start=(),
        transitions=(),
    )
    for name, states in ORDERS.items()
}


def parse(text):
    return parse_condition(text, variables=VARIABLES, events=EVENTS)


def a_test(dice):
    """A test as a person types it, and as Python would write it over ranks."""
    name = dice.pick(tuple(ORDERS))
    symbols = [*SYMBOLS, "in"] if name in SCALED else ["=", "!=", "in"]
    symbol, gap = dice.pick(symbols), dice.pick((" ", "  ", "\n"))
    rank = f"ranks[{name!r}]"
    if symbol == "in":
        states = dice.few(ORDERS[name], 1)
        ranks = [ORDERS[name].index(state) for state in states]
        bar = dice.pick(("|", " | "))
        return f"{name} in{gap}{bar.join(states)}", f"({rank} in {ranks})"
    state = dice.pick(ORDERS[name])
    tight = dice.pick((" ", ""))
    text = f"{name}{tight}{symbol}{tight}{state}"
    return text, f"({rank} {SYMBOLS[symbol]} {ORDERS[name].index(state)})"


def expression(dice, leaf, depth=3):
    """Leaves joined by words alone or in brackets; Python binds as we do."""
    parts = [piece(dice, leaf, depth)]
    for _ in range(dice.roll(4)):
        word = dice.pick((" and ", " or "))
        parts += [(word, word), piece(dice, leaf, depth)]
    ours, theirs = zip(*parts, strict=True)
    return "".join(ours), "".join(theirs)


def piece(dice, leaf, depth):
    kind = dice.roll(4) if depth else 0
    if kind < 2:
        return leaf(dice)
    ours, theirs = expression(dice, leaf, depth - 1)
    if kind == 2 or leaf is not a_test:
        return f"( {ours})", f"({theirs})"
    return f"not({ours})", f"(not ({theirs}))"


def a_negatable_test(dice):
    ours, theirs = a_test(dice)
    return (f"not {ours}", f"not {theirs}") if dice.yes(3) else (ours, theirs)


@quickly
@given(rolled(lambda dice: expression(dice, a_test)))
def test_an_expression_is_true_exactly_where_python_says(pair):
    ours, theirs = pair
    condition, plain = parse(ours), compile(theirs, "expression", "eval")
    again = parse(text_of(condition))
    for ranks in product(range(3), range(3), range(2)):
        by_name = dict(zip(ORDERS, ranks, strict=True))
        states = {name: ORDERS[name][rank] for name, rank in by_name.items()}
        truth = eval(plain, {"ranks": by_name})  # noqa: S307  # made above, of numbers
        assert holds(condition, states) == truth
        assert holds(again, states) == truth


@quickly
@given(rolled(lambda dice: expression(dice, a_negatable_test, 0)))
def test_not_binds_before_and_before_or_in_any_row_of_tests(pair):
    ours, theirs = pair
    plain = compile(theirs, "expression", "eval")
    condition = parse(ours)
    for ranks in product(range(3), range(3), range(2)):
        by_name = dict(zip(ORDERS, ranks, strict=True))
        states = {name: ORDERS[name][rank] for name, rank in by_name.items()}
        truth = eval(plain, {"ranks": by_name})  # noqa: S307  # made above, of numbers
        assert holds(condition, states) == truth


def a_leaf(dice):
    """A test, jump or event, and the truth we give its name."""
    if dice.yes():
        text = a_test(dice)[0]
    else:
        name = dice.pick(tuple(ORDERS))
        source = dice.pick(("", f": {ORDERS[name][0]}"))
        text = dice.pick((*EVENTS, f"{name}{source} -> {ORDERS[name][-1]}"))
    return text, f"true[{text_of(parse(text))!r}]"


@quickly
@given(rolled(lambda dice: expression(dice, a_leaf)), st.randoms())
def test_jumps_and_events_join_as_tests_do(pair, chance):
    ours, theirs = pair
    true = {
        name: chance.random() < 0.5 for name in re.findall(r"true\['(.*?)'\]", theirs)
    }
    plain = eval(theirs, {"true": true})  # noqa: S307  # made above, of truths
    assert truth_of(parse(ours), true) == plain


def truth_of(condition, true):
    match condition:
        case Holds() | Jump() | Pulse():
            return true[text_of(condition)]
        case Not():
            return not truth_of(condition.part, true)
        case And():
            return all(truth_of(part, true) for part in condition.parts)
        case Or():
            return any(truth_of(part, true) for part in condition.parts)
