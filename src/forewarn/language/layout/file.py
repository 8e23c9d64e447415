"""The layout of a whole model file: its sections, in any order."""

from typing import Annotated

from pydantic import Field, Tag

from forewarn.language.layout.base import ByName, OneByOne, Section
from forewarn.language.layout.evidence import FullyReported, Indicator, Report
from forewarn.language.layout.losses import Loss, Rated
from forewarn.language.layout.measures import Measure
from forewarn.language.layout.questions import Claim, Question
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    BasisWord,
    Day,
    Either,
    Label,
    Moment,
    Name,
    Phrase,
    Prose,
    Reference,
    Several,
    StatusWord,
    Version,
    YardstickWord,
)
from forewarn.language.layout.structure import (
    CommonCause,
    Schedule,
    Trigger,
    Variant,
)
from forewarn.language.layout.things import Dynamic, Event, Source, Variable

Words = Annotated[
    Annotated[YardstickWord, Tag("text")]
    | Annotated[dict[Label, Phrase], ByName(), Tag("map")],
    BY_SHAPE,
    Either("a yardstick", "phia, or {unlikely: 5% to 45%, likely: 55% to 95%}"),
]


class Head(Section):
    """What the case is, when it starts and how far it looks."""

    title: Prose = Field(description="The title of the brief.")
    start: Day = Field(description="Time 0: the end of this day.")
    horizon: Moment = Field(description="How far answers may reach: 10 years.")
    written: Day | None = Field(None, description="When the numbers were chosen.")
    status: StatusWord | None = Field(
        None, description="draft: a number without a basis is a warning and a stamp."
    )
    handling: Prose | None = Field(None, description="The banner of every page.")
    measure_cap: Phrase | None = Field(
        None, description="Most of one hazard that all measures together take away."
    )
    author_correlation: Phrase | None = Field(
        None, description="How much judgement numbers of one author err together."
    )
    headlines: Annotated[tuple[Reference, ...], Several()] = Field(
        (), description="Up to three questions whose answers stand on page one."
    )
    yardstick: Words | None = Field(
        None, description="Likelihood words: icd_203, phia, or a band for each word."
    )


class ModelFile(Section):
    """A file of a model; several files are joined into one model."""

    forewarn: Version | None = Field(
        None, description="The version of the language; once in a model."
    )
    case: Head | None = Field(
        None, description="The head of the case; once in a model."
    )
    basis: BasisWord | None = Field(
        None, description="Of every number in this file that says nothing else."
    )
    sources: Annotated[dict[Name, Source], ByName()] = Field(
        default_factory=dict, description="Documents that numbers cite."
    )
    dynamics: Annotated[dict[Name, Dynamic], ByName()] = Field(
        default_factory=dict, description="Named counterfactuals."
    )
    variables: Annotated[dict[Name, Variable], ByName()] = Field(
        default_factory=dict, description="What is in one of a few states at a time."
    )
    events: Annotated[dict[Name, Event], ByName()] = Field(
        default_factory=dict, description="Classes of pulse that change no state."
    )
    schedule: Annotated[dict[Name, Schedule], ByName()] = Field(
        default_factory=dict, description="Jumps possible only on known dates."
    )
    triggers: Annotated[tuple[Trigger, ...], OneByOne()] = Field(
        (), description="Jumps in the same instant as another, in order."
    )
    common_causes: Annotated[dict[Name, CommonCause], ByName()] = Field(
        default_factory=dict, description="Hidden factors that several numbers share."
    )
    variants: Annotated[dict[Name, Variant], ByName()] = Field(
        default_factory=dict, description="Alternative structures, each with a weight."
    )
    losses: Annotated[dict[Name, Loss], ByName()] = Field(
        default_factory=dict, description="What jumps and states cost."
    )
    unforeseen: Rated | None = Field(
        None, description="How often something on no list brings a headline event."
    )
    indicators: Annotated[dict[Name, Indicator], ByName()] = Field(
        default_factory=dict, description="What can be seen, and what it is a sign of."
    )
    fully_reported: Annotated[tuple[FullyReported, ...], OneByOne(or_one=True)] = Field(
        (), description="Of what everything would have been reported, and until when."
    )
    reports: Annotated[tuple[Report, ...], OneByOne()] = Field(
        (), description="Dated items of evidence."
    )
    stocks: Annotated[dict[Name, Phrase], ByName()] = Field(
        default_factory=dict,
        description="What measures draw on, and how much.",
    )
    measures: Annotated[dict[Name, Measure], ByName()] = Field(
        default_factory=dict, description="What could be done."
    )
    questions: Annotated[dict[Name, Question], ByName()] = Field(
        default_factory=dict, description="What is asked, with dates."
    )
    claims: Annotated[dict[Name, Claim], ByName()] = Field(
        default_factory=dict, description="Sentences of the argument, and their tests."
    )
