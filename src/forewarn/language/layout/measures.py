"""The layout of measures: something we could do, with its cost and its effects."""

from typing import Annotated

from pydantic import Field, Tag

from forewarn.language.layout.base import ByName, OneByOne, Section
from forewarn.language.layout.numbers import Reasons
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    Either,
    Line,
    Phrase,
    Prose,
    Reference,
)


class Cost(Reasons):
    """A cost with its reasons."""

    amount: Phrase = Field(description="The cost: 20m to 60m USD per year.")


class Lead(Reasons):
    """A lead time with its reasons."""

    duration: Phrase = Field(description="The lead time: 9 to 18 months.")


class Effect(Reasons):
    """What a measure multiplies while it is in place."""

    hazard: Line | None = Field(
        None, description="A jump, or an event, whose rate it multiplies: war -> hot."
    )
    odds: Line | None = Field(
        None,
        description="A schedule, a trigger, or a transition that is a share of exits.",
    )
    loss: Line | None = Field(None, description="The loss it multiplies.")
    when: Line | None = Field(None, description="Acts only while this holds.")
    times: Phrase = Field(description="What it multiplies by: 0.6 (0.3 to 0.9).")


class Measure(Section):
    """Something we could do."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    actor: Prose | None = Field(None, description="Who would do it.")
    cost: Annotated[
        Annotated[Phrase, Tag("text")] | Annotated[Cost, Tag("map")],
        BY_SHAPE,
        Either("a cost, unpriced, or a map with amount:,", "20m to 60m USD per year"),
    ] = Field(description="Money, money a year, or: unpriced.")
    ready: Annotated[
        Annotated[Phrase, Tag("text")] | Annotated[Lead, Tag("map")],
        BY_SHAPE,
        Either("a duration, a day, or a map with duration:,", "9 to 18 months"),
    ] = Field(description="Lead time once adopted, or the day: by 2026-01-01.")
    effects: Annotated[tuple[Effect, ...], OneByOne()] = Field(
        (), description="What it multiplies once it is ready."
    )
    draws_on: Annotated[dict[Reference, Phrase], ByName()] = Field(
        default_factory=dict, description="How much of which stock it ties up."
    )
    side_effect: Prose | None = Field(None, description="What else it would do.")
