"""A case: the argument an analyst wrote, checked and named."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from forewarn.errors import NOWHERE, Span
from forewarn.model.conditions import Condition
from forewarn.model.evidence import Evidence, Indicator
from forewarn.model.losses import Loss
from forewarn.model.measures import Measure
from forewarn.model.numbers import (
    BASES,
    Basis,
    Citation,
    Effect,
    Influence,
    Ladder,
    Number,
    Pool,
    effect_numbers,
)
from forewarn.model.quantities import Quantity
from forewarn.model.structure import CommonCause, Schedule, Trigger, Variant
from forewarn.model.yardstick import ICD_203, Yardstick

__all__ = [
    "BASES",
    "Basis",
    "Case",
    "Citation",
    "Claim",
    "Deadline",
    "Dynamic",
    "Effect",
    "Event",
    "Influence",
    "Ladder",
    "Number",
    "Pool",
    "Question",
    "QuestionKind",
    "Source",
    "State",
    "Status",
    "Transition",
    "Variable",
    "effect_numbers",
]

Status = Literal["draft", "final"]
QuestionKind = Literal[
    "happens", "holds", "count", "order", "given", "happened", "number", "time"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A jump one variable can make, with a hazard."""

    variable: str
    source: str
    target: str
    rate: Number
    effects: tuple[Effect, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def name(self) -> str:
        """Name of the transition and of its rate: ``v: a -> b``."""
        return f"{self.variable}: {self.source} -> {self.target}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One of the few things a variable can be."""

    name: str
    definition: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Something that is in exactly one of a few states at a time."""

    name: str
    title: str
    group: str
    states: tuple[State, ...]
    #: Whether the states are ordered, lowest first (a ``scale:`` was written).
    scaled: bool
    #: Chance of each state at the start, named ``v: start = s``; one when certain.
    start: tuple[tuple[str, Number], ...]
    transitions: tuple[Transition, ...]
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the states, in declared order."""
        return tuple(state.name for state in self.states)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A class of pulse that changes no state, with a rate."""

    name: str
    title: str
    rate: Number
    effects: tuple[Effect, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that numbers and reports cite."""

    name: str
    title: str
    publisher: str = ""
    published: date | None = None
    url: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dynamic:
    """A named counterfactual: the states that some variables are held in without it."""

    name: str
    title: str
    #: Variable and state it is held in, in declared order.
    without: tuple[tuple[str, str], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A date a question is asked for: a day, or a time after the start or as-of."""

    #: As written: ``2026-08-20``, ``10 years``, ``1 year from now``.
    text: str
    #: The day, when one was written.
    day: date | None = None
    #: Years after ``case.start``, or after as-of, when a duration was written.
    years: float | None = None
    from_now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, with dates; ``kind`` says which of the fields are used."""

    name: str
    title: str
    kind: QuestionKind
    #: happens, holds, time, count (a jump or event) and given's consequence.
    condition: Condition | None = None
    #: given: the first onset that opens the window.
    given: Condition | None = None
    #: given: length of the window, in years, and as written.
    within: float | None = None
    within_text: str = ""
    #: order: conditions whose first occurrences must come in this order.
    order: tuple[Condition, ...] = ()
    #: happened: names of questions.
    happened: tuple[str, ...] = ()
    #: number: name of a number, and the bound it should exceed.
    number: str = ""
    above: float | None = None
    #: Dates; empty for ``number``.
    by: tuple[Deadline, ...] = ()
    base_rate: Quantity | None = None
    resolves: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence of the argument, and what would test it."""

    name: str
    says: str
    #: Names of questions, losses or numbers; empty where nothing tests it.
    tested_by: tuple[str, ...] = ()
    fails_if: str = ""
    waits_for: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The whole argument: what is so, what may happen, what is asked.

    >>> two_fronts = Case(
    ...     title="Two fronts",
    ...     start=date(2023, 9, 14),
    ...     horizon=10.0,
    ...     horizon_text="10 years",
    ...     variables=(),
    ... )
    >>> list(two_fronts.numbers())
    []
    """

    title: str
    #: The model's time 0 is the end of this day.
    start: date
    #: Years after the start that answers may reach, and as written.
    horizon: float
    horizon_text: str
    variables: tuple[Variable, ...]
    #: When the numbers were chosen.
    written: date | None = None
    status: Status = "final"
    handling: str = ""
    #: Largest share of one hazard that all measures together may take away.
    measure_cap: float = 0.5
    #: Questions whose answers stand on page one; the first ones where empty.
    headlines: tuple[str, ...] = ()
    #: Words for chances.
    yardstick: Yardstick = ICD_203  # frozen
    #: Correlation of judgement numbers of one author.
    author_correlation: float = 0.0
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    dynamics: tuple[Dynamic, ...] = ()
    questions: tuple[Question, ...] = ()
    claims: tuple[Claim, ...] = ()
    common_causes: tuple[CommonCause, ...] = ()
    variants: tuple[Variant, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    losses: tuple[Loss, ...] = ()
    #: Rate at which something on no list brings a headline event about; named
    #: ``unforeseen``.
    unforeseen: Number | None = None
    measures: tuple[Measure, ...] = ()
    #: Stock that measures draw on, and how much there is.
    stocks: tuple[tuple[str, float], ...] = ()
    #: Measures adopted for one run, in order of names, and on which day; no file says.
    adopted: tuple[tuple[str, date], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    evidence: Evidence = field(default_factory=Evidence)
    #: Name of the case as opened: a bundled name, or the last part of its path.
    name: str = field(default="", compare=False)
    #: "sha256:…" over the files the case was read from.
    digest: str = field(default="", compare=False)

    def variable(self, name: str) -> Variable:
        """The variable of that name; KeyError where there is none."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise KeyError(name)

    def question(self, name: str) -> Question:
        """The question of that name; KeyError where there is none."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)

    def numbers(self) -> Iterator[Number]:
        """Every number of the model, in declared order."""
        for variable in self.variables:
            for _, share in variable.start:
                yield share
            for transition in variable.transitions:
                yield transition.rate
                yield from effect_numbers(transition.effects)
        for event in self.events:
            yield event.rate
            yield from effect_numbers(event.effects)
        for part in self._parts():
            yield from part.numbers()
        if self.unforeseen is not None:
            yield self.unforeseen

    def _parts(self) -> Iterator[Schedule | Trigger | Loss | Measure | Indicator]:
        """Whatever knows its own numbers."""
        yield from self.schedules
        yield from self.triggers
        yield from self.losses
        yield from self.measures
        yield from self.indicators
