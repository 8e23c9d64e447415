"""The layout of evidence: indicators, dated reports, and what silence means."""

from typing import Annotated

from pydantic import Field, Tag

from forewarn.language.layout.base import ByName, Section
from forewarn.language.layout.losses import Rated
from forewarn.language.layout.numbers import Reasons
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    Alternatives,
    Day,
    Either,
    Line,
    Moment,
    Phrase,
    Prose,
    Reference,
    Several,
)
from forewarn.language.layout.structure import Leap


class Ratio(Reasons):
    """A likelihood ratio with its reasons."""

    ratio: Phrase = Field(description="The likelihood ratio: 12 (4 to 30).")


Rationed = Annotated[
    Annotated[Phrase, Tag("text")] | Annotated[Ratio, Tag("map")],
    BY_SHAPE,
    Either("a likelihood ratio, or a map with ratio:,", "12 (4 to 30)"),
]


class Indicator(Section):
    """Something observable that leans with a state, warns of a jump, or is counted."""

    title: Prose | None = Field(None, description="What a reader calls it.")
    shows: Line | None = Field(None, description="The state it is a sign of, now.")
    warns_of: Line | None = Field(None, description="The jump that it comes before.")
    counts: (
        Annotated[
            dict[Reference, Annotated[dict[Reference, Rated], ByName()]], ByName()
        ]
        | None
    ) = Field(
        None,
        description="A variable, and how often it is seen in each state: "
        "{war: {calm: 2 per year, hot: 9 per year}}.",
    )
    ahead: Moment | None = Field(
        None, description="With warns_of: how long before, such as 30 to 120 days."
    )
    seen: Rationed | None = Field(
        None, description="Likelihood ratio of a sighting, above 1: 12 (4 to 30)."
    )
    silent: Rationed | None = Field(
        None, description="Likelihood ratio of a silent window, below 1: 0.5."
    )
    window: Moment | None = Field(
        None, description="It speaks once in so long: 90 days."
    )
    group: Prose | None = Field(
        None, description="Indicators of one group speak with less than their sum."
    )
    overdispersed: Phrase | None = Field(
        None, description="With counts: variance over mean, 1 or more."
    )
    how: Prose | None = Field(
        None, description="Where it is seen, by whom, past which threshold."
    )


class FullyReported(Section):
    """Variables and events of which everything would have been reported."""

    until: Day = Field(description="The last day of which that is true.")
    variables: Annotated[tuple[Reference, ...], Several()] = Field(
        description="Names of variables, and of events."
    )


class Report(Section):
    """One dated item of evidence; it says one thing."""

    date: Day | None = Field(None, description="The day, or write from and to.")
    from_: Day | None = Field(
        None, alias="from", description="The first day it may have been, or counts."
    )
    to: Day | None = Field(None, description="The last such day.")
    known: Day | None = Field(
        None, description="When it became public; if absent, the day itself."
    )
    jump: Leap | None = Field(None, description="A jump: {war: calm|tense -> hot}.")
    state: Annotated[dict[Reference, Alternatives], ByName()] | None = Field(
        None, description="A state on that day: {war: calm|tense}."
    )
    event: Reference | None = Field(None, description="An event that came.")
    sighting: Reference | None = Field(None, description="An indicator that was seen.")
    count: Annotated[dict[Reference, Phrase], ByName()] | None = Field(
        None, description="How many were counted in the window: {launches: 12}."
    )
    sensor_off: Annotated[tuple[Reference, ...], Several()] | None = Field(
        None, description="Indicators whose silence in the window says nothing."
    )
    reliability: Reference | None = Field(
        None, description="Admiralty scale, A1 to F6; absent for a fact."
    )
    source: Prose | None = Field(
        None, description="Name of a source, and a place in it."
    )
    what: Prose | None = Field(None, description="What was reported, in a sentence.")
