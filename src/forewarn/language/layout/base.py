"""The ground of the layout: sections with keys, and maps whose keys are names."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from forewarn.errors import NOWHERE, Problem, Span
from forewarn.language.found import Found
from forewarn.language.names import nearest, nearest_hint, short
from forewarn.language.places import error
from forewarn.language.tree import Empty, Entry, List, Map, Node, Text

_MOST_MEANT = 20  # keys of one section that are compared with the known ones


class Keyed(dict[str, Node]):
    """The values of a section by key, and what is known of those that are not there."""

    #: Where a key that is missing would belong.
    span: Span
    #: Known keys that an unknown one was probably meant to be.
    meant: frozenset[str] = frozenset()

    def without(self, keys: Iterable[str]) -> "Keyed":
        """The same section with some keys left out."""
        kept = Keyed({key: self[key] for key in self.keys() - set(keys)})
        kept.span, kept.meant = self.span, self.meant
        return kept


class Section(BaseModel):
    """A map with known keys; what does not fit is reported and left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    _lacks: frozenset[str] = PrivateAttr(frozenset())
    _span: Span = PrivateAttr(NOWHERE)

    @property
    def span(self) -> Span:
        """Where it stands: its key, or the whole of it in a list."""
        return self._span

    def lacks(self, *keys: str) -> bool:
        """Whether one of some keys was written, and could not be read as such."""
        return not self._lacks.isdisjoint(keys)

    @model_validator(mode="wrap")
    @classmethod
    def _read(
        cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        found = found_of(info)
        keyed = cls._known(map_of(value), found)
        try:
            section, spoilt = handler(keyed), frozenset[str]()
        except ValidationError as cause:
            spoilt = frozenset(str(line["loc"][0]) for line in cause.errors())
            keys = cls.known_keys()
            if any(keys[key].is_required() for key in spoilt):
                raise
            found.extend(problems_of(cause, keyed.span))
            section = _silently(handler, keyed.without(spoilt), found)
        section._lacks = spoilt | keyed.meant  # noqa: SLF001  # its own class
        section._span = keyed.span  # noqa: SLF001  # as above
        return section

    @classmethod
    def known_keys(cls) -> dict[str, FieldInfo]:
        """Its keys as they are written: some are no names in Python."""
        return {each.alias or name: each for name, each in cls.model_fields.items()}

    @classmethod
    def _known(cls, section: Map, found: Found) -> Keyed:
        """The values under known keys; the other keys are reported."""
        keyed, unknown, known = Keyed(), list[Text](), cls.known_keys()
        for key, value in ((entry.key, entry.value) for entry in section.entries):
            if key.value in known:
                keyed.setdefault(key.value, placed(key, value))
            else:
                unknown.append(key)
                found.broken.update(_names_in(key, value))
        found.extend(_unknown(key, cls) for key in unknown)
        keyed.span = section.span
        keyed.meant = frozenset(
            near
            for key in unknown[:_MOST_MEANT]
            for near in nearest(key.value, known)[:1]
        )
        return keyed


def _silently(
    handler: ModelWrapValidatorHandler[Any], keyed: Keyed, found: Found
) -> Any:
    """The section, without telling again what was found the first time."""
    said = len(found.problems)
    section = handler(keyed)
    found.forget_after(said)
    return section


def _unknown(key: Text, section: type[Section]) -> Problem:
    known = list(section.known_keys())
    return error(
        "E201",
        key.span,
        f'"{short(key.value)}" is not a key that can stand here',
        nearest_hint(key.value, known) or f"The keys here are: {', '.join(known)}.",
    )


def found_of(info: ValidationInfo) -> Found:
    """Where to report, handed down by whoever reads the file."""
    return cast("Found", info.context)


def _names_in(section: Text, node: Node) -> set[str]:
    """Names that a section declares, and what names of its numbers start with."""
    named = {entry.key.value for entry in node.entries} if isinstance(node, Map) else ()
    key = section.value
    return {key, key.removesuffix("s"), key.removesuffix("es"), *named}


def map_of(value: object) -> Map:
    """The value as a map, empty where nothing stands; a misfit for anything else."""
    if isinstance(value, Map):
        return value
    if isinstance(value, Empty):
        return Map(entries=(), flow=False, span=value.span)
    hint = "Write keys with a colon, each on a line of its own."
    raise misfit("E203", "a map of keys and values belongs here", hint)


def placed(key: Text, value: Node) -> Node:
    """A map placed at its key, where a person looks for what it lacks."""
    if isinstance(value, Map):
        return dataclasses.replace(value, span=key.span)
    return value


def misfit(code: str, message: str, hint: str) -> PydanticCustomError:
    """The error for a value of the wrong shape; its place is that of the value."""
    return PydanticCustomError(code, "{said}", {"said": message, "hint": hint})


@dataclass(frozen=True, slots=True)
class ByName:
    """Marks a map whose keys are names; an entry that does not fit is left out."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read entry by entry, so that one misfit does not hide the others."""
        return core_schema.with_info_wrap_validator_function(
            self._read, handler(source), serialization=None
        )

    @staticmethod
    def _read(
        value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> dict[Text, Any]:
        found = found_of(info)
        whole: dict[Text, Any] = {}
        for entry in _first_of_each(map_of(value)):
            try:
                whole |= handler({entry.key: placed(entry.key, entry.value)})
            except ValidationError as cause:
                found.extend(problems_of(cause, entry.key.span))
                found.broken.add(entry.key.value)
        return whole


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Marks a list of sections; an item that does not fit is left out.

    Where ``or_one``, a section alone stands for a list of it.
    """

    or_one: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Read item by item, so that one misfit does not hide the others."""
        return core_schema.with_info_wrap_validator_function(
            self._read, handler(source), serialization=None
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """A list, or one of its items."""
        listed = handler(schema)
        item = listed.get("items", {})
        return {"anyOf": [item, listed]} if self.or_one else listed

    def _read(
        self, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> tuple[Any, ...]:
        found = found_of(info)
        whole: list[Any] = []
        alone = self.or_one and isinstance(value, Map)
        for item in (value,) if alone else items_of(value):
            try:
                whole += handler((item,))
            except ValidationError as cause:
                found.extend(problems_of(cause, item.span))
                found.broken.add(str(info.field_name).removesuffix("s"))
        return tuple(whole)


def items_of(value: object) -> tuple[Node, ...]:
    """The items of a list; a misfit for anything else."""
    if isinstance(value, List):
        return value.items
    hint = "Write such as: [first, second]"
    if isinstance(value, Empty):
        raise misfit("E204", "nothing stands where a list belongs", hint)
    raise misfit("E203", "a list belongs here", hint)


def _first_of_each(section: Map) -> Iterable[Entry]:
    """The entries without repeated keys, of which the reader has told already."""
    first: dict[str, Entry] = {}
    for entry in section.entries:
        first.setdefault(entry.key.value, entry)
    return first.values()


def problems_of(cause: ValidationError, near: Span) -> list[Problem]:
    """What pydantic found, each at the place of its value."""
    lines = cause.errors(include_url=False)
    return [_problem(line, near) for line in lines if not _is_meant(line)]


def _is_meant(line: Any) -> bool:
    """Whether a missing key is there, and only spelt wrong."""
    absent = line["input"] if line["type"] == "missing" else None
    return isinstance(absent, Keyed) and line["loc"][-1] in absent.meant


def _problem(line: Any, near: Span) -> Problem:
    span = getattr(line["input"], "span", near)
    if line["type"] == "missing":
        key = line["loc"][-1]
        return error("E202", span, f'"{key}" is missing here', f"Write '{key}:'.")
    return error(line["type"], span, line["msg"], line["ctx"]["hint"])
