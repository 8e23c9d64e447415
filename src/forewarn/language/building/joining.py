"""Several files made one model: maps joined, a key in two files a problem."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from forewarn.errors import Problem, Span
from forewarn.language.found import Found
from forewarn.language.layout.file import ModelFile
from forewarn.language.names import short
from forewarn.language.places import error
from forewarn.language.tree import Text

Part = TypeVar("Part")


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
    """``forewarn: 1`` and ``case:`` stand once, in one file."""
    versions = [file.forewarn for file in files.values() if file.forewarn]
    heads = [file.case.title for file in files.values() if file.case]
    for version in versions:
        yield from _check_version(version)
    for what, written in (("forewarn:", versions), ("case:", heads)):
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
