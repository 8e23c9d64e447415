"""The layout of what a model is made of: variables, transitions, events, sources."""

from typing import Annotated

from pydantic import Field, Tag

from forewarn.language.layout.base import ByName, Section
from forewarn.language.layout.numbers import CountedReasons, Shared, Times
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    Arrow,
    Day,
    Either,
    Name,
    Order,
    Phrase,
    Prose,
    Reference,
    Several,
)


class Source(Section):
    """A document that numbers and reports cite."""

    title: Prose | None = Field(None, description="What it is called.")
    publisher: Prose | None = Field(None, description="Who stands behind it.")
    date: Day | None = Field(None, description="When it was published.")
    url: Prose | None = Field(None, description="Where it can be read.")


class Dynamic(Section):
    """A named counterfactual: what the world would be without something."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    without: Annotated[dict[Reference, Reference], ByName()] = Field(
        description="The state each variable is held in without it: {war: settled}."
    )


class Transition(CountedReasons):
    """A jump one variable can make, with a hazard."""

    rate: Phrase = Field(
        description="Expected jumps per year while in the source state: "
        "0.06 (0.02 to 0.16) per year."
    )
    times: Times | None = Field(None, description="What multiplies the rate, and when.")


class Event(CountedReasons):
    """A class of pulse that changes no state, with a rate."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    rate: Phrase = Field(description="How often, such as 5 in 10.9 years.")
    times: Times | None = Field(None, description="What multiplies the rate, and when.")


Jumped = Annotated[
    Annotated[Phrase, Tag("text")] | Annotated[Transition, Tag("map")],
    BY_SHAPE,
    Either("a rate, or a map with rate:,", "0.02 to 0.16 per year"),
]
States = Annotated[
    Annotated[dict[Name, Prose], ByName(), Tag("map")]
    | Annotated[tuple[Name, ...], Several(or_one=False), Tag("list")],
    BY_SHAPE,
    Either("states", "[calm, war]", ("list", "map")),
]
Start = Annotated[
    Annotated[Reference, Tag("text")]
    | Annotated[dict[Reference, Shared], ByName(), Tag("map")],
    BY_SHAPE,
    Either("a state, or the chance of each", "{calm: 85%, war: 15%}"),
]


class Variable(Section):
    """Something that is in exactly one of a few states at a time."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    group: Prose | None = Field(None, description="What it is drawn together with.")
    scale: Order | None = Field(
        None, description="The states in order, lowest first: low < middle < high."
    )
    states: States = Field(
        description="Its states, each with a definition that two people would apply "
        "alike; or a list of names."
    )
    start: Start = Field(
        description="The state at the start, or the chance of each: {a: 85%, b: 15%}."
    )
    transitions: Annotated[dict[Arrow, Jumped], ByName()] = Field(
        default_factory=dict,
        description="Jumps, such as calm -> war, each with its rate.",
    )
