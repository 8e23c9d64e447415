"""Small random networks: moderate hazards, uncertain numbers, every question."""

from dataclasses import replace
from datetime import date
from functools import cache

from forewarn.language.quantities import parse_quantity
from forewarn.model.case import (
    Case,
    Deadline,
    Event,
    Influence,
    Ladder,
    Number,
    Pool,
    Question,
    State,
    Transition,
    Variable,
)
from forewarn.model.conditions import And, Holds, Jump, Not, Or, Pulse, text_of
from forewarn.model.units import YEARS_PER

START = date(2023, 9, 14)
VARIABLES = ("front", "border-talks", "économie", "alliance", "orders", "zone_2")
STATES = ("calm", "tense", "war", "aid")
EVENTS = ("raid", "missile-test")
RATES = ("0.3", "0.1", "0.7", "1.5", "3")
FACTORS = ("2", "0.5", "1", "3", "0.2")
STARTS = (
    ("100%",),
    ("70%", "30%"),
    ("50%", "50%"),
    ("0%", "100%"),
    ("60% (40% to 80%)", "40% (20% to 60%)"),
)
CHANCES = ("30%", "5% to 40%", "20% (10% to 60%)")
DEADLINES = ("1 year", "6 months", "90 days", "0.5 years", "3 weeks", "2 years")
OPERATORS = ("=", "!=", "in", ">=", "<=", ">", "<")
#: Pools of one rate come from one list, before or after the rest.
ORDERS = (lambda kind: kind is pool, lambda kind: kind is not pool)
KINDS = ("happens", "holds", "count", "order", "given", "number", "time")


def a_network(dice, most_variables, most_states):
    bare = bare_variables(dice, most_variables, most_states)
    variables = tuple(
        replace(
            each,
            start=start_of(dice, each),
            transitions=transitions_of(dice, each, bare),
        )
        for each in bare
    )
    case = Case(
        title="A random network",
        start=START,
        horizon=2.0,
        horizon_text="2 years",
        variables=variables,
        events=events(dice, variables),
    )
    return replace(case, questions=questions(dice, case))


# Quantities: each form, with numbers that keep a small network lively.


def spread(dice, texts):
    """A lone value, or an interval around one, without its unit."""
    text = dice.pick(texts)
    low = f"{float(text) / dice.pick((1.25, 2.0, 4.0)):.6g}"
    high = f"{float(text) * dice.pick((1.25, 2.0, 4.0)):.6g}"
    return dice.pick((text, f"{low} to {high}", f"{text} ({low} to {high})"))


def simple_rate(dice):
    match dice.roll(4):
        case 0:
            return f"{spread(dice, RATES)} per year"
        case 1:
            return f"every {spread(dice, ('1', '2', '5'))} years"
        case 2:
            return f"{dice.roll(6)} in {2 + dice.roll(8)} years"
        case _:
            return f"{dice.pick(CHANCES)} within 2 years"


def mixed(dice, one, other):
    """One text, or two as reference classes."""
    if not dice.yes(one_in=4):
        return one
    weight = dice.pick((50, 20))
    return f"{weight}% of ({one}) or {100 - weight}% of ({other})"


def rate(dice):
    return mixed(dice, simple_rate(dice), simple_rate(dice))


def factor(dice):
    return mixed(dice, spread(dice, FACTORS), spread(dice, FACTORS))


@cache
def quantity(text, dimension="rate"):
    return parse_quantity(text, dimension, start=START)


def number(name, text, dimension="rate"):
    return Number(name=name, quantity=quantity(text, dimension), basis="judgement")


# Conditions.


def a_test(dice, variables):
    """A test of one variable."""
    variable = dice.pick(variables)
    names = variable.state_names
    operator = dice.pick(OPERATORS if variable.scaled else OPERATORS[:3])
    if operator == "in":
        states = within = some_states(dice, names)
    else:
        states = (dice.pick(names),)
        within = states_within(names, operator, names.index(states[0]))
    return Holds(
        variable=variable.name, operator=operator, states=states, within=within
    )


def some_states(dice, names):
    chosen = dice.few(names, 1, len(names))
    return tuple(name for name in names if name in chosen)


def states_within(names, operator, bound):
    below, at, above = names[:bound], names[bound : bound + 1], names[bound + 1 :]
    return {
        "=": at,
        "!=": below + above,
        ">=": at + above,
        "<=": below + at,
        ">": above,
        "<": below,
    }[operator]


def state_condition(dice, variables, depth=2):
    """Tests joined by and, or, not."""
    kind = dice.roll(4) if depth else 0
    if kind == 0:
        return a_test(dice, variables)
    parts = tuple(state_condition(dice, variables, depth - 1) for _ in range(2))
    return (Not(part=parts[0]), And(parts=parts), Or(parts=parts))[kind - 1]


def a_pulse(dice, variables, events):
    """An event, or a jump that some transition can make."""
    if events and dice.yes():
        return Pulse(event=dice.pick(events).name)
    variable = dice.pick(variables)
    made = dice.pick(variable.transitions)
    targets = {made.target, dice.pick(variable.state_names)} - {made.source}
    return Jump(
        variable=variable.name,
        sources=dice.pick(((), (made.source,))),
        targets=tuple(name for name in variable.state_names if name in targets),
    )


def occasion(dice, variables, events):
    """What a question may ask to happen: states, pulses, and pulses in a state."""
    clauses = tuple(a_clause(dice, variables, events) for _ in range(2))
    return Or(parts=clauses) if dice.yes(one_in=3) else clauses[0]


def a_clause(dice, variables, events):
    match dice.roll(3):
        case 0:
            return state_condition(dice, variables, 1)
        case 1:
            return a_pulse(dice, variables, events)
        case _:
            pulse = a_pulse(dice, variables, events)
            return And(parts=(pulse, state_condition(dice, variables, 1)))


# Variables, events and what moves them.


def bare_variables(dice, most_variables, most_states):
    """Variables with states, and nothing that moves them yet."""
    return tuple(
        Variable(
            name=name,
            title=name,
            group="",
            states=tuple(
                State(name=state) for state in dice.few(STATES, 2, most_states)
            ),
            scaled=dice.yes(),
            start=(),
            transitions=(),
        )
        for name in dice.few(VARIABLES, 2, most_variables)
    )


def start_of(dice, variable):
    shares = dice.pick(STARTS)
    names = dice.few(variable.state_names, len(shares), len(shares))
    return tuple(
        (state, number(f"{variable.name}: start = {state}", share, "probability"))
        for state, share in zip(names, shares, strict=True)
    )


def transitions_of(dice, variable, variables):
    names = variable.state_names
    pairs = [(a, b) for a in names for b in names if a != b]
    others = tuple(each for each in variables if each.name != variable.name)
    return tuple(
        transition(dice, variable.name, pair, others) for pair in dice.few(pairs, 1, 5)
    )


def transition(dice, variable, pair, others):
    name = f"{variable}: {pair[0]} -> {pair[1]}"
    return Transition(
        variable=variable,
        source=pair[0],
        target=pair[1],
        rate=number(name, rate(dice)),
        effects=effects(dice, name, others),
    )


def events(dice, variables):
    return tuple(
        Event(
            name=name,
            title=name,
            rate=number(name, rate(dice)),
            effects=effects(dice, name, variables),
        )
        for name in dice.few(EVENTS)
    )


def effects(dice, of, others):
    """Up to three effects, no two of one name; pools stand together, numbered."""
    chosen, names = [], set()
    for kind in sorted(dice.many((influence, ladder, pool)), key=dice.pick(ORDERS)):
        effect = kind(dice, of, others)
        if isinstance(effect, Pool):
            before = sum(isinstance(each, Pool) for each in chosen)
            effect = numbered(effect, before + 1)
        if names.isdisjoint(names_of(effect)):
            names |= names_of(effect)
            chosen.append(effect)
    return tuple(chosen)


def influence(dice, of, others):
    condition = state_condition(dice, others, 1)
    times = number(f"{of} | {text_of(condition)}", factor(dice), "multiplier")
    return Influence(condition=condition, times=times)


def ladder(dice, of, others):
    variable = dice.pick(others)
    tests = (
        Holds(variable=variable.name, operator="=", states=(state,), within=(state,))
        for state in some_states(dice, variable.state_names)
    )
    rungs = tuple(
        Influence(
            condition=holds,
            times=number(f"{of} | {text_of(holds)}", factor(dice), "multiplier"),
        )
        for holds in tests
    )
    return Ladder(variable=variable.name, rungs=rungs)


def pool(dice, of, others):
    conditions = [state_condition(dice, others, 1) for _ in range(1 + dice.roll(3))]
    times = number(f"{of} | each", factor(dice), "multiplier")
    return Pool(of=tuple(dict.fromkeys(conditions)), times=times)


def numbered(pool, count):
    ending = "" if count == 1 else f" {count}"
    return replace(pool, times=replace(pool.times, name=pool.times.name + ending))


def names_of(effect):
    """What may stand once: names of numbers, and a variable as a ladder's key."""
    if isinstance(effect, Ladder):
        return {effect.variable} | {rung.times.name for rung in effect.rungs}
    return {effect.times.name}


# Questions.


def deadline(text):
    """A time after the start, as written."""
    size, unit = text.split()
    return Deadline(text=text, years=float(size) * YEARS_PER[unit.removesuffix("s")])


def deadlines(dice):
    return tuple(map(deadline, dice.few(DEADLINES, 1, 3)))


def questions(dice, case):
    """One question of each kind, in any order."""
    asked = [question(dice, kind, case) for kind in dice.few(KINDS, 7, 7)]
    happened = dice.few(("ask_happens", "ask_order", "ask_holds"), 1, 3)
    fields = {"happened": happened, "by": deadlines(dice)}
    return (*asked, named_question("happened", fields))


def named_question(kind, fields):
    return Question(name=f"ask_{kind}", title=f"ask_{kind}", kind=kind, **fields)


def question(dice, kind, case):
    sides = (dice, case.variables, case.events)
    fields = {"by": deadlines(dice)}
    match kind:
        case "happens":
            fields |= {"condition": occasion(*sides)}
        case "holds" | "time":
            fields |= {"condition": state_condition(dice, case.variables)}
        case "count":
            fields |= {"condition": a_pulse(*sides)}
        case "order":
            parts = [occasion(*sides) for _ in range(2 + dice.roll(2))]
            fields |= {"order": tuple(parts)}
        case "given":
            fields |= {"condition": occasion(*sides), "given": occasion(*sides)}
            fields |= {"within": 90 / 365.25, "within_text": "90 days"}
        case "number":
            names = [each.name for each in case.numbers()]
            fields = {"number": dice.pick(names), "above": 1.0}
    return named_question(kind, fields)
