"""Random sparse networks of exact numbers: chains of states under few influences."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from forewarn.model.case import (
    Case,
    Deadline,
    Influence,
    Number,
    Question,
    State,
    Transition,
    Variable,
)
from forewarn.model.conditions import And, Condition, Holds, Or
from forewarn.model.quantities import Fixed, Quantity


def random_case(seed: int, states: tuple[int, ...], dates: tuple[float, ...]) -> Case:
    """A network of variables that climb and fall, each under up to three others.

    Rates lie between 0.1 and 2 per year, multipliers between 0.2 and 5. The questions
    ask for the first two variables being in their last states together, ever and at a
    date, and for that while any other variable is off its first state.

    Args:
        seed: Which network.
        states: Number of states of each variable.
        dates: Dates of the questions, in years.
    """
    names = [f"x{i}" for i in range(len(states))]
    rng = np.random.default_rng(seed)
    variables = tuple(_variable(rng, names, states, i) for i in range(len(states)))
    both: Condition = And(
        parts=tuple(_at_least(names[i], states[i], states[i] - 1) for i in (0, 1))
    )
    others = range(2, len(states))
    risen = Or(parts=tuple(_at_least(names[i], states[i], 1) for i in others))
    deadlines = tuple(Deadline(text=f"{years!r} years", years=years) for years in dates)
    asked: dict[str, Condition] = {"both": both, "all": And(parts=(both, risen))}
    return Case(
        title=f"Random network {seed}",
        start=date(2000, 1, 1),
        horizon=max(dates),
        horizon_text=f"{max(dates)!r} years",
        variables=variables,
        questions=tuple(
            Question(
                name=f"{name}_{kind}",
                title=name,
                kind=kind,
                condition=condition,
                by=deadlines,
            )
            for name, condition in asked.items()
            for kind in ("happens", "holds")
        ),
    )


def _variable(
    rng: np.random.Generator, names: list[str], states: tuple[int, ...], i: int
) -> Variable:
    others = np.array([j for j in range(len(names)) if j != i])
    parents = rng.choice(others, size=min(3, len(others)), replace=False)
    moves = [
        move
        for low in range(states[i] - 1)
        for move in _moves(rng, names, states, (i, low), parents)
    ]
    first = _number(f"{names[i]}: start = s0", 1.0, "probability")
    return Variable(
        name=names[i],
        title=names[i],
        group="",
        states=tuple(State(name=f"s{k}") for k in range(states[i])),
        scaled=False,
        start=(("s0", first),),
        transitions=tuple(moves),
    )


def _moves(
    rng: np.random.Generator,
    names: list[str],
    states: tuple[int, ...],
    at: tuple[int, int],
    parents: np.ndarray,
) -> Iterator[Transition]:
    i, low = at
    rise = np.round(np.exp(rng.uniform(np.log(0.1), np.log(1.0))), 4)
    fall = np.round(np.exp(rng.uniform(np.log(0.3), np.log(2.0))), 4)
    pair = parents[:2] if low == 0 else parents[-2:]
    up = [_drawn(rng, names, states, p, 5.0) for p in pair]
    down = [_drawn(rng, names, states, parents[0], 3.0)] if rng.random() < 0.5 else []
    yield _move(names[i], low, low + 1, float(rise), up)
    yield _move(names[i], low + 1, low, float(fall), down)


def _drawn(
    rng: np.random.Generator,
    names: list[str],
    states: tuple[int, ...],
    parent: int,
    most: float,
) -> tuple[str, int, float]:
    state = int(rng.integers(1, states[parent]))
    low = 0.2 if most == 5.0 else 0.3
    times = np.round(np.exp(rng.uniform(np.log(low), np.log(most))), 3)
    return names[parent], state, float(times)


def _move(
    name: str,
    source: int,
    target: int,
    rate: float,
    drawn: list[tuple[str, int, float]],
) -> Transition:
    title = f"{name}: s{source} -> s{target}"
    return Transition(
        variable=name,
        source=f"s{source}",
        target=f"s{target}",
        rate=_number(title, rate, "rate"),
        effects=tuple(
            Influence(
                condition=_is(parent, state),
                times=_number(f"{title} | {parent} = s{state}", times, "multiplier"),
            )
            for parent, state, times in drawn
        ),
    )


def _is(variable: str, state: int) -> Holds:
    names = (f"s{state}",)
    return Holds(variable=variable, operator="=", states=names, within=names)


def _at_least(variable: str, states: int, least: int) -> Holds:
    names = tuple(f"s{k}" for k in range(least, states))
    return Holds(variable=variable, operator="in", states=names, within=names)


def _number(name: str, value: float, dimension: str) -> Number:
    quantity = Quantity(
        text=repr(value),
        dimension=dimension,  # type: ignore[arg-type]
        law=Fixed(value=value),
    )
    return Number(name=name, quantity=quantity, basis="definition")
