"""Effects on a hazard: influences, ladders and pools, in the order written."""

from collections.abc import Iterator

from forewarn.errors import Span
from forewarn.language.building.building import Building
from forewarn.language.building.numbers import number_of, said_in
from forewarn.language.building.phrases import (
    is_known_state,
    is_known_variable,
    states_of,
)
from forewarn.language.layout import numbers as layout
from forewarn.language.tree import Text
from forewarn.model.case import Effect, Influence, Ladder, Number, Pool
from forewarn.model.conditions import Condition, Holds, text_of


def effects_of(
    building: Building, name: str, times: layout.Times | None
) -> tuple[Effect, ...]:
    """What multiplies the rate of that name; what cannot be read is left out.

    Several pools are a list under ``each``; their multipliers are named ``each``,
    ``each 2`` and so on.
    """
    if times is None:
        return ()
    made: list[Effect] = [
        *_influences(building, name, times),
        *_ladders(building, name, times),
        *_pools(building, name, times),
    ]
    if len(made) < len(times.conditions) + len(times.ladders) + len(times.each):
        building.spoil(name)
    return tuple(sorted(made, key=lambda effect: effect.span))


def _influences(
    building: Building, name: str, times: layout.Times
) -> Iterator[Influence]:
    for line, written in times.conditions.items():
        condition = states_of(building, line, "an influence")
        if condition is not None:
            influence = _influence(building, name, line.span, condition, written)
            yield from (influence,) if influence else ()


def _influence(
    building: Building,
    name: str,
    span: Span,
    condition: Condition,
    written: Text | layout.Multiplier,
) -> Influence | None:
    number = _multiplier(building, f"{name} | {text_of(condition)}", span, written)
    if number is None:
        return None
    return Influence(condition=condition, times=number, span=span)


def _multiplier(
    building: Building,
    name: str,
    span: Span,
    written: Text | layout.Multiplier | layout.Pool,
) -> Number | None:
    if name in building.numbers:
        building.error(
            "E421",
            span,
            f'"{name}" stands here twice',
            "Remove one of the two, or multiply them out.",
        )
        return None
    phrase, reasons = said_in(written, "times")
    return number_of(building, name, phrase, dimension="multiplier", reasons=reasons)


def _ladders(building: Building, name: str, times: layout.Times) -> Iterator[Ladder]:
    for variable, written in times.ladders.items():
        if not is_known_variable(building, variable):
            continue
        made = (
            _rung(building, name, variable, state, multiplier)
            for state, multiplier in written.items()
        )
        rungs = tuple(rung for rung in made if rung)
        if rungs:
            yield Ladder(variable=variable.value, rungs=rungs, span=variable.span)


def _rung(
    building: Building,
    name: str,
    variable: Text,
    state: Text,
    written: Text | layout.Multiplier,
) -> Influence | None:
    if not is_known_state(building, building.variables[variable.value], state):
        return None
    condition = Holds(
        variable=variable.value,
        operator="=",
        states=(state.value,),
        within=(state.value,),
    )
    return _influence(building, name, state.span, condition, written)


def _pools(building: Building, name: str, times: layout.Times) -> Iterator[Pool]:
    for rank, written in enumerate(times.each, start=1):
        if not written.of:
            _empty_pool(building, written)
            continue
        lines = [states_of(building, line, "a pool") for line in written.of]
        conditions = tuple(line for line in lines if line is not None)
        each = f"{name} | each" + (f" {rank}" if rank > 1 else "")
        span = written.times.span
        number = _multiplier(building, each, span, written)
        if number and len(conditions) == len(lines):
            yield Pool(of=conditions, times=number, span=span)


def _empty_pool(building: Building, written: layout.Pool) -> None:
    building.error(
        "E203",
        written.times.span,
        "the pool has no conditions to count",
        "Write such as: of: [x = a, y != b]",
    )
