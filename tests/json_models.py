"""Cases made from the benchmark networks' JSON: exact rates, indices for names."""

import json
from datetime import date
from pathlib import Path

from forewarn.model.case import Case, Influence, Number, State, Transition, Variable
from forewarn.model.conditions import Holds
from forewarn.model.quantities import Fixed, Quantity

#: Published networks and answers, beside the checkout; not everyone has them.
REFERENCES = Path(__file__).parents[2] / "shared/references/engine"


def case_of_json(text):
    """The case a network in the benchmark's JSON stands for."""
    model = json.loads(text)
    return Case(
        title=model["name"],
        start=date(2023, 9, 14),
        horizon=1000.0,
        horizon_text="1000 years",
        variables=tuple(_variable(model, v) for v in range(len(model["variables"]))),
    )


def target_of_json(text):
    """The states, by variable, that the network's own question asks for."""
    model = json.loads(text)
    return {
        model["variables"][int(v)][0]: model["variables"][int(v)][1][s]
        for v, s in model["target"].items()
    }


def _variable(model, v):
    name, states, first = model["variables"][v]
    return Variable(
        name=name,
        title=name,
        group="",
        states=tuple(State(name=state) for state in states),
        scaled=False,
        start=((states[first], _exact(f"{name}: start = {states[first]}", 1.0)),),
        transitions=tuple(
            _transition(model, name, states, row)
            for row in model["transitions"]
            if row[0] == v
        ),
    )


def _transition(model, name, states, row):
    _, source, target, rate, influences = row
    title = f"{name}: {states[source]} -> {states[target]}"
    return Transition(
        variable=name,
        source=states[source],
        target=states[target],
        rate=_exact(title, rate, "rate"),
        effects=tuple(_influence(model, title, *influence) for influence in influences),
    )


def _influence(model, title, variable, state, times):
    name, states, _ = model["variables"][variable]
    return Influence(
        condition=Holds(
            variable=name,
            operator="=",
            states=(states[state],),
            within=(states[state],),
        ),
        times=_exact(f"{title} | {name} = {states[state]}", times, "multiplier"),
    )


def _exact(name, value, dimension="probability"):
    quantity = Quantity(text=repr(value), dimension=dimension, law=Fixed(value=value))
    return Number(name=name, quantity=quantity, basis="definition")
