"""The layout of structure: common causes, variants, schedules and triggers."""

from typing import Annotated

from pydantic import Field, Tag

from forewarn.language.layout.base import ByName, Section
from forewarn.language.layout.numbers import CountedReasons, Shared, Times
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    Arrow,
    Dates,
    Day,
    Either,
    Line,
    Moment,
    Phrase,
    Prose,
    Reference,
    Several,
)

NumberNames = Annotated[tuple[Line, ...], Several()]
#: A jump: one variable, and the states it leaves and reaches.
Leap = Annotated[dict[Reference, Arrow], ByName()]
Drawn = Annotated[
    dict[Reference, Annotated[dict[Reference, Shared], ByName()]], ByName()
]
When = Annotated[
    Annotated[Dates, Tag("text")]
    | Annotated[tuple[Day, ...], Several(or_one=False), Tag("list")],
    BY_SHAPE,
    Either("dates", "every 30 April from 2024, or [2024-11-05]", ("text", "list")),
]


class CommonCause(Section):
    """A hidden factor shared by several numbers, fixed within a world."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    share: Phrase = Field(
        description="Share of each number's own written doubt that it makes: 65%."
    )
    raises: NumberNames = Field(
        (), description='Names of numbers that rise with it: ["war: calm -> hot"].'
    )
    lowers: NumberNames = Field((), description="Names of numbers that fall with it.")
    because: Prose | None = Field(None, description="The reason, where there is one.")


class Variant(Section):
    """An alternative structure: each world follows it with a chance."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    weight: Phrase = Field(description="Chance that a world follows it: 30%.")
    set: Annotated[dict[Line, Phrase], ByName()] = Field(
        description='What some numbers are instead: {"war: calm -> hot": 0.1 per year}.'
    )
    because: Prose | None = Field(None, description="The reason, where there is one.")


class Schedule(CountedReasons):
    """A jump possible only on known dates, with a chance; or a draw of a state."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    dates: When = Field(
        description="A list of dates, or such as: every 30 April from 2024 to 2033."
    )
    window: Moment | None = Field(
        None, description="A jump reported this long before is that date's jump."
    )
    jump: Leap | None = Field(
        None, description="The jump that may come: {council: split -> gone}."
    )
    chance: Phrase | None = Field(None, description="With jump: its chance each time.")
    times: Times | None = Field(
        None, description="With jump: what multiplies the odds, and when."
    )
    draw: Drawn | None = Field(
        None,
        description="Instead of a jump, a state drawn anew: {house: {a: 50%, b: 50%}}.",
    )


class Trigger(CountedReasons):
    """A jump in the same instant as another, with a chance."""

    after: Line = Field(description="The jump or event it may follow: war -> hot.")
    jump: Leap = Field(description="The jump: {border: calm|tense -> clash}.")
    chance: Phrase = Field(description="The chance of it each time: 8% (2% to 25%).")
    times: Times | None = Field(None, description="What multiplies the odds, and when.")
