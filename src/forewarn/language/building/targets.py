"""What an effect of a measure multiplies: hazards, odds or a loss, by their names."""

from collections.abc import Iterable
from dataclasses import dataclass

from forewarn.errors import Span
from forewarn.language.building.building import Building
from forewarn.language.building.naming import is_spoilt, number_name
from forewarn.language.building.phrases import condition_of, is_jump
from forewarn.language.layout.measures import Effect
from forewarn.language.names import nearest_hint, short
from forewarn.language.tree import Text
from forewarn.model.conditions import Condition, Jump, Pulse, text_of
from forewarn.model.measures import EffectKind
from forewarn.model.quantities import Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an effect multiplies, as written and by name."""

    kind: EffectKind
    text: str
    names: tuple[str, ...]
    span: Span


def target_of(building: Building, written: Effect) -> Target | None:
    """The target of an effect that has one; None where nothing has that name."""
    if written.hazard is not None:
        return _hazard(building, written.hazard)
    if written.odds is not None:
        return _odds(building, written.odds)
    return _loss(building, written.loss) if written.loss is not None else None


def _hazard(building: Building, text: Text) -> Target | None:
    condition = condition_of(building, text)
    if condition is None:
        return None
    names = _rates(building, condition, "rate")
    if names:
        spelt = text_of(condition)
        return Target(kind="hazard", text=spelt, names=names, span=text.span)
    if not _is_lost(building, condition):
        _nothing(building, text, _why_no_hazard(building, condition))
    return None


def _rates(
    building: Building, condition: Condition, dimension: Dimension
) -> tuple[str, ...]:
    """Names of the rates, or shares of exits, that a jump or an event speaks of."""
    if isinstance(condition, Pulse) and dimension == "rate":
        return (condition.event,) if condition.event in building.numbers else ()
    if not isinstance(condition, Jump):
        return ()
    moves = building.variables[condition.variable].transitions
    return tuple(
        sorted(
            move.name
            for move in moves
            if move.target in condition.targets
            and (not condition.sources or move.source in condition.sources)
            and move.rate.quantity.dimension == dimension
        )
    )


def _is_lost(building: Building, condition: Condition) -> bool:
    """Whether what a jump or an event speaks of was left out for a mistake in it."""
    if isinstance(condition, Pulse):
        return building.is_broken(condition.event)
    if not isinstance(condition, Jump):
        return False
    return any(name.startswith(f"{condition.variable}: ") for name in _broken(building))


def _broken(building: Building) -> Iterable[str]:
    return building.found.broken


def _why_no_hazard(building: Building, condition: Condition) -> tuple[str, str]:
    if not is_jump(condition):
        return "a hazard is that of one jump or one event", "Write such as 'x -> a'."
    if _rates(building, condition, "odds"):
        return (
            "its rate is a share of the exits, which measures act on as odds",
            "Write 'odds:' for 'hazard:'.",
        )
    return "no transition makes this jump", "Write the transition, or another jump."


def _odds(building: Building, text: Text) -> Target | None:
    name = number_name(building, text.value)
    if name in building.chances or building.numbers.get(name) == "odds":
        return Target(kind="odds", text=name, names=(name,), span=text.span)
    if is_spoilt(building, name):
        return None
    if name in building.numbers:
        hint = "Name a schedule or trigger with a chance; for rates write 'hazard:'."
        _nothing(building, text, ("this has no odds", hint))
        return None
    shares = (each for each, of in building.numbers.items() if of == "odds")
    _unknown(building, text, "schedule or trigger", [*building.chances, *shares])
    return None


def _loss(building: Building, text: Text) -> Target | None:
    name = text.value.strip()
    if name in building.losses:
        return Target(kind="loss", text=name, names=(name,), span=text.span)
    if not building.is_broken(name):
        _unknown(building, text, "loss", building.losses)
    return None


def _unknown(building: Building, text: Text, what: str, known: Iterable[str]) -> None:
    building.error(
        "E422",
        text.span,
        f'{what} "{short(text.value)}" is not declared',
        nearest_hint(text.value, known) or "Declare it, or correct it.",
    )


def _nothing(building: Building, text: Text, why: tuple[str, str]) -> None:
    message, hint = why
    building.error("E425", text.span, f'"{short(text.value)}": {message}', hint)
