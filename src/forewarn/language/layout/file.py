"""The layout of a whole model file: its sections, in any order."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from forewarn.language.layout.base import ByName, Section
from forewarn.language.layout.questions import Claim, Question
from forewarn.language.layout.scalars import (
    BasisWord,
    Day,
    Moment,
    Name,
    Phrase,
    Prose,
    StatusWord,
    Version,
)
from forewarn.language.layout.things import Dynamic, Event, Source, Variable
from forewarn.language.not_yet import LATER_SECTIONS


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


class ModelFile(Section):
    """A file of a model; several files are joined into one model."""

    later: ClassVar[Mapping[str, str]] = LATER_SECTIONS

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
    questions: Annotated[dict[Name, Question], ByName()] = Field(
        default_factory=dict, description="What is asked, with dates."
    )
    claims: Annotated[dict[Name, Claim], ByName()] = Field(
        default_factory=dict, description="Sentences of the argument, and their tests."
    )
