"""Scalars of the layout: prose, phrases, names and choices, each with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import Discriminator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from forewarn.language.layout.base import items_of, misfit
from forewarn.language.names import is_name, nearest_hint, short
from forewarn.language.tree import Empty, List, Map, Text
from forewarn.model.case import BASES
from forewarn.model.yardstick import YARDSTICKS


@dataclass(frozen=True, slots=True, eq=False)  # annotations must hash
class Written:
    """Marks a scalar, kept as written; ``schema`` is what an editor is told."""

    what: str
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Keep the node, since building needs its place."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """What an editor may check while a person types."""
        return dict(self.schema)

    def read(self, value: object) -> Text:
        """The node, when it is a scalar."""
        if isinstance(value, Text):
            return value
        if isinstance(value, Empty):
            raise misfit(
                "E204",
                f"nothing stands where {self.what} belongs",
                "Write it after the colon.",
            )
        raise misfit(
            "E203",
            f"{self.what} belongs here",
            "Write it on one line; in quotes, if it has : # , [ or { in it.",
        )


@dataclass(frozen=True, slots=True, eq=False)  # annotations must hash
class WrittenProse(Written):
    """Marks a scalar that is read without the blanks around it."""

    def read(self, value: object) -> Text:
        """The node, without the line end that a block after ``|`` adds."""
        text = Written.read(self, value)
        return replace(text, value=text.value.strip())


@dataclass(frozen=True, slots=True, eq=False)  # annotations must hash
class WrittenName(Written):
    """Marks a scalar that must be a name."""

    def read(self, value: object) -> Text:
        """The node, when it is a name."""
        text = Written.read(self, value)
        if is_name(text.value):
            return text
        raise misfit(
            "E205",
            f'"{short(text.value)}" is not a name',
            "Write letters, digits, _ and -, a letter first; not a word such as "
            "and, or, not, in, each, yes or no.",
        )


@dataclass(frozen=True, slots=True, eq=False)  # annotations must hash
class Choice(Written):
    """Marks a scalar that must be one of a few words."""

    words: tuple[str, ...] = ()

    def read(self, value: object) -> Text:
        """The node, when it is one of the words."""
        text = Written.read(self, value)
        if text.value in self.words:
            return text
        raise misfit(
            "E206",
            f'"{short(text.value)}" is not {self.what}',
            nearest_hint(text.value, self.words)
            or f"Write one of: {', '.join(self.words)}.",
        )


def _choice(what: str, *words: str) -> Choice:
    return Choice(what, {"type": "string", "enum": list(words)}, words)


_TEXT = {"type": "string"}
_PHRASE = {"type": ["string", "number"]}
# Classes of what is not allowed, since \w of an editor may know English letters only.
_NAME = {"type": "string", "pattern": r"^[^\s\d=<>!|():,#-][^\s=<>!|():,#]*$"}

Prose = Annotated[Text, WrittenProse("text", _TEXT)]
Order = Annotated[Text, Written("an order such as low < high", _TEXT)]
Line = Annotated[Text, Written("a condition", _TEXT)]
Arrow = Annotated[Text, Written("a jump such as calm -> war", {"pattern": "->"})]
Phrase = Annotated[Text, Written("a number or a short phrase", _PHRASE)]
Day = Annotated[Text, Written("a date", {"type": "string", "format": "date"})]
Moment = Annotated[Text, Written("a date or a duration", _TEXT)]
Dates = Annotated[Text, Written("dates such as every 30 April", _TEXT)]
Alternatives = Annotated[Text, Written("a state, or several: calm|tense", _TEXT)]
Reference = Annotated[Text, Written("a name", _TEXT)]
Label = Annotated[Text, Written("a word", _TEXT)]
Name = Annotated[Text, WrittenName("a name", _NAME)]
BasisWord = Annotated[Text, _choice("a basis", *BASES)]
StatusWord = Annotated[Text, _choice("a status", "draft", "final")]
YardstickWord = Annotated[
    Text, _choice("a yardstick", *(each.name for each in YARDSTICKS))
]
VariesWord = Annotated[Text, _choice("a way a size varies", "world", "event")]
Version = Annotated[Text, Written("the version of the language", {"const": 1})]


def shape_of(value: object) -> str:
    """Which kind of node a value is, to choose among what may stand in one place."""
    if isinstance(value, Text):
        return "text"
    return {Map: "map", List: "list"}.get(type(value), "nothing")


@dataclass(frozen=True, slots=True, eq=False)  # annotations must hash
class Either:
    """Marks a union of shapes, told apart by the shape alone."""

    what: str
    example: str
    shapes: tuple[str, str] = ("text", "map")

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Look at the shape before anything else."""
        return core_schema.no_info_before_validator_function(
            self._fitting, handler(source)
        )

    def _fitting(self, value: object) -> object:
        shape = shape_of(value)
        if shape in self.shapes:
            return value
        hint = f"Write such as: {self.example}"
        if shape == "nothing":
            message = f"nothing stands where {self.what} belongs"
            raise misfit("E204", message, hint)
        raise misfit("E203", f"{self.what} belongs here", hint)


BY_SHAPE = Discriminator(shape_of)


@dataclass(frozen=True, slots=True, eq=False)  # annotations must hash
class Several:
    """Marks a list; where ``or_one``, a single value stands for a list of it."""

    or_one: bool = True

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Take the items out of the list's node."""
        return core_schema.no_info_before_validator_function(
            self._items, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A list, or one of its items."""
        listed = handler(schema)
        item = listed.get("items", {})
        return {"anyOf": [item, listed]} if self.or_one else listed

    def _items(self, value: object) -> tuple[object, ...]:
        if self.or_one and not isinstance(value, Empty | List):
            return (value,)
        return items_of(value)
