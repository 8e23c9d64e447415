"""Variables: their states, where they start and how they jump."""

import re
from collections.abc import Mapping
from dataclasses import replace

from forewarn.errors import Span
from forewarn.language.building.building import Building
from forewarn.language.building.effects import effects_of
from forewarn.language.building.numbers import number_of, said_in
from forewarn.language.building.phrases import is_known_state
from forewarn.language.building.shares import Shares, shares_of
from forewarn.language.inside import span_inside
from forewarn.language.layout import things
from forewarn.language.layout.numbers import Share
from forewarn.language.names import NAME, short
from forewarn.language.tree import Text
from forewarn.model.case import State, Transition, Variable
from forewarn.model.numbers import certain
from forewarn.model.quantities import Dimension

_OF_EXITS = re.compile(r"\bof\s+exits\b")
_ARROW = re.compile(rf"\s*({NAME})\s*->\s*({NAME})\s*")


def skeleton_of(building: Building, name: Text, layout: things.Variable) -> Variable:
    """A variable with its states, all that conditions need to know of it."""
    states = _states_of(building, name, layout.states)
    if layout.scale:
        states = _in_order(building, layout.scale, states)
    return Variable(
        name=name.value,
        title=layout.title.value if layout.title else name.value,
        group=layout.group.value if layout.group else "",
        states=states,
        scaled=layout.scale is not None,
        start=(),
        transitions=(),
        span=name.span,
    )


def build_variable(
    building: Building, skeleton: Variable, layout: things.Variable
) -> Variable:
    """The whole variable; what could not be read is left out and reported."""
    start = _start_of(building, skeleton, layout.start)
    made = (
        _transition_of(building, skeleton, arrow, jumped)
        for arrow, jumped in layout.transitions.items()
    )
    return replace(
        skeleton, start=start, transitions=tuple(each for each in made if each)
    )


def _states_of(
    building: Building,
    variable: Text,
    written: Mapping[Text, Text] | tuple[Text, ...],
) -> tuple[State, ...]:
    defined = written if isinstance(written, Mapping) else dict.fromkeys(written)
    if not defined and not building.is_broken(variable.value):
        message = f'"{variable.value}" has no states'
        building.error("E203", variable.span, message, "Write such as: [calm, war]")
    states: dict[str, State] = {}
    for name, definition in defined.items():
        text = definition.value if definition else ""
        state = State(name=name.value, definition=text, span=name.span)
        if states.setdefault(name.value, state) is not state:
            message = f'the state "{name.value}" is listed twice'
            building.error("E416", name.span, message, "Remove one of the two.")
    return tuple(states.values())


def _in_order(
    building: Building, scale: Text, states: tuple[State, ...]
) -> tuple[State, ...]:
    """The states in the order of the scale, which must name each once."""
    by_name = {state.name: state for state in states}
    ranked: list[State] = []
    for found in re.finditer("[^<]+", scale.value):
        name = found[0].strip()
        if name in by_name:
            ranked.append(by_name.pop(name))
        elif not building.is_broken(name):
            lead = len(found[0]) - len(found[0].lstrip())
            span = span_inside(scale, found.start() + lead, len(name))
            message = f'"{short(name)}" is no state, or stands twice in the scale'
            if ">" in name:
                message = "a scale is written with '<', lowest first"
            _misranked(building, span, message, states)
    for name in by_name if len(ranked) == scale.value.count("<") + 1 else ():
        _misranked(building, scale.span, f'the scale leaves out "{name}"', states)
    return (*ranked, *by_name.values())


def _misranked(
    building: Building, span: Span, message: str, states: tuple[State, ...]
) -> None:
    names = " < ".join(state.name for state in states)
    hint = f"Write each state once, lowest first, such as: {names}"
    building.error("E417", span, message, hint)


def _start_of(
    building: Building, variable: Variable, written: Text | Mapping[Text, Text | Share]
) -> Shares:
    if isinstance(written, Text):
        if not is_known_state(building, variable, written):
            return ()
        name = f"{variable.name}: start = {written.value}"
        building.numbers[name] = "probability"
        return ((written.value, certain(name, written.span)),)
    named = f"{variable.name}: start"
    return shares_of(building, variable, written, named=named)


def _transition_of(
    building: Building,
    variable: Variable,
    arrow: Text,
    written: Text | things.Transition,
) -> Transition | None:
    ends = _ends_of(building, variable, arrow)
    if ends is None:
        building.spoil(f"{variable.name}: {arrow.value}")
        return None
    name = f"{variable.name}: {ends[0]} -> {ends[1]}"
    if name in building.numbers:  # the reader told of a key that stands twice
        return None
    phrase, reasons = said_in(written, "rate")
    dimension: Dimension = "odds" if _OF_EXITS.search(phrase.value) else "rate"
    rate = number_of(building, name, phrase, dimension=dimension, reasons=reasons)
    effects = effects_of(building, name, reasons.times if reasons else None)
    if rate is None:
        return None
    return Transition(
        variable=variable.name,
        source=ends[0],
        target=ends[1],
        rate=rate,
        effects=effects,
        span=arrow.span,
    )


def _ends_of(
    building: Building, variable: Variable, arrow: Text
) -> tuple[str, str] | None:
    """Source and target state of a transition's key."""
    found = _ARROW.fullmatch(arrow.value)
    if found is None:
        building.error(
            "E418",
            arrow.span,
            f'"{short(arrow.value)}" is not a jump from one state to another',
            "Write such as 'calm -> war'; one line for each pair of states.",
        )
        return None
    ends = [_end_of(arrow, found, group) for group in (1, 2)]
    known = [is_known_state(building, variable, end) for end in ends]  # both are told
    if not all(known):
        return None
    if found[1] == found[2]:
        message = f'"{found[1]}" is both where this jump starts and where it ends'
        hint = "A jump that changes no state is an event; declare it under 'events:'."
        building.error("E419", arrow.span, message, hint)
        return None
    return found[1], found[2]


def _end_of(arrow: Text, found: re.Match[str], group: int) -> Text:
    """One state of an arrow, with its own place."""
    span = span_inside(arrow, found.start(group), len(found[group]))
    return Text(value=found[group], style=arrow.style, span=span)
