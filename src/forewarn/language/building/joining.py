"""Several files made one model: maps joined, a key in two files a problem."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from forewarn.errors import Problem, Span
from forewarn.language.found import Found
from forewarn.language.layout.base import Section
from forewarn.language.layout.file import ModelFile
from forewarn.language.names import short
from forewarn.language.places import error
from forewarn.language.tree import Text

Part = TypeVar("Part")


#: Sections that are maps of names, and lists, which several files may have parts of.
_MAPS = tuple(
    key
    for key, section in ModelFile.model_fields.items()
    if section.default_factory is dict
)
_LISTS = tuple(
    key for key, section in ModelFile.model_fields.items() if section.default == ()
)


def whole_of(files: Mapping[str, ModelFile], found: Found) -> ModelFile:
    """All files as one, without what says of each file or of the case."""
    parts = tuple(files.values())
    maps = {key: joined([getattr(each, key) for each in parts], found) for key in _MAPS}
    lists = {
        key: tuple(chain(*(getattr(each, key) for each in parts))) for key in _LISTS
    }
    said = [each.unforeseen for each in parts if each.unforeseen is not None]
    return ModelFile.model_construct(
        _fields_set=None, **maps, **lists, unforeseen=said[0] if said else None
    )


def joined(maps: Sequence[Mapping[Text, Part]], found: Found) -> dict[Text, Part]:
    """The maps of several files as one; the first of two like keys stands."""
    whole: dict[Text, Part] = {}
    first: dict[str, Text] = {}
    for key, part in ((key, part) for one in maps for key, part in one.items()):
        earlier = first.setdefault(key.value, key)
        if earlier is key:
            whole[key] = part
        else:
            found.add(_twice(key, earlier))
    return whole


def _twice(key: Text, earlier: Text) -> Problem:
    return error(
        "E207",
        key.span,
        f'"{short(key.value)}" is already declared in {earlier.span.file}, line '
        f"{earlier.span.line}",
        "Keep one of the two.",
    )


def check_once(files: Mapping[str, ModelFile]) -> Iterator[Problem]:
    """``forewarn: 1``, ``case:`` and ``unforeseen:`` stand once, in one file."""
    versions = [file.forewarn for file in files.values() if file.forewarn]
    heads = [file.case for file in files.values() if file.case]
    for version in versions:
        yield from _check_version(version)
    unforeseen = [file.unforeseen for file in files.values() if file.unforeseen]
    once: tuple[tuple[str, Sequence[Text | Section]], ...] = (
        ("forewarn:", versions),
        ("case:", heads),
        ("unforeseen:", unforeseen),
    )
    for what, written in once:
        for again in written[1:]:
            yield _once(again.span, what, written[0].span.file)


def _check_version(version: Text) -> Iterator[Problem]:
    if version.value != "1":
        yield error(
            "E208",
            version.span,
            f'"{short(version.value)}" is no version of the language that can be read',
            "Write: forewarn: 1",
        )


def _once(span: Span, what: str, file: str) -> Problem:
    message = f"'{what}' stands once in a model, and is already in {file}"
    return error("E207", span, message, "Keep one of the two.")
