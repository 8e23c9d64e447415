"""The layout of numbers: a phrase, or a map that also says why we believe it."""

from typing import Annotated

from pydantic import Field, GetJsonSchemaHandler, Tag
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from forewarn.language.found import Found
from forewarn.language.layout.base import ByName, Keyed, Section, placed
from forewarn.language.layout.scalars import (
    BY_SHAPE,
    BasisWord,
    Day,
    Either,
    Line,
    Name,
    Phrase,
    Prose,
    Several,
)
from forewarn.language.names import is_word
from forewarn.language.tree import Entry, Map


class Reasons(Section):
    """Why we believe a number."""

    basis: BasisWord | None = Field(
        None,
        description="data: counted; published: a source asserts it; adjusted: a count "
        "moved by judgement; judgement; definition.",
    )
    source: Prose | None = Field(
        None, description="Name of a source and a place in it: kremlin, article 4."
    )
    because: Prose | None = Field(
        None, description="The reason, where somebody gave one. Never invented."
    )
    known: Day | None = Field(
        None, description="When the fact behind the number was known."
    )


class CountedReasons(Reasons):
    """Why we believe a number that a count may stand behind."""

    count: Phrase | None = Field(
        None, description="The count behind the number: 1 in 62.2 years, or 3 of 12."
    )


class Multiplier(Reasons):
    """A multiplier with its reasons."""

    times: Phrase = Field(description="What multiplies the hazard: 3 (1.5 to 6).")


class Pool(Reasons):
    """A multiplier that acts once for each of some conditions that holds."""

    of: Annotated[tuple[Line, ...], Several(or_one=False)] = Field(
        description="The conditions: [iran != constrained, syria = assad]."
    )
    times: Phrase = Field(description="What each one that holds multiplies by.")


class Share(CountedReasons):
    """The chance of a state at the start, with its reasons."""

    share: Phrase = Field(description="The chance: 85%, or 85% (70% to 95%).")


Multiplied = Annotated[
    Annotated[Phrase, Tag("text")] | Annotated[Multiplier, Tag("map")],
    BY_SHAPE,
    Either("a multiplier, or a map with times:,", "3 (1.5 to 6)"),
]
Shared = Annotated[
    Annotated[Phrase, Tag("text")] | Annotated[Share, Tag("map")],
    BY_SHAPE,
    Either("a chance, or a map with share:,", "85%"),
]
Rungs = Annotated[dict[Name, Multiplied], ByName()]

_LADDER_KEY = r"^(?!each$)[^\s=<>!|():,#]+$"
_CONDITION_KEY = r"[\s=<>!|()]"


class Times(Section):
    """What multiplies a hazard, while what holds: keys of three kinds in one map."""

    conditions: Annotated[dict[Line, Multiplied], ByName()] = Field(
        default_factory=dict, description="Keys are conditions on other variables."
    )
    ladders: Annotated[dict[Line, Rungs], ByName()] = Field(
        default_factory=dict,
        description="Keys are variables; their states share one draw and keep order.",
    )
    each: Annotated[tuple[Pool, ...], Several()] = Field(
        (), description="Once for each condition that holds; a list for several pools."
    )

    @classmethod
    def _known(cls, section: Map, found: Found) -> Keyed:
        del found  # any key may stand here
        told_apart: dict[str, list[Entry]] = {"conditions": [], "ladders": []}
        for entry in section.entries:
            told_apart.setdefault(_kind(entry), []).append(entry)
        pools = told_apart.pop("each", [])
        keyed = Keyed({e.key.value: placed(e.key, e.value) for e in pools[:1]})
        for kind, entries in told_apart.items():
            keyed[kind] = Map(entries=tuple(entries), flow=False, span=section.span)
        keyed.span = section.span
        return keyed

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One map, as it stands in a file."""
        shape = handler.resolve_ref_schema(handler(schema))
        properties = shape["properties"]
        ladders, conditions = properties.pop("ladders"), properties.pop("conditions")
        shape["patternProperties"] = {
            _LADDER_KEY: _valued(ladders),
            _CONDITION_KEY: _valued(conditions),
        }
        return shape


def _kind(entry: Entry) -> str:
    if entry.key.value == "each":
        return "each"
    ladder = isinstance(entry.value, Map) and is_word(entry.key.value)
    return "ladders" if ladder else "conditions"


def _valued(names: JsonSchemaValue) -> JsonSchemaValue:
    value = dict(names["additionalProperties"])
    return value | {"description": names["description"]}
