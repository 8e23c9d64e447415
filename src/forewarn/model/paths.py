"""Paths: in which orders what led to an answer came about, and futures that show it."""

from dataclasses import dataclass

from forewarn.model.story import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A jump of a variable, or an event, without its date."""

    #: Name of the jump or event.
    name: str
    #: Variable and states of a jump; empty for an event.
    variable: str = ""
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order in which steps came, and how often it was this one."""

    #: First to last; empty where nothing had to change.
    steps: tuple[Step, ...]
    #: Futures that took it, and their share of all that were told.
    futures: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One future that got there."""

    world: int
    future: int
    #: Its order, by its place among the orders; -1 for one of the rest.
    order: int
    #: When it got there, in years after the start.
    years: float
    #: What led there, first to last.
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """How futures come to answer one question for one date with yes."""

    question: str
    #: Years after the start of the date asked.
    years: float
    #: Futures looked at, those of them that got there, and those whose path was told.
    futures: int
    reached: int
    told: int
    #: How many causes back each path goes: 0 is what the question itself reads.
    depth: int
    #: The commonest orders, most frequent first.
    orders: tuple[Order, ...]
    #: How many other orders there were.
    other_orders: int
    examples: tuple[Example, ...]
