"""Checks of schedules, triggers and shares of exits: each can come, and can move."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forewarn.errors import Problem, Span
from forewarn.language.checks.reach import Reach, is_zero
from forewarn.language.checks.truth import can_hold
from forewarn.language.checks.wording import quoted
from forewarn.language.places import error, warning
from forewarn.model.case import Case, Effect, Number, Variable
from forewarn.model.conditions import Jump, leaves
from forewarn.model.quantities import Fixed
from forewarn.model.structure import Leap, Schedule, Trigger


def check_schedules(case: Case, reach: Reach) -> Iterator[Problem]:
    """Tell of what never comes, of odds that nothing moves, of triggers in a circle."""
    for schedule in case.schedules:
        yield from _schedule(schedule)
    for trigger in case.triggers:
        yield from _trigger(trigger, reach)
    yield from _circle(case.triggers)
    for variable in case.variables:
        yield from _exits(variable)


def _schedule(schedule: Schedule) -> Iterator[Problem]:
    if not schedule.dates:
        yield _never(schedule.name, schedule.span, "no date of it lies in the case")
    if schedule.chance is not None:
        if is_zero(schedule.chance.quantity.law):
            yield _never(schedule.name, schedule.span, "its chance is 0")
        yield from _settled(schedule.chance, schedule.effects)


def _never(name: str, span: Span, reason: str) -> Problem:
    return warning(
        "W313",
        span,
        f'the schedule "{name}" never comes: {reason}',
        "Correct its dates or its chance, or remove it.",
    )


def _settled(chance: Number, effects: Iterable[Effect]) -> Iterator[Problem]:
    law = chance.quantity.law
    if effects and isinstance(law, Fixed) and law.value in (0, 1):
        yield warning(
            "W314",
            chance.span,
            f'the chance "{chance.name}" is {chance.quantity.text}, so nothing moves '
            "its odds",
            "Write a chance between 0% and 100%, or remove what is under 'times:'.",
        )


def _trigger(trigger: Trigger, reach: Reach) -> Iterator[Problem]:
    reason = _why_never(trigger, reach)
    if reason:
        yield warning(
            "W321",
            trigger.span,
            f'the trigger of "{trigger.leap.text}" never fires: {reason}',
            "Correct what it waits for or where it leaves from, or remove it.",
        )
    yield from _settled(trigger.chance, trigger.effects)


def _why_never(trigger: Trigger, reach: Reach) -> str:
    if is_zero(trigger.chance.quantity.law):
        return "its chance is 0"
    if not can_hold(trigger.after, reach):
        return f"nothing in the model makes {quoted(trigger.after)} happen"
    if reach.states[trigger.leap.variable].isdisjoint(trigger.leap.sources):
        states = " or ".join(f'"{state}"' for state in trigger.leap.sources)
        return f'"{trigger.leap.variable}" is never in {states}'
    return ""


def _circle(triggers: Iterable[Trigger]) -> Iterator[Problem]:
    """Take away triggers that set off only such as are gone; what stays goes round."""
    listed = _Listed.of(triggers)
    waiting = {
        rank: set(listed.set_off(trigger.leap))
        for rank, trigger in enumerate(listed.triggers)
    }
    while free := [
        rank for rank, next_ in waiting.items() if not next_ & waiting.keys()
    ]:
        for rank in free:
            del waiting[rank]
    if waiting:
        round_ = [listed.triggers[rank] for rank in waiting]
        names = ", ".join(f'"{trigger.leap.text}"' for trigger in round_[:3])
        yield error(
            "E512",
            round_[0].span,
            f"these jumps may set each other off in a circle: {names}",
            "Name under 'after:' the state that a jump leaves, such as 'x: a -> b', or "
            "take one of the triggers out.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """Triggers, and which of them wait for a jump into each state."""

    triggers: tuple[Trigger, ...]
    by_target: Mapping[tuple[str, str], tuple[tuple[int, Jump], ...]]

    @staticmethod
    def of(triggers: Iterable[Trigger]) -> "_Listed":
        """The triggers in declared order."""
        triggers = tuple(triggers)
        waits: dict[tuple[str, str], tuple[tuple[int, Jump], ...]] = {}
        for rank, trigger in enumerate(triggers):
            for leaf in leaves(trigger.after):
                if isinstance(leaf, Jump):
                    for target in leaf.targets:
                        key = leaf.variable, target
                        waits[key] = (*waits.get(key, ()), (rank, leaf))
        return _Listed(triggers=triggers, by_target=waits)

    def set_off(self, leap: Leap) -> Iterator[int]:
        """Numbers of the triggers that a jump may set off."""
        for rank, leaf in self.by_target.get((leap.variable, leap.target), ()):
            if not leaf.sources or not set(leaf.sources).isdisjoint(leap.sources):
                yield rank


def _exits(variable: Variable) -> Iterator[Problem]:
    """A share of exits needs exits to be a share of."""
    rated = {
        jump.source
        for jump in variable.transitions
        if jump.rate.quantity.dimension == "rate"
        and not is_zero(jump.rate.quantity.law)
    }
    for jump in variable.transitions:
        if jump.rate.quantity.dimension == "odds" and jump.source not in rated:
            yield warning(
                "W318",
                jump.rate.span,
                f'"{jump.name}" is a share of the exits from "{jump.source}", and no '
                "other has a rate above 0, so it never happens",
                "Write the rate of another exit, or a rate of its own.",
            )
