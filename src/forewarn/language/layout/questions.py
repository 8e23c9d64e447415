"""The layout of questions and claims: what is asked, and what tests what."""

from typing import Annotated

from pydantic import Field

from forewarn.language.layout.base import Section
from forewarn.language.layout.scalars import (
    Line,
    Moment,
    Phrase,
    Prose,
    Reference,
    Several,
)

Moments = Annotated[tuple[Moment, ...], Several()]


class Question(Section):
    """What is asked, with dates; one kind of question each."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    happens: Line | None = Field(
        None, description="Ever true by the date: taiwan -> invasion, or a state."
    )
    holds: Line | None = Field(None, description="True at the date: states only.")
    count: Line | None = Field(
        None, description="How often by the date: an event or a jump."
    )
    order: Annotated[tuple[Line, ...], Several(or_one=False)] | None = Field(
        None, description="First occurrences in strictly this order, all by the date."
    )
    given: Line | None = Field(
        None, description="With happens: what opens the window, by its first onset."
    )
    within: Moment | None = Field(
        None, description="With given: the length of the window, such as 180 days."
    )
    happened: Annotated[tuple[Reference, ...], Several()] | None = Field(
        None, description="Names of questions that are all true by the date."
    )
    number: Line | None = Field(
        None, description='The name of a number: "war: calm -> hot | each".'
    )
    above: Phrase | None = Field(None, description="With number: the bound it passes.")
    time: Line | None = Field(
        None, description="Mean years by the date in which this holds: states only."
    )
    by: Moments | None = Field(
        None, description="One date or several: 2026-08-20, 10 years, 1 year from now."
    )
    at: Moments | None = Field(None, description="With holds: one date or several.")
    base_rate: Phrase | None = Field(
        None, description="The outside view, shown beside the answer: 0 in 70.1 years."
    )
    resolves: Prose | None = Field(
        None, description="How two people would agree on what happened."
    )


class Claim(Section):
    """A sentence of the argument, and what would test it."""

    says: Prose = Field(description="The claim, as one sentence.")
    tested_by: Annotated[tuple[Line, ...], Several()] = Field(
        (), description="Names of questions or numbers."
    )
    fails_if: Prose | None = Field(None, description="What would count against it.")
    waits_for: Prose | None = Field(None, description="What is needed to test it.")
