"""The ground of the layout: sections with keys, and maps whose keys are names."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from forewarn.errors import Problem, Span
from forewarn.language.found import Found
from forewarn.language.names import nearest, nearest_hint, short
from forewarn.language.places import error
from forewarn.language.tree import Empty, Entry, Map, Node, Text

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

    #: Keys of parts of the language that cannot be read yet, and what each is.
    later: ClassVar[Mapping[str, str]] = {}
    _lacks: frozenset[str] = PrivateAttr(frozenset())

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
            if any(cls.model_fields[key].is_required() for key in spoilt):
                raise
            found.extend(problems_of(cause, keyed.span))
            section = _silently(handler, keyed.without(spoilt), found)
        section._lacks = spoilt | keyed.meant  # noqa: SLF001  # its own class
        return section

    @classmethod
    def _known(cls, section: Map, found: Found) -> Keyed:
        """The values under known keys; the other keys are reported."""
        keyed, unknown = Keyed(), list[Text]()
        for key, value in ((entry.key, entry.value) for entry in section.entries):
            if key.value in cls.model_fields:
                keyed.setdefault(key.value, placed(key, value))
            elif key.value in cls.later:
                found.add(not_yet(key.span, cls.later[key.value]))
                found.broken.update(_names_in(key, value))
            else:
                unknown.append(key)
                found.broken.update(_names_in(key, value))
        found.extend(_unknown(key, cls) for key in unknown)
        keyed.span = section.span
        keyed.meant = frozenset(
            near
            for key in unknown[:_MOST_MEANT]
            for near in nearest(key.value, cls.model_fields)[:1]
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
    known = list(section.model_fields)
    return error(
        "E201",
        key.span,
        f'"{short(key.value)}" is not a key that can stand here',
        nearest_hint(key.value, known) or f"The keys here are: {', '.join(known)}.",
    )


def found_of(info: ValidationInfo) -> Found:
    """Where to report, handed down by whoever reads the file."""
    return cast("Found", info.context)


def not_yet(span: Span, feature: str) -> Problem:
    """What is said of a part of the language that cannot be read yet."""
    return error(
        "E210",
        span,
        f"{feature} cannot be read yet",
        "Take it out for now; a model without it can be checked and computed.",
    )


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
