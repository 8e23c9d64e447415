"""Structure beyond single transitions: common causes, variants, schedules, triggers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from forewarn.errors import NOWHERE, Span
from forewarn.model.conditions import Condition
from forewarn.model.numbers import Effect, Number, effect_numbers
from forewarn.model.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonCause:
    """A hidden factor shared by several numbers, fixed within a world.

    In a number's own doubt, on its z-scale: z = ±√share·Z + √(1 − share)·e.
    """

    name: str
    title: str
    #: Share of each number's own written doubt that the factor makes, 0 to 1.
    share: float
    #: The share as written.
    share_text: str
    #: Names of numbers that rise with the factor, and that fall.
    raises: tuple[str, ...] = ()
    lowers: tuple[str, ...] = ()
    because: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An alternative structure: each world follows it with a chance.

    A world follows at most one variant; what the weights leave over is the case as
    written.
    """

    name: str
    title: str
    #: Chance that a world follows it, 0 to 1, and as written.
    weight: float
    weight_text: str
    #: Number by name, and what it is instead.
    changes: tuple[tuple[str, Quantity], ...] = ()
    because: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leap:
    """A jump as schedules and triggers make it: from any of some states to one."""

    variable: str
    #: States it leaves from, in declared order.
    sources: tuple[str, ...]
    target: str

    @property
    def text(self) -> str:
        """As in names of numbers: ``v: a|b -> c``."""
        return f"{self.variable}: {'|'.join(self.sources)} -> {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A state drawn anew on a scheduled date, whatever the variable was in."""

    variable: str
    #: State and the chance of it, named ``schedule: v = s``; summing to 1.
    shares: tuple[tuple[str, Number], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A jump possible only on known dates, with a chance; or a draw of a state.

    It comes at the start of its day.
    """

    name: str
    title: str
    #: Dates within the horizon, rising, and as written.
    dates: tuple[date, ...]
    dates_text: str
    #: The jump and its chance, which effects multiply as odds; or the draw.
    leap: Leap | None = None
    #: Named as the schedule is; None for a draw.
    chance: Number | None = None
    effects: tuple[Effect, ...] = ()
    draw: Draw | None = None
    #: Years before a date in which a reported jump is that date's jump; as written.
    window: float = 0.0
    window_text: str = ""
    span: Span = field(default=NOWHERE, compare=False)

    def numbers(self) -> Iterator[Number]:
        """Its numbers, in declared order."""
        if self.chance is not None:
            yield self.chance
        if self.draw is not None:
            for _, share in self.draw.shares:
                yield share
        yield from effect_numbers(self.effects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A jump in the same instant as another, with a chance."""

    #: Jumps or events, perhaps with state conditions read after them.
    after: Condition
    leap: Leap
    #: Named ``trigger: CONDITION: v: a -> b``; effects multiply its odds.
    chance: Number
    effects: tuple[Effect, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)

    def numbers(self) -> Iterator[Number]:
        """Its numbers, in declared order."""
        yield self.chance
        yield from effect_numbers(self.effects)
