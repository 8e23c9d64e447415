"""The layout of losses: what a jump or a year in a state costs."""

from typing import Annotated

from pydantic import Field, Tag

from forewarn.language.layout.base import ByName, Section
from forewarn.language.layout.numbers import CountedReasons, Reasons
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    Either,
    Line,
    Phrase,
    Prose,
    VariesWord,
)


class Term(Reasons):
    """A size with its reasons, and when it counts."""

    size: Phrase = Field(description="How much, in the loss's unit: 3_000 to 8_000.")
    when: Line | None = Field(
        None, description="Counts only while this holds, read after the jump."
    )
    varies: VariesWord | None = Field(
        None, description="world: one draw a world; event: a new draw at every jump."
    )


Termed = Annotated[
    Annotated[Phrase, Tag("text")] | Annotated[Term, Tag("map")],
    BY_SHAPE,
    Either("a size, or a map with size:,", "3_200 (1_500 to 8_000)"),
]


class Loss(Section):
    """Deaths, dollars: what jumps and states cost, in one unit."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    unit: Prose = Field(description="What it is counted in: people, USD.")
    varies: VariesWord | None = Field(
        None, description="Of every size that does not say; world where nothing does."
    )
    per_jump: Annotated[dict[Line, Termed], ByName()] = Field(
        default_factory=dict, description="Jumps or events, and what each costs."
    )
    per_year: Annotated[dict[Line, Termed], ByName()] = Field(
        default_factory=dict, description="States, and what a year in them costs."
    )


class Rate(CountedReasons):
    """A rate with its reasons."""

    rate: Phrase = Field(description="How often, such as 5 in 10.9 years.")


Rated = Annotated[
    Annotated[Phrase, Tag("text")] | Annotated[Rate, Tag("map")],
    BY_SHAPE,
    Either("a rate, or a map with rate:,", "0.02% to 0.5% within 1 year"),
]
