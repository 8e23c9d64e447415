"""Every influence of a case as one flat list: what acts, on what, how strongly."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, log

from forewarn.laws import quantile
from forewarn.model.case import Case, Event, Number, Pool, Transition, Variable
from forewarn.model.conditions import Condition, variables_of
from forewarn.model.numbers import effect_parts
from forewarn.model.structure import Schedule, Trigger

#: What has a rate, or a chance, that influences multiply.
Target = Transition | Event | Schedule | Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One multiplier of one rate, or of the odds of one chance."""

    #: Whose rate or chance is multiplied.
    target: Target
    #: While this holds; several for a pool, which acts once for each.
    conditions: tuple[Condition, ...]
    is_pool: bool
    times: Number
    #: The multiplier at its median.
    median: float

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the variables that act, sorted."""
        return tuple(sorted(set().union(*map(variables_of, self.conditions))))

    @property
    def strength(self) -> float:
        """Size of the multiplier on the log scale: ×3 and ×1/3 are alike."""
        return abs(log(self.median)) if self.median > 0 else inf

    @property
    def raises(self) -> bool:
        """Whether the rate goes up while the condition holds."""
        return self.median > 1


def links_of(case: Case) -> Iterator[Link]:
    """Every multiplier of every rate and chance, in declared order."""
    targets: list[Target] = [t for v in case.variables for t in v.transitions]
    targets += [*case.events, *case.schedules, *case.triggers]
    for target in targets:
        yield from links_on(target)


def moved_by(target: Target) -> str:
    """The variable that moves, or the event that comes; empty where neither does."""
    match target:
        case Event():
            return target.name
        case Transition():
            return target.variable
        case Schedule() | Trigger():
            return target.leap.variable if target.leap else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """Which way the influences of a case push, where a scale says what is worse."""

    #: Influences that push towards higher states of a scale, read as the worse ones.
    worse: int
    #: All that push up or down a scale.
    told: int


def leaning_of(case: Case) -> Leaning:
    """Which way the influences of a case push; those with a median of 1 push nowhere.

    Args:
        case: The case; only variables with a scale say what is worse.
    """
    scaled = {each.name: each for each in case.variables if each.scaled}
    pushes = [
        push
        for link in links_of(case)
        if (variable := scaled.get(moved_by(link.target)))
        and (push := _push(variable, link)) is not None
    ]
    return Leaning(worse=sum(pushes), told=len(pushes))


def _push(variable: Variable, link: Link) -> bool | None:
    """Whether an influence pushes up its scale; None where it pushes neither way."""
    ends = _ends(link.target)
    if ends is None or link.median == 1:
        return None
    left, reached = (variable.state_names.index(state) for state in ends)
    return (reached > left) == link.raises


def _ends(target: Target) -> tuple[str, str] | None:
    """The state that a change leaves, the lowest of several, and the one it reaches."""
    if isinstance(target, Transition):
        return target.source, target.target
    if isinstance(target, Event) or target.leap is None:
        return None
    return target.leap.sources[0], target.leap.target


def links_on(target: Target) -> Iterator[Link]:
    """Every multiplier of one rate or chance, in declared order."""
    for effect in target.effects:
        for conditions, times in effect_parts(effect):
            yield Link(
                target=target,
                conditions=conditions,
                is_pool=isinstance(effect, Pool),
                times=times,
                median=quantile(times.quantity.law, 0.5),
            )
