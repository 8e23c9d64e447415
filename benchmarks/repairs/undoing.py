"""Ways to take a repair of a case back: numbers, paths, ladders, starts, conditions."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from forewarn.engine.change import set_number
from forewarn.language.quantities import parse_quantity
from forewarn.language.typed import parse_setting
from forewarn.model.case import (
    Case,
    Effect,
    Influence,
    Ladder,
    Number,
    Pool,
    Transition,
    Variable,
)
from forewarn.model.conditions import Holds
from forewarn.model.quantities import Dimension, Fixed, Quantity

#: A case as it would be without something.
Undo = Callable[[Case], Case]


def numbers(texts: Mapping[str, str]) -> Undo:
    """Other quantities for some numbers, as a case writes them."""

    def undo(case: Case) -> Case:
        for name, text in texts.items():
            case = set_number(case, name, parse_setting(case, name, text))
        return case

    return undo


def without(names: Iterable[str]) -> Undo:
    """Some multipliers at 1: nothing acts that way."""
    return numbers(dict.fromkeys(names, "1"))


def without_triggers_on(variable: str) -> Undo:
    """No jump of a variable in the same instant as another."""

    def undo(case: Case) -> Case:
        kept = tuple(t for t in case.triggers if t.leap.variable != variable)
        return replace(case, triggers=kept)

    return undo


def in_turn(*steps: Undo) -> Undo:
    """One thing after another."""

    def undo(case: Case) -> Case:
        for step in steps:
            case = step(case)
        return case

    return undo


def rungs_apart(case: Case) -> Case:
    """Every rung of every ladder a draw of its own."""

    def apart(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        parts = (e.rungs if isinstance(e, Ladder) else (e,) for e in effects)
        return tuple(one for some in parts for one in some)

    return _with_effects(case, apart)


def first_state_only(names: Iterable[str]) -> Undo:
    """Influences that hold in the first of their states only, by their numbers."""
    narrowed = frozenset(names)

    def narrow(effect: Effect) -> Effect:
        if not isinstance(effect, Influence) or effect.times.name not in narrowed:
            return effect
        held = effect.condition
        if not isinstance(held, Holds):
            raise TypeError(f"{effect.times.name!r} does not test one variable")
        first = held.states[:1]
        only = Holds(variable=held.variable, operator="=", states=first, within=first)
        return replace(effect, condition=only)

    return lambda case: _with_effects(case, lambda some: tuple(map(narrow, some)))


def pool_as_rungs(variable: str, rungs: Mapping[str, str]) -> Undo:
    """Multipliers by the states of one variable, in place of every pool."""

    def instead(effect: Effect) -> tuple[Effect, ...]:
        if not isinstance(effect, Pool):
            return (effect,)
        whole = effect.times.name.removesuffix(" | each")
        parts = (_rung(variable, state, text, whole) for state, text in rungs.items())
        return tuple(parts)

    return lambda case: _with_effects(
        case, lambda some: tuple(one for each in some for one in instead(each))
    )


def _rung(variable: str, state: str, text: str, of: str) -> Influence:
    held = Holds(variable=variable, operator="=", states=(state,), within=(state,))
    name = f"{of} | {variable} = {state}"
    return Influence(condition=held, times=_judged(name, text, "multiplier"))


def transition_for_schedule(schedule: str, rate: str) -> Undo:
    """A rate in place of a schedule's yearly chance, with the same influences."""

    def undo(case: Case) -> Case:
        (old,) = (one for one in case.schedules if one.name == schedule)
        if old.leap is None:
            raise TypeError(f"{schedule!r} makes no jump")
        jump = Transition(
            variable=old.leap.variable,
            source=old.leap.sources[0],
            target=old.leap.target,
            # Under the schedule's name, so that common causes still find it.
            rate=_judged(schedule, rate, "rate"),
            effects=old.effects,
        )
        changed = tuple(_with_jump(variable, jump) for variable in case.variables)
        kept = tuple(one for one in case.schedules if one is not old)
        return replace(case, variables=changed, schedules=kept)

    return undo


def rate_for_share(transition: str, rate: str) -> Undo:
    """A rate in place of a share of exits."""

    def of(jump: Transition) -> Transition:
        if jump.name != transition:
            return jump
        return replace(jump, rate=_judged(transition, rate, "rate"))

    return lambda case: _with_transitions(case, of)


def certain_start(case: Case) -> Case:
    """Every variable certainly in the state that it most likely starts in."""
    return replace(case, variables=tuple(map(_certain, case.variables)))


def _certain(variable: Variable) -> Variable:
    likeliest = max(variable.start, key=lambda pair: _centre(pair[1]))[0]
    sure = Number(
        name=f"{variable.name}: start = {likeliest}",
        quantity=Quantity(text="100%", dimension="probability", law=Fixed(value=1.0)),
        basis="definition",
    )
    return replace(variable, start=((likeliest, sure),))


def _centre(share: Number) -> float:
    law = share.quantity.law
    return law.value if isinstance(law, Fixed) else 0.0


def _judged(name: str, text: str, dimension: Dimension) -> Number:
    return Number(
        name=name, quantity=parse_quantity(text, dimension), basis="judgement"
    )


def _with_jump(variable: Variable, jump: Transition) -> Variable:
    if variable.name != jump.variable:
        return variable
    return replace(variable, transitions=(*variable.transitions, jump))


def _with_effects(
    case: Case, of: Callable[[tuple[Effect, ...]], tuple[Effect, ...]]
) -> Case:
    changed = _with_transitions(
        case, lambda jump: replace(jump, effects=of(jump.effects))
    )
    return replace(
        changed,
        events=tuple(replace(one, effects=of(one.effects)) for one in case.events),
        schedules=tuple(
            replace(one, effects=of(one.effects)) for one in case.schedules
        ),
        triggers=tuple(replace(one, effects=of(one.effects)) for one in case.triggers),
    )


def _with_transitions(case: Case, of: Callable[[Transition], Transition]) -> Case:
    changed = (
        replace(variable, transitions=tuple(map(of, variable.transitions)))
        for variable in case.variables
    )
    return replace(case, variables=tuple(changed))
