"""Stories: one future, told jump by jump."""

from dataclasses import dataclass

from forewarn.model.estimate import Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A jump or an event, at its time."""

    #: Years after the case's start.
    years: float
    #: Name of the transition or event.
    name: str
    #: Variable and states of a jump; empty for an event.
    variable: str = ""
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One future: where everything starts, what happens then, how it is judged."""

    world: int
    future: int
    #: State of each variable at the start, in the order of names.
    start: tuple[tuple[str, str], ...]
    moments: tuple[Moment, ...]
    #: What was asked of it, and each outcome: 0 or 1, a count, or years; NaN where it
    #: has a window that did not open by the date.
    outcomes: tuple[tuple[Ask, float], ...] = ()
